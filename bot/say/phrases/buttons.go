package phrases

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/outreach"
	"github.com/followup-coach/followup/coach/script"
)

// AgreedValue carries the instant, so that a click on an old message finds out that the call has moved.
func AgreedValue(l coach.Lead) string {
	return ids.Value(l.ID, strconv.FormatInt(l.Progress.Commitment.At.Unix(), 10))
}

// CalendarButton sends the agreed call as a file.
func CalendarButton(l coach.Lead) slack.BlockElement {
	return say.ButtonFor(ids.ActCalendar, AgreedValue(l), "Calendar file", say.PlainName(l, 40))
}

// CardKey begins the block ids of a lead's card, wherever it stands.
func CardKey(lead string) string { return "card:" + lead }

// DraftButton opens the form with a message to a lead.
func DraftButton(l coach.Lead, kind outreach.Kind, words string) slack.BlockElement {
	return say.ButtonFor(ids.ActDraft+"."+string(kind), ids.Value(l.ID, string(kind)), words, say.PlainName(l, 40))
}

// MessageMenu is the ⋯ of a message that comes unasked: the settings, and an end of this kind of message.
func MessageMenu(kind coach.MessageKind) slack.BlockElement {
	choice := func(what, words string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(ids.Value(string(kind), what), say.Label(words, 75), nil)
	}
	return slack.NewOverflowBlockElement(ids.ActMessage, choice(ids.MessageSettings, "Settings"),
		choice(ids.MessageStop, "Stop these"))
}

// MailButton opens the email that is due, or the one to write first.
func MailButton(l coach.Lead, s coach.Step) slack.BlockElement {
	return DraftButton(l, outreach.Email, MailWords(s))
}

// MailWords are the label of what opens the email.
func MailWords(s coach.Step) string {
	if s.Mail > 0 {
		return "Email " + strconv.Itoa(s.Mail) + "…"
	}
	return "Write email…"
}

// SocialButtons are a touch in each network, where one goes with the first tries: the request has words, a follow has
// none.
func SocialButtons(l coach.Lead, version int64) []slack.BlockElement {
	return []slack.BlockElement{DraftButton(l, outreach.LinkedIn, "LinkedIn…"),
		say.ButtonFor(ids.ActX, ids.Value(l.ID, strconv.FormatInt(version, 10)), outcome.XTwitter.Info().Button,
			say.PlainName(l, 40))}
}

// Taps are buttons without those that there are not: a line may be too long to be carried.
func Taps(buttons ...*slack.ButtonBlockElement) (row []slack.BlockElement) {
	for _, b := range buttons {
		if b != nil {
			row = append(row, b)
		}
	}
	return row
}

// SendAgain runs a typed line once more; nil where nothing was typed, for several lines, and beyond what a button
// holds.
func SendAgain(text string) *slack.ButtonBlockElement {
	line := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "/followup"))
	if strings.TrimSpace(text) == "" || strings.Contains(line, "\n") {
		return nil
	}
	if line == "" {
		line = "today"
	}
	return RunButton(0, "", line, "Send again")
}

// ShowLead opens a lead's page.
func ShowLead(l coach.Lead) *slack.ButtonBlockElement {
	return say.ButtonFor(ids.ActShow, ids.Value(l.ID), "Show the lead", say.PlainName(l, 40))
}

// LiftButton opens the form that takes a do-not-call back; number is what it is about where the lead may be gone.
func LiftButton(lead, owner string, number ...string) *slack.ButtonBlockElement {
	return say.Button(ids.ActLift, ids.Value(append([]string{lead, owner}, number...)...), "Lift the block…")
}

// RunButton is the nth button of a message that runs a line as if it were typed. With a lead's id the first name in the
// line is that lead's, whatever it is called by then. nil where the line is longer than a button holds: what may be as
// long goes through [Taps].
func RunButton(n int, lead, line, words string) *slack.ButtonBlockElement {
	value := ids.Value(lead) + "|" + line
	if blockkit.Len(value) > blockkit.MaxCarried {
		return nil
	}
	return say.Button(say.Numbered(ids.ActRun, n), value, words)
}

// PracticeButton opens the drill of a script's branch; nil for one that isn't practiced.
func PracticeButton(b script.Branch) slack.BlockElement {
	if !b.Practiced() {
		return nil
	}
	return say.Button(say.Numbered(ids.ActPractice, 0), ids.Value("", b.ID), "Practice…")
}

// StopsAll asks before the one outcome that can't be undone like the others, and names whom and what it stops.
func StopsAll(l coach.Lead) *slack.ConfirmationBlockObject {
	title, then := "Block this number for everyone?", "nobody here can call "+say.Tidy(l.Phone, 60)
	if strings.TrimSpace(l.Phone) == "" {
		title, then = "Stop all calls?", "nobody here can call a number of theirs"
	}
	c := slack.NewConfirmationBlockObject(say.Label(title, 100),
		say.Label(say.PlainName(l, 60)+": all calls stop, and "+then+
			". Only you or a manager can lift it.", 300), say.Label("Block the number", 30), say.Label("Cancel", 30))
	c.Style = slack.StyleDanger
	return c
}

// PlainLabel is an outcome in plain words for a button.
func PlainLabel(o outcome.Outcome) string { return say.Tidy(o.Info().Label, blockkit.MaxButton) }

// UndoButton takes back one change and no other, whatever came after it.
func UndoButton(l coach.Lead, change string) *slack.ButtonBlockElement {
	return say.ButtonFor(ids.ActUndo, ids.Value(l.ID, change), "Undo", say.PlainName(l, 40))
}

// EditButton opens the Edit form on a page of it.
func EditButton(l coach.Lead, page, words string) *slack.ButtonBlockElement {
	return say.ButtonFor(ids.ActEditForm, ids.Value(l.ID, page), words, say.PlainName(l, 40))
}

// closeReasons are the ways a lead mostly ends, each one tap on the form that closes it.
var closeReasons = []outcome.Outcome{outcome.NoResponse, outcome.NotInterested, outcome.HasSolution, outcome.NotFit,
	outcome.Lost,
	outcome.LeftCompany}

// CloseButtons close a lead by one tap each, so that a close takes two; whoever has more to say fills in the form.
func CloseButtons(l coach.Lead) []slack.BlockElement {
	var buttons []slack.BlockElement
	for _, o := range closeReasons {
		buttons = append(buttons, say.ButtonFor(ids.ActCloseAs+"."+string(o),
			ids.Value(l.ID, strconv.FormatInt(l.Version, 10), string(o)), o.Info().Button, say.PlainName(l, 40)))
	}
	return buttons
}

// ResumeButton ends a pause.
func ResumeButton(l coach.Lead) slack.BlockElement {
	return say.ButtonFor(ids.ActResume, ids.Value(l.ID, strconv.FormatInt(l.Version, 10)), "Resume", say.PlainName(l, 40))
}

// MostLabel is how long the label of a button may be.
const MostLabel = 24

// ResultLabel is a result on a button.
func ResultLabel(o outcome.Outcome) string {
	if b := say.Tidy(o.Info().Button, MostLabel); b != "" {
		return b
	}
	return say.Tidy(strings.ReplaceAll(string(o), "-", " "), MostLabel)
}

// GiftButton leads to all that was asked for with a gift; owner is whose lead it is, "" for the reader's own.
func GiftButton(l coach.Lead, owner string) slack.BlockElement {
	asked := strconv.FormatInt(l.Progress.Gift.Asked.Unix(), 10)
	return say.ButtonFor(ids.ActGiftPage, ids.Value(l.ID, owner, asked), "Gift and note", say.PlainName(l, 40))
}
