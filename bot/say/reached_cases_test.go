package say_test

import (
	"strconv"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/script"
	"github.com/followup-coach/followup/coach/selfreport"
)

// reached are the page behind [Reached…] and what it leads to, for every kind of outcome.
func reached(add func(string, any), state string, l coach.Lead, meta request.Meta) {
	rules := coach.DefaultRules()
	said := func(id string) script.Script {
		s, ok := rules.Scripts().Script(id, merge.Fields{Lead: l, Now: now, Rep: coach.Rep{TZ: "Europe/Berlin"},
			Cost: selfreport.CallBackCost(rules.Limits(), coach.Counters{})}.Values())
		if !ok {
			panic(id)
		}
		return s
	}
	add("reached"+state, forms.ReachedPage(reader,
		forms.Reached{Card: agreed(l), Script: said("no-time"), Branches: rules.OnLine(), At: at(14, 9, 0), Meta: meta}))
	add("reached-do-not-call"+state, forms.ReachedPage(reader,
		forms.Reached{Card: coach.Card{Lead: blockedLead(l), Step: coach.Step{Kind: coach.StepNone}}}))
	slots := []coach.Slot{{At: at(15, 9, 30)},
		{At: at(16, 9, 0), Marked: coach.Reason{Code: coach.ReasonWeakDay, Word: "Friday"}},
		{At: at(19, 8, 0), Marked: coach.Reason{Code: coach.ReasonWeakDay, Word: "Monday"}}}
	typed := forms.WrapFields{
		Slot: strconv.FormatInt(at(15, 9, 30).Unix(), 10), Agenda: l.HotButton, Hot: l.HotButton,
		Promise: "read <it> by Thu\nme: call & ask", Note: l.HotButton,
		Next: at(20, 9, 0), Ticks: []string{forms.TickValue}, Agreed: forms.No, How: forms.HowSend, Material: l.Name,
		Pointer: "p. 4",
		Link:    "https://acme.example/p.pdf", Sure: forms.No, Goal: coach.GoalClose,
		Phone: "+1 212 555 0100", Reason: l.HotButton, Day: "2026-06-01",
	}
	for _, o := range []outcome.Outcome{outcome.Talked, outcome.NotReviewed, outcome.WantsInfo, outcome.NoTime,
		outcome.Gatekeeper,
		outcome.Busy} {
		s := saved(l)
		s.Touch = coach.Touch{Outcome: o, At: now}
		if o == outcome.NotReviewed {
			s.Logged.Question = &coach.Question{Code: coach.AskTogether, Options: []string{"yes", "no"}}
		}
		w := forms.Wrap{Saved: s, Slots: slots, Meta: meta}
		if id := rules.BranchAfter(o); id != "" {
			w.Script = said(id)
		}
		if o == outcome.NotReviewed {
			c := selfreport.CallBackCost(rules.Limits(), coach.Counters{Unsorted: 40 * len(state), Reached: 7 * len(state)})
			w.Cost = &c
		}
		add("wrap-"+string(o)+state, forms.WrapPage(reader, w))
		w.Filled, w.Fixed, w.Slots = typed, true, nil
		w.Problem = forms.AskFirst([]string{qualify.Gates().Need.Ask, forms.AskReview})
		add("wrap-again-"+string(o)+state, forms.WrapPage(reader, w))
	}
	for _, o := range []outcome.Outcome{outcome.Won, outcome.HasSolution, outcome.DoNotCall} {
		s := saved(l)
		s.Lead.Progress.Closed, s.Touch = o, coach.Touch{Outcome: o, At: now}
		add("wrap-"+string(o)+state, forms.WrapPage(reader, forms.Wrap{Saved: s, Filled: typed, Meta: meta}))
	}
	s := saved(l)
	c := agreed(l)
	s.Lead, s.Step = c.Lead, c.Step
	s.Touch = coach.Touch{Outcome: outcome.Details, At: now, Until: c.Step.Due, Agenda: l.HotButton, Note: l.HotButton,
		Tentative: true,
		Promises: []coach.Promise{{By: coach.Them, What: "read <it>", Due: at(20, 22, 59)},
			{By: coach.Us, What: "call & ask"}},
		Material: &coach.Material{Name: l.Name, Pointer: "p. 4 <b>"}}
	add("more"+state, forms.MorePage(reader, forms.Wrap{Saved: s, Filled: typed, Problem: "That's no link.", Meta: meta}))
	add("more-not-agreed"+state, forms.MorePage(reader, forms.Wrap{Saved: saved(l), Meta: meta}))
	add("saved-details"+state, answers.FormSaved(reader, s, nil))
	s.Touch = coach.Touch{Outcome: outcome.Details, At: now, Until: at(15, 14, 0), Given: true,
		Material: &coach.Material{Name: "Demo", Shown: true}}
	add("saved-given"+state, answers.Logged(reader, s))
	s.Touch = coach.Touch{Outcome: outcome.TaskDone, At: now}
	add("saved-task-done"+state, answers.Logged(reader, s))
}
