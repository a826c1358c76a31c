package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/storetest"
)

// many gives a rep n names besides those of their leads, as if leads had them; the index takes no record for a name.
func many(tb testing.TB, c *redis.Client, rep string, from, n int) {
	tb.Helper()
	names := make([]any, 0, 2*n)
	for i := from; i < from+n; i++ {
		names = append(names, fmt.Sprintf("firm%d quarry inc", i), fmt.Sprint("lead", i))
	}
	if err := c.HSet(tb.Context(), key("names", rep), names...).Err(); err != nil {
		tb.Fatal(err)
	}
}

// key is that of a rep's.
func key(kind, rep string) string {
	return fmt.Sprintf("{T1:s%02d}:%s:%s", keyspace.Shard(rep), kind, rep)
}

// near are the names that a rep's Redis proposes for a typed name, in order.
func near(tb testing.TB, w *store.Workspace, typed string) (names []string, index bool) {
	tb.Helper()
	seen, err := w.Records.Read(tb.Context(), store.Query{Rep: "U1", Now: monday, Index: true, Names: []string{typed}})
	if err != nil {
		tb.Fatal(err)
	}
	for _, e := range seen.Index {
		names = append(names, e.Name)
	}
	slices.Sort(names)
	return names, seen.Near
}

// addNear adds a lead as the bot does, which looks for names near it before.
func addNear(tb testing.TB, w *store.Workspace, name string) string {
	tb.Helper()
	l := coach.Lead{ID: store.NewID(), Rep: "U1", Name: name, Created: monday}
	q := store.Query{Rep: "U1", Now: monday, Index: true, Names: []string{strings.ToLower(name)}}
	change(tb, w, q, func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: "add", By: "U1", Now: monday, Undoable: true, Lead: &l, Name: strings.ToLower(name)}, nil
	})
	return l.ID
}

func redisOf(tb testing.TB) (*store.Workspace, *redis.Client) {
	tb.Helper()
	return clientOf(tb, storetest.Redis(tb))
}

func clientOf(tb testing.TB, srv *storetest.Server) (*store.Workspace, *redis.Client) {
	tb.Helper()
	c := srv.Client()
	tb.Cleanup(func() { _ = c.Close() })
	return openURL(tb, srv.URL), c
}

// Of a rep with very many names those come that are near what was typed, and no others.
func TestNamesNearWhatIsTyped(t *testing.T) {
	w, c := redisOf(t)
	for _, name := range []string{"Acme Corp", "Acmetron", "Busy Bee", "Northwind Traders", "Müller Söhne",
		"日本電気", "Pat Obrien", "Quarry Nord Steel"} {
		add(t, w, "U1", name, monday)
	}
	many(t, c, "U1", 0, 1500)
	for typed, want := range map[string]string{
		"acme":              "acme corp, acmetron",
		"corp":              "acme corp",
		"acme crop":         "acme corp, acmetron",
		"amce":              "acme corp, acmetron", // no word begins so; a slip leads to one that is there
		"acmx":              "acme corp, acmetron",
		"ame":               "", // too short for a slip
		"busybee":           "busy bee",
		"north wind trades": "northwind traders",
		"northwnd":          "northwind traders",
		"mülller":           "müller söhne",
		"日本":                "日本電気",
		"日本電機":              "日本電気",
		"obrian":            "pat obrien",
		"firm77 quarry":     "firm77 quarry inc", // and firm770 to firm779, by their beginning
		"quarry nord":       "quarry nord steel",
		"zebra voicemail":   "",
	} {
		got, index := near(t, w, typed)
		if !index || !slices.Contains(append(got, ""), strings.Split(want, ", ")[0]) {
			t.Errorf("%q: %v (by an index: %v), want %s", typed, got, index, want)
		}
		if few := strings.Split(want, ", "); !strings.Contains(typed, "quarry") &&
			strings.Join(got, ", ") != strings.Join(few, ", ") {
			t.Errorf("%q: %v, want %s", typed, got, want)
		}
	}
}

// Whatever changes a name, whoever does it and however often, it is found where it is and nowhere else.
func TestTheIndexFollowsTheNames(t *testing.T) {
	w, c := redisOf(t)
	acme := add(t, w, "U1", "Acme Corp", monday)
	check := func(what, typed, want string, index bool) {
		t.Helper()
		if got, by := near(t, w, typed); strings.Join(got, ", ") != want && by || by != index ||
			want != "" && !slices.Contains(got, want) {
			t.Errorf("%s: %q finds %v (by an index: %v), want %q", what, typed, got, by, want)
		}
	}
	check("few", "acm", "acme corp", false)
	many(t, c, "U1", 0, 999)
	check("a thousand", "acm", "acme corp", false)
	birch := add(t, w, "U1", "Birch Hill", monday)
	check("one more", "acm", "acme corp", true)
	check("added before it was made", "birc", "birch hill", true)
	dana := addNear(t, w, "Dana Elm")
	check("added", "dna", "", true)
	check("added", "danna", "dana elm", true)

	rename := func(was, name string) {
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: birch}, func(seen store.Snapshot) (store.Change, error) {
			l := *seen.Lead
			l.Name = name
			return store.Change{Op: "edit", By: "U1", Now: monday, Undoable: true, Lead: &l, Name: strings.ToLower(name),
				Was: was}, nil
		})
	}
	rename("birch hill", "Oak Hill")
	check("renamed", "birc", "", true)
	check("renamed", "oak", "oak hill", true)
	rename("not its name", "Pine Hill")
	check("renamed, and the caller knew another name", "oak", "", true)
	check("renamed, and the caller knew another name", "pine", "pine hill", true)
	for range 2 {
		undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: birch})
	}
	check("undone", "pine", "", true)
	check("undone", "birc", "birch hill", true)
	undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: dana})
	check("its add undone", "danna", "", true)
	for range 250 { // more lines than one look brings
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: acme}, logTouch("", "", monday))
	}
	check("after many calls", "acm", "acme corp", true)

	// A version of before left no name in the line of an add, and knew of no index.
	line := strings.Join([]string{"e1", "add", "", "k", "lead1", "1", "", "-"}, "\t")
	c.HSet(t.Context(), key("names", "U1"), "zebra crossing", "lead1")
	c.RPush(t.Context(), key("audit", "U1"), line)
	check("added by an older version", "zebr", "zebra crossing", true)
	c.HDel(t.Context(), key("names", "U1"), "zebra crossing")
	c.HSet(t.Context(), key("names", "U1"), "yak crossing", "lead1")
	c.RPush(t.Context(), key("audit", "U1"), `e2	edit		k	lead1	1		{}		["zebra crossing","yak crossing"]`)
	check("renamed by an older version", "zebr", "", true)
	check("renamed by an older version", "yak", "yak crossing", true)

	for what, hurt := range map[string]func(){
		"thrown away":    func() { c.Del(t.Context(), key("words", "U1"), key("worded", "U1")) },
		"half of it":     func() { c.Del(t.Context(), key("words", "U1")); c.HSet(t.Context(), key("worded", "U1"), "n", 3) },
		"another one's":  func() { c.HSet(t.Context(), key("worded", "U1"), "v", "0") },
		"ahead of audit": func() { c.HSet(t.Context(), key("worded", "U1"), "at", 99999) },
	} {
		hurt()
		check(what, "acm", "acme corp", true)
	}
	for i := range 700 {
		c.HDel(t.Context(), key("names", "U1"), fmt.Sprintf("firm%d quarry inc", i))
	}
	check("few again", "acm", "acme corp", false)
}

// A walk that ends half-way goes on where it was, another replica may help, and names that come meanwhile are in it.
func TestAnIndexThatIsInterrupted(t *testing.T) {
	w, c := redisOf(t)
	add(t, w, "U1", "Acme Corp", monday)
	many(t, c, "U1", 0, 2500)
	for i := range 6 {
		if err := w.Records.WorkNamesOnce(t.Context(), "U1"); err != nil {
			t.Fatal(err)
		}
		add(t, w, "U1", fmt.Sprint("Meanwhile ", i), monday)
	}
	var replicas sync.WaitGroup
	for i := range 4 {
		replicas.Go(func() {
			seen, err := w.Records.Read(t.Context(),
				store.Query{Rep: "U1", Now: monday, Index: true, Names: []string{"meanwhil"}})
			if err != nil || len(seen.Index) != 6 || !seen.Near {
				t.Errorf("replica %d: %v, %v", i, seen.Index, err)
			}
		})
	}
	replicas.Wait()
	if got, _ := near(t, w, "firm2499"); !slices.Equal(got, []string{"firm2499 quarry inc"}) {
		t.Errorf("the last of them: %v", got)
	}
	if n := c.ZCard(t.Context(), key("words", "U1")).Val(); n != 2+6*2+2500*3 {
		t.Errorf("%d words", n)
	}
}

// A Redis that takes nothing more still finds a name, and says so when it can't.
func TestANameIsFoundInAFullRedis(t *testing.T) {
	srv := storetest.Start(t, storetest.Options{})
	w, c := openURL(t, srv.URL), srv.Client()
	defer c.Close()
	acme := add(t, w, "U1", "Acme Corp", monday)
	many(t, c, "U1", 0, 1500)
	full := func(limit string) {
		if err := c.ConfigSet(t.Context(), "maxmemory", limit).Err(); err != nil {
			t.Fatal(err)
		}
	}
	full("1mb")
	if _, err := w.Records.Read(t.Context(),
		store.Query{Rep: "U1", Now: monday, Index: true, Names: []string{"acm"}}); !errors.Is(err, store.ErrNotSaved) {
		t.Errorf("with no index yet: %v", err)
	}
	full("0")
	near(t, w, "the index is made")
	for range 120 {
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: acme}, logTouch("", "", monday))
	}
	full("1mb")
	if got, _ := near(t, w, "acm"); !slices.Equal(got, []string{"acme corp"}) {
		t.Errorf("found %v", got)
	}
}

// What a search costs Redis doesn't grow with the names: as many commands, and none that brings all of them.
func TestASearchCostsNoMoreForMoreNames(t *testing.T) {
	cost := func(n int) (int, int) {
		w, c := clientOf(t, storetest.Start(t, storetest.Options{})) // whose statistics are of nobody else
		add(t, w, "U1", "First", monday)
		many(t, c, "U1", 0, n)
		near(t, w, "the index is made")
		if err := c.ConfigResetStat(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		id, brought := addNear(t, w, "Acme Corp"), 0
		for _, typed := range []string{"acme crop", "firm1 qarry", "quarry", "inc", "nobody here", "acne"} {
			got, _ := near(t, w, typed)
			brought += len(got)
		}
		change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: id}, func(seen store.Snapshot) (store.Change, error) {
			l := *seen.Lead
			l.Name = "Birch"
			return store.Change{Op: "edit", By: "U1", Now: monday, Undoable: true, Lead: &l, Name: "birch",
				Was: "acme corp"}, nil
		})
		undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: id})
		undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: id}) // of the add
		calls := 0
		for name, k := range commands(t, c) {
			if calls += k; slices.Contains([]string{"hgetall", "hkeys", "hvals", "hscan"}, name) {
				t.Errorf("%d of %s for %d names", k, name, n)
			}
		}
		return calls, brought
	}
	calls, brought := cost(2000)
	more, broughtMore := cost(8000)
	if more > calls*6/5 || broughtMore > brought*6/5 || brought > 6*600 {
		t.Errorf("%d commands and %d names of 2,000, %d and %d of 8,000", calls, brought, more, broughtMore)
	}
}

// What a page by text costs Redis doesn't grow with the leads that don't hold it, be it part of a name, a contact or a
// mail address: as many commands, and none that brings all names.
func TestAListByTextCostsNoMoreForMoreLeads(t *testing.T) {
	cost := func(n int) (calls int) {
		srv := storetest.Start(t, storetest.Options{}) // whose statistics are of nobody else
		w, c := openDetailed(t, srv.URL), srv.Client()
		defer c.Close()
		for i := range 12 {
			id := add(t, w, "U1", fmt.Sprintf("Acme %02d Corp", i), monday)
			edit(t, w, "U1", id, func(l *coach.Lead) {
				l.Contact, l.Email = fmt.Sprintf("Kim Roe%d", i), fmt.Sprintf("kim%d@acme.example", i)
			})
		}
		for i := range n {
			add(t, w, "U1", fmt.Sprintf("Firm%d Quarry Inc", i), monday)
		}
		near(t, w, "the index is made")
		names(t, w, store.ListQuery{Text: "nobody", Words: []string{"nobody"}, Limit: 7}) // and that of details
		if err := c.ConfigResetStat(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		for text, want := range map[string]int{"acme": 12, "acme 07": 1, "roe5": 1, "kim3@acme": 1, "zebra": 0} {
			q := store.ListQuery{Text: text, Words: strings.Fields(text), Limit: 7}
			if got := names(t, w, q); len(got) != want {
				t.Errorf("%q of %d: %v, want %d", text, n, got, want)
			}
		}
		for name, k := range commands(t, c) {
			if calls += k; slices.Contains([]string{"hgetall", "hkeys", "hvals", "hscan"}, name) {
				t.Errorf("%d of %s for %d names", k, name, n)
			}
		}
		return calls
	}
	few, lots := cost(1200), cost(3600)
	if lots > few*11/10 { // a batch of 500 leads looked through is two commands a text
		t.Errorf("%d commands for 1,200 leads, %d for 3,600", few, lots)
	}
}

// A text finds the leads that it found before there was an index: the open and the closed, page by page.
func TestAListByTextOfVeryManyLeads(t *testing.T) {
	srv := storetest.Redis(t)
	w, c := openDetailed(t, srv.URL), srv.Client()
	defer c.Close()
	var open, closed []string
	for i := range 45 {
		name := fmt.Sprintf("Acme %02d Corp", i)
		id := add(t, w, "U1", name, monday)
		if i%3 == 0 {
			edit(t, w, "U1", id, func(l *coach.Lead) { l.Progress.Closed = outcome.Won })
			closed = append(closed, name)
		} else {
			open = append(open, name)
		}
	}
	kim := add(t, w, "U1", "Oak", monday)
	edit(t, w, "U1", kim, func(l *coach.Lead) { l.Contact, l.Email, l.Phone = "Kim Roe", "kim@oak.example", "#1234" })
	find := func(kind store.ListKind, text string) []string {
		t.Helper()
		got := names(t, w, store.ListQuery{Kind: kind, Text: text, Words: strings.Fields(text), Limit: 7,
			Until: monday.Add(1e9)})
		slices.Sort(got)
		return got
	}
	check := func(when string) {
		t.Helper()
		for _, c := range []struct {
			kind store.ListKind
			text string
			want []string
		}{
			{store.ListAll, "acme", open}, {store.ListClosed, "acme", closed}, {store.ListDue, "corp acm", open},
			{store.ListAll, "roe", []string{"Oak"}}, {store.ListAll, "kim@oak", []string{"Oak"}},
			{store.ListAll, "cme 01", []string{"Acme 01 Corp"}}, {store.ListAll, "acme zebra", nil},
		} {
			if got := find(c.kind, c.text); !slices.Equal(got, c.want) {
				t.Errorf("%s, %s %q: %v, want %v", when, c.kind, c.text, got, c.want)
			}
		}
	}
	check("few")
	many(t, c, "U1", 0, 1500)
	near(t, w, "the details are made by whoever seeks one")
	check("many")
	trips, err := w.CountTrips(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	find(store.ListAll, "acme 01")
	if n := trips.Load(); n > 3 {
		t.Errorf("%d trips for a text that one lead holds", n)
	}
	for _, kind := range []store.ListKind{store.ListAll, store.ListClosed} { // whatever it is that all of them hold
		trips.Store(0)
		page, err := w.Records.List(t.Context(), "U1", store.ListQuery{Kind: kind, Text: "acme", Words: []string{"acme"},
			Limit: 3})
		if n := trips.Load(); err != nil || len(page.Leads) != 3 || n > 3 {
			t.Errorf("%d leads of %s in %d trips, %v", len(page.Leads), kind, n, err)
		}
	}
	if err := c.HSet(t.Context(), key("leads", "U1"), kim, `{"id":7,"name":"Oak"}`).Err(); err != nil {
		t.Fatal(err)
	}
	add(t, w, "U1", "Kim Elm", monday)
	page, err := w.Records.List(t.Context(), "U1", store.ListQuery{Text: "kim", Words: []string{"kim"}})
	if err != nil || len(page.Leads) != 1 || !slices.Equal(page.Damaged, []string{"Oak"}) {
		t.Errorf("beside a damaged one: %v, damaged %v, %v", page.Leads, page.Damaged, err)
	}
}
