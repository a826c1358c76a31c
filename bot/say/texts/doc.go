// Package texts holds what goes to the other side, or is decided about them, before it goes: drafts and what is to be
// changed in one, a colleague's word on it, agreed calls as text and calendar file, reviews and gifts.
//
//   - draft.go: a message to a prospect; check.go: its findings; letter.go: a colleague is asked.
//   - calendar.go: an agreed call for their calendar.
//   - review.go: what a chase came to and its verdicts; gift.go: what is sent instead of one more call.
//
// What is sent goes out in the rep's name, so nothing here is ever sent by the program: it is shown to be copied,
// opened in a mail program, or handed over as a file, and [Sent] is a button of its own. Times in it are on the other
// side's clock with the place; a text asks for their yes where it is not there yet. Placeholders that are left count as
// findings.
//
// Findings of a check name the rule, the words, and what to say instead; they suggest and never keep a text from being
// sent. A colleague's letter is theirs to answer or to leave.
package texts
