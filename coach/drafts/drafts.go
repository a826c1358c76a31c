// Package drafts is about one message to one lead: which one is due ([Due]), its words from what is known of the lead
// ([Make]), and what there is to say against it before it goes ([Examine]), such as that half of it stands in a message
// sent before ([SentTexts]). The texts themselves are package outreach's, what words tell package phrase's.
package drafts

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/outreach"
)

// Draft is a message to one lead, ready to be copied.
type Draft struct {
	outreach.Text
	Why coach.WhyKind // the kind of the reason that it gives; empty for none (C17)
}

// Data is what a draft is made of. Only the lead is needed; what is missing costs a text, never a gap.
type Data struct {
	Lead    coach.Lead
	Touches []coach.Touch // of the lead, in any order, for the days of the tries
	Rep     coach.Rep
	Me      string // the rep's name as they say it; its first word is the signature
	Library []coach.Story
	Slots   []coach.Slot // times to offer, the first two are said
	Shown   []string     // keys of texts that are passed over for now: somebody asked for another one
	Now     time.Time
}

// Due is the message that is due for a lead on a step: the agreed date after a talk, the email of the plan, what
// ends a chase at its review, else the email that comes next.
func Due(l coach.Lead, s coach.Step, now time.Time) outreach.Kind {
	p := l.Progress
	switch {
	case p.Commitment != nil && p.Commitment.At.After(now):
		return outreach.AfterTalk
	case p.Mail == 0 && s.Kind == coach.StepReview && p.Verdict == string(outcome.StepBack):
		return outreach.Goodbye
	case p.Mail == 0 && s.Kind == coach.StepReview:
		return outreach.StepBack
	}
	return MailDue(l)
}

// MailDue is the email that is due for a lead, or that would come next.
func MailDue(l coach.Lead) outreach.Kind {
	p := l.Progress
	switch {
	case p.Mail == 1, p.Mail == 0 && p.TalkedAt.IsZero() && p.Mails == 0:
		return outreach.Email1
	case p.Mail > 1, p.TalkedAt.IsZero() && p.Mails == 1:
		return outreach.Email2
	}
	return outreach.Email
}

// Make is a message of a kind to one lead, from its own data: the first text that was not sent to it yet, else the one
// sent longest ago, among those whose slots all have a value. What the lead's data would make too long, or put an
// unwelcome phrase into, is passed over. It is false where the kind has nothing to say: a goodbye without a try, an
// agreed date that is over.
func Make(r *coach.Rules, kind outreach.Kind, in Data) (Draft, bool) {
	values, why := in.values()
	plain := map[string]string{"name": "there", "tries": values["tries"], "date": values["date"]}
	for _, v := range []map[string]string{values, plain} {
		if text, ok := r.Messages().Choose(kind, v, slices.Concat(in.Lead.Progress.Drafts, in.Shown), in.Me); ok {
			d := Draft{Text: text}
			if slices.Contains(d.Slots, "why") || slices.Contains(d.Slots, "story") {
				d.Why = why
			}
			return d, true
		}
	}
	return Draft{}, false
}

// greetedMost is how long a name in a greeting may be, in words and in characters. Who has a longer one is greeted
// without it.
const greetedMost, greetedRunes = 4, 40

// values are the slots that have a value, and the kind of the reason among them. A reason that is a success story is
// told as one.
func (in Data) values() (map[string]string, coach.WhyKind) {
	f := merge.Fields{Lead: in.Lead, Rep: in.Rep, Me: in.Me, Now: in.Now, Slots: in.Slots}
	why, story := coach.ReasonFor(in.Lead, in.Library, in.Now)
	f.Lead.Reasons = nil
	kind := coach.WhyKind("")
	if why != nil {
		kind = why.Kind
		if f.Lead.Reasons = []coach.Why{*why}; why.Kind == coach.WhyStory {
			f.Lead.Reasons, f.Story = nil, &coach.Story{Text: why.Text}
		}
	}
	if story != nil && story.Kind == coach.WhyStory {
		f.Story = story
	}
	v := f.Values()
	loc := in.Lead.Zone(in.Rep, in.Now).Loc
	p := in.Lead.Progress
	v["tries"], v["wrote"] = in.tries(loc)
	if !p.LastTry.IsZero() {
		v["called"] = in.pastDay(p.LastTry.In(loc), in.Now.In(loc))
		if p.LastOutcome == outcome.Voicemail {
			v["voicemail"] = v["called"]
		}
	}
	if !p.TalkedAt.IsZero() {
		v["last"] = in.pastDay(p.TalkedAt.In(loc), in.Now.In(loc))
	}
	if c := p.Commitment; c != nil && c.At.After(in.Now) {
		at := c.At.In(loc)
		v["date"] = at.Format("Monday 2 January") + " at " + in.clock(at)
		if in.american() {
			v["date"] = at.Format("Monday, January 2") + ", at " + in.clock(at)
		}
	}
	if n := v["name"]; outreach.CountWords(n) > greetedMost || utf8.RuneCountInString(n) > greetedRunes {
		v["name"] = "there"
	}
	return v, kind
}

// american reports whether the rep writes dates as Americans do.
func (in Data) american() bool {
	return calendar.American(in.Rep.Locale)
}

// clock is a time of day as the rep writes it.
func (in Data) clock(at time.Time) string {
	if in.Rep.Clock.Twelve(in.Rep.Locale) {
		return at.Format("3:04 PM")
	}
	return strconv.Itoa(at.Hour()) + at.Format(":04")
}

// pastDay says a day of the past in an email, which may be read tomorrow: by its name within a week, else by its date.
func (in Data) pastDay(at, now time.Time) string {
	switch d := calendar.DaysAhead(at, now); {
	case d >= 0:
		return "earlier today"
	case d >= -6:
		return at.Format("on Monday")
	}
	return "on " + in.dates([]time.Time{at})
}

// triesNamed is how many days of calls a message names: the last ones.
const triesNamed = 4

// tries are the days of the calls since the last talk, on the lead's clock, and how many emails were written since; ""
// for none.
func (in Data) tries(loc *time.Location) (days, wrote string) {
	var at []time.Time
	emails, since := 0, in.Lead.Progress.TalkedAt
	for _, t := range in.Touches {
		switch {
		case t.At.Before(since), t.At.After(in.Now):
		case t.Outcome == outcome.Email:
			emails++
		case t.Try > 0 && !t.Info().Live:
			at = append(at, t.At.In(loc))
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	at = slices.CompactFunc(at, func(a, b time.Time) bool { return calendar.DaysAhead(a, b) == 0 })
	if n := len(at) - triesNamed; n > 0 {
		at = at[n:]
	}
	if len(at) > 0 {
		days = "on " + in.dates(at)
	}
	switch {
	case emails == 1:
		wrote = "once"
	case emails == 2:
		wrote = "twice"
	case emails > 2:
		wrote = strconv.Itoa(emails) + " times"
	}
	return days, wrote
}

// dates lists days, a month's name once: "Oct 15, 22 and 29", "15, 22 and 29 October".
func (in Data) dates(at []time.Time) string {
	var words []string
	for i, t := range at {
		day := strconv.Itoa(t.Day())
		switch {
		case in.american() && (i == 0 || at[i-1].Month() != t.Month()):
			day = t.Format("Jan ") + day
		case !in.american() && (i == len(at)-1 || at[i+1].Month() != t.Month()):
			day += t.Format(" January")
		}
		words = append(words, day)
	}
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
