package input

import (
	"strings"

	"github.com/followup-coach/followup/bot/input/factline"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// silent are the ways people say that a lead never answers. They tell of no call: what is to be done about the lead is
// what they ask for. What tells of one call ("didn't answer") is an outcome.
var silent = func() map[string]bool {
	said := map[string]bool{}
	for _, verb := range []string{"answers", "replies", "responds", "reacts", "picks up", "calls back", "gets back",
		"returns my calls", "takes my calls", "answer", "reply", "respond", "pick up", "call back", "get back"} {
		for _, what := range []string{"", " me", " us", " to me", " to us", " my calls", " my emails", " the phone",
			" anything",
			" at all"} {
			said["never "+verb+what] = true
		}
	}
	for _, who := range []string{"is", "are", "keeps", "keep"} {
		for _, does := range []string{"ghosting", "ignoring", "avoiding"} {
			for _, what := range []string{"", " me", " us", " my calls", " my emails"} {
				said[who+" "+does+what] = true
			}
		}
	}
	for _, went := range []string{"has gone", "have gone", "went", "is gone", "goes"} {
		for _, how := range []string{"quiet", "silent", "dark"} {
			said[went+" "+how] = true
		}
	}
	for _, whole := range []string{"ghosts me", "ghosts us", "ghosted me", "ghosted us", "ignores me", "ignores us"} {
		said[whole] = true
	}
	return said
}()

// silentEnds are the last words of them, so that other lines are read no further.
var silentEnds = func() map[string]bool {
	ends := map[string]bool{}
	for said := range silent {
		ends[said[strings.LastIndexByte(said, ' ')+1:]] = true
	}
	return ends
}()

// SaysResult reports whether words say what happened on a call, and so name no lead.
func SaysResult(ws []words.Word) bool { return outcome.Read(bareWords(ws)).Used > 0 }

// readSaid reads a line that says of a lead that it never answers, or what it has or prefers; nil for any other line.
func readSaid(ws []words.Word) *Plain {
	if lead, fact := factline.Of(ws); fact != nil {
		return &Plain{Kind: PlainEdit, Lead: lead, Text: fact, Sure: true}
	}
	const longest = 6 // words: "never returns my calls at all"
	for i := max(1, len(ws)-longest); i < len(ws); i++ {
		if silent[lower(ws[i:])] {
			return &Plain{Kind: PlainSilent, Lead: ws[:i]}
		}
	}
	return nil
}
