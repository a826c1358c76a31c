package input

import "strings"

// block is a line of work while its lines are gathered: the first, and those of its note.
type block struct {
	parts  []string
	head   string // the first words of them…
	words  int    // …and how many those are
	quotes [3]int // straight double quotes, and curly ones that open and that close
	first  *LogLine
	grew   bool // head did, since first was read
}

// headMost is how many words of a block say what it is: a command, a list of names and what happened.
const headMost = listMost

// add takes a line.
func (b *block) add(line string) {
	for i, mark := range quoteMarks {
		b.quotes[i] += strings.Count(line, mark)
	}
	if b.words < headMost {
		b.head, b.words, b.grew = strings.TrimPrefix(b.head+"\n"+line, "\n"), b.words+len(strings.Fields(line)), true
	}
	b.parts = append(b.parts, line)
}

// read is what the first words of a block say. Words behind them change nothing once they say what happened.
func (b *block) read() *LogLine {
	if b.first == nil || b.grew && b.first.at == 0 {
		l := ReadLog(ReadLine(b.head))
		b.first, b.grew = &l, false
	}
	return b.first
}

// quoteMarks are the marks that hold lines together.
var quoteMarks = [3]string{`"`, "“", "”"}

// quotesIn are the last lines with a straight double quote and with a curly one that closes; -1 for none.
func quotesIn(lines []string) (last [3]int) {
	for m, mark := range quoteMarks {
		last[m] = -1
		for i, line := range lines {
			if strings.Contains(line, mark) {
				last[m] = i
			}
		}
	}
	return last
}

// open reports whether a double quote, straight or curly, that opens in a block closes in one of the lines to come.
func (b *block) open(next int, last [3]int) bool {
	return b.quotes[0]%2 == 1 && last[0] >= next || b.quotes[1] > b.quotes[2] && last[2] >= next
}

// takesNote reports whether a block can have a note, that goes on in the lines behind it.
func (b *block) takesNote() bool {
	switch b.read().Word {
	case WordLead, "log", "next", "close", "check":
		return true
	}
	return false
}
