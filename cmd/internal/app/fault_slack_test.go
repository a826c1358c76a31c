package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/send"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// Row 5: Slack keeps its posting limits and refuses besides, for no reason that one could know, with Retry-After.
// Everything is delivered once, Slack is left alone for as long as it asks, and few posts are refused. Each channel's
// messages come in order.
func TestRow05StormOf429(t *testing.T) {
	t.Parallel()
	people, perMinute := 24, 600
	if *matrix.Long {
		people, perMinute = 1500, 300
	}
	figure := matrix.Row(t, "5",
		fmt.Sprintf("limits of %d a minute for %d reps, two refusals besides", perMinute, people))
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people,
		fakeslack.Config{Pace: true, WorkspacePerMinute: perMinute})
	h.posts = 0 // what the bot begins with by itself
	h.crew(people)
	// Each rep has two agreed calls, which are pinged one after the other once the digests are out.
	for i := range people / 8 {
		for n, minute := range []int{50, 55} {
			h.agreed(i, n, at(t, newYork, fmt.Sprintf("2026-01-12 08:%d:00", minute)))
		}
	}
	var storms atomic.Int64
	h.slack.OnPost(func(p fakeslack.Post) fakeslack.Trouble {
		if p.N == 10 || p.N == 20 {
			return fakeslack.RateLimit(int(storms.Add(1)))
		}
		return fakeslack.None
	})
	h.clock(at(t, newYork, "2026-01-12 08:30:00"))
	b := h.here()
	h.quiet(at(t, newYork, "2026-01-12 08:39:00"))
	h.clock(at(t, newYork, "2026-01-12 08:46:00")) // both pings of each rep are due by now
	b.follow()
	h.quiet(at(t, newYork, "2026-01-12 08:54:00"))
	if n := storms.Load(); n != 2 {
		t.Errorf("%d storms", n)
	}
	for deed, n := range h.deeds() {
		if n != 1 {
			t.Errorf("deed %s stands in %d messages", deed, n)
		}
	}
	want := people + 2*(people/8)
	if n := len(h.deeds()); n != want {
		t.Errorf("%d deeds arrived, want %d", n, want)
	}
	for i := range people / 8 {
		said := h.slack.Messages(h.slack.DM(person(i)), person(i))
		if len(said) != 3 || !strings.Contains(said[1].Text, "8:50") || !strings.Contains(said[2].Text, "8:55") {
			t.Errorf("%s was told, in this order: %v", person(i), texts(said))
		}
	}
	h.leftAlone()
	refused := len(h.slack.Refusals())
	posts := h.slack.Count(func(e fakeslack.Entry) bool {
		return e.Kind == fakeslack.KindRequest && e.Method == "chat.postMessage"
	})
	figure("%d posts, %d refused by Slack's own limits, %d by the storm", posts, refused, storms.Load())
	if most := posts / 200; refused > most {
		t.Errorf("%d of %d posts were refused by limits that the bot knows, at most %d are allowed", refused, posts, most)
	}
}

func texts(ms []fakeslack.Message) (out []string) {
	for _, m := range ms {
		out = append(out, m.Text)
	}
	return out
}

// agreed gives a rep a lead with an agreed call.
func (h *house) agreed(i, n int, when time.Time) {
	h.t.Helper()
	r := h.repNow(i)
	l := coach.Lead{Name: fmt.Sprintf("Agreed %d", n), Warmth: coach.Warm}
	l.Progress.Commitment = &coach.Commitment{At: when.UTC(), Made: h.now().UTC()}
	h.lead(r, l)
}

// leftAlone fails when the bot posted while Slack had asked to be left alone.
func (h *house) leftAlone() {
	h.t.Helper()
	var until time.Time
	var since time.Time
	for _, e := range h.slack.Ledger() {
		if e.Method != "chat.postMessage" {
			continue
		}
		var seconds int
		if e.Kind == fakeslack.KindTrouble {
			if _, err := fmt.Sscanf(e.Detail, "answered 429, Retry-After %d", &seconds); err == nil {
				since, until = e.At, e.At.Add(time.Duration(seconds)*time.Second)
			}
		}
		// What had left before the refusal arrived is no disobedience.
		if e.Kind == fakeslack.KindRequest && e.At.After(since.Add(100*time.Millisecond)) && e.At.Before(until) {
			h.t.Errorf("a post %v after a refusal that asked for %v", e.At.Sub(since), until.Sub(since))
		}
	}
}

// Row 7: people who can't be written to, each refused with a word of their own, hold nobody else up; who left or became
// a guest while the bot was down is not even tried, once Slack's list of people was read.
func TestRow07WhoCannotBeWrittenTo(t *testing.T) {
	t.Parallel()
	const people = 12
	matrix.Row(t, "7", "six of twelve refused or gone")
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people, fakeslack.Config{})
	h.crew(people)
	refused := map[string]string{person(0): "account_inactive", person(1): "user_not_found",
		person(2): "channel_not_found",
		person(3): "cannot_dm_bot"}
	h.slack.OnPost(func(p fakeslack.Post) fakeslack.Trouble {
		if word := refused[p.Channel]; word != "" {
			return fakeslack.RefuseBefore(word)
		}
		return fakeslack.None
	})
	h.slack.AddUser(fakeslack.User{ID: person(4), Name: "left", TZ: newYork, Deleted: true})
	h.slack.AddUser(fakeslack.User{ID: person(5), Name: "guest", TZ: newYork, Restricted: true})
	h.clock(at(t, newYork, "2026-01-12 08:00:00"))
	b := h.here().ready()
	for _, i := range []int{4, 5} {
		h.until("the bot to know who is gone", func() bool {
			r, _, err := h.space.Records.Rep(t.Context(), person(i))
			return err == nil && r.Gone
		})
	}
	h.clock(at(t, newYork, "2026-01-12 08:30:00"))
	b.follow()
	h.quiet(at(t, newYork, "2026-01-13 08:00:00"))
	for i := range people {
		want := 1
		if i < 6 {
			want = 0
		}
		if n := len(h.slack.Messages(h.slack.DM(person(i)), person(i))); n != want {
			t.Errorf("%s has %d messages, want %d", person(i), n, want)
		}
	}
	tried := h.slack.Count(func(e fakeslack.Entry) bool {
		return e.Kind == fakeslack.KindRequest && e.Method == "chat.postMessage"
	})
	if tried != people-2 {
		t.Errorf("%d posts for %d people of whom two are known to be gone", tried, people)
	}
	if strings.Contains(b.log.String(), "Slack refuses the bot token") {
		t.Error("everybody waited: the token counted as refused")
	}
}

// Row 31, in its short form the days around each clock change of the year, in its long form every day of it: each date
// on which a rep works has one digest, and none has two.
func TestRow31OneDigestPerLocalDate(t *testing.T) {
	t.Parallel()
	zones := []string{newYork, "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"}
	type span struct{ first, last string } // the dates that are checked; a Sunday with a clock change among them
	spans := []span{{"2026-03-08", "2026-03-09"}, {"2026-03-29", "2026-03-30"}, {"2026-04-05", "2026-04-06"},
		{"2026-10-04", "2026-10-05"},
		{"2026-10-25", "2026-10-26"}, {"2026-11-01", "2026-11-02"}}
	if *matrix.Long {
		spans = []span{{"2026-01-01", "2026-12-31"}}
	}
	figure := matrix.Row(t, "31", fmt.Sprintf("clock changes of %d zones in %d spans", len(zones), len(spans)))
	h := build(t, at(t, "UTC", spans[0].first+" 00:00:00").AddDate(0, 0, -3), aof(t).URL, 2*len(zones), fakeslack.Config{})
	half := 2*60 + 30 // the half hour that clock changes skip and repeat, beside the usual time
	for i := range 2 * len(zones) {
		r := coach.Rep{ID: person(i), TZ: zones[i/2], Days: []int{0, 1, 2, 3, 4, 5, 6}}
		if i%2 == 1 {
			r.Digest = &half
		}
		h.rep(r, "Acme")
	}
	b := h.here().ready()
	for _, s := range spans {
		// From the first digest in the easternmost zone to the last one in the westernmost.
		now, end := at(t, "UTC", s.first+" 00:00:00").Add(-10*time.Hour), at(t, "UTC", s.last+" 00:00:00").Add(14*time.Hour)
		for now.Before(end) {
			h.clock(now)
			b.follow()
			h.quiet(now.Add(time.Millisecond))
			next, err := h.space.DueIndex.NextDue(t.Context())
			h.ok(err)
			now = next.Add(time.Millisecond)
		}
	}
	sent := h.deeds()
	for deed, n := range sent {
		if n != 1 {
			t.Errorf("deed %s stands in %d messages", deed, n)
		}
	}
	dates := 0
	for i := range 2 * len(zones) {
		for _, s := range spans {
			last := at(t, "UTC", s.last+" 00:00:00")
			for d := at(t, "UTC", s.first+" 00:00:00"); !d.After(last); d = d.AddDate(0, 0, 1) {
				dates++
				if n := sent[send.Hash("digest/"+person(i)+"/"+d.Format(time.DateOnly))]; n != 1 {
					t.Errorf("%s, digest %d, %s: %d messages", zones[i/2], i%2, d.Format(time.DateOnly), n)
				}
			}
		}
	}
	figure("%d dates of reps", dates)
}

// Row 33: reps change their zone or the digest's time around the moment it is due. Nobody has two digests of one date.
func TestRow33ChangesNearTheBoundary(t *testing.T) {
	t.Parallel()
	people := 24
	figure := matrix.Row(t, "33", fmt.Sprintf("zone and time changed by %d reps at 8:30", people))
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), aof(t).URL, people, fakeslack.Config{})
	h.crew(people)
	h.clock(at(t, newYork, "2026-01-12 08:29:59"))
	b := h.here().ready()
	commands := []string{"settings digest 8:31", "settings digest 8:29", "settings tz Chicago", "settings tz London",
		"settings digest 9:00", "settings tz Denver"}
	type told struct{ i, n int }
	done := make(chan told)
	for i := range people {
		go func() {
			for n := range 3 { // while the digests go out
				out := h.slack.Command(t.Context(), person(i), floor, "/followup", commands[(i+n)%len(commands)])
				if !out.Acked || strings.Contains(textOf(out.Payload), "Not saved") {
					t.Errorf("%s: %+v %s", commands[(i+n)%len(commands)], out, textOf(out.Payload))
				}
			}
			done <- told{i, 3}
		}()
	}
	for range people {
		<-done
	}
	// Through the rest of the day, in steps short enough to meet every moved time.
	for _, clock := range []string{"08:32:00", "09:00:30", "09:30:30", "10:00:30", "10:31:00", "11:31:00", "13:31:00",
		"17:00:00", "20:00:00"} {
		h.clock(at(t, newYork, "2026-01-12 "+clock))
		b.follow()
		h.quiet(at(t, newYork, "2026-01-12 "+clock))
	}
	for i := range people {
		dates := map[string]int{}
		for _, m := range h.slack.Messages(h.slack.DM(person(i)), person(i)) {
			if m.Metadata != nil {
				dates[deedOf(m)]++
			}
		}
		if len(dates) > 1 {
			t.Errorf("%s has %d digests on one date", person(i), len(dates))
		}
		for deed, n := range dates {
			if n != 1 {
				t.Errorf("%s has %d messages of %s", person(i), n, deed)
			}
		}
	}
	none, one, more := h.digests(people)
	figure("%d reps without a digest that day, %d with one, %d with more", none, one, more)
	if one == 0 {
		t.Error("nobody had a digest: the test has shown nothing")
	}
}

func deedOf(m fakeslack.Message) string {
	var meta struct {
		Payload struct{ Deed string } `json:"event_payload"`
	}
	_ = json.Unmarshal(m.Metadata, &meta)
	return meta.Payload.Deed
}
