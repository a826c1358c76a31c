package coach

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/outcome"
)

// notANo is the call that reached nobody after which the rep is told that silence is no refusal (S1.30).
const notANo = 4

// decided are the endings that say whether a gut feeling was right (S0.2): the deal was made, or somebody decided
// against it.
var decided = map[outcome.Outcome]bool{outcome.Won: true, outcome.Lost: true, outcome.HasSolution: true,
	outcome.NotInterested: true, outcome.NoResponse: true}

// needsHistory reports whether logging t on l needs all of the lead's touches, because it happened before the newest
// one.
func needsHistory(l Lead, t Touch) bool {
	return l.Progress.Touches > 0 && t.At.Before(l.Progress.LastTouch)
}

// Log adds a touch to a lead and says what is worth saying about it; what comes next is [Rules.Next] of the answer.
// history is every earlier touch of the lead, in any order; it may be nil unless needsHistory. The touch's Seq is
// filled in when it is zero. l is not changed.
//
// Instants of the answer are UTC. Nothing about its time refuses a call: one ahead of its gap is logged with a note
// (S2.19). Refused are: an unknown outcome ([ErrOutcome]), a note that is too long ([ErrNoteTooLong]), a touch later
// than its Logged ([ErrInFuture]), a touch after the lead was closed ([ErrClosed], [ErrDoNotCall]), an agreed date
// before the touch ([ErrDatePast]) or outside the legal hours ([ErrOutsideLaw], with the nearest instants), a decision
// without its date ([ErrNoDate]) or without what it decides on ([ErrNoAgreed], [ErrOpen], [ErrNotHigh]).
func (r *Rules) Log(l Lead, history []Touch, t Touch, rep Rep) (Lead, Logged, error) {
	if t.Seq == 0 {
		t.Seq = int64(l.Progress.Touches) + 1
	}
	if t.Why == "" {
		t.Why = usedWhy(l, t)
	}
	if i := t.Outcome.Info(); i.Own() {
		t.Group = i.Group
	}
	if err := r.check(l, t, rep); err != nil {
		return l, Logged{}, err
	}
	l.Asked = slices.Clone(l.Asked)
	var out Logged
	if needsHistory(l, t) {
		if len(history) < l.Progress.Touches {
			return l, Logged{}, ErrHistory
		}
		out.Notes = append(out.Notes, Reason{Code: ReasonReplay, At: t.At})
		l.Progress = r.walk(l, history, &t, rep, func(done Touch, notes []Reason) {
			out.Touch, out.Notes = done, append(out.Notes, notes...)
		})
	} else {
		if row, ok := r.MapFor(l, t, rep); ok { // of the lead as it was before
			out.Do = row.Do
		}
		l.Progress = clonePointers(l.Progress)
		out.Touch, out.Notes = r.apply(&l, t, rep, true)
	}
	if l.Gut > 0 && decided[t.Outcome] {
		out.Notes = append(out.Notes, Reason{Code: ReasonGut, N: l.Gut, Of: MaxGut, Word: string(t.Outcome), Source: "S0.2"})
	}
	if n := l.Progress.Calls; n == notANo && t.Info().Try && t.Info().Group == outcome.NotReached &&
		l.Progress.TalkedAt.IsZero() {
		out.Notes = append(out.Notes, Reason{Code: ReasonNotANo, N: n, Source: "S1.30"})
	}
	if rep.Switched(KindAsk) { // whoever pauses all messages still asked for this answer
		out.Question = r.ask(&l, t)
	}
	z := l.Zone(rep, t.At)
	if _, _, legal := r.availability(rep, z).lawAround(t.At.Unix()); t.Info().Try && !legal {
		note := r.window(ReasonEvening, r.law, "law")
		note.At, note.Word = t.At, z.Loc.String()
		out.Notes = append(out.Notes, note)
	}
	if l.Warmth == WarmthUnknown && out.Question == nil && l.Progress.Touches == 1 && l.Open() {
		out.Notes = append(out.Notes, Reason{Code: ReasonRunsCold, Source: "C10"})
	}
	return l, out, nil
}

// Replay works out a lead's progress from nothing but its facts and its touches, which may come in any order: they are
// taken by At, then by Seq.
func (r *Rules) Replay(l Lead, history []Touch, rep Rep) Lead {
	l.Progress = r.walk(l, history, nil, rep, nil)
	return l
}

// Walk applies all touches of a lead in their order, as [Rules.Replay] does, and tells of each what was worth saying.
func (r *Rules) Walk(l Lead, touches []Touch, rep Rep, tell func(Touch, []Reason)) Progress {
	return r.walk(l, touches, nil, rep, tell)
}

// walk is [Rules.Walk] of touches and one more, unless that is nil, and tells of that alone then; of none where tell is
// nil. They are big and may be thousands, so that none is moved, and nothing is worked out to be said of the others.
func (r *Rules) walk(l Lead, touches []Touch, more *Touch, rep Rep, tell func(Touch, []Reason)) Progress {
	order := make([]*Touch, len(touches), len(touches)+1)
	for i := range touches {
		order[i] = &touches[i]
	}
	if more != nil {
		order = append(order, more)
	}
	slices.SortStableFunc(order, func(a, b *Touch) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq)) })
	l.Progress = Progress{}
	l = l.WithPhones(rep) // once: the clock of each call goes by them
	for _, t := range order {
		told := tell != nil && (more == nil || t == more)
		if done, notes := r.apply(&l, *t, rep, told); told {
			tell(done, notes)
		}
	}
	return l.Progress
}

// After is the lead as a touch leaves it that comes after all others; the lead that was is left as it is.
func (l Lead) After(r *Rules, t Touch, rep Rep) Lead {
	l.Progress = clonePointers(l.Progress)
	r.apply(&l, t, rep, false)
	return l
}

// clonePointers keeps the caller's record apart from the one that is changed.
func clonePointers(p Progress) Progress {
	if p.Commitment != nil {
		c := *p.Commitment
		p.Commitment = &c
	}
	return p // lists and Waiting.Then are replaced whole, never written into
}

// unsaid reports whether a promise doesn't say what, or whose it is.
func (p Promise) unsaid() bool { return p.What == "" || p.By != Them && p.By != Us }

// check says why a touch can't be logged.
func (r *Rules) check(l Lead, t Touch, rep Rep) error {
	i := t.Info()
	switch {
	case !t.Outcome.Valid():
		return ErrOutcome
	case utf8.RuneCountInString(t.Note) > MaxNote:
		return &NoteError{utf8.RuneCountInString(t.Note)}
	case !t.Logged.IsZero() && t.At.After(t.Logged):
		return ErrInFuture
	case (t.Outcome == outcome.Reopened || t.Outcome == outcome.Explained) && l.Open():
		return ErrOpen
	case t.Outcome == outcome.TaskDone && l.Progress.Task() == nil:
		return ErrNoTask
	case len(t.Promises) > MaxPromises || slices.ContainsFunc(t.Promises, Promise.unsaid):
		return ErrPromise
	case t.Outcome == outcome.Reopened && l.Progress.Closed == outcome.DoNotCall && !t.Lifted:
		return &ClosedError{l.Progress.Closed, l.Progress.ClosedAt}
	case !l.Open() && t.Outcome != outcome.Reopened && t.Outcome != outcome.Explained && t.Outcome != outcome.TaskDone &&
		!t.At.Before(l.Progress.ClosedAt) &&
		!((t.Outcome == outcome.DoNotCall || answers(i)) && l.Progress.Closed != outcome.DoNotCall):
		return &ClosedError{l.Progress.Closed, l.Progress.ClosedAt}
	case (t.Outcome == outcome.Missed || t.Outcome == outcome.Calling) && l.Progress.Commitment == nil:
		return ErrNoAgreed
	case t.Outcome == outcome.Verdict && checkVerdict(l, t) != nil:
		return checkVerdict(l, t)
	case t.Until.IsZero() && (t.Outcome == outcome.Planned && !t.Vague || t.Outcome == outcome.Snoozed):
		return ErrNoDate
	case t.Until.IsZero() || i.Ends:
		return nil
	}
	said := t.At
	if t.Logged.After(said) && t.Outcome != outcome.Snoozed {
		said = t.Logged
	}
	if t.Until.Before(said) {
		return ErrDatePast
	}
	_, err := r.CheckInstant(l, rep, t.Until)
	return err
}

// checkVerdict says why a verdict can't be logged.
func checkVerdict(l Lead, t Touch) error {
	switch {
	case !verdicts[t.Verdict]:
		return ErrOutcome
	case t.Verdict == VerdictGift && l.Potential != PotentialHigh:
		return ErrNotHigh
	case (t.Verdict == giftApproved || t.Verdict == giftDeclined) && l.Progress.Gift.state() != GiftAsked:
		return ErrNoGift
	}
	return nil
}

// ask is the one question after a save, never the same twice on a lead.
func (r *Rules) ask(l *Lead, t Touch) *Question {
	var q Question
	code := ""
	due := duePromise(*l, t)
	switch {
	// it is about this very talk
	case t.Outcome == outcome.NotReviewed && t.Together == nil && l.Open() && !slices.Contains(l.Asked, AskTogether):
		q = Question{Code: AskTogether, Options: []string{"yes", "no"}}
	case due != nil:
		q = Question{Code: AskPromise, Options: []string{"kept", "broken"}, Promise: due}
		code = AskPromise + ":" + due.ID
	// After a talk, or with the date that was agreed on in it where the times came before the question.
	case (t.Info().Live || t.Outcome == outcome.Planned && !l.Progress.TalkedAt.IsZero()) && l.HotButton == "" && l.Open():
		q = Question{Code: AskHot}
	case t.Outcome == outcome.Voicemail && l.Warmth == WarmthUnknown && l.Open():
		q = Question{Code: AskWarmth, Options: []string{string(Warm), string(Cold)}}
	case r.standsStill(*l, t):
		q = Question{Code: AskOpen}
		code = AskOpen + ":" + l.Progress.TalkedAt.Format(time.DateOnly)
	case t.Outcome == outcome.Extend && blankText(t.Note):
		q = Question{Code: AskMore}
		code = fmt.Sprint(AskMore, ":", l.Progress.Counters.Extends) // each one has a reason of its own
	case t.Outcome == outcome.HasSolution && t.Until.IsZero():
		q = Question{Code: AskEnds, Options: []string{"6", "12"}} // in so many months
	case t.Outcome == outcome.NoResponse && t.Reason == "" && l.Progress.Total < r.limits.Floor:
		q = Question{Code: AskCloseReason}
	default:
		return nil
	}
	if code == "" {
		code = q.Code
	}
	if slices.Contains(l.Asked, code) {
		return nil
	}
	l.Asked = append(l.Asked, code)
	return &q
}

// standsStill reports whether a follow-up reached nobody so long after the last talk that the deal may be gone (S2.3).
func (r *Rules) standsStill(l Lead, t Touch) bool {
	talked := l.Progress.TalkedAt
	return t.Info().Try && t.Info().Group == outcome.NotReached && l.Open() && !talked.IsZero() &&
		t.At.Sub(talked) >= time.Duration(r.limits.OpenAfter)*24*time.Hour
}

// duePromise is the oldest promise that was made before a talk, has come due by it, and was not asked about yet (S3.1).
func duePromise(l Lead, t Touch) *Promise {
	if !t.Info().Live || !l.Open() {
		return nil
	}
	for _, x := range l.Progress.Promises {
		if x.Made.Before(t.At) && !x.Due.After(t.At) && !slices.Contains(l.Asked, AskPromise+":"+x.ID) {
			return &x
		}
	}
	return nil
}

// usedWhy is the kind of reason that stood on the card of a call that somebody heard (C17): so that the next one brings
// another.
func usedWhy(l Lead, t Touch) WhyKind {
	if i := t.Info(); !i.Try || !i.Reached() && t.Outcome != outcome.Voicemail && t.Outcome != outcome.Gatekeeper {
		return ""
	}
	if w := WhyNow(l, t.At); w != nil {
		return w.Kind
	}
	return ""
}

// WhyNow is the reason to call now that stands on a lead's card: one that has not expired, of the kind that comes after
// the last one used (S1.16, C17). nil when there is none.
func WhyNow(l Lead, now time.Time) *Why {
	if len(l.Reasons) == 0 {
		return nil
	}
	for _, kind := range WhyTurns(l.Progress.LastWhy) {
		if i := slices.IndexFunc(l.Reasons, func(w Why) bool { return w.Kind == kind && w.Fresh(now) }); i >= 0 {
			w := l.Reasons[i]
			return &w
		}
	}
	return nil
}

// punctuality compares a call with the step it makes: ahead of its gap (S2.19) or on a later date than due (S2.18).
// Somebody who was reached was not called too early.
func (r *Rules) punctuality(l Lead, t Touch, rep Rep) []Reason {
	p := &l.Progress
	if p.LastTry.IsZero() && p.TalkedAt.IsZero() {
		return nil
	}
	s := r.Next(l, rep, t.At)
	if s.Kind != StepCall {
		return nil
	}
	if t.Info().Reached() {
		s.Because = nil
	}
	f := r.availability(rep, s.Zone)
	made, due := f.leadDay(t.At.Unix()), f.leadDay(s.Due.Unix())
	if made > due {
		return []Reason{{Code: ReasonLate, Days: int(made - due), Source: "S2.18"}}
	}
	for _, b := range s.Because {
		switch b.Code {
		case ReasonGap:
			if passed := int(made - f.leadDay(b.At.Unix())); passed < b.Days {
				return []Reason{{Code: ReasonEarly, N: passed, Of: b.Days, Source: "S2.19"}}
			}
		case ReasonNextDay:
			if made == f.leadDay(p.LastTry.Unix()) {
				return []Reason{{Code: ReasonEarly, N: 0, Of: 1, Source: "S2.19"}}
			}
		case ReasonSameDay:
			if passed := int(t.At.Sub(p.LastTry) / time.Minute); passed < r.limits.SecondTryAfter {
				return []Reason{{Code: ReasonEarlyHours, N: passed, Of: r.limits.SecondTryAfter, Source: "S2.19"}}
			}
		case ReasonRow:
			if passed := int(made - f.leadDay(b.At.Unix())); passed < b.Days && b.Days > 1 {
				return []Reason{{Code: ReasonEarly, N: passed, Of: b.Days, Source: "S2.19"}}
			}
		}
	}
	return nil
}

// Rebuilt compares a lead's progress with what [Rules.Replay] makes of its touches and names the fields that differ, as
// they are called in a record. A difference is no mistake where a fact, the rep's zone or the rules changed since: a
// replay goes by those of today. What older versions did not keep is none.
func (r *Rules) Rebuilt(l Lead, history []Touch, rep Rep) []string {
	// Records of older versions lack when a lead was first called, and what counts follow-ups.
	keptLater := []string{"first", "call", "before"}
	now := r.Replay(l, history, rep).Progress
	now.Counters.Shared = l.Progress.Counters.Shared // nor what managers see
	stored, replayed := fieldsOf(l.Progress), fieldsOf(now)
	names := slices.Collect(maps.Keys(stored))
	for name := range replayed {
		if _, both := stored[name]; !both && !slices.Contains(keptLater, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(names, func(name string) bool { return bytes.Equal(stored[name], replayed[name]) })
}

// fieldsOf takes a progress apart as it is written: a list without entries is as good as none.
func fieldsOf(p Progress) (entered map[string]json.RawMessage) {
	raw, err := json.Marshal(p)
	if err == nil {
		err = json.Unmarshal(raw, &entered)
	}
	if err != nil {
		panic(err) // numbers, texts, instants of four-digit years and lists of them
	}
	return entered
}

func blankText(s string) bool { return strings.TrimSpace(s) == "" }
