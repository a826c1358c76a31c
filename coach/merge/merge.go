// Package merge says what is known of a lead as words: the merge fields of scripts and messages ([Fields.Values]). What
// is not known has no field, so that a sentence which would need it is not said at all (package template). Times are
// said on the lead's clock, in the rep's way of writing them.
package merge

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/selfreport"
	"github.com/followup-coach/followup/coach/template"
)

// Fields are what the slots of a script get their values from. Only the lead is needed; what is missing costs a
// variant, never a gap.
type Fields struct {
	Lead  coach.Lead
	Rep   coach.Rep // whose locale says how times are written
	Me    string    // the rep's name as they say it
	Now   time.Time
	Slots []coach.Slot // times to offer, the first two are said
	Story *coach.Story // of the team's library, for a lead without a reason of its own; nil for none
	// What it costs the rep to call again, for who is asked to call back (S3.14); the zero value says nothing.
	Cost selfreport.CallBack
}

// Values are the slots that have a value for this lead.
func (f Fields) Values() map[string]string {
	l, p := f.Lead, f.Lead.Progress
	loc := l.Zone(f.Rep, f.Now).Loc
	v := map[string]string{
		"name": calledName(l), "company": template.Spoken(l.Company), "me": template.Spoken(f.Me),
		"hot":        template.Spoken(l.HotButton),
		"competitor": template.Spoken(l.Competitor), "introduced": template.Spoken(l.Introduced),
		"decider": template.Spoken(l.Decider),
	}
	// They are asked about what they have not looked at yet; once they have, the newest is what was talked about.
	m := p.Unread()
	if m == nil && len(p.Materials) > 0 {
		m = &p.Materials[len(p.Materials)-1]
	}
	if m != nil {
		v["material"], v["pointer"] = template.Thing(template.Spoken(m.Name)), template.Spoken(m.Pointer)
	}
	if w := coach.WhyNow(l, f.Now); w != nil {
		v["why"] = template.Spoken(w.Text)
	}
	if f.Story != nil {
		v["story"] = template.Spoken(f.Story.Text)
	}
	if !p.TalkedAt.IsZero() {
		v["last"] = onDay(p.TalkedAt.In(loc), f.Now.In(loc))
	}
	if c := p.Commitment; c != nil {
		v["agenda"] = template.Spoken(c.Agenda)
		// Only a time that has come is one at which they were expected.
		if at := c.At.In(loc); calendar.DaysAhead(at, f.Now.In(loc)) <= 0 {
			v["agreed"] = f.dayAndTime(at, f.Now.In(loc))
		}
	}
	var ahead []coach.Slot
	for _, s := range f.Slots {
		if s.At.After(f.Now) {
			ahead = append(ahead, s)
		}
	}
	// A choice of two is offered (S1.8): one alone is none, and what has passed is no offer.
	if len(ahead) > 1 {
		v["slot1"], v["slot2"] = f.dayAndTime(ahead[0].At.In(loc), f.Now.In(loc)),
			f.dayAndTime(ahead[1].At.In(loc), f.Now.In(loc))
	}
	// No number is made up where nobody was ever reached, and a guess is called one (S3.13).
	if f.Cost.Minutes > 0 {
		v["rep_cost"] = fmt.Sprintf("about %d minutes", f.Cost.Minutes)
	}
	switch share := f.Cost.Share; {
	case share <= 0 || share > 1:
	case f.Cost.Guess:
		v["reach"] = "the source guesses that one try in three finds somebody"
	default:
		v["reach"] = fmt.Sprintf("of your own calls about 1 in %d finds somebody", int(math.Round(1/share)))
	}
	return v
}

// calledName is what to call somebody: the contact's first name, else the lead's name. There is always one.
func calledName(l coach.Lead) string {
	if n := template.FirstName(template.Spoken(l.Contact)); n != "" {
		return n
	}
	for _, s := range []string{l.Name, l.Company} {
		if s = template.Spoken(s); s != "" {
			return s
		}
	}
	return "there"
}

// onDay says a day of the past as people do, with its preposition.
func onDay(at, now time.Time) string {
	// A weekday alone means the last one of its name; from a week on the date says which.
	switch d := calendar.DaysAhead(at, now); {
	case d >= 0:
		return "earlier today"
	case d == -1:
		return "yesterday"
	case d >= -6:
		return at.Format("on Monday")
	case at.Year() == now.Year():
		return at.Format("on 2 January")
	}
	return at.Format("on 2 January 2006")
}

// dayAndTime says a time as people do: "Wednesday at 9:00", with the date when the weekday alone could mean another
// week. The clock is the one that the rep reads.
func (f Fields) dayAndTime(at, now time.Time) string {
	clock := " at " + strconv.Itoa(at.Hour()) + at.Format(":04")
	if f.Rep.Clock.Twelve(f.Rep.Locale) {
		clock = at.Format(" at 3:04 PM")
	}
	switch d := calendar.DaysAhead(at, now); {
	case d == 0:
		return "today" + clock
	case d == 1:
		return "tomorrow" + clock
	case d == -1:
		return "yesterday" + clock
	case d > -7 && d < 7:
		return at.Format("Monday") + clock
	}
	return at.Format("Monday 2 January") + clock
}
