package coach

// GoodbyeHalf is what a goodbye must not be sent without (S1.28).
type GoodbyeHalf string

// The halves.
const (
	HalfTries  GoodbyeHalf = "tries"  // earlier tries, with a date
	HalfTiming GoodbyeHalf = "timing" // that the time may not be right
)

// GoodbyeLacks is the halves of a goodbye that a text does not have, whoever wrote it.
func (r *Rules) GoodbyeLacks(text string) (lacks []GoodbyeHalf) {
	has := readGoodbye(text, tokenize(text))
	if !has.Tries {
		lacks = append(lacks, HalfTries)
	}
	if !has.Timing {
		lacks = append(lacks, HalfTiming)
	}
	return lacks
}
