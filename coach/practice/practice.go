// Package practice is the drill that a rep plays alone: a prospect of whom everything is known ([Prospect]), and what
// is to be heard in an answer to them ([Hear], data/practice.yaml). The turns that are practiced are package script's.
package practice

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/rulefile"
)

// practiceRules is data/practice.yaml. It is part of the program: what the prospect says is a team's to change, in its
// scripts.
type practiceRules struct {
	prospect coach.Lead
	story    string // that fits them

	// asks make a question one for a day or an hour; requests ask for one without a question mark.
	asks, requests phrase.Set
	// me, you and both say who is to do something. Words between may stand before the verb; verbs are what can be done.
	me, you, both  phrase.Set
	between, verbs map[string]bool
}

// practicePatterns are read once.
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
		prospect: coach.Lead{
			Name: who.Name, Company: who.Name, Contact: who.Contact, HotButton: who.Hot, Competitor: who.Competitor,
			Introduced: who.Introduced, Decider: who.Decider, Reasons: []coach.Why{{Kind: coach.WhyTimely, Text: who.Why}},
			Progress: coach.Progress{Spoken: true, Commitment: &coach.Commitment{Agenda: who.Agenda},
				Materials: []coach.Material{{Name: who.Material, Pointer: who.Pointer}}},
		},
		story: who.Story, between: map[string]bool{}, verbs: map[string]bool{},
	}
	if who.Name == "" || who.Contact == "" || who.Hot == "" || file.Source == "" {
		ms.Add("prospect", "name, contact and hot are needed, and a source")
	}
	for _, l := range []struct {
		path string
		from []string
		to   *phrase.Set
	}{{"asks", file.Asks, &p.asks}, {"requests", file.Requests, &p.requests}, {"me", file.Me, &p.me},
		{"you", file.You, &p.you}, {"both", file.Both, &p.both}} {
		*l.to = phrase.ReadSet(l.path, l.from, ms)
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

// Prospect is the prospect of practice, of whom everything is known that a script can say. It is nobody's lead: nothing
// is stored of it. The last talk with them was five days before now, and their agreed call is due now, so that the
// words for both have something to name.
func Prospect(rep coach.Rep, me string, now time.Time) merge.Fields {
	rules := practicePatterns()
	lead := rules.prospect
	agreed := *lead.Progress.Commitment
	agreed.At = now
	lead.Progress.Commitment, lead.Progress.TalkedAt = &agreed, now.AddDate(0, 0, -5)
	return merge.Fields{Lead: lead, Rep: rep, Me: me, Now: now, Story: &coach.Story{Text: rules.story}}
}

// Heard is what is in an answer that a rep practices, beside the dates in it.
type Heard struct {
	Phrases []phrase.Finding // to avoid
	Hot     bool             // the hot button is in it
	Asks    bool             // it asks for a day or an hour
	Duties  []Duty           // who is to do what
}

// Duty is something that an answer leaves somebody to do: the rep, the prospect, or both (an empty By).
type Duty struct {
	By   coach.Side
	What string // as said
}

// dutiesMost is how many duties are heard in one answer, and dutyWords how long one of them is.
const (
	dutiesMost = 3
	dutyWords  = 8
)

// Hear is what is in an answer to a prospect whose hot button is known, as far as words tell: what coaching advises
// against, whether it speaks of what matters to them (S3.21), whether it asks for a day and an hour (S1.7), and whom it
// leaves with something to do. Its time grows with the text.
func Hear(phrases *phrase.Book, text, hot string) Heard {
	tokens, rules := phrase.Tokenize(text), practicePatterns()
	return Heard{Phrases: phrase.OnceEach(phrases.Review(text)), Hot: phrase.SpeaksOf(tokens, hot),
		Asks:   asksWhen(text, tokens, rules),
		Duties: duties(text, tokens, rules)}
}

// asksWhen reports whether a text asks for a day or an hour: by words that ask by themselves, or by others in a
// sentence that ends with a question mark, of whatever script.
func asksWhen(text string, tokens []phrase.Token, rules *practiceRules) bool {
	if rules.requests.In(tokens) {
		return true
	}
	for i, hit := range rules.asks.Starts(tokens) {
		last := i
		for last+1 < len(tokens) && tokens[last+1].Sentence == tokens[i].Sentence {
			last++
		}
		end := len(text)
		if last+1 < len(tokens) {
			end = tokens[last+1].From
		}
		if hit && strings.ContainsAny(text[tokens[last].To:end], "?？؟") {
			return true
		}
	}
	return false
}

// duties are what an answer leaves somebody to do: a verb that can be done behind words that say who, up to the end of
// the sentence or the next duty.
func duties(text string, tokens []phrase.Token, rules *practiceRules) (out []Duty) {
	// who tells for a token where the verb stands that it leads to, and whose it is; -1 for none.
	who := func(i int) (by coach.Side, verb int) {
		for _, s := range []struct {
			by  coach.Side
			set phrase.Set
		}{{coach.Us, rules.me}, {coach.Them, rules.you}, {"", rules.both}} {
			for verb := range s.set.Ends(tokens, i) {
				for verb < len(tokens) && rules.between[tokens[verb].Word] {
					verb++
				}
				if verb < len(tokens) && tokens[verb].Sentence == tokens[i].Sentence && rules.verbs[tokens[verb].Word] {
					return s.by, verb
				}
			}
		}
		if tokens[i].Starts && rules.verbs[tokens[i].Word] { // "Open page 4"
			return coach.Them, i
		}
		return "", -1
	}
	for i := 0; i < len(tokens) && len(out) < dutiesMost; i++ {
		by, verb := who(i)
		if verb < 0 {
			continue
		}
		end := verb + 1
		for end < len(tokens) && end < verb+dutyWords && tokens[end].Sentence == tokens[verb].Sentence {
			if _, next := who(end); next >= 0 {
				break
			}
			end++
		}
		// What joins two duties belongs to neither.
		last := end
		for last > verb+1 && slices.Contains([]string{"and", "then", "so", "or", "but", "if"}, tokens[last-1].Word) {
			last--
		}
		if last-verb > 1 { // a verb alone says nothing
			out = append(out, Duty{By: by, What: text[tokens[verb].From:tokens[last-1].To]})
		}
		i = end - 1
	}
	return out
}
