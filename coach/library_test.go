package coach

import (
	"fmt"
	"testing"
)

// S1.18–S1.20: a team's library holds so many entries; what has expired makes room, what is still good never does.
func TestLibraryRoom(t *testing.T) {
	now := zoneTime(t, "2026-03-02T10:00:00Z")
	var team Team
	for i := range MaxStories {
		s := Story{ID: fmt.Sprint(i), Kind: WhyStory}
		if i == 7 || i == 9 {
			s.Until = now
		}
		var ok bool
		if team, ok = team.WithStory(s, now); !ok {
			t.Fatalf("no room for the %dth", i+1)
		}
	}
	before := team
	for _, id := range []string{"a", "b"} {
		var ok bool
		if team, ok = team.WithStory(Story{ID: id}, now); !ok || len(team.Stories) != MaxStories {
			t.Fatalf("%s: %v, %d entries", id, ok, len(team.Stories))
		}
	}
	if _, ok := team.WithStory(Story{ID: "c"}, now); ok {
		t.Error("room for one too many")
	}
	if _, ok := team.WithoutStory("7"); ok {
		t.Error("what has expired did not make room")
	}
	if without, ok := team.WithoutStory("8"); !ok || len(without.Stories) != MaxStories-1 {
		t.Error("8 is not taken out")
	}
	if len(before.Stories) != MaxStories || before.Stories[7].ID != "7" {
		t.Error("the team that was handed in has changed")
	}
	r := DefaultRules()
	if !r.StoryUntil(WhyStory, now).IsZero() || !r.StoryUntil(WhyNews, now).Equal(now.AddDate(0, 0, 30)) ||
		!r.StoryUntil(WhyTimely, now).Equal(now.AddDate(0, 0, 30)) {
		t.Error("what grows old")
	}
}
