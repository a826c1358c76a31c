package bot_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
)

// full gives somebody a lead with something of everything, so that each button finds what it is about. It answers the
// values that its buttons can carry.
func (w *world) full(user, name string) (values []string) {
	w.t.Helper()
	w.types(user, fmt.Sprintf(`add %q warm phone:+4930123456 hot:"secretsauce" contact:"Secretperson"`, name))
	w.types(
		user,
		`"`+name+
			`" talked promise:"read the secretspecs by Fri" mypromise:"send it by Thu" sent:"secretlist" page:"p. 4" `+
			`next thu 16:00 agenda secretagenda`)
	w.types(user, `edit "`+name+`" decides:"secretboss" competitor:"secretrival" industry:hotels problem:"secretproblem"`)
	w.types(user, `"`+name+`" unread`)
	l := w.lead(user, strings.ToLower(name))
	v := strconv.FormatInt(l.Version, 10)
	values = []string{l.ID, l.ID + "|" + v, l.ID + "|-1", l.ID + "|99999999999999999999", "|" + l.ID, l.ID + "|" + l.ID}
	for _, p := range l.Progress.Promises {
		values = append(values, l.ID+"|kept|"+p.ID, l.ID+"|broken|"+p.ID, l.ID+"|lost|"+p.ID)
	}
	at := int64(0)
	if c := l.Progress.Commitment; c != nil {
		at = c.At.Unix()
	}
	for _, second := range []string{
		strconv.FormatInt(at, 10), strconv.FormatInt(w.clock.Now().Add(50*time.Hour).Unix(), 10), "yes", "no", "warm", "cold",
		"drop", "keep", "full",
		ids.MorePrep, ids.MoreLog, ids.MoreSnooze, ids.MoreClose, ids.MoreShow, ids.MoreWhen, fields.PageContact,
		fields.PageKind,
		"why", "hot", "agenda",
		"page", "number", "close", "not-reviewed", "voicemail-1", library.AllScripts, "week", strings.Repeat("9", 400),
		"\u202eevil", "<!channel>", "",
	} {
		values = append(values, l.ID+"|"+second)
	}
	for _, o := range []outcome.Outcome{outcome.Talked, outcome.WantsInfo, outcome.Won, outcome.Planned, "nonsense", ""} {
		values = append(values, l.ID+"|"+v+"|"+string(o))
	}
	return values
}

// click is somebody's click on a made-up button, in a message or, with a callback id, in a form about a lead.
func click(user string, n int, action, value, callback string, meta request.Meta,
	state *slack.ViewState) socket.Envelope {
	i := slack.InteractionCallback{Type: slack.InteractionTypeBlockActions, TriggerID: "made-up." + strconv.Itoa(n),
		User: slack.User{ID: user}, Team: slack.Team{ID: team}}
	i.ActionCallback.BlockActions = []*slack.BlockAction{{ActionID: action, BlockID: "a.x.1", Value: value,
		Type: "button"}}
	if callback != "" {
		i.View = slack.View{ID: "V" + strconv.Itoa(n), Type: slack.VTModal, CallbackID: callback,
			PrivateMetadata: fields.EncodeMeta(meta), State: state}
	}
	return socket.Envelope{ID: i.TriggerID, Type: "interactive", Interaction: &i}
}

// state fills every field that any form has with the same words, and pickers with a time ahead.
func state(text, option string, at time.Time) *slack.ViewState {
	entered := append(bot.SetterKeys(), fields.Outcome, fields.Note, fields.When, fields.Next, fields.Date,
		fields.Time, fields.Agenda, fields.Reason,
		fields.Slot, fields.Promise, fields.Ticks, fields.Agreed, fields.How, fields.Material, fields.Link,
		fields.Pointer, fields.Sure,
		fields.Goal, fields.Day, fields.Kind, fields.Why, fields.Subject, fields.Message)
	values := map[string]map[string]slack.BlockAction{}
	for _, f := range entered {
		v := slack.BlockAction{Value: text}
		switch f {
		case fields.Next:
			v.SelectedDateTime = at.Unix()
		case fields.Date, fields.Day:
			v.SelectedDate = at.Format(time.DateOnly)
		case fields.Outcome, fields.How, fields.Sure, fields.Goal, fields.Agreed, fields.Kind, fields.Gut,
			facts.Prefers, facts.Warmth, facts.Potential:
			v.SelectedOption.Value = option
		}
		values[f+".x"] = map[string]slack.BlockAction{f: v}
	}
	return &slack.ViewState{Values: values}
}

// whatever calls back every button with every value, in a message and in each form, and sends every form about a lead,
// but for those that are spared.
func (w *world) whatever(b *bot.Bot, user, lead, responses string, values []string, st *slack.ViewState,
	spared ...string) (n int) {
	w.t.Helper()
	handle := func(e socket.Envelope) {
		n++
		w.clock.move(time.Second)
		if e.Interaction.View.ID == "" {
			e.Interaction.ResponseURL = responses
		}
		raw, err := json.Marshal(b.Handle(context.Background(), e))
		if err != nil || len(raw) > 18_100 {
			w.t.Errorf("an acknowledgement of %d bytes: %v", len(raw), err)
		}
	}
	meta := request.Meta{Lead: lead, Outcome: string(outcome.Talked), At: tuesday.Unix(), Page: fields.PageMatters,
		Command: "why"}
	// so that what comes next meets an open lead
	reopen := func() { handle(click(user, n, ids.ActReopen, lead, "", request.Meta{}, nil)) }
	for _, action := range bot.ClickIDs() {
		reopen()
		for _, value := range values {
			handle(click(user, n, action, value, "", request.Meta{}, nil))
			for _, callback := range []string{fields.FormReached, fields.FormWrap, fields.FormEdit} {
				if strings.HasPrefix(action, "reached") || action == ids.ActWrapMore || action == ids.ActEditPage ||
					action == ids.ActSay || action == ids.ActTogether || action == ids.ActPromise {
					handle(click(user, n, action, value, callback, meta, st))
				}
			}
		}
	}
	for _, callback := range bot.FormIDs() {
		if slices.Contains(spared, callback) {
			continue
		}
		for _, command := range []string{"", "why", "hot", "agenda", "page", "number", "close", "named", "follows",
			"nonsense"} {
			for _, o := range []outcome.Outcome{outcome.Talked, outcome.WantsInfo, outcome.Gatekeeper, outcome.NotInterested,
				"nonsense"} {
				reopen()
				m := meta
				m.Command, m.Outcome = command, string(o)
				e := click(user, n, "", "", callback, m, st)
				e.Interaction.Type = slack.InteractionTypeViewSubmission
				handle(e)
			}
		}
	}
	return n
}

// Every button and every form is checked against who requests: in the hands of another rep none of them changes a lead,
// opens a form about it, or shows a word of it.
func TestNobodyActsOnAnothersLead(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	values := w.full(pat, "Zanzibar")
	w.types(sam, "add Mine cold")
	before, touches := *w.lead(pat, "zanzibar"), w.touches(pat, "zanzibar")
	said := len(w.slack.Ledger())
	var mu sync.Mutex
	var answers []string
	ear := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		answers = append(answers, string(body))
	}))
	defer ear.Close()
	b := w.another()
	n := w.whatever(b, sam, before.ID, ear.URL, values, state("words", "talked", tuesday.Add(50*time.Hour)))
	if err := b.Close(context.Background()); err != nil { // with what is answered behind
		t.Fatal(err)
	}
	if n < 1000 || len(answers) < 1000 {
		t.Errorf("only %d tries, %d answers", n, len(answers))
	}
	if diff := cmp.Diff(before, *w.lead(pat, "zanzibar")); diff != "" || w.touches(pat, "zanzibar") != touches {
		t.Errorf("changed by another: %s\n%s", diff, w.touches(pat, "zanzibar"))
	}
	for _, e := range w.slack.Ledger()[said:] {
		raw, _ := json.Marshal(e)
		if s := strings.ToLower(string(raw)); strings.Contains(s, "secret") || strings.Contains(s, "zanzibar") {
			t.Errorf("told to another: %.600s", raw)
		}
	}
	for _, answer := range answers {
		if s := strings.ToLower(answer); strings.Contains(s, "secret") || strings.Contains(s, "zanzibar") {
			t.Errorf("told to another: %.600s", answer)
		}
	}
	for _, line := range []string{"panic", "level=ERROR"} {
		if strings.Contains(w.logs.String(), line) {
			t.Errorf("%s:\n%s", line, w.logs.String())
		}
	}
}

// Whatever a button or a form is made to carry about one's own lead, nothing breaks, and what comes of it obeys the
// rules.
func TestMadeUpButtonsBreakNothing(t *testing.T) {
	for name, st := range map[string]*slack.ViewState{
		"plain": state("words", "talked", tuesday.Add(50*time.Hour)),
		"hostile": state("<!channel> \u202e\x00\x07 |"+strings.Repeat("🐝<&>", 400)+"\nby Fri\r\nx", "<!channel>|",
			tuesday.Add(50*time.Hour)),
		"past":  state("me: x by Mon", forms.HowSend, tuesday.Add(-50*time.Hour)),
		"night": state("me: x by Mon", forms.Yes, time.Date(2026, 1, 14, 23, 30, 0, 0, time.UTC)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.quiet = true
			values := w.full(pat, "Zanzibar")
			lead := w.lead(pat, "zanzibar").ID
			w.whatever(w.bot, pat, lead, "", values, st, fields.FormErase) // there would be nothing left to look at
			for _, line := range []string{"panic", "level=ERROR"} {
				if i := strings.Index(w.logs.String(), line); i >= 0 {
					t.Errorf("%s:\n%s", line, w.logs.String()[max(0, i-200):min(len(w.logs.String()), i+1200)])
				}
			}
			past, err := w.space.Records.Touches(context.Background(), pat, lead, -1)
			if err != nil {
				t.Fatal(err)
			}
			if len(past) < 50 {
				t.Errorf("only %d touches came of it", len(past))
			}
			for _, x := range past {
				if c := x.Until; !c.IsZero() && x.Outcome != outcome.HasSolution && x.Outcome != outcome.Explained {
					if h := c.In(berlin).Hour(); !c.After(x.Logged) || h < 8 || h >= 21 {
						t.Errorf("%s agreed on %s at %s", x.Outcome, c.In(berlin), x.Logged)
					}
				}
			}
		})
	}
}

var berlin = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return loc
}()
