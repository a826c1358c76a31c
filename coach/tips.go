package coach

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// Tip is a piece of advice from one of the sources, in our own words, with how well it is supported (handbook §4).
type Tip struct {
	ID       string // short, as why takes it: "t1"
	Text     string
	Topic    string
	Author   string   // who the source quotes or is by
	Source   string   // "Seed 2, S2.11"
	Strength string   // A large and consistent, B one good data set, C contested or from a vendor, D opinion only
	Against  string   // the evidence against it; never empty: with nothing found it says so
	For      []string // step kinds, "step:outcome" and situations it fits, best first; see situations
}

// builtInTips are read once, whatever rules are loaded.
var builtInTips = sync.OnceValues(func() ([]Tip,
	error) {
	return loadTips("data/tips.yaml", embedded("data/tips.yaml"))
})

// loadTips reads the tips; each names its author, its evidence and what speaks against it (handbook §4).
func loadTips(name string, data []byte) ([]Tip, error) {
	var file struct {
		Tips []Tip
	}
	ms := decode(name, data, &file)
	ids := map[string]bool{}
	for i, t := range file.Tips {
		path := fmt.Sprintf("tips.%d", i)
		if t.ID == "" || ids[t.ID] {
			ms.add(path+".id", "%q is empty or there twice", t.ID)
		}
		ids[t.ID] = true
		if t.Text == "" || t.Topic == "" || t.Author == "" || t.Source == "" || t.Against == "" {
			ms.add(path, "text, topic, author, source and against are needed")
		}
		if !slices.Contains([]string{"A", "B", "C", "D"}, t.Strength) {
			ms.add(path+".strength", "%q: expected A, B, C or D", t.Strength)
		}
		if len(t.For) == 0 {
			ms.add(path+".for", "expected at least one situation")
		}
		for j, s := range t.For {
			if !slices.Contains(situations, s) {
				ms.add(fmt.Sprintf("%s.for.%d", path, j), "%q: expected one of %v", s, situations)
			}
		}
	}
	return file.Tips, ms.err()
}

// situations are what a tip may be for; a card is in several at once, the more telling ones first.
var situations = []string{"did-it-happen", "needs-date", "commitment", "review", "light-question", "task", "redial",
	"broken",
	"missed", "not-reviewed", "wants-info", "referral", "not-now", "gatekeeper", "distracted", "no-time", "unavailable",
	"no-memory",
	"has-solution", "left-company", "second-try", "first-call", "warm", "mail",
	"late-tries", "follow-up", "attempt", "call"}

// situationsOf lists a card's situations, the more telling ones first.
func situationsOf(c Card) []string {
	s, p := c.Step, c.Lead.Progress
	out := make([]string, 0, 8)
	add := func(yes bool, name string) {
		if yes {
			out = append(out, name)
		}
	}
	add(p.Closed == HasSolution || p.Closed == LeftCompany, string(p.Closed))
	add(s.Kind != StepCall && s.Kind != StepNone, string(s.Kind))
	add(s.NeedsDate && s.Kind != StepNeedsDate, "needs-date")
	add(p.Waiting.missed(), string(Missed))
	add(p.Broken > 0, "broken")
	switch p.LastOutcome {
	case NotReviewed, WantsInfo, Referral, NotNow, Gatekeeper, Distracted, NoTime, Unavailable, NoMemory:
		out = append(out, string(p.LastOutcome))
	}
	if s.IsCall() {
		add(s.SameDay, "second-try")
		add(c.Lead.Warmth == Warm, "warm")
		add(p.Total == 0, "first-call")
		add(s.Mail > 0, "mail")
		add(s.Number >= 5 && !s.FollowUp, "late-tries")
		add(s.FollowUp, "follow-up")
		add(!s.FollowUp, "attempt")
		out = append(out, "call")
	}
	return out
}

// TipFor chooses the tip for what is due: the first one, in the order of the file, that fits the most telling situation
// of the first card, else of the next; never one shown within the last seven working days of the rep, never one that
// rests, and never by chance. shown is when each tip, by id, was last shown, and by [TipRest] until when it rests. nil
// when nothing fits.
func (r *Rules) TipFor(cards []Card, shown map[string]time.Time, now time.Time, rep Rep) *Tip {
	f := r.availability(rep, LeadZone{Loc: rep.Location()})
	rested := dayIn(now.Unix(), f.rep)
	for left := r.limits.TipRest; left > 0; {
		rested--
		if f.repOff(rested) == nil {
			left--
		}
	}
	for _, c := range cards {
		for _, s := range situationsOf(c) {
			for i := range r.tips {
				t := &r.tips[i]
				if at, ok := shown[t.ID]; ok && dayIn(at.Unix(), f.rep) > rested || shown[TipRest(t.ID)].After(now) {
					continue
				}
				if slices.Contains(t.For, s) {
					tip := *t
					return &tip
				}
			}
		}
	}
	return nil
}

// TipRestDays is for how many days a tip rests that a rep has no use for.
const TipRestDays = 60

// TipRest is the name under which what was shown to a rep says until when a tip rests.
func TipRest(id string) string { return "rests:" + id }

// MoreTips reports whether a rep may get one more tip outside the digest on their date of now. All tips of that date
// count, whatever showed them, so that there are never more than the limit.
func (r *Rules) MoreTips(rep Rep, shown map[string]time.Time, now time.Time) bool {
	n, today := 0, dayIn(now.Unix(), in(rep.Location()))
	for _, t := range r.tips {
		if at, ok := shown[t.ID]; ok && dayIn(at.Unix(), in(rep.Location())) == today {
			n++
		}
	}
	return n < r.limits.TipsPerDay
}

// TipByID finds a tip by its short id.
func (r *Rules) TipByID(id string) (Tip, bool) {
	i := slices.IndexFunc(r.tips, func(t Tip) bool { return t.ID == id })
	if i < 0 {
		return Tip{}, false
	}
	return r.tips[i], true
}

// TipByTopic lists the tips on a topic, in the order of the file; all of them for "".
func (r *Rules) TipByTopic(topic string) []Tip {
	var out []Tip
	for _, t := range r.tips {
		if topic == "" || t.Topic == topic {
			out = append(out, t)
		}
	}
	return out
}

// TipTopics lists the topics there are, in the order of the file.
func (r *Rules) TipTopics() []string {
	var out []string
	for _, t := range r.tips {
		if !slices.Contains(out, t.Topic) {
			out = append(out, t.Topic)
		}
	}
	return out
}
