package say_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// Every surface in every state of a lead, usual, hardly known, hostile and written from right to left, held to its
// budget of words, of characters on a button, and of buttons that stand out.

const (
	remarkWords = 15 // beside an answer, and as many for its question
	logWords    = 25
	errorWords  = 30
	wrapWords   = 60
	pageWords   = 20
)

// budgets are the words of each surface, by the beginning of a case's name; the longest that fits counts. Most is of
// the surface alone, besides what its remarks and its question may have.
var budgets = map[string]struct{ most, besides int }{
	"logged": {logWords + say.NoteWords, 2 * remarkWords}, "saved": {logWords + say.NoteWords, remarkWords},
	"planned": {logWords, 2 * remarkWords}, "edited": {logWords, remarkWords}, "answered": {logWords, remarkWords},
	"closed-why": {logWords, remarkWords}, "undone": {logWords, 0}, "undo": {errorWords, 0}, "undo-settings": {45, 0},
	"card": {cards.CardWords, 0}, "card-done": {answers.DoneWords, 2 * remarkWords},
	"card-referral": {answers.DoneWords, 2 * remarkWords},
	"card-asks":     {answers.DoneWords, 2 * remarkWords},
	"card-go":       {cards.GoWords, 0}, "card-go-end": {30, 0}, "card-go-break": {10, 0},
	"card-go-already": {answers.DoneWords, 0},
	"digest":          {cards.DigestWords, 0}, "nudge": {cards.NudgeWords, 0}, "ping": {cards.PingWords, 0},
	"ping-still": {30, 0},
	"calling":    {45, 0}, "calling-asked": {30, 0},
	"prep": {cards.PrepWords, 0}, "show": {cards.ShowWords, 0}, "when": {70, 0},
	"today":         {cards.DigestWords, 0},
	"today-nothing": {30, 0}, "list": {10 + 10*12, 0}, "tip": {35, 0}, "help": {90, 0}, "settings": {45, 0},
	"reached": {pageWords, 0}, "wrap": {wrapWords, 2 * remarkWords},
	"wrap-again": {wrapWords, errorWords + 2*remarkWords}, "more": {wrapWords, 0},
	"form-saved": {logWords, remarkWords}, "form-saved-last": {logWords, remarkWords},
	"saved-details": {answers.LastPageWords, remarkWords},
	"error":         {errorWords, 0}, "not-saved": {errorWords, 0}, "cannot-tell": {errorWords, 0},
	"looked-up": {errorWords, 0}, "again": {errorWords, 0}, "outside-law": {errorWords, 0},
	"closed-lead": {errorWords, 0}, "do-not-call": {errorWords, 0}, "open-already": {errorWords, 0},
	"no-task-left": {errorWords, 0}, "did-you-mean": {errorWords, 0}, "mistyped": {errorWords, 0},
	"which": {errorWords, 0}, "written": {errorWords, 0}, "name-too-long": {errorWords, 0}, "no-date": {errorWords, 0},
	"value-missing": {errorWords, 0}, "nothing-agreed": {errorWords, 0}, "form-message": {errorWords, 0},
	"summary": {70, 0},
	"merge":   {60, 0}, "merge-anew": {60, errorWords}, "merged": {logWords, 0},
	"history": {8 + cards.ListSize*cards.EntryWords, 0}, "corrected": {logWords, 0},
	"takeout": {60, cards.EntryWords}, // below the entry itself
	"erase":   {40, 0}, "erased": {40, 0}, "export": {40, 0}, "trail": {40, 0},
	"away":   {60, 0},
	"import": {60, 0}, "import-preview": {60, 60}, "import-lines": {130, 0}, "import-form": {60, 0},
	"draft": {70, 0}, "draft-none": {errorWords, 0}, "draft-which": {errorWords, 0},
}

// unbudgeted are cases that no budget names: forms, lists of what is said, texts to send, and words of nobody's.
var unbudgeted = []string{"form", "script", "scripts", "library", "team", "agenda", "agreed", "calendar", "figures",
	"evil", "asks"}

// budgetOf is the entry of budgets with the longest beginning of a name.
func budgetOf(name string) (longest string) {
	for prefix := range budgets {
		if len(prefix) > len(longest) && (name == prefix || strings.HasPrefix(name, prefix+"-")) {
			longest = prefix
		}
	}
	return longest
}

// folded are the blocks of a page without what its [What do I say?] has unfolded below the buttons.
func folded(blocks []slack.Block) []slack.Block {
	for i, b := range blocks {
		row, ok := b.(*slack.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			if b, ok := e.(*slack.ButtonBlockElement); ok && b.Text.Text == "Hide the script" {
				return blocks[:i+1]
			}
		}
	}
	return blocks
}

func TestBudgetOfEverySurface(t *testing.T) {
	most := map[string]int{}
	for _, c := range allCases() {
		blocks := folded(blocksOf(c.what))
		for _, l := range buttonLabels(blocks) {
			if blockkit.Len(l) > phrases.MostLabel && !strings.HasPrefix(c.name, "evil") {
				t.Errorf("%s%s: [%s] has %d characters", c.name, c.state, l, blockkit.Len(l))
			}
		}
		standOut(t, c.name+c.state, blocks)
		of := budgetOf(c.name)
		if of == "" {
			if plain, _, _ := strings.Cut(c.name, "-"); !slices.Contains(unbudgeted, plain) {
				t.Errorf("%s has no budget", c.name)
			}
			continue
		}
		n := wordCount(blocks)
		most[of] = max(most[of], n)
		allowed := budgets[of].most + budgets[of].besides
		if c.state == "-hostile" { // its number can't be read, so it is shown as it was typed
			allowed += 4
		}
		if n > allowed {
			t.Errorf("%s%s: %d words of %d:\n%s", c.name, c.state, n, allowed, say.Spoken(blocks))
		}
	}
	for of := range budgets {
		if most[of] == 0 {
			t.Errorf("no case of %s", of)
		}
		t.Logf("%s: %d words of %d", of, most[of], budgets[of].most+budgets[of].besides)
	}
}

// standOut holds a message to one button that stands out, and each that can't be undone to a question before it.
func standOut(t *testing.T, name string, blocks []slack.Block) {
	t.Helper()
	primary := 0
	for _, b := range blocks {
		row, ok := b.(*slack.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			b, ok := e.(*slack.ButtonBlockElement)
			switch {
			case !ok:
			case b.Style == slack.StylePrimary:
				primary++
			case b.Style == slack.StyleDanger && b.Confirm == nil:
				t.Errorf("%s: [%s] asks nothing before", name, b.Text.Text)
			}
		}
	}
	if primary > 1 {
		t.Errorf("%s: %d buttons stand out", name, primary)
	}
}

// TestBudgetWrap: the page after a talk and the page it ends on, with nothing and with all there is to say, name what
// was saved first, in view; [Undo] is on both.
func TestBudgetWrap(t *testing.T) {
	longest := strings.Repeat("price list of everything ", 12)
	for _, o := range outcome.All() {
		for state, l := range map[string]coach.Lead{"usual": acme(), "wordy": wordy(), "sparse": sparse()} {
			s := saved(l)
			s.Touch.Outcome, s.Logged = o.Code, coach.Logged{}
			if o.Ends {
				s.Lead.Progress.Closed = o.Code
			}
			for _, slots := range [][]coach.Slot{nil, {{At: at(15, 9, 30)}, {At: at(16, 9, 0)}, {At: at(19, 8, 0)}}} {
				page := forms.WrapPage(reader, forms.Wrap{Saved: s, Slots: slots}).Blocks.BlockSet
				if n := wordCount(page); n > wrapWords {
					t.Errorf("wrap-up after %s, %s: %d words:\n%s", o.Code, state, n, seenBlocks(t, page))
				}
				if said := say.Spoken(page[:1]); !strings.HasPrefix(said, "✓ ") || !strings.Contains(said,
					"Nothing below is required.") {
					t.Errorf("%s: what was saved stands first: %q", o.Code, said)
				}
				if labels := buttonLabels(page); !slices.Contains(labels, "Undo") {
					t.Errorf("%s: %q", o.Code, labels)
				}
			}
			if o.Ends {
				continue
			}
			booked := agreed(l)
			s.Lead, s.Step = booked.Lead, booked.Step
			cm := *booked.Step.Commitment
			cm.Agenda, cm.Tentative = longest, true
			s.Lead.Progress.Commitment, s.Step.Commitment = &cm, &cm
			s.Touch = coach.Touch{Outcome: outcome.Details, At: now, Until: cm.At, Agenda: longest, Note: longest,
				Promises: l.Progress.Promises, Material: &coach.Material{Name: longest}}
			next := call(l)
			for what, v := range map[string]slack.ModalViewRequest{"booked": answers.FormSaved(reader, s, &next),
				"skipped": answers.WrapSaved(reader,
					answers.Saved{Lead: l, Touch: coach.Touch{Outcome: o.Code, At: now}, Step: call(l).Step,
						Change: "J1"}, &next)} {
				n := wordCount(v.Blocks.BlockSet)
				if n > answers.LastPageWords {
					t.Errorf("%s after %s, %s: %d words:\n%s", what, o.Code, state, n, seenBlocks(t, v.Blocks.BlockSet))
				}
				labels := buttonLabels(v.Blocks.BlockSet)
				if !slices.Contains(labels, "Undo") || !slices.Contains(labels, "Next lead") {
					t.Errorf("%s: %q", what, labels)
				}
				said := say.Spoken(v.Blocks.BlockSet)
				for _, w := range []string{"✓ ", "*" + strings.Fields(say.Name(l))[0], "Next in line: *"} {
					if !strings.Contains(said, w) {
						t.Errorf("%s after %s, %s: no %q in\n%s", what, o.Code, state, w, said)
					}
				}
			}
		}
	}
}

// TestBudgetReached: six outcomes stand above everything else on the page, of every lead that may be called.
func TestBudgetReached(t *testing.T) {
	for state, l := range map[string]coach.Lead{"usual": acme(), "wordy": wordy(), "sparse": sparse()} {
		for _, at := range []bool{false, true} {
			in := forms.Reached{Card: agreed(l), Branches: coach.DefaultRules().OnLine()}
			if at {
				in.At = in.Card.Step.Commitment.At
			}
			page := forms.ReachedPage(reader, in).Blocks.BlockSet
			if n := wordCount(page); n > pageWords {
				t.Errorf("%s: %d words:\n%s", state, n, say.Spoken(page))
			}
			row := page[1].(*slack.ActionBlock)
			if len(row.Elements.ElementSet) != 6 {
				t.Errorf("%s: %d outcomes first", state, len(row.Elements.ElementSet))
			}
			if labels := buttonLabels(page); len(labels) != 8 || labels[6] != "What do I say?" || labels[7] != "Do not call" {
				t.Errorf("%s: %q", state, labels)
			}
			if said := say.Spoken(page); l.Phone != "" && !strings.Contains(said, strings.Fields(l.Phone)[0]) {
				t.Errorf("%s: no number: %s", state, said)
			}
		}
	}
}

// TestBudgetManySecondTries: a nudge holds to its words however many second tries there are; the others are one tap
// away, and the head counts them all.
func TestBudgetManySecondTries(t *testing.T) {
	for _, l := range []coach.Lead{acme(), wordy(), sparse()} {
		var deck []coach.Card
		for i := range 12 {
			one := l
			one.ID = "L" + string(rune('a'+i))
			c := call(one)
			c.Step.SameDay, c.Step.Number = true, 2
			deck = append(deck, c)
		}
		n := cards.Nudge(american, notify.Nudge{Cards: deck})
		labels := buttonLabels(n.Blocks)
		if w := wordCount(n.Blocks); w > cards.NudgeWords || !strings.HasPrefix(n.Text, "*12 second tries") {
			t.Errorf("%d words:\n%s", w, n.Text)
		}
		shown := (len(labels) - 1) / 3
		if last := labels[len(labels)-1]; shown < 2 || last != "Show "+say.Thousands(12-shown)+" more" {
			t.Errorf("%q", labels)
		}
	}
}
