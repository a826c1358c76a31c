package request

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"
)

// Response is what a person gets to see, ready to travel. It is kept as JSON beside the request's dedupe record, so
// that each delivery of the same request is answered with the same words.
type Response struct {
	Text   string          `json:"t,omitempty"`
	Blocks json.RawMessage `json:"b,omitempty"`

	Entry string `json:"n,omitempty"` // the journal entry of the change it tells of

	// Replace: the response replaces the clicked message, or the page of a form that was clicked. Card: it replaces only
	// that lead's card in the message. With neither it appears beneath, to the person alone, or on top of a form that is
	// still needed.
	Replace bool   `json:"r,omitempty"`
	Card    string `json:"c,omitempty"`

	// Errors, by block id, keep a form open with what was typed. View takes the form's place. With neither it closes.
	Errors map[string]string `json:"e,omitempty"`
	View   json.RawMessage   `json:"v,omitempty"`
	Stack  bool              `json:"s,omitempty"` // View is pushed on top of the form instead

	// Options are what a field offers that has asked for them.
	Options []*slack.OptionBlockObject `json:"-"`

	// Keep stands beside an error; nil leaves it to the edge where its words appear.
	Keep KeepPage `json:"-"`

	// What Blocks and View were encoded from, where the response was made by this request: whoever goes on with them
	// decodes nothing. Both are empty in a response that came out of the store.
	Shown []slack.Block           `json:"-"`
	Page  *slack.ModalViewRequest `json:"-"`
}

// KeepPage makes the page on which a person goes on with what was typed when something is refused: text is the whole
// refusal in words, short what fits beside a field.
type KeepPage func(text, short string) slack.ModalViewRequest

// MadeBlocks are the blocks themselves: those that were encoded, or of a stored response those that its JSON holds.
func (a Response) MadeBlocks() ([]slack.Block, error) {
	if a.Shown != nil || len(a.Blocks) == 0 {
		return a.Shown, nil
	}
	var blocks slack.Blocks
	if err := json.Unmarshal(a.Blocks, &blocks); err != nil {
		return nil, fmt.Errorf("read kept blocks: %w", err)
	}
	return blocks.BlockSet, nil
}

// MadePage is the page itself: the one that was encoded, or of a stored response the one that its JSON holds. It is nil
// where the response has none.
func (a Response) MadePage() (*slack.ModalViewRequest, error) {
	if a.Page != nil || len(a.View) == 0 {
		return a.Page, nil
	}
	var page slack.ModalViewRequest
	if err := json.Unmarshal(a.View, &page); err != nil {
		return nil, fmt.Errorf("read a kept page: %w", err)
	}
	return &page, nil
}

// Empty reports whether there is nothing to see.
func (a Response) Empty() bool {
	return a.Text == "" && len(a.Blocks) == 0 && len(a.View) == 0 && len(a.Errors) == 0
}

// Saved reports whether a response to a tap says what came of it, and doesn't only show something.
func (a Response) Saved() bool { return a.Card != "" || a.Entry != "" || a.Replace }

// Encode is the form in which an answer is kept. It cannot fail. Blocks and View are JSON already and are taken as they
// are: encoding/json would check and copy each byte of them once more.
func (a Response) Encode() []byte {
	blocks, view := a.Blocks, a.View
	a.Blocks, a.View = nil, nil
	rest, err := json.Marshal(a) // {…}
	if err != nil {
		return nil
	}
	out := append(make([]byte, 0, len(rest)+len(blocks)+len(view)+len(`"b":,"v":,`)), '{')
	if len(blocks) > 0 {
		out = append(append(append(out, `"b":`...), blocks...), ',')
	}
	if len(view) > 0 {
		out = append(append(append(out, `"v":`...), view...), ',')
	}
	if len(rest) == len(`{}`) { // nothing follows the last comma
		out = bytes.TrimSuffix(out, []byte(","))
	}
	return append(out, rest[1:]...)
}

// DecodeResponse reads a kept answer.
func DecodeResponse(raw []byte) (Response, error) {
	var a Response
	if err := json.Unmarshal(raw, &a); err != nil {
		return Response{}, fmt.Errorf("read a kept answer: %w", err)
	}
	return a, nil
}
