package correct_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/correct"
	"github.com/followup-coach/followup/coach/outcome"
)

var (
	rules = coach.DefaultRules()
	rep   = coach.Rep{ID: "U1", TZ: "America/New_York", Since: day(1)}
	now   = day(28)
)

// day is ten in the morning of a day in November, in New York.
func day(n int) time.Time { return time.Date(2026, 11, n, 15, 0, 0, 0, time.UTC) }

// logged is a lead on which touches were logged, in their order.
func logged(tb testing.TB, touches ...coach.Touch) (coach.Lead, []coach.Touch) {
	tb.Helper()
	l := coach.Lead{ID: "L1", Rep: rep.ID, Name: "Acme", Created: day(1)}
	var all []coach.Touch
	for i, t := range touches {
		if t.ID = string(rune('a' + i)); t.By == "" {
			t.By = rep.ID
		}
		after, done, err := rules.Log(l, all, t, rep)
		if err != nil {
			tb.Fatalf("%s at %v: %v", t.Outcome, t.At, err)
		}
		l, all = after, append(all, done.Touch)
	}
	return l, all
}

// drawn are touches as they may have been logged, late ones, promises and dates among them.
func drawn(t *rapid.T) (coach.Lead, []coach.Touch) {
	l, all := coach.Lead{ID: "L1", Rep: rep.ID, Name: "Acme", Created: day(1)}, []coach.Touch(nil)
	for i := range rapid.IntRange(1, 10).Draw(t, "touches") {
		x := coach.Touch{ID: string(rune('a' + i)), By: rep.ID, Outcome: anOutcome(t),
			At: day(1).Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "at")) * time.Minute), Logged: day(22)}
		if rapid.Bool().Draw(t, "dated") {
			x.Until = day(23).Add(time.Duration(rapid.IntRange(0, 4).Draw(t, "until")) * time.Hour)
		}
		if rapid.Bool().Draw(t, "promised") {
			x.Promises = []coach.Promise{{By: coach.Us, What: "figures"}}
		}
		after, done, err := rules.Log(l, all, x, rep)
		if err != nil {
			continue
		}
		l, all = after, append(all, done.Touch)
	}
	return l, all
}

func anOutcome(t *rapid.T) outcome.Outcome {
	return rapid.SampledFrom([]outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.Busy, outcome.Gatekeeper,
		outcome.NoTime, outcome.Talked, outcome.NotReviewed, outcome.NotNow, outcome.Replied, outcome.Email, outcome.Won,
		outcome.NotInterested, outcome.HasSolution, outcome.Reopened, outcome.Planned, outcome.Details,
		outcome.Nurture}).Draw(t, "outcome")
}

// What a correction makes of a lead is what its touches tell, whichever was corrected and however; corrected once more
// to what it was, they tell what they told before. The numbers of touches stay, by which promises are told apart.
func TestCorrectedIsReplayed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, all := drawn(t)
		if len(all) == 0 {
			return
		}
		at := rapid.IntRange(0, len(all)-1).Draw(t, "which")
		var c correct.Changed
		var err error
		if rapid.Bool().Draw(t, "out") {
			c, err = correct.Out(rules, l, all, all[at].ID, rep)
		} else {
			c, err = correct.Touch(rules, l, all, all[at].ID, correct.Entry{Outcome: anOutcome(t), Note: "another",
				At: day(1).Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "then")) * time.Minute)}, rep, now)
		}
		if err != nil {
			t.Fatalf("%v", err)
		}
		if c.Is.Seq != all[at].Seq || c.Is.ID != all[at].ID {
			t.Fatalf("touch %s, %d, became %s, %d", all[at].ID, all[at].Seq, c.Is.ID, c.Is.Seq)
		}
		stored := slices.Clone(all)
		stored[at] = c.Is
		if differ := rules.Rebuilt(c.Lead, stored, rep); len(differ) > 0 {
			t.Fatalf("its touches tell otherwise: %v", differ)
		}
		// A call that comes to lie behind the end is counted by the number that it had before.
		if was := all[at]; c.Is.Outcome != outcome.TakenOut && c.Is.Try == was.Try {
			back, err := correct.Touch(rules, c.Lead, stored, was.ID, correct.Entry{Outcome: was.Outcome, At: was.At,
				Note: was.Note}, rep, now)
			if err != nil {
				t.Fatal(err)
			}
			// What was agreed on in a talk went with it.
			whole := back.Is.Until.Equal(was.Until) && len(back.Is.Promises) == len(was.Promises)
			if differ := rules.Rebuilt(back.Lead, all, rep); whole && len(differ) > 0 {
				t.Fatalf("put back they tell otherwise: %v", differ)
			}
		}
		// Whatever is logged next has a number of its own.
		next, done, err := rules.Log(c.Lead, stored, coach.Touch{ID: "z", By: rep.ID, Outcome: outcome.Email, At: now}, rep)
		if err == nil && (slices.ContainsFunc(stored, func(x coach.Touch) bool { return x.Seq == done.Touch.Seq }) ||
			next.Progress.Touches != len(all)+1) {
			t.Fatalf("the next one is touch %d of %d", done.Touch.Seq, next.Progress.Touches)
		}
	})
}

// A lead that a block alone has ended is without it what it would have been, whatever was logged late behind the end.
// Of one that has ended in another way nothing is taken.
func TestReleasedIsAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, all := drawn(t)
		if _, ended := correct.Released(rules, l, all, rep); ended {
			t.Fatal("nobody has ended it")
		}
		block := coach.Touch{ID: "s", Outcome: outcome.DoNotCall, At: now, Logged: now, By: "U9", ByOtherLead: true}
		stopped, done, err := rules.Log(l, all, block, rep)
		if err != nil {
			t.Fatal(err)
		}
		late := coach.Touch{ID: "m", Outcome: outcome.Email, At: day(22), Logged: now.Add(time.Hour), By: rep.ID}
		with, without := append(slices.Clone(all), done.Touch), slices.Clone(all)
		if rapid.Bool().Draw(t, "late") {
			var mail coach.Logged
			if stopped, mail, err = rules.Log(stopped, with, late, rep); err != nil {
				t.Fatal(err)
			}
			with, without = append(with, mail.Touch), append(without, mail.Touch)
		}
		c, ended := correct.Released(rules, stopped, with, rep)
		if !ended || c.Was.ID != "s" || c.Is.Outcome != outcome.TakenOut {
			t.Fatalf("not released: %+v", c)
		}
		// The number of the touch that went stays taken.
		c.Lead.Progress.Touches--
		if differ := rules.Rebuilt(c.Lead, without, rep); len(differ) > 0 {
			t.Fatalf("it is not as it was: %v", differ)
		}
	})
	l, all := logged(t, coach.Touch{Outcome: outcome.DoNotCall, At: day(2)})
	if _, ended := correct.Released(rules, l, all, rep); ended {
		t.Error("its own owner asked for that")
	}
}

// A call that reached nobody after all is none that somebody heard.
func TestWhatATouchBecomes(t *testing.T) {
	l, all := logged(t, coach.Touch{Outcome: outcome.Voicemail, At: day(2), Why: "news"},
		coach.Touch{Outcome: outcome.Talked, At: day(4)}, coach.Touch{Outcome: outcome.NoAnswer, At: day(9)})
	c, err := correct.Touch(rules, l, all, "b", correct.Entry{Outcome: outcome.NoAnswer, At: day(3), Note: "nobody in"},
		rep, now)
	if err != nil {
		t.Fatal(err)
	}
	if c.Is.Try != 2 || c.Is.Note != "nobody in" || !c.Is.At.Equal(day(3)) || c.Was.Outcome != outcome.Talked {
		t.Errorf("it became %+v", c.Is)
	}
	if p := c.Lead.Progress; !p.TalkedAt.IsZero() || p.Calls != 3 || p.Total != 3 || p.Touches != 3 {
		t.Errorf("the lead became %+v", p)
	}
	if c, err = correct.Touch(rules, l, all, "a", correct.Entry{Outcome: outcome.NoAnswer, At: day(2)}, rep,
		now); err != nil || c.Is.Why != "" {
		t.Errorf("nobody heard it, %v: %+v", err, c.Is)
	}
	// The first call after the talk is the second before it.
	if c, err = correct.Touch(rules, l, all, "c", correct.Entry{Outcome: outcome.NoAnswer, At: day(3)}, rep,
		now); err != nil || all[2].Try != 1 || c.Is.Try != 2 {
		t.Errorf("call %d became call %d, %v", all[2].Try, c.Is.Try, err)
	}
	// What was taken out was nothing, not even the last that happened.
	if c, err = correct.Out(rules, l, all, "c", rep); err != nil || !c.Lead.Progress.LastTouch.Equal(day(4)) {
		t.Errorf("without the last it ends at %v, %v", c.Lead.Progress.LastTouch, err)
	}
	if c, err = correct.Out(rules, l, all, "a", rep); err != nil || c.Is.Note+string(c.Is.Why) != "" ||
		c.Lead.Progress.Total != 2 || c.Lead.Progress.Touches != 3 {
		t.Errorf("taken out, %v: %+v", err, c)
	}
	all[0] = c.Is
	var shown []string
	for _, x := range correct.Entries(all) {
		shown = append(shown, x.ID)
	}
	if got := strings.Join(shown, ""); got != "cb" {
		t.Errorf("the history shows %q", got)
	}
	if _, err := correct.Out(rules, c.Lead, all, "a", rep); !errors.Is(err, correct.ErrGone) {
		t.Errorf("taken out twice: %v", err)
	}
}

// What was agreed on goes with the talk that never was; behind an end a time is another one. An assistant may have
// named one. A call that was agreed on by an entry of its own stays.
func TestWhatATouchAgreed(t *testing.T) {
	talk := coach.Touch{Outcome: outcome.Talked, At: day(4), Until: day(18), Agenda: "pricing", Tentative: true,
		Promises: []coach.Promise{{By: coach.Them, What: "read it"}, {By: coach.Us, What: "figures"}}}
	solved := coach.Touch{Outcome: outcome.HasSolution, At: day(4), Until: day(20)}
	for _, c := range []struct {
		was      coach.Touch
		as       outcome.Outcome
		until    time.Time
		promises int
		agreed   bool
	}{
		{talk, outcome.Voicemail, time.Time{}, 1, false},
		{talk, outcome.Busy, time.Time{}, 1, false},
		{talk, outcome.Gatekeeper, day(18), 1, false},
		{talk, outcome.NoTime, day(18), 2, true},
		{talk, outcome.Email, day(18), 2, true},
		{talk, outcome.HasSolution, time.Time{}, 2, false},
		{solved, outcome.Talked, time.Time{}, 0, false},
		{coach.Touch{Outcome: outcome.Voicemail, At: day(4), Until: day(18)}, outcome.NoAnswer, day(18), 0, true},
	} {
		l, all := logged(t, c.was)
		got, err := correct.Touch(rules, l, all, "a", correct.Entry{Outcome: c.as, At: day(4)}, rep, now)
		if err != nil {
			t.Fatalf("%s as %s: %v", c.was.Outcome, c.as, err)
		}
		p := got.Lead.Progress
		if !got.Is.Until.Equal(c.until) || len(got.Is.Promises) != c.promises || (p.Commitment != nil) != c.agreed ||
			p.Task() != nil || got.LeavesCall() {
			t.Errorf("%s as %s: %+v, %+v", c.was.Outcome, c.as, got.Is, p)
		}
		// Corrected to a time after what was agreed on, it can't have been agreed on then.
		_, err = correct.Touch(rules, l, all, "a", correct.Entry{Outcome: c.as, At: day(21)}, rep, now)
		if errors.Is(err, coach.ErrDatePast) == c.until.IsZero() {
			t.Errorf("%s as %s after its time: %v", c.was.Outcome, c.as, err)
		}
	}
	l, all := logged(t, coach.Touch{Outcome: outcome.Talked, At: day(4)},
		coach.Touch{Outcome: outcome.Planned, At: day(4), Until: day(18)})
	for as, leaves := range map[outcome.Outcome]bool{outcome.Voicemail: true, outcome.NotReviewed: false,
		outcome.Won: false} {
		c, err := correct.Touch(rules, l, all, "a", correct.Entry{Outcome: as, At: day(4)}, rep, now)
		if err != nil || c.LeavesCall() != leaves {
			t.Errorf("as %s it leaves a call: %v, %v", as, c.LeavesCall(), err)
		}
	}
	if c, err := correct.Out(rules, l, all, "a", rep); err != nil || !c.LeavesCall() {
		t.Errorf("taken out it leaves none, %v", err)
	}
}

// What others go by stays, and nothing else can become it.
func TestWhatStays(t *testing.T) {
	as := func(o outcome.Outcome, at time.Time) correct.Entry { return correct.Entry{Outcome: o, At: at} }
	agreed := coach.Touch{Outcome: outcome.Talked, At: day(4), Until: day(5)}
	for _, c := range []struct {
		touches []coach.Touch
		id      string
		as      correct.Entry
		want    error
	}{
		{[]coach.Touch{{Outcome: outcome.DoNotCall, At: day(4)}}, "a", as(outcome.NoAnswer, day(4)), correct.ErrStays},
		{[]coach.Touch{{Outcome: outcome.DoNotCall, At: day(4), ByOtherLead: true, By: "U2"}}, "a",
			as(outcome.DoNotCall, day(3)), correct.ErrStays},
		{[]coach.Touch{{Outcome: outcome.DoNotCall, At: day(4)}, {Outcome: outcome.Reopened, Lifted: true, At: day(5)}}, "b",
			as(outcome.Reopened, day(6)), correct.ErrStays},
		{[]coach.Touch{{Outcome: outcome.NoAnswer, At: day(4)}}, "a", as(outcome.DoNotCall, day(4)), correct.ErrStays},
		{[]coach.Touch{{Outcome: outcome.NoAnswer, At: day(4)}}, "a", as(outcome.Talked, day(29)), coach.ErrInFuture},
		{[]coach.Touch{{Outcome: outcome.NoAnswer, At: day(4)}}, "b", as(outcome.Talked, day(4)), correct.ErrGone},
		{[]coach.Touch{{Outcome: outcome.NoAnswer, At: day(4)}}, "", as(outcome.Talked, day(4)), correct.ErrGone},
		{[]coach.Touch{{Outcome: outcome.NoAnswer, At: day(4)}}, "a", correct.Entry{Outcome: outcome.Talked, At: day(4),
			Note: strings.Repeat("x", coach.MaxNote+1)}, coach.ErrNoteTooLong},
		{[]coach.Touch{agreed}, "a", as(outcome.Talked, day(6)), coach.ErrDatePast},
		{[]coach.Touch{agreed}, "a", as(outcome.Talked, day(3)), nil},
		// A do-not-call that came later stands in nobody's way.
		{[]coach.Touch{{Outcome: outcome.NoAnswer, At: day(4)}, {Outcome: outcome.DoNotCall, At: day(6)}}, "a",
			as(outcome.Voicemail, day(5)), nil},
	} {
		l, all := logged(t, c.touches...)
		if _, err := correct.Touch(rules, l, all, c.id, c.as, rep, now); !errors.Is(err, c.want) ||
			(c.want == nil) != (err == nil) {
			t.Errorf("%s as %s: %v, want %v", c.touches[0].Outcome, c.as.Outcome, err, c.want)
		}
		if errors.Is(c.want, correct.ErrStays) && c.as.Outcome != outcome.DoNotCall {
			if _, err := correct.Out(rules, l, all, c.id, rep); !errors.Is(err, correct.ErrStays) {
				t.Errorf("%s is taken out: %v", c.touches[0].Outcome, err)
			}
		}
	}
}
