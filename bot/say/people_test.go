package say_test

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tips"
)

// The cast of the tests: a rep in Berlin on Wednesday 14 January 2026 at 10:02, and leads in every state of mind.
var (
	berlin  = zoneOf("Europe/Berlin")
	newYork = zoneOf("America/New_York")
	tokyo   = zoneOf("Asia/Tokyo")
	now     = time.Date(2026, 1, 14, 9, 2, 0, 0, time.UTC)
	reader  = say.Reader{Zone: berlin, Now: now, Nonce: "n1"}
	// american reads on another clock, with the month first.
	american = say.Reader{Zone: berlin, Locale: "en-US", Now: now, Nonce: "n1"}
)

func zoneOf(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

func at(d, h, m int) time.Time { return time.Date(2026, 1, d, h, m, 0, 0, berlin).UTC() }

func acme() coach.Lead {
	return coach.Lead{
		ID: "L01acme", Rep: "U1", Version: 4, Name: "Acme Corp", Contact: "Pat Doe", Phone: "+1 212 555 0100",
		Email:     "pat@acme.example",
		HotButton: "cut unscheduled maintenance", Source: "web form", Warmth: coach.Warm, Potential: coach.PotentialHigh,
		Progress: coach.Progress{Calls: 2, Mails: 1, Total: 2, Touches: 3, LastTry: at(13, 16, 5),
			LastOutcome: outcome.Voicemail, Mail: 1},
	}
}

// sparse is a lead of which nothing is known but the name.
func sparse() coach.Lead { return coach.Lead{ID: "L02", Rep: "U1", Version: 1, Name: "Zwölf"} }

// hostile is a lead whose words would like to ping, to break the layout and to turn the line around.
func hostile() coach.Lead {
	return coach.Lead{
		ID: "L03evil", Rep: "U1", Version: 9, Name: "<!channel> *bold* `x` & " + strings.Repeat("Ä", 3000),
		Contact: "\u202Eevil\u2066 <@U999>\nsecond\x00line",
		Company: "شركة الأمل <https://evil.example|click>", Phone: "+1 (212) 555|0100 <!here> ext. 99999999999999999999",
		Email:     "<mailto:a@b.example|a>",
		HotButton: strings.Repeat("~💥💥~ ", 500), Source: "<!subteam^S1>", Warmth: coach.Cold, Potential: coach.PotentialLow,
		Progress: coach.Progress{Calls: 6, Mails: 2, Total: 40, Broken: 3, TalkedAt: at(5, 10, 0),
			ClosedReason: "<!everyone>"},
	}
}

func rtl() coach.Lead {
	return coach.Lead{ID: "L04", Rep: "U1", Version: 2, Name: "חברת אלון 🚀", Contact: "دينا", Phone: "+972 3 555 0100",
		Warmth: coach.Cold}
}

func call(l coach.Lead) coach.Card {
	return coach.Card{Lead: l, Step: coach.Step{
		Kind: coach.StepCall, Number: 3, Of: 7, Due: at(14, 15, 0), Until: at(14, 16, 0),
		Zone:   coach.LeadZone{Loc: newYork, From: coach.ZonePhone, Likely: true},
		Window: coach.Window{From: 9 * 60, To: 10 * 60}, Mail: l.Progress.Mail,
		Because: []coach.Reason{
			{Code: coach.ReasonLast, Word: string(outcome.Voicemail), At: at(13, 16, 5), N: 2},
			{Code: coach.ReasonGap, Days: 1, At: at(13, 16, 5), Source: "S2.12"},
			{Code: coach.ReasonHours, N: 8 * 60, Of: 18 * 60, Source: "product 4"},
			{Code: coach.ReasonZone, Word: "America/New_York", N: -360, Of: 1},
		},
	}}
}

func dueNow(l coach.Lead) coach.Card {
	c := call(l)
	c.Step.Due, c.Step.Until, c.Step.Zone = at(14, 8, 0), at(14, 10, 30), coach.LeadZone{Loc: berlin, From: coach.ZoneRep}
	c.Step.Because = c.Step.Because[:2]
	return c
}

func overdue(l coach.Lead) coach.Card {
	c := dueNow(l)
	c.Step.Until, c.Step.FollowUp, c.Step.Number, c.Step.NeedsDate = at(14, 9, 0), true, 2, true
	c.Step.Because = []coach.Reason{{Code: coach.ReasonNeedsDate, At: at(12, 11, 0)}, {Code: coach.ReasonMorning}}
	return c
}

func agreed(l coach.Lead) coach.Card {
	cm := &coach.Commitment{At: at(15, 16, 0), Agenda: "pricing for 12 seats", Made: at(12, 11, 0)}
	l.Progress.Commitment = cm
	return coach.Card{Lead: l, Step: coach.Step{
		Kind: coach.StepCommitment, Number: 2, FollowUp: true, Due: cm.At, Until: cm.At.Add(time.Hour), Commitment: cm,
		Zone:    coach.LeadZone{Loc: newYork, From: coach.ZoneSet},
		Because: []coach.Reason{{Code: coach.ReasonCommitment, At: cm.Made}},
	}}
}

func didIt(l coach.Lead) coach.Card {
	c := agreed(l)
	c.Step.Kind = coach.StepDidIt
	c.Step.Commitment.At = at(13, 16, 0)
	c.Step.Due, c.Step.Until = at(13, 16, 0), time.Time{}
	c.Step.Because = []coach.Reason{{Code: coach.ReasonUnlogged, At: at(13, 16, 0)}}
	return c
}

func other(l coach.Lead, kind coach.StepKind, because ...coach.Reason) coach.Card {
	if kind == coach.StepNeedsDate {
		l.Progress.Waiting = coach.Waiting{Kind: coach.WaitReply}
	}
	return coach.Card{Lead: l, Step: coach.Step{Kind: kind, Due: at(14, 8, 0), Because: because,
		Zone: coach.LeadZone{Loc: berlin, From: coach.ZoneRep}}}
}

// everyCard is one card of each kind, for any lead.
func everyCard(l coach.Lead) []coach.Card {
	return []coach.Card{
		didIt(l), other(l, coach.StepNeedsDate, coach.Reason{Code: coach.ReasonReplied, At: at(13, 9, 0)}), agreed(l),
		dueNow(l), overdue(l), call(l),
		other(l, coach.StepRedial, coach.Reason{Code: coach.ReasonBusy, N: 1, Of: 45}),
		other(l, coach.StepReview, coach.Reason{Code: coach.ReasonReview, Days: 3, At: at(11, 9, 0)}),
		other(l, coach.StepTask, coach.Reason{Code: coach.ReasonNumber, Days: 2, At: at(12, 9, 0)}),
		other(l, coach.StepLight, coach.Reason{Code: coach.ReasonLight, N: 1}),
	}
}

func cardsOf(n int) []coach.Card {
	var cards []coach.Card
	for i := range n {
		l := acme()
		l.ID, l.Name = "L"+strings.Repeat("x", i%7)+string(rune('a'+i%26)), "Lead "+string(rune('A'+i%26))
		cards = append(cards, dueNow(l))
	}
	return cards
}

func tip() *tips.Tip {
	return &tips.Tip{ID: "t07", Text: "Name the reason for this call in the first sentence.", Topic: "opening",
		Author: "Keith Rosen", Source: "Seed 1", Strength: "D", Against: "Nobody has tested it in public."}
}

func saved(l coach.Lead) answers.Saved {
	c := call(l)
	return answers.Saved{
		Lead: l, Touch: coach.Touch{ID: "T1", Outcome: outcome.Voicemail, At: now, By: "U1"}, Step: c.Step, Change: "J77",
		Logged: coach.Logged{Notes: []coach.Reason{{Code: coach.ReasonEarly, N: 0, Of: 1, Source: "S2.19"}}},
	}
}
