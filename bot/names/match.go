package names

import (
	"bytes"
	"cmp"
	"slices"
	"unicode/utf8"
)

// Entry is one lead to choose from.
type Entry struct {
	ID   string
	Name string // as stored or normalized, both do
}

// Kind says how a name answers a query, best first.
type Kind int

const (
	// Exact is the same name.
	Exact Kind = iota + 1
	// Tokens has every word of the query as a whole word.
	Tokens
	// Prefix has every word of the query at least as the beginning of a word.
	Prefix
	// Typo needs a forgiven slip: ask "Did you mean…?", never act on it.
	Typo
)

// Hit is a lead that may be meant.
type Hit struct {
	Entry
	Kind Kind
	// Score orders hits: higher is nearer. It can be compared within one answer only.
	Score int
}

// MaxHits bounds an answer; a query that finds more says too little.
const MaxHits = 20

// maxTokens is how many words of a name are looked at.
const maxTokens = 16

// Match lists the leads that query may mean, nearest first and at most [MaxHits].
// The same name beats everything, so exact hits come alone. Otherwise hits by whole
// words and by beginnings come together, since "acme" may be Acme Corp as well as
// Acmetron, and slips are forgiven only if there are neither. A slip is one letter
// wrong, missing, too many, or swapped with its neighbour, in a word of four
// letters or more, or a space too many or too few. The order depends on nothing but
// the arguments' contents.
func Match(query string, index []Entry) []Hit {
	m := matcher{best: Typo}
	m.query.read(appendNormal(nil, query))
	if m.query.n == 0 {
		return nil
	}
	m.order = longestFirst(&m.query)
	for i := range index {
		m.name.read(appendNormal(m.name.text[:0], index[i].Name))
		if k, score := m.compare(); k != 0 {
			m.keep(Hit{index[i], k, score})
		}
	}
	if len(m.hits) > 0 && m.hits[0].Kind == Exact {
		m.hits = slices.DeleteFunc(m.hits, func(h Hit) bool { return h.Kind != Exact })
	}
	return m.hits
}

// tokens is a normal form and the bounds of its words.
type tokens struct {
	text   []byte
	bounds [maxTokens][2]int
	n      int
}

func (t *tokens) read(normal []byte) {
	t.text, t.n = normal, 0
	for start := 0; start < len(normal) && t.n < maxTokens; t.n++ {
		end := bytes.IndexByte(normal[start:], ' ')
		if end < 0 {
			end = len(normal) - start
		}
		t.bounds[t.n] = [2]int{start, start + end}
		start += end + 1
	}
}

func (t *tokens) at(i int) []byte { return t.text[t.bounds[i][0]:t.bounds[i][1]] }

type matcher struct {
	query tokens
	order [maxTokens]int // the words of query, longest first
	name  tokens         // the one being compared; its bytes are used again for the next
	best  Kind           // slips are not looked for once something better was found
	hits  []Hit
}

// compare says how m.name answers the query; kind 0 is not at all.
func (m *matcher) compare() (Kind, int) {
	if bytes.Equal(m.query.text, m.name.text) {
		return Exact, 1000
	}
	forgiving := m.best == Typo
	kind, inOrder, ok := m.words(forgiving)
	if !ok && forgiving && squeezedEqual(m.query.text, m.name.text) {
		kind, inOrder, ok = Typo, true, true
	}
	if !ok {
		return 0, 0
	}
	score := 1000 - 200*int(kind-1) - 10*min(max(m.name.n-m.query.n, 0), 10)
	if !inOrder {
		score -= 5
	}
	return kind, score
}

// longestFirst is the order in which words of a query choose words of a name.
// What begins with "acme" also begins with "a", so once the longer word has chosen,
// the shorter one can do with any that is left: no choice has to be taken back.
func longestFirst(q *tokens) (order [maxTokens]int) {
	for i := range q.n {
		order[i] = i
	}
	slices.SortStableFunc(order[:q.n], func(a, b int) int { return cmp.Compare(len(q.at(b)), len(q.at(a))) })
	return order
}

// words gives each word of the query a word of the name of its own: an equal one
// if there is, else one that it begins, else (forgiving) one a slip away.
func (m *matcher) words(forgiving bool) (kind Kind, inOrder, ok bool) {
	kind = Tokens
	var taken [maxTokens]bool
	var chosen [maxTokens]int
	for _, i := range m.order[:m.query.n] {
		found, how := m.choose(m.query.at(i), &taken, forgiving)
		if how == 0 {
			return 0, false, false
		}
		taken[found] = true
		chosen[i] = found
		kind = max(kind, how)
	}
	return kind, slices.IsSorted(chosen[:m.query.n]), true
}

// choose is the nearest word of the name to q that is not taken, and how near it is.
func (m *matcher) choose(q []byte, taken *[maxTokens]bool, forgiving bool) (found int, how Kind) {
	for j := range m.name.n {
		if taken[j] {
			continue
		}
		n := m.name.at(j)
		switch {
		case bytes.Equal(q, n):
			return j, Tokens
		case how != Prefix && bytes.HasPrefix(n, q):
			found, how = j, Prefix
		case how == 0 && forgiving && slip(q, n):
			found, how = j, Typo
		}
	}
	return found, how
}

// keep inserts h in its place among the hits so far, dropping what is too far away.
func (m *matcher) keep(h Hit) {
	if h.Kind < Typo && m.best == Typo {
		m.best = h.Kind
		m.hits = m.hits[:0] // so far only slips
	}
	i, _ := slices.BinarySearchFunc(m.hits, h, nearer)
	if i >= MaxHits {
		return
	}
	if len(m.hits) == MaxHits {
		m.hits = m.hits[:MaxHits-1]
	}
	m.hits = slices.Insert(m.hits, i, h)
}

func nearer(a, b Hit) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

// squeezedEqual compares without spaces: "busybee" is Busy Bee but for a slip.
func squeezedEqual(a, b []byte) bool {
	i, j := 0, 0
	for {
		for i < len(a) && a[i] == ' ' {
			i++
		}
		for j < len(b) && b[j] == ' ' {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if a[i] != b[j] {
			return false
		}
		i++
		j++
	}
}

// slip reports whether a, of four letters or more, is one edit away from b.
func slip(a, b []byte) bool {
	if d := len(a) - len(b); d > utf8.UTFMax || d < -utf8.UTFMax || utf8.RuneCount(a) < 4 {
		return false
	}
	return oneEdit(a, b)
}

// oneEdit reports whether one letter inserted, removed, replaced or swapped with
// its neighbour makes a of b, another word (Damerau–Levenshtein distance 1). It runs from both
// ends to the first difference, so it needs no table.
func oneEdit(a, b []byte) bool {
	for len(a) > 0 && len(b) > 0 {
		ra, na := utf8.DecodeRune(a)
		rb, nb := utf8.DecodeRune(b)
		if ra != rb {
			break
		}
		a, b = a[na:], b[nb:]
	}
	_, na := utf8.DecodeRune(a)
	_, nb := utf8.DecodeRune(b)
	switch {
	case bytes.Equal(a[na:], b[nb:]): // replaced, or one of them has one more at the end
		return true
	case bytes.Equal(a[na:], b), bytes.Equal(a, b[nb:]):
		return true
	}
	ra, rb := a[:na], b[:nb]
	return bytes.HasPrefix(a[na:], rb) && bytes.HasPrefix(b[nb:], ra) && bytes.Equal(a[na+nb:], b[nb+na:])
}
