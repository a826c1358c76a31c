package phraseline

import (
	"testing"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/phrase"
)

// What a line does with a team's phrases, in quotes and without, and that the line made of it says the same.
func TestRead(t *testing.T) {
	back := phrase.TeamPhrase{Words: "circling back", Instead: "name the new reason"}
	for typed, want := range map[string]TeamPhrases{
		"":             {},
		"North":        {Team: "North"},
		`"North Two"`:  {Team: "North Two"},
		"team:North":   {Team: "North"},
		"North remove": {Do: Remove, Team: "North"},
		`add "circling back" instead "name the new reason"`:                {Do: Add, Phrase: back},
		`add circling back instead name the new reason`:                    {Do: Add, Phrase: back},
		`add “circling  back” Instead: “name the new reason”`:              {Do: Add, Phrase: back},
		`add "circling back" instead:"name the new reason"`:                {Do: Add, Phrase: back},
		`add "circling back" "name the new reason"`:                        {Do: Add, Phrase: back},
		`North Two avoid circling back, instead name the new reason`:       {Do: Add, Team: "North Two", Phrase: back},
		`add team:"North Two" circling back instead "name the new reason"`: {Do: Add, Team: "North Two", Phrase: back},
		`add "just remove it" instead "say what to remove"`: {Do: Add,
			Phrase: phrase.TeamPhrase{Words: "just remove it", Instead: "say what to remove"}},
		`add "instead of that" instead "x"`: {Do: Add, Phrase: phrase.TeamPhrase{Words: "instead of that", Instead: "x"}},
		`add "circling back"`:               {Do: Add, Phrase: phrase.TeamPhrase{Words: "circling back"}},
		"add":                               {Do: Add},
		"remove circling back":              {Do: Remove, Phrase: phrase.TeamPhrase{Words: "circling back"}},
		"remove 2":                          {Do: Remove, Phrase: phrase.TeamPhrase{Words: "2"}},
		`remove "do it instead"`:            {Do: Remove, Phrase: phrase.TeamPhrase{Words: "do it instead"}},
		"delete do it instead":              {Do: Remove, Phrase: phrase.TeamPhrase{Words: "do it instead"}},
	} {
		read := func(line string) TeamPhrases {
			values, ws := words.KeyValues(words.Lex(line), Keys...)
			return Read(ws, values)
		}
		got := read(typed)
		if got != want {
			t.Errorf("%q: %+v", typed, got)
		}
		again := read(got.Line()[len("team phrases"):])
		if again.Team = got.Team; again != got {
			t.Errorf("%q: %q is %+v", typed, got.Line(), again)
		}
	}
}
