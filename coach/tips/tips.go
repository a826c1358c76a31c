// Package tips is the advice that there is: tips in our own words, each with its author, how well it is supported and
// what speaks against it, read from files ([BuiltIn]), and those that a team adds of its own ([TeamTip]), held to the
// same ([Book.Check]). Which of them fits what is due is package advice's to say.
package tips

import (
	"fmt"
	"slices"
	"strings"
	"time"

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
	For      []string // step kinds, "step:outcome" and situations it fits, best first; see [Situations]
	When     []string // what must hold of the card as well, all of it; see [Conditions]

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

// Book is the tips that there are, in the order in which they are chosen where nothing else tells them apart. It
// never changes and may be used by many goroutines at once.
type Book struct {
	tips  []Tip           // a team's own, then those built in, in the order of their files
	muted map[string]bool // tips that are not chosen, by id
}

// With is the book with a team's own tips before the others, and without those that are muted, by id: they are not
// chosen any more, and still found by their id. The book itself stays as it is.
func (b *Book) With(own []Tip, muted map[string]bool) *Book {
	return &Book{tips: append(own, b.tips...), muted: muted}
}

// Muted reports whether a tip is not chosen for the rep whose tips these are.
func (b *Book) Muted(id string) bool { return b.muted[id] }

// All are the tips, muted ones too, one after the other; nobody may change them.
func (b *Book) All() []Tip { return b.tips }

// RestDays is for how many days a tip rests that a rep has no use for.
const RestDays = 60

// Rest is the name under which what was shown to a rep says until when a tip rests.
func Rest(id string) string { return "rests:" + id }

// Asked is the name under which what was shown to a rep says when they asked for a tip by name: that is no tip of
// the day.
func Asked(id string) string { return "asked:" + id }

// Seen is when a rep last saw a tip, whoever brought it; zero for never.
func Seen(shown map[string]time.Time, id string) time.Time {
	if asked := shown[Asked(id)]; asked.After(shown[id]) {
		return asked
	}
	return shown[id]
}

// ByID finds a tip by its short id.
func (b *Book) ByID(id string) (Tip, bool) {
	i := slices.IndexFunc(b.tips, func(t Tip) bool { return t.ID == id })
	if i < 0 {
		return Tip{}, false
	}
	return b.tips[i], true
}

// ByTopic lists the tips that words ask for, in the order of the file: those of a topic, else those that are asked
// for by such words, else those whose text has them all, without those that are muted; all of them for "".
func (b *Book) ByTopic(topic string) []Tip {
	if topic == "" {
		return slices.Clone(b.tips)
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
		for _, t := range b.tips {
			if has(t) && !b.muted[t.ID] {
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

// Topics lists the topics of tips that are not muted, in the order of the file.
func (b *Book) Topics() []string {
	var out []string
	for _, t := range b.tips {
		if !slices.Contains(out, t.Topic) && !b.muted[t.ID] {
			out = append(out, t.Topic)
		}
	}
	return out
}
