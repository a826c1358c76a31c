package suspect

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/qualify"
)

var now = time.Date(2026, 11, 9, 14, 0, 0, 0, time.UTC)

// team says whom it chases.
var team = qualify.Suspects{Often: []string{"hotels", "food"}, Seldom: []string{"fast food", "schools"}}

// has are the facts by which each factor is known, one alone.
var has = map[string]func(*coach.Lead){
	"vertical": func(l *coach.Lead) { l.Industry = "Hotels & Resorts" },
	"fit":      func(l *coach.Lead) { gate(l).Fits = true },
	"need":     func(l *coach.Lead) { l.Problem = "stock-outs" },
	"knows":    func(l *coach.Lead) { l.Warmth = coach.Warm },
	"worth":    func(l *coach.Lead) { l.Potential = coach.PotentialHigh },
	"decider":  func(l *coach.Lead) { l.Decider = "Pat" },
	"timely": func(l *coach.Lead) {
		l.Reasons = append(l.Reasons, coach.Why{Kind: coach.WhyNews, Text: "a new site"})
	},
	"rival": func(l *coach.Lead) { l.Competitor = "Birch" },
	"reach": func(l *coach.Lead) {
		l.Email, l.Phone = "pat@acme.example", "+1 212 555 0100"
		*l = l.WithPhones(coach.Rep{})
	},
}

// gate is a copy of a lead's, to be changed.
func gate(l *coach.Lead) *qualify.Gate {
	g := qualify.Gate{}
	if l.Progress.Gate != nil {
		g = *l.Progress.Gate
	}
	l.Progress.Gate = &g
	return &g
}

// Hand-worked: nothing known, each fact alone, a list's word, and both for the same factor (S2.7–S2.9).
func TestOf(t *testing.T) {
	sum := 0
	for _, f := range table {
		sum += f.Points
		var l coach.Lead
		has[f.Code](&l)
		if got := Of(l, team, now); got.Points != f.Points || len(got.Matched) != 1 || got.Matched[0].Code != f.Code {
			t.Errorf("%s alone: %d %v", f.Code, got.Points, got.Matched)
		}
		if f.Words == "" || f.Source == "" {
			t.Errorf("%s says neither why nor whence", f.Code)
		}
	}
	if sum != 100 || len(has) != len(table) {
		t.Errorf("all factors have %d points, %d are tried", sum, len(has))
	}
	over := coach.Why{Kind: coach.WhyNews, Text: "a fair", Until: now}
	for name, c := range map[string]struct {
		l          coach.Lead
		points     int
		seldom     bool
		qualifying int
	}{
		"nothing":             {},
		"what isn't known":    {l: coach.Lead{Industry: "mining", Warmth: coach.Cold, Potential: coach.PotentialLow}},
		"a list's word":       {l: built("need", "worth"), points: 25, qualifying: 2},
		"other words":         {l: built("in Ohio", "reach")},
		"news that is over":   {l: coach.Lead{Reasons: []coach.Why{over}}},
		"one number, no mail": {l: coach.Lead{Phone: "+1 212 555 0100"}.WithPhones(coach.Rep{})},
		"said twice":          {l: with(built("need"), "need"), points: 15, qualifying: 1},
		"warm hotel with both, whose need is known": {l: with(coach.Lead{}, "vertical", "knows", "need", "reach"),
			points: 55, qualifying: 3},
		"a school": {l: coach.Lead{Industry: "Schools", Warmth: coach.Warm}, points: 7, seldom: true, qualifying: 1},
		"a school of a list of hotels": {l: coach.Lead{Industry: "School", List: coach.Listed{Built: []string{"vertical"}}},
			seldom: true},
		"the longer name decides": {l: coach.Lead{Industry: "Fast food"}, seldom: true},
		"and the other way round": {l: coach.Lead{Industry: "Food processing"}, points: 20, qualifying: 1},
	} {
		got := Of(c.l, team, now)
		if got.Points != c.points || got.Seldom != c.seldom || got.Qualifying() != c.qualifying {
			t.Errorf("%s: %d, seldom %v, %d qualifying", name, got.Points, got.Seldom, got.Qualifying())
		}
	}
	if got := Of(with(coach.Lead{}, "vertical"), qualify.Suspects{}, now); got.Points != 0 {
		t.Errorf("a team without verticals: %d", got.Points)
	}
}

func built(codes ...string) coach.Lead { return coach.Lead{List: coach.Listed{Built: codes}} }

func with(l coach.Lead, codes ...string) coach.Lead {
	for _, code := range codes {
		has[code](&l)
	}
	return l
}

// Whatever is known: 0 to 100, each factor more never makes it less, and their order is none.
func TestScoreProperties(t *testing.T) {
	codes := make([]string, len(table))
	for i, f := range table {
		codes[i] = f.Code
	}
	rapid.Check(t, func(t *rapid.T) {
		known := rapid.SliceOfDistinct(rapid.SampledFrom(codes), rapid.ID).Draw(t, "known")
		listed := rapid.SliceOf(rapid.SampledFrom(append(codes, "in Ohio"))).Draw(t, "listed")
		school := rapid.Bool().Draw(t, "school")
		lead := func(known, listed []string) coach.Lead {
			l := with(coach.Lead{}, known...)
			if l.List.Built = listed; school {
				l.Industry = "schools"
			}
			return l
		}
		got := Of(lead(known, listed), team, now)
		if got.Points < 0 || got.Points > 100 || got.Seldom != school {
			t.Fatalf("%+v", got)
		}
		if len(known)+len(listed) == 0 && got.Points != 0 {
			t.Fatalf("nothing known: %d", got.Points)
		}
		back, listedBack := slices.Clone(known), slices.Clone(listed)
		slices.Reverse(back)
		slices.Reverse(listedBack)
		if again := Of(lead(back, listedBack), team, now); again.Points != got.Points ||
			len(again.Matched) != len(got.Matched) {
			t.Fatalf("in another order %d, not %d", again.Points, got.Points)
		}
		more := rapid.SampledFrom(codes).Draw(t, "more")
		if next := Of(lead(append(back, more), listed), team, now); next.Points < got.Points {
			t.Fatalf("with %s %d, not %d", more, next.Points, got.Points)
		}
		if next := Of(lead(known, append(listedBack, more)), team, now); next.Points < got.Points {
			t.Fatalf("with a list built on %s %d, not %d", more, next.Points, got.Points)
		}
	})
}

// What a list was built on is read from codes and nouns, and said in words; what is neither stays as it was typed
// (S2.9).
func TestReadWhatAListWasBuiltOn(t *testing.T) {
	for typed, want := range map[string][]string{"": nil, "size": {"worth"}, ",,": nil,
		"Trigger,NEED , worth, size": {"need", "worth", "timely"}, "in Ohio, need, 50 rooms": {"need", "in Ohio, 50 rooms"},
		"reach": {"reach"}} {
		if got := Read(typed); !slices.Equal(got, want) {
			t.Errorf("%q: %q", typed, got)
		}
	}
	if got := Said([]string{"need", "knows", "in Ohio", "reach"}); !slices.Equal(got, []string{"need", "contact before",
		"in Ohio", "reach"}) {
		t.Errorf("%q", got)
	}
	for _, f := range Built() {
		if f.Noun == "" || f.List == "" || !slices.Equal(Read(f.Noun), []string{f.Code}) {
			t.Errorf("%+v", f)
		}
	}
}

// A row is parked where a team wants that, fewer than two factors qualify it, and no day is named for it; how to reach
// somebody is none. The second factor releases it (S0.7).
func TestParks(t *testing.T) {
	parks := team
	parks.Park = true
	warm := coach.Lead{Warmth: coach.Warm, Email: "pat@acme.example", Phone: "+1 212 555 0100"}.WithPhones(coach.Rep{})
	two, built, dated := warm, warm, warm
	two.Problem = "stock-outs"
	built.List.Built = []string{"worth"}
	dated.List.From = now
	for name, c := range map[string]struct {
		lead coach.Lead
		team qualify.Suspects
		want bool
	}{
		"one": {warm, parks, true}, "none": {coach.Lead{}, parks, true}, "off": {warm, team, false},
		"two": {two, parks, false}, "by its list": {built, parks, false}, "dated": {dated, parks, false},
		"of two teams": {warm, team.And(parks), true},
	} {
		if got := Parks(c.lead, c.team, now); got != c.want {
			t.Errorf("%s: parked %v", name, got)
		}
	}
	warm.List.Parked, two.List.Parked = true, true
	if l := Unparked(warm, parks, now); !l.Parked() {
		t.Error("released by one factor")
	}
	two.Created = now.AddDate(0, -1, 0)
	two = Unparked(two, parks, now)
	if due := coach.DefaultRules().Next(two, coach.Rep{}, now).Due; two.Parked() || due.Before(now) {
		t.Errorf("not released: %+v, due %s", two.List, due)
	}
}
