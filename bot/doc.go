// Package bot is what people talk to: it reads what they type, tap and fill in, lets the coach decide, keeps it in the
// store, and says what came of it. It decides nothing about selling (package coach), writes no sentence (package say)
// and knows no key of Redis (package store).
//
// # The way of one envelope
//
//	socket ──→ Handle ──→ identify ──→ authorize ──→ handler ──→ finish ──→ deliver ──→ acknowledgement
//	           edge.go    act.go       authorize.go  cmd_*.go    explain.go deliver.go
//	                                                 click_*.go
//	                                                 form_*.go
//	                                                 events.go
//
// [Bot.Handle] is the one edge. Whatever Slack sends becomes an [act]: who did what, and where the answer goes. The
// edge recovers from panics, bounds the act in time, finds its handler in the tables of route.go, turns an error into a
// sentence in one function (explain), counts and logs. So a handler is three steps, and for most of them three lines:
// parse what was asked for, change it, say it.
//
//	on(parse, run)                  makes a handler of the first two steps
//	change(ctx, b, a, ask, fn, dress) reads, lets fn decide, writes with everything that belongs to a change, and dresses the answer
//
// # Promises that live here
//
//   - Nobody is told "Saved" before Redis has it: the answer is part of the write, and the same act delivered again
//     gets the same answer without a second change. Each act has a key for that: the trigger of a command or click, a
//     form's view with its values, an event's id.
//   - When Redis hangs, the person hears "I can't tell yet" within 2.5 s; afterhang.go finds out what became of it and
//     tells them. "Not saved" is said only of what was refused or never sent.
//   - Nothing typed is lost: refused words are given back, questions ("did you mean…?") keep the line for a day, forms
//     keep their fields.
//   - What the socket has no room for is not met with silence: [Bot.Busy] gives the words back without asking anybody.
//   - Buttons are not trusted. A lead is looked up among those of the person who acts; a card carries the version it
//     was drawn from, so that a second tap, or one on a card from before an undo, is answered with a sentence and
//     changes nothing.
//   - An exact name costs two trips to Redis, a searched one three. Slack is asked nothing about people it has told of
//     already.
//
// # A line
//
// What is typed after /followup is a [line]. Its lead is found by a [seeker]: names that exist win over every keyword,
// the longest first; then likeness decides, and where it can't, a question. What follows an outcome is a [phrase]:
// note, at, next, agenda.
//
// Keys in a line (hot:"…", promise:"…") are no words of its note: facts.go puts what is known of a lead into its
// record, in add, in edit, in a form, and in passing, and all of them refuse the same values with the same sentences.
// told.go reads what came of the talk.
//
// # A call and its pages
//
// [Reached…] opens a page with what to say and every way in which the call can have gone (reached.go). One tap saves;
// the wrap-up page behind it adds details to a call that is saved already (wrap.go).
//
// A form with more than six fields has pages. Leaving one saves it (leavePage); what can't be saved keeps the page as
// it was filled in, drawn anew under new block ids, also while the store hangs.
//
// # Where an answer appears
//
// Of a command in the acknowledgement, or behind it when it is larger than Slack takes there. Of a form as its next
// page or at its fields. Of a click beneath the message, or in the place of the card that was tapped (place.go): a
// message's other cards stay as they are, and of an ephemeral message, of which Slack sends no copy, the list is drawn
// anew. A prep is drawn anew where it stands, with what was added to it.
package bot
