package app

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// stays are buttons that no undo takes back; what they lead to is in talks of their own.
var stays = []string{"Do not call"}

// deadEnd is what is said to a tap that leads nowhere.
var deadEnd = regexp.MustCompile(`out of date|went wrong|isn't available yet|No lead called|Not saved`)

// tour taps everything on the surface, and each tap leads somewhere: a form, a message or a change, and no dead end.
// What a tap has changed is taken back.
func (s *held) tour(brought talkLine) {
	s.t.Helper()
	if s.place.View != "" { // what a form's buttons save can't be asked for again: bot's tests tap each of them
		return
	}
	tapped := map[string]bool{}
	for {
		p := s.now()
		i := slices.IndexFunc(p.buttons, func(b pressable) bool {
			return !tapped[b.label+" of "+b.beside] && !slices.Contains(stays, b.label) && !takesBack(b) &&
				!slices.Contains(strings.Split(surfaces[s.name].leaves, ", "), b.label) &&
				!(surfaces[s.name].cards && strings.HasPrefix(b.block, "card:"))
		})
		if i < 0 {
			return
		}
		b := p.buttons[i]
		tapped[b.label+" of "+b.beside] = true
		s.settle()
		before, form := s.screen(s.person), s.top(s.person)
		s.press(p, b)
		var list []part
		ctx, cancel := context.WithTimeout(context.Background(), patience/2)
		err := s.slack.Wait(ctx, func(*fakeslack.Server) bool {
			list = s.fresh(before, form)
			return len(list) > 0
		})
		cancel()
		if err != nil {
			s.fatalf("[%s] leads nowhere:\n%s", b.label, p)
		}
		if said := list[0].String(); deadEnd.MatchString(said) {
			s.t.Errorf("%s:%d: [%s] leads to:\n%s", s.talk.file, s.line.no, b.label, said)
		}
		s.takeBack(list[0])
		s.shut()
		if !s.stands(b) || p.moved(s) && !strings.Contains(brought.text, " gets ") {
			s.again(b, brought)
		}
	}
}

// stands reports whether the surface is there, with the button.
func (s *held) stands(b pressable) bool {
	for p := range s.shown() {
		if s.is(p) && p.has(b) {
			return true
		}
	}
	return false
}

// moved reports whether another page stands in the place of the surface.
func (p part) moved(s *held) bool {
	for now := range s.shown() {
		if now.at == p.at {
			return now.String() != p.String()
		}
	}
	return true
}

// again plays the line anew that brought the surface; one that is still saved is taken back before.
func (s *held) again(b pressable, brought talkLine) {
	s.t.Helper()
	if s.top(s.person) != nil {
		s.closes(talkLine{}, []string{"", s.person.name})
	}
	s.place = fakeslack.Place{}
	answered := func(l talkLine) { // the answer may come behind the acknowledgement
		s.settle()
		before, form := s.screen(s.person), s.top(s.person)
		s.play(l)
		s.wait("an answer to "+l.text, func(*fakeslack.Server) bool { return len(s.fresh(before, form)) > 0 })
	}
	answered(brought)
	if !s.stands(b) && strings.Contains(brought.text, "/followup") {
		answered(talkLine{text: s.person.name + ": /followup undo"})
		answered(brought)
	}
	if !s.stands(b) {
		s.fatalf("[%s] leaves nothing of it but:\n%v", b.label, s.now())
	}
}

// takesBack reports whether a button undoes something, as the tour does at each of its steps.
func takesBack(b pressable) bool { return strings.HasPrefix(b.label, "Undo") }

func (p part) has(b pressable) bool {
	return slices.ContainsFunc(p.buttons, func(o pressable) bool { return o.label == b.label && !takesBack(o) })
}

// takeBack undoes what a tap has changed.
func (s *held) takeBack(p part) {
	s.t.Helper()
	i := slices.IndexFunc(p.buttons, takesBack)
	if i < 0 {
		return
	}
	before, form := s.screen(s.person), s.top(s.person)
	s.press(p, p.buttons[i])
	s.wait("the undo", func(*fakeslack.Server) bool { return len(s.fresh(before, form)) > 0 })
	s.settle()
}
