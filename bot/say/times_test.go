package say

import (
	"strings"
	"testing"
	"time"

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
		if got := reader.when(c.when); !strings.Contains(got, "^"+c.want+"|") {
			t.Errorf("%s: %s", c.when, got)
		}
	}
}

// TestTimes: instants, days and spans in words, on both clocks.
func TestTimes(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{reader.words(now), "Wed 14 Jan, 10:02"},
		{reader.words(at(21, 9, 30)), "Wed 21 Jan, 09:30"},
		{reader.words(at(21, 9, 30).AddDate(1, 0, 0)), "Thu 21 Jan 2027, 09:30"},
		{american.words(at(21, 9, 30)), "Wed, Jan 21, 9:30 AM"},
		{american.words(at(21, 15, 0).AddDate(1, 0, 0)), "Thu, Jan 21, 2027, 3:00 PM"},
		{reader.there(at(15, 16, 0), newYork), "10:00 in New York"},
		{american.there(at(15, 16, 0), newYork), "10:00 AM in New York"},
		{reader.there(at(15, 18, 0), tokyo), "Fri 02:00 in Tokyo"},
		{reader.there(at(15, 16, 0), zoneOf("Europe/Vienna")), ""},
		{reader.there(at(15, 16, 0), nil), ""},
		{reader.thereStretch(at(15, 15, 0), at(15, 17, 0), newYork), "09:00–11:00 in New York"},
		{american.thereStretch(at(15, 15, 0), at(15, 17, 0), newYork), "9:00–11:00 AM in New York"},
		{american.thereStretch(at(15, 17, 0), at(15, 19, 0), newYork), "11:00 AM–1:00 PM in New York"},
		{american.thereStretch(at(15, 17, 0), at(15, 19, 0), tokyo), "Fri 1:00–3:00 AM in Tokyo"},
		{reader.past(at(14, 8, 0)), "today"}, {reader.past(at(13, 23, 0)), "Tue"}, {reader.past(at(8, 9, 0)), "Thu"},
		{reader.past(at(7, 9, 0)), "7 Jan"}, {american.past(at(7, 9, 0)), "Jan 7"},
		{american.past(at(7, 9, 0).AddDate(0, -1, 0)), "Dec 7, 2025"}, {reader.past(time.Time{}), ""},
		{reader.span(480, 1080), "08:00–18:00"}, {american.span(480, 1080), "8:00 AM–6:00 PM"},
		{american.span(480, 600), "8:00–10:00 AM"},
		{reader.stretch(at(15, 8, 0), at(15, 10, 0)), reader.when(at(15, 8, 0)) + "–" + reader.clock(at(15, 10, 0))},
		{reader.stretch(at(15, 8, 0), at(15, 8, 0)), reader.when(at(15, 8, 0))},
		{place(zoneOf("America/Argentina/Buenos_Aires")), "Buenos Aires"},
		{place(time.UTC), "UTC"},
		{weekdays(nil), "Mon–Fri"},
		{weekdays([]int{0, 1, 2, 3, 4}), "Sun–Thu"},
		{weekdays([]int{5, 6, 0}), "Fri–Sun"},
		{weekdays([]int{1, 3}), "Mon and Wed"},
		{weekdays([]int{0, 1, 2, 3, 4, 5, 6}), "every day"},
		{length(45), "45 minutes"}, {length(180), "3 hours"}, {length(330), "5 h 30 min"},
		{thousands(1234567), "1,234,567"}, {thousands(7), "7"},
		{phone(coach.Lead{Phone: "+1 (212) 555-0100"}), "<tel:+12125550100|+1 (212) 555-0100>"},
		{phone(coach.Lead{Phone: "ask Pat"}), "ask Pat"},
		{phone(coach.Lead{Phone: "<!channel>"}), "&lt;!channel&gt;"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
