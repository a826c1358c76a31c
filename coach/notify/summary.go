package notify

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
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
	// Verdicts are how often each of [coach.ReviewVerdicts] was chosen, and an answer came of it, from the first one on
	// (handbook §5); zero for those that were neither chosen nor answered in the span.
	Verdicts      [5]coach.Count
	FirstResponse []int // minutes that leads waited for us who found somebody else (S2.6)
	Reps          int
	Minutes       int // spent on tries that reached nobody, five each: the source's guess (S3.14)
}

// TryRate is how often the n-th try since a talk reached somebody.
type TryRate struct{ Try, Calls, Reached int }

// triesShown is how many tries get a rate of their own.
const triesShown = 7

// RepBook is a rep with their leads and touches. A lead's touches are best all of them: numbers of tries and kept
// promises are worked out by replaying; the span is cut out afterwards.
type RepBook struct {
	Rep     coach.Rep
	Leads   []coach.Lead
	Touches map[string][]coach.Touch // by lead id
	Ever    coach.Counters           // over all leads of the rep, these and others
}

// Summarize adds up what a team did in [from, to): totals only, nobody's own numbers.
func Summarize(r *coach.Rules, team coach.Team, from, to time.Time, reps []RepBook) Summary {
	t := Totals{Reasons: map[string]int{}, ByTry: make([]TryRate, triesShown)}
	for i := range t.ByTry {
		t.ByTry[i].Try = i + 1
	}
	for _, b := range reps {
		t.Reps++
		for _, l := range b.Leads {
			addLead(r, &t, b.Rep, l, b.Touches[l.ID], from, to)
		}
	}
	// A few verdicts a week say nothing, and the answer to one mostly comes weeks after it: those that the span knows are
	// told from the first one on.
	for i, verdict := range coach.ReviewVerdicts() {
		if t.Verdicts[i] == (coach.Count{}) {
			continue
		}
		t.Verdicts[i] = coach.Count{}
		for _, b := range reps {
			c := b.Ever.Verdict(verdict)
			t.Verdicts[i] = coach.Count{N: t.Verdicts[i].N + c.N, Of: t.Verdicts[i].Of + c.Of}
		}
	}
	return Summary{Team: team, From: from, To: to, Totals: t}
}

// addLead adds what one lead adds to a team's totals. Its touches are replayed from the first, then the span is cut
// out.
func addLead(r *coach.Rules, t *Totals, rep coach.Rep, l coach.Lead, touches []coach.Touch, from, to time.Time) {
	s := r.Next(l, rep, to)
	switch {
	case s.Kind == coach.StepReview && s.State(to) != coach.Later:
		t.Reviews++
	case s.Kind != coach.StepReview && s.State(to) == coach.Overdue:
		t.Overdue++
	}
	if s.NeedsDate {
		t.NeedsDate++
	}
	r.Walk(l, touches, rep, func(x coach.Touch, notes []coach.Reason) {
		if x.At.Before(from) || !x.At.Before(to) {
			return
		}
		i := x.Info()
		if x.Try > 0 {
			rate := &t.ByTry[min(x.Try, triesShown)-1]
			if !coach.HasReason(notes, coach.ReasonSameTry) { // a busy signal has counted this try already
				t.Calls++
				rate.Calls++
				if !i.Reached() {
					t.Minutes += r.Limits().MinutesPerTry
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
			case coach.ReasonBack:
				if i := slices.Index(coach.ReviewVerdicts(), n.Word); i >= 0 {
					t.Verdicts[i].N += n.N
				}
			case coach.ReasonFirst:
				t.FirstResponse = append(t.FirstResponse, n.N)
			case coach.ReasonKept:
				t.Kept++
			case coach.ReasonBroken:
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
func (t *Totals) countVerdict(x coach.Touch, notes []coach.Reason) {
	v := coach.VerdictOf(x.Outcome)
	if x.Outcome == outcome.Gift && coach.HasReason(notes, coach.ReasonVerdict) {
		v = coach.VerdictGift
	}
	if i := slices.Index(coach.ReviewVerdicts(), v); i >= 0 {
		t.Verdicts[i].Of++
	}
}

// NextSummary is the first instant strictly after the given one at which the team's summary is due, in the zone of
// whoever set it; zero when it is off.
func NextSummary(t coach.Team, after time.Time) time.Time {
	zone, err := calendar.Location(t.Summary.TZ)
	if err != nil {
		zone = time.UTC
	}
	loc := calendar.ClockOf(zone)
	if t.Summary.Every != "weekly" && t.Summary.Every != "daily" {
		return time.Time{}
	}
	if t.Summary.Set.After(after) {
		after = t.Summary.Set
	}
	d := calendar.DateIn(after.Unix(), loc) - 1
	for range 2 * 7 * 2 {
		if t.Summary.Every == "daily" || int(d.Weekday()) == t.Summary.Weekday {
			if at, ok := d.At(t.Summary.At, loc); ok && time.Unix(at, 0).After(after) {
				return time.Unix(at, 0).UTC()
			}
		}
		d++
	}
	return time.Time{}
}
