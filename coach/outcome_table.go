package coach

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/phrasing"
)

// outcomeTable is data/outcomes.yaml, ready to be looked up by code and by words.
type outcomeTable struct {
	all    []OutcomeInfo
	byCode map[Outcome]OutcomeInfo
	words  []string // codes and aliases that a rep may type
	said   phraseTree
}

// outcomeFile is data/outcomes.yaml as written.
type outcomeFile struct {
	Outcomes []outcomeEntry
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

// outcomeEntry is one outcome as written.
type outcomeEntry struct {
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
var builtIn = mustOutcomes()

// contractOutcomes are the outcomes of the contract, without an installation's own.
func contractOutcomes() *outcomeTable { return builtIn }

// installed are the outcomes of the process: those of the contract until [Rules.InstallOutcomes].
var installed = newInstalled()

func newInstalled() *atomic.Pointer[outcomeTable] {
	p := new(atomic.Pointer[outcomeTable])
	p.Store(builtIn)
	return p
}

func mustOutcomes() *outcomeTable {
	t, err := loadOutcomes("data/outcomes.yaml", embedded("data/outcomes.yaml"), outcomesAdded{})
	if err != nil {
		panic(err)
	}
	return t
}

// install makes the outcomes of the table those of the process.
func (t *outcomeTable) install() { installed.Store(t) }

// list has every outcome in call order. The slice is the caller's to change.
func (t *outcomeTable) list() []OutcomeInfo { return slices.Clone(t.all) }

// read is [ReadOutcome] by the outcomes of the table.
func (t *outcomeTable) read(words []string) OutcomeReading { return t.said.read(words) }

// find is an outcome of the table; ok is false for none.
func (t *outcomeTable) find(o Outcome) (i OutcomeInfo, ok bool) { i, ok = t.byCode[o]; return i, ok }

// info describes an outcome; see [Outcome.Info].
func (t *outcomeTable) info(o Outcome) OutcomeInfo {
	if i, ok := t.byCode[o]; ok {
		return i
	}
	words := strings.ReplaceAll(string(o), "-", " ")
	if words != "" && words[0] >= 'a' && words[0] <= 'z' {
		words = strings.ToUpper(words[:1]) + words[1:]
	}
	return OutcomeInfo{Code: o, Label: words, Button: words, Short: smallFirst(words)}
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

// outcomeLoader builds a table and notes what is wrong with its file.
type outcomeLoader struct {
	*outcomeTable
	file     outcomeFile
	ms       *mistakes
	reserved map[string]bool   // first words of commands
	taken    map[string]string // by phrase: what it means, in words
	own      map[string]bool   // phrases of the installation, which knows what it means by them
	rules    func(string) bool // whether a rule that is no outcome is called like that
	adding   bool              // the installation's outcomes are being taken
}

// loadOutcomes reads the table and notes every phrase that would mean two things, and every rule that leads nowhere.
// added are an installation's own.
func loadOutcomes(name string, data []byte, added outcomesAdded) (*outcomeTable, error) {
	var file outcomeFile
	ms := decode(name, data, &file)
	return buildOutcomes(file, ms, added), ms.err()
}

// buildOutcomes is [loadOutcomes] of a file that was read.
func buildOutcomes(file outcomeFile, ms *mistakes, added outcomesAdded) *outcomeTable {
	l := outcomeLoader{outcomeTable: &outcomeTable{byCode: map[Outcome]OutcomeInfo{}}, file: file, ms: ms,
		reserved: map[string]bool{}, taken: map[string]string{}, own: map[string]bool{}}
	l.said = phraseTree{ids: map[string]uint16{numberWord: numberID}, steps: map[uint64]uint32{},
		nodes: make([]phraseNode, behindRoot+1), rows: map[outcomeRow]saying{}}
	for _, w := range l.file.Reserved {
		l.reserved[w] = true
	}
	for i, e := range l.file.Outcomes {
		l.outcome(fmt.Sprintf("outcomes.%d", i), e)
	}
	if len(added.files) > 0 {
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
	return l.outcomeTable
}

// outcome takes one outcome with all words that are read as it.
func (l *outcomeLoader) outcome(path string, e outcomeEntry) {
	if _, there := l.byCode[e.Code]; there || e.Code == "" {
		l.ms.add(path+".code", "%q is empty or there twice", e.Code)
		return
	}
	switch e.Group {
	case NotReached, ReachedShort, LiveTalk, CameToUs, Ended, OtherTouch, Decision:
	default:
		l.ms.add(path+".group", "%q: expected not-reached, reached-short, live-talk, came-to-us, ended, other or decision",
			e.Group)
	}
	if e.Label == "" || e.Button == "" || e.Source == "" {
		l.ms.add(path, "label, button and source are needed")
	}
	if n := len(strings.Fields(e.Short)); !l.adding && (n == 0 || n > shortWords) {
		l.ms.add(path+".short", "%q: expected one to %d words", e.Short, shortWords)
	}
	l.byCode[e.Code] = OutcomeInfo(e)
	at := len(l.all)
	if l.adding { // with its group, in call order
		for i, o := range l.all {
			if o.Group == e.Group {
				at = i + 1
			}
		}
	}
	l.all = slices.Insert(l.all, at, OutcomeInfo(e))
	if e.Typed {
		l.typed(path, e)
	}
}

// typed takes the words of an outcome.
func (l *outcomeLoader) typed(path string, e outcomeEntry) {
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
func (l *outcomeLoader) phrase(path, pattern string, says int, means string) {
	l.plant(path, frontRoot, pattern, func(phrase string, n *phraseNode) {
		word, _, _ := strings.Cut(phrase, " ")
		if l.reserved[word] && strings.Count(phrase, " ") < wholeSentence-1 {
			l.ms.add(path, "%q begins like the command %s and would hide it", phrase, word)
		}
		if l.own[phrase] && !l.adding {
			return
		}
		l.own[phrase] = l.own[phrase] || l.adding
		if other, there := l.taken[phrase]; there && other != means {
			l.ms.add(path, "%q already means %s", phrase, other)
			return
		}
		l.taken[phrase], n.says = means, uint16(says)
	})
}

// unclear takes words that may mean one outcome or another.
func (l *outcomeLoader) unclear(path string, words []string, means []Outcome) {
	l.checkMeans(path+".means", means)
	l.said.sayings = append(l.said.sayings, saying{means: means})
	for i, w := range words {
		l.phrase(fmt.Sprintf("%s.words.%d", path, i), w, len(l.said.sayings), fmt.Sprint("one of ", means))
	}
}

// checkMeans notes what can't be asked: fewer than two outcomes, more than four, or one that nobody may type.
func (l *outcomeLoader) checkMeans(path string, means []Outcome) {
	if len(means) < 2 || len(means) > 4 {
		l.ms.add(path, "expected two to four outcomes, the likeliest first")
	}
	for i, o := range means {
		if !l.byCode[o].Typed || slices.Contains(means[:i], o) {
			l.ms.add(path, "%q is nothing that a rep may type, or there twice", o)
		}
	}
}

// plant lays a way through the tree for every phrase of a pattern and hands over its end.
func (l *outcomeLoader) plant(path string, root uint32, pattern string, at func(phrase string, n *phraseNode)) {
	phrases, err := l.file.Sets.Phrases(pattern)
	if err != nil {
		l.ms.add(path, "%v", err)
		return
	}
	for _, phrase := range phrases {
		was := l.ms.count()
		if at(phrase, l.said.grow(root, phrase)); l.ms.count() > was {
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
func (l *outcomeLoader) finish() {
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
