package doubles_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/doubles"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
)

var (
	rules = coach.DefaultRules()
	rep   = coach.Rep{ID: "U1", TZ: "America/New_York", Since: day(1)}
	now   = day(20)
)

// day is ten in the morning of a day in November, in New York.
func day(n int) time.Time { return time.Date(2026, 11, n, 15, 0, 0, 0, time.UTC) }

// side is a lead on which some touches were logged, in their order.
func side(tb testing.TB, l coach.Lead, touches ...coach.Touch) doubles.Side {
	tb.Helper()
	s := doubles.Side{Lead: l.WithPhones(rep)}
	for _, t := range touches {
		if t.Logged.IsZero() {
			t.Logged = t.At
		}
		after, logged, err := rules.Log(s.Lead, s.Touches, t, rep)
		if err != nil {
			tb.Fatalf("%s at %v: %v", t.Outcome, t.At, err)
		}
		s.Lead, s.Touches = after, append(s.Touches, logged.Touch)
	}
	return s
}

// keys are the keys of facts.
func keys(list []facts.Fact) string {
	var out []string
	for _, f := range list {
		out = append(out, f.Key)
	}
	return strings.Join(out, " ")
}

// What one knows and the other doesn't is taken over; where both know something the lead that stays keeps its own, but
// for numbers, of which there may be several.
func TestFactsOfBoth(t *testing.T) {
	for _, c := range []struct {
		stays, goes    coach.Lead
		filled, differ string
		want           coach.Lead
	}{
		{coach.Lead{Name: "Acme"}, coach.Lead{Name: "Acme Inc", Contact: "Pat", HotButton: "blue", Potential: "high"},
			"contact hot potential", "", coach.Lead{Name: "Acme", Contact: "Pat", HotButton: "blue", Potential: "high"}},
		{coach.Lead{Name: "Acme", Contact: "Pat", Warmth: coach.Warm}, coach.Lead{Contact: "Kim", Warmth: coach.Cold},
			"", "contact warmth", coach.Lead{Name: "Acme", Contact: "Pat", Warmth: coach.Warm}},
		{coach.Lead{Email: "PAT@acme.example"}, coach.Lead{Email: "pat@acme.example"}, "", "",
			coach.Lead{Email: "PAT@acme.example"}},
		{coach.Lead{Phone: "+1 212 555 0100"}, coach.Lead{Phone: "(212) 555-0100"}, "", "",
			coach.Lead{Phone: "+1 212 555 0100"}},
		{coach.Lead{Phone: "+1 212 555 0100"}, coach.Lead{Phone: "+49 30 901820"}, "phone", "",
			coach.Lead{Phone: "+1 212 555 0100, +49 30 901820"}},
		{coach.Lead{Phone: strings.Repeat("x", 290)}, coach.Lead{Phone: "+49 30 901820"}, "", "phone",
			coach.Lead{Phone: strings.Repeat("x", 290)}},
	} {
		one := doubles.Merge(rules, side(t, c.stays), side(t, c.goes), rep, "T", now)
		if keys(one.Filled) != c.filled || keys(one.Differ) != c.differ || facts.Differ(one.Lead, c.want) {
			t.Errorf("%+v and %+v: filled %q, differ %q, %+v", c.stays, c.goes, keys(one.Filled), keys(one.Differ), one.Lead)
		}
		numbers := c.stays.WithPhones(rep).Telephones(rep).Keys()
		if c.filled == "phone" {
			numbers = append(numbers, c.goes.WithPhones(rep).Telephones(rep).Keys()...)
		}
		if got := one.Lead.Telephones(rep).Keys(); !slices.Equal(got, numbers) {
			t.Errorf("numbers %q, want %q", got, numbers)
		}
	}
	stays := side(t, coach.Lead{ID: "A", Created: day(3), Merged: []string{"Z"}, Asked: []string{"hot"},
		List: coach.Listed{Facts: map[string]string{"Tier": "1"}}})
	goes := side(t, coach.Lead{ID: "B", Created: day(2), Merged: []string{"Y"}, Asked: []string{"hot", "promise:2.0"},
		Reasons: []coach.Why{{Kind: coach.WhyNews, Text: "moved"}},
		List:    coach.Listed{Key: "id 7", Facts: map[string]string{"Tier": "2", "Plan": "x"}}})
	l := doubles.Merge(rules, stays, goes, rep, "T", now).Lead
	if !l.Created.Equal(day(2)) || !slices.Equal(l.Merged, []string{"Z", "B", "Y"}) || len(l.Reasons) != 1 ||
		!slices.Equal(l.Asked, []string{"hot", "promise:2.0"}) || l.List.Key != "id 7" || l.List.Facts["Tier"] != "1" ||
		l.List.Facts["Plan"] != "x" {
		t.Errorf("%+v", l)
	}
}

// What happened on both counts in the order in which it happened, whoever's it was, and each promise is still the one
// that it was.
func TestTouchesInTheirOrder(t *testing.T) {
	promised := func(who coach.Side, what string) []coach.Promise { return []coach.Promise{{By: who, What: what}} }
	stays := side(t, coach.Lead{Name: "Acme", Warmth: coach.Cold, Created: day(2)},
		coach.Touch{Outcome: outcome.Voicemail, At: day(2)},
		coach.Touch{Outcome: outcome.Talked, At: day(9), Promises: promised(coach.Them, "ask the board")},
		coach.Touch{Outcome: outcome.NoAnswer, At: day(16)})
	goes := side(t, coach.Lead{Name: "Acme Inc", Warmth: coach.Cold, Created: day(3)},
		coach.Touch{Outcome: outcome.NoAnswer, At: day(3)},
		coach.Touch{Outcome: outcome.Talked, At: day(5), Promises: promised(coach.Them, "read the specs")},
		coach.Touch{Outcome: outcome.NoAnswer, At: day(17), Settled: []coach.Settled{{ID: "2.0", Kept: true}}})
	one := doubles.Merge(rules, stays, goes, rep, "T", now)
	p := one.Lead.Progress
	if p.Calls != 2 || p.Total != 6 || !p.TalkedAt.Equal(day(9)) || !p.LastTry.Equal(day(17)) || one.Entries() != 6 {
		t.Errorf("%d calls since the talk of %v, %d in all, the last on %v", p.Calls, p.TalkedAt, p.Total, p.LastTry)
	}
	if len(p.Promises) != 1 || p.Promises[0].What != "ask the board" || p.Counters.TheyKept != 1 {
		t.Errorf("open promises %+v, %d kept", p.Promises, p.Counters.TheyKept)
	}
	if one.Stop != nil {
		t.Error("nobody asked not to be called")
	}
}

// A do-not-call of either stands, whatever came later on the other.
func TestDoNotCallOfEitherStands(t *testing.T) {
	dnc := coach.Touch{Outcome: outcome.DoNotCall, At: day(5), By: "U7"}
	for name, other := range map[string][]coach.Touch{
		"nothing":    nil,
		"calls":      {{Outcome: outcome.Voicemail, At: day(6)}},
		"a talk":     {{Outcome: outcome.Talked, At: day(6)}},
		"it is over": {{Outcome: outcome.NotInterested, At: day(6)}},
		"reopened":   {{Outcome: outcome.NotInterested, At: day(4)}, {Outcome: outcome.Reopened, At: day(6)}},
		"lifted": {{Outcome: outcome.DoNotCall, At: day(3)}, {Outcome: outcome.Reopened, At: day(7), Lifted: true,
			Reason: "Pat"}},
	} {
		a, b := side(t, coach.Lead{Name: "Acme"}, dnc), side(t, coach.Lead{Name: "Birch"}, other...)
		for _, one := range []doubles.One{doubles.Merge(rules, a, b, rep, "T", now), doubles.Merge(rules, b, a, rep, "T",
			now)} {
			if one.Lead.Progress.Closed != outcome.DoNotCall {
				t.Errorf("%s: closed as %q", name, one.Lead.Progress.Closed)
			}
			if one.Stop != nil && (one.Stop.ID != "T" || one.Stop.By != "U7" || !one.Stop.ByOtherLead ||
				one.Stop.Seq != int64(one.Entries())) {
				t.Errorf("%s: %+v", name, one.Stop)
			}
		}
	}
}

// An agreed call that doesn't stand any more is told, and one that does isn't.
func TestAgreedCallsOfBoth(t *testing.T) {
	agree := func(on, at int) coach.Touch {
		return coach.Touch{Outcome: outcome.Planned, At: day(on), Until: day(at)}
	}
	for _, c := range []struct {
		stays, goes []coach.Touch
		stands      time.Time
		told        time.Time
	}{
		{[]coach.Touch{agree(2, 23)}, nil, day(23), time.Time{}},
		{nil, []coach.Touch{agree(2, 23)}, day(23), time.Time{}},
		{[]coach.Touch{agree(2, 23)}, []coach.Touch{agree(3, 24)}, day(24), day(23)},
		{[]coach.Touch{agree(4, 23)}, []coach.Touch{agree(3, 24)}, day(23), day(24)},
		{[]coach.Touch{agree(2, 23)}, []coach.Touch{agree(3, 23)}, day(23), time.Time{}},
		{[]coach.Touch{agree(2, 23)}, []coach.Touch{{Outcome: outcome.NotInterested, At: day(9)}}, time.Time{}, day(23)},
	} {
		one := doubles.Merge(rules, side(t, coach.Lead{Name: "Acme"}, c.stays...), side(t, coach.Lead{Name: "Birch"},
			c.goes...), rep, "T", now)
		var stands time.Time
		if c := one.Lead.Progress.Commitment; c != nil {
			stands = c.At
		}
		if !stands.Equal(c.stands) || !one.Agreed.At.Equal(c.told) {
			t.Errorf("stands %v, want %v; told %v, want %v", stands, c.stands, one.Agreed.At, c.told)
		}
	}
}

// Whatever happened on two leads, the one that they become is what its own touches say, and nothing of either is lost.
func TestWhatIsStoredSaysTheSame(t *testing.T) {
	some := []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.Busy, outcome.Talked, outcome.Email,
		outcome.NotReviewed, outcome.Replied, outcome.NotNow, outcome.NotInterested, outcome.DoNotCall}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) doubles.Side {
			s := doubles.Side{Lead: coach.Lead{ID: name, Name: name, Created: day(1)}}
			at := day(1)
			for range rapid.IntRange(0, 8).Draw(t, name) {
				at = at.Add(time.Duration(rapid.IntRange(1, 48).Draw(t, "later")) * time.Hour)
				touch := coach.Touch{Outcome: rapid.SampledFrom(some).Draw(t, "outcome"), At: at, Logged: at}
				if touch.Info().Live {
					touch.Promises = []coach.Promise{{By: coach.Them, What: name}}
				}
				if after, logged, err := rules.Log(s.Lead, s.Touches, touch, rep); err == nil {
					s.Lead, s.Touches = after, append(s.Touches, logged.Touch)
				}
			}
			return s
		}
		a, b := draw("A"), draw("B")
		one := doubles.Merge(rules, a, b, rep, "T", now)
		all := slices.Concat(a.Touches, one.Moved)
		if one.Stop != nil {
			all = append(all, *one.Stop)
		}
		if d := rules.Rebuilt(one.Lead, all, rep); len(d) > 0 {
			t.Fatalf("%v is not what the touches say", d)
		}
		seqs, promises := map[int64]bool{}, map[string]bool{}
		for _, x := range all {
			if seqs[x.Seq] {
				t.Fatalf("two touches are number %d", x.Seq)
			}
			seqs[x.Seq] = true
			for _, p := range x.Promises {
				if promises[p.ID] {
					t.Fatalf("two promises are %s", p.ID)
				}
				promises[p.ID] = true
			}
		}
		next := int64(one.Entries()) + 1
		if len(all) != one.Entries() || seqs[next] {
			t.Fatalf("%d touches, %d counted; number %d is taken: %v", len(all), one.Entries(), next, seqs[next])
		}
	})
}

// Who has read either of the two stands on the lead that stays, in order, and no more of them than a lead has.
func TestWhoHasReadEither(t *testing.T) {
	read := func(by string, hours ...int) (out []coach.Opening) {
		for _, h := range hours {
			out = append(out, coach.Opening{By: by, At: day(1).Add(time.Duration(h) * time.Hour)})
		}
		return out
	}
	stays, goes := coach.Lead{Name: "Acme", Opened: read("U8", 1, 3)}, coach.Lead{Name: "Acme Inc", Opened: read("U9", 2)}
	one := doubles.Merge(rules, side(t, stays), side(t, goes), rep, "new", now).Lead
	if got := one.Opened; len(got) != 3 || got[0].By != "U8" || got[1].By != "U9" || got[2].By != "U8" {
		t.Errorf("%+v", got)
	}
	for h := range coach.MaxOpened {
		goes.Opened = append(goes.Opened, read("U9", 3+h)...)
	}
	one = doubles.Merge(rules, side(t, stays), side(t, goes), rep, "new", now).Lead
	if got := one.Opened; len(got) != coach.MaxOpened || got[0].By != "U9" || len(stays.Opened) != 2 {
		t.Errorf("%d, first %+v", len(got), got[0])
	}
}
