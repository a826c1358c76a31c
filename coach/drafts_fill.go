package coach

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/outcome"
)

// DraftText is a message to a prospect, ready to be copied.
type DraftText struct {
	Kind    DraftKind
	ID      string // of the text in its kind
	Subject string // empty for LinkedIn
	Body    string
	Slots   []string // that it was filled with, each once
	Why     WhyKind  // the kind of the reason that it gives; empty for none (C17)
	Source  string
}

// Key names the text of a draft among those of all kinds, as a touch keeps it: "email-1/story".
func (d DraftText) Key() string { return string(d.Kind) + "/" + d.ID }

// DraftData is what a draft is made of. Only the lead is needed; what is missing costs a text, never a gap.
type DraftData struct {
	Lead    Lead
	Touches []Touch // of the lead, in any order, for the days of the tries
	Rep     Rep
	Me      string // the rep's name as they say it; its first word is the signature
	Library []Story
	Slots   []Slot   // times to offer, the first two are said
	Shown   []string // keys of texts that are passed over for now: somebody asked for another one
	Now     time.Time
}

// draftsKept is how many texts a lead remembers to have been sent.
const draftsKept = 12

// draftSlots are the slots of drafts: those of the scripts that are about the lead, and the chase so far.
var draftSlots = []string{"name", "company", "hot", "agenda", "material", "pointer", "why", "story", "last", "slot1",
	"slot2", "competitor", "introduced", "decider", "tries", "wrote", "voicemail", "called", "date"}

// DraftDue is the message that is due for a lead on a step: the agreed date after a talk, the email of the plan, what
// ends a chase at its review, else the email that comes next.
func DraftDue(l Lead, s Step, now time.Time) DraftKind {
	p := l.Progress
	switch {
	case p.Commitment != nil && p.Commitment.At.After(now):
		return DraftAfterTalk
	case p.Mail == 0 && s.Kind == StepReview && p.Verdict == string(outcome.StepBack):
		return DraftGoodbye
	case p.Mail == 0 && s.Kind == StepReview:
		return DraftStepBack
	}
	return MailDue(l)
}

// MailDue is the email that is due for a lead, or that would come next.
func MailDue(l Lead) DraftKind {
	p := l.Progress
	switch {
	case p.Mail == 1, p.Mail == 0 && p.TalkedAt.IsZero() && p.Mails == 0:
		return DraftEmail1
	case p.Mail > 1, p.TalkedAt.IsZero() && p.Mails == 1:
		return DraftEmail2
	}
	return DraftEmail
}

// Draft is a message of a kind to one lead, from its own data: the first text that was not sent to it yet, else the one
// sent longest ago, among those whose slots all have a value. What the lead's data would make too long, or put an
// unwelcome phrase into, is passed over. It is false where the kind has nothing to say: a goodbye without a try, an
// agreed date that is over.
func (r *Rules) Draft(kind DraftKind, in DraftData) (DraftText, bool) {
	values, why := in.values(r)
	plain := map[string]string{"name": "there", "tries": values["tries"], "date": values["date"]}
	for _, v := range []map[string]string{values, plain} {
		for _, t := range r.inTurn(kind, slices.Concat(in.Lead.Progress.Drafts, in.Shown)) {
			if d, ok := r.fillDraft(kind, t, v, in.Me); ok {
				if d.Why = ""; slices.Contains(d.Slots, "why") || slices.Contains(d.Slots, "story") {
					d.Why = why
				}
				return d, true
			}
		}
	}
	return DraftText{}, false
}

// DraftSource is the line of the sources that a text of a kind rests on; false for no such text.
func (r *Rules) DraftSource(kind DraftKind, id string) (source string, ok bool) {
	for _, t := range r.drafts.texts[kind] {
		if t.id == id {
			return t.source, true
		}
	}
	return "", false
}

// inTurn is the texts of a kind: those that were not sent yet in the order of the file, then the others, the one sent
// longest ago first.
func (r *Rules) inTurn(kind DraftKind, sent []string) []draftTemplate {
	texts := slices.Clone(r.drafts.texts[kind])
	last := func(t draftTemplate) int {
		for i, key := range slices.Backward(sent) {
			if key == (DraftText{Kind: kind, ID: t.id}).Key() {
				return i
			}
		}
		return -1
	}
	slices.SortStableFunc(texts, func(a, b draftTemplate) int { return last(a) - last(b) })
	return texts
}

// fillDraft fills a text; false when a slot has no value or what comes of it can't be sent.
func (r *Rules) fillDraft(kind DraftKind, t draftTemplate, values map[string]string, me string) (DraftText, bool) {
	d := DraftText{Kind: kind, ID: t.id, Source: t.source}
	var ok bool
	if d.Subject, ok = t.subject.fill(values); !ok {
		return d, false
	}
	if d.Body, ok = t.body.fill(values); !ok {
		return d, false
	}
	for _, s := range t.slots() {
		if !slices.Contains(d.Slots, s) {
			d.Slots = append(d.Slots, s)
		}
	}
	if me = firstName(spoken(me)); me != "" && kind.HasSubject() {
		d.Body += "\n" + me
	}
	text := d.Subject + "\n" + d.Body
	switch {
	case countWords(text) > draftWords,
		utf8.RuneCountInString(d.Subject) > subjectMost,
		!kind.HasSubject() && utf8.RuneCountInString(d.Body) > linkedInRunes,
		len(r.Review(text)) > 0,
		kind == DraftGoodbye && len(r.GoodbyeLacks(d.Body)) > 0:
		return d, false
	}
	return d, true
}

// subjectMost is how many characters of a subject are seen in a list of emails, generously.
const subjectMost = 120

// greetedMost is how long a name in a greeting may be, in words and in characters. Who has a longer one is greeted
// without it.
const greetedMost, greetedRunes = 4, 40

// values are the slots that have a value, and the kind of the reason among them. A reason that is a success story is
// told as one.
func (in DraftData) values(r *Rules) (map[string]string, WhyKind) {
	f := Fill{Lead: in.Lead, Rep: in.Rep, Me: in.Me, Now: in.Now, Slots: in.Slots}
	why, story := reasonFor(in.Lead, in.Library, in.Now)
	f.Lead.Reasons = nil
	kind := WhyKind("")
	if why != nil {
		kind = why.Kind
		if f.Lead.Reasons = []Why{*why}; why.Kind == WhyStory {
			f.Lead.Reasons, f.Story = nil, &Story{Text: why.Text}
		}
	}
	if story != nil && story.Kind == WhyStory {
		f.Story = story
	}
	v := f.values()
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
	if n := v["name"]; countWords(n) > greetedMost || utf8.RuneCountInString(n) > greetedRunes {
		v["name"] = "there"
	}
	return v, kind
}

// american reports whether the rep writes dates and times as Americans do.
func (in DraftData) american() bool {
	return strings.EqualFold(strings.ReplaceAll(in.Rep.Locale, "_", "-"), "en-US")
}

// clock is a time of day as the rep writes it.
func (in DraftData) clock(at time.Time) string {
	if in.american() {
		return at.Format("3:04 PM")
	}
	return strconv.Itoa(at.Hour()) + at.Format(":04")
}

// pastDay says a day of the past in an email, which may be read tomorrow: by its name within a week, else by its date.
func (in DraftData) pastDay(at, now time.Time) string {
	switch d := daysAhead(at, now); {
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
func (in DraftData) tries(loc *time.Location) (days, wrote string) {
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
	at = slices.CompactFunc(at, func(a, b time.Time) bool { return daysAhead(a, b) == 0 })
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
func (in DraftData) dates(at []time.Time) string {
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

// sent remembers which text a message was made from, so that another one comes next.
func (p *Progress) sent(key string) {
	if key == "" {
		return
	}
	p.Drafts = append(slices.Clone(p.Drafts), key)
	if n := len(p.Drafts) - draftsKept; n > 0 {
		p.Drafts = p.Drafts[n:]
	}
}
