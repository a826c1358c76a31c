package library

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/qualify"
)

// Whom a team chases. A suspect is what a lead is before anybody has talked to them; on screen they are good prospects.

// SuspectsTitle is what the form is called.
const SuspectsTitle = "Good prospects"

// SuspectsExample is a line that says whom a team chases.
const SuspectsExample = `/followup team suspects often:"hotels, clinics" seldom:schools fit:"50 rooms or more"`

// suspectParts are the parts of what a team says, with what each is called and how a form asks for it,
// in a field of the same name.
var suspectParts = []struct{ part, words, ask, hint, example string }{
	{qualify.PartOften, "Often buy", "Industries that often buy", "With commas between.", "hotels, clinics"},
	{qualify.PartSeldom, "Seldom buy", "Industries that seldom buy", "With commas between.", "schools"},
	{qualify.PartFit, "Criteria", "Whom you want as a customer", "", "50 rooms or more"},
	{qualify.PartPark, "Parking", "Park imported leads that too little speaks for",
		"Fewer than two factors: no calls until somebody starts them.", ""},
}

// SuspectPart is what a part is called in a refusal.
func SuspectPart(part string) string {
	switch part {
	case qualify.PartFit:
		return "criteria"
	case qualify.PartPark:
		return "parking"
	}
	return "a list of industries"
}

// suspectWords are the parts that a team has said, a line each.
func suspectWords(s qualify.Suspects) (lines []string) {
	for _, one := range suspectParts {
		if text := s.Text(one.part); text != "" {
			lines = append(lines, one.words+": "+say.Quote(say.Few(text, 9), say.ShortLength))
		}
	}
	return lines
}

// TeamSuspects says whom a team chases. Who manages it can change that.
func TeamSuspects(to say.Reader, t coach.Team, manages bool) say.Reply {
	p := &say.Page{To: to}
	lines := suspectWords(t.Suspects)
	if len(lines) == 0 {
		lines = []string{"Nothing yet. Leads get a score by it: `" + SuspectsExample + "`"}
	}
	p.Section("*" + whose(t) + " good prospects*\n" + strings.Join(lines, "\n"))
	if manages {
		p.Actions("a", say.Button(ids.ActSuspectsForm, t.ID, "Change…"))
	}
	return p.Reply()
}

// SuspectsSaved confirms whom a team chases. Unparked says that it parks no more, which starts nothing.
func SuspectsSaved(to say.Reader, t coach.Team, unparked bool) say.Reply {
	p := &say.Page{To: to}
	lines := suspectWords(t.Suspects)
	if len(lines) == 0 {
		lines = []string{"Nothing."}
	}
	if unparked {
		lines = append(lines, "What's parked stays parked until its rep starts it: `/followup list parked`")
	}
	p.Section("✓ *Saved:* " + whose(t) + " good prospects\n" + strings.Join(lines, "\n"))
	p.Actions("a", phrases.Taps(phrases.RunButton(0, "", "team suspects team:"+words.Quote(t.Name), "Show them"))...)
	return p.Reply()
}

// SuspectsForm says whom a team chases.
func SuspectsForm(to say.Reader, t coach.Team, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: SuspectsTitle, Submit: "Save", Callback: fields.FormSuspects,
		Meta: meta}
	for _, one := range suspectParts {
		if one.part == qualify.PartPark {
			now := cmp.Or(t.Suspects.Text(one.part), qualify.ParkOff)
			f.Input(one.part, one.ask, one.hint, true, fields.Radio(one.part, now,
				[2]string{qualify.ParkOff, "Off"}, [2]string{qualify.ParkOn, "On"}))
			continue
		}
		f.Input(one.part, one.ask, one.hint, true,
			fields.TextInput(one.part, t.Suspects.Text(one.part), one.example, one.part != qualify.PartFit, suspectsMost))
	}
	return f.View()
}

// suspectsMost is how many characters a field takes: all verticals that a team may name.
const suspectsMost = 900
