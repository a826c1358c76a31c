package fakeslack

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ActionValue is what a person puts into an element; the field that fits its kind is read, none for a button.
type ActionValue struct {
	Option   string   // value of the chosen option: static and external selects, radio buttons, overflow
	Options  []string // of multi selects and checkboxes; ids for multi users, channels and conversations
	Date     string   // YYYY-MM-DD
	Time     string   // HH:mm
	DateTime int64    // seconds since 1970
	Text     string   // plain text, e-mail, url and number inputs
	User     string
	Channel  string   // also of conversation selects
	Clear    bool     // empties the element
	Files    []string // ids of files that were uploaded
}

// values is state.values: block id, action id, and the element's state.
type values map[string]map[string]object

// get is nil for an element that nobody has touched.
func (v values) get(block, action string) object { return v[block][action] }

// set replaces the state of one element.
func (v values) set(block, action string, state object) {
	if v[block] == nil {
		v[block] = map[string]object{}
	}
	v[block][action] = state
}

// standing is an element where it stands.
type standing struct {
	// The block around it, which says whether it is an input and optional.
	block   object
	blockID string
	element object
	kind    string
	action  string
}

// input tells whether the element stands in an input block, which is sent with its form.
func (e standing) input() bool { return e.block["type"] == "input" }

// walkElements lists the interactive elements of a decoded list of blocks, nested ones too.
func walkElements(list []any) []standing {
	var out []standing
	for _, v := range list {
		b, ok := v.(object)
		if !ok {
			continue
		}
		out = append(out, walkElements(asList(b["child_blocks"]))...)
		if b["type"] == "carousel" {
			out = append(out, walkElements(asList(b["elements"]))...)
			continue
		}
		for _, e := range elementsIn(b) {
			action, _ := e["action_id"].(string)
			kind, _ := e["type"].(string)
			blockID, _ := b["block_id"].(string)
			if action != "" {
				out = append(out, standing{b, blockID, e, kind, action})
			}
		}
	}
	return out
}

// stateKey is the property in which an element keeps its state; "" for those without one. many tells that it is a list.
func stateKey(kind string) (key string, many bool) {
	switch kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		return "value", false
	case "rich_text_input":
		return "rich_text_value", false
	case "static_select", "external_select", "radio_buttons":
		return "selected_option", false
	case "multi_static_select", "multi_external_select", "checkboxes":
		return "selected_options", true
	case "users_select":
		return "selected_user", false
	case "channels_select":
		return "selected_channel", false
	case "conversations_select":
		return "selected_conversation", false
	case "multi_users_select":
		return "selected_users", true
	case "multi_channels_select":
		return "selected_channels", true
	case "multi_conversations_select":
		return "selected_conversations", true
	case "datepicker":
		return "selected_date", false
	case "timepicker":
		return "selected_time", false
	case "datetimepicker":
		return "selected_date_time", false
	case "file_input":
		return "files", true
	}
	return "", false
}

// initial is the state that an element has before anybody has touched it.
func initial(e standing) object {
	key, many := stateKey(e.kind)
	if key == "" {
		return nil
	}
	// Named like the state, but for the word before it.
	v := e.element["initial_"+strings.TrimPrefix(key, "selected_")]
	if key == "rich_text_value" {
		v = e.element["initial_value"]
	}
	if v == nil && many {
		v = []any{}
	}
	out := object{"type": e.kind, key: v}
	if e.kind == "timepicker" && e.element["timezone"] != nil {
		out["timezone"] = e.element["timezone"]
	}
	return out
}

// stateOf is state.values: of every stateful element, what was picked, else how it began.
func stateOf(list []any, picked values) values {
	out := values{}
	for _, e := range walkElements(list) {
		if state := current(e, picked); state != nil {
			out.set(e.blockID, e.action, state)
		}
	}
	return out
}

// current is what stands in an element now; a state of another kind of element counts for nothing.
func current(e standing, picked values) object {
	if state := picked.get(e.blockID, e.action); state != nil && state["type"] == e.kind {
		return state
	}
	return initial(e)
}

// pick makes the state that a person's choice leads to, or says why it is impossible.
func pick(e standing, v ActionValue) (object, error) {
	key, many := stateKey(e.kind)
	state := initial(e)
	var choice any
	switch {
	case key == "":
		return nil, fmt.Errorf("%s keeps no state", e.kind)
	// Emptied, an element has a state all the same.
	case v.Clear && many:
		choice = []any{}
	case v.Clear:
	case key == "selected_option":
		o, err := e.option(v.Option)
		if err != nil {
			return nil, err
		}
		choice = o
	case key == "selected_options":
		list := []any{}
		for _, value := range v.Options {
			o, err := e.option(value)
			if err != nil {
				return nil, err
			}
			list = append(list, o)
		}
		choice = list
	case key == "files":
		return nil, errors.New("files are given to a form that is filled in")
	case many:
		list := []any{}
		for _, x := range v.Options {
			list = append(list, x)
		}
		choice = list
	case key == "selected_user":
		choice = v.User
	case key == "selected_channel" || key == "selected_conversation":
		choice = v.Channel
	case key == "selected_date":
		if _, err := time.Parse(time.DateOnly, v.Date); err != nil {
			return nil, fmt.Errorf("a datepicker takes YYYY-MM-DD: %w", err)
		}
		choice = v.Date
	case key == "selected_time":
		if _, err := time.Parse("15:04", v.Time); err != nil {
			return nil, fmt.Errorf("a timepicker takes HH:mm: %w", err)
		}
		choice = v.Time
	case key == "selected_date_time":
		choice = v.DateTime
	case key == "rich_text_value":
		choice = object{"type": "rich_text", "elements": []any{object{"type": "rich_text_section",
			"elements": []any{object{"type": "text", "text": v.Text}}}}}
	default:
		if choice = v.Text; v.Text == "" {
			choice = nil
		}
	}
	state[key] = choice
	return state, nil
}

// external tells whether the element asks the app what it offers.
func (e standing) external() bool { return strings.HasSuffix(e.kind, "external_select") }

// option finds the option with the value among those that the element offers.
func (e standing) option(value string) (object, error) {
	offered := slices.Clone(asList(e.element["options"]))
	for _, g := range asList(e.element["option_groups"]) {
		if g, ok := g.(object); ok {
			offered = append(offered, asList(g["options"])...)
		}
	}
	for _, x := range offered {
		if o, ok := x.(object); ok && o["value"] == value {
			return o, nil
		}
	}
	return nil, fmt.Errorf("%s offers no option %q", e.action, value)
}

// offers tells whether the element offers every option that the state holds.
func (e standing) offers(state object) bool {
	chosen := slices.Clone(asList(state["selected_options"]))
	if one := state["selected_option"]; one != nil {
		chosen = append(chosen, one)
	}
	return e.external() || !slices.ContainsFunc(chosen, func(x any) bool {
		o, _ := x.(object)
		value, _ := o["value"].(string)
		_, err := e.option(value)
		return err != nil
	})
}

// empty tells whether a required input was left out.
func empty(state object) bool {
	kind, _ := state["type"].(string)
	key, many := stateKey(kind)
	return state[key] == nil || state[key] == "" || many && len(asList(state[key])) == 0
}

// decodeList reads blocks; what is no array has none.
func decodeList(raw json.RawMessage) []any {
	v, err := decode(raw)
	if err != nil {
		return nil
	}
	return asList(v)
}
