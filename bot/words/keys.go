package words

import (
	"slices"
	"strings"
)

// LeadKeys are the keys of what is known about a lead: phone:… email:… contact:"…"
// company:"…" tz:… hot:"…" source:… decides:"…" competitor:"…" gut:4
// prefers:mail intro:"…" industry:"…" problem:"…"
var LeadKeys = []string{
	"phone", "email", "contact", "company", "tz", "hot", "source",
	"decides", "competitor", "gut", "prefers", "intro", "industry", "problem",
}

// EditKeys are those and the name, which of a known lead can be changed too.
var EditKeys = append([]string{"name"}, LeadKeys...)

// TalkKeys are the keys of what came of a talk: promise:"…" is theirs, mypromise:"…"
// the writer's own; sent:"…" is material, with page:"…" and link:… saying where to look.
var TalkKeys = []string{"promise", "mypromise", "sent", "page", "link"}

// Pair is a key with its value, as it was written.
type Pair struct{ Key, Value string }

// KeyValues takes key:value words out of list. Keys match in any case and come
// back in the case given; the value may be quoted, and may stand behind a space
// ("phone: 555"). An unquoted phone goes on over the groups of digits behind it
// ("phone:+1 212 555 0100"). Of a key said twice the last value counts. Words with
// other keys, quoted words, and a key without a value stay in rest, in order.
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
		for key == "phone" && open && i+1 < len(list) && digitGroup(value) && digitGroup(list[i+1].Text) &&
			!list[i+1].Quoted {
			i++
			value += " " + list[i].Text
		}
		values[key] = value
	}
	return values, rest
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
	i := slices.IndexFunc(keys, func(k string) bool { return strings.EqualFold(k, name) })
	if i < 0 {
		return "", "", false
	}
	return keys[i], value, true
}

// digitGroup reports whether s is a piece of a phone number.
func digitGroup(s string) bool {
	return strings.ContainsAny(s, "0123456789") && strings.Trim(s, "0123456789+()-./ ") == ""
}

// Attached takes the key:value words out of a sentence and returns them in their
// order, with the text of what is left. Unlike [KeyValues] it takes no value from
// behind a space: in a sentence "problem: they are small" is no key. A key may come
// more than once.
func Attached(text string, list []Word, keys ...string) (pairs []Pair, rest string) {
	var left []string
	from := 0 // of the words since the last key
	for i := 0; i < len(list); i++ {
		key, value, ok := list[i].keyed(keys)
		if !ok || value == "" && list[i].value == 0 {
			continue
		}
		left = append(left, Span(text, list[from:i]))
		for key == "phone" && list[i].value == 0 && i+1 < len(list) && digitGroup(value) && digitGroup(list[i+1].Text) &&
			!list[i+1].Quoted {
			i++
			value += " " + list[i].Text
		}
		pairs = append(pairs, Pair{key, value})
		from = i + 1
	}
	left = append(left, Span(text, list[from:]))
	left = slices.DeleteFunc(left, func(s string) bool { return s == "" })
	return pairs, strings.Join(left, " ")
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
