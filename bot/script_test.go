package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// Whatever is typed after script, it is a lead, a branch, both, or something near one of them.
func TestScriptFindsLeadAndBranch(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add \"Acme Corp\" warm contact:\"Kim Roe\" hot:\"less downtime\" phone:+493012345678")
	w.types(pat, "add Late cold")
	w.types(pat, "add \"Busy Bee\" cold")
	for line, want := range map[string][]string{
		"script": {"Scripts by situation", "Has no time", "Hasn't looked at it yet",
			"You are late"},
		"script Acme Corp": {"Voicemail, first try", "Kim, this is pat", "less downtime",
			"For the next call."},
		"script acme": {"Voicemail, first try", "Kim"},
		"script acme corp no-time": {"Has no time", "Acme Corp",
			"I have something new on what matters to you, less downtime."},
		"script acme has no time":            {"Has no time", "Acme Corp"},
		"script acme NO TIME":                {"Has no time", "Acme Corp"},
		"script acme “doesn’t remember you”": {"Doesn't remember you", "Acme Corp"},
		"script acme distracted":             {"Is distracted", "Acme Corp"},
		"script acme vm":                     {"Voicemail, first try", "Acme Corp"},
		"script acme gk":                     {"Somebody else answers", "I'd like to speak to Kim"},
		"script \"Busy Bee\" unread":         {"Hasn't looked at it yet", "Busy Bee"},
		"script no-time":                     {"Has no time", "[their name]", "fills in what I know of Acme"},
		"script wants information":           {"Wants information", "*Don't say:*"},
		"script late":                        {"Voicemail, first try", "Late"}, // a lead's name wins
		"script late late":                   {"You are late", "*Late*"},
		"script acme no-tme":                 {"I know no script “no-tme”. Did you mean one of these?"},
		"script no-tme":                      {"I know no script “no-tme”. Did you mean one of these?"},
		"script acme poetry":                 {"I know no script “poetry”."},
		"script Acme Crop no-time":           {"Did you mean *Acme Corp*"},
		"script Nobody no-time":              {"No lead called “Nobody”"},
		"script Nobody":                      {"No lead called “Nobody”"},
	} {
		w.says(pat, line, want...)
	}
	if m := w.types(pat, "script acme corp"); strings.Contains(m.Text, "[their name]") {
		t.Errorf("a lead has a name:\n%s", m.Text)
	}
}

// Two taps lead to the next line but one, in the place of the first; a third saves how the call ended.
func TestScriptLeadsOnInPlaceAndLogs(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold contact:\"Kim Roe\"")
	m := w.types(pat, "script acme no-time")
	m = w.taps(pat, m, "script.show", "Isn't available")
	w.has(m, "Isn't available", "I understand, Kim.")
	m = w.taps(pat, m, "script.show", "Has no time")
	w.has(m, "Has no time")
	m = w.taps(pat, m, "script.show", "All scripts")
	w.has(m, "Scripts by situation", "For *Acme*")
	m = w.types(pat, "script acme no-time")
	done := w.taps(pat, m, "script.log", "Log: Had no time")
	w.has(done, "Saved", "no time", "Acme")
	if got := w.touches(pat, "acme"); !strings.Contains(got, "no-time") {
		t.Errorf("touches: %s", got)
	}
	w.types(pat, "close acme won")
	w.says(pat, "script acme", "is closed: won")
	w.types(pat, "add Birch cold")
	w.types(pat, "birch do-not-call")
	w.says(pat, "script birch", "asked not to be called")
	w.says(pat, "script birch no-time", "asked not to be called")
}

// S1.8, S1.9, S0.23: what was written down gets one line with what to say instead, and a date takes it away.
func TestAPhraseInANoteGetsALine(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold hot:price")
	// A vague time is mended by those that are offered for it.
	if m := w.says(pat, "acme talked said we should call back in a few days",
		"When do you talk next?"); strings.Contains(m.Text,
		"Instead:") {
		t.Errorf("a line beside the times to choose from:\n%s", m.Text)
	}
	w.clock.move(time.Hour)
	w.says(pat, "acme talked I'll send you some information, just checking in", "“I'll send you some information”",
		"hands them a way out")
	w.clock.move(time.Hour)
	for _, quiet := range []string{
		"acme talked said: call me in a few days next Thu 16:00",
		"acme talked sent the information they asked for",
		"acme talked call me next week next in a couple of days", // asked for already, with times to tap
		"acme not-interested I'll send you some information",
	} {
		if m := w.types(pat, quiet); strings.Contains(m.Text, "Instead:") {
			t.Errorf("%q gets a line:\n%s", quiet, m.Text)
		}
		w.clock.move(time.Hour)
	}
	w.types(pat, "add Birch cold hot:price")
	w.says(pat, "next birch Thu 16:00 agenda just touching base", "ouching base", "offers nothing new")
	if l := w.lead(pat, "birch"); l.Progress.Commitment == nil || l.Progress.Closed == outcome.Won {
		t.Error("the line got in the way of the date")
	}
}

// S1.20: what the team has told of a similar business is in what to say.
func TestAScriptTellsTheTeamsStory(t *testing.T) {
	w := newWorld(t)
	w.says(ada, "team create Sales <#C0SALES|sales>", "Sales")
	w.says(ada, "team add <@U0PAT|pat>", "Added")
	w.carriesOut()
	w.types(pat, "add Acme cold hot:price")
	if m := w.types(pat, "script acme has-time"); strings.Contains(m.Text, "cut stock-outs") {
		t.Fatal("nobody has told that yet")
	}
	w.says(pat, `team library add "A plant like yours cut stock-outs by a third"`, "Added")
	w.says(pat, "script acme has-time", "this is what came of it: A plant like yours cut stock-outs by a third.")
}

// S0.21: to somebody who is distracted, times within two working days are offered, not those of the middle of next
// week.
func TestAScriptOffersWhatItsTurnAsksFor(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold hot:price")
	w.clock.set(tuesday.AddDate(0, 0, 3)) // Friday
	near := w.says(pat, "script acme distracted", "Monday")
	if strings.Contains(near.Text, "Wednesday") || strings.Contains(near.Text, "Thursday") {
		t.Errorf("too far away:\n%s", near.Text)
	}
	w.says(pat, "script acme no-time", "Wednesday", "Thursday")
}
