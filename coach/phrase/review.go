// Package phrase reads what people write, as far as words tell: a text as words and sentences ([Tokenize]), patterns
// over them ([Set]), what coaching advises against saying and what to say instead ([Book], data/phrases.yaml), whether
// a message gives a reason to write ([NoReason]) or says goodbye ([ReadGoodbye], data/check.yaml), and how much of it
// stands in an earlier one ([Overlap]). It knows no leads: what is known of somebody is handed in as words.
package phrase

import (
	"slices"

	"github.com/followup-coach/followup/coach/template"
)

// Finding is a phrase in somebody's words that ends a talk or opens one badly, and what to say instead.
type Finding struct {
	ID       string
	Words    string   // as written
	Also     []string // further words of the same kind in a message, see [OnceEach]
	From, To int      // bytes of the text
	Why      string
	Instead  string // for nobody in particular; for a lead see [Book.Instead]
	Author   string // who says so; empty for a team's own rule
	Strength string // of the evidence, A to D
	Source   string
	Vague    bool // a day and an hour would mend it (S1.8, S1.9)
	Own      bool // a team's, see [Own]
}

// ByID is what is advised against a kind of phrase, without the words of anybody who wrote it.
func (b *Book) ByID(id string) (Finding, bool) {
	for _, rule := range b.rules {
		if rule.id == id {
			return Finding{ID: id, Why: rule.why, Author: rule.author, Strength: rule.strength, Source: rule.source,
				Vague: rule.vague, Own: rule.own}, true
		}
	}
	return Finding{}, false
}

// Review finds the phrases in a text that coaching advises against, in the order of the text and never two over the
// same words: where two phrases share some, the finding is the graver one's and names the words of both. It looks at
// words, not at layout: case, hyphens, curly quotes and line breaks inside a sentence make no difference. Its time is
// linear in the text.
//
// Of what is wrong in a message alone nothing is found: [Book.ReviewDraft] is for what goes to a prospect.
func (b *Book) Review(text string) []Finding { return b.review(text, false) }

// ReviewDraft is [Book.Review] for a message that a prospect is to read.
func (b *Book) ReviewDraft(text string) []Finding { return b.review(text, true) }

func (b *Book) review(text string, draft bool) []Finding {
	tokens := Tokenize(text)
	// Every place where a rule's pattern fits, those of the graver rules first.
	type hit struct{ rule, from, to int }
	var hits []hit
	for i, t := range tokens {
		for _, at := range b.first[t.Word] {
			rule := &b.rules[at[0]]
			if rule.drafts && !draft {
				continue
			}
			if n := rule.patterns[at[1]].at(tokens, i); n > 0 {
				hits = append(hits, hit{at[0], i, i + n})
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		if a.rule != b.rule {
			return a.rule - b.rule
		}
		if n := (a.to - a.from) - (b.to - b.from); n != 0 {
			return n // the core of it, without what stands around
		}
		return a.from - b.from
	})
	taken := make([]int, len(tokens)) // by which finding, counted from 1
	innocent := map[[2]int]bool{}     // by rule and start of the sentence
	var out []Finding
	for _, h := range hits {
		before, alone := overlaps(taken[h.from:h.to])
		if !alone || before > 0 && out[before-1].ID == b.rules[h.rule].id {
			continue
		}
		rule := b.rules[h.rule]
		key := [2]int{h.rule, tokens[h.from].Sentence}
		excused, known := innocent[key]
		if !known {
			excused = rule.excused(tokens, h.from)
			innocent[key] = excused
		}
		if excused {
			continue
		}
		from, to := tokens[h.from].From, tokens[h.to-1].To
		// Words that another finding has some of already make it longer.
		n := len(out) + 1
		if before > 0 {
			n = before
		}
		for k := h.from; k < h.to; k++ {
			taken[k] = n
		}
		if before > 0 {
			f := &out[before-1]
			f.From, f.To = min(f.From, from), max(f.To, to)
			f.Words = text[f.From:f.To]
			continue
		}
		instead, _ := rule.instead[len(rule.instead)-1].Fill(nil)
		out = append(out, Finding{ID: rule.id, Words: text[from:to], From: from, To: to, Why: rule.why, Instead: instead,
			Author: rule.author, Strength: rule.strength, Source: rule.source, Vague: rule.vague,
			Own: rule.own})
	}
	slices.SortFunc(out, func(a, b Finding) int { return a.From - b.From })
	return out
}

// overlaps is the one finding that has some of these words already, 0 for none; false when several have.
func overlaps(taken []int) (finding int, ok bool) {
	for _, n := range taken {
		switch {
		case n == 0 || n == finding:
		case finding != 0:
			return 0, false
		default:
			finding = n
		}
	}
	return finding, true
}

// Instead is what to say in place of a finding to one lead, of whom the slots' values are known; "" for no such
// finding.
func (b *Book) Instead(id string, values map[string]string) string {
	for _, rule := range b.rules {
		if rule.id == id {
			return template.First(rule.instead, values)
		}
	}
	return ""
}

// excused reports whether the sentence of a token has words in it that make the phrase innocent.
func (p phraseRule) excused(tokens []Token, at int) bool {
	from := tokens[at].Sentence
	to := at + 1
	for to < len(tokens) && tokens[to].Sentence == from {
		to++
	}
	for _, u := range p.unless {
		for i := from; i+len(u) <= to; i++ {
			if slices.EqualFunc(tokens[i:i+len(u)], u,
				func(t Token, w string) bool { return t.Word == w || w == "<time>" && t.clock }) {
				return true
			}
		}
	}
	return false
}
