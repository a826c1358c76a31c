package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
)

// leadOf is a cold lead of New York after some touches.
func leadOf(t *testing.T, rep Rep, touches ...Touch) Lead {
	t.Helper()
	l := Lead{ID: "L1", Warmth: Cold, Created: zoneTime(t, "2026-03-02T08:30:00-05:00")}
	for _, x := range touches {
		next, _, err := propertyRules.Log(l, nil, x, rep)
		if err != nil {
			t.Fatal(x.Outcome, err)
		}
		l = next
	}
	return l
}

// An absence keeps what was left of a gap: what was due when the rep left is due on their first day back, what was not
// has as many days left then; a day that somebody named stands, and so does an agreed call.
func TestAnAbsenceKeepsWhatWasLeftOfAGap(t *testing.T) {
	called := func(o outcome.Outcome, at, until string) Touch {
		x := Touch{Outcome: o, At: zoneTime(t, at)}
		if until != "" {
			x.Until = zoneTime(t, until)
		}
		return x
	}
	vm := called(outcome.Voicemail, "2026-03-02T09:00:00-05:00", "") // the second try: Tuesday at 8:00
	for name, c := range map[string]struct {
		touches            []Touch
		since, until, want string
	}{
		"a day was left": {[]Touch{vm}, "2026-03-02T10:00:00-05:00", "2026-03-16", "2026-03-17T08:00:00-04:00"},
		"it was due":     {[]Touch{vm}, "2026-03-03T09:00:00-05:00", "2026-03-16", "2026-03-16T08:00:00-04:00"},
		"back on a day off": {[]Touch{vm}, "2026-03-03T09:00:00-05:00", "2026-03-14",
			"2026-03-16T08:00:00-04:00"},
		"called while away": {[]Touch{vm, called(outcome.NoAnswer, "2026-03-03T08:30:00-05:00", "")},
			"2026-03-02T10:00:00-05:00", "2026-03-16", "2026-03-16T08:00:00-04:00"},
		"its day was named": {[]Touch{vm, called(outcome.Snoozed, "2026-03-02T09:30:00-05:00", "2026-03-18T08:00:00-04:00")},
			"2026-03-02T10:00:00-05:00", "2026-03-16", "2026-03-18T08:00:00-04:00"},
		"its named day is over": {[]Touch{vm, called(outcome.Snoozed, "2026-03-02T09:30:00-05:00",
			"2026-03-05T08:00:00-05:00")}, "2026-03-02T10:00:00-05:00", "2026-03-16", "2026-03-16T08:00:00-04:00"},
		"agreed": {[]Touch{called(outcome.Meeting, "2026-03-02T09:00:00-05:00", "2026-03-05T16:00:00-05:00")},
			"2026-03-02T10:00:00-05:00", "2026-03-16", "2026-03-05T16:00:00-05:00"},
	} {
		rep := newYork()
		l := leadOf(t, rep, c.touches...)
		rep.Away = absence.Absence{Since: zoneTime(t, c.since), Until: c.until}
		if got := propertyRules.Next(l, rep, zoneTime(t, "2026-03-04T12:00:00-05:00")); !got.Due.Equal(zoneTime(t, c.want)) {
			t.Errorf("%s: due %v, not %s", name, got.Due.In(rep.Location()), c.want)
		}
	}
}

// Nothing unasked is for who is away, and the next morning message is the one of their first working day back, by the
// clock of where they are then.
func TestNobodyIsMessagedWhileAway(t *testing.T) {
	r, rep := propertyRules, newYork()
	rep.Away = absence.Absence{Since: zoneTime(t, "2026-03-02T10:00:00-05:00"), Until: "2026-03-14"}
	now := zoneTime(t, "2026-03-04T12:00:00-05:00")
	for _, kind := range MessageKinds() {
		if rep.Wants(kind) {
			t.Errorf("%s comes to somebody who is away", kind)
		}
	}
	if at, want := r.NextDigest(rep, now), zoneTime(t, "2026-03-16T08:30:00-04:00"); !at.Equal(want) {
		t.Errorf("the next digest comes at %v", at)
	}
	rep.TZ = "Asia/Tokyo"
	if at, want := r.NextDigest(rep, now), zoneTime(t, "2026-03-16T08:30:00+09:00"); !at.Equal(want) {
		t.Errorf("after a move the next digest comes at %v", at)
	}
	if !rep.AwayAt(now) || rep.AwayAt(zoneTime(t, "2026-03-14T00:00:00+09:00")) ||
		!rep.AwayAt(zoneTime(t, "2026-03-13T23:59:59+09:00")) {
		t.Error("the first day back begins at midnight where they are")
	}
	rep.Away.Until = ""
	if !r.NextDigest(rep, now).IsZero() || !rep.AwayAt(now.AddDate(1, 0, 0)) {
		t.Error("nobody knows when they are back")
	}
}

// The question about an agreed call waits for the rep: the days on which they are away don't count among those on which
// it stood unanswered.
func TestAQuestionIsNotUnansweredWhileAway(t *testing.T) {
	rep := newYork()
	l := leadOf(t, rep, Touch{Outcome: outcome.Meeting, At: zoneTime(t, "2026-03-02T09:00:00-05:00"),
		Until: zoneTime(t, "2026-03-05T16:00:00-05:00")})
	rep.Away = absence.Absence{Since: zoneTime(t, "2026-03-04T10:00:00-05:00"), Until: "2026-03-16"}
	for at, want := range map[string]StepKind{
		"2026-03-13T12:00:00-04:00": StepDidIt, "2026-03-17T12:00:00-04:00": StepDidIt,
		"2026-03-18T12:00:00-04:00": StepCall} {
		if got := propertyRules.Next(l, rep, zoneTime(t, at)); got.Kind != want {
			t.Errorf("%s: %s, not %s", at, got.Kind, want)
		}
		ended := rep
		ended.Away.Back = zoneTime(t, "2026-03-16T00:00:00-04:00")
		if got := propertyRules.Next(l, ended, zoneTime(t, at)); got.Kind != want {
			t.Errorf("%s, after the return: %s, not %s", at, got.Kind, want)
		}
	}
}

// A move holds until a touch begins another gap. It survives whatever else happens, and what takes that touch out again
// brings it back; of a spread that was taken back it is as if it had never been.
func TestAMoveEndsWithTheNextGap(t *testing.T) {
	r, rep := propertyRules, newYork()
	l := leadOf(t, rep, Touch{Outcome: outcome.Voicemail, At: zoneTime(t, "2026-03-02T09:00:00-05:00")})
	by := zoneTime(t, "2026-03-16T00:00:00-04:00")
	rep.Spread = absence.Spread{At: by, Why: absence.Away}
	l.Moved = l.Moved.With(absence.Move{By: by, From: zoneTime(t, "2026-03-19T00:00:00-04:00"), Why: absence.Away})
	want := zoneTime(t, "2026-03-19T08:00:00-04:00")
	now := zoneTime(t, "2026-03-17T09:00:00-04:00")
	s := r.Next(l, rep, now)
	if !s.Due.Equal(want) || !HasReason(s.Because, ReasonMoved) {
		t.Errorf("due %v because %v", s.Due, s.Because)
	}
	mailed := l.After(r, Touch{Outcome: outcome.Email, At: now, Logged: now, Seq: 2}, rep)
	if s := r.Next(mailed, rep, now); !s.Due.Equal(want) {
		t.Errorf("after an email it is due %v", s.Due)
	}
	if again := r.Next(r.Replay(l, []Touch{{Outcome: outcome.Voicemail,
		At: zoneTime(t, "2026-03-02T09:00:00-05:00"), Seq: 1}}, rep), rep, now); !again.Due.Equal(want) {
		t.Errorf("after a replay it is due %v", again.Due)
	}
	// A call of Friday that is told on Tuesday begins a gap as well.
	for _, x := range []Touch{{Outcome: outcome.NoAnswer, At: now, Logged: now, Seq: 2},
		{Outcome: outcome.NoAnswer, At: now.AddDate(0, 0, -4), Logged: now, Seq: 2},
		{Outcome: outcome.Snoozed, At: now, Logged: now, Until: zoneTime(t, "2026-03-18T08:00:00-04:00"), Seq: 2}} {
		after := l.After(r, x, rep)
		if s := r.Next(after, rep, now); HasReason(s.Because, ReasonMoved) {
			t.Errorf("after %s it is still moved, to %v", x.Outcome, s.Due)
		}
	}
	rep.Spread.At = by.Add(time.Hour)
	if s := r.Next(l, rep, now); HasReason(s.Because, ReasonMoved) {
		t.Error("a move of a spread that was taken back still counts")
	}
	l.Moved = l.Moved.With(absence.Move{By: rep.Spread.At, From: zoneTime(t, "2026-03-23T00:00:00-04:00")})
	rep.Spread.At = by
	if s := r.Next(l, rep, now); !s.Due.Equal(want) {
		t.Errorf("the move before does not count again: due %v", s.Due)
	}
}

// Dates that an absence covers are those from the day of leaving to the day before the return.
func TestWhichDatesAnAbsenceCovers(t *testing.T) {
	rep := newYork()
	clock := calendar.ClockOf(rep.Location())
	a := absence.Absence{Since: zoneTime(t, "2026-03-02T10:00:00-05:00"), Until: "2026-03-05"}
	covered := func(a absence.Absence) (days int) {
		for d := calendar.DateOf(zoneTime(t, "2026-02-25T00:00:00Z")); d.String() < "2026-03-20"; d++ {
			if a.Covers(d, clock) {
				days++
			}
		}
		return days
	}
	early := a
	early.Back = zoneTime(t, "2026-03-04T09:00:00-05:00")
	if covered(a) != 3 || covered(early) != 2 || covered(absence.Absence{}) != 0 {
		t.Error(covered(a), covered(early), covered(absence.Absence{}))
	}
}
