package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/coach/outcome"
)

// drafted opens the form with the message that is due for Acme.
func (w *world) drafted(command string) {
	w.t.Helper()
	w.slack.Command(context.Background(), pat, w.slack.DM(pat), "/followup", command)
	w.wait(func(*fakeslack.Server) bool { return len(w.slack.Views(pat)) > 0 })
	if f := w.form(pat); f.CallbackID != fields.FormDraft {
		w.t.Fatalf("another form: %s", f.CallbackID)
	}
}

// What was sent is kept whole with its subject and the text that it was made from, so that what repeats it is found;
// the email is ticked, and the call's step is as it was.
func TestWhatWasSentIsKept(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.types(pat, "acme vm")
	w.drafted("draft acme")
	long := "Hi Pat, " + strings.TrimSpace(strings.Repeat("a word ", 400))
	w.fill(pat, fields.Subject, fakeslack.ActionValue{Text: "Less waste"})
	w.fill(pat, fields.Message, fakeslack.ActionValue{Text: long})
	before := w.lead(pat, "acme")
	if errs, page := w.sends(pat); errs != nil || !strings.Contains(page, "✓ Saved: *Acme*, email") {
		t.Fatalf("%v %s", errs, page)
	}
	l := w.lead(pat, "acme")
	p := l.Progress
	if p.Mail != 0 || p.Mails != 1 || p.Step != before.Progress.Step || len(p.Drafts) != 1 ||
		!strings.HasPrefix(p.Drafts[0], "email-1/") {
		t.Errorf("%+v", p)
	}
	seen, err := w.space.Records.Touches(context.Background(), pat, l.ID, -1)
	if err != nil {
		t.Fatal(err)
	}
	last := seen[len(seen)-1]
	if last.Outcome != outcome.Email || last.Subject != "Less waste" || last.Note != long || last.Draft != p.Drafts[0] {
		t.Errorf("%+v", last)
	}
}

// The form sent twice, at one moment and through two replicas, keeps one email; delivered again it has the same answer.
func TestADraftSentTwice(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	other := w.replica()
	w.types(pat, "add Acme warm")
	w.types(pat, "acme vm")
	w.drafted("draft acme")
	text := map[string]slack.BlockAction{fields.Subject: {Value: "Less waste"}, fields.Message: {Value: "Hi Pat."}}
	form := w.sent(pat, text)
	w.onBoth(other, form)
	if got := w.touches(pat, "acme"); got != "voicemail email" {
		t.Errorf("touches %s", got)
	}
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
	w.drafted("draft acme linkedin")
	w.twice("draft", w.sent(pat, text))
	if got := w.touches(pat, "acme"); got != "voicemail email linkedin" {
		t.Errorf("touches %s", got)
	}
}

// Buttons and forms are not trusted: another's lead, a kind that there is none of, and a form without a lead change
// nothing.
func TestADraftThatIsNotTheirs(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	w.types(pat, "add Acme warm")
	id := w.lead(pat, "acme").ID
	for _, value := range []string{ids.Value(id, "goodbye"), ids.Value(id, "evil"), ids.Value("L0nobody"), ""} {
		user := sam
		if strings.Contains(value, "evil") {
			user = pat
		}
		w.bot.Handle(context.Background(), socket.Envelope{ID: "x" + value, Type: "interactive",
			Interaction: click(user, 0, ids.ActDraft, value, "", request.Meta{}, nil).Interaction})
		if views := w.slack.Views(user); len(views) > 0 {
			t.Errorf("%q opened %s", value, views[0].Raw)
		}
	}
	w.types(pat, "acme vm")
	w.drafted("draft acme")
	form := w.sent(pat, map[string]slack.BlockAction{fields.Message: {Value: "mine now"}})
	form.User.ID = sam
	form.TriggerID = "trust"
	w.bot.Handle(context.Background(), socket.Envelope{ID: "trust", Type: "interactive", Interaction: &form})
	if got := w.touches(pat, "acme"); got != "voicemail" {
		t.Errorf("touches %s", got)
	}
}

// Buttons of messages from before still tick the email and the network's touch.
func TestButtonsThatTickedStillDo(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	w.types(pat, "add Acme warm")
	w.types(pat, "acme vm")
	for n, action := range []string{ids.ActEmailed, ids.ActLinkedIn, ids.ActX, ids.ActMail} {
		l := w.lead(pat, "acme")
		env := click(pat, n, action, ids.Value(l.ID, fmt.Sprint(l.Version)), "", request.Meta{}, nil)
		env.ID = fmt.Sprint("old", n)
		w.bot.Handle(context.Background(), env)
	}
	if got := w.touches(pat, "acme"); got != "voicemail email linkedin x email" {
		t.Errorf("touches %s", got)
	}
}
