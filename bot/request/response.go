package request

import (
	"encoding/json"
	"fmt"
)

// Response is what a person gets to see, ready to travel. It is kept as JSON beside the request's dedupe record, so that
// each delivery of the same request is answered with the same words.
type Response struct {
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
	Keep func(text, short string) (Response, error) `json:"-"`
}

// Empty reports whether there is nothing to see.
func (a Response) Empty() bool {
	return a.Text == "" && len(a.Blocks) == 0 && len(a.View) == 0 && len(a.Errors) == 0
}

// Encode is the form in which an answer is kept. It cannot fail: the parts are JSON already.
func (a Response) Encode() []byte {
	raw, err := json.Marshal(a)
	if err != nil {
		return nil
	}
	return raw
}

// DecodeResponse reads a kept answer.
func DecodeResponse(raw []byte) (Response, error) {
	var a Response
	if err := json.Unmarshal(raw, &a); err != nil {
		return Response{}, fmt.Errorf("read a kept answer: %w", err)
	}
	return a, nil
}
