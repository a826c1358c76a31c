package say_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// TestMenusHaveNoEmptyGroup: Slack refuses a heading without options.
func TestMenusHaveNoEmptyGroup(t *testing.T) {
	ended := func(o outcome.Info) bool { return o.Group == outcome.Ended }
	menu := fields.GroupedSelect(fields.Outcome, outcome.Won, []outcome.Group{outcome.LiveTalk, outcome.Ended}, ended)
	if len(menu.OptionGroups) != 1 || menu.InitialOption == nil || menu.InitialOption.Value != string(outcome.Won) {
		t.Errorf("%d groups, started with %v", len(menu.OptionGroups), menu.InitialOption)
	}
}

// TestOriginQuotesTheSource: of what a new lead has from another one, the source stands in quotation marks and all else
// in bold; what is not known is left out.
func TestOriginQuotesTheSource(t *testing.T) {
	l := coach.Lead{Company: "Acme", Source: "fair"}
	if got := strings.Join(forms.Origin(reader, l), ", "); got != "company *Acme*, source “fair”" {
		t.Error(got)
	}
}

// TestTextInputsShowCleanText: a field shows what was typed before clean, trimmed and within its limit, whatever stood
// at its ends.
func TestTextInputsShowCleanText(t *testing.T) {
	for typed, want := range map[string]string{
		"🐝0 \x00": "🐝0", "\x00 Price list": "Price list", "a\x07 b": "a b", " \u202e ": "",
		"1234567890123": "123456789…",
	} {
		if got := fields.TextInput(fields.Material, typed, "", false, 10).InitialValue; got != want {
			t.Errorf("%q is shown as %q, want %q", typed, got, want)
		}
	}
}

// What can't be saved is not offered: a form about a lead that is over has no button to send it, says how it ended, and
// leads to what there is to do. An answer of theirs opens whoever was closed, so that a call can be logged still.
func TestFormsOfALeadThatIsOver(t *testing.T) {
	lost, blocked := acme(), acme()
	lost.Progress.Closed, blocked.Progress.Closed = outcome.Lost, outcome.DoNotCall
	lost.Progress.ClosedAt, blocked.Progress.ClosedAt = now, now
	type form func(coach.Lead) slack.ModalViewRequest
	for name, c := range map[string]struct {
		form   form
		closed bool // it can be sent for a closed lead
	}{
		"log": {func(l coach.Lead) slack.ModalViewRequest {
			return forms.LogForm(reader, forms.LogFields{Lead: l})
		}, true},
		"reached": {func(l coach.Lead) slack.ModalViewRequest {
			return forms.ReachedPage(reader, forms.Reached{Card: dueNow(l)})
		}, true},
		"next": {func(l coach.Lead) slack.ModalViewRequest {
			return forms.NextForm(reader, l, now, false, request.Meta{})
		}, false},
		"snooze": {func(l coach.Lead) slack.ModalViewRequest {
			return forms.SnoozeForm(reader, l, request.Meta{})
		}, false},
		"close": {func(l coach.Lead) slack.ModalViewRequest {
			return forms.CloseForm(reader, l, "", false, request.Meta{})
		}, false},
		"the reason of an end": {func(l coach.Lead) slack.ModalViewRequest {
			return forms.CloseForm(reader, l, outcome.Lost, true, request.Meta{})
		}, true},
	} {
		for _, of := range []struct {
			lead         coach.Lead
			sends        bool
			words, leads string
		}{{lost, c.closed, "Closed: lost", "Reopen"}, {blocked, false, "Don't call:", "Lift the block…"}} {
			v := c.form(of.lead)
			if err := blockkit.ValidateModal(v); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			said := say.Spoken(v.Blocks.BlockSet)
			switch is := v.CallbackID != fields.FormDone; {
			case is != of.sends:
				t.Errorf("%s of a lead %s can be sent: %v", name, of.lead.Progress.Closed, is)
			case !is && (!strings.Contains(said, of.words) ||
				!slices.Equal(buttonLabels(v.Blocks.BlockSet), []string{of.leads, "Show the lead"})):
				t.Errorf("%s of a lead %s: %s %v", name, of.lead.Progress.Closed, said, buttonLabels(v.Blocks.BlockSet))
			}
		}
	}
}
