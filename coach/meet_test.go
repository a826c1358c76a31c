package coach

import (
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// chased is a lead with a touch an hour from Monday at nine on, each logged by itself.
func chased(t *testing.T, l Lead, touches ...Touch) Lead {
	t.Helper()
	at := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	var history []Touch
	for i, touch := range touches {
		touch.At = at.Add(time.Duration(i) * time.Hour)
		touch.Logged = touch.At
		after, logged, err := DefaultRules().Log(l, history, touch, Rep{ID: "U1", TZ: "America/New_York"})
		if err != nil {
			t.Fatal(err)
		}
		l, history = after, append(history, logged.Touch)
	}
	return l
}

func touchesOf(outcomes ...outcome.Outcome) (out []Touch) {
	for _, o := range outcomes {
		out = append(out, Touch{Outcome: o})
	}
	return out
}

// S1.3: a lead is won or lost after a call, and which one it was is told from all follow-ups, over every talk.
func TestEndedAfterWhichCall(t *testing.T) {
	for _, c := range []struct {
		name     string
		outcomes []outcome.Outcome
		call     CallName
		itself   bool
		ok       bool
	}{
		{"on the first call", []outcome.Outcome{outcome.Talked, outcome.Won}, CallName{1, false}, true, true},
		{"on the third follow-up", []outcome.Outcome{outcome.Talked, outcome.NoAnswer, outcome.Talked, outcome.Talked,
			outcome.Won}, CallName{3, true}, true, true},
		{"won after a try that reached nobody", []outcome.Outcome{outcome.Talked, outcome.NoAnswer, outcome.Won},
			CallName{1, true}, false, true},
		{"a no is the call itself", []outcome.Outcome{outcome.NoAnswer, outcome.NotInterested}, CallName{2, false}, true,
			true},
		{"lost after the second attempt", []outcome.Outcome{outcome.NoAnswer, outcome.Voicemail, outcome.Lost},
			CallName{2, false}, false, true},
		{"after a moment on the phone", []outcome.Outcome{outcome.NoAnswer, outcome.NoTime, outcome.NoAnswer,
			outcome.NoResponse}, CallName{1, true}, false, true},
		{"nobody called", []outcome.Outcome{outcome.Lost}, CallName{}, false, false},
		{"an end that says nothing of the chase", []outcome.Outcome{outcome.NoAnswer, outcome.LeftCompany}, CallName{}, false,
			false},
		{"a call they made is none of ours", []outcome.Outcome{outcome.NoAnswer, outcome.CalledBack, outcome.Lost},
			CallName{1, false}, false, true},
	} {
		l := chased(t, Lead{ID: "L1"}, touchesOf(c.outcomes...)...)
		call, itself, ok := l.EndedAfter()
		if call != c.call || itself != c.itself || ok != c.ok {
			t.Errorf("%s: %+v, itself %v, %v", c.name, call, itself, ok)
		}
	}
}

// S1.3: of a lead of before calls had names nothing is said that nobody counted.
func TestEndedAfterACallThatNobodyCounted(t *testing.T) {
	rep := Rep{ID: "U1", TZ: "America/New_York"}
	at := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	no := Touch{Outcome: outcome.NotInterested, At: at.AddDate(0, 0, 21), Logged: at.AddDate(0, 0, 21)}
	end := func(l Lead, last Touch) Lead {
		l, _, err := DefaultRules().Log(l, nil, last, rep)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	for _, c := range []struct {
		name     string
		outcomes []outcome.Outcome
		call     CallName
		ok       bool
	}{
		{"attempts are all calls", []outcome.Outcome{outcome.NoAnswer, outcome.Voicemail}, CallName{3, false}, true},
		{"follow-ups were not counted", []outcome.Outcome{outcome.Talked, outcome.NoAnswer}, CallName{}, false},
	} {
		old := chased(t, Lead{ID: "L1"}, touchesOf(c.outcomes...)...)
		old.Progress.Call = CallName{}
		if call, _, ok := end(old, no).EndedAfter(); ok != c.ok || call != c.call {
			t.Errorf("%s: %+v, %v", c.name, call, ok)
		}
	}
}

// S2.2: whoever was reached for a moment has had no follow-up by that; a talk begins anew, a busy line counts as it
// does.
func TestTheNumberAfterAFirstShortReach(t *testing.T) {
	rep := Rep{ID: "U1", TZ: "America/New_York"}
	for _, c := range []struct {
		outcomes []outcome.Outcome
		nth      int
		followUp bool
	}{
		{[]outcome.Outcome{outcome.NoTime}, 1, true},
		{[]outcome.Outcome{outcome.NoAnswer, outcome.Voicemail, outcome.Distracted}, 1, true},
		{[]outcome.Outcome{outcome.NoTime, outcome.NoAnswer}, 2, true},
		{[]outcome.Outcome{outcome.NoTime, outcome.Unavailable, outcome.NoAnswer}, 3, true},
		{[]outcome.Outcome{outcome.NoTime, outcome.NoAnswer, outcome.Talked}, 1, true},
		{[]outcome.Outcome{outcome.Talked, outcome.NoTime}, 2, true},
		{[]outcome.Outcome{outcome.NoAnswer, outcome.Voicemail}, 3, false},
	} {
		l := chased(t, Lead{ID: "L1"}, touchesOf(c.outcomes...)...)
		s := DefaultRules().Next(l, rep, l.Progress.LastTouch.Add(time.Minute))
		if s.Nth != c.nth || s.FollowUp != c.followUp {
			t.Errorf("%v: %d, follow-up %v", c.outcomes, s.Nth, s.FollowUp)
		}
	}
}

// S1.5: a visit stays one while it moves, a word makes it something else, and a new appointment is a call again.
func TestHowTheyMeet(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 16, 0, 0, 0, time.UTC) }
	visit, video := Meet{By: MeetVisit}, Meet{By: MeetVideo, Link: "https://meet.example/1"}
	for _, c := range []struct {
		name    string
		touches []Touch
		want    Meet
	}{
		{"booked as a visit", []Touch{{Outcome: outcome.Planned, Until: day(12), Meet: visit}}, visit},
		{"moved", []Touch{{Outcome: outcome.Planned, Until: day(12), Meet: visit},
			{Outcome: outcome.Planned, Until: day(13)}},
			visit},
		{"moved, and a call now", []Touch{{Outcome: outcome.Planned, Until: day(12), Meet: visit},
			{Outcome: outcome.Planned, Until: day(13), Meet: Meet{By: MeetCall}}}, Meet{}},
		{"on video instead", []Touch{{Outcome: outcome.Planned, Until: day(12), Meet: visit},
			{Outcome: outcome.Planned, Until: day(12), Meet: video}}, video},
		{"agreed in a talk", []Touch{{Outcome: outcome.Talked, Until: day(12), Meet: video}}, video},
		{"a call unless said otherwise", []Touch{{Outcome: outcome.Talked, Until: day(12)}}, Meet{}},
	} {
		l := chased(t, Lead{ID: "L1"}, c.touches...)
		if got := l.Progress.Commitment.Meet; got != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// S4.10: Mondays and Fridays on the lead's clock; a rep who was told knows it.
func TestWeakDaysAreToldOnce(t *testing.T) {
	rep := Rep{ID: "U1", TZ: "America/New_York"}
	for day, weak := range map[int]bool{9: true, 10: false, 11: false, 12: false, 13: true} {
		at := time.Date(2026, 11, day, 16, 0, 0, 0, time.UTC)
		if _, is := (Lead{}).WeakDay(rep, at); is != weak {
			t.Errorf("%s: %v", at.Weekday(), is)
		}
	}
	thursdayNight := time.Date(2026, 11, 13, 1, 0, 0, 0, time.UTC) // Friday morning in Tokyo
	if r, is := (Lead{TZ: "Asia/Tokyo"}).WeakDay(rep, thursdayNight); !is || r.Word != "Friday" {
		t.Errorf("in Tokyo: %+v, %v", r, is)
	}
	if told := rep.TellOnce(ReasonWeakDay); !told.Knows(ReasonWeakDay) || rep.Knows(ReasonWeakDay) {
		t.Errorf("told: %v, before: %v", told.Told, rep.Told)
	}
}

// Whoever has a solution is asked once when their contract ends, and not where the day is known (handbook 3c).
func TestTheEndOfAContractIsAskedFor(t *testing.T) {
	at := time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		touch Touch
		asks  string
	}{
		{Touch{Outcome: outcome.HasSolution}, AskEnds},
		{Touch{Outcome: outcome.HasSolution, Until: at.AddDate(1, 0, 0)}, ""},
		{Touch{Outcome: outcome.NotInterested}, ""},
	} {
		c.touch.At, c.touch.Logged = at, at
		l, logged, err := DefaultRules().Log(Lead{ID: "L1", HotButton: "x", Warmth: Cold}, nil, c.touch, Rep{ID: "U1"})
		asks := ""
		if logged.Question != nil {
			asks = logged.Question.Code
		}
		if err != nil || asks != c.asks {
			t.Errorf("%s until %v: asks %q, %v", c.touch.Outcome, c.touch.Until, asks, err)
		}
		if slices.Contains(l.Asked, AskEnds) != (c.asks == AskEnds) {
			t.Errorf("asked: %v", l.Asked)
		}
	}
}

// TestCloseHidden: whole words, whatever their case and accents, and only of calls that are to end with a deal (S4.8).
func TestCloseHidden(t *testing.T) {
	r := DefaultRules()
	for agenda, hidden := range map[string]bool{
		"": true, "how it went": true, "the signal tower": true, "reorder of topics": true, "Pricing for 12 seats": false,
		"your DECISION, then dates": false,
		"sign the papers":           false, "agree on a start date": false, "start and date": true, "Décision": false,
		"go-live": false,
	} {
		if got := r.CloseHidden(&Commitment{Goal: GoalClose, Agenda: agenda}); got != hidden {
			t.Errorf("%q: hidden %v", agenda, got)
		}
	}
	if r.CloseHidden(&Commitment{Agenda: "how it went"}) || r.CloseHidden(nil) {
		t.Error("only a call that is to end with a deal can hide it")
	}
	own, err := LoadRules("own", []byte("close_words: [rabatt]"))
	if err != nil {
		t.Fatal(err)
	}
	if own.CloseHidden(&Commitment{Goal: GoalClose, Agenda: "Rabatt"}) ||
		!own.CloseHidden(&Commitment{Goal: GoalClose, Agenda: "price"}) {
		t.Error("a team's own words don't take the place of ours")
	}
	if _, err := LoadRules("bad", []byte("close_words: [\"--\"]")); err == nil {
		t.Error("a word without a letter is taken")
	}
}

// TestDetailsNameThePage: a page told afterwards belongs to the document that is out, and is no other document (S3.25).
// A replay from the touches comes to the same.
func TestDetailsNameThePage(t *testing.T) {
	r, l := DefaultRules(), Lead{ID: "L1", Rep: "U1", Name: "Acme", Phone: "+49 30 901820", Created: mid}
	var touches []Touch
	for i, touch := range []Touch{
		{Outcome: outcome.WantsInfo, Material: &Material{Name: "Spec", Link: "https://example.com/spec"}},
		{Outcome: outcome.Details, Material: &Material{Name: "Spec", Pointer: "p. 4"}},
		{Outcome: outcome.Details, Material: &Material{Name: "Prices"}},
	} {
		touch.At = mid.Add(time.Duration(i) * time.Hour)
		var logged Logged
		var err error
		if l, logged, err = r.Log(l, touches, touch, berlin); err != nil {
			t.Fatal(err)
		}
		touches = append(touches, logged.Touch)
	}
	m := l.Progress.Materials
	if len(m) != 2 || m[0].Pointer != "p. 4" || m[0].Link == "" || l.Progress.Sent != 2 || len(l.Progress.Promises) != 2 {
		t.Errorf("materials %+v, sent %d, promises %+v", m, l.Progress.Sent, l.Progress.Promises)
	}
	if again := r.Replay(l, touches, berlin); len(again.Progress.Materials) != 2 || again.Progress.Materials[0] != m[0] {
		t.Errorf("replayed to %+v", again.Progress.Materials)
	}
}
