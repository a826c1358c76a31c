// Package figures says numbers in words: a team's summary in its channel, and a rep's own figures, which only the rep
// sees. A share of fewer than ten cases is not told as one.
//
//   - summary.go: what a team came to in a week, without a name beside a figure: nobody is compared with anybody.
//   - self_report.go: a rep's reach, promises and dates. "Only you see this" stands before every figure of a rep's own.
//
// A rate is "1 in 6" with the stretch in which it probably lies, and says of how many calls it was made. Where the
// rep's own cases are few, the guess of the source stands in and is called one. Percentages are whole, thousands are
// parted, and a figure of nothing is left out instead of being 0. Reasons that say no more than "lost" are counted
// among the others.
package figures
