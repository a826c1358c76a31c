package socket

import (
	"encoding/json"
	"testing"

	"github.com/slack-go/slack/socketmode"
)

// A frame that is put together around what was encoded already is the one that would be encoded anew, byte for byte.
func TestFrame(t *testing.T) {
	for _, envelope := range []string{"e1", `e"<1>`} {
		for _, payload := range []any{nil, map[string]string{"text": "a < b"}, json.RawMessage(`{"text":"a \u003c b"}`),
			json.RawMessage("null"), json.RawMessage(nil)} {
			want, _ := json.Marshal(socketmode.Response{EnvelopeID: envelope, Payload: payload})
			if got, err := frameOf(envelope, payload); err != nil || string(got) != string(want) {
				t.Errorf("%s, %v: %s, %v; want %s", envelope, payload, got, err, want)
			}
		}
	}
	if got, err := frameOf("e1", json.RawMessage("")); err == nil {
		t.Errorf("of what is no JSON: %s", got)
	}
}
