package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// libraryKeys are the keys of an entry of a team's library.
var libraryKeys = []string{"industry", "problem", "until", "team"}

const libraryExample = `/followup team library add "A hotel like theirs saved a day a week" industry:hotels`

// libraryLine is "team library [add|remove …]": what the team has to tell to prospects. Everybody in a team may add to
// it; managers and whoever told something take it out again.
func (b *Bot) libraryLine(ctx context.Context, a *act, ln line) (answer, error) {
	values, ws := words.KeyValues(ln.ws, libraryKeys...)
	word := ""
	if len(ws) > 0 {
		word, ws = strings.ToLower(ws[0].Text), ws[1:]
	}
	a.changes = word != ""
	mine, teams, err := b.libraries(ctx, a, values["team"])
	if err != nil {
		return answer{}, err
	}
	switch {
	case len(mine) == 0 && values["team"] != "":
		return answer{}, &badValue{what: "a team of yours", given: values["team"],
			expected: "one of those that `/followup team list` shows", example: "/followup team list"}
	case len(mine) == 0:
		return saying(b.checked(a, say.TeamList(b.reader(a), nil, teams)))
	case word == "":
		return saying(b.checked(a, say.Library(b.reader(a), mine)))
	case word == "add":
		return b.libraryAdd(ctx, a, mine, ws, values)
	case word == "remove":
		return b.libraryRemove(ctx, a, mine, ws)
	}
	return answer{}, &badValue{what: "something to do with the library", given: word,
		expected: "add, remove, or nothing to see it", example: libraryExample}
}

// libraries are the teams whose library somebody may see, by name: their own, of who may set up teams all; with a name
// only the one that has it. some reports whether there are teams at all.
func (b *Bot) libraries(ctx context.Context, a *act, name string) (mine []coach.Team, some bool, err error) {
	teams, err := b.space().Teams(ctx)
	for _, t := range teams {
		if (t.Has(a.user) || b.maySetUp(a.who)) && (name == "" || names.Normalize(t.Name) == names.Normalize(name)) {
			mine = append(mine, t)
		}
	}
	return mine, len(teams) > 0, err
}

// libraryAdd adds an entry: "add "<text>" [story|timely|news] [industry:…] [problem:…] [until:…] [team:…]".
func (b *Bot) libraryAdd(ctx context.Context, a *act, mine []coach.Team, ws []words.Word,
	values map[string]string) (answer, error) {
	s, err := b.storyOf(a, ws, values)
	if err != nil {
		return answer{}, err
	}
	if own := slices.DeleteFunc(slices.Clone(mine), func(t coach.Team) bool { return !t.Has(a.user) }); len(own) > 0 {
		mine = own // an admin's own team before all the others
	}
	if len(mine) > 1 {
		return answer{}, &badValue{what: "one of your teams", expected: "you belong to several, so say which one with team:",
			example: libraryExample + ` team:"` + mine[0].Name + `"`}
	}
	return b.changeLibrary(ctx, a, mine[0].ID, "team library add", func(t coach.Team) (coach.Team, say.Reply, error) {
		with, ok := t.WithStory(s, a.now)
		if !ok {
			return t, say.Reply{}, &badValue{what: "one more entry", given: s.Text,
				expected: "the library is full with " + strconv.Itoa(coach.MaxStories) + " entries: take one out first",
				example:  "/followup team library remove 1"}
		}
		return with, say.LibraryAdded(b.reader(a), with, s, values["until"] == ""), nil
	})
}

// storyOf reads an entry.
func (b *Bot) storyOf(a *act, ws []words.Word, values map[string]string) (coach.Story, error) {
	s := coach.Story{ID: store.NewID(), Kind: coach.WhyStory, By: a.user}
	if len(ws) == 0 || !ws[0].Quoted || strings.TrimSpace(ws[0].Text) == "" {
		return s, &badValue{what: "what you tell", given: strings.Join(words.Texts(ws), " "), expected: "put it in quotes",
			example: libraryExample}
	}
	s.Text = strings.Join(strings.Fields(ws[0].Text), " ")
	s.Industry, s.Problem = strings.Join(strings.Fields(values["industry"]), " "),
		strings.Join(strings.Fields(values["problem"]), " ")
	for _, long := range []string{s.Text, s.Industry, s.Problem} {
		if n := len([]rune(long)); n > coach.MaxFact {
			return s, &badValue{what: "an entry", given: long,
				expected: strconv.Itoa(coach.MaxFact) + " characters are the most that can be read in a prep, and this has " +
					strconv.Itoa(n), example: libraryExample}
		}
	}
	for _, w := range ws[1:] {
		kind := coach.WhyKind(strings.ToLower(w.Text))
		if w.Quoted || kind != coach.WhyStory && kind != coach.WhyTimely && kind != coach.WhyNews {
			return s, &badValue{what: "a kind of entry", given: w.Text,
				expected: "story, timely or news, and put values of several words in quotes",
				example:  libraryExample + ` until:"30 Nov"`}
		}
		s.Kind = kind
	}
	s.Until = b.rules.StoryUntil(s.Kind, a.now)
	if typed, given := values["until"]; given {
		d := dates.Read(typed, dateContext(*a.rep, nil, a.now))
		switch {
		case d.Past:
			return s, &badValue{what: "a last day", given: typed, expected: "that day is over",
				example: libraryExample + ` until:"30 Nov"`}
		case d.Kind == dates.Exact:
			s.Until = d.At.UTC()
		case d.Kind == dates.Day || d.Kind == dates.Part:
			s.Until = d.To.UTC() // that day is the last one
		default:
			return s, &badValue{what: "a last day", given: typed, expected: cmp.Or(d.Problem, "name a day"),
				example: libraryExample + ` until:"30 Nov"`}
		}
	}
	return s, nil
}

// libraryRemove takes an entry out: "remove <n or id>", n as the list counts.
func (b *Bot) libraryRemove(ctx context.Context, a *act, mine []coach.Team, ws []words.Word) (answer, error) {
	given := strings.Join(words.Texts(ws), " ")
	n, _ := strconv.Atoi(given)
	for _, t := range mine {
		for _, s := range t.Stories {
			if n--; n != 0 && s.ID != given {
				continue
			}
			if s.By != a.user && !b.mayManage(a.who, t) {
				return answer{}, errNotYours
			}
			return b.changeLibrary(ctx, a, t.ID, "team library remove", func(t coach.Team) (coach.Team, say.Reply, error) {
				without, ok := t.WithoutStory(s.ID)
				if !ok {
					return t, say.Reply{}, errOutdated
				}
				return without, say.LibraryRemoved(b.reader(a), without, s), nil
			})
		}
	}
	return answer{}, &badValue{what: "an entry", given: given, expected: "give the number that the list shows before it",
		example: "/followup team library remove 1"}
}

// libraryTries bounds how often a change of a library begins anew because somebody else changed the team meanwhile.
const libraryTries = 5

// changeLibrary changes a team's library, from the team as it is by then.
func (b *Bot) changeLibrary(ctx context.Context, a *act, team, op string,
	change func(coach.Team) (coach.Team, say.Reply, error)) (answer, error) {
	for try := 1; ; try++ {
		t, there, err := b.space().Team(ctx, team)
		if err != nil {
			return answer{}, err
		}
		if !there {
			return answer{}, errOutdated
		}
		t, reply, err := change(t)
		if err != nil {
			if raw, done, errAnswer := b.space().TeamAnswer(ctx, a.key); errAnswer == nil && done {
				return decode(raw) // the same words delivered again: there is nothing left to take out
			}
			return answer{}, err
		}
		ans, err := b.saveTeam(ctx, a, t, op, nil, func(coach.Team) say.Reply { return reply })
		if !errors.Is(err, store.ErrConflict) || try == libraryTries {
			return ans, err
		}
		wait := time.NewTimer(time.Duration(try) * 5 * time.Millisecond)
		select {
		case <-wait.C:
		case <-ctx.Done():
			wait.Stop()
			return answer{}, err
		}
	}
}

// library is what the acting rep's teams have to tell.
func (b *Bot) library(ctx context.Context, a *act) ([]coach.Story, error) {
	rep, err := b.rep(ctx, a)
	if err != nil {
		return nil, err
	}
	return b.space().Library(ctx, rep.Teams...)
}
