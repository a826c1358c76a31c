package coach

import (
	"errors"
	"testing"

	"github.com/followup-coach/followup/coach/rulefile"
)

// A configuration is either taken or refused with mistakes that say where; it never breaks the program.
func FuzzLoadRules(f *testing.F) {
	f.Add("holidays: {countries: [US], dates: [\"2026-12-24\"]}")
	f.Add("windows: {morning: {from: \"09:00\", to: \"11:00\"}}\nlimits: {attempts: 12}")
	f.Add("cadences: {zero-to-ten: {steps: [{slot: now}, {gap: 2, slot: morning}]}}")
	f.Add("call_map: {busy: {due: redial, minutes: 30}}\nmodes: {passive: {same_day: [warm]}}")
	f.Add(
		"scripts: {x: {title: t, when: w, next: [late], turns: [{say: [\"{hot}?\", \"{name}?\"]}, {dont: no, note: why}]}}")
	f.Add("windows: [")
	f.Add("a: &a [*a]")
	f.Fuzz(func(t *testing.T, config string) {
		r, err := LoadRules("f.yaml", []byte(config))
		var file *rulefile.Error
		if err != nil && (!errors.As(err, &file) || len(file.Mistakes) == 0 || file.Name != "f.yaml") {
			t.Fatalf("refused without saying what: %v", err)
		}
		if err == nil && r.Next(Lead{}, Rep{}, zoneTime(t, "2026-03-02T10:00:00Z")).Kind != StepCall {
			t.Fatal("a configuration that is taken leads nowhere")
		}
	})
}

// Any text may be a phone number; at worst it says nothing.
func FuzzPhone(f *testing.F) {
	f.Add("+1 212 736 5000")
	f.Add("(415) 863-9900 ext. 3")
	f.Add("+999999999999999999")
	f.Fuzz(func(t *testing.T, phone string) {
		if z := (Lead{Phone: phone}).Zone(newYork(), zoneTime(t, "2026-03-02T10:00:00Z")); z.Loc == nil {
			t.Fatalf("%q has no clock at all", phone)
		}
	})
}
