package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/whatif"
)

// Each row of the map has at most 20 words and says when, and the map is one message; also with rows as long as a file
// may have them.
func TestBudgetCallMap(t *testing.T) {
	long := coach.DefaultRules().CallMap()
	for i := range long {
		long[i].Do, long[i].Activity = "", strings.Repeat("something to do with them ", 20)
	}
	for name, rows := range map[string][]coach.MapCase{"built in": coach.DefaultRules().CallMap(), "longest": long} {
		r := answers.CallMap(maya(), rows)
		seen := 0
		for line := range strings.Lines(say.Spoken(r.Blocks)) {
			if !strings.HasPrefix(line, "• ") {
				continue
			}
			seen++
			if n := say.WordsOf(line); n > 20 || !strings.Contains(line, ": ") {
				t.Errorf("%s: %d words: %s", name, n, line)
			}
		}
		if seen < 20 {
			t.Errorf("%s: %d rows", name, seen)
		}
		if _, err := r.Checked(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Each case that can be asked for is explained in the words of a log's answer and what to do, with its buttons; one
// that there is none of is said in as few as an error.
func TestBudgetMapExplained(t *testing.T) {
	rules, rep := coach.DefaultRules(), coach.Rep{ID: "U1", TZ: "America/New_York"}
	at := time.Date(2026, 11, 10, 14, 0, 0, 0, time.UTC)
	played := 0
	for _, o := range outcome.All() {
		for _, warmth := range []coach.Warmth{coach.Warm, coach.Cold} {
			for _, last := range []bool{false, true} {
				if !o.Typed || last && !o.Try {
					continue
				}
				p, err := whatif.Play(rules, whatif.Case{Lead: coach.Lead{ID: "map", Name: "map", Warmth: warmth}, Try: 1,
					LastTry: last,
					Touch:   coach.Touch{Outcome: o.Code, At: at, Logged: at}}, rep)
				if err != nil {
					continue // what can't happen to such a lead
				}
				played++
				r := answers.MapExplained(maya(), p, 0)
				within(t, string(o.Code), r, 60, "logged now:", "Whole map")
				if p.Mapped && !strings.Contains(say.Spoken(r.Blocks), say.Quote(p.Row.Activity, 300)) {
					t.Errorf("%s: what to do is not said", o.Code)
				}
			}
		}
	}
	if played < 40 {
		t.Errorf("only %d cases", played)
	}
	for _, r := range []say.Reply{answers.NoMapCase(maya(), "", nil, ""), answers.NoMapCase(maya(),
		strings.Repeat("nonsense ", 30), []string{"no answer", "not now", "no time", "busy"}, ""),
		answers.NoMapCase(maya(), "x", nil, "The plan of such a lead has no call 19.")} {
		within(t, "no case", r, 35, "/followup map third voicemail warm", "Whole map")
	}
}
