package notify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// salesFloor tells a life for each lead; ids say what is to be expected of it.
func salesFloor(t *testing.T, rep coach.Rep, lives map[string]coach.Lead, told map[string]string) []coach.Lead {
	t.Helper()
	var out []coach.Lead
	for id, l := range lives {
		s := tell(t, rep, l, told[id])
		s.lead.ID = id
		out = append(out, s.lead)
	}
	return out
}

func ids(cards []coach.Card) string {
	var out []string
	for _, c := range cards {
		out = append(out, c.Lead.ID)
	}
	return strings.Join(out, " ")
}

func TestTheDigestsOrder(t *testing.T) {
	rep := newYork()
	leads := salesFloor(t, rep, map[string]coach.Lead{
		"cold": {Warmth: coach.Cold}, "warm": {Warmth: coach.Warm}, "high": {Warmth: coach.Cold,
			Potential: coach.PotentialHigh},
		"old":     {Warmth: coach.Cold},
		"overdue": {Warmth: coach.Cold}, "west": {Warmth: coach.Cold, TZ: "America/Chicago"}, "agreed-late": {},
		"agreed-early": {},
		"replied":      {}, "talked": {}, "asked": {}, "later": {}, "closed": {}, "snoozed": {},
		"low":    {Warmth: coach.Cold, Potential: coach.PotentialLow},
		"review": {Warmth: coach.Warm},
	}, map[string]string{
		"cold":         "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"warm":         "Tue 3 Mar 13:00 add\nTue 3 Mar 13:05 voicemail",
		"high":         "Tue 3 Mar 09:00 add\nTue 3 Mar 14:05 voicemail",
		"old":          "Mon 2 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"overdue":      "Mon 2 Mar 09:00 add\nMon 2 Mar 09:05 voicemail",
		"west":         "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"agreed-late":  "Tue 3 Mar 09:00 talked until Wed 4 Mar 17:00",
		"agreed-early": "Tue 3 Mar 09:00 talked until Wed 4 Mar 11:00",
		"replied":      "Tue 3 Mar 09:00 replied",
		"talked":       "Tue 3 Mar 09:00 talked",
		"asked":        "Mon 2 Mar 09:00 talked until Tue 3 Mar 16:00",
		"later":        "Tue 3 Mar 09:00 talked until Thu 5 Mar 09:00",
		"closed":       "Tue 3 Mar 09:00 not-fit",
		"snoozed":      "Tue 3 Mar 09:00 talked\nTue 3 Mar 09:10 snoozed until Thu 5 Mar 08:00",
		"low":          "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"review": `Mon 2 Feb 09:00 voicemail
			Mon 2 Feb 16:00 voicemail
			Tue 3 Feb 09:00 voicemail
			Fri 6 Feb 16:00 voicemail
			Wed 11 Feb 09:00 voicemail
			Wed 18 Feb 16:00 voicemail
			Sat 28 Feb 09:00 voicemail`,
	})
	now := zoneTime(t, "2026-03-04T08:30:00-05:00")
	r := coach.DefaultRules()
	d := DigestFor(r, rep, leads, now, nil)
	if got := ids(d.Asks); got != "replied talked asked review" {
		t.Errorf("asks: %s", got)
	}
	if got := ids(d.Commitments); got != "agreed-early agreed-late" {
		t.Errorf("commitments: %s", got)
	}
	if got := ids(d.Cards) + ", " + ids(d.Later) + ", " + ids(d.Also); got != "overdue warm high old, , cold low west" {
		t.Errorf("cards: %s", got)
	}
	if d.More != 0 || d.Late || d.Date != "2026-03-04" || d.Tip == nil {
		t.Errorf("more %d, late %v, date %s, tip %v", d.More, d.Late, d.Date, d.Tip)
	}
	if d := DigestFor(r, rep, leads, now.Add(61*time.Minute), nil); !d.Late {
		t.Error("an hour late and not said")
	}
	if d := DigestFor(r, rep, nil, now, nil); !d.Empty() || d.Tip != nil {
		t.Errorf("nothing is due: %+v", d)
	}
	for i := range leads {
		a := r.Timers(leads[i], rep, zoneTime(t, "2026-03-03T18:00:00-05:00"))
		shows := !a.Shows.IsZero() && a.Shows.Before(zoneTime(t, "2026-03-05T00:00:00-05:00"))
		in := strings.Contains(fmt.Sprint(ids(d.Shown()), " ", ids(d.Also)), leads[i].ID)
		if shows != in {
			t.Errorf("%s: shows %v, in the digest %v (from %s)", leads[i].ID, shows, in, a.Shows)
		}
	}
}

// What can't be called yet never stands above what can: not one whose window opens later, not one at night, not one
// that has no common hour with the rep, who gets no card at all; and a task comes behind calls.
func TestCallableNowComesFirst(t *testing.T) {
	rep := newYork()
	leads := salesFloor(t, rep, map[string]coach.Lead{
		"now": {Warmth: coach.Cold}, "west": {Warmth: coach.Cold, TZ: "America/Chicago"},
		"night": {Warmth: coach.Cold, TZ: "America/Los_Angeles"}, "far": {Warmth: coach.Cold, TZ: "Asia/Singapore"},
		"dead": {},
	}, map[string]string{
		"now":   "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"west":  "Tue 3 Mar 09:00 add\nTue 3 Mar 10:05 voicemail",
		"night": "Fri 27 Feb 09:00 add\nFri 27 Feb 12:05 voicemail",
		"far":   "Mon 2 Mar 09:00 add\nMon 2 Mar 09:05 voicemail",
		"dead":  "Mon 2 Mar 08:00 add\nMon 2 Mar 08:05 bad-number",
	})
	d := DigestFor(coach.DefaultRules(), rep, leads, zoneTime(t, "2026-03-04T08:30:00-05:00"), nil)
	if got := ids(d.Cards) + ", " + ids(d.Later) + ", " + ids(d.Also); got != "now, night west dead, far" {
		t.Error(got)
	}
	if s := d.Later[0].Step; s.State(zoneTime(t, "2026-03-04T08:30:00-05:00")) != coach.Overdue {
		t.Errorf("the one at night should be overdue: %+v", s)
	}
	// Alone, it is named and has no card.
	if d := DigestFor(coach.DefaultRules(), rep, leads[:0:0], zoneTime(t, "2026-03-04T08:30:00-05:00"), nil); !d.Empty() {
		t.Errorf("%+v", d)
	}
}

func TestADigestAsksAboutTheCallOfAnHourAgo(t *testing.T) {
	rep := newYork()
	s := tell(t, rep, coach.Lead{}, "Tue 3 Mar 09:00 talked until Wed 4 Mar 08:15")
	d := DigestFor(coach.DefaultRules(), rep, []coach.Lead{s.lead}, zoneTime(t, "2026-03-04T08:30:00-05:00"), nil)
	if len(d.Asks) != 1 || d.Asks[0].Step.Kind != coach.StepDidIt {
		t.Errorf("%+v", d)
	}
}

// A review that nobody answers stands on five working days, and then on the first one of each week (product 4).
func TestAReviewRests(t *testing.T) {
	rep := coach.Rep{ID: "U1", TZ: "America/New_York"}
	due := time.Date(2026, 11, 11, 13, 0, 0, 0, time.UTC) // a Wednesday
	for day, rests := range map[int]bool{11: false, 13: false, 16: false, 17: false, 18: true, 20: true, 23: false,
		24: true} {
		at := time.Date(2026, 11, day, 13, 30, 0, 0, time.UTC)
		if got := reviewRests(coach.DefaultRules(), rep, coach.Step{Kind: coach.StepReview, Due: due}, at); got != rests {
			t.Errorf("%s: rests %v", at.Format("Mon 2 Jan"), got)
		}
	}
	if reviewRests(coach.DefaultRules(), rep, coach.Step{Kind: coach.StepCall, Due: due}, due.AddDate(0, 0, 30)) {
		t.Error("a call rests")
	}
	// It rests in what is sent; who asks for their day sees it.
	l := coach.Lead{ID: "L1", Rep: rep.ID, Warmth: coach.Cold, Progress: coach.Progress{Calls: 7, Total: 7, Step: 7,
		LastTry: due.AddDate(0, 0, -3), LastOutcome: outcome.NoAnswer}}
	thursday := time.Date(2026, 11, 19, 13, 30, 0, 0, time.UTC)
	for at, cards := range map[time.Time]int{thursday.AddDate(0, 0, -6): 1, thursday: 0, thursday.AddDate(0, 0, 4): 1} {
		sent := Morning(coach.DefaultRules(), rep, []coach.Lead{l}, at, nil)
		asked := DigestFor(coach.DefaultRules(), rep, []coach.Lead{l}, at, nil)
		if len(sent.Asks) != cards || len(asked.Asks) != 1 || asked.Asks[0].Step.Kind != coach.StepReview {
			t.Errorf("%s: %d reviews sent, asked for %+v", at.Format("Mon 2 Jan"), len(sent.Asks), asked.Asks)
		}
	}
}

// S4.5: a row of working days on which nothing was left over, counted from digest to digest; a call overdue since
// yesterday ends it, one overdue since this morning does not, and a weekend is no day.
func TestARowOfDaysOnWhichAllWasDone(t *testing.T) {
	r, rep := coach.DefaultRules(), newYork()
	// 2 March 2026 is a Monday
	day := func(d, h int) time.Time { return time.Date(2026, 3, d, h, 30, 0, 0, rep.Location()) }
	call := func(until time.Time) Digest {
		return Digest{Cards: []coach.Card{{Step: coach.Step{Kind: coach.StepCall, Due: until.Add(-time.Hour), Until: until}}}}
	}
	shown := map[string]time.Time{}
	for _, c := range []struct {
		now  time.Time
		d    Digest
		want int
	}{
		{day(2, 8), Digest{}, 0},                             // the first digest of all
		{day(3, 8), call(day(3, 10)), 1},                     // due today
		{day(4, 8), call(day(4, 8)), 2},                      // overdue since this morning
		{day(9, 8), Digest{}, 5},                             // Thursday, Friday; no weekend
		{day(10, 8), call(day(9, 17)), 0},                    // left over
		{day(11, 8), Digest{}, 1},                            // and on from there
		{day(12, 8), Digest{Asks: call(day(9, 9)).Cards}, 2}, // a question is no call
	} {
		days, since := AllDone(r, rep, c.d, shown, c.now)
		if days != c.want {
			t.Errorf("%s: %d days, want %d", c.now.Format("Mon 2 Jan"), days, c.want)
		}
		shown[AllDoneSince] = since
	}
}

// Leads that nothing tells apart stand by name, whatever its case and the order in which they are read.
func TestEqualCardsStandByName(t *testing.T) {
	r, rep := coach.DefaultRules(), coach.Rep{ID: "U1", TZ: "UTC"}
	now := time.Date(2026, 11, 10, 9, 0, 0, 0, time.UTC)
	var leads []coach.Lead
	for i, name := range []string{"cedar", "Birch", "Alder", "dune"} {
		leads = append(leads, coach.Lead{ID: string(rune('a' + i)), Rep: "U1", Name: name, Warmth: coach.Cold,
			Created: now.Add(-time.Hour)})
	}
	for range len(leads) {
		leads = append(leads[1:], leads[0])
		var got []string
		for _, c := range DigestFor(r, rep, leads, now, nil).Cards {
			got = append(got, c.Lead.Name)
		}
		if want := []string{"Alder", "Birch", "cedar", "dune"}; !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}
