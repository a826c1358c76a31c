package say

import (
	"strconv"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach"
)

func library(add func(string, any)) {
	story := coach.Story{ID: "s1", Kind: coach.WhyStory, Text: "A hotel like theirs saved a day a week",
		Industry: "hotels", Problem: "unscheduled maintenance", By: "U1"}
	news := coach.Story{ID: "s2", Kind: coach.WhyNews, Text: "New reporting duty from January on", Until: at(31, 0, 0),
		By: "U2"}
	old := coach.Story{ID: "s3", Kind: coach.WhyTimely, Text: "Winter offer", Until: at(10, 0, 0)}
	evil := coach.Story{ID: "s`4", Kind: "<!here>", Text: "<!channel> *x* `y` \"" + strings.Repeat("<", 280),
		Industry: "\u202Eevil\nline", Problem: strings.Repeat("ß&", 150), By: "!everyone", Until: at(20, 0, 0)}
	team := coach.Team{ID: "T1", Name: "Inside sales", Stories: []coach.Story{story, news, old}}
	full := coach.Team{ID: "T2", Name: "<!channel>" + strings.Repeat("x", 300)}
	for i := range coach.MaxStories {
		s := evil
		s.ID = strconv.Itoa(i)
		full.Stories = append(full.Stories, s)
	}
	add("library", Library(reader, []coach.Team{team, {Name: "North"}}))
	add("library-empty", Library(reader, []coach.Team{{Name: "North"}}))
	add("library-hostile-full", Library(reader, []coach.Team{full, full, full, full, full, team}))
	add("library-added", LibraryAdded(reader, team, story, true))
	add("library-added-news", LibraryAdded(reader, team, news, true))
	add("library-added-hostile", LibraryAdded(reader, full, evil, false))
	add("library-removed", LibraryRemoved(reader, team, news))
	add("library-removed-hostile", LibraryRemoved(reader, full, evil))
}

// S1.18, S1.19: what has expired is told as over, to the day; its last day is the one that was named.
func TestLastDayOfAStory(t *testing.T) {
	s := coach.Story{Kind: coach.WhyNews, Text: "x", Until: at(15, 0, 0)} // until the end of the 14th
	if got := reader.story(s); !strings.Contains(got, "until") || !strings.Contains(got, "Wed 14 Jan") {
		t.Errorf("on its last day: %s", got)
	}
	later := reader
	later.Now = s.Until
	if got := later.story(s); !strings.Contains(got, "over since") {
		t.Errorf("a moment later: %s", got)
	}
}
