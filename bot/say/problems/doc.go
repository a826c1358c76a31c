// Package problems says what stands against a line or a tap, gives back what was typed, and shows one example of the
// right form. Nothing typed is lost.
//
//   - errors.go: what can't be read, and the texts at a form's fields.
//   - errors_refused.go: who may not, what is gone, what the law forbids.
//   - which.go: a line that can mean several leads, outcomes or times.
//   - problem.go: the parts of all of them.
//
// Nobody is blamed: an error says what is wrong and how to go on.
package problems
