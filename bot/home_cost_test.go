package bot_test

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/say/homes"
	"github.com/followup-coach/followup/store/storetest"
)

// published counts the Homes that Slack has taken for somebody.
func (w *world) published(user string) (n int) {
	for _, e := range w.slack.Ledger() {
		if e.Kind == fakeslack.KindView && e.Method == "views.publish" && e.User == user {
			n++
		}
	}
	return n
}

// redrawn opens somebody's Home and waits until it was published once more.
func (w *world) redrawn(user string) {
	w.t.Helper()
	before := w.published(user)
	if out := w.slack.OpenHome(context.Background(), user); !out.Acked {
		w.t.Fatalf("opened: %+v", out)
	}
	w.wait(func(*fakeslack.Server) bool { return w.published(user) > before })
}

// What a Home costs goes with what it shows, and not with the leads that a rep has: in what Redis does, and in what it
// hands out. So it is on each tab and with each filter; the figures alone go with what was logged in four weeks.
func TestAHomeCostsWhatItShows(t *testing.T) {
	places := []struct {
		tab, filter string
		whole       bool
	}{{}, {whole: true}, {tab: homes.TabLeads}, {tab: homes.TabLeads, filter: homes.FilterUndated},
		{tab: homes.TabLeads, filter: homes.FilterStale}}
	cost := func(leads int) (commands, bytes []int) {
		w := worldOn(t, storetest.Start(t, storetest.Options{})) // whose statistics are of nobody else
		for i := range 8 {
			w.types(pat, fmt.Sprintf("add Lead%02d warm phone:+4930555010%02d", i, i))
		}
		w.hasLater(leads)
		w.redrawn(pat)
		for _, at := range places {
			is, open, err := w.space.Homes.Open(context.Background(), pat)
			if err != nil || !open {
				t.Fatal(open, err)
			}
			is.Tab, is.Filter, is.Whole = at.tab, at.filter, at.whole
			if err := w.space.Homes.Opened(context.Background(), pat, is.Place); err != nil {
				t.Fatal(err)
			}
			// What is noted behind a publication may fall into the next one: the least of a few is one Home alone.
			least, sent := math.MaxInt, math.MaxInt
			for range 4 {
				c, b := w.spent("commandstats", ":calls="), w.spent("stats", "total_net_output_bytes:")
				w.redrawn(pat)
				least = min(least, w.spent("commandstats", ":calls=")-c)
				sent = min(sent, w.spent("stats", "total_net_output_bytes:")-b)
			}
			commands, bytes = append(commands, least), append(bytes, sent)
			if n := len(w.home(pat).Blocks); n < 1000 {
				t.Errorf("%+v shows %d bytes", at, n)
			}
		}
		return commands, bytes
	}
	c500, b500 := cost(600)
	c5000, b5000 := cost(5000)
	for i, at := range places {
		t.Logf("%+v: %d commands, %d bytes of 600 leads, %d and %d of 5,000", at, c500[i], b500[i], c5000[i], b5000[i])
		if c5000[i] > c500[i]+4 || // at most one note
			b5000[i] > b500[i]*6/5 {
			t.Errorf("%+v costs %d commands and %d bytes of 600 leads, %d and %d of 5,000", at, c500[i], b500[i], c5000[i],
				b5000[i])
		}
	}
}

// A burst of 200 logs is one publication in two seconds, and the last log is on the Home in the end. Whoever has no
// Home before them costs none.
func TestABurstOfLogs(t *testing.T) {
	w := pacedWorld(t, storetest.Redis(t), 0)
	w.types(sam, "add Zelkova warm")
	for i := range 5 {
		w.types(pat, fmt.Sprintf("add Lead%02d warm", i))
	}
	w.redrawn(pat)
	before, begun := w.published(pat), time.Now()
	for i := range 200 {
		w.clock.move(time.Second)
		w.bot.Handle(context.Background(), typed(pat, fmt.Sprintf("b.%d", i), fmt.Sprintf("lead%02d email %d", i%5, i)))
	}
	w.bot.Handle(context.Background(), typed(pat, "b.last", "add Zinnia warm"))
	w.bot.Handle(context.Background(), typed(sam, "b.sam", "zelkova voicemail"))
	w.home(pat, "Zinnia")
	most := int(time.Since(begun)/(2*time.Second)) + 2
	if n := w.published(pat) - before; n < 1 || n > most {
		t.Errorf("%d publications of 201 changes in %s, at most %d were allowed", n, time.Since(begun), most)
	}
	if n := w.published(sam); n != 0 {
		t.Errorf("%d publications for somebody who never opened a Home", n)
	}
}

// A hundred open Homes and what was published of them take no memory that grows with them: what is kept in the process
// of a Home is a line in its queue while it waits.
func TestAHundredHomes(t *testing.T) {
	w := newWorld(t)
	var users []string
	for i := range 100 {
		u := fakeslack.User{ID: fmt.Sprintf("U0H%03d", i), Name: fmt.Sprintf("h%03d", i), TZ: "Europe/Berlin"}
		w.slack.AddUser(u)
		users = append(users, u.ID)
		for n := range 6 {
			w.bot.Handle(context.Background(), typed(u.ID, fmt.Sprintf("h.%d.%d", i, n), fmt.Sprintf("add Lead%02d warm", n)))
		}
	}
	var none, open runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&none)
	for _, u := range users {
		if out := w.slack.OpenHome(context.Background(), u); !out.Acked {
			t.Fatalf("opened: %+v", out)
		}
	}
	w.wait(func(*fakeslack.Server) bool {
		for _, u := range users {
			if w.slack.Home(u) == nil {
				return false
			}
		}
		return true
	})
	runtime.GC()
	runtime.ReadMemStats(&open)
	t.Logf("heap before %d KiB, with 100 open Homes and the local Slack's views %d KiB, from the system %d KiB",
		none.HeapAlloc>>10, open.HeapAlloc>>10, open.Sys>>10)
	if open.HeapAlloc > 80<<20 {
		t.Errorf("the heap is %d MiB", open.HeapAlloc>>20)
	}
}
