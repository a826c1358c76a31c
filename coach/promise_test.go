package coach

import (
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// The book on promises of both sides (S3.1), with what counts as one: material to look at, being there at an agreed
// time.
func TestPromises(t *testing.T) {
	keep(t, []promise{
		{"S3.1 a promise that has come due is asked about at the next talk, once, and counts as what was said", Rep{}, hot,
			"", `
			Mon 2 Mar 09:00 talked promises them figures by Wed 4 Mar 12:00
			open 1.0
			asks nothing
			Tue 3 Mar 09:00 talked
			asks nothing
			Wed 4 Mar 13:00 talked
			asks promise
			open 1.0
			Wed 4 Mar 13:01 details settles 1.0 broken
			notes promise-broken
			open
			tally tries 3 reached 3 theybroke 1 vague 2 vaguereached 2
			Thu 5 Mar 09:00 talked
			asks nothing`},
		{"S3.1 one that nobody named a time for is asked about at the next talk, not at the one in which it was made", Rep{},
			hot, "", `
			Mon 2 Mar 09:00 talked promises them figures
			asks nothing
			Tue 3 Mar 09:00 talked
			asks promise`},
		{"S3.24 what is sent after the date was agreed on is theirs to look at by it, and no earlier", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked until Thu 5 Mar 16:00
			Mon 2 Mar 09:05 details sends specs
			Wed 4 Mar 09:00 talked
			asks nothing
			Thu 5 Mar 16:00 talked
			asks promise`},
		{"S3.1 whoever is not on the line is not asked about", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked promises them figures
			Tue 3 Mar 09:00 voicemail
			asks nothing
			Tue 3 Mar 16:00 no-time
			asks nothing`},
		{"S3.1 the rep's own promise is kept or broken too, and counted apart", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked promises us quote promises us sample
			open 1.0 1.1
			Mon 2 Mar 15:00 details settles 1.0 kept settles 1.1 broken
			notes promise-kept promise-broken
			open
			tally tries 1 reached 1 wekept 1 webroke 1`},
		{"S3.1 settled twice counts once, and so does what was never open", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked promises them figures
			Mon 2 Mar 15:00 details settles 1.0 kept
			Mon 2 Mar 15:01 details settles 1.0 kept settles 1.0 broken settles 9.9 kept
			notes
			tally tries 1 reached 1 theykept 1`},
		{"S3.24 what was sent is theirs to look at by the agreed call", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked until Thu 5 Mar 16:00 sends specs
			open 1.m
			Thu 5 Mar 16:00 talked
			asks promise
			Thu 5 Mar 16:01 details settles 1.m kept
			open
			tally tries 2 reached 2 ontime 1 theykept 2 wekept 1 dated 1 datedreached 1`},
		{"S3.3 who hasn't looked at it broke the promise to, and no other", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked sends specs promises them figures
			open 1.m 1.0
			Tue 3 Mar 09:00 not-reviewed
			notes promise-broken
			open 1.0
			tally tries 2 reached 2 theybroke 1 vague 1 vaguereached 1 unread 1`},
		{"S3.27 gone through together all the same, told twice of one talk, counts once", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked sends specs
			Tue 3 Mar 09:00 not-reviewed together yes
			Tue 3 Mar 09:10 details together yes
			tally tries 2 reached 2 theybroke 1 vague 1 vaguereached 1 unread 1 engaged 1`},
		{"S3.26 what was tried in this very talk is asked before what they had promised, and once", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked promises them figures
			Tue 3 Mar 09:00 not-reviewed
			asks together
			Wed 4 Mar 09:00 not-reviewed
			asks promise`},
		{"S3.26 going through it together: asked after it was unread, unless that was said", Rep{}, hot, "", `
			Mon 2 Mar 09:00 not-reviewed
			asks together
			Tue 3 Mar 09:00 not-reviewed
			asks nothing`},
		{"S3.26 not asked where it was said", Rep{}, hot, "", `
			Mon 2 Mar 09:00 not-reviewed together no
			asks nothing
			tally tries 1 reached 1 unread 1`},
		{"S3.18 the third document of which none was looked at is a warning", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked sends specs
			notes
			Tue 3 Mar 09:00 email sends prices
			notes
			Wed 4 Mar 09:00 email sends cases
			notes unread
			Thu 5 Mar 09:00 talked together yes
			Thu 5 Mar 15:00 email sends more
			notes unread`},
		{"S3.26 having tried to go through it together makes nothing looked at", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked sends specs
			Tue 3 Mar 09:00 email sends prices
			Wed 4 Mar 09:00 not-reviewed
			open
			Wed 4 Mar 09:10 details together yes
			Thu 5 Mar 09:00 email sends cases
			notes unread
			Thu 5 Mar 15:00 talked together yes
			open 5.m`},
		{"S3.18 one that they kept their word about is looked at, the others aren't", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked sends specs
			Tue 3 Mar 09:00 email sends prices
			Wed 4 Mar 09:00 details settles 1.m kept
			open 2.m
			Thu 5 Mar 09:00 email sends cases
			notes
			Fri 6 Mar 09:00 email sends more
			notes unread`},
		{"S3.12 what is shown on the line is no document sent, and settles the promise to look at the same one", Rep{}, hot,
			"", `
			Mon 2 Mar 09:00 talked sends specs
			Tue 3 Mar 09:00 email sends prices
			Wed 4 Mar 09:00 talked shows specs
			open 2.m
			Thu 5 Mar 09:00 email sends cases
			notes`},
		{"nobody owes a closed lead anything", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked promises them figures sends specs
			Tue 3 Mar 09:00 not-interested
			open`},
		{"a promise without words, or of nobody's, is refused", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked promises nobody figures
			refused promise`},
	})
}

var hot = Lead{Warmth: Warm, HotButton: "fewer breakdowns"}

// Being there at an agreed time is a promise of both sides (S1.11, S4.14): the figures of S1.10 and S4.15.
func TestAgreedTimesAreCounted(t *testing.T) {
	const agreed = `
		Tue 3 Mar 09:00 talked until Thu 5 Mar 16:00
		`
	for name, life := range map[string]string{
		"S4.14 on time, for nobody said otherwise": `
			Thu 5 Mar 16:40 talked
			tally tries 2 reached 2 ontime 1 theykept 1 wekept 1 dated 1 datedreached 1`,
		"S4.14 calling at five past is on time": `
			Thu 5 Mar 16:05 calling
			Thu 5 Mar 16:20 talked
			tally tries 2 reached 2 ontime 1 theykept 1 wekept 1 dated 1 datedreached 1`,
		"S1.11 calling later is late, by the rep's own word": `
			Thu 5 Mar 16:06 calling
			Thu 5 Mar 16:20 talked
			tally tries 2 reached 2 late 1 theykept 1 wekept 1 dated 1 datedreached 1`,
		"S1.11 the first word counts: on it at four, whatever was tapped afterwards": `
			Thu 5 Mar 16:00 calling
			Thu 5 Mar 16:15 calling
			Thu 5 Mar 16:20 talked
			tally tries 2 reached 2 ontime 1 theykept 1 wekept 1 dated 1 datedreached 1`,
		"S1.11 missed by the rep: broken by us, late, and no try": `
			Fri 6 Mar 10:00 missed
			says missed t30 late
			Fri 6 Mar 10:05 talked
			tally tries 2 reached 2 late 1 webroke 1`,
		"C13 not there: broken by them, and the rep kept their own": `
			Thu 5 Mar 16:00 voicemail
			says broken t4 voicemail-after-talk
			notes broken
			tally tries 2 reached 1 ontime 1 theybroke 1 wekept 1 dated 1`,
		"C13 a gatekeeper at the agreed time is nobody reached": `
			Thu 5 Mar 16:00 gatekeeper
			notes broken
			tally tries 2 reached 1 ontime 1 theybroke 1 wekept 1 dated 1`,
		"C13 there, and without time: kept": `
			Thu 5 Mar 16:00 no-time
			tally tries 2 reached 2 ontime 1 theykept 1 wekept 1 dated 1 datedreached 1`,
		"C13 there, and not interested: kept": `
			Thu 5 Mar 16:00 not-interested
			tally tries 2 reached 2 ontime 1 theykept 1 wekept 1 dated 1 datedreached 1`,
		"they called at the agreed time: kept by them, and no call of ours": `
			Thu 5 Mar 15:55 called-back
			notes kept
			tally tries 1 reached 1 theykept 1`,
		"a busy line settles nothing yet": `
			Thu 5 Mar 16:00 busy
			tally tries 1 reached 1
			Thu 5 Mar 16:45 talked
			tally tries 2 reached 2 ontime 1 theykept 1 wekept 1 dated 1 datedreached 1`,
		"a dead number breaks nothing": `
			Thu 5 Mar 16:00 bad-number
			tally tries 2 reached 1`,
		"product 4: unanswered for two working days is at nobody's fault": `
			at Wed 11 Mar 09:00
			Wed 11 Mar 09:00 voicemail
			tally tries 2 reached 1`,
		"S1.7 moved to another time: nothing was broken": `
			Wed 4 Mar 09:00 planned until Fri 6 Mar 10:00
			Thu 5 Mar 16:00 voicemail
			tally tries 2 reached 1
			= commitment, Fri 6 Mar 10:00-11:00`,
		"C13 broken twice: the plan begins again with gap 1, and a talk at an agreed time makes it good": `
			Thu 5 Mar 16:00 no-answer
			says broken t4 voicemail-after-talk
			= follow-up 2, Fri 6 Mar 08:00-10:00
			because broken last gap
			Fri 6 Mar 09:00 voicemail
			= follow-up 3, Mon 9 Mar 16:00-17:30
			Fri 6 Mar 09:30 planned until Tue 10 Mar 16:00
			Tue 10 Mar 16:00 no-answer
			says broken t11 voicemail-after-talk
			notes broken
			= follow-up 4, Wed 11 Mar 08:00-10:00
			because broken last gap
			tally tries 4 reached 1 ontime 2 theybroke 2 wekept 2 dated 2
			Wed 11 Mar 09:00 talked until Thu 12 Mar 16:00
			Thu 12 Mar 16:00 talked until Fri 13 Mar 16:00
			notes kept
			Fri 13 Mar 16:00 no-answer
			says broken t4 voicemail-after-talk
			tally tries 7 reached 3 ontime 4 theykept 1 theybroke 3 wekept 4 dated 4 datedreached 1`,
		"S1.8 no time, but there when it was agreed on: not broken in a row any more": `
			Thu 5 Mar 16:00 no-answer
			Fri 6 Mar 09:00 planned until Tue 10 Mar 16:00
			Tue 10 Mar 16:00 no-time until Wed 11 Mar 16:00
			Wed 11 Mar 16:00 no-answer
			says broken t4 voicemail-after-talk`,
	} {
		t.Run(name, func(t *testing.T) { tell(t, newYork(), hot, agreed+life) })
	}
}

// Vague endings lead to calls that reach nobody, says S1.10: both shares are kept, to see whether that holds here.
// What a rep's managers see too.
func TestSharedCounts(t *testing.T) {
	keep(t, []promise{
		{"first tries since the last talk", Rep{}, hot, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 voicemail
			Tue 3 Mar 09:00 voicemail
			Fri 6 Mar 16:00 voicemail
			Wed 11 Mar 09:00 talked
			Thu 12 Mar 09:00 no-time
			shared talks 1 undated 1 try1 2 reached1 1`},
		{"S1.10 a date that is booked behind a talk takes it off those without one, once", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked
			shared talks 1 undated 1 try1 1 reached1 1
			Mon 2 Mar 09:05 details until Wed 4 Mar 16:00
			shared talks 1 try1 1 reached1 1
			Mon 2 Mar 09:06 details until Wed 4 Mar 17:00
			Wed 4 Mar 17:00 talked until Fri 6 Mar 16:00
			shared talks 2 met 1 try1 2 reached1 2`},
		{"S1.7 agreed calls that they missed, and one before its time that settles none", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked until Wed 4 Mar 16:00
			Tue 3 Mar 09:00 talked until Wed 4 Mar 16:00
			Wed 4 Mar 16:00 no-answer
			shared talks 2 noshows 1 try1 3 reached1 2`},
	})
}

func TestDatedAndVague(t *testing.T) {
	keep(t, []promise{
		{"S1.10 the first call after a talk without a date counts as vague, the ones after it as neither", Rep{}, hot, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 talked
			Tue 3 Mar 09:00 voicemail
			Fri 6 Mar 16:00 talked vague
			Mon 9 Mar 09:00 no-time
			tally tries 5 reached 3 vague 2 vaguereached 1`},
		{"S1.10 a date that came afterwards makes it dated", Rep{}, hot, "", `
			Mon 2 Mar 09:00 talked
			Mon 2 Mar 09:05 details until Wed 4 Mar 16:00
			Wed 4 Mar 16:00 voicemail
			tally tries 2 reached 1 ontime 1 theybroke 1 wekept 1 dated 1`},
		{"S1.10 nobody spoken to, nothing vague", Rep{}, hot, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 16:00 voicemail
			tally tries 2`},
		{"a try that was counted with the busy signal before is one try, and reached", Rep{}, hot, "", `
			Mon 2 Mar 09:00 busy
			Mon 2 Mar 09:45 busy
			Mon 2 Mar 10:30 no-time
			tally tries 1 reached 1`},
		{"a do-not-call that was said on another lead is no call of this one", Rep{}, hot, "", `
			Mon 2 Mar 09:00 voicemail
			Mon 2 Mar 09:05 planned until Mon 2 Mar 16:00
			Mon 2 Mar 16:00 do-not-call elsewhere
			tally tries 1`},
	})
}

func TestWhyNowTakesTurns(t *testing.T) { // S1.16, C17
	now := zoneTime(t, "2026-03-02T10:00:00-05:00")
	l := Lead{ID: "L1", Reasons: []Why{{Kind: WhyNews, Text: "n", Until: now.Add(time.Hour)}, {Kind: WhyValue, Text: "v1"},
		{Kind: WhyValue, Text: "v2"}, {Kind: WhyStory, Text: "s"}}}
	r, rep := DefaultRules(), newYork()
	for i, want := range []struct {
		o   outcome.Outcome
		why string // on the card before the call
	}{
		{outcome.NoAnswer, "v1"}, {outcome.Voicemail, "v1"}, {outcome.Busy, "n"}, {outcome.Talked, "n"},
		{outcome.Gatekeeper, "s"}, {outcome.NoTime, "v1"},
	} {
		at := now.Add(time.Duration(i) * time.Minute)
		if w := WhyNow(l, at); w == nil || w.Text != want.why {
			t.Fatalf("%d: before %s the card says %v, want %s", i, want.o, w, want.why)
		}
		next, logged, err := r.Log(l, nil, Touch{Outcome: want.o, At: at, Logged: at}, rep)
		if err != nil {
			t.Fatal(err)
		}
		if heard := want.o != outcome.NoAnswer && want.o != outcome.Busy; (logged.Touch.Why != "") != heard {
			t.Errorf("%s: used %q", want.o, logged.Touch.Why)
		}
		l = next
	}
	if w := WhyNow(Lead{Reasons: l.Reasons[:1]}, now.Add(time.Hour)); w != nil {
		t.Errorf("news of yesterday: %v", w) // S1.19
	}
	if w := WhyNow(Lead{Reasons: l.Reasons[1:2], Progress: Progress{LastWhy: WhyValue}}, now); w == nil {
		t.Error("the only kind there is may come again")
	}
}

// Asking is never done twice, and takes nothing away from the caller's record.
func TestLogLeavesItsArgumentsAlone(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	at := zoneTime(t, "2026-03-02T10:00:00-05:00")
	l := Lead{ID: "L1"}
	touches := []Touch{
		{Outcome: outcome.Talked, At: at, Until: at.Add(48 * time.Hour), Promises: []Promise{{By: Them, What: "figures"}},
			Material: &Material{Name: "specs"}},
		{Outcome: outcome.Calling, At: at.Add(48 * time.Hour)},
		{Outcome: outcome.NotReviewed, At: at.Add(48*time.Hour + time.Minute), Together: new(true)},
		{Outcome: outcome.Details, At: at.Add(49 * time.Hour), Settled: []Settled{{ID: "1.0", Kept: true}}},
	}
	var history []Touch
	for _, x := range touches {
		was, said := dump(l), dump(x)
		next, logged, err := r.Log(l, history, x, rep)
		if err != nil {
			t.Fatal(err)
		}
		if dump(l) != was || dump(x) != said {
			t.Fatalf("%s changed what it was given", x.Outcome)
		}
		l, history = next, append(history, logged.Touch)
	}
	was := dump(history)
	r.Replay(l, slices.Clone(history), rep)
	if r.Replay(l, touches, rep); dump(history) != was || touches[0].Promises[0].ID != "" {
		t.Error("a replay wrote into the history")
	}
	for k := range history { // undo: take the newest away and work out the rest
		if got := r.Replay(l, history[:k], rep).Progress; got.Touches != k {
			t.Errorf("taking back all but %d leaves %d", k, got.Touches)
		}
	}
}

// A closed lead may leave a task behind: who follows somebody who left, and the end of a contract (handbook 3c, S2.6).
func TestWhatAClosedLeadLeavesToDo(t *testing.T) {
	keep(t, []promise{
		{"they left: find who follows within two days, in the morning, and no call is due", Rep{}, warm, "", `
			Mon 2 Mar 11:00 left-company
			says left-company t29
			= task, Wed 4 Mar 08:00
			because successor
			Tue 3 Mar 10:00 task-done
			= none`},
		{"over a weekend: the next working day", Rep{}, warm, "", `
			Thu 5 Mar 11:00 left-company
			= task, Mon 9 Mar 08:00`},
		{"a solution already: sixty days before their contract ends", Rep{}, warm, "", `
			Mon 2 Mar 11:00 has-solution until Mon 1 Jun 12:00
			says has-solution t27 has-solution
			= task, Thu 2 Apr 08:00
			because renewal`},
		{"a contract that ends sooner: the next working morning", Rep{}, warm, "", `
			Mon 2 Mar 11:00 has-solution until Wed 1 Apr 12:00
			= task, Tue 3 Mar 08:00`},
		{"without the end of it nothing is left to do", Rep{}, warm, "", `
			Mon 2 Mar 11:00 has-solution
			= none
			Tue 3 Mar 10:00 task-done
			refused task`},
		{"opened again: the task is gone and the plan goes on", Rep{}, warm, "", `
			Mon 2 Mar 11:00 left-company
			Mon 2 Mar 11:05 reopened
			= attempt 2 of 8, Tue 3 Mar 08:00-10:00`},
	})
}
