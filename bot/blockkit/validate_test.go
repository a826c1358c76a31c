package blockkit

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// validateJSON holds blocks that are JSON already, an array, against the limits by the walk over JSON.
func validateJSON(where Surface, raw []byte) error {
	var blocks []any
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &blocks); err != nil {
			return Mistakes{{"/blocks", "no array of blocks: " + err.Error()}}
		}
	}
	w := walk{where: where}
	all := &at{name: "blocks"}
	w.start(all, len(blocks))
	for i, b := range blocks {
		w.block(&at{up: all, index: i}, b)
	}
	w.sums(all)
	return w.result()
}

func x(n int) string { return strings.Repeat("x", n) }

func section(words string) string {
	return fmt.Sprintf(`{"type":"section","text":{"type":"mrkdwn","text":%q}}`, words)
}

func button(id, words string) string {
	return fmt.Sprintf(`{"type":"button","action_id":%q,"text":{"type":"plain_text","text":%q}}`, id, words)
}

func actions(elements ...string) string {
	return `{"type":"actions","elements":[` + strings.Join(elements, ",") + `]}`
}

func many(n int, one func(i int) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = one(i)
	}
	return strings.Join(parts, ",")
}

func option(i int) string {
	return fmt.Sprintf(`{"text":{"type":"plain_text","text":"o%d"},"value":"v%d"}`, i, i)
}

func sel(more string, n int) string {
	return fmt.Sprintf(`{"type":"static_select","action_id":"s","options":[%s]%s}`, many(n, option), more)
}

func input(element string) string {
	return `{"type":"input","label":{"type":"plain_text","text":"l"},"element":` + element + `}`
}

func bar(title string, categories, series string) string {
	return fmt.Sprintf(
		`{"type":"data_visualization","title":%q,"chart":{"type":"bar","axis_config":{"categories":[%s]},"series":[%s]}}`,
		title, categories, series)
}

func series(name, label string) string {
	return fmt.Sprintf(`{"name":%q,"data":[{"label":%q,"value":1}]}`, name, label)
}

func confirm(title, words, yes string) string {
	return fmt.Sprintf(
		`{"title":{"type":"plain_text","text":%q},"text":{"type":"mrkdwn","text":%q},"confirm":{"type":"plain_text","text":%q},"deny":{"type":"plain_text","text":"No"}}`, title, words, yes)
}

// agree fails when slack-go's own types of these blocks, walked as they are, have other mistakes than the JSON that they
// encode to.
func agree(t *testing.T, where Surface, blocks string) {
	t.Helper()
	var typed slack.Blocks
	if err := json.Unmarshal([]byte("["+blocks+"]"), &typed); err != nil {
		return // JSON that slack-go has no type for
	}
	raw, err := json.Marshal(typed)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := Validate(where, typed.BlockSet), validateJSON(where, raw); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("typed: %v\n json: %v", got, want)
	}
}

// TestLimits goes to each limit and one past it. want is empty where Slack takes the blocks, else part of the mistake.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name   string
		where  Surface
		blocks string
		want   string
	}{
		{"50 blocks", Message, many(50, func(int) string { return section("a") }), ""},
		{"51 blocks", Message, many(51, func(int) string { return section("a") }), "/blocks: 51 blocks"},
		{"100 blocks in a form", Modal, many(100, func(int) string { return section("a") }), ""},
		{"101 blocks in a home tab", Home, many(101, func(int) string { return section("a") }), "101 blocks"},
		{"section of 3000", Message, section(x(3000)), ""},
		{"section of 3001", Message, section(x(3001)), "/blocks/0/text/text: 3001 characters, at most 3000"},
		{"emoji count double", Message, section(strings.Repeat("😀", 1501)), "3002 characters"},
		{"empty section", Message, section(""), "empty"},
		{"section without text", Message, `{"type":"section"}`, "needs one of text, fields"},
		{"11 fields", Message, `{"type":"section","fields":[` + many(11,
			func(int) string { return `{"type":"mrkdwn","text":"a"}` }) + `]}`, "/fields: 11 entries"},
		{"field of 2001", Message, `{"type":"section","fields":[{"type":"mrkdwn","text":"` + x(2001) + `"}]}`,
			"at most 2000"},
		{"header of 150", Message, `{"type":"header","text":{"type":"plain_text","text":"` + x(150) + `"}}`, ""},
		{"header of 151", Message, `{"type":"header","text":{"type":"plain_text","text":"` + x(151) + `"}}`, "at most 150"},
		{"header in mrkdwn", Message, `{"type":"header","text":{"type":"mrkdwn","text":"a"}}`, "needs plain_text"},
		{"header of level 5", Message, `{"type":"header","level":5,"text":{"type":"plain_text","text":"a"}}`, "outside 1–4"},
		{"context of 11", Message, `{"type":"context","elements":[` + many(11,
			func(int) string { return `{"type":"mrkdwn","text":"a"}` }) + `]}`, "11 entries"},
		{"26 buttons", Message, actions(many(26, func(i int) string { return button(fmt.Sprint(i), "b") })), "26 entries"},
		{"no buttons", Message, actions(), "0 entries"},
		{"button of 75", Message, actions(button("a", x(75))), ""},
		{"button of 76", Message, actions(button("a", x(76))), "/blocks/0/elements/0/text/text: 76 characters, at most 75"},
		{
			"button without action", Message,
			`{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"a"}}]}`, "nobody would hear"},
		{"same action twice", Message, actions(button("a", "1"), button("a", "2")), `"a" stands twice`},
		{"same action in two blocks", Message, actions(button("a", "1")) + "," + actions(button("a", "2")), ""},
		{"value of 2001", Message, actions(`{"type":"button","action_id":"a","value":"` + x(2001) +
			`","text":{"type":"plain_text","text":"a"}}`), "at most 2000"},
		{"action id of 256", Message, actions(button(x(256), "a")), "at most 255"},
		{"screen reader label of 76", Message,
			actions(`{"type":"button","action_id":"a","accessibility_label":"` + x(76) +
				`","text":{"type":"plain_text","text":"a"}}`), "accessibility_label"},
		{"confirm", Message, actions(`{"type":"button","action_id":"a","text":{"type":"plain_text","text":"a"},"confirm":` +
			confirm(x(100), x(300), x(30)) + `}`), ""},
		{
			"confirm too long", Message, actions(
				`{"type":"button","action_id":"a","text":{"type":"plain_text","text":"a"},"confirm":` + confirm(x(101), x(301),
					x(31)) + `}`), "/confirm/confirm/text: 31"},
		{"100 options", Message, actions(sel("", 100)), ""},
		{"101 options", Message, actions(sel("", 101)), "101 entries"},
		{"same value twice", Message, actions(`{"type":"static_select","action_id":"s","options":[` + option(1) + "," +
			option(1) + `]}`), `"v1" stands twice`},
		{"initial option from elsewhere", Message, actions(sel(`,"initial_option":`+option(7), 3)), "none of the options"},
		{"initial option", Message, actions(sel(`,"initial_option":`+option(2), 3)), ""},
		{"options and groups", Message, actions(sel(`,"option_groups":[{"label":{"type":"plain_text","text":"g"},"options":[`+
			option(9)+`]}]`, 2)), "exactly one of"},
		{
			"option value of 151", Message, actions(
				`{"type":"overflow","action_id":"s","options":[{"text":{"type":"plain_text","text":"a"},"value":"` + x(151) +
					`"}]}`), "at most 150"},
		{"6 in overflow", Message, actions(`{"type":"overflow","action_id":"s","options":[` + many(6, option) + `]}`),
			"6 entries"},
		{"11 radio buttons", Modal, input(`{"type":"radio_buttons","action_id":"r","options":[` + many(11, option) + `]}`),
			"11 entries"},
		{"placeholder of 151", Message, actions(sel(`,"placeholder":{"type":"plain_text","text":"`+x(151)+`"}`, 2)),
			"at most 150"},
		{"bad date", Modal, input(`{"type":"datepicker","action_id":"d","initial_date":"14.1.2026"}`), "no date"},
		{"bad time", Modal, input(`{"type":"timepicker","action_id":"d","initial_time":"25:00"}`), "no time"},
		{"bad instant", Modal, input(`{"type":"datetimepicker","action_id":"d","initial_date_time":17}`), "ten digits"},
		{
			"instant beside a section", Message,
			`{"type":"section","text":{"type":"mrkdwn","text":"a"},"accessory":{"type":"datetimepicker","action_id":"d"}}`,
			"may not stand here"},
		{"text input in actions", Message, actions(`{"type":"plain_text_input","action_id":"d"}`), "may not stand here"},
		{"input text longer than allowed", Modal,
			input(`{"type":"plain_text_input","action_id":"d","max_length":2,"initial_value":"abc"}`), "longer than max_length"},
		{"max length of 3001", Modal, input(`{"type":"plain_text_input","action_id":"d","max_length":3001}`),
			"outside 1–3000"},
		{"label of 2001", Modal, `{"type":"input","label":{"type":"plain_text","text":"` + x(2001) +
			`"},"element":{"type":"plain_text_input","action_id":"d"}}`, "at most 2000"},
		{"two want the focus", Modal, input(`{"type":"plain_text_input","action_id":"a","focus_on_load":true}`) + "," +
			input(`{"type":"plain_text_input","action_id":"b","focus_on_load":true}`), "second element"},
		{"input in a message", Message, input(`{"type":"plain_text_input","action_id":"d"}`), "no answer"},
		{"block id twice", Message, `{"type":"divider","block_id":"b"},{"type":"divider","block_id":"b"}`,
			"/blocks/1/block_id: \"b\" stands at /blocks/0"},
		{"block id of 256", Message, `{"type":"divider","block_id":"` + x(256) + `"}`, "at most 255"},
		{"image without words", Message, `{"type":"image","image_url":"https://x.example/a.png"}`, "/alt_text: missing"},
		{
			"image of two sources", Message,
			`{"type":"image","alt_text":"a","image_url":"https://x.example/a.png","slack_file":{"id":"F1"}}`, "exactly one"},
		{"file of two names", Message, `{"type":"image","alt_text":"a","slack_file":{"id":"F1","url":"https://x.example"}}`,
			"exactly one of id, url"},
		{"markdown in a form", Modal, `{"type":"markdown","text":"a"}`, "may not stand in a modal"},
		{"markdown summed", Message, `{"type":"markdown","text":"` + x(7000) + `"},{"type":"markdown","text":"` + x(7000) +
			`"}`, "14000 characters of markdown"},
		{"alert in a message", Message, `{"type":"alert","text":{"type":"plain_text","text":"a"}}`,
			"may not stand in a message"},
		{"chart in a form", Modal, bar("t", `"a"`, series("s", "a")), "may not stand in a modal"},
		{"chart", Message, bar("t", `"a"`, series("s", "a")), ""},
		{"chart title of 51", Message, bar(x(51), `"a"`, series("s", "a")), "at most 50"},
		{"chart label of 21", Message, bar("t", `"`+x(21)+`"`, series("s", x(21))), "at most 20"},
		{"series named twice", Message, bar("t", `"a"`, series("s", "a")+","+series("s", "a")), `"s" stands twice`},
		{"a category without a point", Message, bar("t", `"a","b"`, series("s", "a")), "exactly one point"},
		{"7 series", Message, bar("t", `"a"`, many(7, func(i int) string { return series(fmt.Sprint(i), "a") })),
			"7 entries"},
		{"3 charts", Message, many(3, func(int) string { return bar("t", `"a"`, series("s", "a")) }), "3 charts"},
		{
			"pie of nothing", Message,
			`{"type":"data_visualization","title":"t","chart":{"type":"pie","segments":[{"label":"a","value":0}]}}`, "above 0"},
		{
			"two tables", Message, many(
				2, func(int) string { return `{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}` }), "2 tables"},
		{"a table of 101 rows", Message, `{"type":"table","rows":[` + many(101,
			func(int) string { return `[{"type":"raw_text","text":"a"}]` }) + `]}`, "101 entries"},
		{"a table of 21 columns", Message, `{"type":"table","rows":[[` + many(21,
			func(int) string { return `{"type":"raw_text","text":"a"}` }) + `]]}`, "21 entries"},
		{"table text", Message, `{"type":"table","rows":[[{"type":"raw_text","text":"` + x(6000) +
			`"},{"type":"raw_text","text":"` + x(6000) + `"}]]}`, "12000 characters in tables"},
		{"unknown block", Message, `{"type":"hologram"}`, "no block that we know"},
		{"an element as a block", Message, `{"type":"button"}`, "no block that we know"},
		{"no block", Message, `7`, "no block"},
		{"text that is a number", Message, `{"type":"section","text":7}`, "needs plain_text or mrkdwn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := validateJSON(c.where, []byte("["+c.blocks+"]"))
			agree(t, c.where, c.blocks)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestEveryMistakeIsReported(t *testing.T) {
	err := validateJSON(Message, []byte("["+section(x(3001))+","+actions(button("a", x(76)), button("a", "b"))+"]"))
	var m Mistakes
	if !errors.As(err, &m) || len(m) != 3 {
		t.Errorf("want three mistakes, got %v", err)
	}
}

func TestModal(t *testing.T) {
	word := func(s string) *slack.TextBlockObject {
		return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
	}
	good := slack.ModalViewRequest{Type: slack.VTModal, Title: word("Log a call"), Submit: word("Save"),
		Close: word("Cancel"), PrivateMetadata: x(3000), CallbackID: x(255),
		Blocks: slack.Blocks{BlockSet: []slack.Block{slack.NewInputBlock("b", word("Note"), nil,
			slack.NewPlainTextInputBlockElement(nil, "n"))}}}
	if err := ValidateModal(good); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*slack.ModalViewRequest){
		"/title: missing":               func(v *slack.ModalViewRequest) { v.Title = nil },
		"/title/text: 25 characters":    func(v *slack.ModalViewRequest) { v.Title = word(x(25)) },
		"/submit: missing, and a modal": func(v *slack.ModalViewRequest) { v.Submit = nil },
		"/close/text: 25":               func(v *slack.ModalViewRequest) { v.Close = word(x(25)) },
		"/private_metadata: 3001":       func(v *slack.ModalViewRequest) { v.PrivateMetadata = x(3001) },
		"/callback_id: 256":             func(v *slack.ModalViewRequest) { v.CallbackID = x(256) },
		"a view may have 250000": func(v *slack.ModalViewRequest) {
			for range 84 {
				v.Blocks.BlockSet = append(v.Blocks.BlockSet, slack.NewSectionBlock(word(x(3000)), nil, nil))
			}
		},
	} {
		v := good
		v.Blocks.BlockSet = append([]slack.Block(nil), good.Blocks.BlockSet...)
		spoil(&v)
		if err := ValidateModal(v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestMessageNeedsText(t *testing.T) {
	if err := ValidateMessage("", nil); err == nil {
		t.Error("a message without text passed: a screen reader would read nothing")
	}
	if err := ValidateMessage(x(4001), nil); err == nil {
		t.Error("4001 characters of text passed")
	}
}

// FuzzValidate: whatever JSON comes, mistakes are reported and nothing panics.
func FuzzValidate(f *testing.F) {
	for _, s := range []string{section("a"), actions(button("a", "b")), bar("t", `"a"`, series("s", "a")),
		input(sel("", 2)), `{"type":"actions","elements":{"a":1}}`, `{"type":"section","fields":{}}`} {
		f.Add("[" + s + "]")
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, where := range []Surface{Message, Modal, Home} {
			if err := validateJSON(where, []byte(s)); err == nil && !json.Valid([]byte(s)) && s != "" {
				t.Errorf("%q passed", s)
			}
		}
	})
}

func BenchmarkValidate(b *testing.B) {
	raw := []byte("[" + many(20, func(i int) string {
		return section("words") + "," + actions(button("a", "Voicemail"), button("b", "No answer"), button("c", "Reached"))
	}) + "]")
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if err := validateJSON(Message, raw); err != nil {
			b.Fatal(err)
		}
	}
}
