package input

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input/person"
	"github.com/followup-coach/followup/bot/input/settingline"
	"github.com/followup-coach/followup/bot/input/whose"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
)

// leadKeys are the keys of what is known about a lead, as they are typed, in the order that the table of facts gives
// them: phone:… email:… contact:"…".
var leadKeys = facts.TypedKeys()

// ReadEdit reads what a line changes of a lead that is known, by key, the name among them; rest is every other word. A
// key that no fact has may be a column of the lead's list, which is seen when it is set.
func ReadEdit(line Line) (values map[string]string, rest []words.Word, err error) {
	keys := slices.Concat([]string{facts.Name}, leadKeys)
	values, rest = words.KeyValues(stretched(line, line.Words), keys...)
	var others []string
	for _, w := range rest {
		if key := w.AnyKey(); key != "" {
			others = append(others, strings.TrimSuffix(key, ":"))
		}
	}
	// Without words for a lead there is none that could keep a column.
	if kept, named := words.KeyValues(rest, others...); len(named) > 0 {
		rest = named
		for typed, value := range kept {
			values[facts.TypedKept+typed] = value
		}
	}
	if err := noOtherKeys(rest, keys); err != nil {
		return nil, nil, err
	}
	return values, rest, nothingBehind(rest, `empty quotes clear what is there: hot:""`,
		`/followup edit Acme hot:"fewer breakdowns"`)
}

// ReadNewLead reads a lead that is not known yet: "<name> [warm|cold] [high|low] [phone:…] [contact:…] …"; a number
// and a mail address need no key. Without words for it the name is the company's, else the contact's, the number or
// the address; it may come out empty.
func ReadNewLead(line Line) (coach.Lead, error) {
	ws := stretched(line, labelled(line, line.Words))
	values, rest := words.KeyValues(ws, leadKeys...)
	if err := noOtherKeys(rest, leadKeys); err != nil {
		return coach.Lead{}, err
	}
	if err := nothingBehind(rest, "leave it out when there is nothing to say",
		"/followup add Acme phone:+12125550100"); err != nil {
		return coach.Lead{}, err
	}
	var lead coach.Lead
	if err := SetFacts(&lead, values); err != nil {
		return coach.Lead{}, err
	}
	if err := whose.Named(rest); err != nil {
		return coach.Lead{}, err
	}
	rest = TakeFlags(rest, &lead)
	if err := nothingBetween(ws, rest); err != nil {
		return coach.Lead{}, err
	}
	name := Span(line.Text, rest)
	if len(rest) < len(line.Words) && (len(rest) != 1 || !rest[0].Quoted) {
		name = trimName(name)
	}
	quoted := slices.ContainsFunc(rest, func(w words.Word) bool { return w.Quoted })
	if lead.Contact == "" && (lead.Phone != "" || lead.Email != "") && !quoted {
		name, lead.Contact = person.Behind(name)
	}
	lead.Name = cmp.Or(name, lead.Company, lead.Contact, lead.Phone, lead.Email)
	return lead, nil
}

// noOtherKeys refuses the first word with a key that nobody knows, by name: it is meant as a detail, so it is never
// part of a lead's name. In quotes it is one.
func noOtherKeys(ws []words.Word, known []string) error {
	for _, w := range ws {
		key := w.Key()
		if key == "" || slices.Contains(known, strings.ToLower(strings.TrimSuffix(key, ":"))) {
			continue
		}
		return &request.BadValue{What: "a detail that I know", Given: key,
			Expected: "I know " + strings.Join(known, ", "), // the example has the quotes
			Example:  `/followup add Acme phone:+12125550100 source:"trade fair"`}
	}
	return nil
}

// NoKeys refuses keys in the name of a new lead, count words from one on: unknown ones by name, known ones since they
// belong behind what happened; and so do a number and a mail address beside a name.
func NoKeys(line Line, from, count int) error {
	ws := line.Words[from : from+count]
	if err := noOtherKeys(ws, leadKeys); err != nil {
		return err
	}
	for i, w := range labelled(line, line.Words[from:]) {
		if w.Start >= ws[len(ws)-1].End {
			break
		}
		if key := w.Key(); key != "" && (i > 0 || ws[0].Key() != "") {
			return &request.BadValue{What: "part of a name", Given: key, Expected: "details stand behind what happened",
				Example: "/followup acme voicemail phone:+12125550100"}
		}
	}
	return nil
}

// nothingBehind refuses a key that nothing follows.
func nothingBehind(ws []words.Word, expected, example string) error {
	for _, w := range ws {
		if key, empty := strings.CutSuffix(strings.ToLower(w.Text), ":"); empty && !w.Quoted &&
			(key == facts.Name || slices.Contains(leadKeys, key)) {
			return &request.BadValue{What: "something behind " + w.Text, Expected: expected, Example: example}
		}
	}
	return nil
}

// nothingBetween refuses a name with a key in its midst: the words behind the key belong to its value, or to a key that
// nobody knows.
func nothingBetween(ws, rest []words.Word) error {
	for i := 1; i < len(rest); i++ {
		at := slices.Index(ws, rest[i])
		if ws[at-1] == rest[i-1] {
			continue
		}
		return &request.BadValue{
			What: "a fact", Given: rest[i].Text, Example: `/followup add Acme hot:"fewer breakdowns" phone:+12125550100`,
			Expected: "a key with a colon, and quotes around several words",
		}
	}
	return nil
}

// stretched are words with a value that has no quotes as one word with its key: it goes on up to the next key, a quoted
// word, a number or an address, and the flags at its end are flags. Only behind a name, for what follows a first key
// may be the name; a number has its own end ([words.KeyValues]).
func stretched(line Line, ws []words.Word) []words.Word {
	out := make([]words.Word, 0, len(ws))
	named := false
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		out = append(out, w)
		named = named || w.AnyKey() == ""
		means := w.Means()
		if w.AnyKey() == "" || w.QuotedValue() || !named || means == facts.Phone || means == facts.Email {
			continue
		}
		to := i + 1
		for to < len(ws) && !ws[to].Quoted && ws[to].AnyKey() == "" && mailAt(ws[to:]) == "" &&
			!numberAt(line, ws[to:]).reaches(ws[to].Text) {
			to++
		}
		value := ws[i:to]
		if strings.HasSuffix(w.Text, ":") {
			value = ws[i+1 : to]
		}
		if value = TakeFlags(value, new(coach.Lead)); len(value) == 0 {
			continue
		}
		last := value[len(value)-1]
		if last.Start == w.Start {
			continue
		}
		for i++; i < to && ws[i].Start <= last.Start; i++ {
			w.Text += " " + ws[i].Text
		}
		w.Text, w.End = strings.Replace(w.Text, ": ", ":", 1), last.End
		out[len(out)-1] = w
		i--
	}
	return out
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

// BeforeFlags is how many words stand before the warm, cold, high, low and normal at the end: the name of a lead that
// nobody has.
func BeforeFlags(ws []words.Word) int {
	return len(TakeFlags(ws, new(coach.Lead)))
}

// SetFacts puts typed values, by key, into a lead, as [facts.Set] does. What can't be is refused with an example.
func SetFacts(l *coach.Lead, values map[string]string) error {
	if len(values) == 0 {
		return nil
	}
	return refused(facts.Set(l, values, settingline.ReadZone))
}

// CheckNumber refuses, at its field of a form, a phone in which no number can be read: there what was typed is still in
// sight, and nothing is lost. A typed line keeps it and says so.
func CheckNumber(rep coach.Rep, l coach.Lead) error {
	if l.Phone == "" || len(l.E164(rep)) > 0 {
		return nil
	}
	return &request.BadValue{What: "a phone number", Given: l.Phone, Field: facts.Phone,
		Expected: "Try it with the country code: +1 212 555 0100.",
		Example:  "/followup add Acme phone:+12125550100"}
}

// CheckFacts refuses what can't be a phone number or a mail address, however it came into the lead.
func CheckFacts(l coach.Lead) error { return refused(facts.Check(l)) }

// refused is a wrong fact as a wrong value.
func refused(err error) error {
	if fact, ok := errors.AsType[*facts.Error](err); ok {
		return &request.BadValue{What: fact.What, Given: fact.Given, Expected: fact.Expected, Example: fact.Example,
			Field: fact.Key}
	}
	return err
}

// NameMost is the longest name of a lead, in characters. A longer one is refused with [request.ErrLongName], not cut.
const NameMost = 200

// PickedEnd is the end of a contract in a day picker, as the middle of that day where the lead is; zero when the picker
// was left empty. What is no day, or past, is refused at the field.
func PickedEnd(form request.Form, field string, rep coach.Rep, l coach.Lead, now time.Time) (time.Time, error) {
	picked := form.Values[field].SelectedDate
	if picked == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, picked)
	if err != nil {
		return time.Time{}, &request.BadValue{What: "a day", Given: picked, Expected: problems.ErrDate, Field: field}
	}
	// A contract that ends today is refused from noon on, where the lead is.
	at := request.NoonThere(day, l, rep)
	if !at.After(now) {
		return time.Time{}, &request.BadValue{What: "the end of a contract", Given: picked, Expected: problems.ErrEnded,
			Field: field}
	}
	return at, nil
}

// CheckAhead refuses an appointment that is not ahead of now with [request.DatePast]; what names it to the person. A
// zero time is none and passes.
func CheckAhead(what string, at, now time.Time) error {
	if !at.IsZero() && !at.After(now) {
		return &request.DatePast{Words: what, At: at}
	}
	return nil
}
