package mapdiff

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// logged are touches as they are stored, each logged by the rules as they are.
func logged(t *testing.T, r *coach.Rules, l coach.Lead, rep coach.Rep,
	touches ...coach.Touch) (coach.Lead, []coach.Touch) {
	t.Helper()
	var all []coach.Touch
	for i, x := range touches {
		x.ID, x.Logged = fmt.Sprint("t", i), x.At
		after, got, err := r.Log(l, all, x, rep)
		if err != nil {
			t.Fatal(err)
		}
		l, all = after, append(all, got.Touch)
	}
	return l, all
}

// Changed rules are replayed against the last weeks: over a weekend, a holiday and the change of the clocks, each touch
// that comes out differently is told with what came next, and no other one.
func TestDifferOnALead(t *testing.T) {
	rep := newYork()
	at := func(text string) time.Time { return zoneTime(t, text) }
	tries := []coach.Touch{ // Friday to Wednesday, over the end of summer time on 1 November
		{Outcome: outcome.NoAnswer, At: at("2026-10-23T09:00:00-04:00")},
		{Outcome: outcome.NoAnswer, At: at("2026-10-26T09:00:00-04:00")},
		{Outcome: outcome.Voicemail, At: at("2026-10-30T16:30:00-04:00")},
		{Outcome: outcome.Email, At: at("2026-10-30T16:40:00-04:00")},
		{Outcome: outcome.NoAnswer, At: at("2026-11-03T09:00:00-05:00")},
		{Outcome: outcome.Talked, At: at("2026-11-09T09:00:00-05:00"), Note: "secret"},
	}
	from, to := at("2026-10-30T00:00:00-04:00"), at("2026-11-29T12:00:00-05:00")
	for _, c := range []struct{ name, file, want string }{
		{"the same file", "", ""},
		{"the same rules written out", "call_map: {busy: {due: redial, minutes: 45, activity: \"Dial again in a while: " +
			"somebody is there. The first busy signal of a day is no try.\"}}", ""},
		{"an outcome that did not happen", "call_map: {busy: {due: redial, minutes: 60, activity: Dial.}}", ""},
		// The third try left three days: Monday 2 November. With four it is Tuesday, and the holiday makes it Wednesday.
		{"a gap of four days, and a holiday", `
holidays: {dates: ["2026-11-03"]}
cadences:
  zero-to-ten:
    steps: [{slot: now}, {slot: same-day}, {gap: 1, slot: morning}, {gap: 4, slot: other-half},
      {gap: 5, slot: other-half}]
    mails_after: [1, 3]
    social: true
`, `voicemail Mon 2 Nov 08:00 EST > Wed 4 Nov 08:00 EST
email Mon 2 Nov 08:00 EST > Wed 4 Nov 08:00 EST`},
		{
			"other words for a talk",
			`call_map: {talked: {due: gap, activity: "Ask for the board.", tip: t5, branch: needs-date}}`,
			`talked Tue 10 Nov 08:00 EST > Tue 10 Nov 08:00 EST`},
		{"a talk that has a day of its own", `call_map: {talked: {due: days, days: 3, slot: morning, activity: "Call."}}`,
			`talked Tue 10 Nov 08:00 EST > Thu 12 Nov 08:00 EST`},
	} {
		was, is := coach.DefaultRules(), rules(t, c.file)
		l, touches := logged(t, was, coach.Lead{ID: "L1", Warmth: coach.Cold, Created: at("2026-10-20T09:00:00-04:00")}, rep,
			tries...)
		got, replayed := Differ(was, is, l, touches, rep, from, to)
		var lines []string
		for _, d := range got {
			lines = append(lines, fmt.Sprintf("%s %s > %s", d.Touch.Outcome, clock(d.Was.Step.Due, rep),
				clock(d.Is.Step.Due, rep)))
		}
		if s := strings.Join(lines, "\n"); s != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, s, c.want)
		}
		if replayed != 4 {
			t.Errorf("%s: %d replayed", c.name, replayed)
		}
	}
}

// clock is an instant on a rep's clock.
func clock(at time.Time, rep coach.Rep) string {
	return at.In(rep.Location()).Format("Mon 2 Jan 15:04 MST")
}

// What happened before is as it was: changed rules begin with the lead that the old ones made, so that a shorter plan
// ends no chase that was over it already.
func TestDifferBeginsWithWhatIsThere(t *testing.T) {
	rep, was := newYork(), coach.DefaultRules()
	is := rules(t, `limits: {attempts: 3}`)
	start := zoneTime(t, "2026-09-01T09:00:00-04:00")
	var tries []coach.Touch
	for n := range 5 {
		tries = append(tries, coach.Touch{Outcome: outcome.NoAnswer, At: start.AddDate(0, 0, 10*n)})
	}
	l, touches := logged(t, was, coach.Lead{ID: "L1", Warmth: coach.Cold, Created: start}, rep, tries...)
	got, replayed := Differ(was, is, l, touches, rep, start.AddDate(0, 0, 35), start.AddDate(0, 0, 65))
	if replayed != 1 || len(got) != 1 || got[0].Was.Step.Kind != coach.StepCall ||
		got[0].Is.Step.Kind != coach.StepReview ||
		!got[0].Moved {
		t.Errorf("the tenth attempt is the third: %d, %+v", replayed, got)
	}
	if got, replayed := Differ(was, is, l, touches, rep, start.AddDate(0, 0, 60),
		start.AddDate(0, 0, 90)); len(got) != 0 ||
		replayed != 0 {
		t.Errorf("nothing happened: %d, %+v", replayed, got)
	}
	if l.Progress.Calls != 5 {
		t.Error("the lead is changed")
	}
}

func newYork() coach.Rep { return coach.Rep{ID: "U1", TZ: "America/New_York"} }

func rules(t *testing.T, config string) *coach.Rules {
	t.Helper()
	r, err := coach.LoadRules("followup.yaml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func zoneTime(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
