package coach

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

const ownOutcomes = `outcomes:
  - {code: demo-held, label: Demo held, button: Demo, group: live-talk, aliases: [dh],
     phrases: ["walked ($them) through"]}
  - {code: robot, label: A robot answered, group: not-reached}
  - {code: won, phrases: [signed]}
call_map:
  demo-held: {due: days, days: 4, slot: morning, activity: "Send the recording."}
  robot: {due: gap, activity: "Call the direct line."}
`

func TestOwnOutcomesAreRead(t *testing.T) {
	r, err := LoadRules("f.yaml", []byte(ownOutcomes))
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]outcome.Outcome{"dh": "demo-held", "Demo held": "demo-held",
		"walked her through": "demo-held",
		"a robot answered":   "robot", "robot": "robot", "signed": outcome.Won, "left a voicemail": outcome.Voicemail} {
		if got := r.ReadOutcome(strings.Fields(words)); got.Outcome != want {
			t.Errorf("%q is read as %v", words, got)
		}
	}
	if got := r.ReadOutcome([]string{"not", "demo-held"}); got.Outcome != "" {
		t.Errorf("what turns a phrase round turns an installation's too: %v", got)
	}
	if got := outcome.Read([]string{"signed"}); got.Outcome != "" {
		t.Errorf("the process has outcomes that nobody installed: %v", got)
	}
}

// A touch keeps the group of an outcome that is the installation's own: without its code it counts the same.
func TestOwnOutcomesOutliveTheirConfiguration(t *testing.T) {
	r, err := LoadRules("f.yaml", []byte(ownOutcomes))
	if err != nil {
		t.Fatal(err)
	}
	r.InstallOutcomes()
	defer DefaultRules().InstallOutcomes()
	at := time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC)
	rep := Rep{ID: "U1", TZ: "America/New_York"}
	l, history := Lead{Created: at}, []Touch(nil)
	for i, o := range []outcome.Outcome{"robot", "demo-held", "robot"} {
		when := at.Add(time.Duration(i) * time.Hour)
		after, logged, err := r.Log(l, history, Touch{Outcome: o, At: when, Logged: when}, rep)
		if err != nil {
			t.Fatal(err)
		}
		l, history = after, append(history, logged.Touch)
	}
	if p := l.Progress; p.Total != 3 || p.Calls != 1 || !p.Spoken || history[1].Group != outcome.LiveTalk {
		t.Fatalf("%+v", p)
	}
	DefaultRules().InstallOutcomes()
	later := DefaultRules().Replay(l, history, rep)
	if p := later.Progress; p.Total != 3 || p.Calls != 1 || !p.Spoken {
		t.Errorf("without their configuration: %+v", p)
	}
	if got := outcome.Outcome("demo-held").Info().Short; got != "demo held" {
		t.Errorf("in running text %q", got)
	}
	if got := outcome.Outcome("demo-held").Info().Label; got != "Demo held" {
		t.Errorf("shown as %q", got)
	}
	if s := DefaultRules().Next(later, rep, at.Add(3*time.Hour)); s.Due.IsZero() {
		t.Errorf("nothing comes next: %+v", s)
	}
	if _, _, err := DefaultRules().Log(l, nil, Touch{Outcome: "robot", At: at, Logged: at}, rep); err == nil {
		t.Error("an outcome that there is no more can be logged")
	}
}

func TestOwnOutcomesThatAreRefused(t *testing.T) {
	for file, want := range map[string]string{
		"outcomes: [{code: Demo, label: D, group: other}]": `1:19: outcomes.0.code: "Demo": expected small letters, digits ` +
			"and hyphens, at most 24, like demo-held",
		"outcomes: [{code: d, group: other}]": "1:12: outcomes.0: expected a label of at most 40 characters, and a " +
			"button of at most 24\nf.yaml:1:12: outcomes.0: label, button and source are needed",
		"outcomes: [{code: d, label: D, group: decision}]": `1:39: outcomes.0.group: "decision": expected not-reached, ` +
			"reached-short, live-talk, came-to-us, ended or other",
		"outcomes: [{code: d, label: D, group: other, phrases: " +
			"[busy]}]": `1:56: outcomes.0.phrases.0: "busy" already means busy`,
		"outcomes: [{code: d, label: D, group: other, phrases: [next " +
			"week]}]": `1:56: outcomes.0.phrases.0: "next week" begins like the command next and would hide it`,
		"outcomes: [{code: d, label: D, group: other, phrases: [\"a " +
			"(b\"]}]": `1:56: outcomes.0.phrases.0: a bracket is open: expected ")"`,
		"outcomes: [{code: busy, label: Line dead}]": "1:12: outcomes.0: busy is there already: expected only aliases " +
			"and phrases for it",
		"outcomes: [{code: lost, phrases: [gone]}]": "1:12: outcomes.0: lost is nothing that a rep types",
		"outcomes: [{code: d, label: D, group: live-talk}]": `1:12: outcomes.0: it needs a row: call_map: {d: {due: gap, ` +
			`activity: "What to do then."}}`,
	} {
		if _, err := LoadRules("f.yaml", []byte(file)); err == nil || err.Error() != "f.yaml:"+want {
			t.Errorf("%q: got\n%v\nwant\nf.yaml:%s", file, err, want)
		}
	}
}
