package say_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach"
)

func libraryCases(add func(string, any)) {
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
	add("library", library.Library(reader, []coach.Team{team, {Name: "North"}}))
	add("library-empty", library.Library(reader, []coach.Team{{Name: "North"}}))
	add("library-hostile-full", library.Library(reader, []coach.Team{full, full, full, full, full, team}))
	add("library-added", library.LibraryAdded(reader, team, story, true))
	add("library-added-news", library.LibraryAdded(reader, team, news, true))
	add("library-added-hostile", library.LibraryAdded(reader, full, evil, false))
	add("library-removed", library.LibraryRemoved(reader, team, news))
	add("library-removed-hostile", library.LibraryRemoved(reader, full, evil))
}

// S1.18, S1.19: what has expired is told as over, to the day; its last day is the one that was named.
func TestLastDayOfAStory(t *testing.T) {
	s := coach.Story{Kind: coach.WhyNews, Text: "x", Until: at(15, 0, 0)} // until the end of the 14th
	if got := library.Story(reader, s); !strings.Contains(got, "until") || !strings.Contains(got, "Wed 14 Jan") {
		t.Errorf("on its last day: %s", got)
	}
	later := reader
	later.Now = s.Until
	if got := library.Story(later, s); !strings.Contains(got, "over since") {
		t.Errorf("a moment later: %s", got)
	}
}
