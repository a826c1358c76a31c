package say

import (
	"fmt"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// evil is what somebody may type anywhere: a mention, formatting, and a colleague's name.
const evil = "<!channel> *bold* `x` & <@U999>"

// hostileWords pass evil to whatever takes words that belong to no lead.
func hostileWords(add func(string, any)) {
	for name, r := range map[string]Reply{
		"not-saved":    NotSaved(reader, evil, evil),
		"note":         NoteTooLong(reader, 3001, 3000, evil),
		"impossible":   ImpossibleDate(reader, evil, evil, false, &Mended{At: at(15, 9, 0), Line: evil}, evil),
		"past":         PastDate(reader, evil, at(13, 9, 0), evil),
		"no-date":      NotADate(reader, evil, evil),
		"vague":        Vague(reader, evil, evil, evil),
		"command":      UnknownCommand(reader, evil, []string{"log"}, evil),
		"outcome":      unknownOutcome(reader, evil, evil, "R1"),
		"not-built":    NotBuilt(reader, evil, evil),
		"not-allowed":  NotAllowed(reader, evil, evil),
		"no-lead":      NoLead(reader, evil),
		"unknown-lead": UnknownLead(reader, evil, evil),
		// a pair of backticks in what is expected is the house's own
		"value":      BadValue(reader, evil, evil, strings.ReplaceAll(evil, "`x`", "` x"), evil, evil),
		"unexpected": Unexpected(reader, evil, evil),
		"which":      WhichLead(reader, Which{Named: evil, Text: evil, Ref: "R1", Candidates: []coach.Lead{acme(), rtl()}}),
		"which-near": WhichLead(reader, Which{Named: evil, Text: evil, Ref: "R1", Candidates: []coach.Lead{acme(), rtl()},
			Near: true, Create: true}),
		"which-one":     WhichLead(reader, Which{Named: evil, Text: evil, Candidates: []coach.Lead{acme()}, Near: true}),
		"lead-or-new":   LeadOrNew(reader, acme(), evil, outcome.NoAnswer, evil, "R1"),
		"which-outcome": WhichOutcome(reader, evil, []outcome.Outcome{outcome.NoAnswer}, evil, "R1"),
		"mistyped":      Mistyped(reader, "log", evil, evil, evil, "R1"),
		"which-branch":  WhichBranch(reader, acme(), evil, nil, evil),
		"again":         Again(reader, now, evil, "R1"),
		"no-tip":        NoTip(reader, evil, []string{evil}),
		"help":          Help(reader, evil),
		"undo-refused":  UndoRefused(reader, evil),
		"undone":        Undone(reader, evil, saved(acme()), false),
		"list":          List(reader, ListPage{Filters: []string{"week"}, Search: evil, Page: 1}),
		"tip": Tip(reader, coach.Tip{ID: evil, Text: evil, Author: evil, Source: evil, Strength: "D",
			Against: evil}),
		"scripts": Scripts(reader, acme(), []coach.Branch{{ID: "b", Title: evil, When: evil}}),
		"when": When(reader, other(acme(), coach.StepCall,
			coach.Reason{Code: coach.ReasonMode, Word: evil, Source: evil}), evil),
		"summary": SummarySet(reader, coach.Team{Name: evil, Channel: "C1",
			Summary: coach.Schedule{Every: "weekly", TZ: evil}}, MayPost),
		"which-team": WhichTeam(reader, evil, []string{evil}, []string{evil}, evil),
		"settings":   Settings(reader, coach.Rep{TZ: evil, TZFixed: true}),
	} {
		add("evil-"+name+"-hostile", r)
	}
	s := saved(acme())
	s.Vague, s.EndsOn, s.ReadAs, s.Timed, s.Touch.Until = evil, evil, evil, evil, at(15, 16, 0)
	s.Touch.Reason, s.Touch.Note = evil, evil
	add("evil-saved-hostile", Logged(reader, s))
	s.Law = lawError()
	s.Law.Zone.Loc = time.FixedZone(evil, 3600)
	add("evil-law-hostile", Logged(reader, s))
	add("evil-outside-hostile", OutsideLaw(reader, acme(), s.Law, evil))
	s.Phrase = &Found{coach.Finding{Words: evil, Why: evil, Source: evil}, evil}
	s.Vague = ""
	add("evil-found-hostile", Logged(reader, s))
	c := agreed(acme())
	c.Step.Zone.Loc = s.Law.Zone.Loc
	add("evil-zone-hostile", When(reader, c, coach.Balanced))
	for i, r := range reasonWords {
		if r.given.Word != "" {
			p := &page{to: reader}
			r.given.Code, r.given.Word = r.code, evil
			p.section("Because " + reader.reason(r.given))
			add(fmt.Sprintf("evil-reason-%d-hostile", i), p.reply())
		}
	}
}
