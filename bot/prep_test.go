package bot_test

import (
	"context"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// A gap is filled once, however often Slack delivers the form, with a journal entry of its own; a second prep that
// still offers it learns that it is filled.
func TestAGapIsFilledOnce(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	first := w.says(pat, "prep acme", "Attempt 1 of 7")
	second := w.types(pat, "prep acme")
	w.clicks(pat, first, "prep.gap", "Add a number")
	w.fill(pat, "phone", fakeslack.ActionValue{Text: "+49 30 901820"})
	before := w.lead(pat, "acme").Version
	out := w.slack.Submit(context.Background(), pat, w.form(pat).ID)
	if !out.Acked || len(out.Errors) > 0 || len(w.slack.Views(pat)) != 0 {
		t.Fatalf("the form stays open: %+v", out)
	}
	w.wait(shows(first, pat, "Noted:"))
	if again := w.slack.Resend(out.EnvelopeID); !again.Acked {
		t.Fatalf("%+v", again)
	}
	if l := w.lead(pat, "acme"); l.Version != before+1 || l.Phone != "+49 30 901820" {
		t.Errorf("version %d after %d, phone %s", l.Version, before, l.Phone)
	}
	w.has(w.taps(pat, second, "prep.gap", "Add a number"), "out of date")
	w.says(pat, "undo", "Undone")
	if l := w.lead(pat, "acme"); l.Phone != "" {
		t.Errorf("phone %q is still there", l.Phone)
	}
}

// shows waits for words in a message that was there before.
func shows(m fakeslack.Message, user, words string) func(*fakeslack.Server) bool {
	return func(s *fakeslack.Server) bool {
		for _, now := range s.Messages(m.Channel, user) {
			if now.TS == m.TS && strings.Contains(now.Text, words) {
				return true
			}
		}
		return false
	}
}

// What a gap's form can't use is said at its field, and nothing is saved: blanks, a number that asked not to be called.
func TestGapsAreChecked(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Birch phone:+4930123456")
	w.says(pat, "birch dnc", "nobody here can call")
	w.carriesOut()
	w.types(pat, "add Acme warm")
	prep := w.types(pat, "prep acme")
	version := w.lead(pat, "acme").Version
	w.clicks(pat, prep, "prep.gap", "Add a number")
	for typed, want := range map[string]string{" ": "", "12": "country code", "+49 30 123456": "for everyone"} {
		w.fill(pat, "phone", fakeslack.ActionValue{Text: typed})
		errs, _ := w.sends(pat)
		if errs["phone"] == "" || !strings.Contains(errs["phone"], want) {
			t.Errorf("%q: errors %v", typed, errs)
		}
	}
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
	w.clicks(pat, prep, "prep.gap", "Add a reason")
	w.fill(pat, "why", fakeslack.ActionValue{Text: "  "})
	if errs, _ := w.sends(pat); errs["why"] == "" {
		t.Errorf("errors %v", errs)
	}
	if v := w.lead(pat, "acme").Version; v != version {
		t.Errorf("something was saved: version %d after %d", v, version)
	}
}

// A number that is found sets the calls going again, in the same change, and one [Undo] takes back both.
func TestAFoundNumberResumesTheCalls(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm phone:+4930123456")
	w.says(pat, "acme bad-number", "find a working number")
	prep := w.says(pat, "prep acme", "+4930123456 was wrong", "Find a working number")
	w.clicks(pat, prep, "prep.gap", "Add a number")
	w.fill(pat, "phone", fakeslack.ActionValue{Text: "+49 30 901820"})
	w.sends(pat)
	w.wait(shows(prep, pat, "Noted:"))
	if l := w.lead(pat, "acme"); l.Progress.Task() != nil || w.card(pat, "acme").Step.Kind != coach.StepCall {
		t.Errorf("task %+v, step %s", l.Progress.Task(), w.card(pat, "acme").Step.Kind)
	}
	w.says(pat, "undo", "Undone")
	if l := w.lead(pat, "acme"); l.Progress.Task() == nil || l.Phone != "+4930123456" {
		t.Errorf("task %+v, phone %s", l.Progress.Task(), l.Phone)
	}
}

// What was saved is said in any case: where the prep can't be rendered again in its place, it comes as a message.
func TestAPrepThatCantBeReachedComesAgain(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	prep := w.types(pat, "prep acme")
	w.clicks(pat, prep, "prep.gap", "Add a number")
	w.fill(pat, "phone", fakeslack.ActionValue{Text: "+49 30 901820"})
	w.slack.OnCall(func(method string) fakeslack.Trouble {
		if method == "response_url" {
			return fakeslack.RefuseHTTP(404)
		}
		return fakeslack.Trouble{}
	})
	w.sends(pat)
	w.wait(func(s *fakeslack.Server) bool {
		for _, m := range s.Messages(s.DM(pat), pat) {
			if m.TS != prep.TS && strings.Contains(m.Text, "Noted:* the number") && strings.Contains(m.Text, "901820") {
				return true
			}
		}
		return false
	})
}

// A prep that has no room for its tip leaves it fresh, and who has switched tips off finds none in a prep.
func TestAPrepWithoutATipUsesUpNone(t *testing.T) {
	w := newWorld(t)
	long := strings.Repeat("everything that keeps the plant running ", 8)
	w.types(pat, `add Acme warm phone:+493012345678 contact:"Kim Roe" hot:"`+long[:200]+`"`)
	w.types(pat, `acme talked `+long+` next Fri 16:00 agenda "`+long[:200]+`" promise:"`+long[:120]+`" mypromise:"`+
		long[:120]+`" sent:"Spec sheet" page:"p. 4"`)
	w.types(pat, "add Birch warm")
	if full := w.types(pat, "prep acme"); strings.Contains(full.Text, "*Tip:*") {
		t.Fatalf("there is room for a tip:\n%s", full.Text)
	}
	w.types(pat, "settings tips off")
	if quiet := w.types(pat, "prep birch"); strings.Contains(quiet.Text, "*Tip:*") {
		t.Errorf("a tip for somebody who wants none:\n%s", quiet.Text)
	}
	if err := w.bot.Close(context.Background()); err != nil { // with what is noted behind the answers
		t.Fatal(err)
	}
	if shown, err := w.space.Ledger.TipsShown(context.Background(), pat); err != nil || len(shown) > 0 {
		t.Errorf("shown %v, %v", shown, err)
	}
}

// A message from before still offers "Why this date?", and gets its answer.
func TestAnOldMenuIsAnswered(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	l := w.lead(pat, "acme")
	menu := slack.NewOverflowBlockElement(ids.ActMore,
		slack.NewOptionBlockObject(ids.Value(l.ID, "when"),
			slack.NewTextBlockObject(slack.PlainTextType, "Why this date?", false, false), nil),
		slack.NewOptionBlockObject(ids.Value(l.ID, "prep"),
			slack.NewTextBlockObject(slack.PlainTextType, "Prep", false, false), nil))
	old := w.gets(pat, say.Reply{Text: "old", Blocks: []slack.Block{slack.NewActionBlock("old", menu)}})
	w.has(w.taps(pat, old, "card.more", "Why this date"), "because:")
	w.has(w.taps(pat, old, "card.more", "Prep"), "Attempt 1 of 7", "*Start:* “Hello Acme")
}

// Nobody gets to see a prep of somebody else's lead, whatever a button says.
func TestPrepsAreTheRepsOwn(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	l := w.lead(pat, "acme")
	for _, action := range []string{ids.ActMissing + ".1", ids.ActUse} {
		forged := slack.NewButtonBlockElement(action, ids.Value(l.ID, "number", "t1"),
			slack.NewTextBlockObject(slack.PlainTextType, "Tap", false, false))
		m := w.gets(sam, say.Reply{Text: "forged", Blocks: []slack.Block{slack.NewActionBlock("f", forged)}})
		w.has(w.taps(sam, m, action, "Tap"), "out of date")
	}
	if len(w.slack.Views(sam)) != 0 {
		t.Error("a form about somebody else's lead is open")
	}
}

// What the team has to tell is matched by the lead's industry and problem (S1.20); one tap makes it the lead's own
// reason, in place and with [Undo], and from then on it takes its turn with the others (C17).
func TestAStoryOfTheTeamBecomesAReason(t *testing.T) {
	w := newWorld(t)
	w.types(ada, "team create Sales <#C0SALES|sales>")
	w.types(ada, "team add <@U0PAT|pat>")
	w.carriesOut()
	w.says(pat, `team library add "A mill halved its downtime" industry:steel problem:downtime`, "Added")
	w.says(pat, `team library add "A hotel saved a day a week" industry:Hotels problem:"late nights"`, "Added")
	w.says(pat, `team library add "A shop sold more"`, "Added")
	w.types(pat, "add Acme warm")
	w.has(w.types(pat, "prep acme"), "A shop sold more")
	w.knows(pat, "acme", func(l *coach.Lead) { l.Industry, l.Problem = "hotels", "Late nights at the desk" })
	prep := w.says(pat, "prep acme", "Why now: A hotel saved a day a week (from your team)")
	if strings.Contains(prep.Text, "a reason for this call") {
		t.Errorf("a reason is missing all the same:\n%s", prep.Text)
	}
	used := w.taps(pat, prep, "prep.use", "Use this reason")
	w.has(used, "Noted:* the reason", "Why now: A hotel saved a day a week\n")
	if used.TS != prep.TS {
		t.Error("the prep is not drawn anew in its place")
	}
	if whys := w.lead(pat, "acme").Reasons; len(whys) != 1 || whys[0].Kind != coach.WhyStory ||
		whys[0].Text != "A hotel saved a day a week" {
		t.Errorf("reasons %+v", whys)
	}
	w.has(w.taps(pat, used, "undo", "Undo"), "Undone", "from your team")
	if whys := w.lead(pat, "acme").Reasons; len(whys) != 0 {
		t.Errorf("reasons %+v", whys)
	}
	w.says(pat, "team library remove 2", "Removed")
	w.has(w.taps(pat, w.types(pat, "today"), "card.more", "Prep"), "A shop sold more")
}

// knows changes a fact of a lead.
func (w *world) knows(user, name string, fact func(*coach.Lead)) {
	w.t.Helper()
	_, _, err := w.space.Change(context.Background(), store.Query{Rep: user, Now: w.clock.Now(), Names: []string{name}},
		func(seen store.Snapshot) (store.Change, error) {
			l := *seen.Lead
			fact(&l)
			return store.Change{Op: "edit", By: user, Now: w.clock.Now(), Lead: &l,
				Attention: coach.DefaultRules().Timers(l, seen.Rep, w.clock.Now())}, nil
		})
	if err != nil {
		w.t.Fatal(err)
	}
}

// carriesOut does what the engine does with changes that reach beyond one rep: who joined a team, whom nobody may call.
func (w *world) carriesOut() {
	w.t.Helper()
	dues, err := w.space.DueIndex.DueBefore(context.Background(), w.clock.Now(), 10)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, d := range dues {
		if d.Kind == ledger.KindOutbox {
			if err := w.space.CarryOut(context.Background(), d, w.clock.Now(), stops(w.stops)); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}
