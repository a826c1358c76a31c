package phrase

import (
	"fmt"
	"strings"
	"testing"
)

// A team's phrase is found as a built-in one is: in any case and with one word between, not over the end of a sentence.
func TestATeamsPhraseIsFound(t *testing.T) {
	b := book(t).With(Own{{Words: "Synergy effects", Instead: "name one effect"},
		{Words: "circling back", Instead: "The reason is new."}, {Words: "^ win-win?", Instead: "say who wins"}})
	for text, want := range map[string]string{
		"told her about synergy effects":     "synergy effects",
		"SYNERGY\neffects":                   "",
		"Synergy, real effects":              "Synergy, real effects",
		"synergy of the effects":             "",
		"Synergy. Effects follow":            "",
		"synergies and effects":              "",
		"it's a win–win for all":             "win–win",
		"a win for all":                      "",
		"Just circling back on the contract": "circling back",
	} {
		var got Finding
		for _, f := range b.Review(text) {
			if f.Own {
				got = f
			}
		}
		if got.Words != want {
			t.Errorf("%q: %q, want %q", text, got.Words, want)
		}
		if want == "" {
			continue
		}
		if by, ok := b.ByID(got.ID); !ok || !by.Own || by.Why != got.Why || got.Author != "" || got.Strength != "D" {
			t.Errorf("%q: %+v, by its id %+v", text, got, by)
		}
		if _, ok := book(t).ByID(got.ID); ok {
			t.Errorf("%q is in the built-in book", got.ID)
		}
	}
	// What is said instead is a sentence, for a lead of whom something is known, too.
	found := b.ReviewDraft("Circling back on synergy effects")
	if len(found) != 2 || found[0].Instead != "The reason is new." || found[1].Instead != "Name one effect." ||
		b.Instead(found[1].ID, map[string]string{"hot": "docks"}) != "Name one effect." {
		t.Errorf("%+v", found)
	}
	if n := len(book(t).Review("synergy effects")); n != 0 {
		t.Errorf("the built-in book has changed: %d", n)
	}
	if book(t).With(nil) != book(t) {
		t.Error("a team without phrases has a book of its own")
	}
}

// Of two teams with the same phrase the first one's words are said, once.
func TestTwoTeamsPhrase(t *testing.T) {
	b := book(t).With(Own{{Words: "win win", Instead: "one"}, {Words: "Win-Win", Instead: "two"}})
	if found := b.Review("a win-win"); len(found) != 1 || b.Instead(found[0].ID, nil) != "One." {
		t.Errorf("%+v", found)
	}
}

// What can't be found, or is too long to be said, is refused, each with what is expected.
func TestATeamsPhraseIsHeldToItsLimits(t *testing.T) {
	good := TeamPhrase{Words: "synergy effects", Instead: "name one effect"}
	have, problem := Own(nil).With(good)
	if problem != nil || len(have) != 1 {
		t.Fatal(problem)
	}
	for _, c := range []struct{ words, instead, want string }{
		{"", "x", "phrase: the words"}, {" … ", "x", "phrase: the words"}, {"🙂", "x", "phrase: the words"},
		{"the", "x", "phrase: two words"}, {"asap", "by Friday", ""}, {"no go", "say no", ""},
		{"a b c d e f", "x", ""}, {"a b c d e f g", "x", "phrase: at most 6"},
		{strings.Repeat("w", 61), "x", "phrase: at most"},
		{"Any news? Thanks", "x", "phrase: words of one"}, {"Any news?", "x", ""},
		{"low fruit", "", "instead: what"}, {"low fruit", "!!", "instead: what"},
		{"low fruit", "a b c d e f g h", ""}, {"low fruit", "a b c d e f g h i", "instead: at most 8"},
		{"low fruit", strings.Repeat("w", 61), "instead: at most"},
		{"Synergy-EFFECTS", "x", "phrase: one that"}, {"circling back", "name the new reason", ""},
	} {
		with, problem := have.With(TeamPhrase{Words: c.words, Instead: c.instead})
		if got := fmt.Sprint(problem); c.want == "" && problem != nil || !strings.HasPrefix(got, c.want) && c.want != "" {
			t.Errorf("%q instead %q: %v, want %q", c.words, c.instead, got, c.want)
		}
		if (problem == nil) != (len(with) == 2) || len(have) != 1 {
			t.Errorf("%q: %d phrases", c.words, len(with))
		}
	}
	full := have
	for n := 1; n < MaxOwn; n++ {
		if full, problem = full.With(TeamPhrase{Words: fmt.Sprint("phrase ", n), Instead: "x"}); problem != nil {
			t.Fatal(n, problem)
		}
	}
	if _, problem := full.With(TeamPhrase{Words: "one more", Instead: "x"}); problem == nil {
		t.Error("room for one too many")
	}
	without, gone, ok := full.Without("SYNERGY effects.")
	if !ok || gone != good || len(without) != MaxOwn-1 || len(full) != MaxOwn || full[0] != good {
		t.Errorf("%v %+v", ok, gone)
	}
	if _, _, ok := without.Without("synergy effects"); ok {
		t.Error("it is there still")
	}
}
