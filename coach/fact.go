package coach

import (
	"time"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tally"
)

// Channel is how a prospect likes to be spoken to (S0.27). It wins after one try by phone (C18). The zero value is
// unknown.
type Channel string

const (
	ByCall Channel = "call"
	ByMail Channel = "mail"
)

// MailFirst reports whether the next step is better written than called: they prefer it, and one try by phone was made
// (S0.27, C18).
func (l Lead) MailFirst() bool { return l.Prefers == ByMail && l.Progress.Total > 0 }

// The limits of what is kept on a lead's record; what is older stays in its touches.
const (
	maxWhys      = 8   // reasons to call
	MaxPromises  = 6   // open ones
	maxMaterials = 5   // the newest ones
	MaxGut       = 5   // gut feeling goes from 1 to 5 (S0.2)
	MaxFact      = 300 // characters of a single fact
)

// WhyKind is one of the four kinds of reason that a call can have (S1.16), in the order in which they take turns (C17).
type WhyKind string

const (
	WhyValue  WhyKind = "value"  // how this helps them (S1.17)
	WhyTimely WhyKind = "timely" // something timely about the product or their industry (S1.18)
	WhyNews   WhyKind = "news"   // something newsworthy that concerns them (S1.19)
	WhyStory  WhyKind = "story"  // what a similar business did (S1.20)
)

// WhyKinds lists the kinds in the order in which they take turns.
func WhyKinds() []WhyKind { return []WhyKind{WhyValue, WhyTimely, WhyNews, WhyStory} }

// Valid reports whether k is one of the four.
func (k WhyKind) Valid() bool {
	return k == WhyValue || k == WhyTimely || k == WhyNews || k == WhyStory
}

// Why is a reason to call somebody now (S1.16). One that is dated says nothing any more from Until on (S1.18, S1.19).
type Why struct {
	Kind  WhyKind   `json:"k"`
	Text  string    `json:"t"`
	Until time.Time `json:"until,omitzero"` // exclusive; zero never expires
}

// Fresh reports whether the reason still holds.
func (w Why) Fresh(now time.Time) bool { return w.Until.IsZero() || now.Before(w.Until) }

// Story is an entry of a team's library: a success story of a similar business (S1.20), or something timely or
// newsworthy for an industry (S1.18, S1.19), which expires.
type Story struct {
	ID       string    `json:"id"`
	Kind     WhyKind   `json:"k"` // WhyStory, WhyTimely or WhyNews
	Text     string    `json:"t"`
	Industry string    `json:"industry,omitempty"` // empty fits all
	Problem  string    `json:"problem,omitempty"`  // what was wrong; empty fits all
	Until    time.Time `json:"until,omitzero"`
	By       string    `json:"by,omitempty"` // Slack user id of who told it
}

// Side is who made a promise.
type Side string

const (
	Them Side = "them" // the prospect
	Us   Side = "us"   // the rep
)

// Promise is what one side said it would do by a time (S3.1). Its ID is unique within the lead.
type Promise struct {
	ID   string    `json:"id,omitempty"`
	By   Side      `json:"by"`
	What string    `json:"w"`
	Due  time.Time `json:"due,omitzero"` // zero: nobody said by when
	Made time.Time `json:"made,omitzero"`
	Read bool      `json:"read,omitempty"` // it is to look at material that was sent
}

// Settled says what became of a promise.
type Settled struct {
	ID   string `json:"id"`
	Kept bool   `json:"kept,omitempty"`
}

// Material is what a prospect was given to look at (S3.24), with where in it to look (S3.25).
type Material struct {
	Name    string    `json:"n"`
	Link    string    `json:"l,omitempty"`
	Pointer string    `json:"p,omitempty"`     // "p. 4, §2"
	Shown   bool      `json:"shown,omitempty"` // gone through together on the line instead of sent (S3.12)
	At      time.Time `json:"at,omitzero"`
	Read    bool      `json:"read,omitempty"` // they have looked at it, alone or together with the rep
}

// Counters counts, over a lead's whole life, what a rep's own figures are made of: a rep's tally is the sum over their
// leads. Nothing of it but Shared is anybody else's business (S4.15).
type Counters struct {
	// Unsorted are calls without a result in Mix, of before there was one. Each call has the one or the other, since it
	// changes the record: two numbers would say the same.
	Unsorted int `json:"tries,omitempty"`
	Reached  int `json:"reached,omitempty"` // tries on which the prospect was on the line
	OnTime   int `json:"ontime,omitempty"`  // agreed calls made at the agreed minute (S4.14)
	Late     int `json:"late,omitempty"`    // …later, or not at all, by the rep's own word (S1.11)

	TheyKept  int `json:"theykept,omitempty"` // promises of the prospect, being there at an agreed time among them
	TheyBroke int `json:"theybroke,omitempty"`
	WeKept    int `json:"wekept,omitempty"` // promises of the rep, calling at an agreed time among them
	WeBroke   int `json:"webroke,omitempty"`

	// calls after a talk that had a date and a time, and how many of them reached somebody (S1.10)
	Dated        int `json:"dated,omitempty"`
	DatedReached int `json:"datedreached,omitempty"`
	Vague        int `json:"vague,omitempty"` // …and those after a talk that left none
	VagueReached int `json:"vaguereached,omitempty"`

	Unread  int `json:"unread,omitempty"`  // talks in which they had not looked at it yet
	Engaged int `json:"engaged,omitempty"` // …in which it was gone through together all the same (S3.27)

	// how often each verdict of a review was chosen (C12), and how often an answer came of it
	Extends      int `json:"extends,omitempty"`
	ExtendsWon   int `json:"extendswon,omitempty"`
	StepBacks    int `json:"stepbacks,omitempty"`
	StepBacksWon int `json:"stepbackswon,omitempty"`
	Goodbyes     int `json:"goodbyes,omitempty"`
	GoodbyesWon  int `json:"goodbyeswon,omitempty"`
	Gifts        int `json:"gifts,omitempty"`
	GiftsWon     int `json:"giftswon,omitempty"`
	Rests        int `json:"rests,omitempty"`
	RestsWon     int `json:"restswon,omitempty"`

	Shared Shared `json:"sh,omitzero"`

	// Mix are the calls by what came of them, and what else is counted of a lead's course (package tally). Leads of
	// older versions have it from their next touch on.
	Mix tally.Cells `json:"mix,omitzero"`
}

// Tries are all counted calls.
func (t Counters) Tries() int { return t.Unsorted + t.Mix.Calls() }

// Shared are the counts that the managers of a rep see too, and the rep sees as they do. They say how calls go, not how
// punctual somebody is. Leads of older versions have them from their next touch on.
type Shared struct {
	Talks   int `json:"talks,omitempty"`   // live talks…
	Undated int `json:"undated,omitempty"` // …and those of them that left no date, and after which none was booked (S1.10)
	Met     int `json:"met,omitempty"`     // agreed calls at which the prospect was there (S1.7)…
	NoShows int `json:"noshows,omitempty"` // …or wasn't

	// first tries since the last live talk, and those of them that reached somebody: the others are later ones
	Try1     int `json:"t1,omitempty"`
	Reached1 int `json:"r1,omitempty"`
}

// ByTry are how often a first try since the last live talk reached somebody, and how often a later one did.
func (t Counters) ByTry() (first, later Count) {
	s := t.Shared
	return Count{N: min(s.Reached1, s.Try1), Of: s.Try1}, Count{N: min(max(0, t.Reached-s.Reached1),
		max(0, t.Tries()-s.Try1)), Of: max(0, t.Tries()-s.Try1)}
}

// count counts a touch: was is the lead's progress before it, p after it. number is that of the try since the last live
// talk, 0 for none; counted is false for one that was counted already. Whether an agreed call was kept is counted with
// the promises.
func (s *Shared) count(was, p *Progress, i outcome.Info, number int, counted, reached bool) {
	if number == 1 {
		if counted {
			s.Try1++
		}
		if reached {
			s.Reached1++
		}
	}
	switch {
	case i.Live:
		s.Talks++
		if p.NeedsDate() {
			s.Undated++
		}
	case i.Group == outcome.Decision && s.Undated > 0 && p.Commitment != nil && was.NeedsDate() && !was.Replied() &&
		was.LastOutcome.Info().Live: // a date was booked behind the talk
		s.Undated--
	}
}

// ownCounts is how many counts there are beside those of [Counters].Mix.
const ownCounts = 30

// Counted is a count with its name.
type Counted struct {
	Name string
	N    int
}

// Counts are all counts, always in the same order, under names that stay the same for good. By "reached" it has those
// alone that aren't counted as first ones, by "tries" what first ones and those with a result leave: most calls change
// no more than the count of their result.
func (t Counters) Counts() (all [ownCounts + tally.Kinds]Counted) {
	s := t.Shared
	for k, n := range t.Mix {
		all[ownCounts+k] = Counted{tally.Kind(k).Name(), n}
	}
	copy(all[:], []Counted{
		{"tries", t.Unsorted - s.Try1}, {"reached", t.Reached - s.Reached1}, {"ontime", t.OnTime}, {"late", t.Late},
		{"theykept", t.TheyKept}, {"theybroke", t.TheyBroke}, {"wekept", t.WeKept}, {"webroke", t.WeBroke},
		{"dated", t.Dated}, {"datedreached", t.DatedReached}, {"vague", t.Vague}, {"vaguereached", t.VagueReached},
		{"unread", t.Unread}, {"engaged", t.Engaged},
		{"extends", t.Extends}, {"extendswon", t.ExtendsWon}, {"stepbacks", t.StepBacks}, {"stepbackswon", t.StepBacksWon},
		{"goodbyes", t.Goodbyes}, {"goodbyeswon", t.GoodbyesWon}, {"gifts", t.Gifts}, {"giftswon", t.GiftsWon},
		{"rests", t.Rests}, {"restswon", t.RestsWon},
		{"talks", s.Talks}, {"undated", s.Undated}, {"met", s.Met}, {"noshows", s.NoShows},
		{"try1", s.Try1}, {"reached1", s.Reached1},
	})
	return all
}

// CountersOf is the reverse of [Counters.Counts]; names that are none are passed over, counts below zero are zero.
func CountersOf(counts map[string]int) Counters {
	n := func(name string) int { return max(0, counts[name]) }
	whole := func(rest, first string, more int) int { return max(0, counts[rest]+counts[first]+more) }
	var mix tally.Cells
	calls := 0 // those below zero too: a week in which more was taken back than logged
	for k := range mix {
		name := tally.Kind(k).Name()
		if mix[k] = n(name); tally.Kind(k) < tally.FollowUp {
			calls += counts[name]
		}
	}
	return Counters{
		Mix: mix, Unsorted: whole("tries", "try1", calls) - mix.Calls(), Reached: whole("reached", "reached1", 0),
		OnTime: n("ontime"), Late: n("late"),
		TheyKept: n("theykept"), TheyBroke: n("theybroke"), WeKept: n("wekept"), WeBroke: n("webroke"),
		Dated: n("dated"), DatedReached: n("datedreached"), Vague: n("vague"), VagueReached: n("vaguereached"),
		Unread: n("unread"), Engaged: n("engaged"),
		Extends: n("extends"), ExtendsWon: n("extendswon"), StepBacks: n("stepbacks"), StepBacksWon: n("stepbackswon"),
		Goodbyes: n("goodbyes"), GoodbyesWon: n("goodbyeswon"), Gifts: n("gifts"), GiftsWon: n("giftswon"),
		Rests: n("rests"), RestsWon: n("restswon"),
		Shared: Shared{Talks: n("talks"), Undated: n("undated"), Met: n("met"), NoShows: n("noshows"),
			Try1: n("try1"), Reached1: n("reached1")},
	}
}

// of is how often a verdict was chosen and how often an answer came of it; nil for what is none.
func (t *Counters) of(verdict string) (chosen, won *int) {
	switch verdict {
	case VerdictExtend:
		return &t.Extends, &t.ExtendsWon
	case VerdictStepBack:
		return &t.StepBacks, &t.StepBacksWon
	case VerdictBreakUp:
		return &t.Goodbyes, &t.GoodbyesWon
	case VerdictGift:
		return &t.Gifts, &t.GiftsWon
	case VerdictNurture:
		return &t.Rests, &t.RestsWon
	}
	return nil, nil
}

// chose counts a verdict, won an answer to it.
func (t *Counters) chose(verdict string) {
	if n, _ := t.of(verdict); n != nil {
		*n++
	}
}

func (t *Counters) won(verdict string) {
	if _, n := t.of(verdict); n != nil {
		*n++
	}
}

// ReviewVerdicts are the verdicts of a review, in the order in which they are shown.
func ReviewVerdicts() []string {
	return []string{VerdictExtend, VerdictStepBack, VerdictBreakUp, VerdictGift, VerdictNurture}
}

// Verdict is how often a verdict was answered, of how often it was chosen.
func (t Counters) Verdict(verdict string) Count {
	chosen, won := t.of(verdict)
	if chosen == nil {
		return Count{}
	}
	return Count{N: min(*won, *chosen), Of: *chosen}
}

// Count is so many of so many.
type Count struct{ N, Of int }

// NewRep reports whether a rep is new to this: so few calls are logged that practice is offered beside a script.
func (t Counters) NewRep() bool { return t.Tries() < NewCalls }

// NewCalls is after how many logged calls a rep is no longer new (S1.4).
const NewCalls = 30
