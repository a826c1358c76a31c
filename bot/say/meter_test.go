package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/chase"
	"github.com/followup-coach/followup/coach/qualify"
)

// A talk that left no hot button is marked for the lead's own rep and for nobody else (S3.22).
func TestTheMarkOfATalkIsTheRepsAlone(t *testing.T) {
	to := maya()
	l := acme()
	l.HotButton, l.Progress.TalkedAt = "", to.Now.AddDate(0, 0, -1)
	of := func(l coach.Lead, own bool) string {
		return cards.Show(to, cards.ShowLead{Card: coach.Card{Lead: l, Step: coach.Step{Kind: coach.StepCall}},
			Own: own}).Text
	}
	const mark = "left no hot button"
	if text := of(l, true); !strings.Contains(text, "Only you see this: the talk") || !strings.Contains(text, mark) {
		t.Errorf("their own lead:\n%s", text)
	}
	if text := of(l, false); strings.Contains(text, mark) {
		t.Errorf("somebody else's lead:\n%s", text)
	}
	l.HotButton = "uptime"
	if text := of(l, true); strings.Contains(text, mark) {
		t.Errorf("with a hot button:\n%s", text)
	}
}

// What was asked before anything was sent is shown as it was answered (S3.17, S3.19).
func TestGateLine(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		gate *qualify.Gate
		want string
	}{
		{nil, ""},
		{&qualify.Gate{}, "Before sending, open: a need, its value and who decides"},
		{&qualify.Gate{Need: true}, "Before sending, known: a need · open: its value and who decides"},
		{&qualify.Gate{Need: true, Value: true, Decides: true, Fits: true, Agreed: &yes},
			"Before sending, known: a need, its value and who decides · they fit · said yes to a deal if it holds up"},
		{&qualify.Gate{Need: true, Value: true, Decides: true, Agreed: &no},
			"Before sending, known: a need, its value and who decides · said no to a deal"},
	} {
		if got := cards.GateLine(c.gate); got != c.want {
			t.Errorf("%+v: %q, want %q", c.gate, got, c.want)
		}
	}
}

// How many days a chase has taken stands with its calls and emails, as it is said: "3 calls, 1 email in 4 days".
func TestDaysOfAChase(t *testing.T) {
	l := acme()
	l.Progress.TalkedAt, l.Progress.Calls, l.Progress.Total, l.Progress.Mails = time.Time{}, 3, 3, 1
	s := cards.ShowLead{Card: coach.Card{Lead: l, Step: coach.Step{Kind: coach.StepCall}}, Meter: chase.Meter{Days: 4}}
	if text := cards.Show(maya(), s).Text; !strings.Contains(text, "\n3 calls, 1 email in 4 days\n") {
		t.Errorf("the lead's page:\n%s", text)
	}
	s.Card.Lead.Progress.Mails = 0
	if text := cards.Show(maya(), s).Text; !strings.Contains(text, "\n3 calls in 4 days\n") {
		t.Errorf("without an email:\n%s", text)
	}
}
