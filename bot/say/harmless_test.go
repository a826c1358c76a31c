package say_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// tokens are what may stand in angle brackets: an instant, a number to tap, the link of a document, a colleague or a
// channel of the team. Nobody and nothing else is linked, mentioned or rung.
var tokens = regexp.MustCompile(`^<(!date\^\d+\^[^<>|^]+\|[^<>|]+|tel:\+\d+(,\d+)?\|[^<>|]+|` +
	`https://(acme\.example|example\.com)/[^<>|]*(\|[^<>|]+)?|@U\d{1,2}|#C1)>`)

var entities = regexp.MustCompile(`^&(amp|lt|gt);`)

// harmlessWords fails when mrkdwn holds a token nobody meant, a character that should be an entity, or marks that
// nobody can see.
func harmlessWords(t *testing.T, at, words string) {
	t.Helper()
	for i, r := range words {
		switch {
		case r == '<' && !tokens.MatchString(words[i:]):
			t.Errorf("%s: %.60q has a power", at, words[i:])
		case r == '&' && !entities.MatchString(words[i:]):
			t.Errorf("%s: %.60q isn't escaped", at, words[i:])
		case r == '>' && !quotes(words, i) && !tokens.MatchString(words[max(0, strings.LastIndexByte(words[:i], '<')):]):
			t.Errorf("%s: %.60q isn't escaped", at, words[max(0, i-20):])
		}
	}
	for _, twice := range []string{"&amp;amp;", "&amp;lt;", "&amp;gt;"} {
		if strings.Contains(words, twice) {
			t.Errorf("%s: escaped twice: %.200q", at, words)
		}
	}
	invisible(t, at, words)
}

// unformatted fails when formatting that came with a lead's words outside of a fence is Slack's to read.
func unformatted(t *testing.T, at, words string) {
	t.Helper()
	outside := ""
	for i, part := range strings.Split(words, "```") {
		if i%2 == 0 {
			outside += part
		}
	}
	code := regexp.MustCompile("`[^`x][^`]*`") // in which nothing is formatted
	for _, marks := range []string{"`x`", "*bold*", "~💥", "*specs*"} {
		if strings.Contains(code.ReplaceAllString(outside, ""), marks) {
			t.Errorf("%s: a lead's own %s formats the line: %.200q", at, marks, outside)
		}
	}
}

// quotes reports whether the > at i begins a quoted line.
func quotes(words string, i int) bool { return i == 0 || words[i-1] == '\n' }

func invisible(t *testing.T, at, words string) {
	t.Helper()
	if strings.ContainsAny(words, "\x00\u202E\u2066") {
		t.Errorf("%s: invisible marks: %.100q", at, words)
	}
}

// harmless fails when words of a lead reach Slack with a power of their own.
func harmless(t *testing.T, blocks []slack.Block) {
	t.Helper()
	var raw bytes.Buffer
	enc := json.NewEncoder(&raw)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(blocks); err != nil {
		t.Fatal(err)
	}
	var visit func(at string, v any)
	visit = func(at string, v any) {
		switch v := v.(type) {
		case []any:
			for i, e := range v {
				visit(fmt.Sprintf("%s/%d", at, i), e)
			}
		case map[string]any:
			words, _ := v["text"].(string)
			switch v["type"] {
			case "mrkdwn":
				harmlessWords(t, at, words)
				if strings.HasSuffix(t.Name(), "-hostile") {
					unformatted(t, at, words)
				}
				if v["verbatim"] != true {
					t.Errorf("%s: not verbatim, so Slack links what looks like a name or an address", at)
				}
			case "plain_text":
				invisible(t, at, words)
				for _, entity := range []string{"&lt;", "&gt;", "&amp;"} {
					if strings.Contains(words, entity) {
						t.Errorf("%s: %s would be read as it stands: %.100q", at, entity, words)
					}
				}
			}
			for k, e := range v {
				visit(at+"/"+k, e)
			}
		}
	}
	var decoded any
	if err := json.Unmarshal(raw.Bytes(), &decoded); err != nil {
		t.Fatal(err)
	}
	visit("", decoded)
}

// freshIDs fails when a block has no id, or one without the nonce: Slack wants new ones on every update.
func freshIDs(t *testing.T, blocks []slack.Block) {
	t.Helper()
	for i, b := range blocks {
		if !strings.Contains(b.ID(), reader.Nonce) {
			t.Errorf("block %d has id %q, without the nonce", i, b.ID())
		}
	}
}
