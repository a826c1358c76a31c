// Package outcome says what can happen on a touch, how it counts, and how people say it.
//
// An [Outcome] is a code, as a rep types it and as it is stored. Its [Info] holds the plain words for people, the
// [Group] that it belongs to and what it counts as: a try, a live talk, a contact attempt, an end. All of them stand in
// data/outcomes.yaml; an installation lays its own over them ([File]), with a [Table] of its own, which [Table.Install]
// makes the table of the process. What follows an outcome is not said here: that is the call map of package coach.
//
// # How words are read
//
// [Read] finds what words say as an outcome at their start. Phrases are written as patterns, which package
// coach/phrasing writes out; all phrases together are one tree, whose steps are words. The longest phrase wins. Words
// in front of a phrase or behind it may turn it round ("didn't reach", "left no message"), and of two outcomes in a row
// a table says which one is meant. Where words may mean several, [Reading.Means] has those that have to be asked about.
//
// Loading the table notes every phrase that would mean two things, every one that hides a command, and every rule that
// leads nowhere.
package outcome
