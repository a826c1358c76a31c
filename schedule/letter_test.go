package schedule

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/failure"
)

// A question that can't be brought to whom it is for, since they have left or Slack refuses them for good, comes back
// to whoever asked, once, also where a post was lost; an answer that finds nobody comes to nothing (S2.24).
func TestAQuestionThatIsRefusedComesBack(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	now := f.clock.Now()
	f.rep(coach.Rep{ID: "U1", TZ: ny, Since: now})
	f.rep(coach.Rep{ID: "U2", TZ: ny, Since: now, Gone: true})
	for _, l := range []coach.Letter{
		{ID: "gone", From: "U1", To: "U2", Text: "to somebody who left"},
		{ID: "shut", From: "U1", To: "C9", Text: "to an archived channel"},
		{ID: "fine", From: "U1", To: "C1", Text: "to a channel"},
		{ID: "late", From: "U1", To: "U2", Text: "an answer", About: "what was asked"},
	} {
		if err := f.space.PostLetter(t.Context(), l, now, "key/"+l.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	f.slack.inject = func(n int, _ store.Delivery, to string, _ coach.Message) fault {
		if to == "C9" {
			return fault{err: refused(failure.Recipient, 0)}
		}
		return fault{lose: n == 1}
	}
	engines := []*running{f.start(), f.start()}
	f.runTo(now.Add(10*time.Minute), engines...)
	back, others := map[string]int{}, 0
	for _, p := range f.slack.all() {
		l, ok := p.Msg.(coach.Letter)
		switch {
		case !ok:
		case l.Refused != "":
			back[l.Refused+": "+l.Text]++
			if p.To != "U1" {
				t.Errorf("%q comes back to %s", l.Text, p.To)
			}
		default:
			others++
			if !strings.Contains(l.Text, "to a channel") || p.To != "C1" {
				t.Errorf("%q to %s", l.Text, p.To)
			}
		}
	}
	if len(back) != 2 || back["U2: to somebody who left"] != 1 || back["C9: to an archived channel"] != 1 || others != 1 {
		t.Errorf("came back: %v; delivered: %d", back, others)
	}
}
