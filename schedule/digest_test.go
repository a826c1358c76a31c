package schedule

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// Row 31, S4.5: over clock changes, skipped and repeated hours, a rep gets one digest on every working date and no
// other, at the same wall clock (or, where that minute does not exist, next to it).
func TestOneDigestPerLocalDate(t *testing.T) {
	zones := []string{ny, "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu",
		"Africa/Cairo", "Pacific/Chatham"}
	weeks := 4
	from := []string{"2026-03-01 00:00", "2026-10-18 00:00"}
	if *matrix.Long {
		zones, weeks, from = append(zones, "Asia/Tehran", "America/Santiago", "Africa/Casablanca", "Asia/Beirut",
			"Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Havana", "Europe/London"), 104, from[:1]
	}
	minutes := []int{8*60 + 30, 2*60 + 30, 0, 23*60 + 59}
	for _, start := range from {
		f := newFixture(t, at(t, "UTC", start))
		type who struct {
			rep    coach.Rep
			minute int
		}
		var reps []who
		for i, z := range zones {
			for j, m := range minutes {
				id := "U" + string(rune('A'+i)) + string(rune('A'+j))
				r := f.rep(coach.Rep{ID: id, TZ: z, Digest: &m, Days: []int{0, 1, 2, 3, 4, 5, 6}, Since: f.clock.Now()})
				f.lead(r, coach.Lead{ID: "L1", Name: "pat", Warmth: coach.Warm})
				reps = append(reps, who{r, m})
			}
		}
		first := f.clock.Now()
		end := first.AddDate(0, 0, 7*weeks)
		f.runTo(end, f.start())
		got := map[string][]post{}
		for _, p := range f.slack.all() {
			got[p.To] = append(got[p.To], p)
		}
		for _, w := range reps {
			loc := w.rep.Location()
			seen := map[string]bool{}
			for _, p := range got[w.rep.ID] {
				date := p.At.In(loc).Format(time.DateOnly)
				if !strings.HasSuffix(p.Key, "/"+date) {
					t.Errorf("%s minute %d: %s went out on %v", w.rep.TZ, w.minute, p.Key, p.At.In(loc))
				}
				if seen[date] {
					t.Errorf("%s minute %d: two digests on %s", w.rep.TZ, w.minute, date)
				}
				seen[date] = true
			}
			for day := first.In(loc).AddDate(0, 0, 3); day.Before(end.In(loc).AddDate(0, 0, -2)); day = day.AddDate(0, 0, 1) {
				if date := day.Format(time.DateOnly); !seen[date] {
					t.Errorf("%s minute %d: no digest on %s", w.rep.TZ, w.minute, date)
				}
			}
		}
	}
}

// Row 33: a rep changes zone or digest time around the moment of sending: that date has one digest or none, never two.
func TestChangesNearTheDigest(t *testing.T) {
	at0900, at1000 := 9*60, 10*60
	changes := map[string]func(*coach.Rep){
		"an hour later":   func(r *coach.Rep) { r.Digest = &at0900 },
		"later again":     func(r *coach.Rep) { r.Digest = &at1000 },
		"west":            func(r *coach.Rep) { r.TZ = "America/Los_Angeles" },
		"far west":        func(r *coach.Rep) { r.TZ = "Pacific/Honolulu" },
		"east":            func(r *coach.Rep) { r.TZ = "Europe/Berlin" },
		"over the line":   func(r *coach.Rep) { r.TZ = "Pacific/Kiritimati" },
		"off":             func(r *coach.Rep) { r.Off = true },
		"other days":      func(r *coach.Rep) { r.Days = []int{2, 3} },
		"to the very now": func(r *coach.Rep) { m := 8*60 + 31; r.Digest = &m },
	}
	for name, change := range changes {
		for _, when := range []string{"2026-01-12 08:29:59", "2026-01-12 08:30:00", "2026-01-12 08:30:01",
			"2026-01-12 08:31:00"} {
			for _, during := range []bool{false, true} {
				t.Run(name+" "+when, func(t *testing.T) {
					f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
					rep := f.dueReps(1)[0]
					set := func() {
						r, known, err := f.space.Records.Rep(context.Background(), rep.ID)
						if err != nil || !known {
							t.Error("no rep:", err)
							return
						}
						change(&r)
						r.DigestSet = f.clock.Now()
						f.rep(r)
					}
					var e *running
					if during { // between the post and its record
						fired := false
						e = f.startDying(func(p failpoint, _ *task) bool {
							if p == atPosted && !fired {
								fired = true
								set()
							}
							return true
						})
					} else {
						e = f.start()
					}
					f.runTo(at(t, ny, when), e)
					if !during {
						set()
					}
					f.runTo(at(t, ny, "2026-01-12 08:32"), e)
					f.runTo(at(t, ny, "2026-01-15 12:00"), e, f.start())
					perDate := map[string]int{}
					for _, p := range f.slack.all() {
						perDate[p.Key]++
					}
					for k, n := range perDate {
						if n > 1 {
							t.Errorf("%s: %d messages", k, n)
						}
					}
					if name != "off" && len(perDate) < 1 {
						t.Error("no digest at all in four days")
					}
					if name == "off" && len(f.slack.all()) > 1 {
						t.Errorf("somebody who is off was written to: %v", perDate)
					}
				})
			}
		}
	}
}

func TestSilentWhenThereIsNothing(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	e := f.start()
	f.runTo(at(t, ny, "2026-01-12 12:00"), e)
	f.once()
	f.lead(rep, coach.Lead{ID: "L1", Name: "pat", Warmth: coach.Warm})
	f.runTo(at(t, ny, "2026-01-13 12:00"), e)
	f.once("digest/U1/2026-01-13")
}

func TestNobodyWhoIsOffOrGoneIsWrittenTo(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-11 12:00"))
	reps := f.dueReps(2)
	reps[0].Off, reps[1].Gone = true, true
	for _, r := range reps { // the entries stay as they were: the engine itself must see it
		_, _, err := f.space.Change(context.Background(), storeAsk(r), keepDigest(r, f.clock.Now()))
		f.ok(err)
	}
	f.runTo(at(t, ny, "2026-01-14 12:00"), f.start())
	f.once()
}

// An entry is read in two parts. One that was moved on in between has its old place and speaks of the next instant
// already; it must not bring tomorrow's digest today.
func TestEntrySeenInTheMiddleOfAMove(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	rep := f.dueReps(1)[0]
	now, ctx := f.clock.Now(), context.Background()
	f.log(rep, "L1", coach.Touch{Outcome: outcome.Planned, Until: at(t, ny, "2026-01-12 16:00")})
	f.ok(f.space.DueIndex.SetDue(ctx, ledger.Due{Kind: ledger.KindDigest, Rep: rep.ID, At: now,
		For: at(t, ny, "2026-01-13 08:30")}))
	f.ok(f.space.DueIndex.SetDue(ctx, ledger.Due{Kind: ledger.KindPing, Rep: rep.ID, Lead: "L1", At: now,
		For: at(t, ny, "2026-01-12 16:00")}))
	f.start().idle()
	f.once()
}

func storeAsk(r coach.Rep) store.Query { return store.Query{Rep: r.ID} }

// keepDigest saves a rep without touching the digest's entry.
func keepDigest(r coach.Rep, now time.Time) func(store.Snapshot) (store.Change, error) {
	return func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: "settings", By: r.ID, Now: now, Rep: &r, KeepDigest: true}, nil
	}
}
