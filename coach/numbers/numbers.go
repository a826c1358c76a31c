// Package numbers says what a rep's calls, or those of a team's reps together, come to beside what the sources say
// ([Of]): calls to close, the share of follow-ups, results, first calls, how soon people are answered, why leads were
// lost, what came after the plan, and at which hours calls reach somebody. Each figure has the number of cases that it
// is made of; below [Few], or below [FewCalls] for a share of calls, it says nothing.
package numbers

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/reach"
	"github.com/followup-coach/followup/coach/tally"
)

const (
	// Few is how many cases a figure needs: below it one more or less is a tenth of it.
	Few = 10
	// FewCalls is how many calls a share of all calls needs (S3.13).
	FewCalls = reach.Weight
)

// Weeks is of how many weeks the calls are, the current one among them: for as long they are counted by week.
const Weeks = 5

// Counted is what was counted, of one rep or of several together.
type Counted struct {
	Recent coach.Counters // of the last [Weeks]
	Ever   coach.Counters
	Leads  tally.Sums
	Hours  reach.Grid
	Reps   int // who have logged a call
}

// Result is how many calls came to one thing.
type Result struct {
	Of outcome.Outcome // "" for outcomes of an installation's own
	N  int
}

// Wins are the leads that were won, and how many calls the middle one of them took (S4.2).
type Wins struct{ N, Middle int }

// FirstCalls are the first calls of leads, by who was on them (S0.3).
type FirstCalls struct{ Live, Voicemail, Nobody int }

// N are all of them.
func (f FirstCalls) N() int { return f.Live + f.Voicemail + f.Nobody }

// Hour is how often calls of a part of the day, on the lead's clock, reached somebody (S4.11, S4.18).
type Hour struct {
	Part  int // as package reach counts them
	Calls reach.Count
}

// Numbers are all figures.
type Numbers struct {
	Calls     int
	Results   []Result    // of these calls, the commonest first
	FollowUps coach.Count // of these calls (S4.1)

	Wins  Wins
	First FirstCalls
	// Won are, of the leads that were won, those whose first call somebody answered.
	Won coach.Count

	Lost    []Result // leads that ended otherwise, by how, the commonest first
	LostAll int

	Responded coach.Count   // warm leads that were called or written to within an hour, of all (S2.6)
	Middle    time.Duration // by when half of them were; zero for later than is told apart
	Answered  coach.Count   // of those who wrote or called back, whoever heard from the rep within a day

	Verdicts [5]coach.Count // how often each of [coach.ReviewVerdicts] was answered
	Hours    []Hour         // parts of the day with calls, in their order
}

// Of works out the figures.
func Of(c Counted) Numbers {
	n := Numbers{Calls: c.Recent.Mix.Calls()}
	n.FollowUps = coach.Count{N: min(c.Recent.Mix[tally.FollowUp], n.Calls), Of: n.Calls}
	for k := range tally.FollowUp {
		n.Results = add(n.Results, k.Outcome(), c.Recent.Mix[k])
	}
	for _, o := range slices.Sorted(maps.Keys(c.Leads.Lost)) {
		n.Lost = add(n.Lost, o, c.Leads.Lost[o])
		n.LostAll += c.Leads.Lost[o]
	}
	commonest(n.Results)
	commonest(n.Lost)
	n.Wins.N, n.Wins.Middle = middle(c.Leads.Wins[:])
	first := c.Ever.Mix
	n.First = FirstCalls{first[tally.FirstLive], first[tally.FirstVoicemail], first[tally.FirstNobody]}
	for k := tally.FirstLive; k <= tally.FirstNobody; k++ {
		n.Won.Of += c.Leads.WonAfter[k]
	}
	n.Won.N = c.Leads.WonAfter[tally.FirstLive]
	all, place := middle(c.Leads.Responded[:])
	n.Responded.Of, n.Middle = all, tally.ResponseUntil(place)
	for place, leads := range c.Leads.Responded {
		if until := tally.ResponseUntil(place); until > 0 && until <= time.Hour {
			n.Responded.N += leads
		}
	}
	soon := first[tally.Within1h] + first[tally.Within24h]
	n.Answered = coach.Count{N: soon, Of: soon + first[tally.Later]}
	for i, v := range coach.ReviewVerdicts() {
		n.Verdicts[i] = c.Ever.Verdict(v)
	}
	for part := range reach.Parts {
		if calls := c.Hours.Part(part); calls.Of > 0 {
			n.Hours = append(n.Hours, Hour{part, calls})
		}
	}
	return n
}

// add adds so many of an outcome.
func add(to []Result, o outcome.Outcome, n int) []Result {
	if n == 0 {
		return to
	}
	if i := slices.IndexFunc(to, func(r Result) bool { return r.Of == o }); i >= 0 {
		to[i].N += n
		return to
	}
	return append(to, Result{o, n})
}

// commonest puts results in order; equal ones stay as they are.
func commonest(all []Result) {
	slices.SortStableFunc(all, func(a, b Result) int { return cmp.Compare(b.N, a.N) })
}

// middle is how many cases there are by place, and the place of the middle one, of two the lower.
func middle(places []int) (n, at int) {
	for _, cases := range places {
		n += cases
	}
	before := 0
	for at = range places {
		if before += places[at]; 2*before >= n {
			break
		}
	}
	return n, at
}

// Teaches is what own figures have to say against the sources, where there are enough of them.
type Teaches struct {
	FewFollowUps bool // most calls are first attempts, though follow-ups matter most (S4.1)
	FewCalls     bool // wins take fewer calls than the five that the source asks for before giving up (S4.2, S4.19)
	SlowResponse bool // most warm leads wait for more than an hour, while they ask others (S2.6)
}

// Floor is how many calls a lead gets at least, by the source (S4.19).
const Floor = 5

// Teaches compares the figures with the sources.
func (n Numbers) Teaches() Teaches {
	return Teaches{
		FewFollowUps: n.FollowUps.Of >= FewCalls && 2*n.FollowUps.N < n.FollowUps.Of,
		FewCalls:     n.Wins.N >= Few && n.Wins.Middle < Floor,
		SlowResponse: n.Responded.Of >= Few && 2*n.Responded.N < n.Responded.Of,
	}
}
