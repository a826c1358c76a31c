package say_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
)

var update = flag.Bool("update", false, "write the golden files anew")

// surfaces names the golden file of each case: the longest prefix of the case's name counts.
var surfaces = map[string]string{
	"agenda": "calendar", "agreed": "calendar", "calendar": "calendar", "nothing-agreed": "calendar",
	"again": "trouble", "cannot-tell": "trouble", "looked-up": "trouble", "not-saved": "trouble",
	"form-message": "trouble",
	"error-busy":   "trouble", "error-crowded": "trouble", "error-gone": "trouble", "error-unexpected": "trouble",
	"error-form": "trouble", "written": "trouble", "error": "refused", "name-too-long": "refused", "no-date": "refused",
	"value-missing": "refused",
	"outside-law":   "refused", "closed-lead": "refused", "do-not-call": "refused", "open-already": "refused",
	"no-task-left": "refused",
	"answered":     "asked", "asks": "asked", "closed-why": "asked",
	"card": "card", "card-done": "card-done", "card-referral": "card-done", "card-asks": "card-done",
	"calling": "ping", "ping": "ping",
	"digest": "digest", "digest-500": "digest-long", "draft": "draft", "nudge": "nudge", "nudge-500": "nudge",
	"did-you-mean": "which", "mistyped": "which", "which": "which", "undo": "undo", "undone": "undo",
	"edited": "edit", "form-edit": "form-edit", "form-hot": "form-edit", "form-add": "form-lead", "form-lead": "form-lead",
	"form-gap": "form-gap", "form-log": "form-log", "form-several": "form-log", "form-close": "form-next",
	"form-next":   "form-next",
	"form-snooze": "form-next", "form-saved": "form-next", "saved-details": "form-next",
	"help": "help", "library": "library", "list": "list", "today": "today",
	"logged": "logged", "planned": "logged", "saved": "saved", "prep": "prep",
	"reached": "reached", "wrap": "wrap", "wrap-again": "wrap-again", "more": "wrap",
	"script": "script", "scripts": "scripts", "scripts-many": "scripts-many", "script-which": "scripts",
	"script-closed":      "scripts",
	"script-do-not-call": "scripts", "settings": "settings", "form-settings": "settings", "figures": "settings",
	"show": "show", "when": "when",
	"summary": "summary", "team": "team", "tip": "tip",
	"merge": "settings", "merged": "settings",
	"history": "list", "form-correct": "form-log", "takeout": "form-log", "corrected": "saved",
	"erase": "settings", "erased": "settings", "export": "settings", "trail": "settings",
	"import": "list",
	"away":   "settings", "form-away": "form-next",
}

func surfaceOf(name string) string {
	longest := ""
	for prefix := range surfaces {
		if len(prefix) > len(longest) && (name == prefix || strings.HasPrefix(name, prefix+"-")) {
			longest = prefix
		}
	}
	return surfaces[longest]
}

// TestGolden holds every message and every form about a usual lead against the picture of its surface: what people see,
// and below it each control once, with all that Slack sends back from it.
func TestGolden(t *testing.T) {
	pictures := map[string]*picture{}
	for _, c := range allCases() {
		if c.state != "" {
			continue
		}
		file := surfaceOf(c.name)
		if file == "" {
			t.Fatalf("%s belongs to no surface", c.name)
		}
		p := pictures[file]
		if p == nil {
			p = &picture{seen: map[string]string{}, controls: map[string]bool{}}
			pictures[file] = p
		}
		p.add(t, c)
	}
	pictures["less-known"], pictures["home"] = lessKnown(t), homesSeen(t)
	if len(pictures) > 40 {
		t.Errorf("%d golden files are more than somebody reads", len(pictures))
	}
	for _, file := range slices.Sorted(maps.Keys(pictures)) {
		t.Run(file, func(t *testing.T) { compare(t, file, pictures[file].String()) })
	}
	old, err := filepath.Glob("testdata/*.golden")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range old {
		if pictures[strings.TrimSuffix(filepath.Base(f), ".golden")] != nil {
			continue
		}
		if !*update {
			t.Errorf("%s belongs to no surface", f)
		} else if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
}

// lessKnown is the picture of the lines that are said only of leads of which less is known, each once, the lead called
// Acme Corp whatever its name is.
func lessKnown(t *testing.T) *picture {
	t.Helper()
	isolates := strings.NewReplacer("\u2068", "", "\u2069", "")
	alike := strings.NewReplacer(" · "+acme().Contact, "", sparse().Name, acme().Name, " · "+rtl().Contact, "",
		rtl().Name, acme().Name, rtl().Contact, acme().Name, acme().Contact, acme().Name, rtl().Phone, acme().Phone)
	said := map[string]bool{}
	p := &picture{seen: map[string]string{}}
	for _, state := range []string{"", "-sparse", "-rtl"} {
		for _, c := range allCases() {
			if c.state != state {
				continue
			}
			for line := range strings.Lines(seenBlocks(t, blocksOf(c.what))) {
				line = alike.Replace(isolates.Replace(line))
				if said[line] || strings.Contains(line, "<@U1>") {
					continue
				}
				said[line] = true
				if state == "" {
					continue
				}
				name := strings.TrimPrefix(state, "-") + ": " + c.name
				if p.seen[name] == "" {
					p.order = append(p.order, name)
				}
				p.seen[name] += line
			}
		}
	}
	return p
}

// TestEveryStateIsTaken: in every state of a lead, Slack takes what is said, nothing in it has a power of its own, and
// every block id is new.
func TestEveryStateIsTaken(t *testing.T) {
	seen := map[string]bool{}
	states := map[string]int{}
	for _, c := range allCases() {
		full := strings.TrimSuffix(c.name, c.state) + c.state
		if seen[full] {
			t.Fatalf("two cases called %s", full)
		}
		seen[full] = true
		states[c.state]++
		t.Run(full, func(t *testing.T) {
			switch v := c.what.(type) {
			case say.Reply:
				if err := blockkit.ValidateMessage(v.Text, v.Blocks); err != nil {
					t.Error(err)
				}
				harmlessWords(t, "text", v.Text)
				harmless(t, v.Blocks)
				freshIDs(t, v.Blocks)
			case slack.ModalViewRequest:
				if err := blockkit.ValidateModal(v); err != nil {
					t.Error(err)
				}
				harmless(t, v.Blocks.BlockSet)
				freshIDs(t, v.Blocks.BlockSet)
			default:
				t.Fatalf("a case of type %T", v)
			}
		})
	}
	for state := range leads {
		if states[state] < 150 {
			t.Errorf("only %d cases of state %q", states[state], state)
		}
	}
}

// picture is one golden file: cases in their order, then the controls of all of them.
type picture struct {
	order    []string
	seen     map[string]string
	controls map[string]bool
}

func (p *picture) add(t *testing.T, c kase) {
	t.Helper()
	p.order = append(p.order, c.name)
	shown := ""
	switch v := c.what.(type) {
	case say.Reply:
		if v.Text != say.Spoken(v.Blocks) {
			shown = "text: " + seenWords(t, v.Text) + "\n\n"
		}
	case slack.ModalViewRequest:
		shown = fmt.Sprintf("form %q, %s, %s\n%s %s\n\n", v.Title.Text, textOf(v.Submit), textOf(v.Close), v.CallbackID,
			v.PrivateMetadata)
	}
	p.seen[c.name] = shown + seenBlocks(t, blocksOf(c.what))
	for _, b := range blocksOf(c.what) {
		for _, control := range controls(t, b) {
			p.controls[control] = true
		}
	}
}

func (p *picture) String() string {
	var b strings.Builder
	for _, name := range p.order {
		fmt.Fprintf(&b, "-- %s --\n%s", name, p.seen[name])
	}
	if len(p.controls) > 0 {
		fmt.Fprintf(&b, "-- controls --\n%s\n", strings.Join(slices.Sorted(maps.Keys(p.controls)), "\n"))
	}
	return b.String()
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
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
		t.Errorf("%s changed (-want +got); if that is meant, run go test ./bot/say -update\n%s", file, diff)
	}
}

func blocksOf(what any) []slack.Block {
	if r, ok := what.(say.Reply); ok {
		return r.Blocks
	}
	return what.(slack.ModalViewRequest).Blocks.BlockSet
}

func textOf(o *slack.TextBlockObject) string {
	if o == nil {
		return "no button"
	}
	return "[" + o.Text + "]"
}
