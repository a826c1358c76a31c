package outcome

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/phrasing"
)

// Reading is what words say as an outcome at their start.
type Reading struct {
	Outcome Outcome   // empty when they say none for sure
	Used    int       // words that say it; 0 when they say nothing
	Asked   int       // the first of those, that would be asked about alone: "likes it" in "likes it, voicemail"
	Means   []Outcome // where it has to be asked: two to four that they may mean, the likeliest first; not to be changed
}

// Read reads what words say as an outcome at their start, in any case, with straight or curly apostrophes. Marks
// around the words are the caller's to take off. The longest phrase wins over a shorter one inside it, and words that
// turn a phrase round, in front of it or behind it, are heard. Only what a rep may type is read or offered.
func Read(words []string) Reading { return installed.Load().said.read(words) }

// saying is what a phrase says: one outcome, or several that it may mean.
type saying struct {
	outcome Outcome
	means   []Outcome
}

// heard is a saying with the words that say it, up to end; 0 for none. Those up to asked would be asked about alone.
type heard struct {
	saying
	end, asked int
}

// phraseTree finds phrases by their words. Words have numbers, so that a step costs two look-ups and no memory.
type phraseTree struct {
	ids     map[string]uint16 // by folded word; 0 stands for every other word
	starts  []bool            // by number: whether anything begins with the word
	skips   []bool            // by number: whether it may stand within every phrase ("a")
	known   []string          // the words, in the order of the alphabet
	longest int               // bytes of the longest word
	steps   map[uint64]uint32 // by node and word, the next node
	nodes   []phraseNode

	sayings []saying
	turns   []turnRule
	turnsAt [][]int // which of turns, for [phraseNode.turns]
	rows    map[outcomeRow]saying
	within  int // words between a phrase and what turns it round, at most
	reach   int // words that what says an outcome can take, at most
}

// phraseNode is what ends at a word.
type phraseNode struct {
	says  uint16 // a phrase: which of sayings, from 1; 0 for none
	turns uint16 // words that turn something round: which of turnsAt, from 1; 0 for none
	joins bool   // words that may stand between two outcomes
}

// turnRule is what some words make of the outcome that they stand in front of or behind.
type turnRule struct {
	within int  // other words that may stand between
	keeps  bool // words behind stay in the note
	of     map[Outcome]saying
	asked  *saying // what becomes of a phrase that has to be asked about; nil leaves it
}

// outcomeRow is two outcomes said in a row. The first is empty where it has to be asked about.
type outcomeRow struct{ first, second Outcome }

// The tree has two roots. What may begin a line hangs on the first one, a phrase or words in front of one; what may
// stand behind an outcome hangs on the second, so that "not" in front and "not" behind are different words.
const (
	frontRoot  = 0 // node from which phrases and words in front of them are found
	behindRoot = 1 // and words behind them
	maxNesting = 4 // words in front of words in front of a phrase, and outcomes in a row
	numberID   = 1 // of any word that begins with a digit
	numberWord = "<number>"
)

// read is [Read].
func (t *phraseTree) read(words []string) Reading {
	if len(words) == 0 || !t.begins(words[0]) {
		return Reading{}
	}
	r := readers.Get().(*reader)
	r.phraseTree, r.words, r.known, r.done = t, words[:min(len(words), mostHeard)], 0, [maxNesting + 1]uint64{}
	s := r.row(0, 0)
	r.words = nil
	readers.Put(r)
	return Reading{s.outcome, s.end, s.asked, s.means}
}

// mostHeard is how many words are looked at for one outcome, one for each bit of a set. What says one takes a third of
// them: see [Longest].
const mostHeard = 64

// reader reads an outcome at the start of some words. What stands at a word is found out once, so that words which
// turn each other round over and over ("not not not …") cost no more than others.
type reader struct {
	*phraseTree
	words   []string
	ids     [mostHeard]uint16 // of the words…
	known   uint64            // …with a bit for each that was looked up
	phrases [maxNesting + 1][mostHeard]heard
	done    [maxNesting + 1]uint64 // which of phrases were read
}

// readers are kept for the next words, since every line needs one for each of its first words.
var readers = sync.Pool{New: func() any { return new(reader) }}

// idAt is the number of a word. The third article in a row is no word of a phrase, or a line full of them would be one.
func (r *reader) idAt(i int) uint16 {
	if r.known&(1<<i) == 0 {
		r.ids[i] = r.id(r.words[i])
		r.known |= 1 << i
		if r.skips[r.ids[i]] && i > 1 && r.skips[r.idAt(i-1)] && r.skips[r.idAt(i-2)] {
			r.ids[i] = 0
		}
	}
	return r.ids[i]
}

// begins reports whether anything begins with w, or with the first part of it ("call-back").
func (t *phraseTree) begins(w string) bool {
	if t.starts[t.id(w)] {
		return true
	}
	i := strings.IndexByte(w, '-')
	return i > 0 && t.starts[t.id(w[:i])]
}

// row reads a phrase together with what stands behind it.
func (r *reader) row(at, depth int) heard {
	s := r.phrase(at, depth)
	if s.end == 0 || depth == maxNesting {
		return s
	}
	for gap := 0; gap <= r.within && s.outcome != ""; gap++ {
		end, turned, ok := r.behind(s.end+gap, gap, s.outcome)
		switch {
		case ok && gap == 0 && end > 0:
			return heard{turned, end, 0}
		case ok:
			return heard{turned, s.end, 0} // the words between stay in the note
		}
	}
	for _, next := range r.joined(s.end) {
		if next == 0 {
			continue
		}
		second := r.row(next, depth+1)
		if second.end == 0 || second.outcome == "" {
			continue
		}
		if says, ok := r.rows[outcomeRow{s.outcome, second.outcome}]; ok {
			if s.outcome != "" || says.outcome == "" {
				return heard{says, second.end, 0}
			}
			return heard{says, second.end, max(s.end, second.asked)}
		}
	}
	return s
}

// joined is where a second outcome may begin: behind the longest words that join two, and at once.
func (r *reader) joined(at int) (next [2]int) {
	for node, i := uint32(behindRoot), at; i < len(r.words); i++ {
		n, ok := r.step(node, i)
		if !ok {
			break
		}
		if n != node && r.nodes[n].joins {
			next[0] = i + 1
		}
		node = n
	}
	next[1] = at
	return next
}

// behind is what words behind an outcome make of it, and where they end; 0 for words that stay in the note.
func (r *reader) behind(at, gap int, o Outcome) (end int, says saying, ok bool) {
	for node, i := uint32(behindRoot), at; i < len(r.words); i++ {
		n, more := r.step(node, i)
		if !more {
			break
		}
		if n == node {
			continue
		}
		node = n
		for _, n := range r.turnsOf(node) {
			if s, of := r.turns[n].of[o]; of && gap <= r.turns[n].within {
				end, says, ok = i+1, s, true
				if r.turns[n].keeps {
					end = 0
				}
			}
		}
	}
	return end, says, ok
}

// phrase reads a phrase with what stands in front of it, each place once at each depth.
func (r *reader) phrase(at, depth int) heard {
	if at >= len(r.words) {
		return heard{}
	}
	if r.done[depth]&(1<<at) != 0 {
		return r.phrases[depth][at]
	}
	best, fronts, n := r.fronts(at, depth)
	for i := n - 1; i >= 0; i-- { // the longest first
		if s := r.turned(fronts[i].end, fronts[i].node, depth); s.end > best.end {
			best = s
		}
	}
	for i := n - 1; i >= 0 && best.end == 0; i-- { // with other words between: "didn't get to leave a voicemail"
		for gap := 1; gap <= r.farthest(fronts[i].node) && best.end == 0; gap++ {
			best = r.turned(fronts[i].end+gap, fronts[i].node, depth)
		}
	}
	r.phrases[depth][at] = best
	r.done[depth] |= 1 << at
	return best
}

// front are words that turn round the phrase behind them: where they end, in the line and in the tree.
type front struct {
	end  int
	node uint32
}

// fronts are the longest phrase that begins at a place by itself, and the n words in front of one that may begin there,
// the shortest first.
func (r *reader) fronts(at, depth int) (best heard, fronts [4]front, n int) {
	for node, i := uint32(frontRoot), at; i < len(r.words); i++ {
		next, more := r.step(node, i)
		if !more {
			break
		}
		if next == node {
			continue
		}
		node = next
		end := &r.nodes[node]
		if end.says > 0 {
			best = heard{r.sayings[end.says-1], i + 1, 0}
		}
		if end.turns > 0 && depth < maxNesting && n < len(fronts) {
			fronts[n] = front{i + 1, node}
			n++
		}
	}
	return best, fronts, n
}

// turnsOf are the turns whose words end at a node.
func (t *phraseTree) turnsOf(node uint32) []int {
	if n := t.nodes[node].turns; n > 0 {
		return t.turnsAt[n-1]
	}
	return nil
}

// farthest is how many words may stand behind the words in front that end at a node.
func (t *phraseTree) farthest(node uint32) (n int) {
	for _, i := range t.turnsOf(node) {
		n = max(n, t.turns[i].within)
	}
	return n
}

// turned is the phrase at a place as the words in front of it that end at a node have it. The phrase may itself be
// turned round by words that stand between, up to maxNesting deep.
func (r *reader) turned(at int, node uint32, depth int) heard {
	s := r.phrase(at, depth+1)
	if s.end == 0 {
		return s
	}
	for _, n := range r.turnsOf(node) {
		if s.outcome == "" {
			if asked := r.turns[n].asked; asked != nil {
				return heard{*asked, s.end, 0}
			}
			continue
		}
		if says, ok := r.turns[n].of[s.outcome]; ok {
			return heard{says, s.end, 0}
		}
	}
	if s.outcome == "" {
		return s
	}
	return heard{}
}

// step goes on by one word, or by the parts of one with hyphens. An article within a phrase stays where it was: "left a
// voicemail" needs no pattern beside "left voicemail".
func (r *reader) step(node uint32, i int) (next uint32, ok bool) {
	id := r.idAt(i)
	if id != 0 {
		if next, ok = r.steps[uint64(node)<<16|uint64(id)]; ok {
			return next, true
		}
	}
	if id != 0 && node > behindRoot && r.skips[id] {
		return node, true
	}
	w := r.words[i]
	if strings.IndexByte(w, '-') < 0 {
		return 0, false
	}
	for part := range strings.SplitSeq(w, "-") {
		if node, ok = r.steps[uint64(node)<<16|uint64(r.id(part))]; !ok {
			return 0, false
		}
	}
	return node, true
}

// id is the number of a word in any case and with any apostrophe, 0 for one that is in no phrase. The word is folded in
// a buffer of its own, since every line that a rep types goes through here and nothing of it needs to be kept.
func (t *phraseTree) id(w string) uint16 {
	for len(w) > 1 && strings.IndexByte(",.!?;:", w[len(w)-1]) >= 0 { // a stop behind a word changes nothing
		w = w[:len(w)-1]
	}
	var buf [64]byte
	folded := buf[:0]
	for i := 0; i < len(w); {
		r, size := rune(w[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(w[i:])
		}
		i += size
		if len(folded)+utf8.UTFMax > len(buf) || len(folded) > t.longest {
			return 0
		}
		folded = utf8.AppendRune(folded, phrasing.FoldRune(r))
	}
	if id := t.ids[string(folded)]; id != 0 {
		return id
	}
	if len(folded) > 0 && folded[0] >= '0' && folded[0] <= '9' {
		return numberID
	}
	return 0
}
