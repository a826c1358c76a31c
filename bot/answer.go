package bot

import (
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
)

// answer is what a person gets to see, ready to travel. It is kept as JSON beside the act's dedupe record, so that each
// delivery of the same act is answered with the same words.
type answer struct {
	Text   string          `json:"t,omitempty"`
	Blocks json.RawMessage `json:"b,omitempty"`

	Entry string `json:"n,omitempty"` // the journal entry of the change it tells of

	// Of a click: Replace puts the answer in the place of the message, Card only in the place of that lead's card in it.
	// With neither it appears beneath, to the person alone. In a form that is needed still a sentence is laid over it, or
	// with Replace takes its place.
	Replace bool   `json:"r,omitempty"`
	Card    string `json:"c,omitempty"`

	// Of a form: Errors by block id keep it open with what was typed; View takes its place; with neither it closes.
	Errors map[string]string `json:"e,omitempty"`
	View   json.RawMessage   `json:"v,omitempty"`
	Stack  bool              `json:"s,omitempty"` // View is pushed on top of the form instead

	// keep makes, beside an error, the page on which the person goes on with what was typed: text is the whole answer
	// in words, short what fits beside a field. nil leaves it to the edge where the words appear.
	keep func(text, short string) (answer, error) `json:"-"`
}

// saying makes an answer of a reply.
func saying(r say.Reply) (answer, error) {
	ans := answer{Text: r.Text}
	if len(r.Blocks) > 0 {
		raw, err := json.Marshal(r.Blocks)
		if err != nil {
			return answer{}, fmt.Errorf("render an answer: %w", err)
		}
		ans.Blocks = raw
	}
	return ans, nil
}

// replacing is an answer in the place of the message that was clicked.
func replacing(r say.Reply) (answer, error) {
	ans, err := saying(r)
	ans.Replace = true
	return ans, err
}

// onCard is an answer in the place of one lead's card.
func onCard(lead string, r say.Reply) (answer, error) {
	ans, err := saying(r)
	ans.Card = lead
	return ans, err
}

// showing is a page in the place of the form that was sent.
func showing(v slack.ModalViewRequest) (answer, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return answer{}, fmt.Errorf("render a form: %w", err)
	}
	return answer{View: raw}, nil
}

// none reports whether there is nothing to see.
func (a answer) none() bool {
	return a.Text == "" && len(a.Blocks) == 0 && len(a.View) == 0 && len(a.Errors) == 0
}

// encode is the form in which an answer is kept. It cannot fail: the parts are JSON already.
func (a answer) encode() []byte {
	raw, err := json.Marshal(a)
	if err != nil {
		return nil
	}
	return raw
}

// decode reads a kept answer.
func decode(raw []byte) (answer, error) {
	var a answer
	if err := json.Unmarshal(raw, &a); err != nil {
		return answer{}, fmt.Errorf("read a kept answer: %w", err)
	}
	return a, nil
}
