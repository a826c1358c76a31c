package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

func TestTheMainJob(t *testing.T) {
	w := newWorld(t)
	m := w.says(pat, "log Acme voicemail left word about pricing", "Saved", "Acme", "left word about pricing", "new lead",
		"Next")
	if got := w.touches(pat, "acme"); got != "voicemail" {
		t.Fatalf("touches: %s", got)
	}
	w.taps(pat, m, "ask.warmth", "Cold")
	if l := w.lead(pat, "acme"); l.Warmth != "cold" {
		t.Errorf("warmth %q", l.Warmth)
	}
	w.says(pat, "acme", "Acme", "Attempt 2 of 7", "left word about pricing")
	w.says(pat, "", "Logged today", "Acme")
	w.says(pat, "when acme", "because:", "The last call today: voicemail", "second try the next working morning")

	w.clock.set(time.Date(2026, 1, 14, 8, 0, 0, 0, time.UTC))
	today := w.says(pat, "today", "1 lead today", "Acme", "Attempt 2 of 7")
	ticked := w.taps(pat, today, "log.noanswer", "No answer")
	w.has(ticked, "✓", "attempt 3 of 7", "Logged today")
	if got := w.touches(pat, "acme"); got != "voicemail no-answer" {
		t.Fatalf("touches: %s", got)
	}
	w.says(pat, "undo", "Undone", "Acme")
	if got := w.touches(pat, "acme"); got != "voicemail" {
		t.Fatalf("touches after undo: %s", got)
	}
}

func TestNamesWinOverKeywords(t *testing.T) {
	w := newWorld(t)
	w.says(pat, `add "Busy Bee"`, "Added", "Busy Bee")
	w.says(pat, "add Next plc cold", "Added", "Next plc")
	w.says(pat, "busy bee busy", "Saved", "Busy Bee")
	w.says(pat, "log next plc no answer next thu 16:00 agenda pricing", "Saved", "Next plc", "Agreed call", "pricing")
	if got := w.touches(pat, "busy bee"); got != "busy" {
		t.Errorf("Busy Bee: %s", got)
	}
	l := w.lead(pat, "next plc")
	if l.Progress.Commitment == nil || l.Progress.Commitment.Agenda != "pricing" ||
		!l.Progress.Commitment.At.Equal(time.Date(2026, 1, 15, 15, 0, 0, 0, time.UTC)) {
		t.Errorf("commitment %+v", l.Progress.Commitment)
	}
}

func TestLikeness(t *testing.T) {
	w := newWorld(t)
	w.types(pat, `add "Acme Corp"`)
	w.says(pat, "acme vm", "Saved", "Acme Corp")
	ask := w.says(pat, "log Acme Crop talked wants a quote", "Did you mean", "Acme Corp", "Not saved")
	saved := w.taps(pat, ask, "dym.lead", "Yes")
	w.has(saved, "Saved", "Acme Corp", "wants a quote")
	if got := w.touches(pat, "acme corp"); got != "voicemail talked" {
		t.Errorf("touches %s", got)
	}
	w.types(pat, `add "Acmetron"`)
	which := w.says(pat, "log acme na", "which", "Not saved")
	w.has(w.taps(pat, which, "pick.lead", "Acmetron"), "Saved", "Acmetron")
	which = w.says(pat, "log Acme Crop gatekeeper ask for Jo", "Did you mean")
	w.has(w.taps(pat, which, "dym.create", "New lead"), "Saved", "Acme Crop", "ask for Jo", "new lead")
}

func TestOutcomesNearly(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	ask := w.says(pat, "acme voicmail he was out", "voicmail", "Not saved")
	w.has(w.taps(pat, ask, "dym.outcome", ""), "Saved", "he was out")
	ask = w.says(pat, "log Newco voicmail", "Not saved")
	if w.lead(pat, "newco") != nil {
		t.Error("a lead was created before the outcome was known")
	}
	w.has(w.taps(pat, ask, "dym.outcome", ""), "Saved", "Newco", "new lead")
}

func TestVagueDatesAreNeverGuessed(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme warm")
	m := w.says(pat, "acme talked next week", "Saved", "next week", "When do you talk next?")
	if l := w.lead(pat, "acme"); l.Progress.Commitment != nil || !l.Progress.NeedsDate() {
		t.Fatalf("progress %+v", l.Progress)
	}
	booked := w.taps(pat, m, "slot.pick.1", "")
	w.has(booked, "Agreed call", "Acme")
	if l := w.lead(pat, "acme"); l.Progress.Commitment == nil || l.Progress.NeedsDate() {
		t.Fatalf("progress %+v", l.Progress)
	}
	w.types(pat, "undo")
	offer := w.says(pat, "next acme friday agenda pricing", "At what time?")
	if strings.Contains(offer.Text, "Saved") || strings.Contains(offer.Text, "Added") {
		t.Errorf("nothing was agreed:\n%s", offer.Text)
	}
	if l := w.lead(pat, "acme"); l.Progress.Commitment != nil || !l.Progress.NeedsDate() {
		t.Errorf("progress %+v", l.Progress)
	}
	w.says(pat, "next Newco soon", "Added", "Newco", "When do you talk next?")
	w.says(pat, "acme talked good chat next to nothing", "Saved", "good chat next to nothing")
}

func TestTheirTime(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme phone:+12125550100")
	m := w.says(pat, "acme talked next thu 16:00", "10:00 in New York")
	moved := w.taps(pat, m, "meant.theirs", "Meant their time")
	w.has(moved, "Agreed call", "16:00 in New York")
	if c := w.lead(pat, "acme").Progress.Commitment; c == nil ||
		!c.At.Equal(time.Date(2026, 1, 15, 21, 0, 0, 0, time.UTC)) {
		t.Errorf("commitment %+v", c)
	}
}

func TestTheThreeMinutes(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.says(pat, "log acme voicemail", "Saved")
	w.clock.move(2 * time.Minute)
	again := w.says(pat, "log  ACME voicemail", "Already saved")
	if got := w.touches(pat, "acme"); got != "voicemail" {
		t.Fatalf("touches %s", got)
	}
	w.has(w.taps(pat, again, "log.again", "Log again"), "Saved")
	if got := w.touches(pat, "acme"); got != "voicemail voicemail" {
		t.Fatalf("touches %s", got)
	}
	w.clock.move(4 * time.Minute)
	w.says(pat, "acme na", "Saved")
	w.says(pat, "undo", "Undone")
	w.says(pat, "acme na", "Saved") // taken back, so saying it again means it
}

func TestWhenItHappened(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	w.says(pat, "acme voicemail at 9:15", "Saved")
	if l := w.lead(pat, "acme"); !l.Progress.LastTry.Equal(time.Date(2026, 1, 13, 8, 15, 0, 0, time.UTC)) {
		t.Errorf("last try %s", l.Progress.LastTry)
	}
	w.says(pat, "acme na at yesterday 15:30", "Saved")
	if l := w.lead(pat, "acme"); l.Progress.Calls != 2 ||
		!l.Progress.LastTry.Equal(time.Date(2026, 1, 13, 8, 15, 0, 0, time.UTC)) {
		t.Errorf("progress %+v", l.Progress)
	}
	w.says(pat, "acme na at tomorrow 9:00", "Saved", "Saved") // the call is now, that time is the next one's
	w.says(pat, "undo", "Undone")
	m := w.says(pat, "acme na at 2 Jan 10:00", "more than a week ago")
	w.has(w.taps(pat, m, "log.again", "Yes"), "Saved")
	w.says(pat, "acme na met at the fair", "Saved", "met at the fair")
}

func TestBadInput(t *testing.T) {
	w := newWorld(t)
	w.types(pat, "add Acme cold")
	for _, c := range []struct{ typed, want string }{
		{"frobnicate", "no command"},
		{"shwo acme", "show"},
		{"next acme 31 Apr", "31 Apr"},
		{"next acme yesterday", "yesterday"},
		{"next acme blue moon", "blue moon"},
		{"next acme thu 05:00", "08:00 to 21:00"},
		{"snooze nobody at all monday", "No lead"},
		{`log "" voicemail`, "no name"},
		{"log <!channel> voicemail", "&lt;!channel&gt;"},
		{"log 🦊🦊 voicemail", "🦊🦊"},
		{"log شركة النور voicemail", "شركة النور"},
		{"log Big voicemail " + strings.Repeat("x", 3001), "3,001"},
		{"close acme no-response", "Why close it now"}, {"undo", "Undone"},
		{"close acme sideways", "sideways"},
		{"settings digest half past", "half past"},
		{"settings nonsense", "nonsense"},
		{"prep acme", "*Start:* “Hello Acme"},
		{"team show", "That's for their managers."},
		{"team create Sales <#C0SALES|sales>", "admins"},
		{"undo please now", "No lead called “please now”"},
	} {
		m := w.types(pat, c.typed)
		if !strings.Contains(m.Text, c.want) {
			t.Errorf("%q: want %q in\n%s", c.typed, c.want, m.Text)
		}
	}
}

func TestWhoMay(t *testing.T) {
	w := newWorld(t)
	w.says(gus, "today", "members of this workspace")
	out := w.types(bob, "log Acme voicemail")
	w.has(out, "members of this workspace")
	w.types(pat, "add Acme cold")
	w.says(sam, "show acme", "No lead")
}

// What the bot shows as an outcome, typed behind a name, logs that outcome: its label and the words of its button.
func TestTheWordsOfAnOutcomeLogIt(t *testing.T) {
	w := newWorld(t)
	for _, o := range outcome.All() {
		if !o.Typed {
			continue // decisions, and ends that only close has
		}
		for i, shown := range []string{o.Label, o.Button, strings.ToUpper(o.Label), strings.ReplaceAll(o.Label, "'", "’")} {
			name := fmt.Sprintf("%s %d", strings.ReplaceAll(string(o.Code), "-", ""), i)
			w.types(pat, `add "`+name+`" cold`)
			said := w.types(pat, `"`+name+`" `+shown+" and more")
			seen, err := w.space.Records.Read(t.Context(),
				store.Query{Rep: pat, Names: []string{name}, Now: w.clock.Now(), Touches: 1})
			if err != nil || seen.Lead == nil || len(seen.Touches) != 1 {
				t.Fatalf("%q: %+v, %v\n%s", shown, seen, err, said.Text)
			}
			if got := seen.Touches[0]; got.Outcome != o.Code || got.Note != "and more" {
				t.Errorf("%q for %s: logged %s with note %q", shown, o.Code, got.Outcome, got.Note)
			}
		}
	}
}
