package coach

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/followup-coach/followup/coach/rulefile"
)

// practiceRules is data/practice.yaml. It is part of the program: what the prospect says is a team's to change, in its
// scripts.
type practiceRules struct {
	prospect       Lead
	asks, requests patternSet
	me, you, both  patternSet
	between, verbs map[string]bool
	story          string
}

var practicePatterns = sync.OnceValue(func() *practiceRules {
	p, err := readPracticeRules("data/practice.yaml", rulefile.Embedded("data/practice.yaml"))
	if err != nil {
		panic(err) // the file is compiled in and tested
	}
	return p
})

// readPracticeRules reads the file and notes every mistake.
func readPracticeRules(name string, data []byte) (*practiceRules, error) {
	var file struct {
		Prospect struct {
			Name, Contact, Hot, Agenda, Material, Pointer, Why, Story, Competitor, Introduced, Decider string
		}
		Source                        string
		Asks, Requests, Me, You, Both []string
		Between, Verbs                string
	}
	ms := rulefile.Decode(name, data, &file)
	who := file.Prospect
	p := &practiceRules{
		prospect: Lead{
			Name: who.Name, Company: who.Name, Contact: who.Contact, HotButton: who.Hot, Competitor: who.Competitor,
			Introduced: who.Introduced, Decider: who.Decider, Reasons: []Why{{Kind: WhyTimely, Text: who.Why}},
			Progress: Progress{Spoken: true, Commitment: &Commitment{Agenda: who.Agenda},
				Materials: []Material{{Name: who.Material, Pointer: who.Pointer}}},
		},
		story: who.Story, between: map[string]bool{}, verbs: map[string]bool{},
	}
	if who.Name == "" || who.Contact == "" || who.Hot == "" || file.Source == "" {
		ms.Add("prospect", "name, contact and hot are needed, and a source")
	}
	for _, l := range []struct {
		path string
		from []string
		to   *patternSet
	}{{"asks", file.Asks, &p.asks}, {"requests", file.Requests, &p.requests}, {"me", file.Me, &p.me},
		{"you", file.You, &p.you}, {"both", file.Both, &p.both}} {
		*l.to = readSet(l.path, l.from, ms)
	}
	for _, w := range strings.Fields(file.Between) {
		p.between[w] = true
	}
	for _, w := range strings.Fields(file.Verbs) {
		p.verbs[w] = true
	}
	if len(p.verbs) == 0 {
		ms.Add("verbs", "expected some words")
	}
	return p, ms.Err()
}

// PracticeFill is the prospect of practice, of whom everything is known that a script can say. It is nobody's lead.
func PracticeFill(rep Rep, me string, now time.Time) Fill {
	rules := practicePatterns()
	lead := rules.prospect
	agreed := *lead.Progress.Commitment
	agreed.At = now
	lead.Progress.Commitment, lead.Progress.TalkedAt = &agreed, now.AddDate(0, 0, -5)
	return Fill{Lead: lead, Rep: rep, Me: me, Now: now, Story: &Story{Text: rules.story}}
}

// Heard is what is in an answer that a rep practices, beside the dates in it.
type Heard struct {
	Phrases []Finding // to avoid
	Hot     bool      // the hot button is in it
	Asks    bool      // it asks for a day or an hour
	Duties  []Duty    // who is to do what
}

// Duty is something that an answer leaves somebody to do: the rep, the prospect, or both (an empty By).
type Duty struct {
	By   Side
	What string // as said
}

// dutiesMost is how many duties are heard in one answer, and dutyWords how long one of them is.
const (
	dutiesMost = 3
	dutyWords  = 8
)

// Hear is what is in an answer to a prospect whose hot button is known, as far as words tell. Its time grows with the
// text.
func Hear(phrases *phraseBook, text, hot string) Heard {
	tokens, rules := tokenize(text), practicePatterns()
	return Heard{Phrases: onceEach(phrases.Review(text)), Hot: speaksOf(tokens, hot),
		Asks:   asksWhen(text, tokens, rules),
		Duties: duties(text, tokens, rules)}
}

// asksWhen reports whether a text asks for a day or an hour.
func asksWhen(text string, tokens []token, rules *practiceRules) bool {
	if rules.requests.in(tokens) {
		return true
	}
	for i, hit := range rules.asks.starts(tokens) {
		last := i
		for last+1 < len(tokens) && tokens[last+1].sentence == tokens[i].sentence {
			last++
		}
		end := len(text)
		if last+1 < len(tokens) {
			end = tokens[last+1].from
		}
		if hit && strings.ContainsAny(text[tokens[last].to:end], "?？؟") {
			return true
		}
	}
	return false
}

// duties are what an answer leaves somebody to do: a verb that can be done behind words that say who, up to the end of
// the sentence or the next duty.
func duties(text string, tokens []token, rules *practiceRules) (out []Duty) {
	who := func(i int) (by Side, verb int) {
		for _, s := range []struct {
			by  Side
			set patternSet
		}{{Us, rules.me}, {Them, rules.you}, {"", rules.both}} {
			for verb := range s.set.ends(tokens, i) {
				for verb < len(tokens) && rules.between[tokens[verb].word] {
					verb++
				}
				if verb < len(tokens) && tokens[verb].sentence == tokens[i].sentence && rules.verbs[tokens[verb].word] {
					return s.by, verb
				}
			}
		}
		if tokens[i].starts && rules.verbs[tokens[i].word] { // "Open page 4"
			return Them, i
		}
		return "", -1
	}
	for i := 0; i < len(tokens) && len(out) < dutiesMost; i++ {
		by, verb := who(i)
		if verb < 0 {
			continue
		}
		end := verb + 1
		for end < len(tokens) && end < verb+dutyWords && tokens[end].sentence == tokens[verb].sentence {
			if _, next := who(end); next >= 0 {
				break
			}
			end++
		}
		last := end
		for last > verb+1 && slices.Contains([]string{"and", "then", "so", "or", "but", "if"}, tokens[last-1].word) {
			last--
		}
		if last-verb > 1 { // a verb alone says nothing
			out = append(out, Duty{By: by, What: text[tokens[verb].from:tokens[last-1].to]})
		}
		i = end - 1
	}
	return out
}
