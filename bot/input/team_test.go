package input

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
	} {
		if diff := gocmp.Diff(want, ReadMentions(words.Lex(line))); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

func TestSummaryScheduleIsRead(t *testing.T) {
	for line, want := range map[string]coach.Schedule{
		"off":                   {},
		"OFF":                   {},
		"Sales daily 17:30":     {Every: "daily", At: 17*60 + 30},
		"Weekly Mon 9am":        {Every: "weekly", Weekday: 1, At: 9 * 60},
		"Sales weekly fri 4 pm": {Every: "weekly", Weekday: 5, At: 16 * 60},
	} {
		ws := words.Lex(line)
		got, err := ReadSchedule(ws[SummaryAt(ws):])
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v, want %+v", line, got, err, want)
		}
	}
	for _, line := range []string{"weekly", "weekly mon", "weekly 9:00", "weekly someday 9:00", "daily", "daily noonish"} {
		got, err := ReadSchedule(words.Lex(line))
		refusedAs(t, line, err, "a weekday and a time of day")
		if got != (coach.Schedule{}) {
			t.Errorf("%s: %+v beside the refusal", line, got)
		}
	}
	if at := SummaryAt(words.Lex(`Key "off" accounts`)); at != 3 {
		t.Errorf("a quoted word is taken for a keyword: %d", at)
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
		`"x" News`: {Kind: coach.WhyNews, Text: "x"},
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
