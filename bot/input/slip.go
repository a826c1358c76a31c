package input

import (
	"slices"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
)

// slipsMost is how many words of a phrase may be mistyped, slipWords how many words a mistyped phrase has at most.
const (
	slipsMost = 2
	slipWords = 6
)

// slip is the outcome that the words from one on say when those of them that no phrase has are slips of words that one
// has: "left a vociemail". Means holds it, and behind it what the words can mean as they stand. It takes no words where
// they say nothing so.
func (l LogLine) slip(at int) coach.OutcomeReading {
	if at >= len(l.Words) {
		return coach.OutcomeReading{}
	}
	said, before := spoken(l.Words[at:min(len(l.Words), at+slipWords)])
	known := coach.PhraseWords()
	var best coach.OutcomeReading
	mend := func(mended []string, last int) {
		s := coach.ReadOutcome(mended)
		if s.Outcome == "" || s.Used <= max(best.Used, last) || s.Used == 1 && !names.Slip(said[0], mended[0]) {
			return
		}
		best = s
	}
	mendEach(said, known, mend)
	if best.Used == 0 {
		return best
	}
	n := 0
	for before[n] < best.Used { // counted with the marks that stand alone
		n++
	}
	best.Used, best.Means = n, []coach.Outcome{best.Outcome}
	for _, o := range l.said[at].Means {
		if o != best.Outcome {
			best.Means = append(best.Means, o)
		}
	}
	return best
}

// mendEach hands over the words with those that are in no phrase replaced by ones that they may be slips of. Last is
// the index of the last word replaced.
func mendEach(said, known []string, mend func(mended []string, last int)) {
	lines, slips, last := [][]string{said}, 0, -1
	for i, w := range said {
		if _, ok := slices.BinarySearch(known, w); ok || len([]rune(w)) < 3 {
			continue
		}
		near := names.Near(w, known)
		if len(near) == 0 {
			continue
		}
		if slips++; slips > slipsMost {
			return
		}
		last = i
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
			mend(line, last)
		}
	}
}
