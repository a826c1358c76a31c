package say_test

import (
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/prep"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/suspect"
)

// factful is a lead of which everything is known; its words are as well or ill meant as those of l.
func factful(l coach.Lead) coach.Lead {
	words := func(s string) string {
		if l.ID == "L03evil" {
			return l.Name + s
		}
		return s
	}
	l.Decider, l.Competitor, l.Gut, l.Prefers, l.Introduced = words("Pat and the plant manager"), words("Birch & Sons"), 4,
		coach.ByMail, words("Kim Lee")
	l.Industry, l.Problem = words("food processing"), words("stock-outs before holidays")
	l.Reasons = []coach.Why{
		{Kind: coach.WhyTimely, Text: words("new tariff in force"), Until: at(20, 0, 0)},
		{Kind: coach.WhyNews, Text: words("opened a second plant"), Until: at(10, 0, 0)},
		{Kind: coach.WhyValue, Text: words("two days less downtime")},
	}
	l.Progress.Total, l.Progress.Calls = 3, 2
	l.Progress.Materials = []coach.Material{
		{Name: words("Price list"), Link: "https://acme.example/prices?a=1&b=<2>|x", Pointer: "p. 4, §2", At: at(12, 9, 0)},
		{Name: words("Demo"), Shown: true, Read: true, At: at(12, 11, 0)},
		{Name: "Case study", Link: "javascript:alert(1)", At: at(9, 9, 0), Read: true},
	}
	l.Progress.Promises = []coach.Promise{
		{ID: "3.0", By: coach.Them, What: words("read the specs"), Due: at(15, 23, 59), Made: at(12, 11, 0)},
		{ID: "3.1", By: coach.Us, What: words("send the draft"), Due: at(13, 15, 0), Made: at(12, 11, 0)},
		{ID: "4.0", By: coach.Them, What: "call the plant"},
	}
	l.Progress.Counters = coach.Counters{TheyKept: 3, TheyBroke: 1, WeKept: 2, Unread: 2, Engaged: 1}
	return l
}

// closedWith is a lead that is closed with something left to do.
func closedWith(l coach.Lead, o outcome.Outcome, task string) coach.Card {
	left := coach.Task{Kind: task, At: at(12, 12, 0)}
	why := coach.Reason{Code: coach.ReasonSuccessor, Days: 2, At: left.At}
	if task == coach.Renewal {
		left.At = at(12, 12, 0).AddDate(0, 3, 0)
		why = coach.Reason{Code: coach.ReasonRenewal, Days: 60, At: left.At}
	}
	l.Progress.Closed, l.Progress.ClosedAt = o, at(12, 12, 0)
	l.Progress.Waiting = coach.Waiting{Kind: coach.WaitTask, Rule: left.Kind, At: left.At}
	c := other(l, coach.StepTask, why)
	c.Step.Task = &left
	return c
}

// factCases say what is known of a lead, and everything that changes or asks it.
func factCases(add func(string, any), state string, l coach.Lead) {
	full := factful(l)
	add("show-known"+state, cards.Show(reader, cards.ShowLead{Card: call(full)}))
	listed := l
	listed.List = coach.Listed{Name: "leads.csv", Built: []string{"need", "worth", "in Ohio"}}
	listed.Industry = "schools"
	score := suspect.Of(listed, qualify.Suspects{Seldom: []string{"schools"}}, now)
	add("show-score"+state, cards.Show(reader, cards.ShowLead{Card: call(listed), Score: &score}))
	parked := coach.Card{Lead: listed, Step: coach.Step{Kind: coach.StepNone}}
	parked.Lead.List.Parked, parked.Lead.Progress = true, coach.Progress{}
	add("show-parked"+state, cards.Show(reader, cards.ShowLead{Card: parked}))
	add("when-parked"+state, answers.When(reader, parked, coach.Balanced))
	add("prep-score"+state, cards.Prep(reader, prep.Prep{Card: call(listed), Score: &score}, cards.PrepNews{}))
	blocks := cards.Card(reader, call(full))
	add("card-mail-first"+state, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
	for _, c := range []coach.Card{closedWith(l, outcome.LeftCompany, coach.FindSuccessor),
		closedWith(l, outcome.HasSolution, coach.Renewal)} {
		blocks := cards.Card(reader, c)
		add("card-"+c.Step.Task.Kind+state, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
		add("show-"+c.Step.Task.Kind+state, cards.Show(reader, cards.ShowLead{Card: c}))
	}
	for _, page := range []string{fields.PageMatters, fields.PageContact, fields.PageKind} {
		add("form-edit-"+page+state, forms.EditForm(reader,
			forms.EditFields{Lead: full, Page: page, Meta: request.Meta{Channel: "D1", Message: "1.2"}}))
	}
	typed := map[string]string{fields.Gut: "", fields.Hot: full.Competitor, facts.Prefers: "mail"}
	add("form-edit-again"+state, forms.EditForm(reader,
		forms.EditFields{Lead: l, Page: fields.PageMatters, Typed: typed,
			Problem: "“9” doesn't work <as> your hunch."}))
	edited := answers.Saved{Lead: full, Was: &l, Step: call(full).Step, Change: "J78"}
	add("form-edit-next"+state, forms.EditForm(reader,
		forms.EditFields{Lead: full, Page: fields.PageKind, Saved: &edited}))
	add("form-hot"+state, forms.HotForm(reader, full, request.Meta{}))
	add("edited"+state, answers.Logged(reader, edited))
	moved := answers.Saved{Lead: l, Was: &full, Moved: true, Step: call(l).Step, Change: "J78"}
	add("edited-moved"+state, answers.Logged(reader, moved))
	dead := edited
	dead.Lead.Phone, dead.Touch = "+1 646 555 0199", coach.Touch{Outcome: outcome.Resumed, At: now}
	add("edited-number"+state, answers.Logged(reader, dead))
	add("edited-nothing"+state, forms.Unchanged(reader, l))
	add("form-edit-unchanged"+state, forms.EditedBefore(reader, l, ""))
	add("form-edit-before"+state, forms.EditedBefore(reader, l, "J78"))

	yesNo, kept := []string{"yes", "no"}, []string{"kept", "broken"}
	read := full.Progress.Promises[0] // what comes with a document that was sent
	read.What, read.Read = "the price list", true
	for name, q := range map[string]coach.Question{
		"promise-read":   {Code: coach.AskPromise, Options: kept, Promise: &read},
		"promise-theirs": {Code: coach.AskPromise, Options: kept, Promise: &full.Progress.Promises[0]},
		"promise-ours":   {Code: coach.AskPromise, Options: kept, Promise: &full.Progress.Promises[1]},
		"together":       {Code: coach.AskTogether, Options: yesNo}, "hot": {Code: coach.AskHot},
	} {
		s := saved(l)
		s.Touch.Outcome, s.Logged = outcome.Talked, coach.Logged{Question: &q}
		add("asks-"+name+state, answers.Logged(reader, s))
		done := answers.CardDone(reader, s)
		add("card-asks-"+name+state, say.Reply{Text: say.Spoken(done), Blocks: done})
	}
	s := saved(full)
	for name, x := range map[string]coach.Promise{"them": full.Progress.Promises[0], "us": full.Progress.Promises[1],
		"read": read} {
		add("answered-promise-kept-"+name+state, answers.PromiseAnswer(x, true, s.Lead).Reply(reader, s))
		add("answered-promise-broken-"+name+state, answers.PromiseAnswer(x, false, s.Lead).Reply(reader, s))
	}
	add("answered-together-yes"+state, answers.TogetherAnswer(true, tip(), s.Lead).Reply(reader, s))
	add("answered-together-no"+state, answers.TogetherAnswer(false, tip(), s.Lead).Reply(reader, s))
	add("wrap-answered"+state, forms.WrapPage(reader,
		forms.Wrap{Saved: answers.Saved{Lead: full, Touch: coach.Touch{Outcome: outcome.NotReviewed, At: now}, Step: s.Step},
			Problem: answers.TogetherAnswer(false, tip(), s.Lead).OnPage(full)}))
	add("answered-before"+state, problems.AnsweredBefore(reader, full,
		answers.PromiseKept(full.Progress.Promises[0], true)))
	add("open-already"+state, problems.OpenAlready(reader, l))
	add("no-task-left"+state, problems.NoTaskLeft(reader, l))

	s = saved(l)
	s.Touch.Outcome, s.Logged = outcome.Referral, coach.Logged{}
	s.Touch.Promises, s.Touch.Material = full.Progress.Promises, &full.Progress.Materials[0]
	s.Was = &full
	add("logged-referral"+state, answers.Logged(reader, s))
	done := answers.CardDone(reader, s)
	add("card-referral"+state, say.Reply{Text: say.Spoken(done), Blocks: done})
	for _, o := range []outcome.Outcome{outcome.LeftCompany, outcome.HasSolution, outcome.TaskDone} {
		c := closedWith(l, outcome.LeftCompany, coach.FindSuccessor)
		if o == outcome.HasSolution {
			c = closedWith(l, outcome.HasSolution, coach.Renewal)
		}
		s = answers.Saved{Lead: c.Lead, Step: c.Step, Touch: coach.Touch{Outcome: o, At: now}, Change: "J77",
			Logged: coach.Logged{Notes: []coach.Reason{{Code: coach.ReasonGut, N: 4, Of: 5, Word: string(o)}}}}
		add("logged-"+string(o)+state, answers.Logged(reader, s))
	}
	s.EndsOn = "in <spring>"
	add("logged-ends-vague"+state, answers.Logged(reader, s))
	add("form-add-named"+state, forms.AddForm(reader, full.Named(), request.Meta{Lead: l.ID, Origin: "named"}))
	add("form-add-follows"+state, forms.AddForm(reader, full.Follower(), request.Meta{Lead: l.ID, Origin: "follows"}))
	full.Gut = 0
	add("form-edit-gutless"+state, forms.EditForm(reader, forms.EditFields{Lead: full, Page: fields.PageMatters}))
}
