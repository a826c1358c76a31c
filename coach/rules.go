package coach

import (
	"sync"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/outreach"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/rulefile"
	"github.com/followup-coach/followup/coach/script"
	"github.com/followup-coach/followup/coach/tips"
	"github.com/followup-coach/followup/coach/webhook"
)

// Rules is everything a team may change: windows, cadences, modes, call map, holidays, limits, the scripts, and the
// tips. It never changes after it was loaded and may be used by many goroutines at once.
type Rules struct {
	morning, afternoon Window
	lunch, law         Window
	afternoonEnds      int
	leave              int
	noon               int

	holidays *calendar.Holidays

	modes    map[Mode]modeRule
	cadences map[string]cadence
	callMap  map[string]callRule
	outcomes *outcome.Table // of the contract and the installation's own
	limits   Limits
	sources  map[string]string // of windows and the like

	tips *tips.Book // built in, or those of one rep; see [Rules.TipsFor]

	// what is built in, with a team's own words laid over it
	scripts  *script.Tree
	messages *outreach.Book
	phrases  *phrase.Book

	fit        string   // whom a team wants as a customer, see [Rules.Fit]
	closeWords []string // name a deal on an agenda, folded (S4.8)
	webhooks   []webhook.Address
}

// Limits are the numbers of the contract that other rooms need too. Minutes and days as the names say.
type Limits struct {
	Floor          int // calls before no-response needs no reason (S4.19)
	Attempts       int // contact attempts until a review (S0.13)
	ReviewDays     int
	SecondTryAfter int // minutes
	UnansweredDays int // working days
	OpenMinutes    int
	PingBefore     int // minutes
	StillAfter     int // minutes
	NudgeBefore    int // minutes
	NudgeSpan      int // minutes
	DigestCards    int
	TipRest        int // working days
	MinutesPerTry  int
	Apart          int // minutes between two agreed calls
	OfferAfter     int // minutes from now before the first time that is offered
	NewsDays       int // calendar days for which what is timely or news is told
	WatchDays      int // in which an answer counts as won by a goodbye, a step back or a gift (S1.29)
	ReviewRests    int // working days after which a review that nobody answered comes once a week only
	OpenAfter      int // days without a talk after which a follow-up asks whether the deal is still open (S2.3)
	DMsPerDay      int // pings and answers not counted
	TipsPerDay     int // outside the digest
	Overlap        int // per cent of a draft that an earlier message has, from which on it is said (S2.23)
	KeepClosed     int // days after which a closed lead is taken away; 0: never
}

// Limits returns the numbers in force.
func (r *Rules) Limits() Limits { return r.limits }

// Scripts are the conversation tree.
func (r *Rules) Scripts() *script.Tree { return r.scripts }

// Messages are the texts of messages to prospects.
func (r *Rules) Messages() *outreach.Book { return r.messages }

// Tips are the advice that there is: built in, or of one rep where [Rules.TipsFor] laid theirs over it.
func (r *Rules) Tips() *tips.Book { return r.tips }

// Phrases are what coaching advises against saying.
func (r *Rules) Phrases() *phrase.Book { return r.phrases }

// modeRule says who gets a second try on day 0, and whether a network touch is suggested (S2.16).
type modeRule struct {
	warm, high, everyone bool
	social               bool
	source               string
}

// slot says which part of the day a step wants.
type slot string

const (
	slotNow       slot = "now"
	slotSameDay   slot = "same-day"
	slotMorning   slot = "morning"
	slotOtherHalf slot = "other-half"
)

// cadence is a list of steps; the first one is the first call of all.
type cadence struct {
	name   string
	steps  []cadenceStep
	mails  []int // calls after which a mail is due
	social bool
	source string
}

// cadenceStep waits for gap calendar days after the last call made (S2.18).
type cadenceStep struct {
	gap    int
	slot   slot
	source string
}

// callRule is a line of the call map.
type callRule struct {
	due     string // gap, days, workdays, review, now, redial, task, date, end
	days    int
	minutes int
	slot    slot
	task    string // of an end: what is left to do on the closed lead
	offer   int    // working days within which the times lie that are offered for the next call; 0 for the usual ten
	source  string

	says  said
	cases []mapCase // the first that holds says what to do instead
}

var defaults = sync.OnceValue(func() *Rules {
	r, err := LoadRules("defaults", nil)
	if err != nil {
		panic(err) // the file is compiled in and tested
	}
	return r
})

// DefaultRules are the rules of the contract, without any configuration.
func DefaultRules() *Rules { return defaults() }

// LoadRules lays a configuration file over the defaults. Keys that it doesn't mention keep their default; a cadence, a
// mode or a rule of the call map is replaced whole. name is what messages call the file. The error is a
// [*rulefile.Error] with every mistake at once.
func LoadRules(name string, data []byte) (*Rules, error) {
	var f ConfigFile
	if err := rulefile.Decode("data/rules.yaml", rulefile.Embedded("data/rules.yaml"), &f).Err(); err != nil {
		return nil, err
	}
	built, err := tips.BuiltIn()
	if err != nil {
		return nil, err
	}
	ms := rulefile.Decode(name, data, &f)
	r, err := f.rules(ms, built)
	if err != nil {
		return nil, err
	}
	if r.phrases, err = phrase.Load(f.Phrases, ms); err != nil {
		return nil, err
	}
	if r.scripts, err = script.Load(f.Scripts, f.MultiCall, ms); err != nil {
		return nil, err
	}
	r.checkBranches(ms)
	if r.messages, err = outreach.Load(f.Drafts, r.phrases, ms); err != nil {
		return nil, err
	}
	if err := ms.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// The cadence light comes in two: one call and a mail for who came to us, two calls for the others (C10).
const (
	lightWarm = "light-warm"
	lightCold = "light-cold"
)

// decisions are the rules of the call map that are no outcome.
var decisions = map[string]bool{RuleBroken: true, ruleLapsed: true, "keep-light": true, VerdictGift: true,
	ruleGiftAsked: true, ruleGiftApproved: true, ruleGiftDeclined: true}

// Due rules of decisions that no outcome of a call has.
const (
	dueReview   = "review"   // the question what becomes of the lead, after so many calendar days
	dueWorkdays = "workdays" // a call after so many working days of both sides
)

// TipsFor are the rules with the tips of one rep: those of their teams before the others, without those that the rep or
// a team has muted. A muted one is still found by its id.
func (r *Rules) TipsFor(rep Rep, teams []Team) *Rules {
	muted, own := map[string]bool{}, []tips.Tip(nil)
	for _, id := range rep.Muted {
		muted[id] = true
	}
	for _, t := range teams {
		for _, id := range t.Muted {
			muted[id] = true
		}
		for _, tip := range t.Tips {
			own = append(own, tip.Tip())
		}
	}
	if len(muted)+len(own) == 0 {
		return r
	}
	with := *r
	with.tips = r.tips.With(own, muted)
	return &with
}
