// Package suspect says how probable it is that a lead is worth the calls, before anybody has talked to them: a score
// from 0 to 100 with the factors that matched ([Of]). The sources ask for that before a list is called at all: whom to
// chase comes from knowing one's high probable suspect (S2.8), and a list is fit for calls only if several key
// prospecting factors built it (S2.9, S0.7).
//
// A score orders what is otherwise equal, and says by which facts. It is no forecast: the weights are this house's own,
// no study stands behind them, and nothing is closed, hidden or called less because of it. What is not known counts as
// nothing, never against a lead, with one exception that a manager writes down by name: a vertical that seldom buys
// halves it (S2.7).
package suspect

import (
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/qualify"
)

// Factor is a row of the table: what makes a suspect more probable.
type Factor struct {
	Code   string // stored with a list; it stays the same for good
	Words  string // where it has matched
	Noun   string // what a list was built on, in a line
	List   string // the same as a choice; "" for a factor that no list is built on
	Points int
	Source string

	// holds reports whether the lead's own facts say it.
	holds func(l coach.Lead, s qualify.Suspects, now time.Time) bool
}

// vertical is the factor that a team's own table decides.
const vertical = "vertical"

// table are the factors, the weightiest first; together they have 100 points. A factor is known from the lead's own
// facts, or because the list that it came with was built on it.
var table = []Factor{
	{vertical, "often buys", "industry", "Industry that often buys", 20, "S2.7",
		func(l coach.Lead, s qualify.Suspects, _ time.Time) bool {
			often, _ := s.Buys(l.Industry)
			return often
		}},
	{"fit", "fits your criteria", "criteria", "Your criteria", 20, "S2.8, S3.17",
		func(l coach.Lead, _ qualify.Suspects, _ time.Time) bool {
			return l.Progress.Gate != nil && l.Progress.Gate.Fits
		}},
	{"need", "has a need", "need", "A need they have", 15, "S0.25",
		func(l coach.Lead, _ qualify.Suspects, _ time.Time) bool {
			return l.Problem != "" || l.HotButton != "" || l.Progress.Gate != nil && l.Progress.Gate.Need
		}},
	{"knows", "knows you", "contact before", "Asked you or bought before", 15, "S2.5, S0.5",
		func(l coach.Lead, _ qualify.Suspects, _ time.Time) bool {
			return l.Warmth == coach.Warm || l.Introduced != ""
		}},
	{"worth", "worth it", "size", "Size", 10, "S2.7",
		func(l coach.Lead, _ qualify.Suspects, _ time.Time) bool { return l.Potential == coach.PotentialHigh }},
	{"decider", "decider known", "who decides", "Contacts who decide", 5, "S0.25",
		func(l coach.Lead, _ qualify.Suspects, _ time.Time) bool {
			return l.Decider != "" || l.Progress.Gate != nil && l.Progress.Gate.Decides
		}},
	{"timely", "good timing", "trigger", "A recent trigger", 5, "S1.18, S1.19",
		func(l coach.Lead, _ qualify.Suspects, now time.Time) bool {
			return slices.ContainsFunc(l.Reasons, func(w coach.Why) bool {
				return (w.Kind == coach.WhyTimely || w.Kind == coach.WhyNews) && w.Fresh(now)
			})
		}},
	{"rival", "buys from others", "supplier", "Their supplier", 5, "S0.5",
		func(l coach.Lead, _ qualify.Suspects, _ time.Time) bool { return l.Competitor != "" }},
	{"reach", "phone and email", "", "", 5, "house rule",
		func(l coach.Lead, _ qualify.Suspects, _ time.Time) bool {
			return len(l.Phones.Numbers) > 0 && l.Email != ""
		}},
}

// Score is how probable a suspect is, and why.
type Score struct {
	Points  int      // 0 to 100
	Matched []Factor // in the table's order
	Seldom  bool     // their vertical seldom buys: the points are halved
}

// Of is the score of a lead, by what its rep's teams say of suspects. A factor counts once, whether the lead's facts or
// its list say it; what a list says of an industry counts for nothing where a manager has named theirs as one that
// seldom buys.
func Of(l coach.Lead, s qualify.Suspects, now time.Time) Score {
	var score Score
	_, score.Seldom = s.Buys(l.Industry)
	for _, f := range table {
		built := f.List != "" && slices.Contains(l.List.Built, f.Code) && !(f.Code == vertical && score.Seldom)
		if built || f.holds(l, s, now) {
			score.Points += f.Points
			score.Matched = append(score.Matched, f)
		}
	}
	if score.Seldom {
		score.Points /= 2
	}
	return score
}

// Shown is the score of a lead where there is something to show it by: its rep's teams have said whom they chase, or
// its list was built on something; else nil, and so for a closed lead.
func Shown(l coach.Lead, s qualify.Suspects, now time.Time) *Score {
	if !l.Open() || s.None() && len(l.List.Built) == 0 {
		return nil
	}
	score := Of(l, s, now)
	return &score
}

// OfTeams is whom some teams chase together.
func OfTeams(teams []coach.Team) (s qualify.Suspects) {
	for _, t := range teams {
		s = s.And(t.Suspects)
	}
	return s
}

// Built are the factors that a list can be built on (S2.9).
func Built() []Factor {
	return slices.DeleteFunc(slices.Clone(table), func(f Factor) bool { return f.List == "" })
}

// Said is what a list was built on, in words: the nouns of factors, and what else somebody wrote as it is.
func Said(built []string) []string {
	words := slices.Clone(built)
	for i, code := range words {
		if at := slices.IndexFunc(table, func(f Factor) bool { return f.Code == code && f.List != "" }); at >= 0 {
			words[i] = table[at].Noun
		}
	}
	return words
}

// Read reads what a list was built on from what somebody typed, with commas between: factors by their codes or nouns
// in the table's order, and behind them the rest as one text.
func Read(typed string) (built []string) {
	var rest []string
	named := map[string]bool{}
	for part := range strings.SplitSeq(typed, ",") {
		part = strings.TrimSpace(part)
		at := slices.IndexFunc(table, func(f Factor) bool {
			return f.List != "" && (strings.EqualFold(f.Code, part) || strings.EqualFold(f.Noun, part))
		})
		switch {
		case at >= 0:
			named[table[at].Code] = true
		case part != "":
			rest = append(rest, part)
		}
	}
	for _, f := range table {
		if named[f.Code] {
			built = append(built, f.Code)
		}
	}
	if len(rest) > 0 {
		built = append(built, strings.Join(rest, ", "))
	}
	return built
}

// qualifyingLeast is how many factors make a row fit for calls.
const qualifyingLeast = 2

// Parks reports whether a row of a list comes in parked: a team of its rep's wants that, fewer than two factors qualify
// it, and its list names no day for the next call (S0.7).
func Parks(l coach.Lead, s qualify.Suspects, now time.Time) bool {
	return s.Park && l.List.From.IsZero() && Of(l, s, now).Qualifying() < qualifyingLeast
}

// Unparked is a lead as it goes on after its facts changed: one that was parked and has two factors by now is released.
func Unparked(l coach.Lead, s qualify.Suspects, now time.Time) coach.Lead {
	if l.Parked() && Of(l, s, now).Qualifying() >= qualifyingLeast {
		l.List.Parked, l.List.From = false, now.UTC() // the first call counts from today, not from the list
	}
	return l
}

// Qualifying is how many of the factors make a probable suspect, by which a list is fit for calls: how to reach
// somebody says nothing about what they might buy (S0.7).
func (s Score) Qualifying() (n int) {
	for _, f := range s.Matched {
		if f.List != "" {
			n++
		}
	}
	return n
}
