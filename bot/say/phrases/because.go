package phrases

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/outcome"
)

// Reasons: why a step comes when it does. Each is a clause for mrkdwn, made from a code and its fields, so that the
// same reason reads alike on a card, in an answer, under `when` and on an operator's terminal ([Plainly]). The
// word of a reason is escaped here, for leads' names and settings travel in it. Instants are date tokens, hours of the
// day are those of the side that the clause names.

// Reasons has the words of each reason in order. Neighbours that say the same of several days, or name the same call,
// are one clause.
func Reasons(to say.Reader, reasons []coach.Reason) []string {
	var parts []string
	for i := 0; i < len(reasons); i++ {
		r := reasons[i]
		if words, n := daysOff(to, reasons[i:]); n > 1 {
			parts = append(parts, words)
			i += n - 1
			continue
		}
		if i > 0 && r.Code == coach.ReasonGap && reasons[i-1].Code == coach.ReasonLast && reasons[i-1].At.Equal(r.At) {
			r.At = time.Time{} // the clause before has said which call
		}
		if words := Reason(to, r); words != "" {
			parts = append(parts, words)
		}
	}
	return parts
}

// daysOff says several days passed over for the same reason in one clause: a weekend, mostly.
func daysOff(to say.Reader, reasons []coach.Reason) (words string, n int) {
	var days []string
	for _, r := range reasons {
		if r.Code != coach.ReasonDayOff || r.Word != reasons[0].Word {
			break
		}
		days = append(days, to.Date(r.At.UTC()))
	}
	if len(days) < 2 {
		return "", len(days)
	}
	last := len(days) - 1
	return strings.Join(days[:last], ", ") + " and " + days[last] + dayOff(reasons[:len(days)]), len(days)
}

// dayOff says what kind of days those are that nobody works on: a weekend, or what a rep's own week leaves free. Those
// on the lead's date are "there".
func dayOff(days []coach.Reason) string {
	there, weekend := "", true
	if days[0].Word == "lead" {
		there = " there"
	}
	for _, d := range days {
		day := d.At.UTC().Weekday()
		weekend = weekend && (day == time.Saturday || day == time.Sunday)
	}
	one := len(days) == 1
	switch {
	case weekend && one:
		return " falls on a weekend" + there
	case weekend:
		return " fall on a weekend" + there
	case there != "" && one:
		return " is a day off" + there
	case there != "":
		return " are days off" + there
	case one:
		return " is your day off"
	}
	return " are your days off"
}

// Notes are reasons that stand alone, each a sentence.
func Notes(to say.Reader, reasons []coach.Reason) string {
	parts := Reasons(to, reasons)
	for i := range parts {
		parts[i] = say.Sentence(parts[i])
	}
	return strings.Join(parts, " ")
}

// WithoutEnd are remarks without how the lead ended, where a line above them says so.
func WithoutEnd(reasons []coach.Reason) []coach.Reason {
	return slices.DeleteFunc(slices.Clone(reasons), func(r coach.Reason) bool { return r.Code == coach.ReasonClosed })
}

// Reason is one reason in words, a clause that can follow "because" or, with a capital, stand alone.
func Reason(to say.Reader, r coach.Reason) string {
	if words, ok := Clauses[r.Code]; ok {
		return words(to, r)
	}
	return ""
}

// Clauses has the words of every reason code. A test walks the codes of package coach, so that none stays speechless.
var Clauses = map[string]func(say.Reader, coach.Reason) string{
	// The plan: the result before, the distance to it, a second try on the same day or the next.
	coach.ReasonLast: func(to say.Reader, r coach.Reason) string {
		return "the last call" + OnDay(to.Past(r.At)) + ": " + say.Shortly(outcome.Outcome(r.Word))
	},
	coach.ReasonGap: func(to say.Reader, r coach.Reason) string {
		if r.At.IsZero() {
			return "the plan waits " + say.Counted(r.Days, "day") + " after it"
		}
		return "the plan waits " + say.Counted(r.Days, "day") + " after the call" + OnDay(to.Past(r.At))
	},
	coach.ReasonSameDay: func(_ say.Reader, r coach.Reason) string {
		switch r.Word {
		case "warm":
			return "a warm lead gets a second try the same day"
		case "high":
			return "a high-potential lead gets a second try the same day"
		}
		return "you give everybody a second try the same day"
	},
	coach.ReasonNextDay: func(_ say.Reader, r coach.Reason) string {
		switch r.Word {
		case "cold", "unknown": // unknown runs as cold, and the reason before this one says so
			return "a cold lead gets its second try the next working morning"
		case "afternoon":
			return "the first try was after noon, so the next working morning"
		case "no-room":
			return "the day left no room for a second try, so the next working morning"
		}
		return "you leave second tries to the next working morning"
	},
	// What chose the plan: the rep's mode, the lead's potential, who made contact first.
	coach.ReasonMode: func(_ say.Reader, r coach.Reason) string { return "second tries: " + say.Quote(r.Word, 20) },
	coach.ReasonPotential: func(_ say.Reader, r coach.Reason) string {
		return say.Quote(r.Word, 20) + " potential"
	},
	coach.ReasonWarmth: func(_ say.Reader, r coach.Reason) string {
		switch r.Word {
		case "warm":
			return "they contacted you, so it's warm"
		case "cold":
			return "it's cold"
		}
		return "it counts as cold until you say otherwise"
	},
	coach.ReasonNow:        fixed("a new warm lead is called at once: they may be asking others"),
	coach.ReasonSpread:     fixed("the first calls of your list are spread over days"),
	coach.ReasonOpenWindow: fixed("a new cold lead gets the first open window"),
	// The calendar: half of the day, days off, holidays, hours of both sides, the law where the lead is. Dates come as
	// midnight UTC, hours as minutes since midnight.
	// People have more time when they start and when they wind down (S4.18).
	coach.ReasonHalf: func(_ say.Reader, r coach.Reason) string {
		when := ""
		if r.Word == "afternoon" {
			when = ", when people wind down"
		}
		return "the other half of the day comes next: their " + say.Quote(r.Word, 20) + when
	},
	coach.ReasonLearned: learned,
	coach.ReasonMorning: fixed("this step belongs in the morning, when people start"),
	coach.ReasonDayOff: func(to say.Reader, r coach.Reason) string {
		return to.Date(r.At.UTC()) + dayOff([]coach.Reason{r})
	},
	coach.ReasonHoliday: func(to say.Reader, r coach.Reason) string {
		name := r.Word
		if name == "holiday" { // a team's own date has no name
			name = ""
		}
		return to.Date(r.At.UTC()) + " is a holiday" + say.InBrackets(name)
	},
	coach.ReasonHours: func(to say.Reader, r coach.Reason) string { return "your hours are " + to.Span(r.N, r.Of) },
	coach.ReasonLunch: func(to say.Reader, r coach.Reason) string { return to.Span(r.N, r.Of) + " is their lunch" },
	coach.ReasonLaw: func(to say.Reader, r coach.Reason) string {
		return "calls are allowed from " + to.Minutes(r.N) + " to " + to.Minutes(r.Of) + " there"
	},
	coach.ReasonOutside: fixed("their day and your hours don't meet, so it's the nearest time allowed"),
	coach.ReasonZone:    zoneClause,
	// Agreed calls: kept to, missed by them, missed by us, left open until they lapsed.
	coach.ReasonCommitment: func(to say.Reader, r coach.Reason) string {
		return "they agreed to this time" + say.InBrackets(to.Past(r.At))
	},
	coach.ReasonUnlogged: func(to say.Reader, r coach.Reason) string {
		return "nothing is logged about the call of " + to.When(r.At)
	},
	coach.ReasonLapsed: func(to say.Reader, r coach.Reason) string {
		return "nothing was logged about the call of " + to.When(r.At) + " for two days; it counts as no answer"
	},
	coach.ReasonBroken: func(to say.Reader, r coach.Reason) string {
		words := "they missed the agreed call"
		if !r.At.IsZero() {
			words += ", " + to.When(r.At)
		}
		if r.N > 1 {
			words += fmt.Sprintf(", %d in a row", r.N)
		}
		return words
	},
	coach.ReasonMissed: fixed("you missed the agreed call, so it comes first"),
	coach.ReasonGiven:  func(to say.Reader, r coach.Reason) string { return "somebody there named " + to.When(r.At) },
	coach.ReasonMoved: func(to say.Reader, r coach.Reason) string {
		switch {
		case r.Word == absence.Park:
			return "you parked it"
		case r.Word == absence.Backlog:
			return "moved: too many were overdue, so it's " + to.Day(r.At) + " at the earliest"
		case r.N > 0:
			return "moved: you're away until then"
		}
		return "moved: away, so it's " + to.Day(r.At) + " at the earliest"
	},
	coach.ReasonSnooze: func(to say.Reader, r coach.Reason) string { return "you snoozed it until " + to.When(r.At) },
	coach.ReasonPaused: func(to say.Reader, r coach.Reason) string {
		switch r.Word {
		case "agreed":
			return "all else is on hold since " + to.Past(r.At)
		case "ended":
			return "it was on hold: that has ended"
		}
		return "you had put it on hold: the rest of the gap ends " + to.When(r.At)
	},
	coach.ReasonBusy: func(_ say.Reader, r coach.Reason) string {
		words := "the line was busy"
		if r.N > 1 {
			words = fmt.Sprintf("the line was busy %d times that day", r.N)
		}
		if r.Of == 0 {
			return words + ": redial the next working morning"
		}
		return words + ": redial after " + say.Counted(r.Of, "minute")
	},
	coach.ReasonReplied: func(to say.Reader, r coach.Reason) string {
		return "they wrote back" + say.InBrackets(to.Past(r.At)) + ", so no call is due until you set a date or log a result"
	},
	coach.ReasonResumed: func(to say.Reader, r coach.Reason) string {
		if outcome.Outcome(r.Word) == outcome.Reopened {
			return "you reopened it" + say.InBrackets(to.Past(r.At))
		}
		return "you resumed it" + say.InBrackets(to.Past(r.At))
	},
	coach.ReasonNumber: func(to say.Reader, r coach.Reason) string {
		return "the number was wrong" + say.InBrackets(to.Past(r.At)) + ": " + say.Counted(r.Days, "day") + " to find another"
	},
	coach.ReasonNeedsDate: func(to say.Reader, r coach.Reason) string {
		return "you talked" + say.InBrackets(to.Past(r.At)) + " and set no next date"
	},
	coach.ReasonRow: func(_ say.Reader, r coach.Reason) string {
		words := "the last call: " + say.Shortly(outcome.Outcome(r.Word))
		if r.Days > 0 {
			words += ", then " + say.Counted(r.Days, "day")
		}
		return words
	},
	// The end of a plan, and what the rep decided then.
	coach.ReasonReview: func(to say.Reader, r coach.Reason) string {
		return "the plan's calls are used up" + say.InBrackets(to.Past(r.At)) + ": " + say.Counted(r.Days, "day") +
			" later it's time to decide"
	},
	coach.ReasonTenth: func(to say.Reader, r coach.Reason) string {
		return fmt.Sprintf("that made %d calls and emails%s", r.N, say.InBrackets(to.Past(r.At)))
	},
	coach.ReasonLight: func(_ say.Reader, r coach.Reason) string {
		return "the short plan of " + say.Counted(r.N, "call") + " is done"
	},
	coach.ReasonKeep: func(_ say.Reader, r coach.Reason) string {
		return "you kept it light: one call in " + say.Counted(r.Days, "day")
	},
	coach.ReasonFull: fixed("you chose the full plan"),
	coach.ReasonVerdict: func(_ say.Reader, r coach.Reason) string {
		words := "you decided: " + VerdictName(r.Word)
		if r.Days > 0 {
			words += ", then " + say.Counted(r.Days, "day")
		}
		return words
	},
	coach.ReasonGift: func(to say.Reader, r coach.Reason) string {
		switch coach.GiftState(r.Word) {
		case coach.GiftApproved:
			return "the gift was approved" + OnDay(to.Past(r.At))
		case coach.GiftDeclined:
			return "the gift was declined" + OnDay(to.Past(r.At))
		}
		return "the gift was asked for" + OnDay(to.Past(r.At))
	},
	coach.ReasonBack:   backClause,
	coach.ReasonNotANo: fixed("no answer is not a no"),
	coach.ReasonSoon: func(_ say.Reader, r coach.Reason) string {
		return "goodbyes mostly come after " + say.Counted(r.Of, "call") + "; you made " + say.Thousands(r.N)
	},
	coach.ReasonFirst: func(_ say.Reader, r coach.Reason) string {
		return "they waited " + say.Length(r.N) + " for your first call or email"
	},
	coach.ReasonPast: fixed("its day had passed when you logged the call before it, so it's due from then"),

	// Notes on what was logged: remarks, never reproaches, and it counts all the same.
	coach.ReasonEarly: func(_ say.Reader, r coach.Reason) string {
		since := "on the day of the last try"
		if r.N > 0 {
			since = say.Counted(r.N, "day") + " after the last try"
		}
		return "early: " + since + ", the plan says " + say.Counted(r.Of, "day")
	},
	coach.ReasonEarlyHours: func(_ say.Reader, r coach.Reason) string {
		return "early: " + say.Length(r.N) + " after the last try, the plan says " + say.Length(r.Of)
	},
	coach.ReasonLate: func(_ say.Reader, r coach.Reason) string {
		return "late by " + say.Counted(r.Days, "day") + ", so the plan moves along"
	},
	coach.ReasonNoTry:    fixed("the first busy signal of a day is no try"),
	coach.ReasonSameTry:  fixed("the busy signal before counts as this try"),
	coach.ReasonRunsCold: fixed("it counts as cold until you say otherwise"),
	coach.ReasonKept: func(to say.Reader, r coach.Reason) string {
		return "the agreed call took place" + say.InBrackets(to.Past(r.At))
	},
	coach.ReasonReplay: fixed("older than what was logged, so everything is worked out again"),
	coach.ReasonClosed: func(_ say.Reader, r coach.Reason) string {
		return "closed: " + say.Shortly(outcome.Outcome(r.Word))
	},
	coach.ReasonGut: func(_ say.Reader, r coach.Reason) string {
		words := fmt.Sprintf("your hunch was %d of %d", r.N, r.Of)
		if r.Word != "" {
			words += ", the result: " + say.Shortly(outcome.Outcome(r.Word))
		}
		return words
	},
	coach.ReasonEvening: func(to say.Reader, r coach.Reason) string {
		words := "calls are allowed from " + to.Minutes(r.N) + " to " + to.Minutes(r.Of)
		if loc, err := time.LoadLocation(r.Word); err == nil && !r.At.IsZero() {
			return "it was " + to.HourThere(r.At.In(loc)) + " there; " + words
		}
		return words + " there"
	},
	coach.ReasonSuccessor: func(to say.Reader, r coach.Reason) string {
		return "they left" + say.InBrackets("call"+OnDay(to.Past(r.At)))
	},
	coach.ReasonRenewal: func(_ say.Reader, r coach.Reason) string {
		return say.Counted(r.Days, "day") + " before a contract ends, people look around"
	},
	// Promises of both sides, with how many were kept.
	coach.ReasonPromiseKept: func(_ say.Reader, r coach.Reason) string {
		if coach.Side(r.Word) == coach.Us {
			return "you kept your word"
		}
		return fmt.Sprintf("they kept their word: %d of %s", r.N, say.Counted(r.Of, "promise"))
	},
	coach.ReasonPromiseBroken: func(_ say.Reader, r coach.Reason) string {
		if coach.Side(r.Word) == coach.Us {
			return "you promised something that isn't done yet: open with it"
		}
		return fmt.Sprintf("they broke a promise: %d of %s kept", r.N, say.Counted(r.Of, "promise"))
	},
	coach.ReasonUnread: func(_ say.Reader, r coach.Reason) string {
		return say.Counted(r.N, "document") + " unread: go through one together before you send another"
	},
	coach.ReasonCloseHidden: fixed("the agenda doesn't say that you'll ask for a deal: tell them beforehand"),
	// Remarks about the instant of a new agreed call.
	coach.ReasonTwice: func(to say.Reader, r coach.Reason) string {
		return "you have another call then: " + say.Quote(r.Word, say.NameLength) + ", " + to.When(r.At)
	},
	coach.ReasonWeakDay: func(_ say.Reader, r coach.Reason) string {
		if r.Word == time.Friday.String() {
			return "Friday is the weakest day in all data"
		}
		return "one source advises against " + say.Quote(r.Word, 20) + ", newer data disagree"
	},
}

// fixed is the clause of a code that needs none of its fields.
func fixed(words string) func(say.Reader, coach.Reason) string {
	return func(say.Reader, coach.Reason) string { return words }
}

// zoneClause compares two clocks.
func zoneClause(_ say.Reader, r coach.Reason) string {
	where := "their clock"
	if r.Word != "" {
		if loc, err := time.LoadLocation(r.Word); err == nil {
			where = say.Quote(say.Place(loc), 40)
		}
	}
	switch {
	case r.N == 0:
		return where + " has the same time as you"
	case r.N < 0:
		return where + " is " + say.Length(-r.N) + " behind you"
	}
	return where + " is " + say.Length(r.N) + " ahead of you"
}

// Plainly is one reason as a clause for surfaces that know no mrkdwn, like an operator's terminal: instants are written
// out in the reader's zone and nothing is escaped. It is empty for a code that has no words.
func Plainly(to say.Reader, r coach.Reason) string { return blockkit.Plain(Reason(to, r)) }
