package app_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store/storetest"
)

// BenchmarkDigest is the work behind the digest of a rep with 100 leads, ten of which are due, or all: reading the raw
// records of those in one pipeline, which is the floor; reading and deciding as the engine does; rendering and
// checking.
func BenchmarkDigest(b *testing.B) {
	for _, due := range []int{10, 100} {
		b.Run(fmt.Sprintf("due=%d", due), func(b *testing.B) { digestOf(b, due) })
	}
}

func digestOf(b *testing.B, due int) {
	srv := storetest.Start(b, storetest.Options{AOF: "everysec", TCP: true})
	h := build(b, at(b, newYork, "2026-01-11 12:00:00"), srv.URL, 1, fakeslack.Config{})
	rep := repOf(0)
	h.rep(rep)
	for n := range 100 {
		l := coach.Lead{Name: fmt.Sprintf("Firm number %d", n), Warmth: coach.Warm, Phone: "+12125550100",
			Contact: "Sam Doe", Company: "Doe and Sons", HotButton: "cash flow"}
		if n >= due {
			l.Progress.Waiting.NotBefore = at(b, newYork, "2026-02-02 09:00:00")
		}
		h.lead(rep, l)
	}
	now := at(b, newYork, "2026-01-12 08:30:00")
	ctx := context.Background()
	c := srv.Client()
	defer c.Close()
	keys, err := c.Keys(ctx, "*:leads:"+rep.ID).Result()
	h.ok(err)
	var ids []string
	for _, l := range h.leads[rep.ID][:due] {
		ids = append(ids, l.ID)
	}
	measure := func(name string, fn func(*testing.B)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			began := ownCPU()
			fn(b)
			b.ReportMetric(float64((ownCPU()-began).Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
	measure("raw-read", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.HMGet(ctx, keys[0], ids...).Result(); err != nil {
				b.Fatal(err)
			}
		}
	})
	var msg notify.Digest
	measure("read-and-decide", func(b *testing.B) {
		for b.Loop() {
			of, err := h.space.Records.DueLeads(ctx, rep.ID, now.Add(15*time.Hour), 200)
			if err != nil || len(of.Leads) != due {
				b.Fatal(len(of.Leads), err)
			}
			msg = notify.DigestFor(h.rules, rep, of.Leads, now, of.Shown)
		}
	})
	measure("render", func(b *testing.B) {
		to := say.Reader{Zone: rep.Location(), Now: now, Nonce: "n"}
		for b.Loop() {
			if _, err := cards.Digest(to, msg).Checked(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
