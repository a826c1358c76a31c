package input

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// NothingBehind refuses a key that nothing follows.
func NothingBehind(ws []words.Word, expected, example string) error {
	for _, w := range ws {
		if key, empty := strings.CutSuffix(strings.ToLower(w.Text), ":"); empty && !w.Quoted &&
			slices.Contains(words.EditKeys, key) {
			return &request.BadValue{What: "something behind " + w.Text, Expected: expected, Example: example}
		}
	}
	return nil
}

// NothingBetween refuses a name with a key in its midst: the words behind the key belong to its value, or to a key that
// nobody knows.
func NothingBetween(ws, rest []words.Word) error {
	for i := 1; i < len(rest); i++ {
		at := slices.Index(ws, rest[i])
		if ws[at-1] == rest[i-1] {
			continue
		}
		return &request.BadValue{
			What: "a fact", Given: rest[i].Text, Example: `/followup add Acme hot:"fewer breakdowns" phone:+12125550100`,
			Expected: "a key with a colon, and quotes around several words; the keys are " + strings.Join(words.LeadKeys, ", "),
		}
	}
	return nil
}

// TakeFlags takes warm, cold, high and low off the end of the words. A lead may be called "Warm Homes": only the end
// counts, and never the only word.
func TakeFlags(ws []words.Word, l *coach.Lead) []words.Word {
	for len(ws) > 1 {
		w := ws[len(ws)-1]
		switch {
		case w.Quoted:
			return ws
		case w.Is("warm"):
			l.Warmth = coach.Warm
		case w.Is("cold"):
			l.Warmth = coach.Cold
		case w.Is("high"):
			l.Potential = coach.PotentialHigh
		case w.Is("low"):
			l.Potential = coach.PotentialLow
		case w.Is("normal"):
			l.Potential = coach.PotentialNormal
		default:
			return ws
		}
		ws = ws[:len(ws)-1]
	}
	return ws
}

// CheckFacts refuses what can't be a phone number or a mail address.
func CheckFacts(l coach.Lead) error {
	digits := 0
	for _, r := range l.Phone {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	switch {
	case l.Phone != "" && (digits < 3 || digits > 20):
		return &request.BadValue{What: "a phone number", Given: l.Phone, Expected: say.ErrPhone,
			Example: "/followup add Acme phone:+12125550100", Field: say.FieldPhone}
	case l.Email != "" && (strings.ContainsAny(l.Email, " \t\n") || strings.Count(l.Email, "@") != 1):
		return &request.BadValue{What: "a mail address", Given: l.Email, Expected: say.ErrEmail,
			Example: "/followup add Acme email:pat@acme.example", Field: say.FieldEmail}
	}
	return nil
}

// StoppedNumber refuses a number whose owner asked not to be called.
func StoppedNumber(phone string) error {
	return &request.BadValue{
		What: "a number to call", Given: phone, Field: say.FieldPhone, Example: "/followup add Acme phone:+12125550100",
		Expected: "its owner asked not to be called, and that holds for the whole workspace",
	}
}

// BeforeFlags is how many words stand before the warm, cold, high, low and normal at the end: the name of a lead that
// nobody has.
func BeforeFlags(ws []words.Word) int {
	return len(TakeFlags(ws, new(coach.Lead)))
}

// Setters put a typed value into a lead's facts, by key; an empty one clears. A form's fields have the same names. What
// a value must be is said with an example, and nothing is changed before all are right.
var Setters = map[string]func(l *coach.Lead, value string) error{
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

// SetFacts puts values, by key, into a lead.
func SetFacts(l *coach.Lead, values map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		set, known := Setters[key]
		if !known {
			continue // a key of what came of a talk
		}
		v := values[key]
		if n := len([]rune(v)); n > coach.MaxFact {
			return &request.BadValue{
				What: "something to remember", Given: v, Field: key, Example: "/followup edit Acme " + key + `:"fewer words"`,
				Expected: "it has " + strconv.Itoa(n) + " characters, and " + strconv.Itoa(coach.MaxFact) +
					" fit; the rest belongs into a note",
			}
		}
		if err := set(l, v); err != nil {
			return err
		}
	}
	// what is stored stays, however it came there
	return CheckFacts(coach.Lead{Phone: values[say.FieldPhone], Email: values[say.FieldEmail]})
}

func setZone(l *coach.Lead, v string) error {
	if v == "" {
		l.TZ = ""
		return nil
	}
	zone, ok := ReadZone(v)
	if !ok {
		return &request.BadValue{What: "a time zone", Given: v, Field: say.FieldZone, Expected: say.ErrZone,
			Example: "/followup edit Acme tz:America/New_York"}
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
		return &request.BadValue{What: "what your gut says", Given: v, Field: say.FieldGut, Expected: say.ErrGut,
			Example: "/followup edit Acme gut:4"}
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
		return &request.BadValue{What: "what they prefer", Given: v, Field: say.FieldPrefers, Expected: say.ErrPrefers,
			Example: "/followup edit Acme prefers:mail"}
	}
	return nil
}

// NameMost is the longest name of a lead, in characters.
const NameMost = 200
