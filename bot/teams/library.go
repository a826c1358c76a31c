package teams

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
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
func (h *Handlers) libraryLine(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error) {
	values, ws := words.KeyValues(ln.Words, libraryKeys...)
	word := ""
	if len(ws) > 0 {
		word, ws = strings.ToLower(ws[0].Text), ws[1:]
	}
	req.Writes = word != ""
	mine, teams, err := h.libraries(ctx, req, values["team"])
	if err != nil {
		return request.Response{}, err
	}
	switch {
	case len(mine) == 0 && values["team"] != "":
		return request.Response{}, &request.BadValue{What: "a team of yours", Given: values["team"],
			Expected: "one of those that `/followup team list` shows", Example: "/followup team list"}
	case len(mine) == 0:
		return reply.Say(h.reply.Checked(req, say.TeamList(h.reply.Reader(req), nil, teams)))
	case word == "":
		return reply.Say(h.reply.Checked(req, say.Library(h.reply.Reader(req), mine)))
	case word == "add":
		return h.libraryAdd(ctx, req, mine, ws, values)
	case word == "remove":
		return h.libraryRemove(ctx, req, mine, ws)
	}
	return request.Response{}, &request.BadValue{What: "something to do with the library", Given: word,
		Expected: "add, remove, or nothing to see it", Example: libraryExample}
}

// libraries are the teams whose library somebody may see, by name: their own, of who may set up teams all; with a name
// only the one that has it. some reports whether there are teams at all.
func (h *Handlers) libraries(ctx context.Context, req *request.Request,
	name string) (mine []coach.Team, some bool, err error) {
	teams, err := h.record.Space().Teams(ctx)
	for _, t := range teams {
		if (t.Has(req.User) || h.maySetUp(req.Person)) && (name == "" || names.Normalize(t.Name) == names.Normalize(name)) {
			mine = append(mine, t)
		}
	}
	return mine, len(teams) > 0, err
}

// libraryAdd adds an entry: "add "<text>" [story|timely|news] [industry:…] [problem:…] [until:…] [team:…]".
func (h *Handlers) libraryAdd(ctx context.Context, req *request.Request, mine []coach.Team, ws []words.Word,
	values map[string]string) (request.Response, error) {
	s, err := h.storyOf(req, ws, values)
	if err != nil {
		return request.Response{}, err
	}
	if own := slices.DeleteFunc(slices.Clone(mine), func(t coach.Team) bool { return !t.Has(req.User) }); len(own) > 0 {
		mine = own // an admin's own team before all the others
	}
	if len(mine) > 1 {
		return request.Response{}, &request.BadValue{What: "one of your teams",
			Expected: "you belong to several, so say which one with team:",
			Example:  libraryExample + ` team:"` + mine[0].Name + `"`}
	}
	return h.changeLibrary(ctx, req, mine[0].ID, "team library add", func(t coach.Team) (coach.Team, say.Reply, error) {
		with, ok := t.WithStory(s, req.Now)
		if !ok {
			return t, say.Reply{}, &request.BadValue{What: "one more entry", Given: s.Text,
				Expected: "the library is full with " + strconv.Itoa(coach.MaxStories) + " entries: take one out first",
				Example:  "/followup team library remove 1"}
		}
		return with, say.LibraryAdded(h.reply.Reader(req), with, s, values["until"] == ""), nil
	})
}

// storyOf reads an entry.
func (h *Handlers) storyOf(req *request.Request, ws []words.Word, values map[string]string) (coach.Story, error) {
	s := coach.Story{ID: store.NewID(), Kind: coach.WhyStory, By: req.User}
	if len(ws) == 0 || !ws[0].Quoted || strings.TrimSpace(ws[0].Text) == "" {
		return s, &request.BadValue{What: "what you tell", Given: strings.Join(words.Texts(ws), " "),
			Expected: "put it in quotes",
			Example:  libraryExample}
	}
	s.Text = strings.Join(strings.Fields(ws[0].Text), " ")
	s.Industry, s.Problem = strings.Join(strings.Fields(values["industry"]), " "),
		strings.Join(strings.Fields(values["problem"]), " ")
	for _, long := range []string{s.Text, s.Industry, s.Problem} {
		if n := len([]rune(long)); n > coach.MaxFact {
			return s, &request.BadValue{What: "an entry", Given: long,
				Expected: strconv.Itoa(coach.MaxFact) + " characters are the most that can be read in a prep, and this has " +
					strconv.Itoa(n), Example: libraryExample}
		}
	}
	for _, w := range ws[1:] {
		kind := coach.WhyKind(strings.ToLower(w.Text))
		if w.Quoted || kind != coach.WhyStory && kind != coach.WhyTimely && kind != coach.WhyNews {
			return s, &request.BadValue{What: "a kind of entry", Given: w.Text,
				Expected: "story, timely or news, and put values of several words in quotes",
				Example:  libraryExample + ` until:"30 Nov"`}
		}
		s.Kind = kind
	}
	s.Until = h.record.Rules.StoryUntil(s.Kind, req.Now)
	if typed, given := values["until"]; given {
		d := dates.Read(typed, input.DateContext(*req.Rep, nil, req.Now))
		switch {
		case d.Past:
			return s, &request.BadValue{What: "a last day", Given: typed, Expected: "that day is over",
				Example: libraryExample + ` until:"30 Nov"`}
		case d.Kind == dates.Exact:
			s.Until = d.At.UTC()
		case d.Kind == dates.Day || d.Kind == dates.Part:
			s.Until = d.To.UTC() // that day is the last one
		default:
			return s, &request.BadValue{What: "a last day", Given: typed, Expected: cmp.Or(d.Problem, "name a day"),
				Example: libraryExample + ` until:"30 Nov"`}
		}
	}
	return s, nil
}

// libraryRemove takes an entry out: "remove <n or id>", n as the list counts.
func (h *Handlers) libraryRemove(ctx context.Context, req *request.Request, mine []coach.Team,
	ws []words.Word) (request.Response, error) {
	given := strings.Join(words.Texts(ws), " ")
	n, _ := strconv.Atoi(given)
	for _, t := range mine {
		for _, s := range t.Stories {
			if n--; n != 0 && s.ID != given {
				continue
			}
			if s.By != req.User && !h.mayManage(req.Person, t) {
				return request.Response{}, request.ErrNotYours
			}
			return h.changeLibrary(ctx, req, t.ID, "team library remove", func(t coach.Team) (coach.Team, say.Reply, error) {
				without, ok := t.WithoutStory(s.ID)
				if !ok {
					return t, say.Reply{}, request.ErrOutdated
				}
				return without, say.LibraryRemoved(h.reply.Reader(req), without, s), nil
			})
		}
	}
	return request.Response{}, &request.BadValue{What: "an entry", Given: given,
		Expected: "give the number that the list shows before it",
		Example:  "/followup team library remove 1"}
}

// libraryTries bounds how often a change of a library begins anew because somebody else changed the team meanwhile.
const libraryTries = 5

// changeLibrary changes a team's library, from the team as it is by then.
func (h *Handlers) changeLibrary(ctx context.Context, req *request.Request, team, op string,
	change func(coach.Team) (coach.Team, say.Reply, error)) (request.Response, error) {
	for try := 1; ; try++ {
		t, there, err := h.record.Space().Team(ctx, team)
		if err != nil {
			return request.Response{}, err
		}
		if !there {
			return request.Response{}, request.ErrOutdated
		}
		t, shown, err := change(t)
		if err != nil {
			if raw, done, errAnswer := h.record.Space().TeamAnswer(ctx, req.Key); errAnswer == nil && done {
				return request.DecodeResponse(raw) // the same words delivered again: there is nothing left to take out
			}
			return request.Response{}, err
		}
		resp, err := h.saveTeam(ctx, req, t, op, nil, func(coach.Team) say.Reply { return shown })
		if !errors.Is(err, store.ErrConflict) || try == libraryTries {
			return resp, err
		}
		wait := time.NewTimer(time.Duration(try) * 5 * time.Millisecond)
		select {
		case <-wait.C:
		case <-ctx.Done():
			wait.Stop()
			return request.Response{}, err
		}
	}
}
