package dates

// Search finds phrases among the words of one text and notes what that has cost. The zero value is ready.
type Search struct{ cost int }

// SearchMost is what a search costs at most, in beginnings of productions, of which a word that may begin a phrase
// costs [wordCost] by itself. Prose of 3,000 characters, which is the longest note, costs less; what costs more is a
// table of numbers.
const (
	SearchMost = 2200
	wordCost   = 5
)

// Over reports whether the search has cost so much that the text is none in which a date is worth looking for. Find
// goes on all the same: whoever searches word by word asks in between.
func (s *Search) Over() bool { return s.cost >= SearchMost }

// Cost is what was looked at so far.
func (s *Search) Cost() int { return s.cost }

// Find is the function [Find] as one of many in a text.
func (s *Search) Find(words []string, i int, c Context) (r Found, used int) {
	if i < 0 || i >= len(words) || !Begins(words[i]) {
		return Found{}, 0
	}
	p := parsers.Get().(*parser)
	p.steps = 0
	r, used = p.find(words, i, c)
	s.cost += wordCost + p.steps
	parsers.Put(p)
	return r, used
}
