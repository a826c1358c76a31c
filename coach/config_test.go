package coach

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/rulefile"
)

func TestAConfigurationIsLaidOverTheDefaults(t *testing.T) {
	r := rules(t, `
windows:
  morning: {from: "09:00", to: "11:00"}
cadences:
  zero-to-ten:
    steps:
      - {slot: now}
      - {gap: 2, slot: morning}
holidays: {dates: ["2026-03-05"]}
limits: {ping_before: 15}
call_map:
  busy: {due: redial, minutes: 30}
`)
	tellBy(t, r, newYork(), Lead{Warmth: Cold}, `
		Tue 3 Mar 08:10 add
		= attempt 1 of 2, Tue 3 Mar 09:00-11:00
		Tue 3 Mar 09:10 busy
		= redial 1, Tue 3 Mar 09:40-10:40
		Tue 3 Mar 09:40 voicemail
		= attempt 2 of 2, Fri 6 Mar 09:00-11:00
		because gap morning holiday`)
	if r.Limits().PingBefore != 15 || r.Limits().StillAfter != 5 {
		t.Errorf("limits: %+v", r.Limits())
	}
	if r.cadences[zeroToTen].source != rulefile.Configured || r.cadences[afterTalk].source != "C13, S2.18" {
		t.Error("a rule must say where it comes from")
	}
	for _, empty := range []string{"", "# nothing\n", "{}"} {
		if _, err := LoadRules("x", []byte(empty)); err != nil {
			t.Errorf("%q: %v", empty, err)
		}
	}
}

func TestEveryMistakeOfAConfigurationAtOnce(t *testing.T) {
	_, err := LoadRules("followup.yaml", []byte(`windows:
  morning: {from: "8", to: "10:00"}
law: {from: "07:00", to: "21:00"}
holidays:
  countries: [US, Atlantis]
  dates: ["31.12.2026"]
modes:
  gentle: {same_day: [warm]}
  passive: {same_day: [monday]}
cadences:
  zero-to-ten:
    steps:
      - {gap: 3, slot: now}
      - {gap: 0, slot: morning}
      - {slot: midnight}
call_map:
  voicemial: {due: gap}
  do-not-call: {due: gap}
limits: {attempts: 0, colour: blue}
`))
	var file *rulefile.Error
	if !errors.As(err, &file) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{
		`followup.yaml:2:19: `, `expected HH:MM`,
		`followup.yaml:3:6: law: it may be made narrower`,
		`followup.yaml:5:19: holidays.countries.1: "ATLANTIS"`,
		`followup.yaml:6:11: holidays.dates.0: "31.12.2026"`,
		`followup.yaml:8:11: modes.gentle: expected passive`,
		`followup.yaml:9:24: modes.passive.same_day.0: "monday"`,
		`followup.yaml:13:15: cadences.zero-to-ten.steps.0.gap: `,
		`followup.yaml:14:9: cadences.zero-to-ten.steps.1: gap`,
		`followup.yaml:15:9: cadences.zero-to-ten.steps.2: slot "midnight"`,
		`followup.yaml:17:14: call_map.voicemial: no such outcome`,
		`followup.yaml:18:16: call_map.do-not-call: due "gap": expected end`,
		`followup.yaml:19:20: limits.attempts: 0`,
		`followup.yaml:19:`, `colour`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
	if _, err := LoadRules("f.yaml", []byte("windows: [")); err == nil || !strings.Contains(err.Error(), "f.yaml:2:1: ") {
		t.Errorf("no YAML at all: %v", err)
	}
}

// A key that there is none of, or a value of another kind, is named by its path, and no Go type is.
func TestAMistakeOfAConfigurationIsSaidInItsWords(t *testing.T) {
	for file, want := range map[string]string{
		"nonsense: 1": "1:1: nonsense: there is no such key",
		"limits:\n  attempts: often\n  colour: blue": "2:13: limits.attempts: \"often\": expected a whole number\n" +
			"f.yaml:3:3: limits.colour: there is no such key",
		"cadences: {after-talk: {steps: [{gap: 1, slot: morning, slto: now}]}}": "1:57: cadences.after-talk.steps.0.slto: " +
			"there is no such key",
		"modes: {passive: {same_day: warm}}": "1:29: modes.passive.same_day: \"warm\": expected a list",
		"windows: 5":                         "1:10: windows: \"5\": expected keys with values",
		"law: five":                          "1:6: law: \"five\": expected keys with values",
		"limits: [1]":                        "1:9: limits: a list: expected keys with values",
		"multi_call: maybe":                  "1:13: multi_call: \"maybe\": expected true or false",
		"limits: {floor: 1, floor: 2}":       "1:20: limits.floor: it is there already, in line 1",
		"limits:\n\tfloor: 1":                "2:1: a tab stands here: expected spaces",
		"lunch: {from: 12, to: \"13:00\"}": "1:15: lunch.from: \"12\" is no time of day: expected HH:MM in quotes, " +
			"like \"08:30\"",
	} {
		if _, err := LoadRules("f.yaml", []byte(file)); err == nil || err.Error() != "f.yaml:"+want {
			t.Errorf("%q: got\n%v\nwant\nf.yaml:%s", file, err, want)
		}
	}
}

// Whatever stands in the place of whatever value of the built-in file, the mistake names keys and no Go type.
func TestNoMistakeOfAConfigurationNamesAGoType(t *testing.T) {
	goType := regexp.MustCompile(
		`\b(coach|outcome|outreach|phrase|rulefile|script)\.\w*[A-Z]|\[\](string|int)|map\[|struct|!!|\binto\b`)
	full := string(rulefile.Embedded("data/rules.yaml")) + `
outcomes: [{code: demo-held, label: Demo held, button: Demo, group: live-talk, aliases: [dh], phrases: [had a demo]}]
phrases: [{id: x, patterns: [a b], unless: [c], drafts: true, why: w, instead: [i], vague: true, author: a,
  strength: A, source: s}]
scripts: {late: {title: t, when: w, button: b, outcome: talked, next: [late], source: s,
  turns: [{they: t, say: [s], dont: d, note: n, sends: true, source: s}]}}
drafts: {email-1: {source: s, texts: [{id: a, subject: b, body: c, source: d}]}}`
	asked := 0
	for _, wrong := range []string{"{zz: 1}", "[zz]", "zz", "null", "!!binary eA=="} {
		for depth := 1; ; depth++ {
			var file, value yaml.Node
			must(t, yaml.Load([]byte(full), &file))
			must(t, yaml.Load([]byte(wrong), &value))
			if !replaceAt(file.Content[0], depth, *value.Content[0]) {
				break
			}
			text, err := yaml.Dump(&file)
			must(t, err)
			_, err = LoadRules("f.yaml", text)
			if err == nil {
				continue // nothing, where anything may be left out
			}
			asked++
			if found := goType.FindAllString(err.Error(), -1); found != nil {
				t.Errorf("%s at depth %d: %q in\n%v", wrong, depth, found, err)
			}
			if strings.Contains(err.Error(), "already, in line") {
				t.Fatalf("the file that is spoilt is wrong by itself: %v", err)
			}
		}
	}
	if asked < 20 {
		t.Errorf("only %d files were refused", asked)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// replaceAt puts the value in the place of every one that is so deep in the file, and says whether there was any.
func replaceAt(n *yaml.Node, depth int, value yaml.Node) (any bool) {
	for i := range n.Content {
		switch {
		case n.Kind == yaml.MappingNode && i%2 == 0: // a key
		case depth == 1:
			n.Content[i], any = &value, true
		default:
			any = replaceAt(n.Content[i], depth-1, value) || any
		}
	}
	return any
}

func TestEveryRuleHasASource(t *testing.T) {
	r := DefaultRules()
	for name, c := range r.cadences {
		for i, s := range c.steps {
			if s.source == "" || s.source == rulefile.Configured {
				t.Errorf("%s step %d has no source", name, i+1)
			}
		}
	}
	for name, w := range r.callMap {
		if w.source == "" || w.source == rulefile.Configured {
			t.Errorf("call map %s has no source", name)
		}
	}
	for _, o := range outcome.All() {
		if o.Source == "" {
			t.Errorf("%s has no source", o.Code)
		}
		phone := o.Group == outcome.NotReached || o.Group == outcome.ReachedShort || o.Group == outcome.LiveTalk ||
			o.Group == outcome.CameToUs ||
			o.Group == outcome.Ended
		if _, ok := r.callMap[string(o.Code)]; phone && !ok {
			t.Errorf("%s has no row in the call map", o.Code)
		}
	}
}

func TestOutcomeWords(t *testing.T) {
	for _, c := range []struct {
		words string
		want  outcome.Outcome
		used  int
	}{
		{"voicemail asked for Pat", outcome.Voicemail, 1}, {"VM", outcome.Voicemail, 1}, {"na later", outcome.NoAnswer, 1},
		{"No Answer again", outcome.NoAnswer, 2},
		{"no-answer", outcome.NoAnswer, 1}, {"gk", outcome.Gatekeeper, 1}, {"connected", outcome.Talked, 1},
		{"unread", outcome.NotReviewed, 1},
		{"inbound", outcome.Replied, 1}, {"reply", outcome.Replied, 1}, {"dnc", outcome.DoNotCall, 1},
		{"do not call", outcome.DoNotCall, 3},
		{"left company", outcome.LeftCompany, 2}, {"break-up", outcome.BreakUp, 1}, {"x", outcome.XTwitter, 1},
		{"not now maybe", outcome.NotNow, 2},
		{"left a VM for Jo", outcome.Voicemail, 3}, {"Wasn’t available", outcome.Unavailable, 2},
		{"left the company in May", outcome.LeftCompany, 3},
	} {
		if o, used, ok := outcome.Parse(strings.Fields(c.words)...); o != c.want || used != c.used || !ok {
			t.Errorf("%q: %s %d %v", c.words, o, used, ok)
		}
	}
	for _, w := range []string{"voicmail", "planned", "verdict", "", "lost", "no", "left"} {
		if o, _, ok := outcome.Parse(w); ok {
			t.Errorf("%q was taken for %s", w, o)
		}
	}
	for _, c := range []struct {
		words string
		want  []outcome.Outcome
	}{
		{"left", []outcome.Outcome{outcome.Voicemail, outcome.LeftCompany}},
		{"LEFT for good", []outcome.Outcome{outcome.Voicemail, outcome.LeftCompany}},
		{"left a message with Jo", []outcome.Outcome{outcome.Gatekeeper, outcome.Voicemail}}, {"left a message", nil},
		{"leaving", nil},
	} {
		_, _, ok := outcome.Parse(strings.Fields(c.words)...)
		if got := outcome.Unclear(strings.Fields(c.words)...); !slices.Equal(got, c.want) || ok && got != nil {
			t.Errorf("%q may mean %v", c.words, got)
		}
	}
	live := map[outcome.Outcome]bool{outcome.Talked: true, outcome.Meeting: true, outcome.NotReviewed: true,
		outcome.WantsInfo: true, outcome.Referral: true, outcome.NotNow: true,
		outcome.CalledBack: true}
	for _, o := range outcome.All() {
		if o.Live != live[o.Code] {
			t.Errorf("%s: live %v", o.Code, o.Live)
		}
	}
}

// TestStepSource: a step that names no source has its cadence's; a cadence without one is the team's own.
func TestStepSource(t *testing.T) {
	const steps = `steps: [{slot: now}, {gap: 2, slot: morning, source: "S2.18"}]`
	for source, want := range map[string]string{`source: "house", `: "house", "": rulefile.Configured} {
		r, err := LoadRules("followup.yaml", []byte(`{cadences: {zero-to-ten: {`+source+steps+`}}}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := r.cadences[zeroToTen].steps; got[0].source != want || got[1].source != "S2.18" {
			t.Errorf("%q: %+v", source, got)
		}
	}
}
