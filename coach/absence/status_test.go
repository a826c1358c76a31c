package absence

import (
	"testing"
	"time"
)

func TestAStatusThatSaysAway(t *testing.T) {
	for _, c := range []struct {
		text, emoji string
		away        bool
	}{
		{"Vacationing", ":palm_tree:", true}, {"", ":palm_tree:", true}, {"Out sick", ":face_with_thermometer:", true},
		{"", ":face_with_thermometer:", true}, {"Vacation!", "", true}, {"PTO until Monday", "", true}, {"OOO", "", true},
		{"On parental leave", ":baby:", true}, {"out of office – back on 18 Nov", "", true}, {"On holiday", "", true},
		{"Im Urlaub", "", true}, {"Urlaub bis 18.11.", ":sun:", true}, {"krank", "", true}, {"Krankgeschrieben", "", true},
		{"Elternzeit", "", true}, {"En vacances", "", true}, {"En congé jusqu'à lundi", "", true}, {"Malade", "", true},
		{"De vacaciones", "", true}, {"Enferma", "", true}, {"de baja", "", true},
		{"", "", false}, {"In a meeting", ":spiral_calendar_pad:", false}, {"Commuting", ":bus:", false},
		{"Working remotely", ":house_with_garden:", false}, {"Working from the beach", ":palm_tree:", false},
		{"I'll be back at 3", "", false}, {"Back from vacation", ":palm_tree:", false}, {"Vacation planning", "", false},
		{"Not sick any more", "", false}, {"Nicht mehr krank", "", false}, {"bill review", "", false},
		{"Leave me a message", "", false}, {"Holiday sale", "", false}, {"sick of meetings", "", false},
		{"pas malade", "", false}, {"", ":palm_tree_2:", false},
	} {
		if got := (Status{Text: c.text, Emoji: c.emoji}).Away(); got != c.away {
			t.Errorf("%s %q: away %v", c.emoji, c.text, got)
		}
	}
}

// The first day back is the next working one that has hours left when the status ends; on the same day nobody leaves.
func TestTheFirstDayBackByAStatus(t *testing.T) {
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 10, 10, 0, 0, 0, ny) // a Tuesday
	weekdays := func(d time.Time) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }
	vacation := Status{Text: "Vacation", Emoji: ":palm_tree:"}
	for until, want := range map[time.Time]string{
		time.Date(2026, 11, 13, 23, 59, 0, 0, ny): "2026-11-16", time.Date(2026, 11, 12, 23, 59, 0, 0, ny): "2026-11-13",
		time.Date(2026, 11, 18, 0, 0, 0, 0, ny): "2026-11-18", time.Date(2026, 11, 18, 8, 0, 0, 0, ny): "2026-11-18",
		time.Date(2026, 11, 10, 23, 59, 0, 0, ny): "2026-11-11", time.Date(2026, 11, 14, 12, 0, 0, 0, ny): "2026-11-16",
	} {
		vacation.Until = until
		if said := vacation.Said(now, ny, 18*60, weekdays); said.Until != want || !said.Ends.Equal(until) {
			t.Errorf("until %v: back on %q, want %q", until, said.Until, want)
		}
	}
	vacation.Until = time.Date(2026, 11, 10, 15, 0, 0, 0, ny)
	if said := vacation.Said(now, ny, 18*60, weekdays); said != (Said{}) {
		t.Errorf("until this afternoon: %+v", said)
	}
	vacation.Until = now.Add(-time.Hour)
	if said := vacation.Said(now, ny, 18*60, weekdays); said != (Said{}) {
		t.Errorf("it is over: %+v", said)
	}
	vacation.Until = time.Time{}
	open := vacation.Said(now, ny, 18*60, weekdays)
	if open.Status == "" || open.Until != "" {
		t.Errorf("without an end: %+v", open)
	}
	// One status is the same whenever it is told, and another one isn't.
	if again := vacation.Said(now.Add(time.Hour), ny, 18*60, weekdays); again != open {
		t.Errorf("told again: %+v, before %+v", again, open)
	}
	if other := (Status{Text: "Vacation", Emoji: ":palm_tree:", Until: now.AddDate(0, 0, 9)}).Said(now, ny, 1080,
		weekdays); other.Status == open.Status {
		t.Error("another end is another status")
	}
}
