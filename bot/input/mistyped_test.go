package input

import (
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// A mistyped phrase that was chosen takes all of its words; what was chosen beside it takes one.
func TestChosenSlips(t *testing.T) {
	c := dates.Context{Now: time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC), Zone: time.UTC}
	birch := coach.Lead{ID: "1", Name: "Birch"}
	for _, w := range []struct {
		typed, note string
		chosen      outcome.Outcome
	}{
		{"birch left a voicmail", "", outcome.Voicemail},
		{"birch left a voicmail, call him Thu", "call him Thu", outcome.Voicemail},
		{"birch left – a voicmail – call him Thu", "call him Thu", outcome.Voicemail},
		{"birch left a voicmail", "a voicmail", outcome.LeftCompany},
		{"birch spoek to kim", "to kim", outcome.Talked},
		{"birch wrong nubmer", "", outcome.BadNumber},
		{"birch dnt pick up again", "again", outcome.NoAnswer},
		{"birch lfet a voicemial yesterday", "", outcome.Voicemail},
	} {
		line := ReadLog(ReadLine(w.typed))
		m := Match{Lead: &birch, Name: "birch", Count: 1, Rest: line.Words[1:]}
		q := line.NoOutcome(m)
		if q == nil || !slices.Contains(q.Outcomes, w.chosen) {
			t.Errorf("%q: %+v", w.typed, q)
			continue
		}
		line = ReadLog(q.Pending.Line())
		line.Resolution.Lead, line.Resolution.Outcome = birch.ID, w.chosen
		line = ReadLog(line.Line)
		got := line.Read(m)
		told, err := line.Behind(got, c)
		if err != nil || got.Outcome != w.chosen || trimNote(told.Args.Note) != w.note {
			t.Errorf("%q as %s: %s, note %q, %v", w.typed, w.chosen, got.Outcome, told.Args.Note, err)
		}
	}
}

// A name that nobody has ends before the word that was chosen as what happened, and before what the words say
// themselves where that stands earlier.
func TestChosenSlipsEndANewName(t *testing.T) {
	for _, w := range []struct {
		typed string
		at    int // the word that was chosen
		want  int // words of the name
	}{
		{"log New Co voicmail", 2, 2},
		{"log New Co voicmail, then busy", 2, 2},
		{"log New Co busy voicmail", 3, 2},
		{"log New Co", 5, 0},
		{`log "New Co voicmail" again`, 1, 1},
	} {
		line := ReadLine(w.typed)
		line.Resolution.Outcome, line.Resolution.At = outcome.Voicemail, w.at
		if ln := ReadLog(line); ln.Named != w.want {
			t.Errorf("%q, chosen at %d: a name of %d words, want %d", w.typed, w.at, ln.Named, w.want)
		}
	}
}

// A line may agree on a time by its words, by what happened, and by what was chosen; no other reads what is agreed.
func TestLinesThatMayAgree(t *testing.T) {
	for typed, want := range map[string]bool{
		"acme voicemail":                      false,
		"acme won":                            false,
		"acme meeting":                        true,
		"acme no-time":                        true,
		"acme unavailable":                    true,
		"acme distracted":                     true,
		"acme not-reviewed":                   true,
		"acme wants-info":                     true,
		"acme voicemail next 5":               true,
		"a b c d e f g h i j k l m n meeting": false, // behind the longest name it is a note
	} {
		if got := ReadLog(ReadLine(typed)).Agrees; got != want {
			t.Errorf("%q: %v, want %v", typed, got, want)
		}
	}
	for o, want := range map[outcome.Outcome]bool{outcome.Voicemail: false, outcome.Meeting: true,
		outcome.WantsInfo: true} {
		line := ReadLine("acme voicmail")
		line.Resolution.Outcome, line.Resolution.At = o, 1
		if got := ReadLog(line).Agrees; got != want {
			t.Errorf("chosen %s: %v, want %v", o, got, want)
		}
	}
}
