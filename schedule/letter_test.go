package schedule

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/failure"
	"github.com/followup-coach/followup/store/ledger"
)

// letter posts a letter as the bot would.
func (f *fixture) letter(l coach.Letter) {
	f.t.Helper()
	l.At = f.clock.Now()
	f.ok(f.space.PostLetter(context.Background(), l, f.clock.Now(), "post/"+l.ID, nil))
}

// back are the letters that came back, by whom they reached.
func (f *fixture) back() map[string][]notify.Letter {
	out := map[string][]notify.Letter{}
	for _, p := range f.slack.all() {
		if l, ok := p.Msg.(notify.Letter); ok && l.Back != "" {
			out[p.To] = append(out[p.To], l)
		}
	}
	return out
}

// refuse has Slack turn away whatever is for one of them.
func (f *fixture) refuse(who ...string) {
	f.slack.inject = func(_ int, _ ledger.Delivery, to string, _ notify.Message) fault {
		if strings.Contains(strings.Join(who, " "), to) {
			return fault{err: refused(failure.Recipient, 0)}
		}
		return fault{}
	}
}

// A letter that Slack doesn't deliver comes back to its writer, whole and once, whoever of the replicas finds it
// refused; one that can't be given back either ends there.
func TestALetterComesBackOnce(t *testing.T) {
	for _, c := range []struct {
		name    string
		letter  coach.Letter
		refuses []string
		change  func(coach.Rep) coach.Rep // of whom it is written to
		back    string                    // who gets it
	}{
		{name: "a colleague", letter: coach.Letter{To: "U2", Text: "Hi Gus"}, refuses: []string{"U2"}, back: "U1"},
		{name: "a channel", letter: coach.Letter{To: "C9", Text: "Hi Gus"}, refuses: []string{"C9"}, back: "U1"},
		{name: "an answer", letter: coach.Letter{To: "U2", Text: "Say what is new", About: "Hi Gus"},
			refuses: []string{"U2"}, back: "U1"},
		{name: "who has left", letter: coach.Letter{To: "U2", Text: "Hi Gus"},
			change: func(r coach.Rep) coach.Rep { r.Gone = true; return r }, back: "U1"},
		{name: "who wants no messages", letter: coach.Letter{To: "U2", Text: "Hi Gus"},
			change: func(r coach.Rep) coach.Rep { r.Off = true; return r }, back: "U1"},
		{name: "nobody can be written to", letter: coach.Letter{To: "U2", Text: "Hi Gus"}, refuses: []string{"U1", "U2"}},
		{name: "all is well", letter: coach.Letter{To: "U2", Text: "Hi Gus"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
			f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
			other := coach.Rep{ID: "U2", TZ: ny, Since: f.clock.Now()}
			if c.change != nil {
				other = c.change(other)
			}
			f.rep(other)
			f.refuse(c.refuses...)
			c.letter.ID, c.letter.From = "x1", "U1"
			f.letter(c.letter)
			f.runTo(f.clock.Now().Add(time.Hour), f.start(), f.start())
			back := f.back()
			if c.back == "" {
				if len(back) != 0 {
					t.Errorf("came back: %+v", back)
				}
				return
			}
			got := back[c.back]
			if len(back) != 1 || len(got) != 1 {
				t.Fatalf("came back to %+v, want once to %s", back, c.back)
			}
			if got[0].Text != c.letter.Text || got[0].About != c.letter.About || got[0].Back != c.letter.To {
				t.Errorf("came back as %+v", got[0])
			}
		})
	}
}

// An answer for somebody who has paused messages waits for them, and is theirs once when they resume.
func TestAnAnswerWaitsForWhoeverPausedMessages(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	asker := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now(), Off: true})
	f.rep(coach.Rep{ID: "U2", TZ: ny, Since: f.clock.Now()})
	f.letter(coach.Letter{ID: "x1", From: "U2", To: "U1", Text: "Say what is new", About: "Hi Gus"})
	engines := []*running{f.start(), f.start()}
	f.runTo(f.clock.Now().Add(3*time.Hour), engines...)
	f.once()
	asker.Off = false
	f.rep(asker)
	f.runTo(f.clock.Now().Add(10*time.Minute), engines...)
	f.once("letter/U2/x1")
}

// A question about a gift that doesn't reach a manager is told to the rep, and what the manager answers to the manager
// when it doesn't reach the rep; a question that was answered or taken back meanwhile is told to nobody.
func TestAGiftsLettersComeBack(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	f.team(coach.Team{ID: "T1", Name: "north", Channel: "C1", Reps: []string{"U1"}, Managers: []string{"B1", "B2"}})
	f.refuse("B2")
	asked := f.clock.Now()
	f.gift(rep, "G1")
	engines := []*running{f.start(), f.start()}
	f.runTo(asked.Add(10*time.Minute), engines...)
	ask, backAsk := fmt.Sprintf("gift/U1/G1/%d/B1", asked.Unix()), fmt.Sprintf("letter/U1/gift-U1-G1-%d-B2", asked.Unix())
	f.once(ask, backAsk)
	if got := f.back()["U1"]; len(got) != 1 || got[0].Back != "B2" || got[0].Card.Lead.ID != "G1" {
		t.Errorf("the rep was told %+v", got)
	}
	f.refuse("U1")
	answered := f.clock.Now()
	f.log(rep, "G1", coach.Touch{Outcome: outcome.Verdict, Verdict: coach.Approval(false), By: "B1", Reason: "too early"})
	f.runTo(answered.Add(10*time.Minute), engines...)
	backAnswer := fmt.Sprintf("letter/B1/giftback-U1-G1-%d", answered.Unix())
	f.once(ask, backAsk, backAnswer)
	if got := f.back()["B1"]; len(got) != 1 || got[0].Back != "U1" || got[0].Card.Lead.Progress.Gift.Why != "too early" {
		t.Errorf("the manager was told %+v", got)
	}

	f.refuse("B1", "B2")
	f.clock.to(f.clock.Now().Add(time.Minute))
	f.gift(rep, "G2")
	f.log(rep, "G2", coach.Touch{Outcome: outcome.Talked}) // taken back by a talk before anybody looks
	f.runTo(f.clock.Now().Add(10*time.Minute), engines...)
	f.once(ask, backAsk, backAnswer)
}
