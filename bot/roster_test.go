package bot_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
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
	w.types(pat, "settings questions off") // else a move is asked about
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
		if err != nil || r.Locale != c.user.Locale || r.TZ != c.user.TZ || r.Moved != "" {
			t.Fatalf("the record has %s and %s: %v", r.Locale, r.TZ, err)
		}
		if now := digest(); now.For.Equal(before.For) == c.moves {
			t.Errorf("%s, %s: the digest was due at %v and is due at %v", r.Locale, r.TZ, before.For, now.For)
		}
	}
}

// tells does something of which Slack tells the bot n times, and waits until it has acknowledged that.
func (w *world) tells(n int, do func()) {
	w.t.Helper()
	heard := func(s *fakeslack.Server) int {
		return s.Count(func(e fakeslack.Entry) bool {
			return e.Kind == fakeslack.KindAck && (e.Method == "user_change" || e.Method == "team_join")
		})
	}
	before := heard(w.slack)
	do()
	w.wait(func(s *fakeslack.Server) bool { return heard(s) == before+n })
}

// asks are the questions about what Slack says that wait for somebody.
func (w *world) asks(user string) (dues []ledger.Due) {
	w.t.Helper()
	all, err := w.space.DueIndex.DueBefore(w.t.Context(), w.clock.Now().AddDate(0, 0, 90), 100)
	if err != nil {
		w.t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(d ledger.Due) bool { return d.Kind != ledger.KindAsk || d.Rep != user })
}

// A move of somebody whose zone follows Slack is one question, however often and by whichever way Slack says it, and
// moves nothing before it is answered. Who has left, wants no questions or keeps a zone of their own is not asked.
func TestAMoveIsOneQuestion(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	rep := func() coach.Rep {
		r, _, err := w.space.Records.Rep(t.Context(), pat)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	says := func(u fakeslack.User) coach.Rep {
		t.Helper()
		u.ID, u.Name = pat, "pat"
		w.tells(2, func() { w.slack.UpdateUser(u); w.slack.UpdateUser(u) })
		if err := w.bot.Roster(t.Context()); err != nil {
			t.Fatal(err)
		}
		return rep()
	}
	before := rep()
	moved := says(fakeslack.User{TZ: "America/Denver"})
	if moved.TZ != before.TZ || moved.Moved != "America/Denver" || len(w.asks(pat)) != 1 {
		t.Fatalf("in %s, asked about %q: %v", moved.TZ, moved.Moved, w.asks(pat))
	}
	first := w.asks(pat)[0]
	if again := says(fakeslack.User{TZ: "America/Denver"}); again.Version != moved.Version || w.asks(pat)[0] != first {
		t.Errorf("said again: version %d after %d, %v after %v", again.Version, moved.Version, w.asks(pat)[0], first)
	}
	if at := first.At.In(moved.Location()); at.Before(first.For) || !w.works(first.At, "America/Denver") {
		t.Errorf("asked at %v", at)
	}
	for _, c := range []struct {
		name, line string
		says       fakeslack.User
		tz, moved  string
	}{
		{"back", "", fakeslack.User{TZ: before.TZ}, before.TZ, ""},
		{"the same clock", "", fakeslack.User{TZ: "Europe/Vienna"}, "Europe/Vienna", ""},
		{"no place", "", fakeslack.User{TZ: "Moon/Base"}, "Europe/Vienna", ""},
		{"a question that waits", "", fakeslack.User{TZ: "Asia/Tokyo"}, "Europe/Vienna", "Asia/Tokyo"},
		{"no questions", "settings questions off", fakeslack.User{TZ: "Asia/Tokyo"}, "Asia/Tokyo", ""},
		{"messages paused", "settings off", fakeslack.User{TZ: "Asia/Seoul"}, "Asia/Seoul", ""},
		{"a zone of their own", "settings tz Lima", fakeslack.User{TZ: "Asia/Tokyo"}, "America/Lima", ""},
	} {
		if c.line != "" {
			w.types(pat, c.line)
		}
		if r := says(c.says); r.TZ != c.tz || r.Moved != c.moved {
			t.Errorf("%s: in %s, asked about %q", c.name, r.TZ, r.Moved)
		}
	}
}

// works reports whether an instant is in the usual working hours of a place.
func (w *world) works(at time.Time, zone string) bool {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		w.t.Fatal(err)
	}
	local := at.In(loc)
	return local.Weekday() >= time.Monday && local.Weekday() <= time.Friday && local.Hour() >= 8 && local.Hour() < 18
}

// Slack tells of everybody in the workspace, at each change of a picture or a status. Of somebody who is no rep nothing
// is read, and of a rep one record, which stays as it is.
func TestAChangeOfSomebodyElseCostsNothing(t *testing.T) {
	w := worldOn(t, storetest.Start(t, storetest.Options{})) // whose statistics are of nobody else
	w.types(pat, "add Acme cold")
	spent := func(events int, do func()) int {
		t.Helper()
		before := w.spent("commandstats", ":calls=")
		w.tells(events, do)
		return w.spent("commandstats", ":calls=") - before
	}
	w.tells(1, func() { w.slack.UpdateUser(fakeslack.User{ID: "U0FIRST", Name: "first"}) }) // looks up who is one
	idle := spent(0, func() {})
	if got := spent(400, func() {
		for i := range 200 {
			w.slack.UpdateUser(fakeslack.User{ID: fmt.Sprintf("U0ELSE%d", i), Name: "else", TZ: "Asia/Tokyo",
				StatusEmoji: ":palm_tree:", StatusText: "Vacationing"})
			w.slack.Join(fakeslack.User{ID: fmt.Sprintf("U0NEW%d", i), Name: "new"})
		}
	}); got != idle {
		t.Errorf("%d commands for 400 people who are no reps, %d for nobody", got, idle)
	}
	before, _, err := w.space.Records.Rep(t.Context(), pat)
	if err != nil {
		t.Fatal(err)
	}
	reads := w.spent("commandstats", "cmdstat_evalsha:calls=")
	spent(10, func() {
		for i := range 10 {
			w.slack.UpdateUser(fakeslack.User{ID: pat, Name: "pat", RealName: fmt.Sprint("Pat ", i), TZ: before.TZ,
				Locale: before.Locale})
		}
	})
	if reads = w.spent("commandstats", "cmdstat_evalsha:calls=") - reads; reads != 10 {
		t.Errorf("%d scripts for ten changes of a rep who stays where they are", reads)
	}
	if after, _, err := w.space.Records.Rep(t.Context(), pat); err != nil || after.Version != before.Version {
		t.Errorf("written: version %d after %d, %v", after.Version, before.Version, err)
	}
	// Whoever became a rep elsewhere is known when that is looked up again.
	other := coach.Rep{ID: "U0ELSE7", TZ: "Europe/Berlin", Since: w.clock.Now()}
	_, _, err = w.space.Change(t.Context(), store.Query{Rep: other.ID, Now: w.clock.Now()},
		func(store.Snapshot) (store.Change, error) {
			return store.Change{Op: "settings", Now: w.clock.Now(), Rep: &other}, nil
		})
	if err != nil {
		t.Fatal(err)
	}
	w.clock.set(w.clock.Now().Add(2 * time.Hour))
	w.tells(1, func() { w.slack.UpdateUser(fakeslack.User{ID: other.ID, Name: "else", TZ: "Asia/Tokyo"}) })
	if got := w.asks(other.ID); len(got) != 1 {
		t.Errorf("somebody who became a rep elsewhere: %v", got)
	}
}
