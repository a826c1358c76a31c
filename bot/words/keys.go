package words

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// otherNames are what people call a key, too.
var otherNames = map[string]string{"mobile": "phone", "cell": "phone", "tel": "phone", "e-mail": "email",
	"mail": "email"}

// TalkKeys are the keys of what came of a talk: promise:"…" is theirs, mypromise:"…"
// the writer's own; sent:"…" is material, with page:"…" and link:… saying where to look.
var TalkKeys = []string{"promise", "mypromise", "sent", "page", "link"}

// Pair is a key with its value, as it was written, and which words it takes: from From up to To.
type Pair struct {
	Key, Value string
	From, To   int
}

// KeyValues takes key:value words out of list. Keys match in any case and by what people call them too (mobile: is
// phone:), and come back in the case given; the value may be quoted, and may stand behind a space ("phone: 555"). An
// unquoted phone goes on over what belongs to a number ("phone:+1 212 555 0100 ext 5 (cell)"). Of a key said twice the
// last value counts, but for numbers, which are kept. Words with other keys, quoted words, and a key without a
// value stay in rest, in order.
func KeyValues(list []Word, keys ...string) (values map[string]string, rest []Word) {
	values = make(map[string]string)
	for i := 0; i < len(list); i++ {
		w := list[i]
		key, value, ok := w.keyed(keys)
		if !ok {
			rest = append(rest, w)
			continue
		}
		open := w.value == 0 // more digits may follow
		if value == "" && w.value == 0 {
			if _, _, next := at(list, i+1).keyed(keys); next || i+1 == len(list) {
				rest = append(rest, w)
				continue
			}
			i++
			value, open = list[i].Text, !list[i].Quoted
		}
		if key == "phone" && open {
			var used int
			value, used = wholeNumber(value, list[i+1:])
			i += used
		}
		values[key] = beside(values[key], key, value)
	}
	return values, rest
}

// mostNumbers is the length of a phone's text to which another number is still added.
const mostNumbers = 200

// beside is a value that may stand with the one before it: another number is a second one.
func beside(before, key, value string) string {
	if key == "phone" && before != "" && before != value && len(before) < mostNumbers {
		return before + ", " + value
	}
	return value
}

func at(list []Word, i int) Word {
	if i < len(list) {
		return list[i]
	}
	return Word{}
}

// keyed splits key:value when the key is one of keys.
func (w Word) keyed(keys []string) (key, value string, ok bool) {
	if w.Quoted {
		return "", "", false
	}
	name, value, ok := strings.Cut(w.Text, ":")
	if !ok {
		return "", "", false
	}
	if other := otherNames[strings.ToLower(name)]; other != "" {
		name = other
	}
	i := slices.IndexFunc(keys, func(k string) bool { return strings.EqualFold(k, name) })
	if i < 0 {
		return "", "", false
	}
	return keys[i], value, true
}

// Key is the key that a word begins with, known or not, with its colon as it was typed: letters, digits and hyphens in
// front of a colon, a letter first. "" for a word in quotes, a clock time and an address on the web.
func (w Word) Key() string {
	name, value, ok := strings.Cut(w.Text, ":")
	if first, _ := utf8.DecodeRuneInString(name); !ok || w.Quoted || strings.HasPrefix(value, "//") ||
		!unicode.IsLetter(first) || utf8.RuneCountInString(name) < 2 || strings.HasSuffix(name, "-") ||
		strings.ContainsFunc(name, func(r rune) bool {
			return !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit) && r != '-' && r != '_'
		}) {
		return ""
	}
	return name + ":"
}

// AnyKey is [Word.Key] where nothing but keys is read behind a name, so that a key may have every sign: "q4/q1:",
// "2024:". Of digits alone three make one; fewer are an hour.
func (w Word) AnyKey() string {
	name, value, ok := strings.Cut(w.Text, ":")
	if !ok || w.Quoted || strings.HasPrefix(value, "//") ||
		len(name) < 3 && !strings.ContainsFunc(name, unicode.IsLetter) {
		return ""
	}
	return name + ":"
}

// QuotedValue reports whether the word is a key with its value in quotes: key:"some words".
func (w Word) QuotedValue() bool { return w.value > 0 }

// Means is the key of a word by the name that it has here, in small letters and without its colon: phone for Cell:; ""
// for none.
func (w Word) Means() string {
	name := strings.ToLower(strings.TrimSuffix(w.Key(), ":"))
	return cmp.Or(otherNames[name], name)
}

// extensionWords stand in front of an extension's digits.
var extensionWords = []string{"ext", "ext.", "extn", "extension", "x", "durchwahl", "#"}

// mostNumberWords is how many words behind a phone's value may belong to it.
const mostNumberWords = 30

// wholeNumber is a phone's value with the words behind it that belong to it, and how many those are: groups of digits,
// an extension, a word in brackets, a second number behind "or".
func wholeNumber(value string, list []Word) (number string, used int) {
	for digits(value) && used < min(len(list), mostNumberWords) {
		n := numberGoesOn(list[used:])
		if n == 0 {
			break
		}
		for _, w := range list[used : used+n] {
			value += " " + w.Text
		}
		used += n
	}
	return strings.TrimRight(value, ",; "), used
}

// numberGoesOn is how many of the first words belong to a number before them.
func numberGoesOn(list []Word) int {
	w, next := list[0], at(list, 1)
	lower := strings.ToLower(w.Text)
	switch {
	case w.Quoted:
		return 0
	case digitGroup(w.Text):
		return 1
	case slices.Contains(extensionWords, lower) && digitGroup(next.Text) && !next.Quoted:
		return 2
	case (lower == "or" || w.Text == "/" || w.Text == "&") && digitGroup(next.Text) && !next.Quoted &&
		strings.IndexAny(next.Text, "0123456789+(") == 0 && len(next.Text) > 2:
		return 2
	case strings.HasPrefix(w.Text, "(") && strings.HasSuffix(w.Text, ")"):
		return 1
	case strings.HasPrefix(lower, "(ext") && strings.HasSuffix(next.Text, ")") && digitGroup(next.Text):
		return 2
	}
	for _, word := range extensionWords { // x12, #12, ext.12
		if behind, ok := strings.CutPrefix(lower, word); ok && behind != "" && strings.Trim(behind, "0123456789,") == "" {
			return 1
		}
	}
	return 0
}

// digits reports whether s has any.
func digits(s string) bool { return strings.ContainsAny(s, "0123456789") }

// digitGroup reports whether s is a piece of a phone number.
func digitGroup(s string) bool {
	return digits(s) && strings.TrimFunc(s, func(r rune) bool {
		return strings.ContainsRune("0123456789+()-./, ‐‑‒–—−", r) || unicode.Is(unicode.Cf, r)
	}) == ""
}

// Attached finds the key:value words in a sentence, in their order. Unlike [KeyValues] it takes no value from behind a
// space: in a sentence "problem: they are small" is no key. A key may come more than once.
func Attached(list []Word, keys ...string) (pairs []Pair) {
	var last map[string]int // of each key the index of its last pair
	for i := 0; i < len(list); i++ {
		key, value, ok := list[i].keyed(keys)
		if !ok || value == "" && list[i].value == 0 {
			continue
		}
		if last == nil {
			last = make(map[string]int)
		}
		p := Pair{Key: key, Value: value, From: i}
		if key == "phone" && list[i].value == 0 {
			var used int
			p.Value, used = wholeNumber(value, list[i+1:])
			i += used
		}
		before, again := last[key]
		if again {
			p.Value = beside(pairs[before].Value, key, p.Value)
		}
		last[key] = len(pairs)
		p.To = i + 1
		pairs = append(pairs, p)
	}
	return pairs
}

// Without is the text of the words from one on, without those that the pairs among them take.
func Without(text string, list []Word, from int, pairs []Pair) string {
	var left []string
	keep := func(words []Word) {
		if s := Span(text, words); s != "" {
			left = append(left, s)
		}
	}
	for _, p := range pairs {
		if p.From >= from {
			keep(list[from:p.From])
			from = p.To
		}
	}
	keep(list[from:])
	return strings.Join(left, " ")
}

// Span is the text from the first to the last word of list as it was written,
// quotes and line breaks included; "" for no words.
func Span(text string, list []Word) string {
	if len(list) == 0 {
		return ""
	}
	return text[list[0].Start:list[len(list)-1].End]
}

// Texts are the words without quotes.
func Texts(list []Word) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.Text
	}
	return out
}
