package fakeslack

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Surfaces that blocks are shown on.
const (
	SurfaceMessage = "message"
	SurfaceModal   = "modal"
	SurfaceHome    = "home"
)

var (
	// Where a block may stand.
	all           = []string{SurfaceMessage, SurfaceModal, SurfaceHome}
	messageOrHome = []string{SurfaceMessage, SurfaceHome}
	messagesOnly  = []string{SurfaceMessage}
	modalsOnly    = []string{SurfaceModal}
	// Limits by surface, by message and by kind of table, from Slack's reference of blocks.
	mostBlocks   = map[string]int{SurfaceMessage: 50, SurfaceModal: 100, SurfaceHome: 100}
	chartsPer    = 2
	markdownPer  = 12000
	tableTextPer = 10000
	dataTablePer = 20000
	tablesPer    = 1
	// Pieces of rich text are looked at no further than their kind and that they have elements.
	richTextPieces = []string{"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
)

// block is one kind of block: its surfaces and what it is made of.
type block struct {
	on    []string
	check check
}

// blocks is the table of all kinds. It is filled by init, because a container holds blocks.
var blocks map[string]block

// init enters each kind with the limits of Slack's reference, in its order.
func init() {
	blocks = map[string]block{}
	// add enters a kind; every block has a type and may have an id.
	add := func(name string, on []string, fields []field, rules ...func(*inspection, string, object)) {
		fields = append(fields, must("type", anything), may("block_id", id))
		blocks[name] = block{on, shape("a "+name+" block", fields, rules...)}
	}
	add("divider", all, nil)
	add("header", all, []field{must("text", plain(150)), may("level", whole(1, 4))})
	// The one block that holds an element beside its text.
	add("section", all, []field{
		may("text", text(3000)), may("fields", list(1, 10, text(2000))), may("accessory", of(inAccessory, "an accessory")),
		may("expand", boolean),
	}, func(in *inspection, at string, o object) {
		if o["text"] == nil && o["fields"] == nil {
			in.bad(at, "a section has text or fields")
		}
	})
	add("context", all, []field{must("elements", list(1, 10, of(inContext, "a context block")))})
	add("actions", all, []field{must("elements", list(1, 25, of(inActions, "an actions block")))})
	// Small buttons below an answer, in messages alone.
	add("context_actions", messagesOnly, []field{must("elements",
		list(1, 5, of(inContextActions, "a context_actions block")))})
	add("input", all, []field{
		must("label", plain(2000)), must("element", of(inInput, "an input block")), may("hint", plain(2000)),
		may("optional", boolean), may("dispatch_action", boolean),
		// Counted, because a modal with inputs needs a submit button.
	}, func(in *inspection, _ string, _ object) { in.inputs++ })
	add("image", all, []field{
		must("alt_text", str(1, 2000)), may("image_url", str(1, 3000)), may("slack_file", file), may("title", plain(2000)),
	}, exactlyOne("image_url", "slack_file"))
	add("rich_text", all, []field{must("elements", list(1, 100, richPiece))})
	// Standard Markdown, limited over the whole message.
	add("markdown", messagesOnly, []field{must("text", str(1, markdownPer))}, func(in *inspection, at string, o object) {
		t, _ := o["text"].(string)
		if in.markdown += utf8.RuneCountInString(t); in.markdown > markdownPer {
			in.bad(at, "markdown blocks have 12000 characters together")
		}
	})
	// A coloured line on top of a form.
	add("alert", modalsOnly, []field{must("text", text(3000)),
		may("level", oneOf("default", "info", "warning", "error", "success"))})
	// Of tables a message holds one; data_tables are limited each by itself.
	add("table", messageOrHome, []field{must("rows", list(1, 100, list(1, 20, cell))),
		may("column_settings", list(1, 20, anything))}, table)
	add("data_table", messageOrHome, []field{
		must("rows", list(2, 201, list(1, 20, cell))), must("caption", str(1, 3000)), may("page_size", whole(1, 100)),
		may("row_header_column_index", whole(0, 19)),
	}, func(in *inspection, at string, o object) {
		if chars(o["rows"]) > dataTablePer {
			in.bad(at+"/rows", "a data_table has 20000 characters")
		}
	})
	add("data_visualization", messageOrHome, []field{must("title", str(1, 50)), must("chart", chart)},
		func(in *inspection, at string, _ object) {
			if in.charts++; in.charts > chartsPer {
				in.bad(at, "a message has at most 2 charts")
			}
		})
	// Cards stand alone or in a carousel; containers hold other blocks.
	card := []field{
		may("hero_image", of(inContext, "a card")), may("icon", of(inContext, "a card")), may("slack_icon", anything),
		may("title", text(150)), may("subtitle", text(150)), may("body", text(200)), may("subtext", text(200)),
		may("actions", list(1, 3, of(inActions, "a card"))),
	}
	add("card", all, card)
	add("carousel", all, []field{must("elements", list(1, 10, nested("card")))})
	add("container", messageOrHome, []field{
		may("title", text(150)), may("rich_text_title", nested("rich_text")), may("subtitle", text(150)),
		may("icon", of(inContext, "a container")),
		may("width", anything), may("is_collapsible", boolean), may("default_collapsed", boolean),
		may("has_header_divider", boolean), must("child_blocks", list(1, 10, nested())),
	}, func(in *inspection, at string, o object) {
		if o["title"] == nil && o["rich_text_title"] == nil {
			in.bad(at, "a container has a title")
		}
	})
}

// richPiece is one part of a rich text.
func richPiece(in *inspection, at string, v any) {
	o, _ := v.(object)
	if kind, _ := o["type"].(string); !slices.Contains(richTextPieces, kind) {
		in.bad(at+"/type", "rich text is made of %v", richTextPieces)
	}
	if _, ok := o["elements"].([]any); !ok {
		in.bad(at, "a piece of rich text needs elements")
	}
}

// cell is one cell of a table.
func cell(in *inspection, at string, v any) {
	o, _ := v.(object)
	switch o["type"] {
	case "raw_text":
		str(0, 10000)(in, at+"/text", o["text"])
	// The number sorts; what is shown beside it is not looked at.
	case "raw_number":
		number(in, at+"/value", o["value"])
	case "rich_text":
		list(1, 100, richPiece)(in, at+"/elements", o["elements"])
	default:
		in.bad(at+"/type", "a cell is raw_text, raw_number or rich_text")
	}
}

// table counts tables and their characters over the whole message.
func table(in *inspection, at string, o object) {
	if in.tables++; in.tables > tablesPer {
		in.bad(at, "a message has one table")
	}
	if in.tableText += chars(o["rows"]); in.tableText > tableTextPer {
		in.bad(at+"/rows", "the tables of a message have 10000 characters together")
	}
}

// chars counts the characters of all texts inside.
func chars(v any) int {
	n := 0
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			n += chars(x)
		}
	case object:
		for k, x := range v {
			// Types, ids and urls are no text.
			if t, ok := x.(string); ok && k == "text" {
				n += utf8.RuneCountInString(t)
			} else {
				n += chars(x)
			}
		}
	}
	return n
}

// nested is a block inside a block, of one of the kinds if any are given.
func nested(kinds ...string) check {
	return func(in *inspection, at string, v any) {
		o, _ := v.(object)
		kind, _ := o["type"].(string)
		// Without kinds any block may stand there.
		if len(kinds) > 0 && !slices.Contains(kinds, kind) {
			in.bad(at+"/type", "only %v can stand here", kinds)
			return
		}
		in.block(at, v)
	}
}

// block looks at one block.
func (in *inspection) block(at string, v any) {
	o, _ := v.(object)
	kind, _ := o["type"].(string)
	b, known := blocks[kind]
	switch {
	// A new kind of Slack's is refused until the table holds it.
	case !known:
		in.bad(at+"/type", "this server knows no block %q", kind)
		return
	case !slices.Contains(b.on, in.on):
		in.bad(at+"/type", "%s can't stand in a %s", kind, in.on)
		return
	}
	// Ids that were given must differ over the whole message; those filled in always do.
	if name, _ := o["block_id"].(string); name != "" {
		if in.blockIDs[name] {
			in.bad(at+"/block_id", "a block_id is unique in its message or view")
		}
		in.blockIDs[name] = true
	}
	// Action ids are unique in their block; a block inside has its own.
	outer := in.actionIDs
	in.actionIDs = map[string]bool{}
	b.check(in, at, v)
	in.actionIDs = outer
}

// inspect checks blocks for a surface and returns them with the block and action ids that Slack fills in where they are
// missing. The lock is held.
func (s *Server) inspect(raw json.RawMessage, on string) (json.RawMessage, faults) {
	in := &inspection{on: on, blockIDs: map[string]bool{}}
	filled := s.inspectInto(in, raw)
	return filled, in.faults
}

// inspectInto is inspect for a caller that counts more than blocks, such as a view's inputs.
func (s *Server) inspectInto(in *inspection, raw json.RawMessage) json.RawMessage {
	v, err := decode(raw)
	list, ok := v.([]any)
	if err != nil || !ok {
		in.bad("/blocks", "blocks are a JSON array")
		return nil
	}
	if most := mostBlocks[in.on]; len(list) > most {
		in.bad("/blocks", "a %s has at most %d blocks", in.on, most)
	}
	for i, b := range list {
		in.block(fmt.Sprintf("/blocks/%d", i), b)
	}
	// What is refused gets no ids: the app must not see them.
	if len(in.faults) > 0 {
		return nil
	}
	for _, b := range list {
		s.fillBlock(b)
	}
	out, _ := json.Marshal(list)
	return out
}

// fillBlock gives ids to a block and to its interactive elements, where they have none.
func (s *Server) fillBlock(v any) {
	b, ok := v.(object)
	if !ok {
		return
	}
	if b["block_id"] == nil {
		b["block_id"] = s.newID("b")
	}
	for _, inner := range asList(b["child_blocks"]) {
		s.fillBlock(inner)
	}
	// The elements of a carousel are blocks.
	if b["type"] == "carousel" {
		for _, inner := range asList(b["elements"]) {
			s.fillBlock(inner)
		}
		return
	}
	for _, e := range elementsIn(b) {
		if kind, _ := e["type"].(string); e["action_id"] == nil && kind != "image" && elements[kind].check != nil {
			e["action_id"] = s.newID("a")
		}
	}
}

// elementsIn lists the elements that stand directly in a block.
func elementsIn(b object) []object {
	var out []object
	for _, v := range append(append(asList(b["elements"]), asList(b["actions"])...), b["accessory"], b["element"]) {
		if e, ok := v.(object); ok {
			out = append(out, e)
		}
	}
	return out
}

// The native chart: a pie, or series over categories.

var (
	// Limits of Slack's reference of data_visualization.
	label  = str(1, 20)
	point  = shape("a data point", []field{must("label", label), must("value", number)})
	series = shape("a series", []field{must("name", label), must("data", list(1, 20, point))})
	axes   = shape("axis_config", []field{must("categories", list(1, 20, label)), may("x_label", str(1, 50)),
		may("y_label", str(1, 50))})
	segment = shape("a segment", []field{must("label", label), must("value", number)},
		func(in *inspection, at string, o object) {
			if n, ok := o["value"].(float64); ok && n <= 0 {
				in.bad(at+"/value", "the value of a pie's segment is above 0")
			}
		})
	pie     = shape("a pie chart", []field{must("type", anything), must("segments", list(1, 12, segment))})
	plotted = shape("a chart", []field{must("type", anything), must("series", list(1, 12, series)),
		must("axis_config", axes)}, onePointPerCategory)
)

// chart is one of the kinds of data_visualization.
func chart(in *inspection, at string, v any) {
	o, _ := v.(object)
	switch o["type"] {
	case "pie":
		pie(in, at, v)
	case "bar", "line", "area":
		plotted(in, at, v)
	default:
		in.bad(at+"/type", "a chart is a pie, bar, line or area")
	}
}

// onePointPerCategory: each series has a value for each category, and for no other.
func onePointPerCategory(in *inspection, at string, o object) {
	axis, _ := o["axis_config"].(object)
	categories := asList(axis["categories"])
	names := map[any]bool{}
	for _, x := range asList(o["series"]) {
		one, _ := x.(object)
		name, _ := one["name"].(string)
		if names[name] {
			in.bad(at+"/series", "the names of the series differ")
		}
		names[name] = true
		// Points may stand in any order.
		seen := map[string]bool{}
		for _, p := range asList(one["data"]) {
			p, _ := p.(object)
			l, _ := p["label"].(string)
			seen[l] = true
		}
		missing := len(seen) != len(categories) || len(asList(one["data"])) != len(categories)
		for _, c := range categories {
			c, _ := c.(string)
			missing = missing || !seen[c]
		}
		if missing {
			in.bad(at+"/series", "a series has one point for each category")
		}
	}
}
