package outcome

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/phrasing"
	"github.com/followup-coach/followup/coach/rulefile"
)

// Table is data/outcomes.yaml, ready to be looked up by code and by words.
type Table struct {
	all    []Info
	byCode map[Outcome]Info
	words  []string // codes and aliases that a rep may type
	said   phraseTree
}

// tableFile is data/outcomes.yaml as written.
type tableFile struct {
	Outcomes []entry
	Reserved []string
	Sets     phrasing.Sets
	Unclear  []struct {
		Words []string
		Means []Outcome
	}
	Turns []turnEntry
	Rows  struct {
		Joins []string
		Cases []rowEntry
	}
}

// entry is one outcome as written.
type entry struct {
	Code    Outcome
	Aliases []string
	Phrases []string
	Label   string
	Button  string
	Short   string
	Group   Group
	Try     bool
	Live    bool
	Mail    bool
	Ends    bool
	Typed   bool
	Source  string
}

// turnEntry is words that turn an outcome round, and what they make of which.
type turnEntry struct {
	Before []string // in front of the phrase
	Behind []string
	Within int
	Keep   bool
	Cases  []struct {
		Of   []string  // outcomes, groups, or "asked"; empty for all that no other case speaks of
		As   Outcome   // what it is then, or "itself"
		Asks []Outcome // or what is asked, with "itself" for the outcome
	}
}

// rowEntry is what one outcome right behind another means.
type rowEntry struct {
	First, Second []string // outcomes or groups; the first also "asked"
	As            string   // first, second or an outcome
	Asks          []string // outcomes, first or second
}

// shortWords is how many words an outcome has in running text, where a card has 22 in all.
const shortWords = 4

// Words that stand for outcomes in the rules about them.
const (
	itself = "itself" // the outcome that is turned round
	asked  = "asked"  // a phrase that has to be asked about
	first  = "first"
	second = "second"
)

// builtIn are the outcomes of the contract.
var builtIn = mustLoad()

// Contract are the outcomes of the contract, without an installation's own.
func Contract() *Table { return builtIn }

// installed are the outcomes of the process: those of the contract until [coach.Rules.InstallOutcomes].
var installed = newInstalled()

func newInstalled() *atomic.Pointer[Table] {
	p := new(atomic.Pointer[Table])
	p.Store(builtIn)
	return p
}

func mustLoad() *Table {
	t, err := Load("data/outcomes.yaml", rulefile.Embedded("data/outcomes.yaml"), Added{})
	if err != nil {
		panic(err)
	}
	return t
}

// Install makes the outcomes of the table those of the process.
func (t *Table) Install() { installed.Store(t) }

// List has every outcome in call order. The slice is the caller's to change.
func (t *Table) List() []Info { return slices.Clone(t.all) }

// Read is [Read] by the outcomes of the table.
func (t *Table) Read(words []string) Reading { return t.said.read(words) }

// Find is an outcome of the table; ok is false for none.
func (t *Table) Find(o Outcome) (i Info, ok bool) { i, ok = t.byCode[o]; return i, ok }

// Info describes an outcome; see [Outcome.Info].
func (t *Table) Info(o Outcome) Info {
	if i, ok := t.byCode[o]; ok {
		return i
	}
	words := strings.ReplaceAll(string(o), "-", " ")
	if words != "" && words[0] >= 'a' && words[0] <= 'z' {
		words = strings.ToUpper(words[:1]) + words[1:]
	}
	return Info{Code: o, Label: words, Button: words, Short: smallFirst(words)}
}

// smallFirst is a label inside a sentence: its first letter is small, unless the first word is in capitals, as "CRM
// demo" has it.
func smallFirst(label string) string {
	first, _, _ := strings.Cut(label, " ")
	if r, size := utf8.DecodeRuneInString(first); first == "A" && label != "A" ||
		size < len(first) && first[size:] == strings.ToLower(first[size:]) {
		return string(unicode.ToLower(r)) + label[size:]
	}
	return label
}

// loader builds a table and notes what is wrong with its file. Outcomes come first, since all rules about words name
// some of them.
type loader struct {
	*Table
	file     tableFile
	ms       *rulefile.Mistakes
	reserved map[string]bool   // first words of commands
	own      map[string]bool   // phrases of the installation, which knows what it means by them
	rules    func(string) bool // whether a rule that is no outcome is called like that
	adding   bool              // the installation's outcomes are being taken
}

// Load reads the table and notes every phrase that would mean two things, and every rule that leads nowhere.
// added are an installation's own.
func Load(name string, data []byte, added Added) (*Table, error) {
	var file tableFile
	ms := rulefile.Decode(name, data, &file)
	return build(file, ms, added), ms.Err()
}

// fewestSteps is what the contract's phrases come to, nearly: room that is there at once is not moved at every start.
const fewestSteps = 18_000

// build is [Load] of a file that was read.
func build(file tableFile, ms *rulefile.Mistakes, added Added) *Table {
	l := loader{Table: &Table{byCode: map[Outcome]Info{}}, file: file, ms: ms,
		reserved: map[string]bool{}, own: map[string]bool{}}
	l.said = phraseTree{ids: map[string]uint16{numberWord: numberID}, steps: make(map[uint64]uint32, fewestSteps),
		nodes: make([]phraseNode, behindRoot+1, fewestSteps), rows: map[outcomeRow]saying{}}
	for _, w := range l.file.Reserved {
		l.reserved[w] = true
	}
	for i, e := range l.file.Outcomes {
		l.outcome(fmt.Sprintf("outcomes.%d", i), e)
	}
	if len(added.Files) > 0 {
		l.add(added)
	}
	for i, u := range l.file.Unclear {
		l.unclear(fmt.Sprintf("unclear.%d", i), u.Words, u.Means)
	}
	for i, e := range l.file.Turns {
		l.turn(fmt.Sprintf("turns.%d", i), e)
	}
	for i, pattern := range l.file.Rows.Joins {
		l.plant(fmt.Sprintf("rows.joins.%d", i), behindRoot, pattern, func(_ string, n *phraseNode) { n.joins = true })
	}
	for i, e := range l.file.Rows.Cases {
		l.row(fmt.Sprintf("rows.cases.%d", i), e)
	}
	l.finish()
	return l.Table
}

// outcome takes one outcome with all words that are read as it.
func (l *loader) outcome(path string, e entry) {
	if _, there := l.byCode[e.Code]; there || e.Code == "" {
		l.ms.Add(path+".code", "%q is empty or there twice", e.Code)
		return
	}
	switch e.Group {
	case NotReached, ReachedShort, LiveTalk, CameToUs, Ended, OtherTouch, Decision:
	default:
		l.ms.Add(path+".group", "%q: expected not-reached, reached-short, live-talk, came-to-us, ended, other or decision",
			e.Group)
	}
	if e.Label == "" || e.Button == "" || e.Source == "" {
		l.ms.Add(path, "label, button and source are needed")
	}
	if n := len(strings.Fields(e.Short)); !l.adding && (n == 0 || n > shortWords) {
		l.ms.Add(path+".short", "%q: expected one to %d words", e.Short, shortWords)
	}
	l.byCode[e.Code] = Info(e)
	at := len(l.all)
	if l.adding { // with its group, in call order
		for i, o := range l.all {
			if o.Group == e.Group {
				at = i + 1
			}
		}
	}
	l.all = slices.Insert(l.all, at, Info(e))
	if e.Typed {
		l.typed(path, e)
	}
}

// typed takes the words of an outcome.
func (l *loader) typed(path string, e entry) {
	l.said.sayings = append(l.said.sayings, saying{outcome: e.Code})
	says, means := len(l.said.sayings), string(e.Code)
	for i, w := range append([]string{string(e.Code)}, e.Aliases...) {
		at := path + ".code"
		if i > 0 {
			at = fmt.Sprintf("%s.aliases.%d", path, i-1)
		}
		l.phrase(at, w, says, means)
		l.words = append(l.words, phrasing.Fold(w))
	}
	if e.Label != "" {
		l.phrase(path+".label", e.Label, says, means) // what people read they type
		l.phrase(path+".button", e.Button, says, means)
	}
	for i, p := range e.Phrases {
		l.phrase(fmt.Sprintf("%s.phrases.%d", path, i), p, says, means)
	}
}

// phrase plants every phrase of a pattern. The same words may be written twice if they mean the same.
func (l *loader) phrase(path, pattern string, says int, means string) {
	l.plant(path, frontRoot, pattern, func(phrase string, n *phraseNode) {
		word, _, _ := strings.Cut(phrase, " ")
		if l.reserved[word] && strings.Count(phrase, " ") < wholeSentence-1 {
			l.ms.Add(path, "%q begins like the command %s and would hide it", phrase, word)
		}
		if l.own[phrase] && !l.adding {
			return
		}
		if l.adding {
			l.own[phrase] = true
		}
		if other := l.meaning(n.says); int(n.says) != says && other != "" && other != means {
			l.ms.Add(path, "%q already means %s", phrase, other)
			return
		}
		n.says = uint16(says)
	})
}

// meaning is what a phrase means already, in words; "" for nothing yet.
func (l *loader) meaning(says uint16) string {
	switch {
	case says == 0:
		return ""
	case l.said.sayings[says-1].outcome == "":
		return fmt.Sprint("one of ", l.said.sayings[says-1].means)
	}
	return string(l.said.sayings[says-1].outcome)
}

// unclear takes words that may mean one outcome or another.
func (l *loader) unclear(path string, words []string, means []Outcome) {
	l.checkMeans(path+".means", means)
	l.said.sayings = append(l.said.sayings, saying{means: means})
	for i, w := range words {
		l.phrase(fmt.Sprintf("%s.words.%d", path, i), w, len(l.said.sayings), fmt.Sprint("one of ", means))
	}
}

// checkMeans notes what can't be asked: fewer than two outcomes, more than four, or one that nobody may type.
func (l *loader) checkMeans(path string, means []Outcome) {
	if len(means) < 2 || len(means) > 4 {
		l.ms.Add(path, "expected two to four outcomes, the likeliest first")
	}
	for i, o := range means {
		if !l.byCode[o].Typed || slices.Contains(means[:i], o) {
			l.ms.Add(path, "%q is nothing that a rep may type, or there twice", o)
		}
	}
}

// plant lays a way through the tree for every phrase of a pattern and hands over its end.
func (l *loader) plant(path string, root uint32, pattern string, at func(phrase string, n *phraseNode)) {
	phrases, err := l.file.Sets.Phrases(pattern)
	if err != nil {
		l.ms.Add(path, "%v", err)
		return
	}
	for _, phrase := range phrases {
		was := l.ms.Count()
		if at(phrase, l.said.grow(root, phrase)); l.ms.Count() > was {
			return // one mistake of a pattern is enough
		}
	}
}

// grow is the node at the end of a phrase. It may be used until the next one is asked for.
func (t *phraseTree) grow(root uint32, phrase string) *phraseNode {
	node, reach := root, 0
	for w := range strings.SplitSeq(phrase, " ") {
		id, ok := t.ids[w]
		if !ok {
			id = uint16(len(t.ids) + 1)
			t.ids[w] = id
		}
		step := uint64(node)<<16 | uint64(id)
		next, ok := t.steps[step]
		if !ok {
			next = uint32(len(t.nodes))
			t.nodes, t.steps[step] = append(t.nodes, phraseNode{}), next
		}
		node = next
		reach++
	}
	t.reach = max(t.reach, reach)
	return &t.nodes[node]
}

// wholeSentence is how many words a phrase needs to begin like a command ("back in 90 days"): nobody types as many
// behind it.
const wholeSentence = 4

// finish notes with which words anything begins, and reads words with an apostrophe without it too, where that is no
// other word: "didnt".
func (l *loader) finish() {
	t := &l.said
	for _, w := range slices.Sorted(maps.Keys(t.ids)) {
		bare := strings.ReplaceAll(w, "'", "")
		if _, there := t.ids[bare]; !there && bare != "" {
			t.ids[bare] = t.ids[w]
		}
		t.longest = max(t.longest, len(w))
	}
	for _, w := range slices.Sorted(maps.Keys(t.ids)) {
		if w != numberWord {
			t.known = append(t.known, w)
		}
	}
	t.starts, t.skips = make([]bool, len(t.ids)+1), make([]bool, len(t.ids)+1)
	for w, id := range t.ids {
		if phrasing.Article(w) {
			t.skips[id] = true
		}
	}
	for step := range t.steps {
		if step>>16 == frontRoot {
			t.starts[step&(1<<16-1)] = true
		}
	}
	t.reach = t.reach*2 + t.within
}
