package input

import (
	"slices"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// NearCommand is the command that the first word of a line may be a slip of, in front of what may be a lead. Sure says
// that it is such a slip as fingers make ("lgo", "shwo"); else the word is only like a command, as names are too
// ("Shaw"), and what follows must be a lead that exists.
func (l LogLine) NearCommand() (command string, sure, ok bool) {
	ws, res := l.Words, l.Resolution
	if len(ws) < 2 || ws[0].Quoted || res.Create || res.Lead != "" || res.Outcome != "" || l.said[1].Used > 0 {
		return "", false, false
	}
	// A slip wins over a word that is nearer by letters: fingers know their neighbours.
	near := names.Near(ws[0].Text, leadCommands)
	for _, c := range near {
		if names.Slip(ws[0].Text, c) {
			return c, true, true
		}
	}
	if len(near) == 0 {
		return "", false, false
	}
	return near[0], false, true
}

// A mistyped command is found by its first word alone; whether the line is about it is decided by the leads that exist.

// AfterCommand is a resolver of the lead that stands behind the first word, by all of the words or by the first ones.
func (l LogLine) AfterCommand() *LeadResolver {
	return NewLeadResolver(Line{Text: l.Text, Word: WordLead, Words: l.Words[1:]}, AllWords)
}

// Mistyped asks whether the first word was meant to be the command, or is the beginning of a new lead's name where the
// line would make one.
func (l LogLine) Mistyped(command string) *Clarification {
	n := l.BeforeOutcome(l.Words)
	return &Clarification{
		Question: Mistyped, Pending: l.Pending(func(*Resolution) {}), Typed: typedLine(l.Text), Command: command,
		Name: Span(l.Text, l.Words[:n]), Create: n > 0, Meant: meant(l.Line, command),
	}
}

// meant is the line with the command in the place of its first word.
func meant(ln Line, command string) string { return command + ln.Text[ln.Words[0].End:] }

// Line is the kept line, with what was decided about it. A command that its first word was meant to be stands in the
// place of that word.
func (p PendingCommand) Line() Line {
	line := ReadLine(p.Text)
	if c := p.Resolution.Command; c != "" {
		if ws := words.Lex(p.Text); len(ws) > 0 {
			line = ReadLine(meant(Line{Text: p.Text, Words: ws}, c))
		}
		p.Resolution.Command = ""
	}
	line.Resolution = p.Resolution
	return line
}

// slipsMost is how many words of a phrase may be mistyped, slipWords how many words a mistyped phrase has at most.
const (
	slipsMost = 2
	slipWords = 6
)

// nearWords are the words of phrases that words of a line may be slips of, for whoever looks at several of its places.
type nearWords map[string][]string

// of are the words that one may be a slip of: none where it is one itself, or too short.
func (n nearWords) of(w string, known []string) []string {
	near, there := n[w]
	if !there {
		if _, ok := slices.BinarySearch(known, w); !ok && len([]rune(w)) >= 3 {
			near = names.Near(w, known)
		}
		n[w] = near
	}
	return near
}

// slip is the outcome that the words from one on say when those of them that no phrase has are slips of words that one
// has: "left a voicmail". Means holds it, and behind it what the words can mean as they stand. It takes no words where
// they say nothing so. Near keeps what was found out about words, for other places of the line.
func (l LogLine) slip(at int, near nearWords) outcome.Reading {
	if at >= len(l.Words) {
		return outcome.Reading{}
	}
	said, before := spoken(l.Words[at:min(len(l.Words), at+slipWords)])
	var best outcome.Reading
	mend := func(mended []string, last int) {
		s := outcome.Read(mended)
		if s.Outcome == "" || s.Used <= max(best.Used, last) || s.Used == 1 && !names.Slip(said[0], mended[0]) {
			return
		}
		best = s
	}
	mendEach(said, near, mend)
	if best.Used == 0 {
		return best
	}
	n := 0
	for before[n] < best.Used { // counted with the marks that stand alone
		n++
	}
	best.Used, best.Means = n, []outcome.Outcome{best.Outcome}
	for _, o := range l.said[at].Means {
		if o != best.Outcome {
			best.Means = append(best.Means, o)
		}
	}
	return best
}

// mendEach hands over the words with those that are in no phrase replaced by ones that they may be slips of. Last is
// the index of the last word replaced.
func mendEach(said []string, among nearWords, mend func(mended []string, last int)) {
	known := outcome.PhraseWords()
	lines, slips := [][]string{said}, 0
	for i, w := range said {
		near := among.of(w, known)
		if len(near) == 0 {
			continue
		}
		if slips++; slips > slipsMost {
			return
		}
		var next [][]string
		for _, line := range lines {
			for _, n := range near {
				mended := slices.Clone(line)
				mended[i] = n
				next = append(next, mended)
			}
		}
		lines = next
		for _, line := range lines {
			mend(line, i)
		}
	}
}
