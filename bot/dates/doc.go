// Package dates reads the dates and times that people type into a sentence:
// "Thu 4pm", "in two weeks", "eod Friday", "12 Oct 9:30am their time".
//
// It is strict on purpose. A wrong time that looks right costs a sale, so a
// phrase counts only if every word of it belongs to the date; anything left over
// makes the whole phrase [None]. What comes out is one [Reading] of six kinds:
//
//	Exact    "Thu 4pm"          one instant; the only kind that books anything
//	Day      "Thursday"         a calendar day
//	Part     "Monday morning"   some hours of a day
//	Vague    "next week"        about time, but not a day that could be named
//	Invalid  "31 Apr"           a date that cannot be, or one that needs a question
//	None     "hello"            no date at all
//
// The rules that surprise people, each of them tested:
//
//   - Hours 1 to 7 alone are afternoon ("at 4" is 16:00), 8 to 12 are as said; a
//     leading zero ("04:30") or a part of the day ("4 in the morning") decides.
//   - A weekday and a date must agree, else the answer names the right weekday.
//   - Minutes and hours are elapsed time, days and longer are calendar time.
//   - A time that a clock change skips is refused; of a repeated one, the first counts.
//   - A date without a year is its next passing, "Feb 29" included: if the next
//     one cannot be, it is refused and not moved to another year.
//   - 10/12 follows the writer's order and is flagged as [Reading.Ambiguous];
//     13/10 and 10/13 can only mean one day.
//   - Words such as today and tomorrow are counted on the calendar of the zone
//     the phrase is read in, which is the writer's unless the phrase names another.
//   - An abbreviation is a place (EST is New York, in July as well). One that means several places is that of the
//     writer or the lead where they live in it, else it is asked about; [Choices] has the readings.
//   - A week begins behind the writer's days off and ends with their last working day.
//   - "In 3 working days at 10am" is an instant; without a time it is vague, as people count such days differently.
//   - A holiday is that of the country of the [Context], whether or not anybody has the day off. The name of a season
//     ("christmas") is a day only where something is counted from it.
//
// [WithinOf] reads what the strict grammar calls vague, for times to be offered inside it:
//
//	"Thu 2-3pm", "Thu after lunch"       hours of a day
//	"Tue or Wed afternoon"               the same on several days
//	"after Thanksgiving", "from Monday"  an open stretch, from the first day behind it on
//	"by Thursday", "before Friday"       from now until then
//	"next week", "mid-December", "Q1"    a week, a month, a part of one
//
// It splits the words into those of the days and those of the hours, either of which may be several joined by "or", and
// puts the hours on each of the days. Days are civil dates until the very end, so that no clock change moves them.
// "After" a day begins with the next one, "from" and "not before" with the day itself; "by" a day includes it, "before"
// doesn't. After Easter is after Easter Monday, after Christmas after its second day, after the holidays after New
// Year. Words that name a time in a way nobody understands name no other time either: then there is no stretch at all,
// which is not the same as words that say nothing of when ("soon").
//
// How it works: the phrase becomes at most [maxTokens] tokens; a backtracking
// parser fills a spec (which day, which clock time, which part, which zone, each
// at most once); the spec is resolved against now. The first complete spec that
// can be wins. Only when there is none does a second pass ask whether all the
// words are at least about time, which makes the phrase Vague.
//
// Among other words, [Find] reads the longest phrase that begins at one of them, as something to come and as something
// that happened.
//
// The package is pure: the same phrase and [Context] give the same Reading.
package dates
