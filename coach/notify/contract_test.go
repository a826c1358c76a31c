package notify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
)

// heads says of each digest from the given one on what it holds of one lead: ask, agreed, card or nothing.
func heads(r *coach.Rules, rep coach.Rep, l coach.Lead, first time.Time, n int) string {
	var out []string
	for at := first; n > 0; n-- {
		d, what := DigestFor(r, rep, []coach.Lead{l}, at, nil), "nothing"
		switch {
		case len(d.Asks) > 0 && d.Asks[0].Step.Kind != coach.StepLight:
			what = "ask"
		case len(d.Commitments) > 0:
			what = "agreed"
		case len(d.Shown()) > 0:
			what = string(d.Shown()[0].Step.Kind)
		}
		out = append(out, at.In(rep.Location()).Format("Mon")+" "+what)
		at = r.NextDigest(rep, at)
	}
	return strings.Join(out, ", ")
}

func TestContractDigests(t *testing.T) {
	for _, c := range []struct {
		rule string
		lead coach.Lead
		life string
		want string // from Tuesday 3 March 08:30 on
	}{
		{"a reply heads every digest", warm, "Mon 2 Mar 09:00 voicemail\nMon 2 Mar 11:00 replied",
			"Tue ask, Wed ask, Thu ask, Fri ask, Mon ask"},
		{"until an outcome comes", warm, "Mon 2 Mar 11:00 replied\nMon 2 Mar 16:00 no-answer",
			"Tue call, Wed call, Thu call, Fri call, Mon call"},
		{"until it is resumed", warm, "Mon 2 Mar 11:00 replied\nMon 2 Mar 12:00 resumed",
			"Tue call, Wed call, Thu call, Fri call, Mon call"},
		{"until there is a date", warm, "Mon 2 Mar 11:00 replied\nMon 2 Mar 12:00 planned until Thu 5 Mar 16:00",
			"Tue nothing, Wed nothing, Thu agreed, Fri ask, Mon ask"},
		{"a vague talk, too, and unlogged calls are asked about for two working days", cold, "Mon 2 Mar 09:00 talked vague",
			"Tue ask, Wed ask, Thu ask, Fri ask, Mon ask"},
		{"a snooze hushes the question until it is over; the call, three days off, waits", coach.Lead{Warmth: coach.Cold},
			"Mon 2 Mar 08:00 no-memory vague\nMon 2 Mar 09:00 snoozed until Wed 4 Mar 08:00",
			"Tue nothing, Wed ask, Thu ask, Fri ask, Mon ask"},
		{"a lead due later today is in today's, whatever the hour", coach.Lead{Warmth: coach.Cold, TZ: "America/Los_Angeles"},
			"Sun 1 Mar 09:00 voicemail\nMon 2 Mar 14:00 planned until Tue 3 Mar 20:30",
			"Tue agreed, Wed ask, Thu ask, Fri call, Mon call"},
		{"light's question comes with the first digest after the last call, and stays",
			coach.Lead{Warmth: coach.Warm, Potential: coach.PotentialLow},
			"Tue 3 Mar 08:20 voicemail",
			"Tue light-question, Wed light-question, Thu light-question, Fri light-question, Mon light-question"},
		{"after the digest: with the next one", coach.Lead{Warmth: coach.Warm, Potential: coach.PotentialLow},
			"Tue 3 Mar 08:31 voicemail",
			"Tue nothing, Wed light-question, Thu light-question, Fri light-question, Mon light-question"},
		{"the find-number task falls due in two days", warm, "Mon 2 Mar 09:00 bad-number",
			"Tue nothing, Wed task, Thu task, Fri task, Mon task"},
		{"closed leads are silent", warm, "Mon 2 Mar 09:00 do-not-call",
			"Tue nothing, Wed nothing, Thu nothing, Fri nothing, Mon nothing"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			s := tell(t, newYork(), c.lead, c.life)
			tuesday := zoneTime(t, "2026-03-03T08:30:00-05:00")
			if got := heads(s.r, s.rep, s.lead, tuesday, 5); got != c.want {
				t.Errorf("got %s", got)
			}
			shows := s.r.Timers(s.lead, s.rep, s.now).Shows // on the date of the first digest that holds it, or before
			for at := tuesday; !shows.IsZero() && shows.After(at.Add(15*time.Hour)); at = s.r.NextDigest(s.rep, at) {
				if d := DigestFor(s.r, s.rep, []coach.Lead{s.lead}, at, nil); !d.Empty() {
					t.Errorf("in the digest of %s, though it shows from %s", at, shows)
				}
			}
		})
	}
}

// At most ten cards; questions, then agreed calls, then what can be called now, then later today, each by the window
// closing soonest, warm, high, normal, low, oldest.
func TestContractDigestOrder(t *testing.T) {
	rep, r := newYork(), coach.DefaultRules()
	now := zoneTime(t, "2026-03-03T08:30:00-05:00")
	tried := zoneTime(t, "2026-03-02T13:00:00-05:00")
	lead := func(id string, w coach.Warmth, p coach.Potential, tz, created string) coach.Lead {
		return coach.Lead{ID: id, Warmth: w, Potential: p, TZ: tz, Created: zoneTime(t, created+"T12:00:00Z"),
			Progress: coach.Progress{Calls: 1, Step: 1, Touches: 1, LastTry: tried, LastTouch: tried,
				LastOutcome: outcome.Voicemail}}
	}
	leads := []coach.Lead{
		lead("chicago", coach.Cold, coach.PotentialHigh, "America/Chicago", "2026-02-01"), // closes at eleven in New York
		lead("young", coach.Cold, coach.PotentialNormal, "", "2026-02-03"),
		lead("old", coach.WarmthUnknown, coach.PotentialNormal, "", "2026-02-02"),
		lead("low", coach.Cold, coach.PotentialLow, "", "2026-02-01"),
		lead("halifax", coach.Cold, coach.PotentialLow, "America/Halifax", "2026-02-09"), // closes at nine in New York
	}
	d := DigestFor(r, rep, leads, now, nil)
	if got := ids(d.Cards) + ", " + ids(d.Later); got != "halifax old young low, chicago" {
		t.Errorf("got %s", got)
	}
	for k := range 20 {
		leads = append(leads, lead(fmt.Sprint("more", k), coach.Cold, coach.PotentialNormal, "", "2026-02-10"))
	}
	d = DigestFor(r, rep, leads, now, nil)
	if len(d.Cards) != 10 || len(d.Also) != 15 || d.Cards[0].Lead.ID != "halifax" || d.Also[14].Lead.ID != "chicago" ||
		d.Total() != 25 {
		t.Errorf("%d cards, %d more, %s", len(d.Cards), len(d.Also), ids(d.Cards))
	}
}

// Whoever keeps only what Timers says when something is logged, and looks up to the end of a digest's day, must find
// every lead that the digest holds.
func TestNoDigestHoldsALeadBeforeItShows(t *testing.T) {
	r, err := coach.LoadRules("test",
		[]byte(`holidays: {countries: [US, GB, DE, JP, NZ], dates: ["2026-03-11", "2026-10-27"]}`))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		rep, lead := aRep(t), aLead(t)
		at := lead.Created
		for range rapid.IntRange(0, 6).Draw(t, "touches") {
			x := aTouch(t, at)
			if next, _, err := r.Log(lead, nil, x, rep); err == nil {
				lead, at = next, x.At
			}
		}
		shows := r.Timers(lead, rep, at).Shows
		digest := at
		for range 8 {
			digest = r.NextDigest(rep, digest)
			loc := calendar.ClockOf(rep.Location())
			end, _ := (calendar.DateIn(digest.Unix(), loc) + 1).At(0, loc)
			if d := DigestFor(r, rep, []coach.Lead{lead}, digest, nil); !d.Empty() && (shows.IsZero() || shows.Unix() >= end) {
				t.Fatalf("in the digest of %s, looked at from %s on: %s", digest, shows, dump(d))
			}
		}
	})
}
