package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// addLine makes a new lead: "add <lead> [warm|cold] [high|low] [phone:…] [contact:…] …". Alone it opens the form.
func (b *Bot) addLine(ctx context.Context, a *act, ln line) (answer, error) {
	if len(ln.ws) == 0 {
		return b.openAdd(ctx, a, tap{})
	}
	values, rest := words.KeyValues(ln.ws, words.LeadKeys...)
	if err := nothingBehind(rest, "leave it out when there is nothing to say",
		"/followup add Acme phone:+12125550100"); err != nil {
		return answer{}, err
	}
	var l coach.Lead
	if err := setFacts(&l, values); err != nil {
		return answer{}, err
	}
	rest = takeFlags(rest, &l)
	if err := nothingBetween(ln.ws, rest); err != nil {
		return answer{}, err
	}
	l.Name = span(ln.text, rest)
	if l.Name == "" {
		l.Name = l.Company
	}
	if l.Name == "" {
		l.Name = l.Contact
	}
	return b.addLead(ctx, a, l, b.logged(a))
}

// nothingBehind refuses a key that nothing follows.
func nothingBehind(ws []words.Word, expected, example string) error {
	for _, w := range ws {
		if key, empty := strings.CutSuffix(strings.ToLower(w.Text), ":"); empty && !w.Quoted &&
			slices.Contains(words.EditKeys, key) {
			return &badValue{what: "something behind " + w.Text, expected: expected, example: example}
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
		return &badValue{
			what: "a fact", given: rest[i].Text, example: `/followup add Acme hot:"fewer breakdowns" phone:+12125550100`,
			expected: "a key with a colon, and quotes around several words; the keys are " + strings.Join(words.LeadKeys, ", "),
		}
	}
	return nil
}

// takeFlags takes warm, cold, high and low off the end of the words. A lead may be called "Warm Homes": only the end
// counts, and never the only word.
func takeFlags(ws []words.Word, l *coach.Lead) []words.Word {
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

// addLead saves a new lead. A lead of that very name is shown instead; a near miss is created all the same, for add
// says new.
func (b *Bot) addLead(ctx context.Context, a *act, l coach.Lead,
	dress func(say.Saved) (answer, error)) (answer, error) {
	l.Name = strings.Join(strings.Fields(l.Name), " ")
	key := names.Normalize(l.Name)
	switch {
	case key == "":
		return answer{}, errNoName
	case len([]rune(l.Name)) > nameMost:
		return answer{}, errLongName
	}
	if err := checkFacts(l); err != nil {
		return answer{}, err
	}
	if err := b.mayBeCalled(ctx, a, l); err != nil {
		return answer{}, err
	}
	return change(ctx, b, a, store.Ask{Names: []string{key}}, func(seen store.Seen) (store.Change, say.Saved, error) {
		if seen.Lead != nil {
			return store.Change{}, say.Saved{}, &nameTaken{name: seen.Lead.Name}
		}
		made := l
		made.ID, made.Rep, made.Created = store.NewID(), a.user, a.now.UTC()
		c := b.leadChange(a, made, true)
		c.Op = "add"
		return c, say.Saved{Lead: made, Step: b.rules.Next(made, *a.rep, a.now), Change: c.Entry, Created: true}, nil
	}, dress)
}

// checkFacts refuses what can't be a phone number or a mail address.
func checkFacts(l coach.Lead) error {
	digits := 0
	for _, r := range l.Phone {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	switch {
	case l.Phone != "" && (digits < 3 || digits > 20):
		return &badValue{what: "a phone number", given: l.Phone, expected: say.ErrPhone,
			example: "/followup add Acme phone:+12125550100", field: say.FieldPhone}
	case l.Email != "" && (strings.ContainsAny(l.Email, " \t\n") || strings.Count(l.Email, "@") != 1):
		return &badValue{what: "a mail address", given: l.Email, expected: say.ErrEmail,
			example: "/followup add Acme email:pat@acme.example", field: say.FieldEmail}
	}
	return nil
}

// mayBeCalled refuses a number that somebody in the workspace was asked never to call again.
func (b *Bot) mayBeCalled(ctx context.Context, a *act, l coach.Lead) error {
	if l.Phone == "" {
		return nil
	}
	rep, err := b.rep(ctx, a)
	if err != nil {
		return err
	}
	number := rep.PhoneKey(l.Phone)
	if number == "" {
		return nil
	}
	_, blocked, err := b.space().DoNotCall(ctx, number)
	if err != nil {
		return err
	}
	if blocked {
		return stoppedNumber(l.Phone)
	}
	return nil
}

// stoppedNumber refuses a number whose owner asked not to be called.
func stoppedNumber(phone string) error {
	return &badValue{
		what: "a number to call", given: phone, field: say.FieldPhone, example: "/followup add Acme phone:+12125550100",
		expected: "its owner asked not to be called, and that holds for the whole workspace",
	}
}
