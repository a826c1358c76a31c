package forms

import (
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// LiftNumber asks whether a number is to leave the do-not-call list that somebody was asked not to call on a lead which
// is gone. Nobody is asked who said so: there is no lead to keep that with.
func LiftNumber(to say.Reader, asked request.Stopped, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Lift the block?", Submit: "Lift the block",
		Callback: fields.FormLift, Meta: meta}
	f.Meta.Text = asked.Number
	f.Section("The owner of " + say.Quote(asked.Number, 40) + " asked " + say.Mention("@", asked.By) +
		phrases.OnDay(to.Past(asked.At)) + " not to be called; the lead is gone. Lifting it lets everyone here call it " +
		"again.")
	return f.View()
}

// LiftForm asks who wants to be called again, and when they said so: a do-not-call is lifted by its lead's owner or a
// manager, and stays in the audit trail with the answer. Other is who was asked on another lead about one of its
// numbers; mostly nobody.
func LiftForm(to say.Reader, l coach.Lead, other request.Stopped, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Lift the block?", Submit: "Lift the block",
		Callback: fields.FormLift, Meta: meta}
	f.Meta.Lead, f.Meta.Version = l.ID, l.Version
	words := say.Who(l) + " " + phrases.AskedNotTo(to, l) + "."
	// What lifting it comes to: of two who were asked nothing for others, of another lead's nothing that isn't so already.
	// Numbers that the lead had before are freed with those that it has; the list holds hashes, so nobody can name them.
	switch {
	case other.By != "":
		words += " " + say.Mention("@", other.By) + " was asked too" + phrases.OnDay(to.Past(other.At)) +
			", so the number stays blocked."
	case l.Progress.ClosedBy != "" && l.Phone != "":
		words += " " + phrases.NotBlocked
	case l.Progress.ClosedBy != "":
	case l.Phone == "":
		words += " Lifting it lets everyone here call the numbers they had again."
	default:
		words += " Lifting it lets everyone here call " + say.Quote(l.Phone, 40) + " again, and any number they had before."
	}
	f.Section(words)
	f.Input(fields.Who, "Who asked to be called again?", "It is kept with the lead, with your name.", false,
		fields.TextInput(fields.Who, "", "Pat Doe, by email", false, coach.MaxFact))
	when := slack.NewDatePickerBlockElement(fields.Date)
	when.InitialDate = to.Now.In(to.Location()).Format(time.DateOnly)
	f.Input(fields.Date, "When?", "", false, when)
	return f.View()
}

// over stands in the place of a form about a lead that is over, which would save nothing: how it ended, and the way to
// have it open again.
func over(to say.Reader, title string, l coach.Lead) slack.ModalViewRequest {
	p := &say.Page{To: to}
	words, open := cards.EndLine(to, l), say.ButtonFor(ids.ActReopen,
		ids.Value(l.ID, strconv.FormatInt(l.Version, 10)), "Reopen", say.PlainName(l, 40))
	if l.Progress.Closed == outcome.DoNotCall {
		words, open = phrases.DontCall(to, l), phrases.LiftButton(l.ID, l.Rep)
	}
	p.Section("*" + say.Brief(say.NameOf(l), say.NameWords) + "*\n" + words)
	p.Actions("a", open, phrases.ShowLead(l))
	return fields.ReplyPage(title, p.Reply())
}
