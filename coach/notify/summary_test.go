package notify

import (
	"reflect"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/selfreport"
)

func TestWhenSummariesCome(t *testing.T) {
	team := coach.Team{Summary: coach.Schedule{Every: "weekly", Weekday: 5, At: 16 * 60, TZ: "Europe/Berlin"}}
	if got := NextSummary(team, zoneTime(t, "2026-03-27T15:00:00Z")); !got.Equal(zoneTime(t,
		"2026-04-03T16:00:00+02:00")) {
		t.Errorf("after one has gone out, over the clock change: %s", got)
	}
	if got := NextSummary(team, zoneTime(t, "2026-03-25T15:00:00Z")); !got.Equal(zoneTime(t,
		"2026-03-27T16:00:00+01:00")) {
		t.Errorf("this week's: %s", got)
	}
	team.Summary.Set = zoneTime(t, "2026-03-27T17:00:00+01:00")
	if got := NextSummary(team, zoneTime(t, "2026-03-25T15:00:00Z")); !got.Equal(zoneTime(t,
		"2026-04-03T16:00:00+02:00")) {
		t.Errorf("set after this week's: %s", got)
	}
	team.Summary.Every = ""
	if got := NextSummary(team, zoneTime(t, "2026-03-25T15:00:00Z")); !got.IsZero() {
		t.Errorf("off: %s", got)
	}
}

func TestSummaryAddsUp(t *testing.T) {
	r, rep := coach.DefaultRules(), newYork()
	book := RepBook{Rep: rep, Touches: map[string][]coach.Touch{}}
	for id, life := range map[string]string{
		"a": "Mon 2 Mar 09:00 voicemail\nMon 2 Mar 16:00 no-answer\nTue 3 Mar 09:00 talked until Thu 5 Mar 10:00\nThu 5 " +
			"Mar 10:00 talked",
		"b": "Mon 2 Mar 09:00 talked until Tue 3 Mar 10:00\nTue 3 Mar 10:00 no-answer\nWed 4 Mar 09:00 not-interested",
		"c": "Mon 2 Mar 09:00 voicemail",
		"d": "Mon 2 Mar 09:00 talked\nTue 3 Mar 09:00 won",
		"e": "Wed 25 Feb 09:00 voicemail\nMon 2 Mar 09:00 replied\nTue 3 Mar 09:00 lost reason budget",
		"f": "Mon 2 Mar 09:00 busy\nMon 2 Mar 09:45 busy\nMon 2 Mar 10:30 no-time\nTue 3 Mar 11:00 replied",
	} {
		s := tell(t, rep, coach.Lead{Warmth: coach.Warm}, life)
		s.lead.ID = id
		book.Leads = append(book.Leads, s.lead)
		book.Touches[id] = s.history
	}
	dropped := tell(t, rep, coach.Lead{Warmth: coach.Warm, Potential: coach.PotentialLow},
		"Thu 26 Feb 09:00 voicemail\nMon 2 Mar 08:40 verdict reason drop")
	dropped.lead.ID = "g"
	book.Leads, book.Touches["g"] = append(book.Leads, dropped.lead), dropped.history
	if dropped.lead.Progress.Closed != outcome.NoResponse {
		t.Errorf("dropped as %q", dropped.lead.Progress.Closed)
	}
	got := Summarize(r, coach.Team{ID: "T"}, zoneTime(t, "2026-03-01T00:00:00-05:00"),
		zoneTime(t, "2026-03-07T00:00:00-05:00"),
		[]RepBook{book}).Totals
	want := Totals{Calls: 10, Reached: 6, Kept: 1, Broken: 1, Overdue: 2, NeedsDate: 2, Won: 1, Lost: 3, Reps: 1,
		Minutes: 25,
		Reasons: map[string]int{"not-interested": 1, "lost": 1, "no-response": 1},
		ByTry:   []TryRate{{1, 7, 4}, {2, 2, 1}, {3, 1, 1}, {4, 0, 0}, {5, 0, 0}, {6, 0, 0}, {7, 0, 0}}}
	if dump(got) != dump(want) {
		t.Errorf("\n got %s\nwant %s", dump(got), dump(want))
	}
}

// S4.15: what a channel or a manager gets has no room for a rep's own figures, however it is filled.
func TestSummaryHasNoRoomForFigures(t *testing.T) {
	own := map[reflect.Type]bool{reflect.TypeFor[selfreport.Report](): true, reflect.TypeFor[coach.Counters](): true,
		reflect.TypeFor[selfreport.Rate](): true, reflect.TypeFor[selfreport.CallBack](): true}
	seen := map[reflect.Type]bool{}
	var walk func(x reflect.Type) bool
	walk = func(x reflect.Type) bool {
		if seen[x] || x == reflect.TypeFor[time.Time]() {
			return false
		}
		seen[x] = true
		if own[x] {
			return true
		}
		switch x.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
			return walk(x.Elem())
		case reflect.Struct:
			for i := range x.NumField() {
				if walk(x.Field(i).Type) {
					return true
				}
			}
		}
		return false
	}
	if walk(reflect.TypeFor[Summary]()) {
		t.Error("a summary can hold a rep's own figures")
	}
	clear(seen)
	if !walk(reflect.TypeFor[Digest]()) {
		t.Error("this test finds nothing, not even where figures are")
	}
}
