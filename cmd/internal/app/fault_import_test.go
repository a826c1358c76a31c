package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// A bot is killed at ten points of an import, before Redis has what is sent or before the bot has its answer, while the
// person looks at "Importing…" or before Slack has heard anything. Another one goes on: each row is a lead, once.
func TestKilledInTheMiddleOfAnImport(t *testing.T) {
	t.Parallel()
	const points, rows = 10, 1050
	var list strings.Builder
	list.WriteString("Name,Phone\n")
	for i := range rows {
		fmt.Fprintf(&list, "Company %d,+1 212 %03d %04d\n", i, 200+i%700, i)
	}
	toll := newToll(t, storetest.Start(t, storetest.Options{}))
	figure := matrix.Row(t, "-", fmt.Sprintf("kill -9 at %d points of an import", points))
	start := at(t, newYork, morning)
	h := build(t, start, toll.url, points, fakeslack.Config{})
	redelivered := 0
	for i := range points {
		h.clock(start.Add(time.Duration(i) * time.Hour))
		h.rep(repOf(i))
		b := h.child().ready()
		h.preview(i, list.String())
		watch := func() { toll.kills(b, ":imports:"+person(i), 1+i, i%3 != 0) }
		out := make(chan fakeslack.Outcome, 1)
		submit := func() { out <- h.slack.Submit(context.Background(), person(i), h.top(i).ID) }
		// Where Slack's file takes its time, the form is acknowledged before a row is written.
		if i%2 == 0 {
			held := make(chan struct{})
			h.slack.OnCall(func(method string) fakeslack.Trouble {
				if method == "url_private" {
					<-held
				}
				return fakeslack.None
			})
			go submit()
			h.wait("the page to say that it goes on", func(*fakeslack.Server) bool {
				return strings.Contains(string(h.top(i).Raw), "Importing")
			})
			watch()
			h.slack.OnCall(nil)
			close(held)
		} else {
			watch()
			go submit()
		}
		h.until(fmt.Sprintf("a death at request %d", 1+i), func() bool { return closed(b.done) })
		toll.spares()
		if open(h.slack) > 0 {
			redelivered++
		}
		heir := h.child()
		h.wait("the form to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
		<-out
		h.clock(h.now().Add(2 * time.Minute)) // the other one looks what stands still
		heir.follow()
		var im store.Import
		h.until("the import to be through", func() bool {
			all, err := h.space.Records.Imports(context.Background(), person(i))
			h.ok(err)
			if len(all) == 1 {
				im = all[0]
			}
			return im.State == store.ImportDone
		})
		leads := 0
		h.ok(h.space.EachLead(context.Background(), person(i), func(page []coach.Lead) error {
			leads += len(page)
			return nil
		}))
		if im.New != rows || leads != rows {
			t.Errorf("killed at request %d: %d new, %d leads", 1+i, im.New, leads)
		}
		heir.kill()
	}
	figure("%d forms came again, %d imports went on by themselves", redelivered, points-redelivered)
	if redelivered == 0 || redelivered == points {
		t.Errorf("%d of %d forms came again", redelivered, points)
	}
}

// preview has somebody put a list into the form and look at what it would change.
func (h *house) preview(i int, list string) {
	h.t.Helper()
	ctx := context.Background()
	h.slack.Command(ctx, person(i), h.slack.DM(person(i)), "/followup", "import")
	h.wait("the form", func(s *fakeslack.Server) bool { return len(s.Views(person(i))) > 0 })
	file := h.slack.Upload(person(i), "leads.csv", []byte(list))
	h.ok(h.slack.Fill(person(i), h.top(i).ID, "", "file", fakeslack.ActionValue{Files: []string{file}}))
	h.slack.Submit(ctx, person(i), h.top(i).ID)
	h.wait("the preview", func(*fakeslack.Server) bool { return strings.Contains(string(h.top(i).Raw), "1,050 new") })
}

// top is the form that somebody has before them.
func (h *house) top(i int) fakeslack.View {
	views := h.slack.Views(person(i))
	return views[len(views)-1]
}
