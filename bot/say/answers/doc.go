// Package answers says what a change did: first what was saved, then what comes next and when, then why, and how to
// take it back.
//
//   - logged.go: one answer and its head; logged_next.go: its next step, reason and remarks; slots.go: times to choose.
//   - card_done.go, done.go: the ✓ in place of a card, and the Done block of a list.
//   - several.go: many lines at once. last_page.go: how a wrap-up ends.
//   - when.go: what comes next, asked for; verdict.go: after a review; undo.go: what was taken back.
//
// A part that says nothing new is left out, so that the whole stays within its words.
//
// Which parts there are is asked of [Saved], which holds one change and what it came to, before and after. [SavedView]
// is the same for one reader. The head has who and what, and a note only where it was typed with it; the next step has
// its instant on both clocks where they differ; the reason is the strongest that has not been said already. Questions
// are one at a time. Every answer ends in [Undo] while the change can be taken back, and an undone change says what is
// so again.
//
// A tap on an old message is answered as it was meant then, or says what has changed since. The Done block folds what
// was answered into a line each, so that a list gets smaller while the day gets done, and grows no longer than Slack
// takes.
package answers
