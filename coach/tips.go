package coach

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/phrase"
)

// Tip is a piece of advice from one of the sources, in our own words, with how well it is supported (handbook §4).
type Tip struct {
	ID       string // short, as why takes it: "t1"
	Title    string // what it is about, in a few words
	Text     string
	How      string // the same in at most HintWords words, for a card (S1.4); empty where the text has no more
	Topic    string
	About    []string // words by which it is asked for, beside its topic
	Author   string   // who the source quotes or is by
	Source   string   // "Seed 2, S2.11"
	Strength string   // A large and consistent, B one good data set, C contested or from a vendor, D opinion only
	Cold     string   // the strength for leads that did not ask to be called; empty where it is the same
	Pushes   bool     // it asks for one more try soon: not said where there were many already (C1)
	Against  string   // the evidence against it; never empty: with nothing found it says so
	For      []string // step kinds, "step:outcome" and situations it fits, best first; see situations
	When     []string // what must hold of the card as well, all of it; see conditions

	Own bool `yaml:"-"` // a team's own
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

// TipFor chooses the tip for what is due: the one that fits the most telling situation of the first card, else of the
// next. Of several it is a team's own, then the one with the most conditions, then the first in the order of the files;
// never one shown within the last seven working days of the rep, never one that rests or is muted ([Rules.TipsFor]),
// and never by chance. shown is when each tip, by id, was last shown, and by [TipRest] until when it rests. nil when
// nothing fits.
func (r *Rules) TipFor(cards []Card, shown map[string]time.Time, now time.Time, rep Rep) *Tip {
	f := r.availability(rep, LeadZone{Loc: rep.Location()})
	rested := calendar.DateIn(now.Unix(), f.rep)
	for left := r.limits.TipRest; left > 0; {
		rested--
		if f.repOff(rested) == nil {
			left--
		}
	}
	for _, c := range cards {
		if t := r.bestTip(c, now.In(rep.Location()), func(t *Tip) bool {
			return calendar.DateIn(TipSeen(shown, t.ID).Unix(), f.rep) <= rested && !shown[TipRest(t.ID)].After(now)
		}); t != nil {
			tip := *t
			return &tip
		}
	}
	return nil
}

// bestTip is the tip that fits a card best among those that are free, nil for none.
func (r *Rules) bestTip(c Card, now time.Time, free func(*Tip) bool) *Tip {
	for _, s := range situationsOf(c) {
		var best *Tip
		for i := range r.tips {
			t := &r.tips[i]
			if slices.Contains(t.For, s) && t.before(best) && !r.muted[t.ID] && free(t) && t.fits(c, now) {
				best = t
			}
		}
		if best != nil {
			return best
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
	n, today := 0, calendar.DateIn(now.Unix(), calendar.ClockOf(rep.Location()))
	for _, t := range r.tips {
		if at, ok := shown[t.ID]; ok && calendar.DateIn(at.Unix(), calendar.ClockOf(rep.Location())) == today {
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
// for by such words, else those whose text has them all, without those that are muted; all of them for "".
func (r *Rules) TipByTopic(topic string) []Tip {
	if topic == "" {
		return slices.Clone(r.tips)
	}
	asked := phrase.Fold(topic)
	for _, has := range []func(Tip) bool{
		func(t Tip) bool { return alike(phrase.Fold(t.Topic), asked) },
		func(t Tip) bool {
			return slices.ContainsFunc(t.About, func(s string) bool { return alike(phrase.Fold(s), asked) })
		},
		func(t Tip) bool { return asked != "" && holds(phrase.Fold(t.Title+" "+t.Topic+" "+t.Text), asked) },
	} {
		var out []Tip
		for _, t := range r.tips {
			if has(t) && !r.muted[t.ID] {
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

// TipTopics lists the topics of tips that are not muted, in the order of the file.
func (r *Rules) TipTopics() []string {
	var out []string
	for _, t := range r.tips {
		if !slices.Contains(out, t.Topic) && !r.muted[t.ID] {
			out = append(out, t.Topic)
		}
	}
	return out
}

// Who is new gets a line of how on the first cards of a morning message, and whole scripts in preps; both fade after so
// many logged calls (S1.4). Who is no salesperson keeps the scripts (S0.14).

// hintCards is how many cards have a line of how.
const hintCards = 3

// Hints are the lines of how on the first cards of a morning message, by the lead's id: each card has the tip that fits
// it best, another one than the day's and the other cards' where there is one. They count as no tip shown, since how a
// call is made is no news. shown is as in [Rules.TipFor]: what rests there is left out. nil for who is not new.
func (r *Rules) Hints(cards []Card, day *Tip, rep Rep, c Counters, shown map[string]time.Time,
	now time.Time) map[string]Tip {
	if !rep.Hinted(c) {
		return nil
	}
	hints, used := map[string]Tip{}, map[string]bool{}
	if day != nil {
		used[day.ID] = true
	}
	for _, card := range cards[:min(hintCards, len(cards))] {
		best := func(again bool) *Tip {
			return r.bestTip(card, now.In(rep.Location()), func(t *Tip) bool {
				return (again || !used[t.ID]) && t.short() && !shown[TipRest(t.ID)].After(now)
			})
		}
		t := best(false)
		if t == nil {
			t = best(true)
		}
		if t != nil {
			used[t.ID], hints[card.Lead.ID] = true, *t
		}
	}
	return hints
}
