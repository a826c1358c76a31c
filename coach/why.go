package coach

import (
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach/phrase"
)

// WithWhy adds a reason to a lead's and returns the new list. One that was there in the same words is renewed. Of too
// many the oldest of those that hold no more go first, then the oldest.
func WithWhy(whys []Why, w Why, now time.Time) []Why {
	w.Until = w.Until.UTC()
	out := slices.DeleteFunc(slices.Clone(whys),
		func(x Why) bool { return x.Kind == w.Kind && phrase.Fold(x.Text) == phrase.Fold(w.Text) })
	out = append(out, w)
	for len(out) > maxWhys {
		stale := slices.IndexFunc(out, func(x Why) bool { return !x.Fresh(now) })
		out = slices.Delete(out, max(stale, 0), max(stale, 0)+1)
	}
	return out
}

// WhyTurns are the kinds of reason in the order in which they come after the one that was used last (C17).
func WhyTurns(last WhyKind) []WhyKind {
	kinds := WhyKinds()
	i := slices.Index(kinds, last) + 1
	return slices.Concat(kinds[i:], kinds[:i])
}

// NextKind is the kind of reason that a lead could do with next: the first in turn of which it has none that holds.
func NextKind(l Lead, now time.Time) WhyKind {
	kinds := WhyTurns(l.Progress.LastWhy)
	for _, k := range kinds {
		if !slices.ContainsFunc(l.Reasons, func(w Why) bool { return w.Kind == k && w.Fresh(now) }) {
			return k
		}
	}
	return kinds[0]
}

// MatchStory is the entry of a team's library, of one kind, that fits a lead best (S1.18–S1.20): one of their industry
// and about their problem before one of their industry, before one about their problem, before one that fits everybody.
// What has expired or is about something else is never told. Among equals the one that expires first comes first, then
// the smaller id. nil for none.
func MatchStory(l Lead, library []Story, kind WhyKind, now time.Time) *Story {
	var best *Story
	rank := 0
	for i := range library {
		s := &library[i]
		if s.Kind != kind || !(Why{Until: s.Until}).Fresh(now) {
			continue
		}
		n := fits(l, *s)
		if n == 0 || best != nil && (n < rank || n == rank && !sooner(*s, *best)) {
			continue
		}
		best, rank = s, n
	}
	if best == nil {
		return nil
	}
	found := *best
	return &found
}

// fits ranks an entry for a lead; 0 when it is about another business. An entry of their industry that speaks of no
// problem is nearer than one that speaks of another, and the other way round.
func fits(l Lead, s Story) int {
	industry := s.Industry != "" && l.Industry != "" && phrase.Fold(s.Industry) == phrase.Fold(l.Industry)
	problem := s.Problem != "" && l.Problem != "" && about(s.Problem, l.Problem)
	switch {
	case industry && problem:
		return 6
	case industry && s.Problem == "":
		return 5
	case industry:
		return 4
	case problem && s.Industry == "":
		return 3
	case problem:
		return 2
	case s.Industry == "" && s.Problem == "":
		return 1
	}
	return 0
}

// sooner puts what expires first before what expires later or never; the id decides between equals.
func sooner(a, b Story) bool {
	switch {
	case a.Until.Equal(b.Until):
		return a.ID < b.ID
	case a.Until.IsZero() || b.Until.IsZero():
		return b.Until.IsZero()
	}
	return a.Until.Before(b.Until)
}

// about reports whether two descriptions of a problem are of the same one: all words of one stand, in their order, in
// the other.
func about(a, b string) bool {
	a, b = " "+phrase.Fold(a)+" ", " "+phrase.Fold(b)+" "
	return strings.TrimSpace(a) != "" && strings.TrimSpace(b) != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}

// MaxStories is how many entries a team's library has room for; the text of one is at most [MaxFact] characters.
const MaxStories = 50

// Has reports whether somebody belongs to the team, as a rep or as a manager.
func (t Team) Has(user string) bool {
	return slices.Contains(t.Reps, user) || slices.Contains(t.Managers, user)
}

// WithStory is the team with one more entry in its library. Where there is no room, entries that have expired make it,
// the oldest first; ok is false when none has.
func (t Team) WithStory(s Story, now time.Time) (with Team, ok bool) {
	t.Stories = slices.Clone(t.Stories)
	for len(t.Stories) >= MaxStories {
		i := slices.IndexFunc(t.Stories, func(x Story) bool { return !(Why{Until: x.Until}).Fresh(now) })
		if i < 0 {
			return t, false
		}
		t.Stories = slices.Delete(t.Stories, i, i+1)
	}
	t.Stories = append(t.Stories, s)
	return t, true
}

// WithoutStory is the team without one entry of its library; ok is false when there is none of that id.
func (t Team) WithoutStory(id string) (without Team, ok bool) {
	i := slices.IndexFunc(t.Stories, func(x Story) bool { return x.ID == id })
	if i < 0 {
		return t, false
	}
	t.Stories = slices.Delete(slices.Clone(t.Stories), i, i+1)
	return t, true
}

// StoryUntil is when an entry of a kind says nothing any more unless somebody says otherwise: what is timely or news
// grows old (S1.18, S1.19), a success story does not.
func (r *Rules) StoryUntil(k WhyKind, now time.Time) time.Time {
	if k != WhyTimely && k != WhyNews {
		return time.Time{}
	}
	return now.AddDate(0, 0, r.limits.NewsDays).UTC()
}

// ReasonFor is the reason for the next call: the lead's own of the kind whose turn it is (C17); where that is the kind
// that was used last, what the library has of another kind, with the entry; else the lead's own again.
func ReasonFor(l Lead, library []Story, now time.Time) (*Why, *Story) {
	own, last := WhyNow(l, now), l.Progress.LastWhy
	if own != nil && own.Kind != last {
		return own, nil
	}
	for _, kind := range WhyTurns(last) {
		if own != nil && kind == last {
			continue
		}
		if s := MatchStory(l, library, kind, now); s != nil {
			return &Why{Kind: s.Kind, Text: s.Text, Until: s.Until}, s
		}
	}
	return own, nil
}

// StoriesOf is what the libraries of teams hold, in the order of the teams.
func StoriesOf(teams []Team) (stories []Story) {
	for _, t := range teams {
		stories = append(stories, t.Stories...)
	}
	return stories
}
