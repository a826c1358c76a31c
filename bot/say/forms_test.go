package say_test

import (
	"strings"
	"testing"

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
