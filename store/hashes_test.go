package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/numbers"
	"github.com/followup-coach/followup/store/storetest"
)

const (
	listKey    = "{T1:ws}:blocked"
	numbersKey = "{T1:ws}:numbers"
	trailKey   = "{T1:ws}:audit:"
)

// digitsIn are the keys in which one of the numbers stands, as it is or without its plus.
func digitsIn(tb testing.TB, c *redis.Client, phones ...string) (where []string) {
	tb.Helper()
	for key, held := range contents(tb, c) {
		for _, phone := range phones {
			if strings.Contains(held, strings.TrimPrefix(phone, "+")) {
				where = append(where, fmt.Sprintf("%s in %s: %s", phone, key, held))
			}
		}
	}
	return where
}

// contents are what Redis holds, as text.
func contents(tb testing.TB, c *redis.Client) map[string]string {
	tb.Helper()
	out := map[string]string{}
	for _, key := range c.Keys(tb.Context(), "*").Val() {
		var held any
		switch c.Type(tb.Context(), key).Val() {
		case "string":
			held = c.Get(tb.Context(), key).Val()
		case "hash":
			held = c.HGetAll(tb.Context(), key).Val()
		case "list":
			held = c.LRange(tb.Context(), key, 0, -1).Val()
		default:
			held = c.ZRange(tb.Context(), key, 0, -1).Val()
		}
		out[key] = fmt.Sprint(key, " ", held)
	}
	return out
}

func blocked(tb testing.TB, w *store.Workspace, phones ...string) (on []string) {
	tb.Helper()
	found, err := w.Directory.BlockedAmong(tb.Context(), phones)
	if err != nil {
		tb.Fatal(err)
	}
	for _, b := range found {
		on = append(on, b.Phone+" "+b.By)
	}
	return on
}

// A number is blocked, asked for and lifted without standing anywhere in Redis, the trail included; who looks for it
// gets it back as they asked for it.
func TestTheListHoldsNoNumber(t *testing.T) {
	srv := storetest.Redis(t)
	w, c := openURL(t, srv.URL), srv.Client()
	defer c.Close()
	const one, two, unread = "+12125550100", "+12125550101", "5550102"
	for _, b := range []store.Blocked{{Phone: one, By: "U1", Rep: "U1", Lead: "L1", At: monday},
		{Phone: one, By: "U2", Rep: "U2", Lead: "L2", At: monday}, {Phone: two, By: "U1", Rep: "U1", Lead: "L1", At: monday},
		{Phone: unread, By: "U3", Rep: "U3", Lead: "L3", At: monday}} {
		for range 2 {
			if err := w.Directory.BlockNumber(t.Context(), b); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := fmt.Sprint(blocked(t, w, two, "+12125550199", unread, one)); got !=
		"[+12125550101 U1 5550102 U3 +12125550100 U1]" {
		t.Error(got)
	}
	if where := digitsIn(t, c, one, two, unread); len(where) > 0 {
		t.Error(where)
	}
	// Another process has the same list, and the trail says who was asked about what, by its hash.
	if got := fmt.Sprint(blocked(t, openURL(t, srv.URL), one)); got != "[+12125550100 U1]" {
		t.Error(got)
	}
	key, err := numbers.ParseKey(c.HGet(t.Context(), numbersKey, "key").Val())
	if err != nil {
		t.Fatal(err)
	}
	trail, err := w.History.Audit(t.Context(), "", 0)
	if err != nil || len(trail) != 4 || trail[3].LeadID != "blocked:"+key.Hash(one) || trail[3].Op != "block" {
		t.Fatalf("%+v, %v", trail, err)
	}
	// What takes back what was asked on a lead leaves what was asked on another one.
	unblock := func(lead string) {
		t.Helper()
		change(t, w, store.Query{Rep: "U1", Now: monday}, func(seen store.Snapshot) (store.Change, error) {
			return store.Change{Op: "lift", By: "U1", Now: monday, Rep: &coach.Rep{ID: "U1", Version: seen.Rep.Version},
				Outbox: []store.Outbox{{Kind: store.OutboxUnblock, By: "U1", Rep: "U1", Lead: lead}}}, nil
		})
		carryOut(t, w)
	}
	unblock("L1")
	if got := fmt.Sprint(blocked(t, w, one, two)); got != "[+12125550100 U2]" {
		t.Error("without the first lead:", got)
	}
	unblock("L2")
	if got := fmt.Sprint(blocked(t, w, one, two, unread)); got != "[5550102 U3]" {
		t.Error("without both:", got)
	}
	if where := digitsIn(t, c, one, two, unread); len(where) > 0 {
		t.Error(where)
	}
}

// asBefore is a list as a version of schema 3 had left it: a number asked for on two leads, one that was lifted, the
// digits of what couldn't be read, and two records that somebody has damaged, one of them whole no more.
func asBefore(tb testing.TB, c *redis.Client) (phones []string) {
	tb.Helper()
	ctx := tb.Context()
	at := monday.UTC().Format(time.RFC3339)
	phones = []string{"+12125550100", "+12125550101", "5550102", "+12125550103"}
	record := func(phone, by, rest string) string {
		return fmt.Sprintf(`{"s":3,"phone":%q,"by":%q,"at":%q,"rep":%q,"lead":"L%s","read":true%s}`, phone, by, at, by, by,
			rest)
	}
	more := fmt.Sprintf(`,"more":[{"by":"U2","at":%q,"rep":"U2","lead":"LU2"}]`, at)
	c.HSet(ctx, listKey, phones[0], record(phones[0], "U1", more),
		phones[1], `{"s":3,"phone":"`+phones[1]+`","by":"U`, phones[2], record(phones[2], "U3", ""),
		phones[3], `{"phone":7,"by":"+12125550103"}`)
	for n := range 3 {
		c.HSet(ctx, listKey, fmt.Sprint("+4930555010", n), record(fmt.Sprint("+4930555010", n), "U4", ""))
		phones = append(phones, fmt.Sprint("+4930555010", n))
	}
	stamp := "ml0xg000"
	c.RPush(ctx, trailKey, "e1\tblock\tU1\t"+stamp+"\tblocked:+12125550100\t\t\t-",
		`#3`+"\te2\tteam\tU1\t"+stamp+"\tteam:t1\t\t\t"+`{"name":"North"}`,
		`#3`+"\te3\tblock\tU2\t"+stamp+"\tblocked:+12125550100\t\t\t"+`{"more":null}`,
		"e4\tblock\tU9\t"+stamp+"\tblocked:+12125550109\t\t\t-",
		`#3`+"\te5\tunblock\tU9\t"+stamp+"\tblocked:+12125550109\t\t\t"+record("+12125550109", "U9", ""))
	c.Set(ctx, "{T1:ws}:schema", 3, 0)
	return phones
}

// hashedWell reports what is not as it must be once the list of asBefore is hashed.
func hashedWell(tb testing.TB, w *store.Workspace, c *redis.Client, phones []string) {
	tb.Helper()
	if where := digitsIn(tb, c, append(phones, "+12125550109")...); len(where) > 0 {
		tb.Error(where)
	}
	want := "[+12125550100 U1 +12125550101  5550102 U3 +12125550103  +49305550100 U4 +49305550101 U4 +49305550102 U4]"
	if got := fmt.Sprint(blocked(tb, w, phones...)); got != want {
		tb.Error("blocked", got)
	}
	if n := c.HLen(tb.Context(), listKey).Val(); n != int64(len(phones)) {
		tb.Errorf("%d records", n)
	}
	found, err := w.Directory.BlockedAmong(tb.Context(), phones[:1])
	if err != nil || len(found[0].More) != 1 || found[0].More[0].Lead != "LU2" || !found[0].Read {
		tb.Errorf("%+v, %v", found, err)
	}
	trail, err := w.History.Audit(tb.Context(), "", 0)
	if err != nil || len(trail) != 5 {
		tb.Fatalf("%+v, %v", trail, err)
	}
	key, err := numbers.ParseKey(c.HGet(tb.Context(), numbersKey, "key").Val())
	if err != nil {
		tb.Fatal(err)
	}
	e5, e3 := trail[0], trail[2]
	if e5.LeadID != "blocked:"+key.Hash("+12125550109") || !strings.Contains(string(e5.Before), `"by":"U9"`) ||
		e3.LeadID != "blocked:"+key.Hash("+12125550100") || !strings.Contains(string(e3.After), "LU2") ||
		trail[3].LeadID != "team:t1" || string(trail[3].Before) != `{"name":"North"}` {
		tb.Errorf("trail %+v", trail)
	}
}

// TestNumbersAreHashed: whoever is killed behind any of their trips while they hash what a version before has left, and
// whoever goes on, leave a list of hashes that blocks the same numbers; at no point is one of them free, for a process
// that is new, or for one that knew the list as it was.
func TestNumbersAreHashed(t *testing.T) {
	points := 0
	for died := true; died; points++ {
		srv := storetest.Redis(t)
		c := srv.Client()
		phones := asBefore(t, c)
		knows, dying := openURL(t, srv.URL), openURL(t, srv.URL)
		all := fmt.Sprint(blocked(t, knows, phones...))
		if _, err := dying.DieAfter(t.Context(), int64(points)); err != nil {
			t.Fatal(err)
		}
		err := dying.RenewBlocked(t.Context(), monday)
		died = err != nil
		// A version before can write no more: it would find none of the numbers.
		if c.HLen(t.Context(), numbersKey).Val() > 0 {
			for _, tag := range keyspace.Of("T1").All() {
				if n := c.Get(t.Context(), tag.Schema()).Val(); n != codec.Text {
					t.Errorf("killed after %d trips, there is a key, and the schema of %s is %q", points, tag, n)
				}
			}
		}
		if got := fmt.Sprint(blocked(t, knows, phones...)); got != all {
			t.Errorf("killed after %d trips, blocked are %s", points, got)
		}
		w := openURL(t, srv.URL)
		if got := fmt.Sprint(blocked(t, w, phones...)); got != all {
			t.Errorf("killed after %d trips, a new process finds %s", points, got)
		}
		if err := w.RenewBlocked(t.Context(), monday); err != nil {
			t.Fatal(err)
		}
		carryOut(t, w)
		hashedWell(t, w, c, phones)
		_ = c.Close()
	}
	if points < 80 {
		t.Errorf("killed at %d points", points)
	}
}

// TestANewListOwesNothing: whoever is killed behind any of their trips while they give a new workspace its key leaves
// nothing to be written anew: no number has ever stood there.
func TestANewListOwesNothing(t *testing.T) {
	for died, trips := true, 0; died; trips++ {
		srv := storetest.Redis(t)
		w, dying := openURL(t, srv.URL), openURL(t, srv.URL)
		if _, err := dying.DieAfter(t.Context(), int64(trips)); err != nil {
			t.Fatal(err)
		}
		died = dying.RenewBlocked(t.Context(), monday) != nil
		if err := w.RenewBlocked(t.Context(), monday); err != nil {
			t.Fatal(err)
		}
		if next, err := w.DueIndex.NextDue(t.Context()); err != nil || !next.IsZero() {
			t.Errorf("killed after %d trips: something is due at %v, %v", trips, next, err)
		}
	}
}

// Two replicas that start at once agree on one key and on one list, while a third asks for the numbers all the time and
// finds each of them blocked.
func TestNumbersAreHashedByTwoAtOnce(t *testing.T) {
	for range 10 {
		srv := storetest.Redis(t)
		c := srv.Client()
		phones := asBefore(t, c)
		ctx, stop := context.WithCancel(t.Context())
		var replicas, asks sync.WaitGroup
		asked := openURL(t, srv.URL)
		all, rounds := fmt.Sprint(blocked(t, asked, phones...)), 0
		asks.Go(func() {
			for ctx.Err() == nil {
				found, err := asked.Directory.BlockedAmong(t.Context(), phones)
				if err != nil || len(found) != len(phones) {
					t.Errorf("%d of %d are blocked, %v", len(found), len(phones), err)
					return
				}
				rounds++
			}
		})
		for range 2 {
			w := openURL(t, srv.URL)
			replicas.Go(func() {
				if err := w.RenewBlocked(t.Context(), monday); err != nil {
					t.Error(err)
				}
			})
		}
		replicas.Wait()
		stop()
		asks.Wait()
		if got := fmt.Sprint(blocked(t, asked, phones...)); got != all || rounds == 0 {
			t.Errorf("blocked %s; asked %d times", got, rounds)
		}
		carryOut(t, asked)
		hashedWell(t, asked, c, phones)
		_ = c.Close()
	}
}

// A do-not-call that is said before the list is hashed hashes it, is added to what stands there, and lifting it takes
// nobody else's back.
func TestABlockHashesTheList(t *testing.T) {
	srv := storetest.Redis(t)
	w, c := openURL(t, srv.URL), srv.Client()
	defer c.Close()
	phones := asBefore(t, c)
	b := store.Blocked{Phone: phones[0], By: "U7", Rep: "U7", Lead: "LU7", At: monday}
	if err := w.Directory.BlockNumber(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	found, err := w.Directory.BlockedAmong(t.Context(), phones)
	if err != nil || len(found) != len(phones) || len(found[0].Asked()) != 3 || found[0].By != "U1" {
		t.Errorf("%+v, %v", found, err)
	}
	// One whose record was damaged is readable again by whoever is asked next.
	b.Phone = phones[1]
	if err := w.Directory.BlockNumber(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(blocked(t, w, phones[1])); got != "[+12125550101 U7]" {
		t.Error(got)
	}
	if where := digitsIn(t, c, phones...); len(where) > 0 {
		t.Error(where)
	}
}

// Both forms of a number, as an upgrade in hand may have been exported, become one record with all who were asked.
func TestANumberInBothForms(t *testing.T) {
	srv := storetest.Redis(t)
	w, c := openURL(t, srv.URL), srv.Client()
	defer c.Close()
	const phone = "+12125550100"
	if err := w.Directory.BlockNumber(t.Context(),
		store.Blocked{Phone: phone, By: "U5", Lead: "L5", At: monday}); err != nil {
		t.Fatal(err)
	}
	asBefore(t, c)
	c.HDel(t.Context(), numbersKey, numbers.FieldAll)
	if err := w.RenewBlocked(t.Context(), monday); err != nil {
		t.Fatal(err)
	}
	found, err := w.Directory.BlockedAmong(t.Context(), []string{phone})
	if err != nil || len(found) != 1 || len(found[0].Asked()) != 3 {
		t.Errorf("%+v, %v", found, err)
	}
}

// A process goes by the key that is there: another one's, of a Redis that was restored or lost its last writes, is read
// before a number is found or written.
func TestAnotherKey(t *testing.T) {
	srv, other := storetest.Redis(t), storetest.Redis(t)
	w, c, oc := openURL(t, srv.URL), srv.Client(), other.Client()
	defer c.Close()
	defer oc.Close()
	const one, two = "+12125550100", "+12125550101"
	if err := w.Directory.BlockNumber(t.Context(),
		store.Blocked{Phone: one, By: "U1", Lead: "L1", At: monday}); err != nil {
		t.Fatal(err)
	}
	if err := openURL(t, other.URL).Directory.BlockNumber(t.Context(),
		store.Blocked{Phone: two, By: "U2", Lead: "L2", At: monday}); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{listKey, numbersKey} {
		c.Del(t.Context(), key)
		c.HSet(t.Context(), key, oc.HGetAll(t.Context(), key).Val())
	}
	if got := fmt.Sprint(blocked(t, w, one, two)); got != "[+12125550101 U2]" {
		t.Error(got)
	}
	// Put back to the first key, a write goes by that as well.
	c.Del(t.Context(), listKey, numbersKey)
	if err := w.Directory.BlockNumber(t.Context(),
		store.Blocked{Phone: one, By: "U3", Lead: "L3", At: monday}); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(blocked(t, openURL(t, srv.URL), one, two)); got != "[+12125550100 U3]" {
		t.Error(got)
	}
	// A key that somebody has damaged frees nobody.
	c.HSet(t.Context(), numbersKey, numbers.FieldKey, "torn", numbers.FieldPrint, "torn")
	if found, err := w.Directory.BlockedAmong(t.Context(), []string{two}); err == nil ||
		!strings.Contains(err.Error(), "key of the do-not-call list") {
		t.Errorf("%+v, %v", found, err)
	}
}

// To look for numbers takes one trip, however many they are.
func TestTripsToTheList(t *testing.T) {
	w := openURL(t, storetest.Redis(t).URL)
	phones := []string{"+12125550100", "+12125550101"}
	if err := w.Directory.BlockNumber(t.Context(), store.Blocked{Phone: phones[0], By: "U1", At: monday}); err != nil {
		t.Fatal(err)
	}
	blocked(t, w, phones...) // pipelines have connections of their own
	trips, err := w.CountTrips(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if blocked(t, w, phones...); trips.Swap(0) != 1 {
		t.Error("more than one trip to look for two numbers")
	}
}
