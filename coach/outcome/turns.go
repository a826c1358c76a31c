package outcome

import (
	"fmt"
	"slices"
)

// This file loads the rules about words that turn an outcome round, in front of it, behind it, or as a second one.

// turn takes words that turn outcomes round. Its cases are tried in the order of the file, and each takes what the ones
// above have left: a case for "all others" stands last.
func (l *loader) turn(path string, e turnEntry) {
	if len(e.Before)+len(e.Behind) == 0 || len(e.Cases) == 0 || e.Within < 0 || e.Within > 6 {
		l.ms.Add(path, "expected words before or behind, cases, and within 0 to 6")
	}
	t := turnRule{within: e.Within, keeps: e.Keep, of: map[Outcome]saying{}}
	for i, c := range e.Cases {
		at := fmt.Sprintf("%s.cases.%d", path, i)
		of := l.named(at+".of", c.Of, asked)
		if len(c.Of) == 0 {
			of = append(l.named(at, l.groups()), "")
		}
		added := false
		for _, o := range of {
			switch _, there := t.of[o]; {
			case there, o == "" && (t.asked != nil || c.As == itself):
				continue
			case o == "":
				says := l.says(at, o, c.As, c.Asks)
				t.asked = &says
			default:
				t.of[o] = l.says(at, o, c.As, c.Asks)
			}
			added = true
		}
		if !added {
			l.ms.Add(at, "the cases above leave nothing for it")
		}
	}
	l.said.turns, l.said.within = append(l.said.turns, t), max(l.said.within, e.Within)
	n := len(l.said.turns) - 1
	for root, patterns := range [][]string{frontRoot: e.Before, behindRoot: e.Behind} {
		for i, pattern := range patterns {
			at := fmt.Sprintf("%s.%s.%d", path, [...]string{"before", "behind"}[root], i)
			l.plant(at, uint32(root), pattern, func(phrase string, node *phraseNode) {
				if node.turns == 0 {
					l.said.turnsAt = append(l.said.turnsAt, nil)
					node.turns = uint16(len(l.said.turnsAt))
				}
				turns := &l.said.turnsAt[node.turns-1]
				for _, other := range *turns {
					for o := range l.said.turns[other].of {
						if _, both := t.of[o]; both && other != n {
							l.ms.Add(at, "%q already turns %s round", phrase, o)
							break
						}
					}
				}
				if !slices.Contains(*turns, n) {
					*turns = append(*turns, n)
				}
			})
		}
	}
}

// says is what a case makes of an outcome.
func (l *loader) says(path string, o, as Outcome, asks []Outcome) saying {
	if as == itself {
		as = o
	}
	if as != "" {
		if !l.byCode[as].Typed || len(asks) > 0 {
			l.ms.Add(path, "as: expected one outcome that a rep may type, and nothing asked besides")
		}
		return saying{outcome: as}
	}
	means := make([]Outcome, 0, len(asks))
	for _, a := range asks {
		if a == itself {
			a = o
		}
		if a != "" && !slices.Contains(means, a) {
			means = append(means, a)
		}
	}
	l.checkMeans(path+".asks", means)
	return saying{means: means}
}

// row takes what one outcome right behind another means. Rows name outcomes or whole groups; where two rows speak of
// the same pair, the first one holds.
func (l *loader) row(path string, e rowEntry) {
	added := false
	for _, a := range l.named(path+".first", e.First, asked) {
		for _, b := range l.named(path+".second", e.Second) {
			if _, there := l.said.rows[outcomeRow{a, b}]; there || a == b {
				continue
			}
			var as Outcome
			asks := make([]Outcome, 0, len(e.Asks))
			for _, name := range append([]string{e.As}, e.Asks...) {
				o := Outcome(name)
				switch name {
				case first:
					o = a
				case second:
					o = b
				}
				if name == e.As {
					as = o
				} else {
					asks = append(asks, o)
				}
			}
			l.said.rows[outcomeRow{a, b}], added = l.says(path, b, as, asks), true
		}
	}
	if !added {
		l.ms.Add(path, "the cases above leave nothing for it: expected first and second")
	}
}

// groups are all groups of outcomes, in call order.
func (l *loader) groups() (out []string) {
	for _, i := range l.all {
		if !slices.Contains(out, string(i.Group)) {
			out = append(out, string(i.Group))
		}
	}
	return out
}

// named are the outcomes that a rep may type of a list of codes and groups; "" stands for the other word.
func (l *loader) named(path string, names []string, other ...string) (out []Outcome) {
	for _, name := range names {
		if slices.Contains(other, name) {
			out = append(out, "")
			continue
		}
		found := false
		for _, i := range l.all {
			if string(i.Code) == name || string(i.Group) == name {
				found = true
				if i.Typed {
					out = append(out, i.Code)
				}
			}
		}
		if !found {
			l.ms.Add(path, "%q is no outcome and no group of outcomes", name)
		}
	}
	return out
}
