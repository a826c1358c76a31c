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

// StoryKeys are the keys of a line about an entry of a team's library.
var StoryKeys = []string{"industry", "problem", "until", "team"}

// StoryExample is a line that adds an entry to a team's library.
const StoryExample = `/followup team library add "A hotel like theirs saved a day a week" industry:hotels`

// storyKinds are the kinds of entries by what they are called when typed.
var storyKinds = map[string]coach.WhyKind{"story": coach.WhyStory, "stories": coach.WhyStory, "success": coach.WhyStory,
	"case": coach.WhyStory, "timely": coach.WhyTimely, "season": coach.WhyTimely, "seasonal": coach.WhyTimely,
	"deadline": coach.WhyTimely, "news": coach.WhyNews}

// storyWords may stand beside the kind and say nothing.
var storyWords = []string{"", "a", "an", "the", "as", "is", "-", "–", "reason", "entry", "kind"}

// ReadStory reads an entry of a team's library: the text in quotes with its kind (story, timely, news) before or behind
// it, and by key industry, problem and the last
// day on which it is told. Until is zero where none was given; who tells it is left to the caller.
func ReadStory(ws []words.Word, values map[string]string, c dates.Context) (coach.Story, error) {
	told := slices.IndexFunc(ws, func(w words.Word) bool { return w.Quoted })
	if told < 0 || strings.TrimSpace(ws[told].Text) == "" {
		return coach.Story{}, &request.BadValue{What: "what you tell", Given: strings.Join(words.Texts(ws), " "),
			Expected: "put it in quotes", Example: StoryExample}
	}
	story := coach.Story{Kind: coach.WhyStory, Text: singleSpaced(ws[told].Text),
		Industry: singleSpaced(values["industry"]), Problem: singleSpaced(values["problem"])}
	// What is too long is refused, not cut: only its author knows what may go.
	for _, text := range []string{story.Text, story.Industry, story.Problem} {
		if n := len([]rune(text)); n > coach.MaxFact {
			return coach.Story{}, &request.BadValue{What: "an entry", Given: text,
				Expected: strconv.Itoa(coach.MaxFact) + " characters are the most that can be read in a prep, and this has " +
					strconv.Itoa(n), Example: StoryExample}
		}
	}
	for i, w := range ws {
		if i == told || !w.Quoted && slices.Contains(storyWords, strings.ToLower(strings.Trim(w.Text, ",:"))) {
			continue
		}
		kind, known := storyKinds[strings.ToLower(strings.Trim(w.Text, ",:"))]
		if w.Quoted || !known {
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
