// Package forms asks: the log of a call, a new lead, its facts, an agreed call, a snooze, a close, the page behind
// [Reached…] and the wrap-up after it.
//
//   - forms.go: the short forms; close.go: lifting a block; edit.go: the pages of a lead's facts.
//   - reached.go: how a call went, by buttons; wrap.go: what came of it.
//   - practice.go: a turn of a drill, and what was heard in the answer.
//
// Every form takes what was typed before, so that nothing is typed twice.
//
// A form carries the lead and its version, so that one sent twice, or after the lead has changed, is noticed and shown
// again with everything that was typed. Only what a change can't do without is required. A field that isn't needed is
// left out sooner than greyed; what is wrong with a field stands at the field. Times are in the rep's zone, which
// stands at the picker.
package forms
