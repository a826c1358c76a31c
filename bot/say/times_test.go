package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// TestNeverYesterday: Slack writes a pretty date of the day before as "Yesterday", so a day that is over is a date.
func TestNeverYesterday(t *testing.T) {
	for _, c := range []struct {
		when time.Time
		want string
	}{
		{at(13, 23, 59), "{date_short}, {time}"}, {at(5, 9, 0), "{date_short}, {time}"},
		{at(14, 0, 0), "{date_short_pretty}, {time}"}, {at(15, 9, 0), "{date_short_pretty}, {time}"},
	} {
		if got := reader.When(c.when); !strings.Contains(got, "^"+c.want+"|") {
			t.Errorf("%s: %s", c.when, got)
		}
	}
}

// TestTimes: instants, days and spans in words, on both clocks.
func TestTimes(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{reader.Words(now), "Wed 14 Jan, 10:02"},
		{reader.Words(at(21, 9, 30)), "Wed 21 Jan, 09:30"},
		{reader.Words(at(21, 9, 30).AddDate(1, 0, 0)), "21 Jan 2027, 09:30"},
		{reader.Words(at(21, 9, 30).AddDate(0, 0, -30)), "Mon 22 Dec, 09:30"},
		{american.Words(at(21, 9, 30)), "Wed, Jan 21, 9:30 AM"},
		{american.Words(at(21, 15, 0).AddDate(1, 0, 0)), "Jan 21, 2027, 3:00 PM"},
		{reader.There(at(15, 16, 0), newYork), "10:00 in New York"},
		{american.There(at(15, 16, 0), newYork), "10:00 AM in New York"},
		{reader.There(at(15, 18, 0), tokyo), "Fri 02:00 in Tokyo"},
		{reader.There(at(15, 16, 0), zoneOf("Europe/Vienna")), ""},
		{reader.There(at(15, 16, 0), nil), ""},
		{reader.ThereStretch(at(15, 15, 0), at(15, 17, 0), newYork), "09:00–11:00 in New York"},
		{american.ThereStretch(at(15, 15, 0), at(15, 17, 0), newYork), "9:00–11:00 AM in New York"},
		{american.ThereStretch(at(15, 17, 0), at(15, 19, 0), newYork), "11:00 AM–1:00 PM in New York"},
		{american.ThereStretch(at(15, 17, 0), at(15, 19, 0), tokyo), "Fri 1:00–3:00 AM in Tokyo"},
		{reader.Past(at(14, 8, 0)), "today"}, {reader.Past(at(13, 23, 0)), "Tue"}, {reader.Past(at(8, 9, 0)), "Thu"},
		{reader.Past(at(7, 9, 0)), "7 Jan"}, {american.Past(at(7, 9, 0)), "Jan 7"},
		{american.Past(at(7, 9, 0).AddDate(0, -1, 0)), "Dec 7, 2025"}, {reader.Past(time.Time{}), ""},
		{reader.Span(480, 1080), "08:00–18:00"}, {american.Span(480, 1080), "8:00 AM–6:00 PM"},
		{american.Span(480, 600), "8:00–10:00 AM"},
		{reader.Stretch(at(15, 8, 0), at(15, 10, 0)), reader.When(at(15, 8, 0)) + "–" + reader.Clock(at(15, 10, 0))},
		{reader.Stretch(at(15, 8, 0), at(15, 8, 0)), reader.When(at(15, 8, 0))},
		{say.Place(zoneOf("America/Argentina/Buenos_Aires")), "Buenos Aires"},
		{say.Place(time.UTC), "UTC"},
		{say.Weekdays(nil), "Mon–Fri"},
		{say.Weekdays([]int{0, 1, 2, 3, 4}), "Sun–Thu"},
		{say.Weekdays([]int{5, 6, 0}), "Fri–Sun"},
		{say.Weekdays([]int{1, 3}), "Mon and Wed"},
		{say.Weekdays([]int{0, 1, 2, 3, 4, 5, 6}), "every day"},
		{say.Length(45), "45 minutes"}, {say.Length(180), "3 hours"}, {say.Length(330), "5 h 30 min"},
		{say.Thousands(1234567), "1,234,567"}, {say.Thousands(7), "7"},
		{phrases.Phone(coach.Lead{Phone: "+1 (212) 555-0100"}), "<tel:+12125550100|+1 (212) 555-0100>"},
		{phrases.Phone(coach.Lead{Phone: "ask Pat"}), "ask Pat"},
		{phrases.Phone(coach.Lead{Phone: "<!channel>"}), "&lt;!channel&gt;"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
