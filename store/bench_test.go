package store_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

// The floor of a change: two trips that do nothing.
func BenchmarkTwoPings(b *testing.B) {
	s, err := store.Open(store.Options{URL: storetest.Redis(b).URL})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	b.ReportAllocs()
	for b.Loop() {
		for range 2 {
			if _, err := s.Sync(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// A log among 100 leads: read, decide nothing much, write.
func BenchmarkChange(b *testing.B) {
	for _, leads := range []int{100, 10_000} {
		b.Run(fmt.Sprint(leads, " leads"), func(b *testing.B) { benchmarkChange(b, storetest.Redis(b).URL, leads, false) })
	}
	b.Run("AOF everysec", func(b *testing.B) {
		benchmarkChange(b, storetest.Start(b, storetest.Options{AOF: "everysec"}).URL, 100, false)
	})
	b.Run("AOF always", func(b *testing.B) {
		benchmarkChange(b, storetest.Start(b, storetest.Options{AOF: "always"}).URL, 100, false)
	})
	// What REDIS_SAFE=wait costs.
	b.Run("AOF always and a replica", func(b *testing.B) { benchmarkChange(b, storetest.Sentinel(b).URL, 100, false) })
	b.Run("AOF always, safe mode", func(b *testing.B) { benchmarkChange(b, storetest.Sentinel(b).URL, 100, true) })
}

func benchmarkChange(b *testing.B, url string, leads int, safe bool) {
	s, err := store.Open(store.Options{URL: url, Safe: safe})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	w := s.In("T1")
	seed(b, w, "U1", leads)
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		i++
		key := fmt.Sprint("env", i)
		ask := store.Query{Rep: "U1", Now: monday, Key: key, Names: []string{fmt.Sprint("lead ", 1+i%leads)}}
		if _, _, err := w.Change(b.Context(), ask, logTouch(key, "left a message", monday)); err != nil {
			b.Fatal(err)
		}
	}
}

// What the number and the care for unknown fields cost a log: the record is written over one without any, and over one
// with some. The floor is the record alone.
func BenchmarkEncode(b *testing.B) {
	l := typical("id", "U1", "Lead 1", 1)
	l.HotButton, l.Asked = "fewer breakdowns", []string{"story", "quote"}
	l.Progress.Commitment = &coach.Commitment{At: monday, Made: monday, Agenda: "price"}
	l.Progress.Promises = []coach.Promise{{ID: "1.1", By: "they", What: "look at the quote", Made: monday}}
	stored, err := codec.Encode(l, "")
	if err != nil {
		b.Fatal(err)
	}
	strange := strings.Replace(stored, `"p":{`, `"p":{"tomorrow":[1,2],`, 1)
	for name, over := range map[string]string{"known": stored, "unknown": strange} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := codec.Encode(l, over); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if raw, err := json.Marshal(l); err != nil || len(raw) > len(stored) {
				b.Fatal(err)
			}
		}
	})
}

// A hundred deliveries of one shard, claimed, sent and done; per delivery.
func BenchmarkClaim(b *testing.B) {
	w := open(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		asks := make([]ledger.DeliveryClaim, 100)
		for i := range asks {
			n++
			asks[i] = ledger.DeliveryClaim{Key: fmt.Sprint("digest/", n), Rep: "U1",
				Dues: []ledger.Due{{Kind: ledger.KindDigest, Rep: fmt.Sprint("U", i), At: monday}}}
		}
		deliveries, err := w.Ledger.Claim(b.Context(), monday, "bench", lease, asks...)
		if err != nil || deliveries[99].State != ledger.DeliveryMine {
			b.Fatal(deliveries, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/delivery")
}

// What a tick costs when nothing is due, with ten thousand entries waiting.
func BenchmarkDueBeforeIdle(b *testing.B) {
	w := open(b)
	for i := range 10_000 {
		if err := w.DueIndex.SetDue(b.Context(), ledger.Due{Kind: ledger.KindDigest, Rep: fmt.Sprint("U", i),
			At: monday.Add(time.Hour)}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if due, err := w.DueIndex.DueBefore(b.Context(), monday, 100); err != nil || len(due) != 0 {
			b.Fatal(due, err)
		}
	}
}

// What a digest reads: 10 due of 100 leads.
func BenchmarkDueLeads(b *testing.B) {
	w := open(b)
	seed(b, w, "U1", 100)
	b.ReportAllocs()
	for b.Loop() {
		if due, err := w.Records.DueLeads(b.Context(), "U1", monday.Add(95*time.Minute), 40); err != nil ||
			len(due.Leads) != 10 {
			b.Fatal(len(due.Leads), err)
		}
	}
}

// Ten thousand leads get new due times.
func BenchmarkReindex(b *testing.B) {
	w := open(b)
	seed(b, w, "U1", 10_000)
	for b.Loop() {
		if err := w.Reindex(b.Context(), "U1",
			func(coach.Rep, coach.Lead) coach.Attention { return coach.Attention{Shows: monday} }); err != nil {
			b.Fatal(err)
		}
	}
}
