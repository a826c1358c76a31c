// Package names finds leads by what a rep types of their name.
//
// Two questions are answered, both without I/O:
//
// Which leading words of a text are the name of an existing lead? [Prefixes] gives
// the candidates, longest first, in the form of [Normalize], so that a store can
// look them all up in one trip ("Busy Bee busy" is the lead Busy Bee, not an
// outcome).
//
// Which leads may be meant by a query? [Match] compares words: every word of the
// query must begin a word of the name ("acme" finds "Acme Corp"); if no lead
// answers that, one slip per word is forgiven and said so ("Acme Crop"). It is no
// subsequence matcher: those are for file names, and find everybody.
//
// [Near] is the same idea for commands and outcomes: "voicmail" → voicemail.
//
// Accents, case and punctuation never matter: Müller, MULLER and "muller." are
// one name. Scripts keep what carries meaning in them: Japanese voicing marks and
// Indic vowel signs stay; emoji are letters.
package names
