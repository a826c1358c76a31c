// Package phrases holds what several surfaces say alike: facts of a lead, promises and reasons in words, verdicts, and
// the buttons that stand below more than one message.
//
//   - facts.go: facts, documents, telephone numbers, promises.
//   - because.go: each reason of the coach as a clause; verdicts.go: those of a review.
//   - buttons.go: Undo, Edit, a line to run, a mail to write.
//
// Words of other people stand in all of it; each value passes [say.Quote] first.
//
// A reason's clause is for mrkdwn; [Plainly] is for fields and charts, which know no formatting. Whose promise it was
// is part of each clause: "you" is always the reader, "they" the other side. A reason without a clause is left out
// and found by a test, as is a clause without a reason. A telephone number is a link that dials exactly what was read
// there, and nothing that is no number is ever linked.
package phrases
