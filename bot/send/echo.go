package send

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"path"
)

// echoes are the fields in which Slack's answers repeat what was just sent to it, by method. Nobody reads them, yet the
// client decodes every block again, and takes one that it does not know for a failure of what has arrived.
var echoes = map[string]string{
	"chat.postMessage": "message", "chat.update": "message", "views.open": "view", "views.update": "view",
}

// mostEcho is more than the longest answer with an echo; a longer one is handed on as it comes.
const mostEcho = 1 << 20

// WithoutEcho is a transport whose answers do not repeat the message or the view that they are about. Every other
// field, and every answer that is no object, comes as Slack sent it.
func WithoutEcho(next http.RoundTripper) http.RoundTripper { return withoutEcho{next} }

type withoutEcho struct{ next http.RoundTripper }

// RoundTrip answers as the transport below.
func (t withoutEcho) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	echo := echoes[path.Base(req.URL.Path)]
	if err != nil || echo == "" {
		return resp, err
	}
	// An error of the reading comes again behind what was read, to whoever reads the answer.
	raw, _ := io.ReadAll(io.LimitReader(resp.Body, mostEcho))
	resp.Body = rest{io.MultiReader(bytes.NewReader(without(echo, raw)), resp.Body), resp.Body}
	resp.ContentLength = -1
	resp.Header.Del("Content-Length")
	return resp, nil
}

// rest is an answer of which a part was read ahead.
type rest struct {
	io.Reader
	io.Closer
}

// without is a JSON object without one of its fields; what is no whole object stays as it is.
func without(field string, raw []byte) []byte {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return raw
	}
	delete(fields, field)
	short, err := json.Marshal(fields)
	if err != nil {
		return raw
	}
	return short
}
