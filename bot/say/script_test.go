package say_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/script"
	"github.com/followup-coach/followup/coach/selfreport"
)

// scripted is a branch as it is shown for a lead of whom there is something to say, as far as the lead has it.
func scripted(l coach.Lead, id string) library.ScriptFor {
	rules, rep := coach.DefaultRules(), coach.Rep{ID: "U1", TZ: "Europe/Berlin"}
	if l.Contact != "" {
		l.TZ = "America/New_York"
		l.Reasons = []coach.Why{{Kind: coach.WhyTimely, Text: "the tariff\nof <b>May</b> ends ```soon```"}}
		l.Progress.Materials = []coach.Material{{Name: "the *specs* <!here>", Pointer: "p. 4, §2"}}
		l.Progress.TalkedAt, l.Progress.Spoken = at(12, 11, 0), true
		l.Progress.Commitment = &coach.Commitment{At: now.Add(-10 * time.Minute), Agenda: l.HotButton}
	}
	c := coach.Card{Lead: l, Step: rules.Next(l, rep, now)}
	s, ok := rules.Scripts().Script(id, merge.Fields{Lead: l, Rep: rep, Me: l.Contact, Now: now,
		Slots: rules.Slots(l, rep, now, time.Time{}, time.Time{}, 3),
		Cost:  selfreport.CallBackCost(rules.Limits(), coach.Counters{})}.Values())
	if !ok {
		panic("no branch " + id)
	}
	return library.ScriptFor{Card: c, Script: s, Opens: rules.BranchFor(l, c.Step, now) == id}
}

func scriptCases(add func(string, any), state string, l coach.Lead) {
	rules := coach.DefaultRules()
	for _, id := range []string{"has-time", "no-time", "not-reviewed", "wants-info", "late", "voicemail-1", "no-message"} {
		add("script-"+id+state, library.Script(reader, scripted(l, id)))
	}
	add("scripts-for"+state, library.Scripts(reader, l, rules.Scripts().Branches()))
	near, _ := rules.Scripts().Branch("no-time")
	add("script-which"+state, library.WhichBranch(reader, l, l.Name, []script.Branch{near},
		"/followup script acme no-tme"))
	add("script-closed"+state, library.NoScript(reader, closedLead(l)))
	add("script-do-not-call"+state, library.NoScript(reader, blockedLead(l)))
	s := saved(l)
	s.Logged.Notes, s.Step.Zone = nil, coach.LeadZone{Loc: newYork, From: coach.ZoneSet}
	s.Touch.Note = "Said: call me next week"
	s.Phrase = &answers.Found{Finding: rules.Phrases().Review(s.Touch.Note)[0],
		Instead: "Is tomorrow at 9:00 or Thursday at 16:30 better?"}
	add("logged-found"+state, answers.Logged(reader, s))
	s.Touch.Note = "Opened with <just checking in> *bold*"
	s.Phrase = &answers.Found{Finding: rules.Phrases().Review(s.Touch.Note)[0],
		Instead: "The reason why I'm calling now: " + l.HotButton}
	add("logged-found-opener"+state, answers.Logged(reader, s))
}

func scriptWords(add func(string, any)) {
	rules := coach.DefaultRules()
	add("scripts", library.Scripts(reader, coach.Lead{}, rules.Scripts().Branches()))
	many := rules.Scripts().Branches()
	for len(many) < 60 {
		many = append(many, many[0])
	}
	add("scripts-many", library.Scripts(reader, coach.Lead{}, many))
	s, _ := rules.Scripts().Script("no-memory", merge.Fields{Lead: coach.Lead{Name: library.AnyName}, Now: now}.Values())
	add("script-nobody", library.Script(reader, library.ScriptFor{Script: s}))
	add("script-which-none", library.WhichBranch(reader, coach.Lead{}, "<!channel>", nil, "/followup script <!channel>"))
}

// What is to be said stands in fences, as it is said; what is not to be said is marked in words, not by looks.
func TestAScriptCanBeCopiedAndItsRedLinesAreWords(t *testing.T) {
	s := scripted(acme(), "not-reviewed")
	r := library.Script(reader, s)
	fences, donts := 0, 0
	for _, l := range s.Script.Lines {
		if l.Say != "" {
			fences++
			if !strings.Contains(r.Text, "```"+strings.ReplaceAll(blockkit.Escape(l.Say), "```", "'''")+"```") {
				t.Errorf("not to be copied: %q", l.Say)
			}
		}
		if l.Dont != "" { // S3.4
			donts++
			if !strings.Contains(r.Text, "*Don't say:*") || !strings.Contains(r.Text, say.Quote(l.Dont, 300)) {
				t.Errorf("no red line: %q", l.Dont)
			}
		}
	}
	if fences < 3 || donts != 2 {
		t.Errorf("%d lines to say, %d not to", fences, donts)
	}
	if strings.Contains(r.Text, "S3.") || !strings.Contains(r.Text, "Times in it are theirs (New York).") {
		t.Errorf("codes and clock:\n%s", r.Text)
	}
}

// Every branch that follows is one tap away, and the outcome to log another.
func TestAScriptLeadsOn(t *testing.T) {
	l := acme()
	for _, b := range coach.DefaultRules().Scripts().Branches() {
		values := map[string]string{}
		for _, block := range library.Script(reader, scripted(l, b.ID)).Blocks {
			if actions, ok := block.(*slack.ActionBlock); ok {
				for _, e := range actions.Elements.ElementSet {
					button := e.(*slack.ButtonBlockElement)
					values[ids.Kind(button.ActionID)+" "+button.Value] = button.Text.Text
				}
			}
		}
		for _, id := range append(b.Next, library.AllScripts) {
			if values[ids.ActScript+" L01acme|"+id] == "" {
				t.Errorf("%s does not lead to %s: %v", b.ID, id, values)
			}
		}
		log, info := values[ids.ActEndsIn+" L01acme|4|"+string(b.Outcome)], b.Outcome.Info()
		if b.Outcome != "" && log != "Log: "+info.Label && log != "Log: "+info.Button {
			t.Errorf("%s does not log %s: %v", b.ID, b.Outcome, values)
		}
	}
	closed := scripted(l, "no-time")
	closed.Card.Lead.Progress.Closed = outcome.Won
	if strings.Contains(seenBlocks(t, library.Script(reader, closed).Blocks), "[Log:") {
		t.Error("offers to log on a closed lead")
	}
}

// S0.24: where the process is one call, the page after "wants information" offers no sending.
func TestWithOneCallSendingIsNoWayToEnd(t *testing.T) {
	s := saved(acme())
	s.Touch.Outcome = outcome.WantsInfo
	for _, noSend := range []bool{false, true} {
		shown := seenBlocks(t, forms.WrapPage(reader, forms.Wrap{Saved: s, NoSend: noSend}).Blocks.BlockSet)
		if strings.Contains(shown, "Send it, and go through it") == noSend || !strings.Contains(shown, "Demo now") {
			t.Errorf("no sending %v:\n%s", noSend, shown)
		}
	}
}

// One line about a phrase, also where the answer asks or offers something.
func TestAFoundPhraseGetsOneLineBesideWhatIsAsked(t *testing.T) {
	s := saved(acme())
	s.Phrase = &answers.Found{Finding: coach.DefaultRules().Phrases().Review("call me next week")[0],
		Instead: "Is tomorrow at 9:00 or Thursday at 16:30 better?"}
	plain := saved(acme())
	with, without := answers.Logged(reader, s), answers.Logged(reader, plain)
	if n := len(with.Blocks) - len(without.Blocks); n != 1 ||
		strings.Count(with.Text, "\n") != strings.Count(without.Text, "\n")+1 {
		t.Errorf("%d blocks more:\n%s", n, with.Text)
	}
	for _, want := range []string{"“Call me next week” names no hour",
		"Try: “Is tomorrow at 9:00 or Thursday at 16:30 better?”"} {
		if !strings.Contains(with.Text, want) {
			t.Errorf("no %q in\n%s", want, with.Text)
		}
	}
	for what, change := range map[string]func(*answers.Saved){
		"a question": func(s *answers.Saved) {
			s.Logged.Question = &coach.Question{Code: coach.AskWarmth, Options: []string{"warm", "cold"}}
		},
		"slots":   func(s *answers.Saved) { s.Times.Slots = []coach.Slot{{At: at(15, 9, 30)}} },
		"no date": func(s *answers.Saved) { s.Times.Words = "next week" },
		"agreed": func(s *answers.Saved) {
			s.Times.Slots, s.Times.Offer = []coach.Slot{{At: at(15, 9, 30)}}, answers.OfferAgreed
		},
	} {
		x := s
		change(&x)
		if text := answers.Logged(reader, x).Text; strings.Count(text, "Try: ") != 1 {
			t.Errorf("beside %s:\n%s", what, text)
		}
	}
}
