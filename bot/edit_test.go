package bot_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

// inForm clicks a button of the form on top and waits until another page stands there.
func (w *world) inForm(user, label string) fakeslack.View {
	w.t.Helper()
	before := w.form(user)
	els, labels := elements(w.t, blocksIn(w.t, before))
	i := slices.Index(labels, label)
	if i < 0 {
		w.t.Fatalf("the form has no [%s]: %v", label, labels)
	}
	out := w.slack.Click(context.Background(), user, fakeslack.Place{View: before.ID, BlockID: els[i].block},
		els[i].action, fakeslack.ActionValue{Option: els[i].option})
	if !out.Acked || out.Failure != "" {
		w.t.Fatalf("click on %s: %+v", label, out)
	}
	w.wait(func(s *fakeslack.Server) bool {
		views := s.Views(user)
		return len(views) > 0 && string(views[len(views)-1].Raw) != string(before.Raw)
	})
	return w.form(user)
}

// A name that was given up is free, and undo brings it back; taken ones are told, wherever they are typed (S3.21 needs
// one lead, found by its name).
func TestRenamingKeepsNamesApart(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.types(pat, "add Birch cold")
	w.says(pat, `edit acme name:"birch "`, "You have a lead called birch already")
	if w.lead(pat, "acme") == nil {
		t.Fatal("renamed all the same")
	}
	renamed := w.says(pat, `edit acme name:"Acme  Foods" hot:"fewer stops"`, "Name: Acme → Acme Foods",
		"Hot button: fewer stops")
	if w.lead(pat, "acme") != nil || w.lead(pat, "acme foods") == nil {
		t.Error("the index did not follow")
	}
	like := w.says(pat, "add Acme cold", "is “Acme” *Acme Foods*?")
	w.has(w.taps(pat, like, "dym.create", "Add anyway"), "Added")
	w.says(pat, "undo", "Undone")
	w.has(w.taps(pat, renamed, "undo", "Undo"), "Undone")
	if l := w.lead(pat, "acme"); l == nil || l.HotButton != "" || w.lead(pat, "acme foods") != nil {
		t.Errorf("after undo: %+v", l)
	}
	w.says(pat, `edit acme name:""`, "has no name I could show")
	w.says(pat, `edit acme name:ACME`, "Name: Acme → ACME")
}

// Somebody's wish not to be called holds for whatever way a number comes in by.
func TestAStoppedNumberComesInNoWay(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold phone:+12125550100")
	w.says(pat, "acme dnc", "do not call")
	dues, err := w.space.DueIndex.DueBefore(context.Background(), w.clock.Now(), 10)
	if err != nil {
		t.Fatal(err)
	}
	nobody := func(context.Context, coach.Rep, store.Blocked) error { return nil }
	for _, d := range dues {
		if d.Kind == ledger.KindOutbox { // the block is carried out behind the change
			if err := w.space.CarryOut(context.Background(), d, w.clock.Now(), stops(nobody)); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.types(sam, "add Birch cold")
	w.says(sam, "edit birch phone:+12125550100", "not to be called")
	w.says(sam, "birch talked phone:+12125550100 nice", "not to be called", "/followup birch talked")
	w.types(sam, "edit birch")
	w.inForm(sam, "Contact")
	w.fill(sam, "phone", fakeslack.ActionValue{Text: "+1 212 555 0100"})
	w.fill(sam, "contact", fakeslack.ActionValue{Text: "Kim"})
	page := w.inForm(sam, "Type")
	contains(t, string(page.Raw), "Not saved yet", "Kim", "asked not to be called")
	errs, _ := w.sends(sam)
	contains(t, errs["phone"], "Not saved")
	if l := w.lead(sam, "birch"); l.Phone != "" || l.Contact != "" || l.Progress.Touches != 0 {
		t.Errorf("saved: %+v", l)
	}
}

// A change that would be none is none; the pages of a form that was only looked at leave nothing behind.
func TestLookingThroughTheEditFormChangesNothing(t *testing.T) {
	w := newWorld(t)
	w.types(pat, `add Acme warm high gut:2 prefers:mail hot:"x & <y>"`)
	version := w.lead(pat, "acme").Version
	w.types(pat, "edit")
	w.picks(pat, "name", "acme")
	w.sends(pat)
	for _, page := range []string{"Contact", "Type", "Needs"} {
		w.inForm(pat, page)
	}
	_, page := w.sends(pat)
	contains(t, page, "Nothing was changed")
	if l := w.lead(pat, "acme"); l.Version != version || l.Potential != coach.PotentialHigh || l.HotButton != "x & <y>" ||
		l.Gut != 2 {
		t.Errorf("changed: %+v", l)
	}
}

// The last page of the form takes back what the pages before it saved, when nothing on it was new.
func TestTheEditFormEndsOnWhatItSaved(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.types(pat, "edit acme")
	w.fill(pat, "gut", fakeslack.ActionValue{Option: "5"})
	w.inForm(pat, "Type")
	_, page := w.sends(pat)
	contains(t, page, "✓ Changed", "undo")
	w.inForm(pat, "Undo")
	if l := w.lead(pat, "acme"); l.Gut != 0 {
		t.Errorf("gut %d", l.Gut)
	}
}

// Nobody edits or answers for another's lead, whatever a button says.
func TestEditingIsOnesOwn(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	id := w.lead(pat, "acme").ID
	w.types(sam, "add Birch cold")
	theirs := w.gets(sam, say.Reply{Text: "x",
		Blocks: []slack.Block{slack.NewActionBlock("a.n1",
			slack.NewButtonBlockElement(ids.ActReopen, id, slack.NewTextBlockObject("plain_text", "Open again", false, false)),
			slack.NewButtonBlockElement(ids.ActEditForm, id+"|kind",
				slack.NewTextBlockObject("plain_text", "Edit", false, false)),
			slack.NewButtonBlockElement(ids.ActTogether+".1", id+"|yes",
				slack.NewTextBlockObject("plain_text", "Yes", false, false)))}})
	for _, action := range []string{ids.ActReopen, ids.ActEditForm, ids.ActTogether} {
		w.has(w.taps(sam, theirs, action, ""), "out of date")
	}
	if len(w.slack.Views(sam)) > 0 {
		t.Error("a form about another's lead is open")
	}
}

// A promise is settled once: the other button afterwards is told what was answered (S3.1).
func TestAPromiseIsSettledOnce(t *testing.T) {
	w := newWorld(t)
	w.types(pat, `add Acme warm hot:"fewer stops"`)
	w.says(pat, `acme talked promise:"read the specs by today"`, "They promised: read the specs")
	w.clock.move(30 * time.Hour)
	asked := w.says(pat, "acme talked", "Did they read the specs", "Did they read the specs")
	answered := w.taps(pat, asked, "ask.promise", "Yes")
	w.has(answered, "they've done “read the specs”", "Kept so far: 1 of 1")
	again := w.gets(pat, say.Reply{Text: "x", Blocks: []slack.Block{slack.NewActionBlock("a.n1",
		slack.NewButtonBlockElement(ids.ActPromise+".2", w.lead(pat, "acme").ID+"|broken|1.0",
			slack.NewTextBlockObject("plain_text", "Not yet", false, false)))}})
	w.has(w.taps(pat, again, "ask.promise", "Not yet"), "answered already", "they've done “read the specs”")
	if tally := w.lead(pat, "acme").Progress.Counters; tally.TheyKept != 1 || tally.TheyBroke != 0 {
		t.Errorf("tally %+v", tally)
	}
}

// On a card in the morning message a question takes the card's place and goes with its answer (S3.26).
func TestAQuestionIsAnsweredOnItsCard(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.says(pat, "acme not-reviewed", "go through it together")
	l := *w.lead(pat, "acme")
	s := answers.Saved{Lead: l, Touch: coach.Touch{Outcome: outcome.NotReviewed, At: w.clock.Now()},
		Step: coach.Step{Kind: coach.StepCall}, Change: "J1",
		Logged: coach.Logged{Question: &coach.Question{Code: coach.AskTogether, Options: []string{"yes", "no"}}}}
	blocks := answers.CardDone(w.reader(), s)
	dm := w.gets(pat, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
	answered := w.taps(pat, dm, "ask.together", "Yes")
	w.has(answered, "tried together", "that's what counts")
	if answered.TS != dm.TS || strings.Contains(string(answered.Blocks), "ask.together") {
		t.Errorf("the question still stands:\n%s", answered.Text)
	}
	if tally := w.lead(pat, "acme").Progress.Counters; tally.Unread != 1 || tally.Engaged != 1 {
		t.Errorf("tally %+v", tally)
	}
	w.has(w.taps(pat, w.gets(pat, say.Reply{Text: "x", Blocks: blocks}), "ask.together", "No"), "answered already",
		"tried together")
}

// Slack writes an address as a link; what was sent is kept with it, and shown as one (S3.24, S3.25).
func TestMaterialIsKeptWithItsLink(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.says(pat, `acme email sent:"price list" page:"p. 4" link:<https://acme.example/a?b=1&amp;c=2> as promised`,
		"Sent: <https://acme.example/a?b=1&amp;c=2|price list>, p. 4", "as promised")
	m := w.lead(pat, "acme").Progress.Materials
	if len(m) != 1 || m[0].Link != "https://acme.example/a?b=1&c=2" || m[0].Pointer != "p. 4" {
		t.Errorf("materials %+v", m)
	}
	w.says(pat, `acme email sent:"x" link:javascript:alert(1)`, "It begins with https://")
}

// The form that adds whoever follows a contact ends the search, once, also when Slack delivers it twice.
func TestWhoFollowsEndsTheSearch(t *testing.T) {
	w := newWorld(t)
	w.types(pat, `add "Acme Corp" cold contact:"Pat Doe"`)
	left := w.says(pat, `"acme corp" left-company`, "Closed", "find the successor")
	w.clicks(pat, left, "add.follows", "Add the successor…")
	w.fill(pat, "name", fakeslack.ActionValue{Text: "Kim Lee"})
	_, page := w.sends(pat)
	contains(t, page, "Added", "Kim Lee")
	w.wait(func(*fakeslack.Server) bool { return w.lead(pat, "acme corp").Progress.Task() == nil })
	if got := w.touches(pat, "acme corp"); got != "left-company task-done" {
		t.Errorf("touches %s", got)
	}
	k := w.lead(pat, "kim lee")
	if k.Company != "Acme Corp" || k.Introduced != "Pat Doe" || k.Source != "follows Pat Doe" ||
		k.Warmth != coach.WarmthUnknown {
		t.Errorf("lead %+v", k)
	}
}

// A new number ends the search for one: the answer lets the calls go on (Call Map, bad-number).
func TestANewNumberLetsTheCallsGoOn(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm phone:+12125550100")
	w.says(pat, "acme bad-number", "find a working number")
	w.says(pat, "edit acme phone:+12125550199", "Resumed", "Resumed", "Phone: +12125550100 → +12125550199", "Next:")
	if p := w.lead(pat, "acme").Progress; p.Task() != nil || p.LastOutcome != outcome.BadNumber {
		t.Errorf("progress %+v", p)
	}
	w.says(pat, "undo", "Undone")
	if l := w.lead(pat, "acme"); l.Progress.Task() == nil || l.Phone != "+12125550100" {
		t.Errorf("after undo: %+v", l)
	}
}

// Facts in a log line and the touch are one change: refused together, taken back together.
func TestFactsInALineAreOneChange(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	w.says(pat, "acme talked nice gut:nine hot:x", "Not saved", "gut")
	w.says(pat, `acme voicemail hot:`+strings.Repeat("x", 301), "300 fit")
	if l := w.lead(pat, "acme"); l.HotButton != "" || l.Progress.Touches != 0 {
		t.Fatalf("half of it was saved: %+v", l)
	}
	w.says(pat, "acme talked nice gut:4 hot:stops", "Saved", "Hunch: 4 of 5", "Hot button: stops")
	w.says(pat, "undo", "Undone")
	if l := w.lead(pat, "acme"); l.HotButton != "" || l.Gut != 0 || l.Progress.Touches != 0 {
		t.Errorf("half of it stands: %+v", l)
	}
	w.says(pat, "Newco talked decides:Kim", "new lead", "Who decides: Kim")
}

// What stands in a form's state is shown again, in every kind of field.
func TestAPageThatStaysKeepsEveryField(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.types(pat, "edit acme")
	w.inForm(pat, "Contact")
	for field, v := range map[string]string{"contact": "Kim", "company": "Acme Ltd", "email": "nobody", "tz": "Mars"} {
		w.fill(pat, field, fakeslack.ActionValue{Text: v})
	}
	page := w.inForm(pat, "Needs")
	contains(t, string(page.Raw), "Not saved yet", "Kim", "Acme Ltd", "nobody", "Mars")
	var view struct {
		PrivateMetadata string `json:"private_metadata"`
	}
	if err := json.Unmarshal(page.Raw, &view); err != nil ||
		request.DecodeMeta(view.PrivateMetadata).Page != fields.PageContact {
		t.Errorf("metadata %q, %v", view.PrivateMetadata, err)
	}
	if l := w.lead(pat, "acme"); l.Contact != "" {
		t.Error("half of the page was saved")
	}
}

// A near miss asks first, and the answer changes what the line said; a lead is never made by editing it.
func TestEditAsksWhichLeadIsMeant(t *testing.T) {
	w := newWorld(t)
	w.types(pat, `add "Acme Corp" cold`)
	asked := w.says(pat, `edit Acme Crop hot:"fewer stops" gut:3 warm`, "Did you mean", "Acme Corp")
	w.has(w.taps(pat, asked, "dym.lead", "Yes"), "Hot button: fewer stops", "Hunch: 3 of 5", "Warmth: cold → warm")
	w.says(pat, "edit Zebra gut:3", "No lead called")
	if w.lead(pat, "zebra") != nil {
		t.Error("made by editing")
	}
	w.types(pat, "add Warm cold")
	w.says(pat, "edit warm gut:2 high", "Hunch: 2 of 5", "Potential: normal → high")
}

// Redis hangs while a page of the form is left: the page stays with every word, and once it is known whether they were
// saved the person is told.
func TestRedisHangsBetweenPages(t *testing.T) {
	t.Parallel()
	redis := storetest.Start(t, storetest.Options{})
	w := worldOn(t, redis)
	w.types(pat, "add Acme cold")
	w.types(pat, "edit acme")
	w.fill(pat, "decides", fakeslack.ActionValue{Text: "the plant manager"})
	redis.Freeze()
	page := w.inForm(pat, "Type")
	contains(t, string(page.Raw), "can't tell yet", "the plant manager")
	redis.Thaw()
	w.wait(func(s *fakeslack.Server) bool {
		views, messages := s.Views(pat), s.Messages(s.DM(pat), pat)
		return len(views) == 1 && strings.Contains(string(views[0].Raw), "Who came to whom") ||
			len(messages) > 0 && strings.Contains(messages[len(messages)-1].Text, "didn't reach")
	})
	saved := w.lead(pat, "acme").Decider != ""
	if shown := strings.Contains(string(w.form(pat).Raw), "Who came to whom"); shown != saved {
		t.Errorf("saved %v, told otherwise", saved)
	}
}

// A name that is taken keeps the page, too.
func TestATakenNameKeepsThePage(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.types(pat, "add Birch cold")
	w.types(pat, "edit acme")
	w.inForm(pat, "Contact")
	w.fill(pat, "name", fakeslack.ActionValue{Text: "Birch"})
	w.fill(pat, "company", fakeslack.ActionValue{Text: "Acme Ltd"})
	contains(t, string(w.inForm(pat, "Type").Raw), "You have a lead called Birch already", "Acme Ltd")
	errs, _ := w.sends(pat)
	contains(t, errs["name"], "called Birch already")
}
