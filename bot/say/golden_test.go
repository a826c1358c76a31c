package say

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
)

var update = flag.Bool("update", false, "write the golden files anew")

// reasonCodes reads the codes out of package coach's source: every string constant whose name starts with Reason.
func reasonCodes(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../../coach/*.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Reason") {
				return true
			}
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				codes[spec.Names[0].Name], _ = strconv.Unquote(lit.Value)
			}
			return true
		})
	}
	return codes
}

// TestGolden holds every message and every form, in every state of cases, against its golden file and Slack's limits.
func TestGolden(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range cases() {
		if seen[c.name] {
			t.Fatalf("two cases called %s", c.name)
		}
		seen[c.name] = true
		t.Run(c.name, func(t *testing.T) {
			var shown string
			switch v := c.what.(type) {
			case Reply:
				if err := blockkit.ValidateMessage(v.Text, v.Blocks); err != nil {
					t.Error(err)
				}
				shown = "# text\n" + v.Text + "\n\n# seen\n" + seenBlocks(v.Blocks)
				harmless(t, v.Blocks)
				ids(t, v.Blocks)
			case slack.ModalViewRequest:
				if err := blockkit.ValidateModal(v); err != nil {
					t.Error(err)
				}
				shown = fmt.Sprintf("# form %q, submit %s, metadata %s\n%s", v.Title.Text, textOf(v.Submit), v.PrivateMetadata,
					seenBlocks(v.Blocks.BlockSet))
				harmless(t, v.Blocks.BlockSet)
				ids(t, v.Blocks.BlockSet)
			default:
				t.Fatalf("a case of type %T", v)
			}
			var raw bytes.Buffer
			enc := json.NewEncoder(&raw)
			enc.SetEscapeHTML(false)
			for _, b := range blocksOf(c.what) { // a block to a line
				if err := enc.Encode(b); err != nil {
					t.Fatal(err)
				}
			}
			compare(t, c.name, shown+"\n# json\n"+raw.String())
		})
	}
	old, _ := filepath.Glob("testdata/*.golden")
	for _, f := range old {
		if !seen[strings.TrimSuffix(filepath.Base(f), ".golden")] {
			if *update {
				os.Remove(f)
				continue
			}
			t.Errorf("%s belongs to no case", f)
		}
	}
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s changed (-want +got); if that is meant, run go test -update\n%s", file, diff)
	}
}

func blocksOf(what any) []slack.Block {
	if r, ok := what.(Reply); ok {
		return r.Blocks
	}
	return what.(slack.ModalViewRequest).Blocks.BlockSet
}

func textOf(o *slack.TextBlockObject) string {
	if o == nil {
		return "none"
	}
	return strconv.Quote(o.Text)
}

// seenBlocks writes blocks as a person sees them.
func seenBlocks(blocks []slack.Block) string {
	var b strings.Builder
	for _, block := range blocks {
		switch block := block.(type) {
		case *slack.HeaderBlock:
			fmt.Fprintf(&b, "== %s ==\n", block.Text.Text)
		case *slack.SectionBlock:
			fmt.Fprintf(&b, "%s\n", block.Text.Text)
			if block.Accessory != nil && block.Accessory.ButtonElement != nil {
				fmt.Fprintf(&b, "    %s\n", element(block.Accessory.ButtonElement))
			}
		case *slack.ContextBlock:
			for _, e := range block.ContextElements.Elements {
				fmt.Fprintf(&b, "  ~ %s\n", e.(*slack.TextBlockObject).Text)
			}
		case *slack.ActionBlock:
			var parts []string
			for _, e := range block.Elements.ElementSet {
				parts = append(parts, element(e))
			}
			fmt.Fprintf(&b, "    %s\n", strings.Join(parts, " "))
		case *slack.InputBlock:
			optional := ""
			if block.Optional {
				optional = " (optional)"
			}
			fmt.Fprintf(&b, "%s%s: %s\n", block.Label.Text, optional, element(block.Element))
			if block.Hint != nil {
				fmt.Fprintf(&b, "  ~ %s\n", block.Hint.Text)
			}
		case *slack.DividerBlock:
			b.WriteString("----\n")
		default:
			fmt.Fprintf(&b, "(%s)\n", block.BlockType())
		}
	}
	return b.String()
}

func element(e slack.BlockElement) string {
	switch e := e.(type) {
	case *slack.ButtonBlockElement:
		return "[" + e.Text.Text + "]"
	case *slack.OverflowBlockElement:
		var parts []string
		for _, o := range e.Options {
			parts = append(parts, o.Text.Text)
		}
		return "[⋯ " + strings.Join(parts, " | ") + "]"
	case *slack.PlainTextInputBlockElement:
		return strconv.Quote(e.InitialValue)
	case *slack.SelectBlockElement:
		var groups []string
		for _, g := range e.OptionGroups {
			var parts []string
			for _, o := range g.Options {
				parts = append(parts, o.Text.Text)
			}
			groups = append(groups, g.Label.Text+": "+strings.Join(parts, ", "))
		}
		return "<" + strings.Join(groups, " | ") + ">"
	case *slack.RadioButtonsBlockElement:
		var parts []string
		for _, o := range e.Options {
			parts = append(parts, "( ) "+o.Text.Text)
		}
		return strings.Join(parts, " ")
	case *slack.DateTimePickerBlockElement:
		return fmt.Sprintf("<date and time %d>", e.InitialDateTime)
	case *slack.DatePickerBlockElement:
		return "<date " + e.InitialDate + ">"
	case *slack.TimePickerBlockElement:
		return "<time " + e.InitialTime + ">"
	}
	return fmt.Sprintf("<%s>", e.ElementType())
}

// harmless fails when words of a lead reach Slack with a power of their own, or with marks nobody can see.
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
			if v["type"] == "mrkdwn" {
				// a link of material may lead somewhere, a name may not
				for _, bad := range []string{"<!channel", "<!here", "<!everyone", "<!subteam", "<@U999", "<https://evil",
					"<mailto:"} {
					if strings.Contains(words, bad) {
						t.Errorf("%s: %s has a power: %.100q", at, bad, words)
					}
				}
				if v["verbatim"] != true {
					t.Errorf("%s: not verbatim, so Slack links what looks like a name or an address", at)
				}
			}
			if strings.ContainsAny(words, "\x00\u202E\u2066") {
				t.Errorf("%s: invisible marks: %.100q", at, words)
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

// ids fails when a block has no id, or one without the nonce: Slack wants new ones on every update.
func ids(t *testing.T, blocks []slack.Block) {
	t.Helper()
	for i, b := range blocks {
		if !strings.Contains(b.ID(), reader.Nonce) {
			t.Errorf("block %d has id %q, without the nonce", i, b.ID())
		}
	}
}
