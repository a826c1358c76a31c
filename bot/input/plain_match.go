package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input/settingline"
	"github.com/followup-coach/followup/bot/words"
)

// plainPattern is a phrase of [plainPhrases], taken apart.
type plainPattern struct {
	kind  PlainKind
	parts []plainPart
	fixed int // how many of them must stand there as words
}

// plainPart is a word of a pattern, or one of its gaps.
type plainPart struct {
	words    []string // either of them; nil for a gap
	optional bool
	gap      string // lead, when, text
}

// plainPatterns are the phrases by the words that they can begin with.
var plainPatterns = func() map[string][]plainPattern {
	out := make(map[string][]plainPattern)
	for _, of := range plainPhrases {
		for _, phrase := range of.says {
			p := plainPattern{kind: of.kind}
			for word := range strings.FieldsSeq(phrase) {
				part := plainPart{optional: word[0] == '['}
				if word[0] == '<' {
					part.gap = strings.Trim(word, "<>")
				} else {
					part.words = strings.Split(strings.Trim(word, "[]"), "|")
				}
				if part.gap == "" && !part.optional {
					p.fixed++
				}
				p.parts = append(p.parts, part)
			}
			for _, first := range p.parts[0].words {
				out[first] = append(out[first], p)
			}
		}
	}
	// The order of the table decides among those that are left, so that the sort has to be stable.
	for _, list := range out { // whole sentences come before those with a gap: "delete that" names no lead
		slices.SortStableFunc(list, func(a, b plainPattern) int { return a.gaps() - b.gaps() })
	}
	return out
}()

// gaps is how many gaps a pattern has.
func (pattern plainPattern) gaps() (n int) {
	for _, part := range pattern.parts {
		if part.gap != "" {
			n++
		}
	}
	return n
}

// plainStarts are the words that plain words can begin with, as [words.Word] has them in Lower: a line that begins with
// another is looked at no further.
var plainStarts = func() map[string]bool {
	out := make(map[string]bool)
	add := func(phrase string) {
		for _, w := range words.Lex(phrase)[:1] {
			out[w.Lower] = true
		}
	}
	for first := range plainPatterns {
		add(first)
	}
	for _, phrase := range plainManners.before {
		add(phrase)
	}
	return out
}()

// readPlain reads a line that begins with no command as plain words; nil where they are none of the ways people ask for
// something.
func readPlain(ws []words.Word) *Plain {
	said := make([]string, len(ws))
	for i, w := range ws {
		if !w.Quoted {
			said[i] = strings.ToLower(strings.ReplaceAll(w.Text, "’", "'"))
			if bare := strings.Trim(said[i], ",.!;:"); bare != "" {
				said[i] = bare
			}
		}
		if bare := strings.TrimRight(said[i], "?"); bare != "" {
			said[i] = bare
		}
	}
	if p, ok := plainIn(ws, said); ok {
		return &p
	}
	// Politeness is taken off only where the whole is no phrase: "can you stop" asks for what "stop" does.
	from, to := mannersAround(said)
	if from == 0 && to == len(said) || from >= to {
		return nil
	}
	p, ok := plainIn(ws[from:to], said[from:to])
	if !ok {
		return nil
	}
	p.Sure = true
	return &p
}

// mannersAround is where the words that ask for something begin and end.
func mannersAround(said []string) (from, to int) {
	to = len(said)
	for again := true; again && from < to; {
		again = false
		for _, m := range plainManners.before {
			if n := len(strings.Fields(m)); from+n <= to && strings.Join(said[from:from+n], " ") == m {
				from, again = from+n, true
			}
		}
	}
	for again := true; again && from < to; {
		again = false
		for _, m := range plainManners.behind {
			if n := len(strings.Fields(m)); to-n >= from && strings.Join(said[to-n:to], " ") == m {
				to, again = to-n, true
			}
		}
	}
	return from, to
}

// plainIn is the first phrase that all of the words are.
func plainIn(ws []words.Word, said []string) (Plain, bool) {
	if len(ws) == 0 || ws[0].Quoted {
		return Plain{}, false
	}
	for _, pattern := range plainPatterns[said[0]] {
		p := Plain{Kind: pattern.kind, Sure: pattern.fixed > 1}
		if pattern.fill(&p, pattern.parts, ws, said) {
			if _, clock := settingline.ReadClock(strings.Join(words.Texts(p.Text), " ")); p.Kind == "early" && !clock {
				p.Kind = "hours"
			}
			return p, true
		}
	}
	return Plain{}, false
}

// fill matches the rest of a pattern with the rest of the words, a gap with as few of them as its next word asks for.
func (pattern plainPattern) fill(p *Plain, parts []plainPart, ws []words.Word, said []string) bool {
	switch {
	case len(parts) == 0:
		return len(ws) == 0
	case parts[0].gap != "" && len(parts) == 1:
		return len(ws) > 0 && p.set(parts[0].gap, ws)
	case parts[0].gap != "":
		for n := 1; n < len(ws); n++ {
			if pattern.fill(p, parts[1:], ws[n:], said[n:]) {
				if pattern.kind == "known" {
					return p.set(parts[0].gap, words.Owner(ws[:n]))
				}
				return p.set(parts[0].gap, ws[:n])
			}
		}
		return len(ws) > 0 && !slices.ContainsFunc(parts[1:], func(part plainPart) bool { return !part.optional }) &&
			p.set(parts[0].gap, ws)
	}
	if len(ws) > 0 && !ws[0].Quoted && slices.Contains(parts[0].words, said[0]) &&
		pattern.fill(p, parts[1:], ws[1:], said[1:]) {
		return true
	}
	return parts[0].optional && pattern.fill(p, parts[1:], ws, said)
}

// set keeps the words of a gap.
func (p *Plain) set(gap string, ws []words.Word) bool {
	switch gap {
	case "lead":
		p.Lead = ws
	case "when":
		p.When = ws
	default:
		p.Text = ws
	}
	return true
}

// plainLinks stand between a lead and when, and say nothing of either.
var plainLinks = []string{"to", "on", "for", "until", "till", "at", "by", "back", "again", "in", "a", "call", "about",
	"regarding",
	"re", "and", "because", "re:", "-", "from"}

// BeforeWhen is the cut of a lead's name in plain words: before when, or what it is about.
func BeforeWhen(line Line, c dates.Context) func([]words.Word) int {
	return func(ws []words.Word) int {
		if len(ws) > 0 && ws[0].Quoted {
			return 1
		}
		ws = withoutManners(ws)
		for i := 1; i < len(ws); i++ {
			if slices.Contains(plainLinks, strings.ToLower(strings.Trim(ws[i].Text, words.EndMarks))) ||
				ReadDate(line.Text, ws[i:], c, dates.Read).Kind != dates.None {
				return i
			}
		}
		return len(ws)
	}
}

// WhenIn is the date that words behind a lead's name end in, whatever stands between; nil where there is none.
func WhenIn(text string, ws []words.Word, c dates.Context) *Date {
	ws = withoutManners(ws)
	for i := range ws {
		if i > 0 && len(ws)-i > dateMost {
			continue
		}
		if i+1 < len(ws) && strings.EqualFold(ws[i].Text, "to") {
			continue // "move it to Monday" names the day, and no end of a stretch
		}
		if d := ReadDate(text, ws[i:], c, dates.Read); d.Kind != dates.None {
			return d
		}
	}
	return nil
}

// withoutManners are words without the one at their end that asks for nothing.
func withoutManners(ws []words.Word) []words.Word {
	for len(ws) > 1 && !ws[len(ws)-1].Quoted &&
		slices.Contains(plainManners.behind, strings.ToLower(strings.Trim(ws[len(ws)-1].Text, words.EndMarks))) {
		ws = ws[:len(ws)-1]
	}
	return ws
}

// plainManners are what may stand before or behind and asks for nothing.
var plainManners = struct{ before, behind []string }{
	[]string{"please", "pls", "can you", "could you", "would you", "will you", "i want to", "i need to", "i have to",
		"i must",
		"i should", "i'd like to", "i would like to", "i wanna", "i will", "i'll", "let's", "lets", "let us", "we should",
		"we need to", "hey", "hi", "ok",
		"okay", "so", "and", "just", "now", "followup", "bot", "you should", "may i", "can i", "can we", "shall i",
		"should i"},
	[]string{"please", "pls", "thanks", "thank you", "for me", "thx", "asap"},
}

// Plain is a line of plain words, read.
type Plain struct {
	Kind PlainKind
	Lead []words.Word // the lead and what is behind it, for a kind that is about one
	When []words.Word // when, where it stands before the lead
	Text []words.Word // what to look for or to add
	// Sure is set when no lead would be called so: it takes more than a word to get there.
	Sure bool
}
