package advice

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tips"
)

func TestNobodyIsToldThatAColdLeadRaisedItsHand(t *testing.T) {
	r, rep := coach.DefaultRules(), newYork()
	now := time.Date(2026, 3, 2, 8, 30, 0, 0, rep.Location())
	for _, w := range []coach.Warmth{coach.Cold, ""} {
		lead := coach.Lead{ID: "L1", Warmth: w, Created: now}
		if tip := For(r, []coach.Card{{Lead: lead, Step: r.Next(lead, rep, now)}}, nil, now, rep); tip == nil ||
			tip.ID == "t1" {
			t.Errorf("the first call to a lead of warmth %q gets %v", w, tip)
		}
	}
}

func TestTheTipFitsWhatIsDueAndRestsSevenWorkingDays(t *testing.T) {
	r, rep := coach.DefaultRules(), newYork()
	ny := rep.Location()
	day := func(d int) time.Time { return time.Date(2026, 3, d, 8, 30, 0, 0, ny) }
	lead := coach.Lead{ID: "L1", Warmth: coach.Warm, Created: day(2)}
	cards := []coach.Card{{Lead: lead, Step: r.Next(lead, rep, day(2))}}
	shown := map[string]time.Time{}
	tip := For(r, cards, shown, day(2), rep)
	if tip == nil || tip.ID != "t1" {
		t.Fatalf("a warm first call gets %v", tip)
	}
	shown["t1"] = day(2)
	for d := 2; d <= 10; d++ { // Monday to Tuesday of the next week: seven working days
		if tip := For(r, cards, shown, day(d), rep); tip != nil && tip.ID == "t1" {
			t.Errorf("again on 2026-03-%02d", d)
		}
	}
	if tip := For(r, cards, shown, day(11), rep); tip == nil || tip.ID != "t1" {
		t.Errorf("rested enough on the eighth working day: %v", tip)
	}
	for _, tip := range r.Tips().ByTopic("") {
		shown[tip.ID] = day(2)
	}
	if tip := For(r, cards, shown, day(3), rep); tip != nil {
		t.Errorf("all rest, and yet %v", tip)
	}
	if tip := For(r, nil, nil, day(3), rep); tip != nil {
		t.Errorf("nothing is due, and yet %v", tip)
	}
	agreed, _, err := r.Log(lead, nil, coach.Touch{Outcome: outcome.Talked, At: day(2), Until: day(3).Add(time.Hour),
		Agenda: "prices"}, rep)
	if err != nil {
		t.Fatal(err)
	}
	if tip := For(r, []coach.Card{{Lead: agreed, Step: r.Next(agreed, rep, day(3))}}, nil, day(3), rep); tip == nil ||
		tip.ID != "t6" {
		t.Errorf("an agreed call gets %v", tip)
	}
}

func TestTipsRestAndAreFew(t *testing.T) {
	r, rep := coach.DefaultRules(), newYork()
	now := time.Date(2026, 3, 2, 8, 30, 0, 0, rep.Location())
	cards := []coach.Card{{Step: coach.Step{Kind: coach.StepCall}}}
	shown := map[string]time.Time{}
	liked := For(r, cards, shown, now, rep)
	shown[tips.Rest(liked.ID)] = now.AddDate(0, 0, tips.RestDays)
	if tip := For(r, cards, shown, now.AddDate(0, 0, tips.RestDays-1), rep); tip != nil && tip.ID == liked.ID {
		t.Errorf("%s does not rest", tip.ID)
	}
	if tip := For(r, cards, shown, now.AddDate(0, 0, tips.RestDays), rep); tip == nil || tip.ID != liked.ID {
		t.Errorf("after its rest: %v", tip)
	}
	shown["t1"], shown["t2"], shown["t3"] = now.AddDate(0, 0, -1), now.Add(-time.Hour), now
	if !More(r, rep, shown, now) {
		t.Error("no more after two on this date")
	}
	if shown["t4"] = now; More(r, rep, shown, now) {
		t.Error("one more after three")
	}
}

// S1.24, C1: from the fourth try on nobody is pushed to one more, whoever wrote the tip and whatever else fits. A
// follow-up, which comes after a talk, is no such try.
func TestNobodyIsPushedFromTheFourthTryOn(t *testing.T) {
	push := tips.Tip{ID: "push", Pushes: true, For: []string{"call"}}
	for try := 1; try <= 7; try++ {
		for _, followUp := range []bool{false, true} {
			card := coach.Card{Step: coach.Step{Kind: coach.StepCall, Number: try, FollowUp: followUp}}
			got := fits(&push, card, time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC))
			if want := try < 4 || followUp; got != want {
				t.Errorf("try %d, a follow-up: %v: pushed %v", try, followUp, got)
			}
		}
	}
}
