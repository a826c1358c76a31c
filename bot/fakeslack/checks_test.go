package fakeslack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestRules(t *testing.T) {
	select2 := func(extra m) m { return merge(m{"type": "static_select", "options": opts(2)}, extra) }
	at := func(kind, field, v string) []any { return actions(m{"type": kind, field: v}) }
	for name, c := range map[string]struct {
		on     string
		blocks []any
		rule   string // "" is taken
	}{
		"alert in a modal": {SurfaceModal, one(m{"type": "alert", "text": words("mrkdwn", 1)}), ""},
		"alert in a message": {SurfaceMessage, one(m{"type": "alert", "text": words("mrkdwn", 1)}),
			"can't stand in a message"},
		"chart in a modal": {SurfaceModal, one(visual(slices12(1))), "can't stand in a modal"},
		"table in a modal": {SurfaceModal, one(m{"type": "table", "rows": rows(1, 1, 1)}),
			"can't stand in a modal"},
		"markdown on Home": {SurfaceHome, one(m{"type": "markdown", "text": "x"}), "can't stand in a home"},
		"unknown block":    {SurfaceMessage, one(m{"type": "poem"}), "no block"},
		"unknown element":  {SurfaceMessage, actions(m{"type": "lever"}), "no element"},
		"unknown field":    {SurfaceMessage, section(m{"colour": "red"}), "no field colour"},
		"empty section":    {SurfaceMessage, one(m{"type": "section"}), "text or fields"},
		"empty text":       {SurfaceMessage, section(m{"text": words("mrkdwn", 0)}), "1 to 3000"},
		"empty actions":    {SurfaceMessage, actions(), "1 to 25"},
		"mrkdwn in a header": {SurfaceMessage, one(m{"type": "header", "text": words("mrkdwn", 1)}),
			"one of plain_text"},
		"emoji in mrkdwn": {SurfaceMessage, section(m{"text": merge(words("mrkdwn", 1), m{"emoji": true})}),
			"plain_text only"},
		"verbatim in plain text": {SurfaceMessage,
			section(m{"text": merge(words("plain_text", 1), m{"verbatim": true})}), "mrkdwn only"},
		"block ids twice": {SurfaceMessage,
			append(section(m{"block_id": "a"}), section(m{"block_id": "a"})...), "block_id is unique"},
		"action ids twice in a block": {SurfaceMessage, actions(button(m{"action_id": "a"}), button(m{"action_id": "a"})),
			"action_id is unique"},
		"action ids in two blocks": {SurfaceMessage,
			append(actions(button(m{"action_id": "a"})), actions(button(m{"action_id": "a"}))...), ""},
		"text input outside input": {SurfaceModal, actions(m{"type": "plain_text_input"}), "can't stand in"},
		"datetimepicker as an accessory": {SurfaceMessage, section(m{"accessory": m{"type": "datetimepicker"}}),
			"can't stand in"},
		"datetimepicker in actions": {SurfaceMessage,
			actions(m{"type": "datetimepicker", "initial_date_time": 1700000000}), ""},
		"datetimepicker of nine digits": {SurfaceMessage,
			actions(m{"type": "datetimepicker", "initial_date_time": 170000000}), "whole number"},
		"button in an input":      {SurfaceModal, input(button(nil), nil), "can't stand in"},
		"file input in a message": {SurfaceMessage, input(m{"type": "file_input"}, nil), "modals only"},
		"both options and groups": {SurfaceMessage, actions(select2(m{"option_groups": []any{}})), "exactly one"},
		"no options":              {SurfaceMessage, actions(m{"type": "static_select"}), "exactly one"},
		"initial option offered":  {SurfaceMessage, actions(select2(m{"initial_option": opt(1)})), ""},
		"initial option not offered": {SurfaceMessage, actions(select2(m{"initial_option": opt(7)})),
			"equals one of the options"},
		"url in a menu's option": {SurfaceMessage,
			actions(m{"type": "static_select", "options": []any{merge(opt(1), m{"url": "u"})}}), "no field url"},
		"url in an overflow's option": {SurfaceMessage,
			actions(m{"type": "overflow", "options": []any{merge(opt(1), m{"url": "u"})}}), ""},
		"a date":                 {SurfaceMessage, at("datepicker", "initial_date", "2024-02-29"), ""},
		"no such date":           {SurfaceMessage, at("datepicker", "initial_date", "2026-02-29"), "YYYY-MM-DD"},
		"a time":                 {SurfaceMessage, at("timepicker", "initial_time", "23:59"), ""},
		"no such time":           {SurfaceMessage, at("timepicker", "initial_time", "24:00"), "HH:mm"},
		"no such zone":           {SurfaceMessage, at("timepicker", "timezone", "Mars/Base"), "IANA"},
		"image without alt_text": {SurfaceMessage, one(m{"type": "image", "image_url": "u"}), "needs alt_text"},
		"image with two sources": {SurfaceMessage,
			one(m{"type": "image", "alt_text": "a", "image_url": "u", "slack_file": m{"id": "F1"}}), "exactly one"},
		"slack_file by id and url": {SurfaceMessage,
			one(m{"type": "image", "alt_text": "a", "slack_file": m{"id": "F1", "url": "u"}}), "exactly one"},
		"zero segment": {SurfaceMessage,
			one(visual(m{"type": "pie", "segments": []any{m{"label": "a", "value": 0}}})), "above 0"},
		"series of the same name": {SurfaceMessage,
			one(visual(m{"type": "line", "axis_config": m{"categories": []any{"a"}},
				"series": []any{m{"name": "s", "data": []any{m{"label": "a", "value": 1}}},
					m{"name": "s", "data": []any{m{"label": "a", "value": 1}}}}})), "differ"},
		"a category without a point": {SurfaceMessage,
			one(visual(m{"type": "area", "axis_config": m{"categories": []any{"a", "b"}},
				"series": []any{m{"name": "s", "data": []any{m{"label": "a", "value": 1}}}}})), "one point for each"},
		"data_table of one row": {SurfaceMessage, one(m{"type": "data_table", "caption": "c", "rows": rows(1, 1, 1)}),
			"2 to 201"},
		"data_table without a caption": {SurfaceMessage, one(m{"type": "data_table", "rows": rows(2, 1, 1)}),
			"needs caption"},
		"min above max": {SurfaceModal,
			input(m{"type": "plain_text_input", "min_length": 5, "max_length": 4}, nil), "at most max_length"},
		"no selected items": {SurfaceModal,
			input(m{"type": "multi_static_select", "options": opts(1), "max_selected_items": 0}, nil), "1 to 100"},
		"rich text": {SurfaceMessage,
			one(m{"type": "rich_text", "elements": []any{m{"type": "rich_text_section",
				"elements": []any{m{"type": "text", "text": "x"}}}}}), ""},
		"rich text of anything": {SurfaceMessage,
			one(m{"type": "rich_text", "elements": []any{m{"type": "text", "text": "x"}}}), "made of"},
		"a fault in a container": {SurfaceMessage,
			one(m{"type": "container", "title": words("plain_text", 1), "child_blocks": []any{m{"type": "section"}}}),
			"text or fields"},
		"blocks that are no objects": {SurfaceMessage, []any{"hello", nil, 3}, "no block"},
	} {
		t.Run(name, func(t *testing.T) {
			f := look(t, c.on, c.blocks)
			switch {
			case c.rule == "" && len(f) > 0:
				t.Errorf("refused: %v", f)
			case c.rule != "" && !strings.Contains(fmt.Sprint(f), c.rule):
				t.Errorf("faults %v, want %q", f, c.rule)
			}
		})
	}
	if _, f := New(Config{}).inspect(json.RawMessage(`{"type":"divider"}`), SurfaceMessage); len(f) == 0 {
		t.Error("blocks that are no array are taken")
	}
}

func TestViewBorders(t *testing.T) {
	base := func() m {
		return m{"type": "modal", "title": words("plain_text", 3), "blocks": []any{m{"type": "divider"}}}
	}
	for name, c := range map[string]struct {
		most int
		with func(n int) m
	}{
		"title":            {24, func(n int) m { return m{"title": words("plain_text", n)} }},
		"submit":           {24, func(n int) m { return m{"submit": words("plain_text", n)} }},
		"close":            {24, func(n int) m { return m{"close": words("plain_text", n)} }},
		"private_metadata": {3000, func(n int) m { return m{"private_metadata": x(n)} }},
		"callback_id":      {255, func(n int) m { return m{"callback_id": x(n)} }},
		"external_id":      {255, func(n int) m { return m{"external_id": x(n)} }},
	} {
		for n := c.most; n <= c.most+1; n++ {
			raw, _ := json.Marshal(merge(base(), c.with(n)))
			if _, bad := New(Config{}).inspectView(raw, SurfaceModal); (bad != nil) != (n > c.most) {
				t.Errorf("%s of %d: %+v", name, n, bad)
			}
		}
	}
	for size := maxViewBytes; size <= maxViewBytes+1; size++ {
		raw, _ := json.Marshal(base())
		raw = append(raw, strings.Repeat(" ", size-len(raw))...)
		if _, bad := New(Config{}).inspectView(raw, SurfaceModal); (bad != nil) != (size > maxViewBytes) {
			t.Errorf("%d bytes: %+v", size, bad)
		}
	}
	form := merge(base(), m{"blocks": input(m{"type": "plain_text_input"}, nil)})
	raw, _ := json.Marshal(form)
	if _, bad := New(Config{}).inspectView(raw, SurfaceModal); bad == nil || !strings.Contains(bad.rule, "needs submit") {
		t.Errorf("a form without submit: %+v", bad)
	}
	raw, _ = json.Marshal(m{"type": "home", "blocks": []any{}})
	if _, bad := New(Config{}).inspectView(raw, SurfaceModal); bad == nil {
		t.Error("a home view was opened as a modal")
	}
}

func TestMissingIDsAreFilledIn(t *testing.T) {
	raw, _ := json.Marshal(append(actions(button(nil), button(m{"action_id": "mine"})),
		m{"type": "context", "elements": []any{m{"type": "image", "image_url": "u", "alt_text": "a"}, words("mrkdwn", 1)}}))
	filled, f := New(Config{}).inspect(raw, SurfaceMessage)
	if len(f) > 0 {
		t.Fatal(f)
	}
	list := decodeList(filled)
	els := walkElements(list)
	if len(els) != 2 || els[0].action == "" || els[1].action != "mine" || els[0].blockID == "" {
		t.Errorf("elements %+v", els)
	}
	if img := list[1].(object)["elements"].([]any)[0].(object); img["block_id"] != nil || img["action_id"] != nil {
		t.Errorf("an image element has no ids: %v", img)
	}
}
