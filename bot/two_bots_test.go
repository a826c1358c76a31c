package bot_test

import (
	"context"
	"strconv"
	"sync"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// A gift on which two managers tap at one moment, each through another bot on the same Redis, is decided once: one
// approves, the other hears that it is done (S2.22).
func TestAGiftIsApprovedOnceByTwoBots(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	other := w.replica()
	w.types(ada, "team create Sales <#C0SALES|sales>")
	w.types(ada, "team manager <@U0SAM|sam>")
	w.types(ada, "team add <@U0PAT|pat>")
	w.types(pat, "add Acme warm high phone:+4930123456")
	w.types(pat, "review acme")
	w.slack.CloseView(context.Background(), pat, w.form(pat).ID)
	lead := w.lead(pat, "acme")
	form := slack.InteractionCallback{Type: slack.InteractionTypeViewSubmission, TriggerID: "gift",
		User: slack.User{ID: pat}, Team: slack.Team{ID: team}, View: slack.View{ID: "V0GIFT", Type: slack.VTModal,
			CallbackID:      fields.FormGift,
			PrivateMetadata: fields.EncodeMeta(request.Meta{Lead: lead.ID, Version: lead.Version}),
			State: &slack.ViewState{Values: map[string]map[string]slack.BlockAction{
				"giftwho.x": {fields.GiftWho: {Value: "Ana at the desk"}}, "giftwhat.x": {fields.GiftWhat: {Value: "a basket"}},
				"giftnote.x": {fields.GiftNote: {Value: "So that the night shift stays awake"}},
				"giftcost.x": {fields.GiftCost: {Value: "40"}}}}}}
	w.onBoth(other, form) // asked for at one moment too: once
	asked := w.lead(pat, "acme").Progress.Gift
	if got := w.touches(pat, "acme"); asked == nil || got != "verdict" {
		t.Fatalf("touches %s, gift %+v", got, asked)
	}
	value := ids.Value(lead.ID, pat, strconv.FormatInt(asked.Asked.Unix(), 10))
	var both sync.WaitGroup
	for n, b := range []*bot.Bot{w.bot, other} {
		both.Go(func() {
			tap := click([]string{ada, sam}[n], 70+n, ids.ActApprove, value, "", request.Meta{}, nil)
			b.Handle(context.Background(), tap)
		})
	}
	both.Wait()
	if got := w.touches(pat, "acme"); got != "verdict verdict" {
		t.Errorf("touches %s", got)
	}
	if g := w.lead(pat, "acme").Progress.GiftIs(); g != coach.GiftApproved {
		t.Errorf("the gift is %q", g)
	}
}

// A question that is sent to a colleague by one form, at one moment and through two bots, is one letter (S2.24).
func TestALetterIsPostedOnceByTwoBots(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	other := w.replica()
	w.types(pat, "today")
	w.types(sam, "today")
	form := slack.InteractionCallback{Type: slack.InteractionTypeViewSubmission, TriggerID: "letter",
		User: slack.User{ID: pat}, Team: slack.Team{ID: team}, View: slack.View{ID: "V0ASK", Type: slack.VTModal,
			CallbackID: fields.FormAsk, State: &slack.ViewState{Values: map[string]map[string]slack.BlockAction{
				"colleague.x": {fields.Colleague: {SelectedUser: sam}},
				"draft.x":     {fields.Draft: {Value: "Would you send this?"}}}}}}
	w.onBoth(other, form)
	if n := w.lettersDue(); n != 1 {
		t.Errorf("%d letters", n)
	}
	form.TriggerID = "later"
	w.bot.Handle(context.Background(), socket.Envelope{ID: "later", Type: "interactive", Interaction: &form})
	if n := w.lettersDue(); n != 1 {
		t.Errorf("%d letters after the form came once more", n)
	}
}

// lettersDue is how many letters wait to be delivered.
func (w *world) lettersDue() (n int) {
	w.t.Helper()
	dues, err := w.space.DueIndex.DueBefore(context.Background(), w.clock.Now(), 100)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, d := range dues {
		if d.Kind == store.KindLetter {
			n++
		}
	}
	return n
}
