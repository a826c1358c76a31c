package bot_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/ledger"
)

// What happened to people while no event came through is found in the workspace's list: who left, became a guest, moved
// or came back. Reps alone are touched, and nothing is written where nothing changed. Slack's limit is waited out.
func TestRoster(t *testing.T) {
	w := newWorld(t)
	for _, user := range []string{pat, sam} {
		w.types(user, "add Acme cold")
	}
	rep := func(id string) coach.Rep {
		r, known, err := w.space.Records.Rep(t.Context(), id)
		if err != nil || known != (id == pat || id == sam) {
			t.Fatalf("%s: known %v, %v", id, known, err)
		}
		return r
	}
	quietly := func(u fakeslack.User) { w.slack.AddUser(u) } // no event
	roster := func() {
		t.Helper()
		if err := w.bot.Roster(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	digest := func() bool {
		dues, err := w.space.DueIndex.DueBefore(t.Context(), w.clock.Now().AddDate(0, 0, 8), 100)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(dues, func(d ledger.Due) bool { return d.Kind == ledger.KindDigest && d.Rep == pat })
	}
	before, refused := rep(pat), false
	w.slack.OnCall(func(method string) fakeslack.Trouble {
		if method == "users.list" && !refused {
			refused = true
			return fakeslack.RateLimit(1)
		}
		return fakeslack.None
	})
	roster()
	w.slack.OnCall(nil)
	if after := rep(pat); after.Version != before.Version {
		t.Error("written although nothing changed")
	}
	for _, c := range []struct {
		name string
		now  fakeslack.User
		gone bool
		zone string
	}{
		{"left", fakeslack.User{ID: pat, Name: "pat", TZ: before.TZ, Deleted: true}, true, before.TZ},
		{"is back in another zone", fakeslack.User{ID: pat, Name: "pat", TZ: "Asia/Tokyo"}, false, "Asia/Tokyo"},
		{"is a guest", fakeslack.User{ID: pat, Name: "pat", TZ: "Asia/Tokyo", Restricted: true}, true, "Asia/Tokyo"},
		{"is a guest of one channel", fakeslack.User{ID: pat, Name: "pat", TZ: "Asia/Tokyo", UltraRestricted: true}, true,
			"Asia/Tokyo"},
		{"is a member again", fakeslack.User{ID: pat, Name: "pat", TZ: "Asia/Tokyo"}, false, "Asia/Tokyo"},
	} {
		quietly(c.now)
		roster()
		if r := rep(pat); r.Gone != c.gone || r.TZ != c.zone {
			t.Errorf("%s: gone %v in %s", c.name, r.Gone, r.TZ)
		}
		if has := digest(); has == c.gone {
			t.Errorf("%s: has a digest %v", c.name, has)
		}
	}
	if rep(sam).Gone {
		t.Error("somebody else is gone")
	}
	w.slack.OnCall(func(string) fakeslack.Trouble { return fakeslack.RefuseBefore("fatal_error") })
	if err := w.bot.Roster(context.Background()); err == nil {
		t.Error("a list that could not be read counts as looked at")
	}
}

// How somebody reads dates is news that moves nothing: a digest that is due at that moment still comes. Somebody who
// moved has theirs at their new hour.
func TestRosterLeavesADigestThatIsDue(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	digest := func() ledger.Due {
		t.Helper()
		dues, err := w.space.DueIndex.DueBefore(t.Context(), w.clock.Now().AddDate(0, 0, 8), 100)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(dues, func(d ledger.Due) bool { return d.Kind == ledger.KindDigest && d.Rep == pat })
		if i < 0 {
			t.Fatal("no digest")
		}
		return dues[i]
	}
	before := digest()
	w.clock.set(before.For.Add(time.Second))
	for _, c := range []struct {
		user  fakeslack.User
		moves bool
	}{
		{fakeslack.User{ID: pat, Name: "pat", TZ: "Europe/Berlin", Locale: "de-DE"}, false},
		{fakeslack.User{ID: pat, Name: "pat", TZ: "America/New_York", Locale: "de-DE"}, true},
	} {
		w.slack.AddUser(c.user)
		if err := w.bot.Roster(t.Context()); err != nil {
			t.Fatal(err)
		}
		r, _, err := w.space.Records.Rep(t.Context(), pat)
		if err != nil || r.Locale != c.user.Locale || r.TZ != c.user.TZ {
			t.Fatalf("the record has %s and %s: %v", r.Locale, r.TZ, err)
		}
		if now := digest(); now.For.Equal(before.For) == c.moves {
			t.Errorf("%s, %s: the digest was due at %v and is due at %v", r.Locale, r.TZ, before.For, now.For)
		}
	}
}
