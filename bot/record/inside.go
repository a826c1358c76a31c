package record

import (
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Times inside what was said. Words that name a stretch of time are obeyed: nothing outside it is offered, even where
// nothing can be offered inside it.

// inside are three times to offer by the words; where they say nothing of when, by the outcome.
func (o Offers) inside(req *request.Request, l coach.Lead, out outcome.Outcome, words string,
	agreed []coach.Agreed) []coach.Slot {
	rep := *req.Rep
	w, said := dates.WithinOf(words, o.DateContext(req, &l))
	if !said {
		from, to := o.Rules.Offer(l, rep, out, req.Now)
		return o.Rules.SlotsBut(l, rep, req.Now, from, to, 3, agreed)
	}
	in := make([]coach.Stretch, len(w.In))
	for i, s := range w.In {
		in[i] = coach.Stretch{From: s.From, To: s.To, Hours: s.Hours, Clock: s.Clock}
	}
	begin := [...]coach.Begin{dates.FirstMinute: coach.BeginMinute, dates.FirstDay: coach.BeginDay,
		dates.MidWeek: coach.BeginMidWeek}[w.Begin]
	return o.Rules.SlotsIn(l, rep, req.Now, in, begin, 3, agreed)
}

// DateContext is how the rep's dates about a lead are read, their working days less the holidays of the rules.
func (o Offers) DateContext(req *request.Request, l *coach.Lead) dates.Context {
	c := o.Typed(req, l)
	c.Works = func(day time.Time) bool { return o.Rules.Works(*req.Rep, day) }
	return c
}

// Typed is how what was typed about a lead of a rep's is read. Times are those of whoever types, who may be a colleague
// of the rep's; "their time" is where the lead is, by the best that is known of it, and the working days are the rep's.
func (o Offers) Typed(req *request.Request, l *coach.Lead) dates.Context {
	c := input.DateContext(*req.Rep, l, req.Now)
	if req.Cover == nil {
		return c
	}
	self := input.DateContext(req.Cover.Self, nil, req.Now)
	c.Zone, c.MonthFirst = self.Zone, self.MonthFirst
	if l != nil && c.Theirs == nil {
		c.Theirs = l.Zone(*req.Rep, req.Now).Loc
	}
	return c
}

// place takes a zone that the next appointment names for the lead's, where nothing is known of theirs and no call could
// be made then on the rep's own clock: a time in the middle of the rep's night is one of the place that was named. It
// stands in the answer, and [Undo] takes it back.
func (o Offers) place(req *request.Request, l *coach.Lead, t TouchInput) {
	d := t.Args.Next
	if d.Kind != dates.Exact || !d.Named || d.TheirTime || !request.ZoneExists(d.Zone.String()) ||
		l.Zone(*req.Rep, d.At).From != coach.ZoneRep {
		return
	}
	if _, err := o.Rules.CheckInstant(*l, *req.Rep, d.At); err == nil {
		return
	}
	there := *l
	there.TZ = d.Zone.String()
	if _, err := o.Rules.CheckInstant(there, *req.Rep, d.At); err == nil {
		l.TZ = there.TZ
	}
}

// impossible is a date that there isn't, or that has to be asked about. The call that was made is saved and the date is
// named; a call that is only to be planned has nothing to save, unless the words can mean several instants: these are
// offered.
func (o Offers) impossible(req *request.Request, l coach.Lead, t TouchInput, d *input.Date) (nextAppointment, error) {
	p := nextAppointment{vague: true, times: answers.Times{Words: d.Words, Wrong: d.Problem}}
	for _, r := range dates.Choices(d.Words, o.DateContext(req, &l)) {
		if r.Kind != dates.Exact || !r.At.After(req.Now) {
			continue
		}
		if _, err := o.Rules.CheckInstant(l, *req.Rep, r.At); err == nil {
			p.times.Slots = append(p.times.Slots, coach.Slot{At: r.At.UTC()})
			p.times.Places = append(p.times.Places, r.Zone)
		}
	}
	if t.Outcome == outcome.Planned && len(p.times.Slots) == 0 {
		return nextAppointment{}, &request.ImpossibleDate{Words: d.Words, Why: d.Problem, Exists: d.Asks}
	}
	return p, nil
}

// unlikely takes a time out of a touch at which it can't have been ("at 31 Apr"): the touch is saved as just now, the
// words go into the note, and the sentence says what is wrong with them.
func (t *TouchInput) unlikely() string {
	d := t.Args.At
	if d.Kind != dates.Invalid || !t.ExactAt.IsZero() {
		return ""
	}
	t.Args.At = nil
	t.Args.Note = joinWords("at "+d.Words, t.Args.Note)
	return d.Problem
}

// joinWords is a note with words in front of it.
func joinWords(words, note string) string {
	if note == "" {
		return words
	}
	return words + " " + note
}
