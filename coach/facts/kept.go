package facts

import (
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/followup-coach/followup/coach"
)

// What an installation keeps of its lists besides the table has no row there: each column that a lead has is a fact
// under the list's own header ([Of]), free text like most others. It comes with a list and is changed and cleared like
// them; nobody types a new column. One that a lead has nothing in stands there empty, so that it can be filled.

const (
	// KeptMost is how many columns a lead keeps.
	KeptMost = 20
	// keptKey begins the keys of kept columns; no fact of the table has a key with a dash.
	keptKey = "kept-"
	// keptOnPage is how many of them stand on one page of the Edit form, as many as on the others.
	keptOnPage = 6
)

// Of are the facts that some leads can have: those of the table, and behind them the columns that any of them keeps.
func Of(leads ...coach.Lead) []Fact {
	columns := map[string]bool{}
	for _, l := range leads {
		for column := range l.List.Facts {
			columns[column] = true
		}
	}
	if len(columns) == 0 {
		return table
	}
	// In the order of their names: a record has none.
	out := slices.Clone(table)
	for i, column := range slices.Sorted(maps.Keys(columns)) {
		out = append(out, kept(column, i/keptOnPage))
	}
	return out
}

// IsKept reports whether a key is that of a kept column.
func IsKept(key string) bool { return strings.HasPrefix(key, keptKey) }

// KeptPage is the page of the Edit form with some of the kept columns, from 0.
func KeptPage(n int) Page { return Page("kept" + strconv.Itoa(n)) }

// kept is a column as a fact. Its key is made of the column's name, which may hold anything, so that it fits into a
// form whatever that is.
func kept(column string, page int) Fact {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(column))
	return Fact{Key: keptKey + strconv.FormatUint(sum.Sum64(), 36), Label: column, Page: KeptPage(page),
		Ask: Ask{Words: column},
		get: func(l *coach.Lead) string { return l.List.Facts[column] },
		put: func(l *coach.Lead, v string) {
			// Leads are copied by value, and their maps must not be shared by a lead as it was and as it is.
			all := maps.Clone(l.List.Facts)
			switch _, kept := all[column]; {
			case kept: // an empty one stays, so that it can be filled again
				all[column] = v
			case v == "":
			case all == nil:
				all = map[string]string{column: v}
			case len(all) < KeptMost:
				all[column] = v
			}
			l.List.Facts = all
		}}
}

// TypedKey is the key as it is typed: of a column its words with dashes between; "" for one that has none.
func (f Fact) TypedKey() string {
	if !IsKept(f.Key) {
		return f.Key
	}
	between := func(r rune) bool { return !spelt(r) }
	return strings.Join(strings.FieldsFunc(strings.ToLower(f.Label), between), "-")
}

// TypedKept begins a key of [Set] that somebody typed and that no fact of the table has. It means the column of the
// lead that is spelt like it.
const TypedKept = "list:"

// withTyped are values with what was typed of columns under the columns' keys. The error is a [*Error] where a lead has
// no such column, or several.
func withTyped(l coach.Lead, values map[string]string) (map[string]string, error) {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		typed, is := strings.CutPrefix(key, TypedKept)
		if !is {
			continue
		}
		columns := slices.DeleteFunc(slices.Clone(Of(l)), func(f Fact) bool { return !IsKept(f.Key) })
		switch called := calledLike(columns, typed); len(called) {
		case 0:
			return nil, &Error{What: "a detail that I know", Given: typed + ":",
				Expected: "I know " + strings.Join(TypedKeys(), ", "), Example: example(columns, typed)}
		case 1:
			values = maps.Clone(values)
			values[called[0].Key] = values[key]
		default:
			return nil, &Error{What: "one column of its list", Given: typed + ":",
				Expected: "several are called that, and the form has them all", Example: "/followup edit Acme"}
		}
	}
	return values, nil
}

// example is how the column with a typed word in its name is set; else how a fact of the table is.
func example(columns []Fact, typed string) string {
	for _, f := range columns {
		if key := f.TypedKey(); slices.Contains(strings.Split(key, "-"), strings.ToLower(typed)) {
			return "/followup edit Acme " + key + `:"…"`
		}
	}
	return `/followup edit Acme hot:"fewer breakdowns"`
}

// calledLike are the columns that are meant by what was typed: those with the same signs, else with the same letters
// and digits, else with the same letters where it has no digits. "tier-2" is never Tier 1.
func calledLike(columns []Fact, typed string) []Fact {
	for _, counts := range []func(rune) bool{
		func(r rune) bool { return !unicode.IsSpace(r) && r != '-' && r != '_' },
		spelt,
		func(r rune) bool { return spelt(r) && !unicode.IsDigit(r) },
	} {
		only := func(s string) string {
			return strings.Map(func(r rune) rune {
				if !counts(r) {
					return -1
				}
				return unicode.ToLower(r)
			}, s)
		}
		if wanted := only(typed); wanted != "" && (counts('1') || !strings.ContainsFunc(typed, unicode.IsDigit)) {
			called := slices.DeleteFunc(slices.Clone(columns), func(f Fact) bool { return only(f.Label) != wanted })
			if len(called) > 0 {
				return called
			}
		}
	}
	return nil
}

// spelt reports whether a sign belongs to how a word is spelt, in any script.
func spelt(r rune) bool { return unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit) }

// TypedKeys are the keys of the table that people may type, in their order.
func TypedKeys() (keys []string) {
	for _, f := range slices.SortedFunc(slices.Values(table), func(a, b Fact) int { return a.Typed - b.Typed }) {
		if f.Typed > 0 {
			keys = append(keys, f.Key)
		}
	}
	return keys
}
