package coach

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/rulefile"
)

// Each outcome after which there is something to do says what, in the case that it is; the others say nothing, for the
// answer to the log has it already: a date is asked for, a task is named, no call is due (handbook 3c).
func TestWhatToDoAfterAnOutcome(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	at := zoneTime(t, "2026-03-02T10:00:00-05:00")
	later := zoneTime(t, "2026-03-05T16:00:00-05:00")
	passed := qualify.Gate{Need: true, Value: true, Decides: true}
	spoken := Lead{Warmth: Warm, Progress: Progress{Spoken: true}}
	agreed := spoken
	agreed.Progress.Commitment = &Commitment{At: at}
	again := agreed
	again.Progress.Broken = 1
	owing := Lead{Progress: Progress{Spoken: true, Track: afterTalk, Promises: []Promise{{By: Them, What: "read it"}}}}
	for _, c := range []struct {
		name  string
		lead  Lead
		touch Touch
		want  string // part of what to do; empty for nothing
	}{
		{"gatekeeper", Lead{}, Touch{Outcome: outcome.Gatekeeper}, "a direct line, their name"},
		{"gatekeeper who named an hour", Lead{}, Touch{Outcome: outcome.Gatekeeper, Until: later, Given: true},
			"direct line and for their own name"},
		{"bad number", Lead{}, Touch{Outcome: outcome.BadNumber}, "only write"},
		{"distracted", Lead{}, Touch{Outcome: outcome.Distracted}, "have them confirm"},
		{"no memory, never spoken", Lead{}, Touch{Outcome: outcome.NoMemory}, "as on a first call"},
		{"no memory, spoken", spoken, Touch{Outcome: outcome.NoMemory}, "reminds them of your last talk"},
		{"not read", Lead{}, Touch{Outcome: outcome.NotReviewed}, "going through it together"},
		{"wants info", Lead{}, Touch{Outcome: outcome.WantsInfo}, "who decides"},
		{"wants info, gate passed", Lead{}, Touch{Outcome: outcome.WantsInfo, Gate: &passed}, "the page to open"},
		{"referral", Lead{}, Touch{Outcome: outcome.Referral}, "say who sent you"},
		{"referral with a date", Lead{}, Touch{Outcome: outcome.Referral, Until: later}, "say who sent you"},
		{"not now", Lead{}, Touch{Outcome: outcome.NotNow}, "idea to come back with"},
		{"not now, with a date", Lead{}, Touch{Outcome: outcome.NotNow, Until: later}, "idea to come back with"},
		{"replied", Lead{}, Touch{Outcome: outcome.Replied}, "two times"},
		{"won", Lead{}, Touch{Outcome: outcome.Won}, "hand over"},
		{"has a solution", Lead{}, Touch{Outcome: outcome.HasSolution}, "when their contract ends"},
		{"has a solution until a day", Lead{}, Touch{Outcome: outcome.HasSolution, Until: later}, ""},
		{"not there at the agreed time", agreed, Touch{Outcome: outcome.NoAnswer}, "Name the time that passed"},
		{"a voicemail at the agreed time", agreed, Touch{Outcome: outcome.Voicemail}, "Name the time that passed"},
		{"not there once more", again, Touch{Outcome: outcome.NoAnswer}, "No third date"},
		{"voicemail, they owe something", owing, Touch{Outcome: outcome.Voicemail}, "what they promised"},
		{"no answer, they owe something", owing, Touch{Outcome: outcome.NoAnswer}, "what they promised"},
		{"voicemail", Lead{}, Touch{Outcome: outcome.Voicemail}, ""},
		{"no answer", Lead{Warmth: Warm}, Touch{Outcome: outcome.NoAnswer}, ""},
		{"busy", Lead{}, Touch{Outcome: outcome.Busy}, ""},
		{"no time", Lead{}, Touch{Outcome: outcome.NoTime}, ""},
		{"unavailable", Lead{}, Touch{Outcome: outcome.Unavailable}, ""},
		{"talked", Lead{}, Touch{Outcome: outcome.Talked}, ""},
		{"talked, with a date", Lead{}, Touch{Outcome: outcome.Talked, Until: later}, ""},
		{"meeting", Lead{}, Touch{Outcome: outcome.Meeting, Until: later}, ""},
		{"not interested", Lead{}, Touch{Outcome: outcome.NotInterested}, ""},
		{"not fit", Lead{}, Touch{Outcome: outcome.NotFit}, ""},
		{"left", Lead{}, Touch{Outcome: outcome.LeftCompany}, ""},
		{"do not call", Lead{}, Touch{Outcome: outcome.DoNotCall}, ""},
		{"email", Lead{}, Touch{Outcome: outcome.Email}, ""},
	} {
		c.lead.Created, c.touch.At, c.touch.Logged = at.AddDate(0, 0, -20), at, at
		_, logged, err := r.Log(c.lead, nil, c.touch, rep)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if logged.Do == "" != (c.want == "") || !strings.Contains(logged.Do, c.want) {
			t.Errorf("%s: %q, want %q", c.name, logged.Do, c.want)
		}
	}
}

// A touch that is logged behind a newer one says nothing of what to do: that is over.
func TestWhatToDoIsOfTheNewestTouch(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	at := zoneTime(t, "2026-03-04T10:00:00-05:00")
	l := Lead{Created: at.AddDate(0, 0, -20)}
	l, logged, err := r.Log(l, nil, Touch{Outcome: outcome.Voicemail, At: at, Logged: at}, rep)
	if err != nil {
		t.Fatal(err)
	}
	before := Touch{Outcome: outcome.Gatekeeper, At: at.AddDate(0, 0, -1), Logged: at}
	if _, logged, err = r.Log(l, []Touch{logged.Touch}, before, rep); err != nil || logged.Do != "" {
		t.Errorf("%q %v", logged.Do, err)
	}
}

// What to do is held to its words where it is loaded, with the line that is wrong.
func TestWhatToDoIsShort(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{`call_map: {busy: {due: redial, minutes: 45, do: "` + strings.Repeat("dial ", 13) + `"}}`,
			`call_map.busy.do: 13 words: expected at most 12`},
		{"call_map:\n  voicemail:\n    due: gap\n    when:\n      - {warm: true, activity: Call., do: \"" +
			strings.Repeat("dial ", 20) + "\"}", `rules.yaml:5:`},
		{`call_map: {busy: {due: redial, minutes: 45, do: "` + strings.Repeat("d", 121) + `"}}`,
			`call_map.busy.do: expected at most 120 characters`},
	} {
		_, err := LoadRules("rules.yaml", []byte(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.want, err)
		}
		if _, ok := errors.AsType[*rulefile.Error](err); !ok {
			t.Errorf("%T", err)
		}
	}
	twelve := `call_map: {busy: {due: redial, minutes: 45, do: "` + strings.Repeat("dial ", 12) + `"}}`
	if _, err := LoadRules("rules.yaml", []byte(twelve)); err != nil {
		t.Error(err)
	}
	if !slices.ContainsFunc(DefaultRules().CallMap(), func(c MapCase) bool { return c.Do != "" }) {
		t.Error("the map says nothing of what to do")
	}
}
