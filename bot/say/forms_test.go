package say

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach"
)

// TestMenusHaveNoEmptyGroup: Slack refuses a heading without options.
func TestMenusHaveNoEmptyGroup(t *testing.T) {
	ended := func(o coach.OutcomeInfo) bool { return o.Group == coach.Ended }
	menu := groupedSelect(FieldOutcome, coach.Won, []coach.Group{coach.LiveTalk, coach.Ended}, ended)
	if len(menu.OptionGroups) != 1 || menu.InitialOption == nil || menu.InitialOption.Value != string(coach.Won) {
		t.Errorf("%d groups, started with %v", len(menu.OptionGroups), menu.InitialOption)
	}
}

// TestOriginQuotesTheSource: of what a new lead has from another one, the source stands in quotation marks and all else
// in bold; what is not known is left out.
func TestOriginQuotesTheSource(t *testing.T) {
	l := coach.Lead{Company: "Acme", Source: "fair"}
	if got := strings.Join(reader.origin(l), ", "); got != "company *Acme*, source “fair”" {
		t.Error(got)
	}
}
