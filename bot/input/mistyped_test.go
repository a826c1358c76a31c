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
