package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is one word, or everything between two quotes.
type Word struct {
	// Text is the word without its quotes. In key:"some words" the quotes around
	// the value are taken off too.
	Text string
	// Start and End are byte offsets in the text given to Lex, quotes included.
	Start, End int
	// Quoted is set when the whole word stood in quotes. Such a word is never a
	// keyword, a key or an outcome.
	Quoted bool
	// User and Channel are the Slack id when the word is a mention.
	User, Channel string
	// Bare is Text without the punctuation around it, by which keywords, outcomes and
	// dates are compared; "" for a dash on its own, "with" for "w/".
	Bare string
	// Lower is Bare in small letters and with straight apostrophes, as it is looked up among other words; "" in quotes.
	Lower string
	// value is where in Text a quoted value begins; 0 when none does.
	value int
}

// Is reports whether the word is this keyword, in any case, with any punctuation around it, and not in quotes.
func (w Word) Is(keyword string) bool {
	return !w.Quoted && w.value == 0 && strings.EqualFold(w.Bare, keyword)
}

// closers are the marks that may close a quote, by the mark that opened it.
// Phones and keyboards mix them, so a curly quote may be closed by a straight one.
var closers = map[rune]string{
	'"': `"”“`, '“': `”"“`, '„': `“”"`, '«': `»`,
	'\'': `'’`, '‘': `’'`, '‚': `‘’'`,
}

// Lex splits text at white space. Quotes, single or double, straight or curly,
// hold words together at the start of a word and behind the colon of a key; an
// apostrophe inside a word is no quote, and a quote without its partner is a
// letter like any other. A mention is one word even if its label has spaces. A comma between letters ends a word,
// with or without a space behind it.
func Lex(text string) []Word {
	if text == "" {
		return nil
	}
	return (&lexer{text: text}).words()
}

// words are all words of the text.
func (l *lexer) words() []Word {
	text := l.text
	list := make([]Word, 0, min(strings.Count(text, " ")+1, 32))
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		w := l.wordAt(i)
		w.Bare = bare(w.Text)
		if w.Text == "w/" || w.Text == "W/" {
			w.Bare = "with"
		}
		if !w.Quoted {
			w.Lower = strings.ReplaceAll(strings.ToLower(w.Bare), "’", "'")
		}
		list = append(list, w)
		i = w.End
	}
	return list
}

// lexer remembers which quotes have no partner in the rest of the text, so that
// a text full of them is not searched to its end for each.
type lexer struct {
	text     string
	hopeless string
	searched int // characters looked at for the end of a quote
}

func (l *lexer) wordAt(start int) Word {
	text := l.text
	if inner, end := l.quoted(start); end > 0 {
		return Word{Text: inner, Start: start, End: end, Quoted: true}
	}
	if w, ok := mention(text, start); ok {
		return w
	}
	i := start
	letters := true // only letters so far
	key := true     // no colon so far: what follows one may be a value
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			break
		}
		i += size
		if r == ':' && key && i-1 > start {
			key = false
			if inner, end := l.quoted(i); end > 0 {
				return Word{Text: text[start:i] + inner, Start: start, End: end, value: i - start}
			}
		}
		if next, _ := utf8.DecodeRuneInString(text[i:]); letters && (r == ',' || r == ';') && i-1 > start &&
			unicode.IsLetter(next) {
			break // "acme,vm"
		}
		letters = letters && (unicode.IsLetter(r) || r == '-')
	}
	return Word{Text: text[start:i], Start: start, End: i}
}

// quoted is the text inside the quotes that open at i, and where they end; 0 when
// there are none. A closing single quote must end its word ('O'Brien & Sons'); a
// closing double quote closes wherever it stands.
func (l *lexer) quoted(i int) (string, int) {
	text := l.text
	open, size := utf8.DecodeRuneInString(text[i:])
	marks := closers[open]
	if marks == "" || strings.ContainsRune(l.hopeless, open) {
		return "", 0
	}
	single := open == '\'' || open == '‘' || open == '‚'
	for j := i + size; j < len(text); {
		r, n := utf8.DecodeRuneInString(text[j:])
		l.searched++
		if strings.ContainsRune(marks, r) && r != utf8.RuneError && (!single || endsWord(text, j+n)) {
			return text[i+size : j], j + n
		}
		j += n
	}
	l.hopeless += string(open)
	return "", 0
}

// endsWord reports whether no letter or digit follows at i.
func endsWord(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return i >= len(text) || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// mention reads <@U123|pat> or <#C123|sales> at i.
func mention(text string, i int) (Word, bool) {
	rest := text[i:]
	if len(rest) < 4 || rest[0] != '<' || rest[1] != '@' && rest[1] != '#' {
		return Word{}, false
	}
	end := strings.IndexAny(rest[1:], "<>\n") + 1
	if end <= 0 || rest[end] != '>' {
		return Word{}, false
	}
	id, _, _ := strings.Cut(rest[2:end], "|")
	if !slackID(id) {
		return Word{}, false
	}
	w := Word{Text: rest[:end+1], Start: i, End: i + end + 1}
	if rest[1] == '@' {
		w.User = id
	} else {
		w.Channel = id
	}
	return w, true
}

// slackID reports whether s could be an id: capital letters and digits.
func slackID(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return len(s) >= 2
}

// EndMarks may stand at the end of a word and are no part of it.
const EndMarks = ",;:."

// SingleSpaced is text with single spaces between its words and none around it.
func SingleSpaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// Quote is a name as it is typed where it must not be read as anything else: in quotes that it doesn't hold.
func Quote(name string) string {
	if strings.ContainsAny(name, `"“”`) {
		return "«" + name + "»"
	}
	return `"` + name + `"`
}

// Apostrophes are the signs of which every word has one that says whose something is.
const Apostrophes = "'’"

// Unowned is a word without the mark that something belongs to it: "Jane" for "Jane's".
func Unowned(word string) string {
	for _, mark := range [...]string{"'s", "’s", "'", "’"} {
		if bare, is := strings.CutSuffix(word, mark); is && bare != "" {
			return bare
		}
	}
	return word
}

// Owner is some words in front of what somebody has, without the mark of that: "Jane" for "Jane's" in "Jane's number".
func Owner(ws []Word) []Word {
	if len(ws) == 0 {
		return ws
	}
	last := ws[len(ws)-1]
	bare := Unowned(last.Text)
	if bare == last.Text || last.Quoted {
		return ws
	}
	mark := last.Text[len(bare):]
	last.End -= len(mark)
	last.Text, last.Bare = bare, strings.TrimSuffix(last.Bare, mark)
	last.Lower = strings.ToLower(last.Bare)
	return append(slices.Clone(ws[:len(ws)-1]), last)
}
