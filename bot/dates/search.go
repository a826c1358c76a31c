package dates

// Search finds phrases among the words of one text and notes what that has cost. The zero value is ready.
type Search struct {
	Cost int // what was looked at so far, in beginnings of productions
}

// SearchMost is what a search costs at most, in beginnings of productions, of which a word that may begin a phrase
// costs [wordCost] by itself. Prose of 3,000 characters, which is the longest note, costs less; what costs more is a
// table of numbers.
const (
	SearchMost = 2200
	wordCost   = 5
)

// Over reports whether the search has cost so much that the text is none in which a date is worth looking for. Find
// goes on all the same: whoever searches word by word asks in between.
func (s *Search) Over() bool { return s.Cost >= SearchMost }

// Find reads the longest phrase about time that begins with the word at i and ends before a word that has nothing to do
// with time, and says how many words it takes: 0 where no phrase begins there. Words are as typed, with the commas and
// full stops that stand behind them; a phrase doesn't go on beyond the end of a sentence. Numbers alone ("3 machines"),
// and words that are mostly something else ("may", "sat", "march" in small letters), begin none by themselves.
//
// It costs a look into a table for a word that begins no phrase, so that a note may be searched word by word.
func Find(words []string, i int, c Context) (r Found, used int) { return new(Search).Find(words, i, c) }

// Find is the function [Find] as one of many in a text.
func (s *Search) Find(words []string, i int, c Context) (r Found, used int) {
	if i < 0 || i >= len(words) || !Begins(words[i]) {
		return Found{}, 0
	}
	p := parsers.Get().(*parser)
	p.steps = 0
	r, used = p.find(words, i, c)
	s.Cost += wordCost + p.steps
	parsers.Put(p)
	return r, used
}
