package coach

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// mid is a moment in the middle of a week.
var mid = time.Date(2026, 1, 14, 10, 0, 0, 0, time.UTC)

var berlin = Rep{ID: "U1", TZ: "Europe/Berlin"}

// TestMatchStory: the same industry and problem beat the same industry, which beats the same problem, which beats what
// fits everybody (S1.20); what expired is not told (S1.18).
func TestMatchStory(t *testing.T) {
	l := Lead{Industry: "Bäckerei", Problem: "stock-outs in spring"}
	library := []Story{
		{ID: "both", Kind: WhyStory, Industry: "BACKEREI", Problem: "Stock outs"},
		{ID: "industry", Kind: WhyStory, Industry: "bäckerei"},
		{ID: "industry-other", Kind: WhyStory, Industry: "Bäckerei", Problem: "late trucks"},
		{ID: "problem", Kind: WhyStory, Problem: "stock-outs"},
		{ID: "problem-other", Kind: WhyStory, Industry: "Steel", Problem: "stock-outs"},
		{ID: "general", Kind: WhyStory},
	}
	strange := []Story{
		{ID: "expired", Kind: WhyStory, Industry: "Bäckerei", Problem: "stock-outs", Until: mid},
		{ID: "steel", Kind: WhyStory, Industry: "Steel"}, {ID: "kind", Kind: WhyNews, Industry: "Bäckerei"},
	}
	for len(library) > 0 {
		all := slices.Concat(strange, library)
		slices.Reverse(all)
		got := MatchStory(l, all, WhyStory, mid)
		if got == nil || got.ID != library[0].ID {
			t.Errorf("of %d: got %+v, want %s", len(library), got, library[0].ID)
		}
		library = library[1:]
	}
	if got := MatchStory(l, strange, WhyStory, mid); got != nil {
		t.Errorf("something about another business, or expired, is told: %+v", got)
	}
	if got := MatchStory(Lead{}, []Story{{ID: "x", Kind: WhyStory, Problem: "..."},
		{ID: "y", Kind: WhyStory, Problem: "art"}}, WhyStory, mid); got != nil {
		t.Errorf("nothing is known of the lead, and it fits: %+v", got)
	}
	if got := MatchStory(Lead{Problem: "late start"}, []Story{{ID: "y", Kind: WhyStory, Problem: "art"}}, WhyStory,
		mid); got != nil {
		t.Error("half a word is no problem in common")
	}
}

// TestMatchStoryIgnoresOrder: the same library in another order has the same answer.
func TestMatchStoryIgnoresOrder(t *testing.T) {
	words := rapid.SampledFrom([]string{"", "steel", "Bäckerei", "stock-outs", "late"})
	rapid.Check(t, func(t *rapid.T) {
		var library []Story
		for i := range rapid.IntRange(1, 8).Draw(t, "n") {
			s := Story{ID: string(rune('a' + i)), Kind: rapid.SampledFrom([]WhyKind{WhyStory, WhyNews}).Draw(t, "kind"),
				Industry: words.Draw(t, "industry"), Problem: words.Draw(t, "problem")}
			if days := rapid.IntRange(-2, 5).Draw(t, "days"); days != 0 {
				s.Until = mid.AddDate(0, 0, days)
			}
			library = append(library, s)
		}
		l := Lead{Industry: words.Draw(t, "lead industry"), Problem: words.Draw(t, "lead problem")}
		first := MatchStory(l, library, WhyStory, mid)
		second := MatchStory(l, rapid.Permutation(library).Draw(t, "order"), WhyStory, mid)
		if (first == nil) != (second == nil) || first != nil && *first != *second {
			t.Fatalf("%+v, in another order %+v", first, second)
		}
	})
}

// TestWithWhyForgetsWhatExpiredFirst: at most so many reasons are kept; those that hold no more go first, then the
// oldest.
func TestWithWhyForgetsWhatExpiredFirst(t *testing.T) {
	var whys []Why
	for i := range maxWhys {
		w := Why{Kind: WhyValue, Text: string(rune('a' + i))}
		if i == 3 {
			w.Until = mid
		}
		whys = WithWhy(whys, w, mid)
	}
	texts := func(list []Why) (s string) {
		for _, w := range list {
			s += w.Text
		}
		return s
	}
	more := WithWhy(whys, Why{Kind: WhyNews, Text: "x"}, mid)
	if got := texts(more); got != "abcefghx" {
		t.Errorf("kept %s", got)
	}
	if got := texts(WithWhy(more, Why{Kind: WhyNews, Text: "y"}, mid)); got != "bcefghxy" {
		t.Errorf("kept %s", got)
	}
	if got := texts(WithWhy(more, Why{Kind: WhyNews, Text: " X ", Until: mid.Add(time.Hour)},
		mid)); got != "abcefgh X " {
		t.Errorf("the same words renew a reason: %s", got)
	}
	if got := texts(whys); got != "abcdefgh" {
		t.Errorf("the list that was handed in changed: %s", got)
	}
}

// TestNextKind: the first in turn that the lead has no reason of that holds; with one of each, simply the next (C17).
func TestNextKind(t *testing.T) {
	l := Lead{Reasons: []Why{{Kind: WhyValue, Text: "v"}, {Kind: WhyNews, Text: "n", Until: mid}}}
	for last, want := range map[WhyKind]WhyKind{"": WhyTimely, WhyValue: WhyTimely, WhyTimely: WhyNews, WhyNews: WhyStory,
		WhyStory: WhyTimely} {
		l.Progress.LastWhy = last
		if got := NextKind(l, mid); got != want {
			t.Errorf("after %q: %q, want %q", last, got, want)
		}
	}
	l.Reasons, l.Progress.LastWhy = []Why{{Kind: WhyValue}, {Kind: WhyTimely}, {Kind: WhyNews}, {Kind: WhyStory}}, WhyNews
	if got := NextKind(l, mid); got != WhyStory {
		t.Errorf("with one of each after news: %q", got)
	}
}
