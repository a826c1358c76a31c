package input

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// Mentions are the people and the channel that a line names, and its plain words.
type Mentions struct {
	Name    string   // the plain words with single spaces between them: a team's name
	People  []string // Slack user ids in the order of the line, each once
	Channel string   // Slack channel id; the last one where there are several, "" where there is none
}

// ReadMentions takes a line's words apart. Only what was picked from Slack's list is a mention: "@pat" typed by hand
// arrives as a plain word.
func ReadMentions(ws []words.Word) Mentions {
	var m Mentions
	var plain []string
	for _, w := range ws {
		switch {
		case w.User != "" && slices.Contains(m.People, w.User):
		case w.User != "":
			m.People = append(m.People, w.User)
		case w.Channel != "":
			m.Channel = w.Channel
		default:
			plain = append(plain, w.Text)
		}
	}
	m.Name = strings.Join(plain, " ")
	return m
}

// SummaryAt is the index of the word that says what becomes of a team's summary: now, weekly, daily or off. What stands
// before it is the team's name. It is len(ws) when there is none.
func SummaryAt(ws []words.Word) int {
	at := slices.IndexFunc(ws, func(w words.Word) bool {
		return w.Is("now") || w.Is("weekly") || w.Is("daily") || w.Is("off")
	})
	if at < 0 {
		return len(ws)
	}
	return at
}

// ReadSchedule reads when a summary goes out: "off", "daily <time>" or "weekly <day> <time>". Zone and date of the
// schedule are left to the caller. ws begins with the word that [SummaryAt] found, so it is never empty.
func ReadSchedule(ws []words.Word) (coach.Schedule, error) {
	every, rest := strings.ToLower(ws[0].Text), words.Texts(ws[1:])
	refused := &request.BadValue{What: "a time for the summary", Given: strings.Join(rest, " "),
		Expected: "a weekday and a time of day", Example: "/followup team summary weekly mon 9:00"}
	out := coach.Schedule{Every: every}
	switch {
	case every == "off":
		return coach.Schedule{}, nil
	case every == "weekly" && len(rest) > 1:
		day, ok := ReadWeekday(strings.ToLower(rest[0]))
		if !ok {
			return coach.Schedule{}, refused
		}
		out.Weekday, rest = day, rest[1:]
	case every == "weekly":
		return coach.Schedule{}, refused
	}
	minutes, ok := ReadClock(strings.Join(rest, " "))
	if !ok {
		return coach.Schedule{}, refused
	}
	out.At = minutes
	return out, nil
}

// StoryKeys are the keys of a line about an entry of a team's library.
var StoryKeys = []string{"industry", "problem", "until", "team"}

// StoryExample is a line that adds an entry to a team's library.
const StoryExample = `/followup team library add "A hotel like theirs saved a day a week" industry:hotels`

// ReadStory reads an entry of a team's library: "<text>" [story|timely|news], and by key industry, problem and the last
// day on which it is told. Until is zero where none was given; who tells it is left to the caller.
func ReadStory(ws []words.Word, values map[string]string, c dates.Context) (coach.Story, error) {
	if len(ws) == 0 || !ws[0].Quoted || strings.TrimSpace(ws[0].Text) == "" {
		return coach.Story{}, &request.BadValue{What: "what you tell", Given: strings.Join(words.Texts(ws), " "),
			Expected: "put it in quotes", Example: StoryExample}
	}
	story := coach.Story{Kind: coach.WhyStory, Text: singleSpaced(ws[0].Text),
		Industry: singleSpaced(values["industry"]), Problem: singleSpaced(values["problem"])}
	// What is too long is refused, not cut: only its author knows what may go.
	for _, text := range []string{story.Text, story.Industry, story.Problem} {
		if n := len([]rune(text)); n > coach.MaxFact {
			return coach.Story{}, &request.BadValue{What: "an entry", Given: text,
				Expected: strconv.Itoa(coach.MaxFact) + " characters are the most that can be read in a prep, and this has " +
					strconv.Itoa(n), Example: StoryExample}
		}
	}
	for _, w := range ws[1:] {
		kind := coach.WhyKind(strings.ToLower(w.Text))
		if w.Quoted || kind != coach.WhyStory && kind != coach.WhyTimely && kind != coach.WhyNews {
			return coach.Story{}, &request.BadValue{What: "a kind of entry", Given: w.Text,
				Expected: "story, timely or news, and put values of several words in quotes",
				Example:  StoryExample + ` until:"30 Nov"`}
		}
		story.Kind = kind
	}
	typed, given := values["until"]
	if !given {
		return story, nil
	}
	last := dates.Read(typed, c)
	switch {
	case last.Past:
		return coach.Story{}, &request.BadValue{What: "a last day", Given: typed, Expected: "that day is over",
			Example: StoryExample + ` until:"30 Nov"`}
	case last.Kind == dates.Exact:
		story.Until = last.At.UTC()
	case last.Kind == dates.Day || last.Kind == dates.Part:
		story.Until = last.To.UTC() // the day that was named is the last one
	default:
		return coach.Story{}, &request.BadValue{What: "a last day", Given: typed,
			Expected: cmp.Or(last.Problem, "name a day"), Example: StoryExample + ` until:"30 Nov"`}
	}
	return story, nil
}

// singleSpaced is text with single spaces between its words and none around it.
func singleSpaced(text string) string { return strings.Join(strings.Fields(text), " ") }
