package say_test

import (
	"strings"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// goCases are what a call block says: a card, its break, its end, what another device has logged, and the form for
// several.
func goCases(add func(string, any), state string, l coach.Lead) {
	c := dueNow(l)
	other := c
	other.Lead.ID = "L9"
	opener := "Hello Pat, my name is Maya. I have one idea for you that takes two minutes to tell. " +
		strings.Repeat("And then there is more of it. ", 9) + "Is now all right?"
	done := []cards.Done{{Lead: l, Touch: coach.Touch{Outcome: outcome.Voicemail}},
		{Lead: l, Touch: coach.Touch{Outcome: outcome.Talked}}, {Lead: l, Touch: coach.Touch{Outcome: outcome.Email}},
		{Lead: l, Touch: coach.Touch{Outcome: outcome.Snoozed}}}
	block := notify.Block{Calls: []coach.Card{c, other}, Skipped: []coach.Card{other}}
	add("card-go"+state, cards.GoCard(reader, cards.Turn{Block: block, Opener: opener, Done: done}))
	theirs := map[string]coach.Rep{c.Lead.Rep: {ID: c.Lead.Rep}}
	add("card-go-theirs"+state, cards.GoCard(reader, cards.Turn{Block: block, Opener: opener, Done: done, Owners: theirs}))
	add("card-go-last"+state, cards.GoCard(reader, cards.Turn{Block: notify.Block{Calls: []coach.Card{c}}}))
	add("card-go-break"+state, cards.GoBreak(reader, cards.Turn{Block: block, Done: done}))
	ended := notify.Block{Skipped: []coach.Card{other}, Next: &c, NextAt: c.Step.Due}
	add("card-go-end"+state, cards.GoCard(reader, cards.Turn{Block: ended, Done: done}))
	add("card-go-end-none"+state, cards.GoCard(reader, cards.Turn{}))
	add("card-go-already"+state, cards.GoAlready(reader, l, coach.Touch{Outcome: outcome.NoAnswer, Logged: at(13, 9, 5)}))
	add("card-go-calling"+state, cards.Calling(reader, c, opener, true))
	add("card-go-called"+state, cards.Called(reader, notify.Called{Card: c, Spot: notify.Spot{Surface: "go"}}))
	add("calling-asked"+state, cards.Called(reader, notify.Called{Card: agreed(l)}))
	several, _ := cards.GoSeveralForm(reader, cards.Turn{Block: block}, request.Meta{})
	add("form-several"+state, several)
}
