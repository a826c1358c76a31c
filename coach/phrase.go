package coach

import (
	"slices"

	"github.com/followup-coach/followup/coach/template"
)

// Finding is a phrase in somebody's words that ends a talk or opens one badly, and what to say instead.
type Finding struct {
	ID       string
	Words    string   // as written
	Also     []string // further words of the same kind in a message, see [onceEach]
	From, To int      // bytes of the text
	Why      string
	Instead  string // for nobody in particular; for a lead see [phraseBook.Instead]
	Author   string // who says so; empty for a team's own rule
	Strength string // of the evidence, A to D
	Source   string
	Vague    bool // a day and an hour would mend it (S1.8, S1.9)
}

// ByID is what is advised against a kind of phrase, without the words of anybody who wrote it.
func (b *phraseBook) ByID(id string) (Finding, bool) {
	for _, rule := range b.rules {
		if rule.id == id {
			return Finding{ID: id, Why: rule.why, Author: rule.author, Strength: rule.strength, Source: rule.source,
				Vague: rule.vague}, true
		}
	}
	return Finding{}, false
}

// Review finds the phrases in a text that coaching advises against, in the order of the text and never two over the
// same words: where two phrases share some, the finding is the graver one's and names the words of both. It looks at
// words, not at layout: case, hyphens, curly quotes and line breaks inside a sentence make no difference. Its time is
// linear in the text.
//
// Of what is wrong in a message alone nothing is found: [phraseBook.ReviewDraft] is for what goes to a prospect.
func (b *phraseBook) Review(text string) []Finding { return b.review(text, false) }

// ReviewDraft is [phraseBook.Review] for a message that a prospect is to read.
func (b *phraseBook) ReviewDraft(text string) []Finding { return b.review(text, true) }

func (b *phraseBook) review(text string, draft bool) []Finding {
	tokens := tokenize(text)
	type hit struct{ rule, from, to int }
	var hits []hit
	for i, t := range tokens {
		for _, at := range b.first[t.word] {
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
		key := [2]int{h.rule, tokens[h.from].sentence}
		excused, known := innocent[key]
		if !known {
			excused = rule.excused(tokens, h.from)
			innocent[key] = excused
		}
		if excused {
			continue
		}
		from, to := tokens[h.from].from, tokens[h.to-1].to
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
			Author: rule.author, Strength: rule.strength, Source: rule.source, Vague: rule.vague})
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

// Instead is what to say in place of a finding to one lead, of whom the slots' values are known; "" for no such finding.
func (b *phraseBook) Instead(id string, values map[string]string) string {
	for _, rule := range b.rules {
		if rule.id == id {
			return template.First(rule.instead, values)
		}
	}
	return ""
}

// excused reports whether the sentence of a token has words in it that make the phrase innocent.
func (p phraseRule) excused(tokens []token, at int) bool {
	from := tokens[at].sentence
	to := at + 1
	for to < len(tokens) && tokens[to].sentence == from {
		to++
	}
	for _, u := range p.unless {
		for i := from; i+len(u) <= to; i++ {
			if slices.EqualFunc(tokens[i:i+len(u)], u,
				func(t token, w string) bool { return t.word == w || w == "<time>" && t.clock }) {
				return true
			}
		}
	}
	return false
}
