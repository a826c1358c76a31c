// Package input is what a typed line means. It is pure: names and details that exist come in as [Found], everything
// else follows from the words. A line is read once, in this order:
//
//	ReadLine   clean-up (words.Clean), the command's word, the words behind it
//	ReadLog    which outcomes the words can mean, and which keys stand among them
//	Resolver   which leads the line can be about: the question that the store answers
//	Read       the outcome behind the lead, or a [Clarification] with its choices
//	Behind     note, facts, promises, and the times: when it was, what comes next
//	Plan       what the times make of the next call
//
// The rules, as the product contract numbers them:
//
//  1. Marks that nobody sees, a pasted /followup, and the comma or stop behind a word change nothing. Several lines are
//     several lines of work ([ReadSeveral]).
//  2. The longest name that exists wins, at the start of the line before anywhere else; then a number, mail address,
//     contact or company ([LeadResolver]). A new lead is made of words that are neither an outcome nor a command nor a
//     key, and never where an existing lead could be meant: that is asked.
//  3. The longest phrase of an outcome wins, and words that turn it round are heard; package coach has both as data.
//  4. A time is the call's only where it is past and says so by its place, right behind the outcome or behind "at" at
//     the end; nothing moves to a day that nobody named. A time to come is booked behind next and meeting, else
//     offered.
//  5. Nothing behind an outcome refuses the call: what can't be read is named, and other times are offered.
//  6. Words that were not used are the note, whole.
//
// What can't be read for sure is a [Clarification]: its choices are whole readings ([Resolution]), the likeliest first,
// and the line is kept as it was typed until one of them is tapped ([PendingCommand]).
package input
