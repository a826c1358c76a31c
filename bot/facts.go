package bot

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// setters put a typed value into a lead's facts, by key; an empty one clears. A form's fields have the same names. What a value must
// be is said with an example, and nothing is changed before all are right.
var setters = map[string]func(l *coach.Lead, value string) error{
	say.FieldPhone:      func(l *coach.Lead, v string) error { l.Phone = v; return nil },
	say.FieldEmail:      func(l *coach.Lead, v string) error { l.Email = v; return nil },
	say.FieldContact:    func(l *coach.Lead, v string) error { l.Contact = v; return nil },
	say.FieldCompany:    func(l *coach.Lead, v string) error { l.Company = v; return nil },
	say.FieldZone:       setZone,
	say.FieldHot:        func(l *coach.Lead, v string) error { l.HotButton = v; return nil },
	say.FieldSource:     func(l *coach.Lead, v string) error { l.Source = v; return nil },
	say.FieldDecides:    func(l *coach.Lead, v string) error { l.Decider = v; return nil },
	say.FieldCompetitor: func(l *coach.Lead, v string) error { l.Competitor = v; return nil },
	say.FieldGut:        setGut,
	say.FieldPrefers:    setPrefers,
	say.FieldIntro:      func(l *coach.Lead, v string) error { l.Introduced = v; return nil },
	say.FieldIndustry:   func(l *coach.Lead, v string) error { l.Industry = v; return nil },
	say.FieldProblem:    func(l *coach.Lead, v string) error { l.Problem = v; return nil },
	say.FieldName:       func(l *coach.Lead, v string) error { l.Name = strings.Join(strings.Fields(v), " "); return nil },
	say.FieldWarmth:     func(l *coach.Lead, v string) error { l.Warmth = coach.Warmth(v); return nil },
	say.FieldPotential:  func(l *coach.Lead, v string) error { l.Potential = coach.Potential(v); return nil },
}

// setFacts puts values, by key, into a lead.
func setFacts(l *coach.Lead, values map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		set, known := setters[key]
		if !known {
			continue // a key of what came of a talk
		}
		v := values[key]
		if n := len([]rune(v)); n > coach.MaxFact {
			return &badValue{
				what: "something to remember", given: v, field: key, example: "/followup edit Acme " + key + `:"fewer words"`,
				expected: "it has " + strconv.Itoa(n) + " characters, and " + strconv.Itoa(coach.MaxFact) + " fit; the rest belongs into a note",
			}
		}
		if err := set(l, v); err != nil {
			return err
		}
	}
	return checkFacts(coach.Lead{Phone: values[say.FieldPhone], Email: values[say.FieldEmail]}) // what is stored stays, however it came there
}

func setZone(l *coach.Lead, v string) error {
	if v == "" {
		l.TZ = ""
		return nil
	}
	zone, ok := readZone(v)
	if !ok {
		return &badValue{what: "a time zone", given: v, field: say.FieldZone, expected: say.ErrZone, example: "/followup edit Acme tz:America/New_York"}
	}
	l.TZ = zone
	return nil
}

// setGut reads what the gut says, 1 to 5 (S0.2).
func setGut(l *coach.Lead, v string) error {
	if v == "" {
		l.Gut = 0
		return nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > coach.MaxGut {
		return &badValue{what: "what your gut says", given: v, field: say.FieldGut, expected: say.ErrGut, example: "/followup edit Acme gut:4"}
	}
	l.Gut = n
	return nil
}

// setPrefers reads how they like to be spoken to (S0.27).
func setPrefers(l *coach.Lead, v string) error {
	switch strings.ToLower(v) {
	case "":
		l.Prefers = ""
	case "call", "calls", "phone":
		l.Prefers = coach.ByCall
	case "mail", "mails", "email", "e-mail":
		l.Prefers = coach.ByMail
	default:
		return &badValue{what: "what they prefer", given: v, field: say.FieldPrefers, expected: say.ErrPrefers, example: "/followup edit Acme prefers:mail"}
	}
	return nil
}

// numberStopped reports whether the owner of a number that is to be stored asked not to be called. It is found out before the change,
// which must do nothing but decide.
func (b *Bot) numberStopped(ctx context.Context, a *act, values map[string]string) (bool, error) {
	if values[say.FieldPhone] == "" {
		return false, nil
	}
	err := b.mayBeCalled(ctx, a, coach.Lead{Phone: values[say.FieldPhone]})
	if declined(err) {
		return true, nil
	}
	return false, err
}

// toldOf is what was said in a line with keys: facts of the lead, and what came of the talk.
type toldOf struct {
	facts map[string]string // nil when the line has no keys
	came  came
}

// takeTold takes the keys out of the words behind an outcome: the facts, what came of the talk, and the rest of the text. What is
// promised ends with "by <date>", read as every date (S3.1).
func takeTold(text string, ws []words.Word, c dates.Context) (t toldOf, rest string, err error) {
	pairs, rest := words.Attached(text, ws, slices.Concat(words.LeadKeys, words.TalkKeys)...)
	if len(pairs) == 0 {
		return t, text, nil
	}
	t.facts = make(map[string]string)
	var m coach.Material
	for _, p := range pairs {
		v := strings.Join(strings.Fields(p.Value), " ")
		switch p.Key {
		case "promise", "mypromise":
			by := coach.Them
			if p.Key == "mypromise" {
				by = coach.Us
			}
			if v == "" || len([]rune(v)) > coach.MaxFact {
				return t, rest, &badValue{
					what: "a promise", given: v, expected: "what is done, and by when, in at most " + strconv.Itoa(coach.MaxFact) + " characters",
					example: `/followup acme talked promise:"read the specs by Thu"`,
				}
			}
			t.came.promises = append(t.came.promises, readPromise(v, by, c))
		case "sent":
			m.Name = v
		case "page":
			m.Pointer = v
		case "link":
			m.Link = v
		default:
			t.facts[p.Key] = v
		}
	}
	if m != (coach.Material{}) {
		if err := checkMaterial(m); err != nil {
			return t, rest, err
		}
		t.came.material = &m
	}
	if len(t.came.promises) > coach.MaxPromises {
		return t, rest, &badValue{what: "one talk's promises", given: strconv.Itoa(len(t.came.promises)), expected: "six at most; nobody keeps more", example: `/followup acme talked promise:"read it by Thu"`}
	}
	return t, rest, nil
}

// checkMaterial refuses a page or an address that belong to nothing, and an address that leads nowhere.
func checkMaterial(m coach.Material) error {
	const example = `/followup acme talked sent:"price list" page:"p. 4" link:https://acme.example/prices`
	if m.Name == "" {
		return &badValue{what: `the name of what was sent`, expected: `a page or a link belongs to something: sent:"price list"`, example: example}
	}
	for _, v := range []string{m.Name, m.Pointer} {
		if len([]rune(v)) > coach.MaxFact {
			return &badValue{what: "what was sent", given: v, expected: "300 characters fit", example: example}
		}
	}
	if m.Link == "" {
		return nil
	}
	u, err := url.Parse(m.Link)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(m.Link) > 1000 {
		return &badValue{what: "an address on the web", given: m.Link, expected: "it begins with https://", example: example}
	}
	return nil
}
