package input

import (
	"testing"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// A case of the call map is read as people say it, in any order: the outcome, the number of the call, the lead, the
// mode.
func TestReadMapCase(t *testing.T) {
	for typed, want := range map[string]struct {
		o      outcome.Outcome
		try    int
		last   bool
		warmth coach.Warmth
		high   coach.Potential
		mode   coach.Mode
	}{
		"voicemail":                              {o: outcome.Voicemail, try: 1},
		"third voicemail warm":                   {o: outcome.Voicemail, try: 3, warmth: coach.Warm},
		"voicemail on the third call, warm lead": {},
		"warm vm 3rd":                            {o: outcome.Voicemail, try: 3, warmth: coach.Warm},
		"test voicemail warm try=2":              {o: outcome.Voicemail, try: 2, warmth: coach.Warm},
		"no answer cold high assertive": {o: outcome.NoAnswer, try: 1, warmth: coach.Cold, high: "high",
			mode: "assertive"},
		"no answer attempt 4": {o: outcome.NoAnswer, try: 4},
		"#5 no answer":        {o: outcome.NoAnswer, try: 5},
		"last voicemail":      {o: outcome.Voicemail, try: 1, last: true},
		"last no answer low":  {o: outcome.NoAnswer, try: 1, last: true, high: "low"},
		"a voicemail":         {o: outcome.Voicemail, try: 1},
		"if they got no time": {o: outcome.NoTime, try: 1},
		"wants info gate":     {o: outcome.WantsInfo, try: 1},
		"broken":              {o: outcome.NoAnswer, try: 1},
		"missed":              {o: outcome.Missed, try: 1},
		"not interested":      {o: outcome.NotInterested, try: 1},
		"voicemial":           {},
		"":                    {},
	} {
		got := ReadMapCase(coach.DefaultRules(), words.Lex(typed))
		c := got.Case
		if got.Found != (want.o != "") {
			t.Errorf("%q: found %v, left %q", typed, got.Found, got.Said)
			continue
		}
		if got.Found && (c.Touch.Outcome != want.o || c.Try != want.try || c.LastTry != want.last ||
			c.Lead.Warmth != want.warmth || c.Lead.Potential != want.high || got.Mode != want.mode) {
			t.Errorf("%q: %+v %s", typed, c, got.Mode)
		}
	}
	if got := ReadMapCase(coach.DefaultRules(), words.Lex("voicemial")); len(got.Near) == 0 || got.Said != "voicemial" {
		t.Errorf("%+v", got)
	}
	if got := ReadMapCase(coach.DefaultRules(), words.Lex("broken")); !got.Agree {
		t.Error("broken is about an agreed call")
	}
}

// The map is asked for in plain words, as a whole and for one result.
func TestPlainWordsForTheMap(t *testing.T) {
	for typed, want := range map[string]PlainKind{
		"show me the call map": PlainMaps, "the call map": PlainMaps, "show the flow chart": PlainMaps,
		"what comes after each result": PlainMaps, "what happens after each outcome": PlainMaps,
		"what happens after a voicemail": PlainMap, "what comes next after no answer": PlainMap,
		"what should I do after a voicemail": PlainMap, "what happens if I get a voicemail": PlainMap,
		"what if I get the assistant": PlainMap, "when do I call again after no answer": PlainMap,
	} {
		p := readPlain(words.Lex(typed))
		if p == nil || p.Kind != want {
			t.Errorf("%q: %+v", typed, p)
		}
	}
}
