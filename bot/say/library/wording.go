package library

import (
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/phrase"
)

// What a team asks its reps not to say. Each answer has a button that takes it back.

// listedChars is what fits into one message of a list. All of a team's phrases do, but for those made of marks that
// are written as several characters.
const listedChars = 7000

// TeamPhrases lists a team's phrases. Who manages it has the buttons.
func TeamPhrases(to say.Reader, t coach.Team, manages bool) say.Reply {
	p := &say.Page{To: to}
	p.Section("*" + whose(t) + " phrases:* " + say.Counted(len(t.Phrases), "phrase") + " to avoid")
	left := listedChars
	for i, own := range t.Phrases {
		words := ownPhrase(own)
		if left -= len(words); left < 0 {
			p.Context("and " + say.Thousands(len(t.Phrases)-i) + " more")
			break
		}
		var remove *slack.ButtonBlockElement
		if manages {
			remove = phrases.RunButton(i, "", removePhrase(t, own), "Remove")
		}
		addTip(p, "own", words, remove)
	}
	if manages {
		p.Actions("a", say.Button(ids.ActPhraseForm, t.ID, "Add a phrase…"))
	}
	return p.Reply()
}

// ownPhrase is a phrase in one line, with what is said instead.
func ownPhrase(own phrase.TeamPhrase) string {
	return "“" + say.Quote(own.Words, 100) + "” · instead: " + say.Quote(own.Instead, 100)
}

// removePhrase is the line that takes a phrase out.
func removePhrase(t coach.Team, own phrase.TeamPhrase) string {
	return "team phrases remove " + words.Quote(own.Words) + " team:" + words.Quote(t.Name)
}

// TeamPhraseAdded confirms a phrase of a team's own, with its way back.
func TeamPhraseAdded(to say.Reader, t coach.Team, own phrase.TeamPhrase) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ *Added* to " + whose(t) + " phrases:\n" + ownPhrase(own))
	p.Context("Its reps hear it in checks and beside notes.")
	p.Actions("a", phrases.Taps(phrases.RunButton(0, "", removePhrase(t, own), "Remove"),
		phrases.RunButton(1, "", "team phrases team:"+words.Quote(t.Name), "Team's phrases"))...)
	return p.Reply()
}

// TeamPhraseRemoved confirms that a phrase is gone, with the line that brings it back.
func TeamPhraseRemoved(to say.Reader, t coach.Team, own phrase.TeamPhrase) say.Reply {
	p := &say.Page{To: to}
	p.Section("✓ *Removed* from " + whose(t) + " phrases:\n" + ownPhrase(own))
	p.Actions("a", phrases.Taps(phrases.RunButton(0, "", "team phrases add "+words.Quote(own.Words)+" instead:"+
		words.Quote(own.Instead)+" team:"+words.Quote(t.Name), "Add it back"))...)
	return p.Reply()
}

// PhraseForm adds a phrase to a team's own: its words, and what its reps say instead.
func PhraseForm(to say.Reader, t coach.Team, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Add a phrase", Submit: "Add", Callback: fields.FormPhrase,
		Meta: meta}
	f.Input(fields.PhraseWords, "Words to avoid", "", false,
		fields.TextInput(fields.PhraseWords, "", "circling back", false, 60))
	f.Input(fields.PhraseInstead, "What to say instead", "In at most 8 words.", false,
		fields.TextInput(fields.PhraseInstead, "", "Name the new reason.", false, 60))
	return f.View()
}
