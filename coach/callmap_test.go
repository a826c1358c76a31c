package coach

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/rulefile"
)

// Every line of the call map that is built in says what to do, and why (S0.14, S0.16).
func TestTheCallMapIsComplete(t *testing.T) {
	r := DefaultRules()
	lines := r.CallMap()
	seen := map[string]int{}
	for _, c := range lines {
		seen[c.Row]++
		if c.Activity == "" || !strings.HasSuffix(c.Activity, ".") || len([]rune(c.Activity)) > 150 {
			t.Errorf("%s: %q", c.Row, c.Activity)
		}
		if c.Source == "" || c.Source == rulefile.Configured {
			t.Errorf("%s has no source", c.Row)
		}
	}
	for name, w := range r.callMap {
		if seen[name] != len(w.cases)+1 {
			t.Errorf("%s: %d lines of %d are listed", name, seen[name], len(w.cases)+1)
		}
	}
	if lines[0].Row != "voicemail" || lines[len(lines)-1].Row != "gift-declined" {
		t.Error("not in call order")
	}
	// Who was reached gets advice and words: the rows of handbook 3c from the gatekeeper to the broken promise.
	for _, name := range []string{"gatekeeper", "no-time", "unavailable", "distracted", "no-memory", "talked", "meeting",
		"not-reviewed", "wants-info",
		"referral", "not-now", "has-solution", "broken", "missed"} {
		if w := r.callMap[name]; w.says.tip == "" || w.says.branch == "" {
			t.Errorf("%s: tip %q, branch %q", name, w.says.tip, w.says.branch)
		}
	}
}

// The rows of handbook 3c that differ by the lead's case.
func TestTheCallMapByCase(t *testing.T) {
	keep(t, []promise{
		{
			"S2.11 warm: they ask competitors too; then no message, then the last one, then other reasons, then a step back, " +
				"then the review", Rep{}, warm, "", `
			Mon 2 Mar 09:00 voicemail
			says voicemail t1 voicemail-1
			Mon 2 Mar 16:00 voicemail
			says voicemail t16 no-message
			Tue 3 Mar 09:00 voicemail
			says voicemail t17 voicemail-3
			Fri 6 Mar 16:00 voicemail
			says voicemail t15 no-message
			Wed 11 Mar 09:00 voicemail
			says voicemail t11 no-message
			Wed 18 Mar 16:00 voicemail
			says voicemail t11 no-message
			Mon 30 Mar 09:00 voicemail
			says voicemail t12 voicemail-last`},
		{"S1.12 cold: a reason, not checking in", Rep{}, cold, "", `
			Mon 2 Mar 09:00 voicemail
			says voicemail t14 voicemail-1`},
		{"S0.6 low potential: the question comes after the last call of the short plan", Rep{},
			Lead{Warmth: Warm, Potential: PotentialLow}, "", `
			Mon 2 Mar 09:00 voicemail
			says voicemail t13 voicemail-last
			= light-question, Tue 3 Mar 08:30`},
		{"S4.18 no answer: the other end of their day, and the mail after the third", Rep{}, cold, "", `
			Mon 2 Mar 09:00 no-answer
			says no-answer t18
			Tue 3 Mar 09:00 no-answer
			says no-answer t18
			Wed 4 Mar 09:00 no-answer
			says no-answer t3
			mail 2`},
		{"S3.1 after a talk: name it, and what they promised", Rep{}, warm, "", `
			Mon 2 Mar 09:00 talked
			says talked t5 needs-date
			Tue 3 Mar 09:00 voicemail
			says voicemail t14 voicemail-after-talk
			Tue 3 Mar 10:00 talked promises them figures
			Wed 4 Mar 09:00 voicemail
			says voicemail t4 voicemail-after-talk
			Thu 5 Mar 09:00 no-answer
			says no-answer t18
			Mon 9 Mar 09:00 no-answer
			says no-answer t4`},
		{"S3.1 what we promised is no promise of theirs", Rep{}, warm, "", `
			Mon 2 Mar 09:00 talked promises us quote
			Tue 3 Mar 09:00 voicemail
			says voicemail t14 voicemail-after-talk`},
		{"S1.7 a talk with a date has an agenda, one without needs a date", Rep{}, warm, "", `
			Mon 2 Mar 09:00 talked until Thu 5 Mar 16:00
			says talked t22 has-time
			Mon 2 Mar 09:30 meeting until Thu 5 Mar 16:00
			says meeting t23 has-time
			Mon 2 Mar 09:40 not-now until Thu 5 Mar 16:00
			says not-now t26 not-now`},
		{"S3.22 doesn't remember, though spoken before: the first talk was weak", Rep{}, warm, "", `
			Mon 2 Mar 09:00 no-memory
			says no-memory t14 no-memory
			Thu 5 Mar 16:00 no-memory
			says no-memory t21 no-memory`},
		{"product 4: the question about an agreed call lapsed, so nobody broke anything", Rep{}, warm, "", `
			Mon 2 Mar 09:00 talked until Tue 3 Mar 16:00
			Fri 6 Mar 09:00 voicemail
			says voicemail t18 no-message`},
		{"C12 a verdict has its row, and a mail has none", Rep{}, warm, "", `
			Mon 2 Mar 09:00 email
			says
			Mon 2 Mar 09:10 step-back
			says step-back t11
			Mon 2 Mar 09:30 verdict reason step-back
			says step-back t11
			Mon 2 Mar 09:40 verdict reason keep
			says keep-light t13
			Mon 2 Mar 09:50 verdict reason extend
			says`},
		{"handbook 3c: the time that a gatekeeper named, else the gap", Rep{}, warm, "", `
			Mon 2 Mar 09:00 gatekeeper
			says gatekeeper t9 gatekeeper
			= attempt 2 of 7, Mon 2 Mar 16:00-17:30
			Mon 2 Mar 16:00 gatekeeper until Wed 4 Mar 14:15
			= attempt 3 of 7, Wed 4 Mar 14:15-15:15
			because given`},
		{"S1.31 not now: ninety days, or their date", Rep{}, warm, "", `
			Mon 2 Mar 09:00 not-now
			says not-now t26 not-now
			= follow-up 1, Mon 1 Jun 08:00-10:00`},
	})
}

// S0.25: the gate decides between showing and asking; a touch may bring it along, else the lead's last one counts.
func TestTheCallMapAsksForTheGate(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	at := zoneTime(t, "2026-03-02T10:00:00-05:00")
	no, open := false, qualify.Gate{Need: true, Value: true, Decides: true}
	half, refused := open, open
	half.Decides, refused.Agreed = false, &no
	for name, c := range map[string]struct {
		had, brought *qualify.Gate
		tip          string
	}{
		"never asked": {nil, nil, "t8"}, "all three": {nil, &open, "t24"}, "one blank": {nil, &half, "t8"},
		"not agreed":   {nil, &refused, "t8"},
		"asked before": {&open, nil, "t24"}, "asked again": {&open, &half, "t8"},
	} {
		l := Lead{Progress: Progress{Gate: c.had}}
		if got, ok := r.MapFor(l, Touch{Outcome: outcome.WantsInfo, At: at, Gate: c.brought}, rep); !ok || got.Tip != c.tip ||
			got.Branch != "wants-info" {
			t.Errorf("%s: %s %s", name, got.Tip, got.Activity)
		}
	}
}

// A second busy signal counts the try: whoever answers next is on that same one.
func TestATryCountedThroughBusyIsTheSameCase(t *testing.T) {
	s := tell(t, newYork(), warm, `
		Mon 2 Mar 09:00 voicemail
		Mon 2 Mar 16:00 busy
		Mon 2 Mar 16:45 busy
		calls 2 mails 0
		Mon 2 Mar 17:15 voicemail
		says voicemail t16 no-message`)
	if s.last.Touch.Try != 0 {
		t.Errorf("counted again: %d", s.last.Touch.Try)
	}
}

// A row of a team is used by the engine, not only printed.
func TestATeamsOwnRows(t *testing.T) {
	r := rules(t, `
call_map:
  broken: {due: days, days: 4, slot: morning, activity: Write first., tip: t11}
  no-time: {due: gap, offer: 3}
  voicemail:
    due: gap
    activity: Call.
    when:
      - {potential: normal, warm: false, try: [1], activity: "Ask the neighbours."}
`)
	tellBy(t, r, newYork(), Lead{}, `
		Mon 2 Mar 09:00 voicemail
		says voicemail
		Tue 3 Mar 09:00 talked until Thu 5 Mar 16:00
		Thu 5 Mar 16:00 no-answer
		says broken t11
		= follow-up 2, Mon 9 Mar 08:00-10:00
		because broken`)
	at := zoneTime(t, "2026-03-02T10:00:00-05:00")
	for w, want := range map[Warmth]string{Warm: "Call.", Cold: "Ask the neighbours."} {
		if c, _ := r.MapFor(Lead{Warmth: w}, Touch{Outcome: outcome.Voicemail, At: at}, newYork()); c.Activity != want {
			t.Errorf("%s: %s", w, c.Activity)
		}
	}
	if _, to := r.Offer(Lead{}, newYork(), outcome.NoTime, at); !to.Equal(zoneTime(t, "2026-03-06T00:00:00-05:00")) {
		t.Errorf("three working days end %s", to)
	}
}

func TestEveryMistakeOfACallMapAtOnce(t *testing.T) {
	_, err := LoadRules("f.yaml", []byte(`call_map:
  voicemail: {due: now, tip: t999}
  busy: {due: gap}
  talked:
    due: redial
    when:
      - {activity: "Always."}
      - {warm: true}
      - {try: [0], potential: middling, activity: "Call.", tip: tip, branch: has-tme}
      - {wram: true, activity: "Call."}
  missed: {due: gap}
  replied: {due: days, days: 1, slot: morning}
`))
	var file *rulefile.Error
	if !errors.As(err, &file) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{
		`f.yaml:2:14: call_map.voicemail: due "now": expected gap or days`,
		`f.yaml:2:30: call_map.voicemail.tip: "t999": there is no such tip`,
		`f.yaml:3:9: call_map.busy: due "gap": expected redial`,
		`f.yaml:5:5: call_map.talked: due "redial": expected gap or days`,
		`f.yaml:7:9: call_map.talked.when.0: it holds always`,
		`f.yaml:8:9: call_map.talked.when.1: activity`,
		`f.yaml:9:15: call_map.talked.when.2.try: expected`,
		`f.yaml:9:31: call_map.talked.when.2.potential: "middling"`,
		`f.yaml:9:65: call_map.talked.when.2.tip: "tip"`,
		`f.yaml:9:78: call_map.talked.when.2.branch: "has-tme": no such branch`,
		`f.yaml:10:`, `wram`,
		`f.yaml:11:11: call_map.missed: due "gap": expected now or days`,
		`f.yaml:12:12: call_map.replied: due "days": expected date`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}

// S0.21, S0.25, S3.26: where a talk left no date, the times offered lie within two working days, of the rep and of the
// lead.
func TestOffersAreNear(t *testing.T) {
	r := rules(t, `{holidays: {countries: [US, DE], dates: ["2026-03-11"]}}`)
	for _, c := range []struct {
		name     string
		o        outcome.Outcome
		rep      Rep
		zone     string
		now, end string // end on the lead's clock
	}{
		{"Monday", outcome.NotReviewed, newYork(), "", "2026-03-02T10:00:00-05:00", "2026-03-05T00:00:00-05:00"},
		{"over the weekend, and the clock change in it", outcome.WantsInfo, newYork(), "", "2026-03-06T10:00:00-05:00",
			"2026-03-11T00:00:00-04:00"},
		{"said on a Saturday", outcome.Distracted, newYork(), "", "2026-03-07T10:00:00-05:00", "2026-03-11T00:00:00-04:00"},
		{"a holiday is no working day", outcome.NotReviewed, newYork(), "", "2026-03-09T10:00:00-04:00",
			"2026-03-13T00:00:00-04:00"},
		{"on the lead's dates: in Tokyo it is Tuesday already", outcome.NotReviewed, newYork(), "Asia/Tokyo",
			"2026-03-02T18:00:00-05:00", "2026-03-06T00:00:00+09:00"},
		{"Easter in Berlin, where the rep is, and not in New York", outcome.NotReviewed, Rep{TZ: "Europe/Berlin"},
			"America/New_York",
			"2026-04-02T10:00:00-04:00", "2026-04-09T00:00:00-04:00"},
		{"a week of the rep's own", outcome.NotReviewed, Rep{TZ: "America/New_York", Days: []int{1, 4}}, "",
			"2026-03-02T10:00:00-05:00", "2026-03-10T00:00:00-04:00"},
	} {
		now := zoneTime(t, c.now)
		from, to := r.Offer(Lead{TZ: c.zone}, c.rep, c.o, now)
		if !from.Equal(now.Add(time.Hour)) || !to.Equal(zoneTime(t, c.end)) {
			t.Errorf("%s: from %s to %s", c.name, from, to)
		}
		slots := r.Slots(Lead{TZ: c.zone}, c.rep, now, from, to, 3)
		for _, s := range slots {
			if s.At.Before(from) || !s.At.Before(to) {
				t.Errorf("%s: offered %s", c.name, s.At)
			}
		}
		if c.zone == "" && len(slots) == 0 {
			t.Errorf("%s: nothing to offer", c.name)
		}
	}
	if from, to := r.Offer(Lead{}, newYork(), outcome.Talked, time.Now()); !from.IsZero() || !to.IsZero() {
		t.Errorf("no limit for a talk: %s %s", from, to)
	}
	now := zoneTime(t, "2026-11-10T09:00:00-05:00")
	from, to := r.Offer(Lead{}, newYork(), outcome.NotNow, now)
	if !from.Equal(zoneTime(t, "2027-02-08T00:00:00-05:00")) || !to.IsZero() {
		t.Errorf("who said not now is offered nothing before the season is over: %s %s", from, to)
	}
	if slots := r.Slots(Lead{}, newYork(), now, from, to, 3); len(slots) != 3 || slots[0].At.Before(from) {
		t.Errorf("and times after it: %v", slots)
	}
}
