package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// picked are the names of the leads that can be picked once so much is typed.
func picked(tb testing.TB, w *store.Workspace, typed string) string {
	tb.Helper()
	leads, err := w.Records.Pick(tb.Context(), "U1", typed, strings.ToLower(typed))
	if err != nil {
		tb.Fatal(err)
	}
	var names []string
	for _, l := range leads {
		names = append(names, l.Name)
	}
	return strings.Join(names, ", ")
}

// The same leads are found whether a rep has few or very many, and whether an index knows of the last changes, of none
// or isn't there at all.
func TestLeadsToPick(t *testing.T) {
	srv := storetest.Redis(t)
	w, c := openDetailed(t, srv.URL), srv.Client()
	defer c.Close()
	for _, name := range []string{"Acme Corp", "Acmetron", "Birch Hill", "Northwind Traders"} {
		add(t, w, "U1", name, monday)
	}
	kim := add(t, w, "U1", "Oak", monday)
	edit(t, w, "U1", kim, func(l *coach.Lead) { l.Contact, l.Email = "Kim Roe", "kim@oak.example" })
	add(t, w, "U2", "Acme of somebody else", monday)
	check := func(when string) {
		t.Helper()
		for typed, want := range map[string]string{
			"ac":              "Acme Corp, Acmetron",
			"acme c":          "Acme Corp",
			"corp ac":         "Acme Corp",
			"hill":            "Birch Hill",
			"tra nor":         "Northwind Traders",
			"kim r":           "Oak",
			"roe":             "Oak",
			"KIM@oak":         "Oak",
			"acme c corp oak": "",
			"cme":             "",
		} {
			if got := picked(t, w, typed); got != want {
				t.Errorf("%s, %q: %s, want %s", when, typed, got, want)
			}
		}
	}
	check("few")
	if got := picked(t, w, ""); !strings.HasPrefix(got, "Oak, Northwind Traders, Birch Hill, Acmetron, Acme Corp") {
		t.Errorf("at first: %s", got)
	}
	many(t, c, "U1", 0, 1500)
	check("many, without an index")
	near(t, w, "nobody here") // it is made now
	check("many")
	late := addNear(t, w, "Zebra Corp")
	if got := picked(t, w, "zeb"); got != "Zebra Corp" {
		t.Errorf("added since: %s", got)
	}
	change(t, w, store.Query{Rep: "U1", Now: monday, LeadID: late}, func(seen store.Snapshot) (store.Change, error) {
		l := *seen.Lead
		l.Name = "Gnu"
		return store.Change{Op: "edit", By: "U1", Now: monday, Undoable: true, Lead: &l, Name: "gnu", Was: "zebra corp"}, nil
	})
	if old, fresh := picked(t, w, "zeb"), picked(t, w, "gn"); old != "" || fresh != "Gnu" {
		t.Errorf("renamed since: %q and %q", old, fresh)
	}
	undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: late})
	undoOnce(t, w, store.UndoQuery{Rep: "U1", LeadID: late})
	if got := picked(t, w, "zeb") + picked(t, w, "gn"); got != "" {
		t.Errorf("gone since: %s", got)
	}
	add(t, w, "U1", "Yak", monday) // no audit line tells of its name
	if got := picked(t, w, "ya"); got != "Yak" {
		t.Errorf("brought in since: %s", got)
	}
	for i := range 210 {
		add(t, w, "U1", fmt.Sprintf("Wave %03d", i), monday)
	}
	check("far behind")
	if got := picked(t, w, "wave 20"); strings.Count(got, "Wave") != 10 {
		t.Errorf("brought in since: %s", got)
	}
	if got := picked(t, w, ""); !strings.HasPrefix(got, "Wave 209, Wave 208") || strings.Count(got, ", ") != 99 {
		t.Errorf("the last: %s", got)
	}
}

// To pick from 5,000 leads costs what it costs with 2,000, and writes nothing, letter by letter.
func TestAPickCostsNoMoreForMoreLeads(t *testing.T) {
	cost := func(n int) (calls int) {
		w, c := clientOf(t, storetest.Start(t, storetest.Options{})) // whose statistics are of nobody else
		add(t, w, "U1", "Acme Corp", monday)
		many(t, c, "U1", 0, n)
		near(t, w, "the index is made")
		addNear(t, w, "Zebra Corp")
		picked(t, w, "the script is there")
		if err := c.ConfigResetStat(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{"", "a", "ac", "acm", "corp", "corp zeb", "firm1 qua", "quarry", "nobody here"} {
			picked(t, w, typed)
		}
		for name, k := range commands(t, c) {
			if calls += k; slices.Contains(strings.Fields("hgetall hkeys hvals hscan set hset hdel hincrby zadd zrem rpush del "+
				"unlink"), name) {
				t.Errorf("%d of %s for %d names", k, name, n)
			}
		}
		return calls
	}
	if few, more := cost(2000), cost(5000); more > few*6/5 {
		t.Errorf("%d commands of 2,000 names, %d of 5,000", few, more)
	}
}

// commands counts what a Redis was asked since its statistics were reset.
func commands(tb testing.TB, c *redis.Client) map[string]int {
	tb.Helper()
	out := map[string]int{}
	for line := range strings.Lines(c.Info(tb.Context(), "commandstats").Val()) {
		name, rest, _ := strings.Cut(strings.TrimPrefix(line, "cmdstat_"), ":calls=")
		var k int
		if _, err := fmt.Sscanf(rest, "%d", &k); err == nil {
			out[name] = k
		}
	}
	return out
}
