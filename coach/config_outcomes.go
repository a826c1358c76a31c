package coach

import "fmt"

// InstallOutcomes makes the outcomes of these rules those of the process. It is called once, before anything is read or
// logged: [Outcome.Info], [Outcomes] and [ReadOutcome] know no others.
func (r *Rules) InstallOutcomes() { r.outcomes.install() }

// Outcomes lists the outcomes of these rules, as [Outcomes] does those of the process.
func (r *Rules) Outcomes() []OutcomeInfo { return r.outcomes.list() }

// ReadOutcome is [ReadOutcome] by the outcomes of these rules.
func (r *Rules) ReadOutcome(words []string) OutcomeReading { return r.outcomes.read(words) }

// loadOutcomes takes an installation's own outcomes. Each but a touch that is no call needs a row in the call map.
func (f *ConfigFile) loadOutcomes(r *Rules, ms *mistakes) error {
	if r.outcomes = contractOutcomes(); len(f.Outcomes) == 0 {
		return nil
	}
	own, err := loadOutcomes("data/outcomes.yaml", embedded("data/outcomes.yaml"), outcomesAdded{files: f.Outcomes,
		taken: func(code string) bool { return decisions[code] || verdicts[code] }, mistakes: ms})
	if err != nil {
		return err
	}
	r.outcomes = own
	for i, o := range f.Outcomes {
		if _, ok := f.CallMap[string(o.Code)]; !ok && o.Group != OtherTouch && o.Group != Decision && o.Group != "" {
			ms.add(fmt.Sprintf("outcomes.%d", i), "it needs a row: call_map: {%s: {due: %s, activity: \"What to do then.\"}}",
				o.Code, r.duesOf(string(o.Code))[0])
		}
	}
	return nil
}
