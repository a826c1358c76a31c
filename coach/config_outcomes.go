package coach

import (
	"fmt"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/rulefile"
)

// InstallOutcomes makes the outcomes of these rules those of the process. It is called once, before anything is read or
// logged: [outcome.Outcome.Info], [outcome.All] and [outcome.Read] know no others.
func (r *Rules) InstallOutcomes() { r.outcomes.Install() }

// Outcomes lists the outcomes of these rules, as [outcome.All] does those of the process.
func (r *Rules) Outcomes() []outcome.Info { return r.outcomes.List() }

// ReadOutcome is [outcome.Read] by the outcomes of these rules.
func (r *Rules) ReadOutcome(words []string) outcome.Reading { return r.outcomes.Read(words) }

// loadOutcomes takes an installation's own outcomes. Each but a touch that is no call needs a row in the call map.
func (f *ConfigFile) loadOutcomes(r *Rules, ms *rulefile.Mistakes) error {
	if r.outcomes = outcome.Contract(); len(f.Outcomes) == 0 {
		return nil
	}
	own, err := outcome.Load("data/outcomes.yaml", rulefile.Embedded("data/outcomes.yaml"),
		outcome.Added{Files: f.Outcomes,
			Taken: func(code string) bool { return decisions[code] || verdicts[code] }, Mistakes: ms})
	if err != nil {
		return err
	}
	r.outcomes = own
	for i, o := range f.Outcomes {
		if _, ok := f.CallMap[string(o.Code)]; !ok && o.Group != outcome.OtherTouch && o.Group != outcome.Decision &&
			o.Group != "" {
			ms.Add(fmt.Sprintf("outcomes.%d", i), "it needs a row: call_map: {%s: {due: %s, activity: \"What to do then.\"}}",
				o.Code, duesOf(r.outcomes, string(o.Code))[0])
		}
	}
	return nil
}
