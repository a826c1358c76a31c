package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
)

// The text goes out on their clock with its place, and asks for their yes where it is not there yet (S4.4, S4.7).
func TestTextToSend(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	a := texts.Agreed{Lead: acme(), Zone: coach.LeadZone{Loc: berlin}}
	a.Lead.Progress.Commitment = &coach.Commitment{At: time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC),
		Agenda: "pricing\nterms"}
	want := "Our call: Sunday 29 March 2026, 14:00 (Berlin time)\n\nWhat it's about:\n- pricing\n- terms\n\nI'll call " +
		"you on +1 212 555 0100."
	if got := a.Message(say.Reader{}); got != want {
		t.Errorf("%q", got)
	}
	a.Lead.Progress.Commitment.Tentative, a.Lead.Phone, a.Lead.Progress.Commitment.Agenda = true, "", ""
	a.Zone.Loc = time.FixedZone("Etc/GMT-2", 2*3600)
	asked := "Does Sunday 29 March 2026, 14:00 (UTC+02:00 time) suit you for our call? A short yes is enough."
	if got := a.Message(say.Reader{}); got != asked {
		t.Errorf("%q", got)
	}
	if got := a.Message(say.Reader{Cycle: calendar.Hours12}); !strings.Contains(got, " 2:00 PM (") {
		t.Errorf("on a clock of twelve hours: %q", got)
	}
	if _, lines := texts.CalendarEvent(a); lines != "Not confirmed yet." {
		t.Errorf("%q", lines)
	}
}

// A file's name is made of a lead's letters and digits, whatever the lead is called.
func TestCalendarFileName(t *testing.T) {
	for name, want := range map[string]string{
		"Acme Corp":                 "call-acme-corp-2026-03-29.ics",
		`../..\"evil"` + "\r\n.exe": "call-evil-exe-2026-03-29.ics",
		"💥":                         "call-2026-03-29.ics",
		"Zwölf & Söhne":             "call-zwölf-söhne-2026-03-29.ics",
		strings.Repeat("a", 300):    "call-" + strings.Repeat("a", 40) + "-2026-03-29.ics",
	} {
		call := &coach.Commitment{At: time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)}
		a := texts.Agreed{Lead: coach.Lead{Name: name, Progress: coach.Progress{Commitment: call}}}
		if got, _, alt := texts.CalendarFile(say.Reader{}, a); got != want || len([]rune(alt)) > 1000 {
			t.Errorf("%q: %q", name, got)
		}
	}
}
