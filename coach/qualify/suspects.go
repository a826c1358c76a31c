package qualify

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/phrase"
)

// Suspects is whom a team chases (S2.8): the verticals that often buy and those that seldom do (S2.7), and whom it
// wants as a customer in its own words (S3.17). Its managers set it; the zero value says nothing.
type Suspects struct {
	Often  []string `json:"often,omitempty"`
	Seldom []string `json:"seldom,omitempty"`
	Fit    string   `json:"fit,omitempty"`
	// Park: rows of a list that fewer than two factors qualify come in parked (S0.7).
	Park bool `json:"park,omitempty"`
}

// The limits of what a team says of its suspects.
const (
	VerticalsMost = 20 // that often buy, and as many that seldom do
	verticalMost  = 40 // characters of one
	FitMost       = 60 // characters: it stands at a tick of a form, whose label ends there
)

// The parts of [Suspects], as people type them.
const (
	PartOften  = "often"
	PartSeldom = "seldom"
	PartFit    = "fit"
	PartPark   = "park" // [ParkOn], or [ParkOff]
)

// What [PartPark] is set to.
const (
	ParkOn  = "on"
	ParkOff = "off"
)

// Problem is what is wrong with a part that somebody typed: what was given, and what is expected.
type Problem struct{ Part, Given, Want string }

// None reports whether nothing is said.
func (s Suspects) None() bool { return len(s.Often)+len(s.Seldom) == 0 && s.Fit == "" }

// Text is a part as it is typed.
func (s Suspects) Text(part string) string {
	switch part {
	case PartOften:
		return strings.Join(s.Often, ", ")
	case PartSeldom:
		return strings.Join(s.Seldom, ", ")
	case PartPark:
		if s.Park {
			return ParkOn
		}
		return ""
	}
	return s.Fit
}

// nothing is what people write of a part that is to be empty.
var nothing = []string{"none", "nothing", "nobody", "no one", "noone", "-", "--", "n/a"}

// With is s with a part as somebody typed it, verticals with commas between; empty, or a word for it, clears; or what
// is wrong with it. A vertical that often buys and seldom does is refused by the part that came last.
func (s Suspects) With(part, typed string) (Suspects, *Problem) {
	if slices.Contains(nothing, strings.ToLower(strings.TrimSpace(typed))) {
		typed = ""
	}
	if part == PartFit {
		s.Fit = strings.Join(strings.Fields(typed), " ")
		if utf8.RuneCountInString(s.Fit) > FitMost {
			return s, &Problem{part, typed, "at most " + strconv.Itoa(FitMost) +
				" characters, like “10 vehicles or more”"}
		}
		return s, nil
	}
	if part == PartPark {
		typed = strings.ToLower(typed)
		s.Park = typed == ParkOn
		if !s.Park && typed != ParkOff && typed != "" {
			return s, &Problem{part, typed, ParkOn + " or " + ParkOff}
		}
		return s, nil
	}
	// Each once, however it is written.
	var list []string
	for one := range strings.FieldsFuncSeq(typed, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		one = strings.Join(strings.Fields(one), " ")
		switch {
		case stemmed(one) == "" || within(list, one):
		case utf8.RuneCountInString(one) > verticalMost:
			return s, &Problem{part, one, "at most " + strconv.Itoa(verticalMost) +
				" characters each, with commas between"}
		default:
			list = append(list, one)
		}
	}
	if len(list) > VerticalsMost {
		return s, &Problem{part, typed, "at most " + strconv.Itoa(VerticalsMost) + " verticals"}
	}
	other := &s.Seldom
	if part == PartSeldom {
		s.Seldom, other = list, &s.Often
	} else {
		s.Often = list
	}
	if i := slices.IndexFunc(list, func(v string) bool { return within(*other, v) }); i >= 0 {
		return s, &Problem{part, list[i], "one that doesn't stand among the others already"}
	}
	return s, nil
}

// And is what two teams say together, for who is a rep of both; of criteria the first ones count, and one that parks
// rows is enough.
func (s Suspects) And(other Suspects) Suspects {
	s.Often, s.Seldom = slices.Concat(s.Often, other.Often), slices.Concat(s.Seldom, other.Seldom)
	if s.Fit == "" {
		s.Fit = other.Fit
	}
	s.Park = s.Park || other.Park
	return s
}

// Buys says whether an industry often buys, or seldom does: the longest vertical that is named in it decides, and of
// equal ones the first kind.
func (s Suspects) Buys(industry string) (often, seldom bool) {
	yes, no := longest(s.Often, industry), longest(s.Seldom, industry)
	return yes > 0 && yes >= no, no > yes
}

// longest is the length of the longest of some verticals that an industry names.
func longest(verticals []string, industry string) (most int) {
	if industry == "" { // of most rows of a list
		return 0
	}
	in := " " + stemmed(industry) + " "
	for _, v := range verticals {
		if v = stemmed(v); v != "" && strings.Contains(in, " "+v+" ") {
			most = max(most, len(v))
		}
	}
	return most
}

// within reports whether a list has a vertical, however it is written.
func within(list []string, v string) bool {
	return slices.ContainsFunc(list, func(have string) bool { return stemmed(have) == stemmed(v) })
}

// stemmed is a text as verticals are compared: hotel and Hotels are one.
func stemmed(s string) string {
	words := strings.Fields(phrase.Fold(s))
	for i, w := range words {
		if len(w) > 3 && !strings.HasSuffix(w, "ss") {
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	return strings.Join(words, " ")
}
