package say_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/script"
	"github.com/followup-coach/followup/coach/tips"
)

// evil is what somebody may type anywhere: a mention, formatting, and a colleague's name.
const evil = "<!channel> *bold* `x` & <@U999>"

// hostileWords pass evil to whatever takes words that belong to no lead.
func hostileWords(add func(string, any)) {
	for name, r := range map[string]say.Reply{
		"not-saved": problems.NotSaved(reader, evil, evil),
		"note":      problems.NoteTooLong(reader, 3001, 3000, evil),
		"impossible": problems.ImpossibleDate(reader, evil, evil, false, &problems.Mended{At: at(15, 9, 0), Line: evil},
			evil),
		"past":         problems.PastDate(reader, evil, at(13, 9, 0), nil, evil),
		"no-date":      problems.NotADate(reader, evil, evil),
		"vague":        problems.Vague(reader, evil, evil, evil),
		"command":      problems.UnknownCommand(reader, evil, []string{"log"}, evil),
		"outcome":      problems.UnknownOutcome(reader, evil, evil, "R1"),
		"not-built":    library.NotBuilt(reader, evil, evil),
		"not-allowed":  problems.NotAllowed(reader, evil, evil),
		"no-lead":      problems.NoLead(reader, evil),
		"unknown-lead": problems.UnknownLead(reader, evil, evil, false),
		"others-lead":  problems.OthersLead(reader, evil, evil),
		// a pair of backticks in what is expected is the house's own
		"value":      problems.BadValue(reader, evil, evil, strings.ReplaceAll(evil, "`x`", "` x"), evil, evil),
		"unexpected": problems.Unexpected(reader, evil, evil),
		"which": problems.WhichLead(reader,
			problems.Which{Named: evil, Text: evil, Ref: "R1", Candidates: []coach.Lead{acme(), rtl()}}),
		"which-near": problems.WhichLead(reader,
			problems.Which{Named: evil, Text: evil, Ref: "R1", Candidates: []coach.Lead{acme(), rtl()},
				Near: true, Create: true}),
		"which-one": problems.WhichLead(reader,
			problems.Which{Named: evil, Text: evil, Candidates: []coach.Lead{acme()}, Near: true}),
		"lead-or-new":   problems.LeadOrNew(reader, acme(), evil, outcome.NoAnswer, evil, "R1"),
		"which-outcome": problems.WhichOutcome(reader, evil, []outcome.Outcome{outcome.NoAnswer}, evil, "R1"),
		"mistyped":      problems.Mistyped(reader, "log", evil, evil, evil, "R1"),
		"which-branch":  library.WhichBranch(reader, acme(), evil, nil, evil),
		"again":         problems.Again(reader, now, true, evil, "R1"),
		"no-tip":        library.NoTip(reader, evil, []string{evil}),
		"help":          library.Help(reader, evil),
		"undo-refused":  answers.UndoRefused(reader, evil),
		"undone":        answers.Undone(reader, evil, saved(acme()), false),
		"list":          cards.List(reader, cards.ListPage{Filters: []string{"week"}, Search: evil, Page: 1}),
		"tip": library.Tip(reader, tips.Tip{ID: evil, Text: evil, Author: evil, Source: evil, Strength: "D",
			Against: evil}),
		"scripts": library.Scripts(reader, acme(), []script.Branch{{ID: "b", Title: evil, When: evil}}),
		"when": answers.When(reader, other(acme(), coach.StepCall,
			coach.Reason{Code: coach.ReasonMode, Word: evil, Source: evil}), evil),
		"summary": setup.SummarySet(reader, coach.Team{Name: evil, Channel: "C1",
			Summary: coach.Schedule{Every: "weekly", TZ: evil}}, setup.MayPost),
		"which-team": setup.WhichTeam(reader, evil, []string{evil}, []string{evil}, evil),
		"settings":   setup.Settings(reader, coach.Rep{TZ: evil, TZFixed: true}),
	} {
		add("evil-"+name+"-hostile", r)
	}
	s := saved(acme())
	s.Times.Words, s.EndsOn, s.ReadAs, s.Timed, s.Touch.Until = evil, evil, evil, evil, at(15, 16, 0)
	s.Touch.Reason, s.Touch.Note = evil, evil
	add("evil-saved-hostile", answers.Logged(reader, s))
	s.Times.Law = lawError()
	s.Times.Law.Zone.Loc = time.FixedZone(evil, 3600)
	add("evil-law-hostile", answers.Logged(reader, s))
	add("evil-outside-hostile", problems.OutsideLaw(reader, acme(), s.Times.Law, evil))
	s.Phrase = &answers.Found{Finding: phrase.Finding{Words: evil, Why: evil, Source: evil}, Instead: evil}
	s.Times.Words = ""
	add("evil-found-hostile", answers.Logged(reader, s))
	c := agreed(acme())
	c.Step.Zone.Loc = s.Times.Law.Zone.Loc
	add("evil-zone-hostile", answers.When(reader, c, coach.Balanced))
	for i, r := range reasonWords {
		if r.given.Word != "" {
			p := &say.Page{To: reader}
			r.given.Code, r.given.Word = r.code, evil
			p.Section("Because " + phrases.Reason(reader, r.given))
			add(fmt.Sprintf("evil-reason-%d-hostile", i), p.Reply())
		}
	}
}
