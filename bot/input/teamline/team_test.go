package teamline

import (
	"errors"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// refusedAs fails unless err refuses a value for what is expected instead.
func refusedAs(t *testing.T, line string, err error, expected string) {
	t.Helper()
	bad, ok := errors.AsType[*request.BadValue](err)
	if !ok || !strings.Contains(bad.Expected, expected) || bad.Example == "" {
		t.Errorf("%s: %#v, want one for %q", line, err, expected)
	}
}

func TestMentionsAreRead(t *testing.T) {
	for line, want := range map[string]Mentions{
		"":                             {},
		"Sales <#C1|sales>":            {Name: "Sales", Channel: "C1"},
		`"North  West" <@U1|pat>`:      {Name: "North  West", People: []string{"U1"}},
		"<@U2> Key accounts <@U1|pat>": {Name: "Key accounts", People: []string{"U2", "U1"}},
		"<@U1> <@U1|pat>":              {People: []string{"U1"}},
		"<#C1> <#C2|two>":              {Channel: "C2"},
		"@pat #sales":                  {Name: "@pat #sales"},

		"East <@U1>, <@U2> and <@U3>":       {Name: "East", People: []string{"U1", "U2", "U3"}},
		"East <@U1|a>,<@U2|b>,<@U3|c>":      {Name: "East", People: []string{"U1", "U2", "U3"}},
		"East: <@U1>; <@U2> & <@U3>.":       {Name: "East", People: []string{"U1", "U2", "U3"}},
		"East, <@U1>, and <@U2>":            {Name: "East", People: []string{"U1", "U2"}},
		"<@U1> and <@U2> to East":           {Name: "East", People: []string{"U1", "U2"}},
		"<@U1>, <@U2>, <@U3> to North East": {Name: "North East", People: []string{"U1", "U2", "U3"}},
		"<@U1> + <@U2> from the East team":  {Name: "the East team", People: []string{"U1", "U2"}},
		"East with <@U1> plus <@U2>":        {Name: "East", People: []string{"U1", "U2"}},
		"both <@U1> and <@U2> please":       {People: []string{"U1", "U2"}},
		"R and D <@U1> and <@U2>":           {Name: "R and D", People: []string{"U1", "U2"}},
		"R & D: <@U1> & <@U2>":              {Name: "R & D", People: []string{"U1", "U2"}},
		`"Wait and" <@U1> and <@U2>`:        {Name: "Wait and", People: []string{"U1", "U2"}},
		`<@U1> to "To and from"`:            {Name: "To and from", People: []string{"U1"}},
		"North in <#C1|sales>":              {Name: "North", Channel: "C1"},
		"North channel: <#C1|sales>":        {Name: "North", Channel: "C1"},
		"North East, <#C1|sales>":           {Name: "North East", Channel: "C1"},
		`"North East" <#C1>`:                {Name: "North East", Channel: "C1"},
		"North <#C1> with <@U1>, <@U2>":     {Name: "North", Channel: "C1", People: []string{"U1", "U2"}},
		"<#C1> for North":                   {Name: "North", Channel: "C1"},
		"<@U1>,":                            {People: []string{"U1"}},
		"a<@U1> b":                          {Name: "a<@U1> b"},
		"<@U1>, <@U1> and <@U1>":            {People: []string{"U1"}},
	} {
		if diff := gocmp.Diff(want, ReadMentions(words.Lex(line))); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

func TestTeamsAreNamed(t *testing.T) {
	for given, want := range map[string]string{
		"East": "East", "to East": "to East|East", "the East team": "the East team|East team|East",
		"from the team East": "from the team East|the team East|team East|East", "Sales team": "Sales team|Sales",
		"North  East": "North East", "": "", "team": "team", "for": "for",
	} {
		if got := strings.Join(TeamNames(given), "|"); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestSummariesAreRead(t *testing.T) {
	weekly := func(name string, day, at int) Summary {
		return Summary{Name: name, Set: true, Schedule: coach.Schedule{Every: "weekly", Weekday: day, At: at}}
	}
	daily := func(name string, at int) Summary {
		return Summary{Name: name, Set: true, Schedule: coach.Schedule{Every: "daily", At: at}}
	}
	for line, want := range map[string]Summary{
		"":     {},
		"West": {Name: "West"}, "for West": {Name: "for West"}, `"Off" accounts`: {Name: "Off accounts"},
		"off": {Set: true}, "OFF": {Set: true}, "West off": {Name: "West", Set: true}, "stop": {Set: true},
		"off for West": {Name: "for West", Set: true}, "never West": {Name: "West", Set: true},
		"now": {Now: true}, "West now": {Name: "West", Now: true}, "now West": {Name: "West", Now: true},
		"now for North West": {Name: "for North West", Now: true}, `now "Daily"`: {Name: "Daily", Now: true},
		"Sales daily 17:30": daily("Sales", 1050), "daily 9": daily("", 540), "daily at 9am": daily("", 540),
		"every day at 9": daily("", 540), "each day 9.30": daily("", 570), "daily 9 West": daily("West", 540),
		"West, daily, at 9": daily("West,", 540), "daily at half past 8": daily("", 510), "daily noon": daily("", 720),
		"Weekly Mon 9am": weekly("", 1, 540), "Sales weekly fri 4 pm": weekly("Sales", 5, 960),
		"weekly Friday at 16:00": weekly("", 5, 960), "West weekly Friday at 4pm": weekly("West", 5, 960),
		"weekly on Fridays, 16:00": weekly("", 5, 960), "every Friday at 16:00": weekly("", 5, 960),
		"every week on Monday at 9": weekly("", 1, 540), "Friday at 4pm": weekly("", 5, 960),
		"fridays 16:00":       weekly("", 5, 960),
		"weekly 16:00 Friday": weekly("", 5, 960), "weekly at 4pm on Fri": weekly("", 5, 960),
		"weekly Friday at 16:00 for West": weekly("for West", 5, 960), "West every Mon. 9:00": weekly("West", 1, 540),
		"weekly Sunday 8": weekly("", 0, 480), `weekly Sun 8 "Key accounts"`: weekly("Key accounts", 0, 480),
		"weekly Thursday at half past 4 pm": weekly("", 4, 990),
	} {
		got, err := ReadSummary(words.Lex(line))
		if diff := gocmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", line, err, diff)
		}
	}
	for _, line := range []string{"weekly", "weekly mon", "weekly 9:00", "weekly someday 9:00", "daily", "daily noonish",
		"Friday",
		"every weekday 9:00", "weekly fri 25:00", "West weekly fri 9 North", "every", "weekly mon tue", "West daily"} {
		got, err := ReadSummary(words.Lex(line))
		refusedAs(t, line, err, "a weekday and a time of day")
		if got != (Summary{}) {
			t.Errorf("%s: %+v beside the refusal", line, got)
		}
	}
}

// S1.18–S1.20: what a team tells, of what kind, to whom, and for how long.
func TestStoriesAreRead(t *testing.T) {
	c := dates.Context{Now: time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC), Zone: time.UTC} // a Tuesday
	read := func(line string) (coach.Story, error) {
		values, ws := words.KeyValues(words.Lex(line), StoryKeys...)
		return ReadStory(ws, values, c)
	}
	for line, want := range map[string]coach.Story{
		`"A hotel  saved a day"`: {Kind: coach.WhyStory, Text: "A hotel saved a day"},
		`"x" industry:hotels problem:"late  nights"`: {Kind: coach.WhyStory, Text: "x", Industry: "hotels",
			Problem: "late nights"},
		`"x" News`: {Kind: coach.WhyNews, Text: "x"}, `news "x"`: {Kind: coach.WhyNews, Text: "x"},
		`News: "x"`: {Kind: coach.WhyNews, Text: "x"}, `a story "x"`: {Kind: coach.WhyStory, Text: "x"},
		`success story: "x" industry:hotels`: {Kind: coach.WhyStory, Text: "x", Industry: "hotels"},
		`"x", timely`:                        {Kind: coach.WhyTimely, Text: "x"},
		`"x" as news`:                        {Kind: coach.WhyNews, Text: "x"},
		`timely "x" until:"30 Nov"`: {Kind: coach.WhyTimely, Text: "x",
			Until: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)},
		`until:"30 Nov" timely "x"`: {Kind: coach.WhyTimely, Text: "x",
			Until: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)},
		`"x" timely until:"30 Nov"`: {Kind: coach.WhyTimely, Text: "x",
			Until: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)},
		`"x" until:"30 Nov 16:00"`: {Kind: coach.WhyStory, Text: "x", Until: time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC)},
		`"x" team:West`:            {Kind: coach.WhyStory, Text: "x"},
	} {
		got, err := read(line)
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
	for line, expected := range map[string]string{
		``:                        "in quotes",
		`no quotes`:               "in quotes",
		`"  "`:                    "in quotes",
		`"x" gossip`:              "story, timely or news",
		`"x" "news"`:              "story, timely or news",
		`"x" industry:old hotels`: "values of several words in quotes",
		`"x" until:yesterday`:     "is over",
		`"x" until:soonish`:       "name a day",
		`"` + strings.Repeat("é", coach.MaxFact+1) + `"`: "and this has 301",
	} {
		got, err := read(line)
		refusedAs(t, line, err, expected)
		if got != (coach.Story{}) {
			t.Errorf("%s: %+v beside the refusal", line, got)
		}
	}
	if got, err := read(`"` + strings.Repeat("é", coach.MaxFact) + `"`); err != nil || got.Text == "" {
		t.Errorf("the longest entry: %v", err)
	}
}
