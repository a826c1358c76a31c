package coach

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// Totals are what a team did in a span, and how it stands at its end.
type Totals struct {
	Calls, Reached     int       // tries, and those on which the prospect was on the line
	ByTry              []TryRate // by number of the try since the last talk, from 1; the last entry holds all later ones
	Kept, Broken       int       // agreed calls that took place, and those the prospect missed
	Overdue            int       // at the end
	Reviews, NeedsDate int       // waiting at the end
	Won, Lost          int
	Reasons            map[string]int // of the lost: by outcome
	Verdicts           [5]Count       // how often each of [ReviewVerdicts] was chosen, and an answer came of it
	FirstResponse      []int          // minutes that leads waited for us who found somebody else (S2.6)
	Reps               int
	Minutes            int // spent on tries that reached nobody, five each: the source's guess (S3.14)
}

// TryRate is how often the n-th try since a talk reached somebody.
type TryRate struct{ Try, Calls, Reached int }

// triesShown is how many tries get a rate of their own.
const triesShown = 7

// RepBook is a rep with their leads and touches. A lead's touches are best all of them: numbers of tries and kept
// promises are worked out by replaying; the span is cut out afterwards.
type RepBook struct {
	Rep     Rep
	Leads   []Lead
	Touches map[string][]Touch // by lead id
}

// Summarize adds up what a team did in [from, to): totals only, nobody's own numbers.
func (r *Rules) Summarize(team Team, from, to time.Time, reps []RepBook) Summary {
	t := Totals{Reasons: map[string]int{}, ByTry: make([]TryRate, triesShown)}
	for i := range t.ByTry {
		t.ByTry[i].Try = i + 1
	}
	for _, b := range reps {
		t.Reps++
		for _, l := range b.Leads {
			r.addLead(&t, b.Rep, l, b.Touches[l.ID], from, to)
		}
	}
	return Summary{Team: team, From: from, To: to, Totals: t}
}

// addLead adds what one lead adds to a team's totals. Its touches are replayed from the first, then the span is cut
// out.
func (r *Rules) addLead(t *Totals, rep Rep, l Lead, touches []Touch, from, to time.Time) {
	s := r.Next(l, rep, to)
	switch {
	case s.Kind == StepReview && s.State(to) != Later:
		t.Reviews++
	case s.Kind != StepReview && s.State(to) == Overdue:
		t.Overdue++
	}
	if s.NeedsDate {
		t.NeedsDate++
	}
	r.walk(l, touches, rep, func(x Touch, notes []Reason) {
		if x.At.Before(from) || !x.At.Before(to) {
			return
		}
		i := x.Info()
		if x.Try > 0 {
			rate := &t.ByTry[min(x.Try, triesShown)-1]
			if !hasCode(notes, ReasonSameTry) { // a busy signal has counted this try already
				t.Calls++
				rate.Calls++
				if !i.Reached() {
					t.Minutes += r.limits.MinutesPerTry
				}
			}
			if i.Reached() {
				t.Reached++
				rate.Reached++
			}
		}
		t.countVerdict(x, notes)
		for _, n := range notes {
			switch n.Code {
			case ReasonBack:
				if i := slices.Index(ReviewVerdicts(), n.Word); i >= 0 {
					t.Verdicts[i].N += n.N
				}
			case ReasonFirst:
				t.FirstResponse = append(t.FirstResponse, n.N)
			case ReasonKept:
				t.Kept++
			case ReasonBroken:
				t.Broken++
			}
		}
		switch {
		case x.Outcome == outcome.Won:
			t.Won++
		case x.Outcome == outcome.Verdict && x.Verdict == "drop": // light's question, answered by giving up
			t.Lost++
			t.Reasons[string(outcome.NoResponse)]++
		case i.Ends:
			t.Lost++
			t.Reasons[string(x.Outcome)]++ // what a rep typed as the reason is not for the channel
		}
	})
}

// countVerdict counts what a touch decides about a lead. A gift counts once it was delivered.
func (t *Totals) countVerdict(x Touch, notes []Reason) {
	v := verdictOutcomes[x.Outcome]
	if x.Outcome == outcome.Gift && hasCode(notes, ReasonVerdict) {
		v = VerdictGift
	}
	if i := slices.Index(ReviewVerdicts(), v); i >= 0 {
		t.Verdicts[i].Of++
	}
}

func hasCode(notes []Reason, code string) bool {
	return slices.ContainsFunc(notes, func(n Reason) bool { return n.Code == code })
}
