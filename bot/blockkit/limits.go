package blockkit

import (
	"maps"
	"slices"
)

// Surface is where blocks are shown. Values are bits, so that a shape can name several.
type Surface int

// Surfaces that take blocks.
const (
	Message Surface = 1 << iota
	Modal
	Home

	everywhere = Message | Modal | Home
)

// String is the surface as mistakes name it.
func (s Surface) String() string {
	switch s {
	case Message:
		return "message"
	case Modal:
		return "modal"
	case Home:
		return "home tab"
	}
	return "unknown surface"
}

// maxBlocks is the number of blocks a surface takes.
var maxBlocks = map[Surface]int{Message: 50, Modal: 100, Home: 100}

// Limits that a caller may need when it decides what to leave out. Slack doesn't say how it counts characters: [Len]
// counts them so that none of these is passed either way.
const (
	MaxBlocks   = 50     // blocks in a message
	MaxText     = 3000   // characters in a text object
	MaxTopText  = 4000   // characters of a message's own text that an update accepts
	MaxButton   = 75     // characters on a button
	MaxOption   = 75     // characters of an option's text
	MaxValue    = 150    // characters of an option's value…
	MaxCarried  = 2000   // …and of a button's
	MaxHeader   = 150    // characters in a header
	MaxMetadata = 3000   // characters of a view's private metadata
	MaxView     = 250e3  // bytes of a view's JSON
	MaxTitle    = 24     // characters of a modal's title, submit and close
	MaxOptions  = 100    // options in a select
	maxID       = 255    // characters of block_id, action_id, callback_id, external_id
	maxMarkdown = 12_000 // characters of all markdown blocks of a message
	maxTable    = 10_000 // characters of all tables of a message
	maxCharts   = 2      // charts of a message

	// MaxSaid is how many characters the texts of all blocks of a message may have together. Slack names no figure; some
	// 13,000 have been refused as msg_blocks_too_long.
	MaxSaid = 11_000
)

// kind says what sort of value a field holds.
type kind int

// Kinds of values, with what each asks of the JSON.
const (
	str      kind = iota // a JSON string of min..max characters
	plain                // a text object of type plain_text
	text                 // a text object, plain_text or mrkdwn
	list                 // an array of min..max values, each as of says
	object               // an object of one of the named shapes: by its "type", or the one shape named when it has none
	number               // an integer within min..max
	date                 // YYYY-MM-DD
	clock                // HH:mm
	epoch                // ten digits
	link                 // a string of min..max characters that is an URL
	richText             // a rich_text object, which has a shape of its own
)

// field is one row of the table: what a field must be. A missing field is a mistake only when need is set.
type field struct {
	kind     kind
	min, max int
	need     bool
	of       *field   // of a list
	shapes   []string // of an object
}

// shape is what Slack accepts of one block, element or composition object. oneOf names fields of which exactly one
// must be there; anyOf fields of which at least one must.
type shape struct {
	where  Surface // blocks only: where it may stand
	fields map[string]field
	oneOf  []string
	anyOf  []string

	sorted []namedField // fields by name, so that mistakes come in a fixed order
}

// namedField is a field of a shape under its key.
type namedField struct {
	name string
	field
}

// chars is a string of min to max characters.
func chars(min, max int) field { return field{kind: str, min: min, max: max} }

// needed is f where a missing value is a mistake.
func needed(f field) field { f.need = true; return f }

// listOf is an array of min to max values, each held against of.
func listOf(min, max int, of field) field {
	return field{kind: list, min: min, max: max, of: &of}
}

// one is an object of one of the named shapes.
func one(shapes ...string) field { return field{kind: object, shapes: shapes} }

// Groups of elements that may stand in the same places.
var (
	actionID = chars(1, maxID)
	menus    = []string{"static_select", "external_select", "users_select", "conversations_select", "channels_select"}
	multis   = []string{"multi_static_select", "multi_external_select", "multi_users_select",
		"multi_conversations_select", "multi_channels_select"}
	pickers   = []string{"datepicker", "timepicker"}
	choices   = []string{"radio_buttons", "checkboxes"}
	inSection = slices.Concat([]string{"button", "overflow", "image", "workflow_button"}, menus, multis, pickers, choices)
	inActions = slices.Concat([]string{"button", "overflow", "workflow_button", "datetimepicker"}, menus, pickers, choices)
	inInput   = slices.Concat([]string{"plain_text_input", "email_text_input", "url_text_input", "number_input",
		"rich_text_input", "file_input", "datetimepicker"}, menus, multis, pickers, choices)
)

// shapes is the table: limits as Slack's reference pages (docs.slack.dev/reference/block-kit) and its published type
// packages state them. A block type that is missing is refused.
var shapes = map[string]shape{
	// Blocks.
	"section": {where: everywhere, anyOf: []string{"text", "fields"}, fields: map[string]field{
		"text":      {kind: text, min: 1, max: MaxText},
		"fields":    listOf(1, 10, field{kind: text, min: 1, max: 2000}),
		"accessory": one(inSection...),
	}},
	"divider": {where: everywhere},
	// Large plain text; levels came late and default to 2.
	"header": {where: everywhere, fields: map[string]field{"text": needed(field{kind: plain, min: 1, max: MaxHeader}),
		"level": {kind: number, min: 1, max: 4}}},
	// Small grey lines and images beside each other.
	"context": {where: everywhere, fields: map[string]field{
		"elements": needed(listOf(1, 10, one("image", "mrkdwn", "plain_text"))),
	}},
	// Thumbs up and down below an answer.
	"context_actions": {where: Message, fields: map[string]field{"elements": needed(listOf(1, 5,
		one("feedback_buttons", "icon_button")))}},
	// A row of buttons and menus. Slack allows 25 and wraps them after a few.
	"actions": {where: everywhere, fields: map[string]field{"elements": needed(listOf(1, 25, one(inActions...)))}},
	// A labelled field of a form.
	"input": {where: everywhere, fields: map[string]field{
		"label":   needed(field{kind: plain, min: 1, max: 2000}),
		"hint":    {kind: plain, min: 1, max: 2000},
		"element": needed(one(inInput...)),
	}},
	// A picture from the web or from a file in Slack, with the words that are read out for it.
	"image": {where: everywhere, oneOf: []string{"image_url", "slack_file"}, fields: map[string]field{
		"alt_text":   needed(chars(1, 2000)),
		"image_url":  {kind: link, min: 1, max: 3000},
		"title":      {kind: plain, min: 1, max: 2000},
		"slack_file": one("slack_file"),
	}},
	// Formatted text as the composer writes it; only its length is checked.
	"rich_text": {where: everywhere, fields: map[string]field{"elements": needed(field{kind: richText, min: 1,
		max: MaxText})}},
	// Standard Markdown. The limit is one for all such blocks of a message together (sums).
	"markdown": {where: Message, fields: map[string]field{"text": needed(chars(1, maxMarkdown))}},
	// Rows of cells. A message takes one table, of maxTable characters in all.
	"table": {where: Message | Home, fields: map[string]field{
		"rows": needed(listOf(1, 100, listOf(1, 20, one("raw_text", "raw_number", "rich_text")))),
	}},
	// A chart; its series and categories must fit each other (chart in rules.go).
	"data_visualization": {where: Message | Home, fields: map[string]field{
		"title": needed(chars(1, 50)),
		"chart": needed(one("pie", "bar", "area", "line")),
	}},
	"alert": {where: Modal, fields: map[string]field{"text": needed(field{kind: text, min: 1, max: MaxText})}},
	// Blocks that fold away under a title; no container in a container.
	"container": {where: Message | Home, fields: map[string]field{
		"title": needed(field{kind: plain, min: 1, max: 150}),
		"child_blocks": needed(listOf(1, 10, one("section", "divider", "header", "context", "actions", "image", "rich_text",
			"table", "data_visualization"))),
	}},

	// Elements.
	"button": {fields: map[string]field{
		"text": needed(field{kind: plain, min: 1, max: MaxButton}), "action_id": actionID, "value": chars(1, 2000),
		"url": {kind: link, min: 1, max: 3000}, "accessibility_label": chars(1, 75), "confirm": one("confirm"),
	}},
	// The ⋯ menu: at most five options.
	"overflow": {fields: map[string]field{"options": needed(listOf(1, 5, one("overflow_option"))),
		"action_id": actionID, "confirm": one("confirm")}},
	// Choices that stand open: at most ten.
	"radio_buttons": {fields: map[string]field{"options": needed(listOf(1, 10, one("rich_option"))), "action_id": actionID,
		"initial_option": one("rich_option"), "confirm": one("confirm")}},
	"checkboxes": {fields: map[string]field{"options": needed(listOf(1, 10, one("rich_option"))), "action_id": actionID,
		"initial_options": listOf(1, 10, one("rich_option")), "confirm": one("confirm")}},
	// A menu of up to 100 options, or of up to 100 groups of up to 100.
	"static_select": {oneOf: []string{"options", "option_groups"}, fields: map[string]field{
		"options": listOf(1, MaxOptions, one("option")), "option_groups": listOf(1, MaxOptions, one("option_group")),
		"action_id":   actionID,
		"placeholder": {kind: plain, min: 1, max: 150}, "initial_option": one("option"), "confirm": one("confirm"),
	}},
	"multi_static_select": {oneOf: []string{"options", "option_groups"}, fields: map[string]field{
		"options": listOf(1, MaxOptions, one("option")), "option_groups": listOf(1, MaxOptions, one("option_group")),
		"action_id":   actionID,
		"placeholder": {kind: plain, min: 1, max: 150}, "initial_options": listOf(1, MaxOptions, one("option")),
		"max_selected_items": {kind: number, min: 1, max: MaxOptions}, "confirm": one("confirm"),
	}},
	// Menus that Slack fills; what they may hold is not checked.
	"external_select": {fields: menuFields(map[string]field{"min_query_length": {kind: number, min: 0,
		max: 1000}})},
	"users_select":         {fields: menuFields(nil)},
	"conversations_select": {fields: menuFields(nil)},
	"channels_select":      {fields: menuFields(nil)},
	"multi_external_select": {fields: menuFields(map[string]field{"max_selected_items": {kind: number, min: 1,
		max: MaxOptions}})},
	"multi_users_select": {fields: menuFields(map[string]field{"max_selected_items": {kind: number, min: 1,
		max: MaxOptions}})},
	"multi_conversations_select": {fields: menuFields(map[string]field{"max_selected_items": {kind: number, min: 1,
		max: MaxOptions}})},
	"multi_channels_select": {fields: menuFields(map[string]field{"max_selected_items": {kind: number, min: 1,
		max: MaxOptions}})},
	// Pickers. Their values are strings, but for the instant of a datetimepicker, which is a number.
	"datepicker": {fields: menuFields(map[string]field{"initial_date": {kind: date}})},
	"timepicker": {fields: menuFields(map[string]field{"initial_time": {kind: clock}, "timezone": chars(1, 100)})},
	"datetimepicker": {fields: map[string]field{"action_id": actionID, "initial_date_time": {kind: epoch},
		"confirm": one("confirm")}},
	// Fields for text. What they start with may be empty.
	"plain_text_input": {fields: menuFields(map[string]field{
		"initial_value": chars(0, MaxText), "min_length": {kind: number, min: 0, max: MaxText},
		"max_length": {kind: number, min: 1, max: MaxText},
	})},
	"email_text_input": {fields: menuFields(map[string]field{"initial_value": chars(0, MaxText)})},
	"url_text_input":   {fields: menuFields(map[string]field{"initial_value": chars(0, MaxText)})},
	"number_input":     {fields: menuFields(map[string]field{"initial_value": chars(0, 100)})},
	"rich_text_input":  {fields: menuFields(nil)},
	"file_input":       {fields: map[string]field{"action_id": actionID, "max_files": {kind: number, min: 1, max: 10}}},
	"workflow_button": {fields: map[string]field{"text": needed(field{kind: plain, min: 1, max: MaxButton}),
		"action_id": actionID, "accessibility_label": chars(1, 75)}},
	"icon_button": {fields: map[string]field{"text": needed(field{kind: plain, min: 1, max: MaxButton}),
		"action_id": actionID, "value": chars(1, 2000), "accessibility_label": chars(1, 75), "confirm": one("confirm")}},
	// The two thumbs of context_actions.
	"feedback_buttons": {fields: map[string]field{"action_id": actionID, "positive_button": needed(one("feedback")),
		"negative_button": needed(one("feedback"))}},

	// Composition objects. The first two have a type of their own, the rest are named by the field that holds them.
	"plain_text":      {fields: map[string]field{"text": needed(chars(1, MaxText))}},
	"mrkdwn":          {fields: map[string]field{"text": needed(chars(1, MaxText))}},
	"raw_text":        {fields: map[string]field{"text": needed(chars(1, maxTable))}},
	"raw_number":      {},
	"option":          {fields: optionFields(plain, false)},
	"rich_option":     {fields: optionFields(text, false)},
	"overflow_option": {fields: optionFields(plain, true)},
	"option_group": {fields: map[string]field{"label": needed(field{kind: plain, min: 1, max: 75}),
		"options": needed(listOf(1, MaxOptions, one("option")))}},
	"feedback": {fields: map[string]field{"text": needed(field{kind: plain, min: 1, max: 75}),
		"value": needed(chars(1, 2000)), "accessibility_label": chars(1, 75)}},
	// A file that is in Slack already, by one of its two names.
	"slack_file": {oneOf: []string{"id", "url"},
		fields: map[string]field{"id": chars(1, maxID), "url": {kind: link, min: 1, max: 3000}}},
	// The question before an action.
	"confirm": {fields: map[string]field{
		"title": needed(field{kind: plain, min: 1, max: 100}), "text": needed(field{kind: text, min: 1, max: 300}),
		"confirm": needed(field{kind: plain, min: 1, max: 30}), "deny": needed(field{kind: plain, min: 1, max: 30}),
	}},

	// Charts: twelve series and segments by Slack's page, but six by slack-go's own check, and six is plenty.
	"pie":  {fields: map[string]field{"segments": needed(listOf(1, 6, one("segment")))}},
	"bar":  {fields: seriesFields},
	"area": {fields: seriesFields},
	"line": {fields: seriesFields},
	// The parts of charts; a label has no more than 20 characters anywhere.
	"segment": {fields: map[string]field{"label": needed(chars(1, 20))}},
	"series":  {fields: map[string]field{"name": needed(chars(1, 20)), "data": needed(listOf(1, 20, one("point")))}},
	"point":   {fields: map[string]field{"label": needed(chars(1, 20))}},
	"axes": {fields: map[string]field{
		"categories": needed(listOf(1, 20, chars(1, 20))), "x_label": chars(1, 50), "y_label": chars(1, 50),
	}},
}

// Fields are sorted once, so that every walk reports its mistakes in the same order.
func init() {
	for name, s := range shapes {
		for _, f := range slices.Sorted(maps.Keys(s.fields)) {
			s.sorted = append(s.sorted, namedField{f, s.fields[f]})
		}
		shapes[name] = s
	}
}

// seriesFields are those of the three charts that have axes.
var seriesFields = map[string]field{"series": needed(listOf(1, 6, one("series"))), "axis_config": needed(one("axes"))}

// menuFields are those that every menu and picker has, and more.
func menuFields(more map[string]field) map[string]field {
	f := map[string]field{"action_id": actionID, "placeholder": {kind: plain, min: 1, max: 150}, "confirm": one("confirm")}
	for k, v := range more {
		f[k] = v
	}
	return f
}

// optionFields are those of an option whose texts are of kind k. Only an overflow menu's option may be a link.
func optionFields(k kind, linkable bool) map[string]field {
	f := map[string]field{"text": needed(field{kind: k, min: 1, max: MaxOption}), "value": needed(chars(1, MaxValue)),
		"description": {kind: k, min: 1, max: 75}}
	if linkable {
		f["url"] = field{kind: link, min: 1, max: 3000}
	}
	return f
}
