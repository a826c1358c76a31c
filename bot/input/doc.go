// Package input is what a typed line means. It is pure: names and details that exist come in as [Found], everything
// else follows from the words. A line is read once, in this order:
//
//	ReadLine   clean-up (words.Clean), the command's word, the words behind it
//	ReadLog    what the words say by themselves: outcomes, keys, a list of names, plain words ([LogLine])
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
//  3. The longest phrase of an outcome wins, and words that turn it round are heard; package coach/outcome has both as
//     data. What would be asked about alone stays in the note of the sure one behind it.
//  4. A time is the call's only where it is past and says so by its place, right behind the outcome or behind "at" at
//     the end; nothing moves to a day that nobody named. A time to come is booked behind next and meeting, else
//     offered.
//  5. Nothing behind an outcome refuses the call: what can't be read is named, and other times are offered.
//  6. Words that were not used are the note, whole.
//
// What can't be read for sure is a [Clarification]: its choices are whole readings ([Resolution]), the likeliest first,
// and the line is kept as it was typed until one of them is tapped ([PendingCommand]).
//
// # Where to look
//
//	line.go      the table of commands: where each may stand; a line's command and the words behind it; what
//	             a button decided about a line
//	log.go       what the words of a line that logs say by themselves, worked out once
//	resolver.go  the lead, by name, detail or likeness; found.go has the details as keys
//	whom.go      the outcome behind the lead, once that is found; clarify.go asks where it is open
//	logargs.go   what stands behind the outcome, and what it makes of the next call; when.go tells what its
//	             times are about
//	several.go   several lines in one text, and several leads in one line
//	plain.go     what people type who know no command; mistyped.go a command that they meant, or a
//	             phrase of what happened
//	behind.go    a command behind its lead, a lead that is called like a command, what stands between next and a date
//
// The other files read the lines of one command each, as does list.go. Lines about settings, teams and tips name no
// lead and are read by packages below this one: settingline, teamline, tipline, phraseline. Whose
// lead a line is about is read by package whose.
//
// # What a line costs
//
// A word is looked at a bounded number of times, however long the line is: a name has at most [names.MaxWords] words, a
// date twelve, and outcomes are sought within a name's reach. What costs more than a look into a table, a date or
// likeness, is tried only where a word of the line can begin it. A pasted page is read in a few milliseconds, and twice
// the page in twice the time: a test holds that for lines that are full of words which may begin something.
//
// Quotes settle what they hold. It is a name, a value or a part of the note, and never a command, an outcome, a time or
// a key; so every question has an answer that can be typed as well as tapped.
package input
