package coach

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Tip is a piece of advice from one of the sources, in our own words, with how well it is supported (handbook §4).
type Tip struct {
	ID       string // short, as why takes it: "t1"
	Title    string // what it is about, in a few words
	Text     string
	Topic    string
	About    []string // words by which it is asked for, beside its topic
	Author   string   // who the source quotes or is by
	Source   string   // "Seed 2, S2.11"
	Strength string   // A large and consistent, B one good data set, C contested or from a vendor, D opinion only
	Cold     string   // the strength for leads that did not ask to be called; empty where it is the same
	Pushes   bool     // it asks for one more try soon: not said where there were many already (C1)
	Against  string   // the evidence against it; never empty: with nothing found it says so
	For      []string // step kinds, "step:outcome" and situations it fits, best first; see situations
}

// articles are the titles of the sources, in the order of their numbers.
var articles = [...]string{
	"Are your follow-up calls falling on deaf ears?",
	"In sales careers, follow-up calls can make a big difference",
	"How soon after leaving a voicemail should a follow-up call be made?",
	"You got them on the phone again, but they didn't do what they said",
	"Best follow-up calls",
}

// Article is the title of the source that a tip comes from; "" for a source that is none of ours.
func (t Tip) Article() string {
	_, line, _ := strings.Cut(t.Source, ", ")
	return ArticleOf(line)
}

// ArticleOf is the title of the source that a rule's line comes from, the third for "S2.18"; "" for a line of none.
func ArticleOf(line string) string {
	n := -1
	if _, err := fmt.Sscanf(line, "S%d.", &n); err != nil || n < 0 || n >= len(articles) {
		return ""
	}
	return articles[n]
}

// builtInTips are read once, whatever rules are loaded.
var builtInTips = sync.OnceValues(func() ([]Tip,
	error) {
	return loadTips("data/tips.yaml", embedded("tips.yaml"))
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
		if t.Title == "" || t.Text == "" || t.Topic == "" || t.Author == "" || t.Source == "" || t.Against == "" {
			ms.add(path, "title, text, topic, author, source and against are needed")
		}
		if !slices.Contains([]string{"A", "B", "C", "D"}, t.Strength) {
			ms.add(path+".strength", "%q: expected A, B, C or D", t.Strength)
		}
		if t.Cold != "" && !slices.Contains([]string{"A", "B", "C", "D"}, t.Cold) {
			ms.add(path+".cold", "%q: expected A, B, C or D", t.Cold)
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
	"has-solution", "left-company", "late-tries", "second-try", "third-try", "first-call", "warm", "mail",
	"follow-up", "attempt", "call"}

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
		add(s.Number >= lateTries && !s.FollowUp, "late-tries")
		add(s.SameDay, "second-try")
		add(s.Number == 3 && !s.FollowUp, "third-try")
		// Being first counts on the first day alone (S2.5).
		add(c.Lead.Warmth == Warm && (p.Total == 0 || s.SameDay), "warm")
		add(p.Total == 0, "first-call")
		add(s.Mail > 0, "mail")
		add(s.FollowUp, "follow-up")
		add(!s.FollowUp, "attempt")
		out = append(out, "call")
	}
	return out
}

// From which try on nobody is pushed to one more, and from which a step back is worth a thought (C1).
const (
	manyTries = 4
	lateTries = 5
)

// fits reports whether a tip suits a card beside its situation: where there were many tries already none pushes.
func (t Tip) fits(c Card) bool {
	return !t.Pushes || !c.Step.IsCall() || c.Step.FollowUp || c.Step.Number < manyTries
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
				if dayIn(TipSeen(shown, t.ID).Unix(), f.rep) > rested || shown[TipRest(t.ID)].After(now) {
					continue
				}
				if slices.Contains(t.For, s) && t.fits(c) {
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

// TipAsked is the name under which what was shown to a rep says when they asked for a tip by name: that is no tip of
// the day.
func TipAsked(id string) string { return "asked:" + id }

// TipSeen is when a rep last saw a tip, whoever brought it; zero for never.
func TipSeen(shown map[string]time.Time, id string) time.Time {
	if asked := shown[TipAsked(id)]; asked.After(shown[id]) {
		return asked
	}
	return shown[id]
}

// MoreTips reports whether a rep may get one more tip outside the digest on their date of now. All tips of that date
// count but those that were asked for by name, so that there are never more than the limit.
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

// TipByTopic lists the tips that words ask for, in the order of the file: those of a topic, else those that are asked
// for by such words, else those whose text has them all; all of them for "".
func (r *Rules) TipByTopic(topic string) []Tip {
	if topic == "" {
		return slices.Clone(r.tips)
	}
	asked := fold(topic)
	for _, has := range []func(Tip) bool{
		func(t Tip) bool { return alike(fold(t.Topic), asked) },
		func(t Tip) bool {
			return slices.ContainsFunc(t.About, func(s string) bool { return alike(fold(s), asked) })
		},
		func(t Tip) bool { return asked != "" && holds(fold(t.Title+" "+t.Topic+" "+t.Text), asked) },
	} {
		var out []Tip
		for _, t := range r.tips {
			if has(t) {
				out = append(out, t)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// alike reports whether two folded names are the same, in the singular or the plural.
func alike(a, b string) bool { return strings.TrimSuffix(a, "s") == strings.TrimSuffix(b, "s") }

// holds reports whether all words of a phrase stand in a folded text.
func holds(text, phrase string) bool {
	list := strings.Fields(text)
	for word := range strings.FieldsSeq(phrase) {
		if !slices.ContainsFunc(list, func(s string) bool { return alike(s, word) }) {
			return false
		}
	}
	return true
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
