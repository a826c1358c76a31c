package bot

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// setters put a typed value into a lead's facts, by key; an empty one clears. A form's fields have the same names. What
// a value must be is said with an example, and nothing is changed before all are right.
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
				expected: "it has " + strconv.Itoa(n) + " characters, and " + strconv.Itoa(coach.MaxFact) +
					" fit; the rest belongs into a note",
			}
		}
		if err := set(l, v); err != nil {
			return err
		}
	}
	// what is stored stays, however it came there
	return checkFacts(coach.Lead{Phone: values[say.FieldPhone], Email: values[say.FieldEmail]})
}

func setZone(l *coach.Lead, v string) error {
	if v == "" {
		l.TZ = ""
		return nil
	}
	zone, ok := readZone(v)
	if !ok {
		return &badValue{what: "a time zone", given: v, field: say.FieldZone, expected: say.ErrZone,
			example: "/followup edit Acme tz:America/New_York"}
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
		return &badValue{what: "what your gut says", given: v, field: say.FieldGut, expected: say.ErrGut,
			example: "/followup edit Acme gut:4"}
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
		return &badValue{what: "what they prefer", given: v, field: say.FieldPrefers, expected: say.ErrPrefers,
			example: "/followup edit Acme prefers:mail"}
	}
	return nil
}

// numberStopped reports whether the owner of a number that is to be stored asked not to be called. It is found out
// before the change, which must do nothing but decide.
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
