package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
)

func TestWhenDigestsCome(t *testing.T) {
	nine := 9 * 60
	ny := zone(t, "America/New_York")
	for _, c := range []struct {
		name, after string
		rep         Rep
		want        string
	}{
		{"this morning", "2026-03-04T08:29", newYork(), "2026-03-04T08:30"},
		{"strictly after", "2026-03-04T08:30", newYork(), "2026-03-05T08:30"},
		{"not on the weekend", "2026-03-06T12:00", newYork(), "2026-03-09T08:30"},
		{"their own days", "2026-03-05T12:00", Rep{TZ: "America/New_York", Days: []int{0, 6}}, "2026-03-07T08:30"},
		{"a new time still ahead today", "2026-03-04T08:40",
			Rep{TZ: "America/New_York", Digest: &nine, DigestSet: zoneTime(t, "2026-03-04T08:40:00-05:00")}, "2026-03-04T09:00"},
		{"a new time that has passed counts from tomorrow", "2026-03-04T08:00",
			Rep{TZ: "America/New_York", Digest: &nine, DigestSet: zoneTime(t, "2026-03-04T10:00:00-05:00")}, "2026-03-05T09:00"},
		{"a new time set on a Saturday", "2026-03-07T07:00",
			Rep{TZ: "America/New_York", Digest: &nine, DigestSet: zoneTime(t, "2026-03-07T07:00:00-05:00")}, "2026-03-09T09:00"},
		{"off", "2026-03-04T08:00", Rep{TZ: "America/New_York", Off: true}, ""},
		{"gone", "2026-03-04T08:00", Rep{TZ: "America/New_York", Gone: true}, ""},
	} {
		after, _ := time.ParseInLocation("2006-01-02T15:04", c.after, ny)
		got := ""
		if at := DefaultRules().NextDigest(c.rep, after); !at.IsZero() {
			got = at.In(ny).Format("2006-01-02T15:04")
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// One digest per working local date, over two years of clock changes, for many zones and awkward hours; in 2011 Samoa
// had no 30 December, and has no digest on it.
func TestOneDigestPerWorkingDate(t *testing.T) {
	zones := []string{"UTC", "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Santiago",
		"America/Asuncion",
		"America/Havana", "America/Sao_Paulo", "Europe/London", "Europe/Dublin", "Europe/Berlin", "Africa/Casablanca",
		"Africa/Cairo",
		"Asia/Beirut", "Asia/Jerusalem", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Gaza",
		"Australia/Lord_Howe", "Australia/Sydney", "Australia/Adelaide", "Pacific/Auckland", "Pacific/Chatham",
		"Pacific/Apia",
		"Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Easter", "Antarctica/Troll", "America/Nuuk", "Asia/Amman"}
	r := rules(t, "holidays: {countries: [US, GB, DE]}")
	for _, from := range []string{"2011-01-01", "2026-01-01"} {
		start, err := calendar.Parse(from)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range zones {
			for _, minute := range []int{0, 90, 120, 150, 510, 23*60 + 30} {
				rep := Rep{TZ: name, Digest: &minute, Days: []int{0, 1, 2, 3, 4, 5, 6}}
				f := r.availability(rep, LeadZone{Loc: rep.Location()})
				first, _ := start.At(0, f.rep)
				end := start + 731
				seen := map[calendar.Date]bool{}
				for at := r.NextDigest(rep, unix(first-1)); calendar.DateIn(at.Unix(), f.rep) < end; at = r.NextDigest(rep, at) {
					d := calendar.DateIn(at.Unix(), f.rep)
					if seen[d] {
						t.Fatalf("%s at minute %d: two digests on %s", name, minute, d)
					}
					seen[d] = true
				}
				for d := start; d < end; d++ {
					_, exists := d.At(12*60, f.rep)
					if want := exists && f.repOff(d) == nil; seen[d] != want {
						t.Fatalf("%s at minute %d: digest on %s %v, want %v", name, minute, d, seen[d], want)
					}
				}
			}
		}
	}
}

// Calls are made from 8:00 to 21:00 of the lead's own time, at once or from the next 8:00.
func TestLawfulFrom(t *testing.T) {
	west := Step{Kind: StepCall, Zone: LeadZone{Loc: zone(t, "America/Los_Angeles")}}
	for now, want := range map[string]string{
		"2026-03-04T08:30:00-05:00": "2026-03-04T11:00:00-05:00", // 5:30 there
		"2026-03-04T11:00:00-05:00": "2026-03-04T11:00:00-05:00",
		"2026-03-04T23:59:00-05:00": "2026-03-04T23:59:00-05:00",
		"2026-03-05T00:00:00-05:00": "2026-03-05T11:00:00-05:00", // 21:00 there
		"2026-03-07T23:30:00-08:00": "2026-03-08T08:00:00-07:00", // their clocks go forward that night
	} {
		at := zoneTime(t, now)
		if got := DefaultRules().LawfulFrom(west, at); !got.Equal(zoneTime(t, want)) {
			t.Errorf("%s: %s, want %s", now, got, want)
		}
	}
	task := Step{Kind: StepTask, Zone: west.Zone}
	if at := zoneTime(t, "2026-03-04T08:30:00-05:00"); !DefaultRules().LawfulFrom(task, at).Equal(at) {
		t.Error("a task waits for their morning")
	}
}
