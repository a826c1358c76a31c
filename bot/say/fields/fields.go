package fields

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// ReplyPage shows a reply as a page in place of a form: the way an answer reaches somebody who sent one.
func ReplyPage(title string, r say.Reply) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: FormDone, Title: say.Label(title, blockkit.MaxTitle),
		Close:  say.Label("Close", blockkit.MaxTitle),
		Blocks: slack.Blocks{BlockSet: r.Blocks},
	}
}

// EncodeMeta writes what a form carries along for a view's private metadata. When that would pass Slack's 3,000
// characters, the typed words go first, for they can be kept elsewhere under Ref, then the message's address: the form
// still works, only the card isn't brought up to date.
func EncodeMeta(m request.Meta) string {
	for _, drop := range []func(){func() {}, func() { m.Text = "" }, func() { m.URL = "" },
		func() { m.Channel, m.Message, m.Ref = "", "", "" }} {
		drop()
		if raw, err := json.Marshal(m); err == nil && blockkit.Len(string(raw)) <= blockkit.MaxMetadata {
			return string(raw)
		}
	}
	return ""
}

// Form gathers the inputs of a modal.
type Form struct {
	say.Page
	Title, Submit, Callback string
	Meta                    request.Meta
}

// View is the form as Slack opens it. What it carries along is in its metadata, and comes back when it is sent.
func (f *Form) View() slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: f.Callback, PrivateMetadata: EncodeMeta(f.Meta),
		Title: say.Label(f.Title, blockkit.MaxTitle), Submit: say.Label(f.Submit, blockkit.MaxTitle),
		Close:  say.Label("Cancel", blockkit.MaxTitle),
		Blocks: slack.Blocks{BlockSet: f.Blocks},
	}
}

// Input adds a labelled field. The field's name begins its block id, so that an answer and its errors find it again.
func (f *Form) Input(field, words, hint string, optional bool, e slack.BlockElement) {
	b := &slack.InputBlock{Type: slack.MBTInput, BlockID: field + "." + f.To.Nonce, Label: say.Label(words, 200),
		Element:  e,
		Optional: optional}
	if hint != "" {
		b.Hint = say.Label(hint, 500)
	}
	f.Blocks = append(f.Blocks, b)
}

// TextInput is a field for text of at most so many characters; what it starts with is cut to fit.
func TextInput(field, value, placeholder string, lines bool, most int) *slack.PlainTextInputBlockElement {
	e := slack.NewPlainTextInputBlockElement(nil, field)
	e.Multiline, e.MaxLength = lines, most
	// Trimmed after cleaning: what is cleaned away can stand behind a space.
	e.InitialValue = blockkit.Truncate(strings.TrimSpace(blockkit.Clean(value)), most)
	if placeholder != "" {
		e.Placeholder = say.Label(placeholder, 150)
	}
	return e
}

// InstantInput is a picker of date and time. Slack shows it in the zone of the device.
func InstantInput(field string, at time.Time) *slack.DateTimePickerBlockElement {
	e := slack.NewDateTimePickerBlockElement(field)
	if u := at.Unix(); u >= 1e9 && u < 1e10 {
		e.InitialDateTime = u
	}
	return e
}

// Radio offers pairs of value and words; none is chosen when no value matches.
func Radio(field, chosen string, pairs ...[2]string) *slack.RadioButtonsBlockElement {
	e := slack.NewRadioButtonsBlockElement(field)
	for _, p := range pairs {
		o := slack.NewOptionBlockObject(p[0], say.Label(p[1], blockkit.MaxOption), nil)
		e.Options = append(e.Options, o)
		if p[0] == chosen {
			e.InitialOption = o
		}
	}
	return e
}

// Hot asks for the hot button, beside other things.
func (f *Form) Hot(value string) {
	f.Input(Hot, "Hot button", phrases.FactOf(Hot).Ask.Hint, true, HotInput(value))
}

// HotInput is the field for what they care about most.
func HotInput(value string) *slack.PlainTextInputBlockElement {
	return factText(Hot, phrases.FactOf(Hot).Ask.Example, value, coach.MaxFact)
}

// PhoneInput is the field for a number; whether it can be dialled is checked when it is saved.
func PhoneInput(value string) *slack.PlainTextInputBlockElement {
	return factText(Phone, phrases.FactOf(Phone).Ask.Example, value, 50)
}

// Pointer asks where in a document to look.
func (f *Form) Pointer(value string) {
	f.Input(Pointer, "Where in it?", "", true, PointerInput(value))
}

// PointerInput is the field for where in a document to look.
func PointerInput(value string) *slack.PlainTextInputBlockElement {
	return TextInput(Pointer, value, "p. 4, §2", false, 100)
}

// Note asks for a note.
func (f *Form) Note(value string) {
	f.Input(Note, "Note", "", true, TextInput(Note, value, "What was said, in a line or two", true,
		coach.MaxNote))
}

// PickerZone names the zone that Slack's pickers show.
func PickerZone(to say.Reader, fixed bool) string {
	if fixed {
		return "your device's time"
	}
	return ZoneLabel(to)
}

// ZoneLabel names the zone that a form's times are in.
func ZoneLabel(to say.Reader) string {
	return say.Place(to.Location()) + " time"
}

// TidyInput is one line of what was typed, without marks that nobody sees.
func TidyInput(s string) string { return strings.Join(strings.Fields(blockkit.Clean(s)), " ") }

// FormErrors puts texts at the fields of the form that was sent: blockIDs are those of its state, texts are by field.
// Texts for fields that the form doesn't have are put at its first one, so that none is lost.
func FormErrors(blockIDs []string, texts map[string]string) map[string]string {
	out := map[string]string{}
	missing := ""
	for field, words := range texts {
		found := false
		for _, id := range blockIDs {
			if request.FieldOf(id) == field {
				out[id], found = blockkit.Truncate(words, 300), true
			}
		}
		if !found {
			missing = words
		}
	}
	if missing != "" && len(blockIDs) > 0 && out[blockIDs[0]] == "" {
		out[blockIDs[0]] = blockkit.Truncate(missing, 300)
	}
	return out
}
