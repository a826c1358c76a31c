package coach

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

func TestTipsAreHonest(t *testing.T) {
	r := DefaultRules()
	tips := r.TipByTopic("")
	if len(tips) < 80 {
		t.Fatalf("%d tips", len(tips))
	}
	seeds := map[string]bool{}
	for _, tip := range tips {
		if seed, _, ok := strings.Cut(tip.Source, ","); ok {
			seeds[seed] = true
		} else if tip.Source != "practice" || tip.Author != "Practice" {
			t.Errorf("%s: %s, %s", tip.ID, tip.Author, tip.Source)
		}
		if strings.Contains(tip.Text, "80 %") || len([]rune(tip.Text)) > 240 {
			t.Errorf("%s: %q", tip.ID, tip.Text)
		}
		if got, ok := r.TipByID(tip.ID); !ok || got.Text != tip.Text {
			t.Errorf("%s is not found by its id", tip.ID)
		}
		if len(r.TipByTopic(tip.Topic)) == 0 {
			t.Errorf("no tip on %s", tip.Topic)
		}
	}
	if len(seeds) != 5 {
		t.Errorf("only %d of the five sources speak", len(seeds))
	}
	if _, ok := r.TipByID("t999"); ok {
		t.Error("there is no t999")
	}
}

func TestEverySituationHasATip(t *testing.T) {
	have := map[string]bool{}
	for _, tip := range DefaultRules().TipByTopic("") {
		for _, s := range tip.For {
			have[s] = true
		}
	}
	for _, s := range situations {
		if !have[s] {
			t.Errorf("no tip for %s", s)
		}
	}
}

func TestNobodyIsToldThatAColdLeadRaisedItsHand(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	now := time.Date(2026, 3, 2, 8, 30, 0, 0, zone(t, rep.TZ))
	for _, w := range []Warmth{Cold, ""} {
		lead := Lead{ID: "L1", Warmth: w, Created: now}
		if tip := r.TipFor([]Card{{lead, r.Next(lead, rep, now)}}, nil, now, rep); tip == nil || tip.ID == "t1" {
			t.Errorf("the first call to a lead of warmth %q gets %v", w, tip)
		}
	}
}

func TestTheTipFitsWhatIsDueAndRestsSevenWorkingDays(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	ny := zone(t, rep.TZ)
	day := func(d int) time.Time { return time.Date(2026, 3, d, 8, 30, 0, 0, ny) }
	lead := Lead{ID: "L1", Warmth: Warm, Created: day(2)}
	cards := []Card{{lead, r.Next(lead, rep, day(2))}}
	shown := map[string]time.Time{}
	tip := r.TipFor(cards, shown, day(2), rep)
	if tip == nil || tip.ID != "t1" {
		t.Fatalf("a warm first call gets %v", tip)
	}
	shown["t1"] = day(2)
	for d := 2; d <= 10; d++ { // Monday to Tuesday of the next week: seven working days
		if tip := r.TipFor(cards, shown, day(d), rep); tip != nil && tip.ID == "t1" {
			t.Errorf("again on 2026-03-%02d", d)
		}
	}
	if tip := r.TipFor(cards, shown, day(11), rep); tip == nil || tip.ID != "t1" {
		t.Errorf("rested enough on the eighth working day: %v", tip)
	}
	for _, tip := range r.TipByTopic("") {
		shown[tip.ID] = day(2)
	}
	if tip := r.TipFor(cards, shown, day(3), rep); tip != nil {
		t.Errorf("all rest, and yet %v", tip)
	}
	if tip := r.TipFor(nil, nil, day(3), rep); tip != nil {
		t.Errorf("nothing is due, and yet %v", tip)
	}
	agreed, _, err := r.Log(lead, nil, Touch{Outcome: outcome.Talked, At: day(2), Until: day(3).Add(time.Hour),
		Agenda: "prices"}, rep)
	if err != nil {
		t.Fatal(err)
	}
	if tip := r.TipFor([]Card{{agreed, r.Next(agreed, rep, day(3))}}, nil, day(3), rep); tip == nil || tip.ID != "t6" {
		t.Errorf("an agreed call gets %v", tip)
	}
}

func TestATipFileSaysAllItsMistakes(t *testing.T) {
	_, err := loadTips("tips.yaml", []byte(`tips:
  - {id: a, text: x, topic: y, author: z, source: s, strength: E, against: n, for: [nowhere], when: [someday]}
  - {id: a, text: x}
`), nil)
	for _, want := range []string{`tips.yaml:2:`, `strength: "E"`, `"nowhere"`, `"someday"`,
		`tips.yaml:3:10: tips.1.id: "a" is empty or there twice`, "against are needed"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}

func TestTipsRestAndAreFew(t *testing.T) {
	r, rep := DefaultRules(), newYork()
	now := time.Date(2026, 3, 2, 8, 30, 0, 0, zone(t, rep.TZ))
	cards := []Card{{Step: Step{Kind: StepCall}}}
	shown := map[string]time.Time{}
	liked := r.TipFor(cards, shown, now, rep)
	shown[TipRest(liked.ID)] = now.AddDate(0, 0, TipRestDays)
	if tip := r.TipFor(cards, shown, now.AddDate(0, 0, TipRestDays-1), rep); tip != nil && tip.ID == liked.ID {
		t.Errorf("%s does not rest", tip.ID)
	}
	if tip := r.TipFor(cards, shown, now.AddDate(0, 0, TipRestDays), rep); tip == nil || tip.ID != liked.ID {
		t.Errorf("after its rest: %v", tip)
	}
	shown["t1"], shown["t2"], shown["t3"] = now.AddDate(0, 0, -1), now.Add(-time.Hour), now
	if !r.MoreTips(rep, shown, now) {
		t.Error("no more after two on this date")
	}
	if shown["t4"] = now; r.MoreTips(rep, shown, now) {
		t.Error("one more after three")
	}
}

// S1.24, C1: from the fourth try on nobody is pushed to one more, whoever wrote the tip and whatever else fits. A
// follow-up, which comes after a talk, is no such try.
func TestNobodyIsPushedFromTheFourthTryOn(t *testing.T) {
	r := *DefaultRules()
	r.tips = []Tip{{ID: "push", Pushes: true, For: []string{"call"}}}
	for try := 1; try <= 7; try++ {
		for _, followUp := range []bool{false, true} {
			card := Card{Lead: Lead{ID: "L1"}, Step: Step{Kind: StepCall, Number: try, FollowUp: followUp}}
			got := r.TipFor([]Card{card}, nil, time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC), Rep{ID: "U1", TZ: "UTC"})
			if want := try < 4 || followUp; (got != nil) != want {
				t.Errorf("try %d, a follow-up: %v: pushed %v", try, followUp, got != nil)
			}
		}
	}
}
