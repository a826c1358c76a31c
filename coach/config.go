package coach

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/outreach"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/rulefile"
	"github.com/followup-coach/followup/coach/script"
	"github.com/followup-coach/followup/coach/tips"
	"github.com/followup-coach/followup/coach/webhook"
)

// ConfigFile is data/rules.yaml as written; a configuration file has the same keys, so that its fields are the settings
// that there are.
type ConfigFile struct {
	Windows struct {
		Morning, Afternoon spanFile
	}
	Lunch         spanFile
	Law           spanFile
	AfternoonEnds rulefile.Clock `yaml:"afternoon_ends"`
	Leave         int
	Holidays      struct {
		Countries []string
		Dates     []string
	}
	Modes    map[string]modeFile
	Cadences map[string]cadenceFile
	Outcomes []outcome.File
	CallMap  map[string]callRuleFile  `yaml:"call_map"`
	Scripts  map[string]script.File   // by id, laid over data/scripts.yaml
	Phrases  []phrase.File            // laid over data/phrases.yaml
	Drafts   map[string]outreach.File // by kind, laid over data/messages.yaml

	MultiCall  bool     `yaml:"multi_call"`
	CloseWords []string `yaml:"close_words"`
	Fit        string   // whom the team wants as a customer (S3.17)
	Webhooks   []webhook.File
	Limits     struct {
		Floor          int
		Attempts       int
		ReviewDays     int `yaml:"review_days"`
		SecondTryAfter int `yaml:"second_try_after"`
		UnansweredDays int `yaml:"unanswered_days"`
		OpenMinutes    int `yaml:"open_minutes"`
		PingBefore     int `yaml:"ping_before"`
		StillAfter     int `yaml:"still_after"`
		NudgeBefore    int `yaml:"nudge_before"`
		NudgeSpan      int `yaml:"nudge_span"`
		DigestCards    int `yaml:"digest_cards"`
		TipRest        int `yaml:"tip_rest"`
		MinutesPerTry  int `yaml:"minutes_per_try"`
		Apart          int
		OfferAfter     int `yaml:"offer_after"`
		NewsDays       int `yaml:"news_days"`
		WatchDays      int `yaml:"watch_days"`
		ReviewRests    int `yaml:"review_rests"`
		OpenAfter      int `yaml:"open_after"`
		DMsPerDay      int `yaml:"dms_per_day"`
		TipsPerDay     int `yaml:"tips_per_day"`
		Overlap        int
		KeepClosed     int `yaml:"keep_closed"`
	}
}

// spanFile is a part of the day, both ends on the lead's clock.
type spanFile struct {
	From, To rulefile.Clock
	Source   string
}

// modeFile is a mode of the first day: same_day lists who gets a second try on it (S2.4, S2.11).
type modeFile struct {
	SameDay []string `yaml:"same_day"`
	Social  bool
	Source  string
}

// cadenceFile is a cadence. A step's gap is in calendar days after the last call made (S2.18), a step without a source
// has the cadence's; mails_after counts calls.
type cadenceFile struct {
	Source string
	Steps  []struct {
		Gap    int
		Slot   string
		Source string
	}
	MailsAfter []int `yaml:"mails_after"`
	Social     bool
}

// callRuleFile is a rule of the call map. days are calendar days, offer counts working days.
type callRuleFile struct {
	Due     string
	Days    int
	Minutes int
	Slot    string
	Task    string
	Offer   int
	Source  string

	Activity string
	Do       string
	Tip      string
	Branch   string
	When     []caseFile
}

// rules turns the file into what the engine uses and notes every mistake.
func (f *ConfigFile) rules(ms *rulefile.Mistakes, built *tips.Book) (*Rules, error) {
	r := &Rules{tips: built, leave: f.Leave, noon: 12 * 60, sources: map[string]string{},
		modes: map[Mode]modeRule{}, cadences: map[string]cadence{}, callMap: map[string]callRule{}}
	span := func(path string, s spanFile) Window {
		if s.From >= s.To {
			ms.Add(path, "it must start before it ends")
		}
		r.sources[path[strings.LastIndexByte(path, '.')+1:]] = rulefile.SourceOr(s.Source)
		return Window{int(s.From), int(s.To)}
	}
	r.morning = span("windows.morning", f.Windows.Morning)
	r.afternoon = span("windows.afternoon", f.Windows.Afternoon)
	r.lunch = span("lunch", f.Lunch)
	r.law = span("law", f.Law)
	if r.law.From < 8*60 || r.law.To > 21*60 {
		ms.Add("law", "it may be made narrower than 08:00–21:00, never wider")
	}
	if r.morning.From >= r.noon {
		ms.Add("windows.morning", "the morning window must start before 12:00")
	}
	if r.afternoon.From < r.noon {
		ms.Add("windows.afternoon", "the afternoon window must start at 12:00 or later")
	}
	if r.afternoonEnds = int(f.AfternoonEnds); r.afternoonEnds <= r.noon {
		ms.Add("afternoon_ends", "the afternoon must end after 12:00")
	}
	if f.Leave < 0 || f.Leave > 120 {
		ms.Add("leave", "expected 0 to 120 minutes")
	}
	r.holidays = calendar.Load(f.Holidays.Countries, f.Holidays.Dates, ms)
	f.loadModes(r, ms)
	f.loadCadences(r, ms)
	if err := f.loadOutcomes(r, ms); err != nil {
		return nil, err
	}
	f.loadCallMap(r, ms)
	f.loadCloseWords(r, ms)
	f.loadFit(r, ms)
	f.loadLimits(r, ms)
	r.webhooks = webhook.Load(f.Webhooks, ms)
	return r, nil
}

// loadCloseWords takes the words that name a deal on an agenda (S4.8).
func (f *ConfigFile) loadCloseWords(r *Rules, ms *rulefile.Mistakes) {
	for i, w := range f.CloseWords {
		folded := phrase.Fold(w)
		if folded == "" {
			ms.Add(fmt.Sprintf("close_words.%d", i), "%q: expected a word or a few", w)
			continue
		}
		r.closeWords = append(r.closeWords, folded)
	}
}

// loadFit takes whom the team wants as a customer (S3.17).
func (f *ConfigFile) loadFit(r *Rules, ms *rulefile.Mistakes) {
	r.fit = strings.TrimSpace(f.Fit)
	if n := utf8.RuneCountInString(r.fit); n > qualify.FitMost || strings.ContainsAny(r.fit, "\n\r") {
		ms.Add("fit", "expected one line of at most %d characters, like \"10 vehicles or more\"", qualify.FitMost)
	}
}

// Fit is whom the team wants as a customer, in its own words: "10 vehicles or more" (S3.17); empty where it has not
// said so.
func (r *Rules) Fit() string { return r.fit }

// Webhooks are the addresses that hear of changes; none where an installation names none.
func (r *Rules) Webhooks() []webhook.Address { return r.webhooks }

// loadModes takes who gets a second try on day 0, by mode (S0.8, S2.11).
func (f *ConfigFile) loadModes(r *Rules, ms *rulefile.Mistakes) {
	for _, name := range slices.Sorted(maps.Keys(f.Modes)) {
		m, mode := f.Modes[name], Mode(name)
		if mode != Passive && mode != Balanced && mode != Assertive {
			ms.Add("modes."+name, "expected passive, balanced or assertive")
		}
		rule := modeRule{social: m.Social, source: rulefile.SourceOr(m.Source)}
		for i, who := range m.SameDay {
			switch who {
			case "warm":
				rule.warm = true
			case "high":
				rule.high = true
			case "everyone":
				rule.everyone = true
			default:
				ms.Add(fmt.Sprintf("modes.%s.same_day.%d", name, i), "%q: expected warm, high or everyone", who)
			}
		}
		r.modes[mode] = rule
	}
}

// loadCadences takes the cadences that there are; a file may change them and add none.
func (f *ConfigFile) loadCadences(r *Rules, ms *rulefile.Mistakes) {
	for _, name := range slices.Sorted(maps.Keys(f.Cadences)) {
		path, cf := "cadences."+name, f.Cadences[name]
		switch name {
		case zeroToTen, lightWarm, lightCold, afterTalk, TrackExtended:
		default:
			ms.Add(path, "no such cadence: expected zero-to-ten, light-warm, light-cold, after-talk or extended")
		}
		c := cadence{name: name, mails: cf.MailsAfter, social: cf.Social, source: rulefile.SourceOr(cf.Source)}
		if len(cf.Steps) == 0 {
			ms.Add(path, "it needs at least one step")
		}
		for i, s := range cf.Steps {
			p := fmt.Sprintf("%s.steps.%d", path, i)
			st := cadenceStep{gap: s.Gap, slot: slot(s.Slot), source: cmp.Or(s.Source, c.source)}
			switch {
			case st.slot == slotNow && i > 0, st.slot == slotSameDay && i != 1:
				ms.Add(p, "slot now belongs to the first step, same-day to the second")
			case st.slot == slotNow, st.slot == slotSameDay:
				if s.Gap != 0 {
					ms.Add(p+".gap", "a step that is due at once or on the same day has no gap")
				}
			case st.slot != slotMorning && st.slot != slotOtherHalf:
				ms.Add(p, "slot %q: expected now, same-day, morning or other-half", s.Slot)
			case s.Gap < 1 || s.Gap > 366:
				ms.Add(p, "gap: expected 1 to 366 days")
			}
			c.steps = append(c.steps, st)
		}
		if len(cf.MailsAfter) > 2 || !slices.IsSorted(cf.MailsAfter) {
			ms.Add(path+".mails_after", "expected at most two numbers of calls, smaller one first")
		}
		r.cadences[name] = c
	}
}

// loadCallMap takes what follows an outcome. Which due rules an outcome may have is up to [duesOf].
func (f *ConfigFile) loadCallMap(r *Rules, ms *rulefile.Mistakes) {
	known := slices.Sorted(maps.Keys(f.CallMap))
	for _, name := range known {
		path, rf := "call_map."+name, f.CallMap[name]
		if _, ok := r.outcomes.Find(outcome.Outcome(name)); !ok && !decisions[name] {
			ms.Add(path, "no such outcome")
		}
		w := callRule{due: rf.Due, days: rf.Days, minutes: rf.Minutes, slot: slot(rf.Slot), task: rf.Task, offer: rf.Offer,
			source: rulefile.SourceOr(rf.Source)}
		rf.cases(&w, r, path, ms)
		if rf.Offer < 0 || rf.Offer > 60 {
			ms.Add(path, "offer: expected 0 to 60 working days")
		}
		if rf.Task != "" && (rf.Due != "end" || rf.Task != FindSuccessor && rf.Task != Renewal || rf.Days < 1 ||
			rf.Days > 366) {
			ms.Add(path, "task: expected find-successor or renewal, with due: end and 1 to 366 days")
		}
		if allowed := duesOf(r.outcomes, name); !slices.Contains(allowed, rf.Due) {
			ms.Add(path, "due %q: expected %s", rf.Due, strings.Join(allowed, " or "))
		}
		switch rf.Due {
		case "gap", "now", "date", "end":
		case "redial":
			if rf.Minutes < 1 || rf.Minutes > 240 {
				ms.Add(path, "minutes: expected 1 to 240")
			}
		case dueReview:
			if rf.Days < 0 || rf.Days > 366 {
				ms.Add(path, "days: expected 0 to 366")
			}
		case "days", "task", dueWorkdays:
			if rf.Days < 0 || rf.Days > 3660 {
				ms.Add(path, "days: expected 0 to 3660")
			}
			if w.slot != slotMorning && w.slot != slotOtherHalf {
				ms.Add(path, "slot: expected morning or other-half")
			}
		}
		r.callMap[name] = w
	}
}

// duesOf are the due rules that mean something for a rule of the call map.
func duesOf(outcomes *outcome.Table, name string) []string {
	o := outcomes.Info(outcome.Outcome(name))
	switch {
	case o.Ends:
		return []string{"end"}
	case o.Code == outcome.Busy:
		return []string{"redial"}
	case o.Code == outcome.Replied:
		return []string{"date"}
	case o.Code == outcome.BadNumber:
		return []string{"task", "gap", "days"}
	case o.Try || o.Live || name == RuleBroken:
		return []string{"gap", "days"}
	}
	if name == string(outcome.StepBack) || name == ruleGiftDeclined {
		return []string{dueReview, "days"}
	}
	return []string{"now", "days", dueWorkdays}
}

// loadLimits takes the numbers, each inside the range in which the rules still make sense.
func (f *ConfigFile) loadLimits(r *Rules, ms *rulefile.Mistakes) {
	l := f.Limits
	r.limits = Limits(l)
	for _, c := range []struct {
		name        string
		v, from, to int
	}{
		{"floor", l.Floor, 0, 50}, {"attempts", l.Attempts, 1, 100}, {"review_days", l.ReviewDays, 1, 60},
		{"second_try_after", l.SecondTryAfter, 30, 600}, {"unanswered_days", l.UnansweredDays, 1, 20},
		{"open_minutes", l.OpenMinutes, 5, 600}, {"ping_before", l.PingBefore, 1, 60}, {"still_after", l.StillAfter, 1, 60},
		{"nudge_before", l.NudgeBefore, 1, 60}, {"nudge_span", l.NudgeSpan, 1, 240}, {"digest_cards", l.DigestCards, 1, 20},
		{"tip_rest", l.TipRest, 1, 60}, {"minutes_per_try", l.MinutesPerTry, 1, 60}, {"apart", l.Apart, 5, 240},
		{"offer_after", l.OfferAfter, 0, 480},
		{"news_days", l.NewsDays, 1, 365},
		{"watch_days", l.WatchDays, 0, 90}, {"review_rests", l.ReviewRests, 1, 60}, {"open_after", l.OpenAfter, 1, 366},
		{"dms_per_day", l.DMsPerDay, 1, 100}, {"tips_per_day", l.TipsPerDay, 0, 20},
		{"overlap", l.Overlap, 10, 100},
	} {
		if c.v < c.from || c.v > c.to {
			ms.Add("limits."+c.name, "%d: expected %d to %d", c.v, c.from, c.to)
		}
	}
	if l.KeepClosed != 0 && (l.KeepClosed < 35 || l.KeepClosed > 36500) { // figures and letters are kept for weeks, too
		ms.Add("limits.keep_closed", "%d: expected 0, for ever, or 35 to 36500 days", l.KeepClosed)
	}
}

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
