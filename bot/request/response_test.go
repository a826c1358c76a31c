package request_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/bot/request"
)

// TestAKeptAnswerIsReadAsItWas: whichever of its parts an answer has, it comes back as it was kept, as JSON.
func TestAKeptAnswerIsReadAsItWas(t *testing.T) {
	blocks, view := json.RawMessage(`[{"type":"divider"}]`), json.RawMessage(`{"type":"modal"}`)
	for _, a := range []request.Response{
		{}, {Text: "Saved."}, {Blocks: blocks}, {View: view}, {Blocks: blocks, View: view},
		{Text: `"Saved" & <done>`, Blocks: blocks, Entry: "E1", Replace: true, Card: "L1"},
		{View: view, Stack: true}, {Errors: map[string]string{"when": "Past."}},
	} {
		raw := a.Encode()
		if !json.Valid(raw) {
			t.Errorf("%+v is kept as %s", a, raw)
		}
		back, err := request.DecodeResponse(raw)
		if diff := cmp.Diff(a, back); err != nil || diff != "" {
			t.Errorf("%v, kept and read (-kept +read):\n%s", err, diff)
		}
	}
}
