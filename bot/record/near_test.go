package record_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/record/lending"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/storetest"
)

// trades are words that very many companies have in their names.
var trades = strings.Fields("steel foods paper robotics logistics dental legal energy media travel textiles optics " +
	"marine mining paint glass tools farms rail cloud medical systems partners services holding works design print")

// floor is n names of companies as a floor has them: one or two words of their own, the second of some shared by many,
// a trade and what kind of company it is.
func floor(r *rand.Rand, n int) []string {
	part := strings.Fields("ba ber bor cal cor da del den fal fer gal gor han hol jen kar kel lan lor mal mar mon nel " +
		"nor or pal per quin ran ros sal sel sten tal tor ul van ver wal wes yor zan")
	own := func() string {
		word := ""
		for range 2 + r.IntN(2) {
			word += part[r.IntN(len(part))]
		}
		return word
	}
	shared := make([]string, 200)
	for i := range shared {
		shared[i] = own()
	}
	kinds := strings.Fields("inc llc ltd gmbh group co")
	made := map[string]bool{}
	for len(made) < n {
		words := []string{own()}
		if r.IntN(3) == 0 {
			words = append(words, shared[min(r.IntN(200), r.IntN(200))])
		}
		words = append(words, trades[min(r.IntN(len(trades)), r.IntN(len(trades)))])
		if r.IntN(2) == 0 {
			words = append(words, kinds[r.IntN(len(kinds))])
		}
		made[strings.Join(words, " ")] = true
	}
	list := make([]string, 0, n)
	for name := range made {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// slipped is a word with one slip of a finger in it.
func slipped(r *rand.Rand, word string) string {
	b, at := []byte(word), r.IntN(len(word))
	letter := byte('a' + r.IntN(26))
	switch r.IntN(4) {
	case 0:
		b[at] = letter
	case 1:
		b = slices.Insert(b, at, letter)
	case 2:
		b = slices.Delete(b, at, at+1)
	default:
		if at+1 < len(b) {
			b[at], b[at+1] = b[at+1], b[at]
		}
	}
	return string(b)
}

// typedFor is how somebody types a name who doesn't type it whole: half of it, cut off, with a slip or as one word.
func typedFor(r *rand.Rand, name string) string {
	words := strings.Fields(name)
	switch r.IntN(6) {
	case 0:
		return words[0]
	case 1:
		return strings.Join(words[:min(2, len(words))], " ")
	case 2:
		n := max(1, len(words)-1)
		return strings.Join(words[:n-1], " ") + " " + words[n-1][:max(3, len(words[n-1])-2)]
	case 3:
		at := r.IntN(min(2, len(words)))
		words[at] = slipped(r, words[at])
		return strings.Join(words, " ")
	case 4:
		return slipped(r, words[0])
	}
	return words[0] + strings.Join(words[1:2], "") + " " + strings.Join(words[2:], " ")
}

// known gives a rep those names.
func known(tb testing.TB, list []string) (*store.Workspace, *redis.Client) {
	tb.Helper()
	srv := storetest.Redis(tb)
	c := srv.Client()
	tb.Cleanup(func() { _ = c.Close() })
	for some := range slices.Chunk(list, 2000) {
		pairs := make([]any, 0, 2*len(some))
		for _, name := range some {
			pairs = append(pairs, name, "id of "+name)
		}
		if err := c.HSet(tb.Context(), fmt.Sprintf("{T1:s%02d}:names:U1", keyspace.Shard("U1")), pairs...).Err(); err != nil {
			tb.Fatal(err)
		}
	}
	s, err := store.Open(store.Options{URL: srv.URL, Details: record.Details})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	return s.In("T1"), c
}

// nearTo is what the store reads for a name that no lead has.
func nearTo(tb testing.TB, w *store.Workspace, line input.Line) (*input.LeadResolver, store.Snapshot) {
	tb.Helper()
	resolver := input.NewLeadResolver(line, input.AllWords)
	q := record.Query(resolver.WholeLine(), store.Query{Rep: "U1", Now: time.Unix(0, 0)})
	seen, err := w.Records.Read(tb.Context(), q)
	if err != nil {
		tb.Fatal(err)
	}
	return resolver, seen
}

// Of very many names the few that the index proposes have the same first hit as all of them.
func TestTheFirstHitIsThatOfAllNames(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	list := floor(r, 12_000)
	w, _ := known(t, list)
	all := make([]names.Entry, len(list))
	for i, name := range list {
		all[i] = names.Entry{ID: "id of " + name, Name: name}
	}
	const tries = 400
	same, most := 0, 0
	for n := 0; n < tries; n++ {
		typed := typedFor(r, list[r.IntN(len(list))])
		if _, exact := slices.BinarySearch(list, typed); exact {
			n--
			continue
		}
		_, seen := nearTo(t, w, input.ReadLine("show "+typed))
		if !seen.Near {
			t.Fatalf("%q: all names were read", typed)
		}
		most = max(most, len(seen.Index))
		first := func(index []names.Entry) (hit names.Hit) {
			if hits := names.Match(typed, index); len(hits) > 0 {
				hit = hits[0]
			}
			return hit
		}
		if want, got := first(all), first(lending.Names(seen)); want == got {
			same++
		} else {
			t.Logf("%q: %q (%d), of all %q (%d)", typed, got.Name, got.Kind, want.Name, want.Kind)
		}
	}
	if same*100 < 95*tries || most > 600 {
		t.Errorf("%d of %d first hits are those of all names; %d names at most", same, tries, most)
	}
}

// BenchmarkNearName is a name that isn't exact, from the line to the lead or the question.
func BenchmarkNearName(b *testing.B) {
	for _, n := range []int{10, 1000, 10_000, 50_000} {
		r := rand.New(rand.NewPCG(7, 11))
		list := floor(r, n)
		w, c := known(b, list)
		nearTo(b, w, input.ReadLine("show the index is made"))
		typed := make([]input.Line, 100)
		for i := range typed {
			typed[i] = input.ReadLine("show " + typedFor(r, list[r.IntN(n)]))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			before := cpuOf(b, c)
			i := 0
			for ; b.Loop(); i++ {
				resolver, seen := nearTo(b, w, typed[i%len(typed)])
				if _, err := resolver.Find(lending.Found(seen, coach.Rep{})); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((cpuOf(b, c)-before)*1e6/float64(i), "redis-µs/op")
		})
	}
}

// cpuOf is what Redis has used of the processors, in seconds; 0 where it doesn't say.
func cpuOf(b *testing.B, c *redis.Client) (sum float64) {
	b.Helper()
	for line := range strings.Lines(c.Info(b.Context(), "cpu").Val()) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		if name == "used_cpu_sys" || name == "used_cpu_user" {
			v, err := strconv.ParseFloat(value, 64)
			if err != nil {
				b.Fatal(err)
			}
			sum += v
		}
	}
	return sum
}
