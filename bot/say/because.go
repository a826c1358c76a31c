package say

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// Reasons: why a step comes when it does. Each is a clause for mrkdwn, made from a code and its fields, so that the
// same reason reads alike on a card, in an answer, under `when` and on an operator's terminal ([Reader.Plainly]). The
// word of a reason is escaped here, for leads' names and settings travel in it. Instants are date tokens, hours of the
// day are those of the side that the clause names.

// because joins the reasons of a step to one sentence, for a card or an answer. What the line above it says already
// (the lead's clock, that nothing was logged) is left out.
func (to Reader) because(reasons []coach.Reason) string {
	parts := to.reasons(slices.DeleteFunc(slices.Clone(reasons), func(r coach.Reason) bool {
		return r.Code == coach.ReasonZone || r.Code == coach.ReasonUnlogged
	}))
	if len(parts) == 0 {
		return ""
	}
	return "Because " + strings.Join(parts, "; ") + "."
}

// briefly is because for a card, of which a digest has ten: the first reasons, without the days that were passed over.
// `/followup when` has them all.
func (to Reader) briefly(reasons []coach.Reason) string {
	const most = 4
	few := slices.DeleteFunc(slices.Clone(reasons), func(r coach.Reason) bool {
		return r.Code == coach.ReasonDayOff || r.Code == coach.ReasonZone
	})
	// What overrules all that was said before comes last in the order of the rules, and must not be what is cut off.
	slices.SortStableFunc(few, func(a, b coach.Reason) int { return overrules(b) - overrules(a) })
	return to.because(few[:min(len(few), most)])
}

// overrules is 1 for a reason that makes those before it pointless: a wish to wait, a day that has passed.
func overrules(r coach.Reason) int {
	if r.Code == coach.ReasonSnooze || r.Code == coach.ReasonPast {
		return 1
	}
	return 0
}

// reasons has the words of each reason in order. Neighbours that say the same of several days, or name the same call,
// are one clause.
func (to Reader) reasons(reasons []coach.Reason) []string {
	var parts []string
	for i := 0; i < len(reasons); i++ {
		r := reasons[i]
		if words, n := to.daysOff(reasons[i:]); n > 1 {
			parts = append(parts, words)
			i += n - 1
			continue
		}
		if i > 0 && r.Code == coach.ReasonGap && reasons[i-1].Code == coach.ReasonLast && reasons[i-1].At.Equal(r.At) {
			r.At = time.Time{} // the clause before has said which call
		}
		if words := to.reason(r); words != "" {
			parts = append(parts, words)
		}
	}
	return parts
}

// daysOff says several days passed over for the same reason in one clause: a weekend, mostly.
func (to Reader) daysOff(reasons []coach.Reason) (words string, n int) {
	var days []string
	for _, r := range reasons {
		if r.Code != coach.ReasonDayOff || r.Word != reasons[0].Word {
			break
		}
		days = append(days, to.date(r.At.UTC()))
	}
	if len(days) < 2 {
		return "", len(days)
	}
	last := len(days) - 1
	return strings.Join(days[:last], ", ") + " and " + days[last] + " are no working days of " + whose(reasons[0]),
		len(days)
}

// whose names the side whose working day it would have been.
func whose(r coach.Reason) string {
	if r.Word == "lead" {
		return "theirs"
	}
	return "yours"
}

// notes are reasons that stand alone, each a sentence.
func (to Reader) notes(reasons []coach.Reason) string {
	parts := to.reasons(reasons)
	for i := range parts {
		parts[i] = sentence(parts[i])
	}
	return strings.Join(parts, " ")
}

// reason is one reason in words, a clause that can follow "because" or, with a capital, stand alone.
func (to Reader) reason(r coach.Reason) string {
	if say, ok := clauses[r.Code]; ok {
		return say(to, r)
	}
	return ""
}

// clauses has the words of every reason code. A test walks the codes of package coach, so that none stays speechless.
var clauses = map[string]func(Reader, coach.Reason) string{
	// The plan: the result before, the distance to it, a second try on the same day or the next.
	coach.ReasonLast: func(to Reader, r coach.Reason) string {
		return "the last result was “" + plainOutcome(coach.Outcome(r.Word)) + "”" + inBrackets(to.past(r.At))
	},
	coach.ReasonGap: func(to Reader, r coach.Reason) string {
		if r.At.IsZero() {
			return "the plan leaves " + counted(r.Days, "day") + " after it"
		}
		return "the plan leaves " + counted(r.Days, "day") + " after the call of " + to.past(r.At)
	},
	coach.ReasonSameDay: func(_ Reader, r coach.Reason) string {
		switch r.Word {
		case "warm":
			return "a warm lead gets a second try the same day"
		case "high":
			return "a lead of high potential gets a second try the same day"
		}
		return "in " + quote(r.Word, 20) + " mode everybody gets a second try the same day"
	},
	coach.ReasonNextDay: func(_ Reader, r coach.Reason) string {
		switch r.Word {
		case "cold", "unknown": // unknown runs as cold, and the reason before this one says so
			return "a cold lead is tried again the next working morning"
		case "afternoon":
			return "the first try was after noon, so the second comes the next working morning"
		case "no-room":
			return "the day left no room for a second try, so it comes the next working morning"
		}
		return "in " + quote(r.Word, 20) + " mode the second try comes the next working morning"
	},
	// What chose the plan: the rep's mode, the lead's potential, who made contact first.
	coach.ReasonMode: func(_ Reader, r coach.Reason) string { return "your mode is " + quote(r.Word, 20) },
	coach.ReasonPotential: func(_ Reader, r coach.Reason) string {
		return "its potential is " + quote(r.Word, 20)
	},
	coach.ReasonWarmth: func(_ Reader, r coach.Reason) string {
		switch r.Word {
		case "warm":
			return "they came to you, so it's a warm lead"
		case "cold":
			return "it's a cold lead"
		}
		return "nobody has said yet whether it's warm, so it runs as cold"
	},
	coach.ReasonNow:        fixed("a new warm lead is called as soon as it may be: they've probably asked others too"),
	coach.ReasonOpenWindow: fixed("a new cold lead is called in the first open window"),
	// The calendar: half of the day, days off, holidays, hours of both sides, the law where the lead is. Dates come as
	// midnight UTC, hours as minutes since midnight.
	coach.ReasonHalf: func(_ Reader, r coach.Reason) string {
		return "the last try was in the other half of the day, so this one is in the " + quote(r.Word, 20)
	},
	coach.ReasonMorning: fixed("this step belongs in the morning"),
	coach.ReasonDayOff: func(to Reader, r coach.Reason) string {
		return to.date(r.At.UTC()) + " is no working day of " + whose(r)
	},
	coach.ReasonHoliday: func(to Reader, r coach.Reason) string {
		return to.date(r.At.UTC()) + " is a holiday" + inBrackets(r.Word)
	},
	coach.ReasonHours: func(to Reader, r coach.Reason) string { return "your hours are " + to.span(r.N, r.Of) },
	coach.ReasonLunch: func(to Reader, r coach.Reason) string { return to.span(r.N, r.Of) + " is their lunch" },
	coach.ReasonLaw: func(to Reader, r coach.Reason) string {
		return "people may be called only within " + to.span(r.N, r.Of) + " of their own time"
	},
	coach.ReasonOutside: fixed("their day and your hours don't meet, so it's the nearest time that is allowed"),
	coach.ReasonZone:    zoneClause,
	// Agreed calls: kept to, missed by them, missed by us, left open until they lapsed.
	coach.ReasonCommitment: func(to Reader, r coach.Reason) string {
		return "they agreed to this time" + inBrackets(to.past(r.At))
	},
	coach.ReasonUnlogged: func(to Reader, r coach.Reason) string {
		return "nothing was logged about the call agreed for " + to.when(r.At)
	},
	coach.ReasonLapsed: func(to Reader, r coach.Reason) string {
		return "the call agreed for " + to.when(r.At) +
			" stayed open for two working days, which counts as no answer and is nobody's fault"
	},
	coach.ReasonBroken: func(to Reader, r coach.Reason) string {
		words := "they weren't there at the time agreed"
		if !r.At.IsZero() {
			words += ", " + to.when(r.At)
		}
		if r.N > 1 {
			words += fmt.Sprintf(", %d times in a row now", r.N)
		}
		return words
	},
	coach.ReasonMissed: fixed("the agreed call didn't happen from our side, so it comes first"),
	coach.ReasonGiven:  func(to Reader, r coach.Reason) string { return "somebody there named " + to.when(r.At) },
	coach.ReasonSnooze: func(to Reader, r coach.Reason) string { return "you snoozed it until " + to.when(r.At) },
	coach.ReasonBusy: func(_ Reader, r coach.Reason) string {
		words := "the line was busy"
		if r.N > 1 {
			words = fmt.Sprintf("the line was busy %d times that day", r.N)
		}
		if r.Of == 0 {
			return words + ", so it's dialled again the next working morning"
		}
		return words + ", so it's dialled again after " + counted(r.Of, "minute")
	},
	coach.ReasonReplied: func(to Reader, r coach.Reason) string {
		return "they wrote back" + inBrackets(to.past(r.At)) +
			", so no call is due until there's a date, a result or a resume"
	},
	coach.ReasonResumed: func(to Reader, r coach.Reason) string {
		if coach.Outcome(r.Word) == coach.Reopened {
			return "you opened it again" + inBrackets(to.past(r.At))
		}
		return "you let it go on" + inBrackets(to.past(r.At))
	},
	coach.ReasonNumber: func(to Reader, r coach.Reason) string {
		return "the number was wrong on the call of " + to.past(r.At) + "; " + counted(r.Days, "day") + " to find another"
	},
	coach.ReasonNeedsDate: func(to Reader, r coach.Reason) string {
		return "you talked" + inBrackets(to.past(r.At)) + " and nobody named the next date"
	},
	coach.ReasonRow: func(_ Reader, r coach.Reason) string {
		words := "the last result was “" + plainOutcome(coach.Outcome(r.Word)) + "”"
		if r.Days > 0 {
			words += ", and the next comes " + counted(r.Days, "day") + " later"
		}
		return words
	},
	// The end of a plan, and what the rep decided then.
	coach.ReasonReview: func(to Reader, r coach.Reason) string {
		return "the plan's calls are used up, the last on " + to.past(r.At) + "; " + counted(r.Days, "day") +
			" later it's time to decide"
	},
	coach.ReasonTenth: func(to Reader, r coach.Reason) string {
		return fmt.Sprintf("that made %d contact attempts, calls and mails together%s", r.N, inBrackets(to.past(r.At)))
	},
	coach.ReasonLight: func(_ Reader, r coach.Reason) string {
		return "the short plan of " + counted(r.N, "call") + " is used up"
	},
	coach.ReasonKeep: func(_ Reader, r coach.Reason) string {
		return "you kept it light: one call in " + counted(r.Days, "day")
	},
	coach.ReasonFull: fixed("you chose the full plan"),
	coach.ReasonVerdict: func(_ Reader, r coach.Reason) string {
		return "you decided: " + quote(strings.ReplaceAll(r.Word, "-", " "), 40)
	},
	coach.ReasonPast: fixed("its time had passed already when you logged the call before it, so it's due from then on"),

	// Notes on what was logged: remarks, never reproaches, and it counts all the same.
	coach.ReasonEarly: func(_ Reader, r coach.Reason) string {
		since := "on the day of the last one"
		if r.N > 0 {
			since = counted(r.N, "day") + " after the last one"
		}
		return "this call came " + since + "; the plan leaves " + counted(r.Of, "day") +
			" between them. It counts, and a little more air may help"
	},
	coach.ReasonEarlyHours: func(_ Reader, r coach.Reason) string {
		return "this call came " + length(r.N) + " after the last one; the plan leaves " + length(r.Of) +
			". It counts, and a little more air may help"
	},
	coach.ReasonLate: func(_ Reader, r coach.Reason) string {
		return "this call came " + counted(r.Days, "day") + " after its day, so the rest of the plan moves along with it"
	},
	coach.ReasonNoTry:   fixed("the first busy signal of a day doesn't count as a try"),
	coach.ReasonSameTry: fixed("this try was counted with the busy signal before, so it isn't counted twice"),
	coach.ReasonRunsCold: fixed(
		"nobody has said whether they came to you, so this lead runs as cold"),
	coach.ReasonKept: func(to Reader, r coach.Reason) string {
		return "the agreed call took place" + inBrackets(to.past(r.At))
	},
	coach.ReasonReplay: fixed("this happened before something that was logged already, so I worked everything out again"),
	coach.ReasonClosed: func(_ Reader, r coach.Reason) string {
		return "it's closed: " + lower(closedWords(coach.Outcome(r.Word)))
	},
	coach.ReasonGut: func(_ Reader, r coach.Reason) string {
		return fmt.Sprintf("your gut had said %d of %d", r.N, r.Of)
	},
	coach.ReasonEvening: fixed(
		"it was outside the hours in which people may be called where they are; please mind their clock"),
	coach.ReasonSuccessor: func(to Reader, r coach.Reason) string {
		return "they have left the company, as the call of " + to.past(r.At) + " told; somebody follows them"
	},
	coach.ReasonRenewal: func(_ Reader, r coach.Reason) string {
		return counted(r.Days, "day") + " before a contract ends people look around"
	},
	// Promises of both sides, with how many were kept.
	coach.ReasonPromiseKept: func(_ Reader, r coach.Reason) string {
		if coach.Side(r.Word) == coach.Us {
			return "you kept your word"
		}
		return fmt.Sprintf("they kept their word: %d of %s kept so far", r.N, counted(r.Of, "promise"))
	},
	coach.ReasonPromiseBroken: func(_ Reader, r coach.Reason) string {
		if coach.Side(r.Word) == coach.Us {
			return "something you promised isn't done yet; a word about it opens the next call well"
		}
		return fmt.Sprintf("they haven't done what they said: %d of %s kept so far", r.N, counted(r.Of, "promise"))
	},
	coach.ReasonUnread: func(_ Reader, r coach.Reason) string {
		return counted(r.N, "document") + " sent and none looked at so far: go through one together before you send another"
	},
	coach.ReasonCloseHidden: fixed(
		"the call is to end with a deal, and its agenda doesn't say so: tell them beforehand, so that nobody is caught off " +
			"guard"),
	// Remarks about the instant of a new agreed call.
	coach.ReasonTwice: func(to Reader, r coach.Reason) string {
		return "you've agreed on a call with " + quote(r.Word, nameLength) + " for " + to.when(r.At) + " too"
	},
	coach.ReasonWeakDay: func(_ Reader, r coach.Reason) string {
		if r.Word == time.Friday.String() {
			return "all the data agree that Friday is the weakest day"
		}
		return "one source advises against " + quote(r.Word, 20) + ", newer data dispute it"
	},
}

// fixed is the clause of a code that needs none of its fields.
func fixed(words string) func(Reader, coach.Reason) string {
	return func(Reader, coach.Reason) string { return words }
}

// zoneClause compares two clocks. "Going by the phone number" admits that the zone is a guess.
func zoneClause(_ Reader, r coach.Reason) string {
	where := "their clock"
	if r.Word != "" {
		if loc, err := time.LoadLocation(r.Word); err == nil {
			where = "the clock in " + quote(place(loc), 40)
		}
	}
	way := "ahead of"
	if r.N < 0 {
		way = "behind"
	}
	words := fmt.Sprintf("%s is %s %s yours", where, length(max(r.N, -r.N)), way)
	if r.N == 0 {
		words = where + " is the same as yours"
	}
	if r.Of == 1 {
		words += ", going by the phone number"
	}
	return words
}

// Plainly is one reason as a clause for surfaces that know no mrkdwn, like an operator's terminal: instants are written
// out in the reader's zone and nothing is escaped. It is empty for a code that has no words.
func (to Reader) Plainly(r coach.Reason) string { return blockkit.Plain(to.reason(r)) }
