package send_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/send"
	"github.com/followup-coach/followup/store/failure"
)

// overslept is a context as a process finds it that was stopped: its deadline is past and its timer has yet to fire.
// The process is awake for the first looks at the deadline.
type overslept struct {
	context.Context
	awake *int
}

func (o overslept) Deadline() (time.Time, bool) {
	if *o.awake--; *o.awake >= 0 {
		return time.Now().Add(time.Hour), true
	}
	return time.Now().Add(-time.Millisecond), true
}

// sleeps makes a context whose process is stopped behind so many looks at the deadline.
func sleeps(t *testing.T, behind int) context.Context { return overslept{t.Context(), &behind} }

// A request whose time is over by the clocks alone never reaches Slack, on a fresh connection and on a kept one, and
// counts as never sent. One with time left does. So it is with a text that leaves in one piece and with one that leaves
// in several: half a request is none, and one whose last byte has left is one.
func TestNothingLeavesLate(t *testing.T) {
	s, _ := workspace(t, fakeslack.Config{}, 0)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	api := slack.New("xoxb-local", slack.OptionAPIURL(s.APIURL()),
		slack.OptionHTTPClient(&http.Client{Transport: send.InTime(transport)}))
	arrived := func() int { return len(s.Messages(s.DM(ana), ana)) }
	const looks = 5 // until a request has left: once more than the transport has steps is enough
	left := 0
	inOne, inSeveral := "hello", strings.Repeat("hello ", 6000)
	for i, behind := range []int{0, 1, 2, looks, 0, 1, looks, 0, 1, looks} {
		before, text := arrived(), inOne
		if i > looks {
			text = inSeveral
		}
		_, _, err := api.PostMessageContext(sleeps(t, behind), ana, slack.MsgOptionText(text, false))
		switch came := arrived() > before; {
		case came != (err == nil):
			t.Errorf("stopped behind %d looks: arrived %v, %v", behind, came, err)
		case came:
			left++
		case failure.ClassOf(send.Failed("chat.postMessage", err)) != failure.Transient:
			t.Errorf("stopped behind %d looks: %v does not count as never sent", behind, err)
		}
	}
	if left == 0 {
		t.Error("nothing left that had the time")
	}
}

// Whoever wakes up while standing in line gives the post back, even where it is their turn by now. The line looks at
// the deadline twice before, for the conversation and for the workspace.
func TestNobodyGetsTheirTurnLate(t *testing.T) {
	s, api := workspace(t, fakeslack.Config{}, 0)
	for behind := range 3 {
		_, err := send.New(api, 6000).Post(sleeps(t, behind), send.Post{To: ana, Text: "hello"})
		if c, _ := class(t, err); c != failure.Transient {
			t.Errorf("stopped behind %d looks: %s: %v", behind, c, err)
		}
	}
	if n := len(s.Messages(s.DM(ana), ana)); n != 0 {
		t.Errorf("%d messages", n)
	}
}
