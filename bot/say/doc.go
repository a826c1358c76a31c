// Package say and the packages below it hold everything that Followup says to people: every sentence, every button,
// every form. Nothing else in the program writes a word for a screen, so that this page is where the tone is kept.
//
// # Tone
//
//   - Warm, brief, concrete. A colleague who has read the notes, not a system. Contractions are fine; exclamation
//     marks, praise by the yard and jokes are not.
//   - First what happened, then what comes next and when, then why. The reason is always there, for nobody follows a
//     date that fell from the sky.
//   - Never surveillance. No "you failed", no "you should have", no counting against somebody. A late call is "due
//     since", an early one gets a friendly note, a missed one gets a way back.
//   - An error says what is wrong, gives back what was typed, and shows one example of the right form.
//   - Plain words, never codes: "Left a voicemail", not voicemail; "Doesn't remember me", not no-memory. Codes appear
//     only inside examples of what to type.
//   - Nothing by colour or emoji alone. ✓ stands beside "Saved", never in its place.
//   - Buttons name what they do: "Undo", "Voicemail", "Meant their time".
//
// # Words on screen
//
//   - Attempt 3 of 7: never reached since the last real talk. Follow-up 2: spoken before. The number is the one due
//     next.
//   - Calls and contact attempts (calls and mails) are said in words and never mixed.
//   - Agreed call: a date and time the other side said yes to. Agenda: what it is about.
//   - Hot button: the one thing they care about most.
//   - Reason, "Why now": what makes this call worth their time. A call without one is not forbidden; it is said to lack
//     it.
//   - Promise: "They promised", "You promised", with by when. Nobody is blamed for one.
//   - Prep: what to have before one's eyes when dialing, on one screen.
//   - "Only you see this" stands before every figure of a rep's own.
//   - Needs a date: there was a talk or a reply, and nobody has said when the next one is.
//   - Window: the part of their day in which to call, in their own time.
//   - Review: what to do when the plan is used up.
//
// # Times
//
// Where Slack reads mrkdwn, an instant is a date token, and each reader sees their own time. A lead's own time is
// written out with its place ("10:00 in New York"), and only when it differs; that it is read from the phone number is
// said on the lead's page alone. Buttons, options and form errors know no tokens: there the rep's local time is in
// words, weekday first. Days that are over are weekdays, then dates. The clock and the order of day and month are those
// of the reader's locale.
//
// # Text and blocks
//
// A [Reply] is the same thing twice. Blocks are for eyes and fingers; Text is what a screen reader reads instead of the
// blocks, what a notification shows and what is left when blocks are refused, so it carries the same content. It is
// made from the blocks ([Spoken]), not written a second time, and is cut fairly when it grows too long: what matters
// stands first in each block.
//
// # Lengths
//
// Slack's limits are held by package blockkit, and a message beyond them goes out as its text alone ([Reply.Checked]).
// Word counts at the head of a file are aims: what a rep reads between two calls. Buttons, options, titles of forms,
// charts and text given back are not counted.
//
// # Other people's words
//
// Names, notes and agendas come from people and from imported files. They are cleaned, cut, kept from changing the
// direction of a line, and escaped: <!channel> in a name is shown, not sent.
//
// # Where to find what
//
// Here is what all surfaces share: reply.go has the blocks of a message and the text made from them, times.go instants
// and zones, names.go whom and other people's words, grammar.go counting and lists. Below it:
//
//   - ids, fields: names that come back from Slack, and what forms are made of.
//   - phrases: facts, promises, reasons and buttons that more than one surface has.
//   - cards: what is due, in lists and before a call. answers: what a change did. forms: what is asked.
//   - problems: what stands against a line, and which of several is meant.
//   - texts: for the other side. library: help, scripts, tips. setup: settings, teams. figures: numbers.
//
// A package imports those on the lines above its own, never the other way; imports_test.go has the arrows. The tests of
// all of them stand here, for what must hold holds for every surface: words, lengths, harmless text, new block ids.
//
// Functions here are pure: values in, a reply out. They read no clock and know no Slack client. The nonce of a [Reader]
// makes block ids new at each rendering, as Slack wants them on an update.
package say
