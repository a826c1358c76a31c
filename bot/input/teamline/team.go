// Package teamline reads what managers type about a team:
//
//	ReadTeam      what is done with the team, by the contract's word or another: "East add @Maya"
//	ReadMentions  whom and which channel a line names, and the team's name among its plain words
//	ReadSummary   how often its summary comes: "weekly on Fri 16:00 for West"
//	ReadStory     what its library tells in preps, until when, in which industry
//
// It is pure, as is package input; what people may do with a team is not decided here.
package teamline

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input/settingline"
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

// besideMentions are words that join a mention to what stands beside it and name nothing: "East with @Maya, @Omar and
// @Ruth", "@Maya to East", "North in #sales". Elsewhere, and in quotes, they are words of a name.
var besideMentions = []string{"", "and", "&", "+", "plus", "with", "to", "from", "in", "into", "for", "of", "on", "as",
	"is",
	"channel", "-", "–", "→", "or", "both", "also", "please"}

// ReadMentions takes a line's words apart. Only what was picked from Slack's list is a mention: "@pat" typed by hand
// arrives as a plain word.
func ReadMentions(ws []words.Word) Mentions {
	var m Mentions
	var plain, part []string // part: the words since the last mention, with fixed many of them that name something
	fixed, behind := 0, false
	end := func(before bool) {
		for before && len(part) > fixed {
			last := strings.ToLower(strings.TrimRight(part[len(part)-1], words.EndMarks))
			if slices.Contains(besideMentions, last) {
				part = part[:len(part)-1]
				continue
			}
			part[len(part)-1] = strings.TrimRight(part[len(part)-1], words.EndMarks)
			break
		}
		plain, part, fixed, behind = append(plain, part...), nil, 0, before
	}
	for _, w := range apart(ws) {
		switch {
		case w.User != "":
			end(true)
			if !slices.Contains(m.People, w.User) {
				m.People = append(m.People, w.User)
			}
		case w.Channel != "":
			end(true)
			m.Channel = w.Channel
		case w.Quoted:
			part = append(part, w.Text)
			fixed = len(part)
		case behind && len(part) == 0 &&
			slices.Contains(besideMentions, strings.ToLower(strings.Trim(w.Text, words.EndMarks))):
		default:
			part = append(part, w.Text)
		}
	}
	end(false)
	m.Name = strings.Join(plain, " ")
	return m
}

// apart splits off the mentions that stand behind a mark without a space: "@Maya,@Omar".
func apart(ws []words.Word) []words.Word {
	var out []words.Word
	for _, w := range ws {
		for !w.Quoted && w.User == "" && w.Channel == "" {
			at := strings.IndexAny(w.Text, "<")
			if at < 0 || strings.Trim(w.Text[:at], words.EndMarks+"&+/") != "" {
				break
			}
			list := words.Lex(w.Text[at:])
			if len(list) == 0 || list[0].User == "" && list[0].Channel == "" {
				break
			}
			out = append(out, list[0])
			w.Text = w.Text[at+list[0].End:]
		}
		if w.Text != "" {
			out = append(out, w)
		}
	}
	return out
}

// TeamNames are the names that words for a team may stand for, the words themselves first, then without what is said
// around a name: "to the East team" is East.
func TeamNames(given string) []string {
	ws := strings.Fields(given)
	out := []string{strings.Join(ws, " ")}
	for len(ws) > 1 {
		switch {
		case slices.Contains([]string{"to", "from", "in", "into", "for", "of", "the", "team", "called", "named"},
			strings.ToLower(ws[0])):
			ws = ws[1:]
		case slices.Contains([]string{"team", "please", "reps", "'s"}, strings.ToLower(ws[len(ws)-1])):
			ws = ws[:len(ws)-1]
		default:
			return out
		}
		out = append(out, strings.Join(ws, " "))
	}
	return out
}

// Summary is what a line wants of a team's summary.
type Summary struct {
	Name string // the team's; "" for the only one
	Now  bool   // post it now
	Set  bool   // it shall come by Schedule, whose zero value is never; neither for a line that asks how it is set
	coach.Schedule
}

// Line is how the wish is typed behind the team's name.
func (s Summary) Line() string {
	at := fmt.Sprintf("%02d:%02d", s.At/60, s.At%60)
	switch {
	case s.Now:
		return "now"
	case s.Set && s.Every == "weekly":
		return "weekly " + strings.ToLower(time.Weekday(s.Weekday).String()) + " " + at
	case s.Set && s.Every != "":
		return s.Every + " " + at
	case s.Set:
		return "off"
	}
	return ""
}

// summaryWords begin what becomes of a summary. What stands before is the team's name.
var summaryWords = map[string]bool{"now": true, "off": true, "stop": true, "none": true, "never": true, "weekly": true,
	"daily": true, "every": true, "each": true, "today": true, "immediately": true}

// scheduleLinks stand between the parts of a schedule and say nothing.
var scheduleLinks = []string{"", "on", "at", "every", "each", "a", "week", "weekly", "the", "right", "please", "and",
	"@"}

// ReadSummary reads "[team's name] now|weekly <day> <time>|daily <time>|off", the name before or behind, as "West every
// Friday at 4pm", "weekly on Fri 16:00 for West". Zone and date of the schedule are left to the caller.
func ReadSummary(ws []words.Word) (Summary, error) {
	at := slices.IndexFunc(ws, func(w words.Word) bool {
		word := strings.ToLower(strings.Trim(w.Text, words.EndMarks))
		_, isDay := readFullDay(word)
		return !w.Quoted && (summaryWords[word] || isDay)
	})
	if at < 0 {
		return Summary{Name: strings.Join(words.Texts(ws), " ")}, nil
	}
	name := words.Texts(ws[:at])
	refused := &request.BadValue{What: "a time for the summary", Given: strings.Join(words.Texts(ws[at:]), " "),
		Expected: "a weekday and a time of day", Example: "/followup team summary weekly mon 9:00"}
	s, rest := readSchedule(ws[at:])
	switch {
	case s.Set && s.Every != "" && s.At < 0, len(rest) > 0 && len(name) > 0:
		return Summary{}, refused
	case s.Every == "weekly" && s.Weekday < 0:
		return Summary{}, refused
	}
	s.Name = strings.Join(append(name, rest...), " ")
	return s, nil
}

// readSchedule reads the words of a schedule, at least one of them, and returns those behind it. Weekday and time are
// -1 where the words name none.
func readSchedule(ws []words.Word) (s Summary, rest []string) {
	s = Summary{Set: true, Schedule: coach.Schedule{Every: "weekly", Weekday: -1, At: -1}}
	for i := 0; i < len(ws); i++ {
		word := strings.ToLower(strings.Trim(ws[i].Text, words.EndMarks))
		day, isDay := settingline.ReadWeekday(word)
		minutes, used := clockAt(ws[i:])
		switch {
		case ws[i].Quoted || word == "for" || word == "of":
			return s, words.Texts(ws[i:])
		case i == 0 && (word == "now" || word == "today" || word == "immediately"):
			s = Summary{Now: true}
		case i == 0 && (word == "off" || word == "stop" || word == "none" || word == "never"):
			s = Summary{Set: true}
		case s.Now || s.Every == "":
			return s, words.Texts(ws[i:])
		case word == "daily" || word == "day":
			s.Every, s.Weekday = "daily", 0
		case slices.Contains(scheduleLinks, word):
		case s.At < 0 && used > 0:
			s.At = minutes
			i += used - 1
		case s.Every == "weekly" && s.Weekday < 0 && isDay:
			s.Weekday = day
		default:
			return s, words.Texts(ws[i:])
		}
	}
	return s, nil
}

// clockAt reads the time of day that words begin with, four of them at most ("half past 8 pm"), and how many it takes.
func clockAt(ws []words.Word) (minutes, used int) {
	for n := min(4, len(ws)); n > 0; n-- {
		text := strings.TrimRight(strings.Join(words.Texts(ws[:n]), " "), words.EndMarks)
		if m, ok := settingline.ReadClock(text); ok {
			return m, n
		}
	}
	return 0, 0
}

// readFullDay reads a weekday of which at least three letters stand there, so that "so" and "we" are words.
func readFullDay(word string) (int, bool) {
	if len(word) < 3 {
		return 0, false
	}
	return settingline.ReadWeekday(word)
}

// teamWords are what is done with a team, by the contract's word and by others that people use for it.
var teamWords = map[string]string{
	"list": "list", "teams": "list", "members": "list", "who": "list",
	"create": "create", "new": "create", "make": "create", "start": "create",
	"add": "add", "invite": "add", "join": "add",
	"remove": "remove", "kick": "remove", "drop": "remove",
	"manager": "manager", "managers": "manager",
	"summary": "summary", "report": "summary",
	"library": "library", "stories": "library",
	"tips": "tips", "tip": "tips", "phrases": "phrases", "phrase": "phrases", "wording": "phrases",
	"suspects": "suspects", "suspect": "suspects", "prospects": "suspects", "verticals": "suspects",
	"criteria": "suspects",
	"handover": "handover", "pause": "pause", "resume": "resume", "unpause": "resume", "audit": "audit",
	"show": "show", "status": "show", "overview": "show", "day": "show",
	"reps": "show", "numbers": "numbers", "figures": "numbers", "stats": "numbers",
}

// ReadTeam reads what a line does with a team, and what follows. The team may be named before it: "East add @Maya" is
// "add East @Maya". A line without words lists the teams; word is the first one where none is known.
func ReadTeam(ws []words.Word) (word string, rest []words.Word) {
	if len(ws) == 0 {
		return "list", nil
	}
	for i, w := range ws {
		said := strings.ToLower(strings.Trim(w.Text, words.EndMarks))
		// Behind a name only the contract's own words count: the others are words of names as well.
		if does := teamWords[said]; does != "" && !w.Quoted && (i == 0 || does == said) {
			return does, append(slices.Clone(ws[:i]), ws[i+1:]...)
		}
	}
	return strings.ToLower(ws[0].Text), ws[1:]
}

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
	story := coach.Story{Kind: coach.WhyStory, Text: words.SingleSpaced(ws[told].Text),
		Industry: words.SingleSpaced(values["industry"]), Problem: words.SingleSpaced(values["problem"])}
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
