// Package bot is the edge of what people talk to: every envelope of Slack's goes through it. It recovers, finds out who
// acts and whether they may, bounds the work in time, finds the handler, turns an error into words, and counts. What is
// done is decided in the packages below it.
//
// # The way of one request
//
//	socket ──→ Handle ──→ identify ──→ authorize ──→ handler of a slice ──→ finish ──→ reply ──→ acknowledgement
//	           handle.go  identify.go  identify.go   calls, talks, leads,   explain.go
//	                      request      reply/people  preps, teams, reps ──→ record
//
// [Bot.Handle] is the one way in. Whatever Slack sends becomes a [request.Request]: who did what, and where the
// response goes. Its handler stands in the tables of route.go and belongs to a slice: a package that holds the
// command, the buttons and the forms of one thing people do side by side.
//
//	bot/request   what came in and what goes back, as types: Request, Response, Form, Button, and every refusal
//	bot/input     what a typed line means: whose lead, which outcome, when, which facts; lines about settings,
//	              teams, tips and phrases have packages of their own below it
//	bot/record    reads what is stored, lets a decision be made, writes it once with its response
//	bot/lent      lets in what a colleague asks for about a lead of somebody who is away
//	bot/logged    what the journal says was done
//	bot/reply     Response → acknowledgement, response_url, page of a form, card in place, direct message
//	bot/calls     logging, agreed calls, snoozes, closes
//	bot/talks     the page behind [Reached…], the wrap-up after it, and the questions about a talk
//	bot/kept      lines that wait for a tap: questions about them, plain words, mistyped commands
//	bot/doubles   one lead made of two
//	bot/handover  leads that go from one rep to others
//	bot/numbers   what a rep's calls come to, and those of a team together
//	bot/manager   how a manager's reps stand, and their leads to read
//	bot/history   all that was logged on a lead; an entry corrected or taken out
//	bot/dial      a call block: the leads to call now, one card at a time
//	bot/away      a rep's absence: leaving, coming back, who covers, what has gathered
//	bot/home      the app's Home: what is drawn on it, for whom, and when
//	bot/picker    what a field for a lead offers while somebody types
//	bot/posts     a call logged from a message of Slack's
//	bot/leads     adding, editing, listing, showing, reopening
//	bot/preps     preps and what they lack, scripts, tips
//	bot/practice  a drill: the prospect's line, the rep's answer, what is in it
//	bot/privacy   one's own leads as files, all that is kept of a person, erasing it
//	bot/reviews   the end of a chase: reviews, their verdicts, gifts
//	bot/teams     teams, their summary, their library
//	bot/drafts    messages to prospects: their words, what to change in one, and a colleague's word on it
//	bot/reps      a rep's own: settings, today's list, undo
//	bot/say       every word said to people: whom to and how in say itself, each surface in a package below it
//
// A slice never imports another. What two of them need is in record or reply; where one has to hand over to another (an
// undo renders a prep again, a tap runs a kept line), [New] gives it the function.
//
// To add a command: a row in the table of bot/input/line.go, which says where its word may stand; the word under
// reserved in coach/data/outcomes.yaml; a handler in the slice it belongs to (or a slice of its own), a row in
// commandTable, its words below say, its line in the help (say/library), a talk in cmd/internal/app/testdata/talks. One
// that shows a lead is a view in record/render.go and [record.Recorder.ShowLead]. A command about one lead can be typed
// without it: then forms.LeadForm asks which (its title stands there), and leadForm in lines.go goes on. Plain words
// for it ("how is Acme doing?") are a kind in input/plain.go, answered by library.PlainKinds.
//
// To add a button or a form: its id in say/ids or say/fields, a handler beside the command, a row in clickTable or
// formTable. A field that asks what it offers while somebody types has its answer in the suggestions of newTables. To
// add a fact of a lead: a field of coach.Lead, a row in coach/facts/table.go, its key in the help.
//
// # Promises that live here
//
//   - Nobody is told "Saved" before Redis has it: the response is part of the write, and the same request delivered
//     again gets the same response without a second change. Each request has a key for that: the trigger of a command
//     or click, a form's view with its values, an event's id.
//   - A line that is written to the bot among its messages (events.go) is answered by a message, once: it is posted
//     under the mark of its event, and the event is acknowledged when the answer stands there. Until then Slack
//     delivers it again, and each try but the first looks for the mark before it posts ([reply.Replier.Deliver]).
//   - When Redis hangs, the person hears "I can't tell yet" within 2.5 s; afterhang.go finds out what became of it and
//     tells them. "Not saved" is said only of what was refused or never sent.
//   - Nothing typed is lost: refused words are given back, questions ("did you mean…?") keep the line for a day, forms
//     keep their fields.
//   - What the socket has no room for is not met with silence: [Bot.Busy] gives the words back without asking anybody.
//   - Buttons are not trusted. A lead is looked up among those of the person who requests; a card carries the version
//     it was rendered from, so that a second tap, or one on a card from before an undo, is answered with a sentence and
//     changes nothing.
//   - Who covers for a colleague acts on their leads as themselves. A button that names such a lead is no right to it:
//     package coach/cover says what they may, of the owner's record as it is read for the answer, and again as the
//     write is conditional on it ([record/lending]).
//   - An exact name costs two trips to Redis, a searched one three. Slack is asked nothing about people that it
//     has described already.
//
// # Where a response appears
//
// The response to a command stands in the acknowledgement, or follows it when it is larger than Slack takes there. That
// to a written line is a message behind it, in its thread if it was one. The
// response to a form is its next page, or words at its fields. What a tap on the app's Home has saved stands there, and
// what it only shows is a page over it. The response to a click elsewhere appears beneath the message, or
// in the place of the card that was tapped: the message's other cards stay as they are. Slack sends no copy of an
// ephemeral message, so its list is rendered again. A prep is rendered again where it stands, with what was added to
// it.
//
// The blocks of a response are checked against Slack's limits and encoded once, by [reply.Replier.Made]. What breaks a
// limit costs its buttons, never its text. Only a response out of the store is decoded again.
package bot
