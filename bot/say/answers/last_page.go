package answers

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// FormSaved is the page a form ends on: saved, next, because, [Undo] and the next lead, if there is one.
//
//	✓ Saved: *Acme Corp*, voicemail
//	Next: Wed 14 Jan, 15:00–16:00 · attempt 3 of 7
//	[Undo]
//	Next in line: *Birch Labs*, attempt 3 of 7   [Next lead]
func FormSaved(to say.Reader, s Saved, next *coach.Card) slack.ModalViewRequest {
	p := &say.Page{To: to}
	if s.Touch.Outcome == outcome.Details || s.Touch.Outcome == outcome.Explained { // a wrap-up's
		lastPage(p, s, next)
		return ended(p)
	}
	s.Step.Mail = 0 // an email is ticked on the lead's card, not on a page
	saved(p, s)
	nextLead(p, next)
	return ended(p)
}

// WrapSaved is the page that a wrap-up ends on where nothing was added to the call.
func WrapSaved(to say.Reader, s Saved, next *coach.Card) slack.ModalViewRequest {
	p := &say.Page{To: to}
	lastPage(p, s, next)
	return ended(p)
}

// lastPage is what was booked, or that nothing was, and who is next in line, in 25 words; then what can be sent, and
// [Undo].
//
//	✓ Booked: *Acme Corp*, Thu 15 Jan, 16:00 (10:00 in New York) · agenda: pricing for 12 seats
//	Also saved: your note, 2 promises and Price list
func lastPage(p *say.Page, s Saved, next *coach.Card) {
	l, view := s.Lead, SavedView{p.To, s}
	const nextName = 3 // words of the next lead
	r := &say.Room{Left: LastPageWords - say.WordsOf(nextInLine(p, next, nextName))}
	c, who := l.Progress.Commitment, "*"+say.Brief(say.NameOf(l), say.NameWords)+"*"
	booked := c != nil && !s.Touch.Given && c.At.Equal(s.Touch.Until)
	switch {
	case booked:
		words := "✓ Booked: " + who + ", " + p.To.Both(c.At, s.Step.Zone.Loc)
		if c.Tentative {
			words += ", unconfirmed"
		}
		r.MustCut(words+" · agenda: ", c.Agenda, words)
	case s.Touch.Given, s.Touch.Outcome == outcome.Explained, !l.Open():
		next := view.nextLines()[0]
		r.Must(say.FirstWords(view.head(), max(5, r.Left-say.WordsOf(next))))
		r.Left -= say.WordsOf(next)
		if note := say.Few(s.Touch.Note, say.NoteWords); note != "" && r.May(say.Quoted(note, say.NoteLength)) {
			s.Touch.Note = ""
		}
		r.Lines = append(r.Lines, next)
	case s.Step.Kind == coach.StepCommitment:
		r.Must("✓ Saved: " + who)
		r.Must(say.FirstWords(nextWords(p.To, s.Step), max(5, r.Left)))
	default:
		next := nextWords(p.To, s.Step)
		line := who + ". No call booked."
		switch n := r.Left - say.WordsOf(next) - 4; { // a whole name goes before what the next line says as well
		case n < min(2, say.WordsOf(say.NameOf(l))):
			line = "*" + say.Brief(say.NameOf(l), min(say.NameWords, max(1, n+3))) + "*"
		case n < say.NameWords:
			line = "*" + say.Brief(say.NameOf(l), n) + "*. No call booked."
		}
		r.Must("✓ Saved: " + line)
		r.Must(next)
	}
	r.May(s.also(booked))
	p.Section(strings.Join(r.Lines, "\n"))
	if notes := phrases.Notes(p.To, append(slices.Clone(s.Instant), phrases.WithoutEnd(s.Logged.Notes)...)); notes != "" {
		p.Context(notes)
	}
	if remark := view.foundLine(); remark != "" {
		p.Section(remark)
	}
	var buttons []slack.BlockElement
	if q := s.Logged.Question; q != nil {
		p.Section(cards.QuestionWords(p.To, l, *q))
		buttons = cards.QuestionButtons(l, *q)
	}
	buttons = append(buttons, agreedButtons(s)...)
	buttons = append(buttons, s.offers()...)
	if s.Change != "" {
		buttons = append(buttons, phrases.UndoButton(l, s.Change))
	}
	p.Actions("a", buttons...)
	nextLead(p, next)
}

// LastPageWords is how many words that page has, beside remarks and the question.
const LastPageWords = 25

// also names what else was kept of the call; all of it stands on the lead's page.
func (s Saved) also(booked bool) string {
	var parts []string
	add := func(is bool, words string) {
		if is {
			parts = append(parts, words)
		}
	}
	t := s.Touch
	add(!booked && t.Agenda != "", "the agenda")
	add(t.Note != "" && t.Outcome == outcome.Details, "your note")
	add(s.Was != nil && s.Was.HotButton != s.Lead.HotButton, "the hot button")
	add(t.Gut > 0, "your hunch")
	add(s.Was != nil && s.Was.Phone != s.Lead.Phone, "the number")
	if n := len(t.Promises); n > 0 {
		parts = append(parts, say.Counted(n, "promise"))
	}
	if t.Material != nil {
		parts = append(parts, say.Quote(t.Material.Name, 40))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Also saved: " + say.And(parts)
}

// ended is the last page of a wrap-up.
func ended(p *say.Page) slack.ModalViewRequest {
	v := fields.ReplyPage("Saved", say.Reply{Blocks: p.Blocks})
	v.Close = say.Label("Done", blockkit.MaxTitle)
	return v
}
