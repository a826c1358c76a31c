// Package spread puts leads on a rep's working days, so that none has more than somebody can call: those of a list
// that is brought in, and those that have gathered while the rep was away, or because nobody got round to them.
//
// What has gathered is put off by value before age: who came to us, high potential, who waits for something that was
// said, whom one has talked to lately; what is due longest comes last in that row. Nothing comes before the end of its
// gap, and agreed calls stay where they are.
package spread
