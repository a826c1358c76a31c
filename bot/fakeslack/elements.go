package fakeslack

import (
	"encoding/json"
	"strings"
)

// The interactive elements and the composition objects they are made of: slack's reference of block elements, as a
// table.

// confirm asks before a button or choice counts.
var confirm = shape("a confirmation dialog", []field{
	must("title", plain(100)), must("text", text(300)), must("confirm", plain(30)), must("deny", plain(30)),
	may("style", oneOf("primary", "danger")),
})

// option is one choice; words limits its texts, urls allows the link that only an overflow menu follows.
func option(words func(int) check, urls bool) check {
	fields := []field{must("text", words(75)), must("value", str(1, 150)), may("description", words(75))}
	if urls {
		fields = append(fields, may("url", str(1, 3000)))
	}
	return shape("an option", fields)
}

var (
	// Menus show plain text; radio buttons and checkboxes may show mrkdwn.
	menuOption = option(plain, false)
	boxOption  = option(text, false)
	group      = shape("an option group", []field{must("label", plain(75)), must("options", list(1, 100, menuOption))})
	file       = shape("a slack file", []field{may("id", str(1, 255)), may("url", str(1, 3000))}, exactlyOne("id", "url"))
	// When a text input tells the app while somebody types.
	dispatch = shape("a dispatch configuration",
		[]field{must("trigger_actions_on", list(1, 2, oneOf("on_enter_pressed", "on_character_entered")))})
	// Which conversations a menu offers.
	filter = shape("a conversation filter", []field{
		may("include", list(1, 4, oneOf("im", "mpim", "private", "public"))),
		may("exclude_external_shared_channels", boolean), may("exclude_bot_users", boolean),
	})
	// label is the text of a button that speaks for itself to screen readers.
	accessibility = may("accessibility_label", str(1, 75))
)

// with adds what every interactive element has.
func with(fields ...field) []field {
	return append([]field{must("type", anything), may("action_id", id)}, fields...)
}

// focusable elements may ask to be focused when the view opens; placed ones carry a hint inside.
func focusable(fields ...field) []field {
	return append(with(fields...), may("focus_on_load", focus))
}

// placed elements show a hint while they are empty.
func placed(fields ...field) []field {
	return focusable(append(fields, may("placeholder", plain(150)))...)
}

// focus counts over the view: the cursor can begin in one place only.
func focus(in *inspection, at string, v any) {
	boolean(in, at, v)
	if v == true {
		if in.focus++; in.focus > 1 {
			in.bad(at, "focus_on_load on one element of a view only")
		}
	}
}

// typed elements can tell the app while somebody types.
func typed(fields ...field) []field {
	return placed(append(fields, may("dispatch_action_config", dispatch))...)
}

// menu is what all menus share; multi ones can limit how many are chosen.
func menu(multi bool, fields ...field) []field {
	fields = append(fields, may("confirm", confirm))
	if multi {
		fields = append(fields, may("max_selected_items", whole(1, 100)))
	}
	return placed(fields...)
}

// choices is a menu with options of its own, flat or in groups.
func choices(multi bool) []field {
	fields := []field{may("options", list(1, 100, menuOption)), may("option_groups", list(1, 100, group))}
	if multi {
		return menu(true, append(fields, may("initial_options", list(1, 100, menuOption)))...)
	}
	return menu(false, append(fields, may("initial_option", menuOption))...)
}

// offered demands that what is chosen at first is among the options.
func offered(in *inspection, at string, o object) {
	// Options are compared as a whole, as Slack does: text, value and description.
	known := map[string]bool{}
	add := func(v any) {
		for _, x := range asList(v) {
			b, _ := json.Marshal(x)
			known[string(b)] = true
		}
	}
	add(o["options"])
	for _, g := range asList(o["option_groups"]) {
		if g, ok := g.(object); ok {
			add(g["options"])
		}
	}
	initial := asList(o["initial_options"])
	if one, there := o["initial_option"]; there {
		initial = append(initial, one)
	}
	for _, x := range initial {
		if b, _ := json.Marshal(x); !known[string(b)] {
			in.bad(at, "an initial option equals one of the options")
		}
	}
}

// asList is an array, or nothing.
func asList(v any) []any { l, _ := v.([]any); return l }

// Where an element may stand.
const (
	inAccessory = 1 << iota
	inActions
	inInput
	inContext
	inContextActions
	inModalInput // inInput, but of modals only
)

// element is one kind of element: the places it may stand in, as bits, and what it is made of.
type element struct {
	where int
	check check
}

// elements is the table of all kinds.
var elements map[string]element

// init enters each kind with the places where Slack takes it.
func init() {
	// add enters a kind under its type.
	const everywhere = inAccessory | inActions | inInput
	add := func(name string, where int, fields []field, rules ...func(*inspection, string, object)) {
		elements[name] = element{where, shape("the element "+name, fields, rules...)}
	}
	elements = map[string]element{}
	// Buttons and menus of actions are for blocks that act, not for forms.
	button := with(must("text", plain(75)), may("url", str(1, 3000)), may("value", str(0, 2000)),
		may("style", oneOf("primary", "danger")), may("confirm", confirm), accessibility)
	add("button", inAccessory|inActions, button)
	add("overflow", inAccessory|inActions, with(must("options", list(1, 5, option(plain, true))), may("confirm", confirm)))
	add("image", inAccessory|inContext, []field{
		must("type", anything), must("alt_text", str(1, 2000)), may("image_url", str(1, 3000)), may("slack_file", file),
	}, exactlyOne("image_url", "slack_file"))

	add("static_select", everywhere, choices(false), exactlyOne("options", "option_groups"), offered)
	add("multi_static_select", everywhere, choices(true), exactlyOne("options", "option_groups"), offered)
	// External menus ask the app for options while somebody types.
	query := may("min_query_length", whole(0, 255))
	add("external_select", everywhere, menu(false, query, may("initial_option", menuOption)))
	add("multi_external_select", everywhere, menu(true, query, may("initial_options", list(1, 100, menuOption))))
	// What these two do happens in Slack; here they are only let through.
	respond, current := may("response_url_enabled", boolean), may("default_to_current_conversation", boolean)
	add("users_select", everywhere, menu(false, may("initial_user", id)))
	add("multi_users_select", everywhere, menu(true, may("initial_users", list(1, 100, id))))
	add("channels_select", everywhere, menu(false, may("initial_channel", id), respond))
	add("multi_channels_select", everywhere, menu(true, may("initial_channels", list(1, 100, id))))
	add("conversations_select", everywhere,
		menu(false, may("initial_conversation", id), respond, current, may("filter", filter)))
	add("multi_conversations_select", everywhere,
		menu(true, may("initial_conversations", list(1, 100, id)), current, may("filter", filter)))

	add("radio_buttons", everywhere, focusable(must("options", list(1, 10, boxOption)), may("initial_option", boxOption),
		may("confirm", confirm)), offered)
	add("checkboxes", everywhere, focusable(must("options", list(1, 10, boxOption)),
		may("initial_options", list(1, 10, boxOption)), may("confirm", confirm)), offered)
	add("datepicker", everywhere, placed(may("initial_date", date), may("confirm", confirm)))
	add("timepicker", everywhere, placed(may("initial_time", hour), may("timezone", zone), may("confirm", confirm)))
	// Ten digits: from September 2001 to November 2286.
	add("datetimepicker", inActions|inInput,
		focusable(may("initial_date_time", whole(1e9, 1e10-1)), may("confirm", confirm)))

	add("plain_text_input", inInput, typed(may("initial_value", str(0, 3000)), may("multiline", boolean),
		may("min_length", whole(0, 3000)), may("max_length", whole(1, 3000))),
		func(in *inspection, at string, o object) {
			least, _ := o["min_length"].(float64)
			if most, there := o["max_length"].(float64); there && least > most {
				in.bad(at, "min_length is at most max_length")
			}
		})
	add("email_text_input", inInput, typed(may("initial_value", str(0, 3000))))
	add("url_text_input", inInput, typed(may("initial_value", str(0, 3000))))
	add("number_input", inInput, typed(must("is_decimal_allowed", boolean), may("initial_value", str(1, 255)),
		may("min_value", str(1, 255)), may("max_value", str(1, 255))))
	add("rich_text_input", inInput, typed(may("initial_value", anything), may("min_lines", whole(1, 100)),
		may("max_lines", whole(1, 100))))
	add("file_input", inModalInput, with(may("filetypes", list(1, 100, str(1, 20))), may("max_files", whole(1, 10))))

	// Two thumbs under an answer.
	feedback := shape("a feedback button", []field{must("text", plain(75)), must("value", str(1, 2000)), accessibility})
	add("feedback_buttons", inContextActions, with(must("positive_button", feedback), must("negative_button", feedback)))
	add("icon_button", inContextActions, with(must("icon", str(1, 75)), must("text", plain(75)),
		may("value", str(0, 2000)), may("confirm", confirm), accessibility, may("visible_to_user_ids", list(1, 100, id))))
}

// of checks an element that stands in the place.
func of(where int, place string) check {
	return func(in *inspection, at string, v any) {
		o, _ := v.(object)
		kind, _ := o["type"].(string)
		// Texts stand in a context block as they are.
		if where == inContext && (kind == "mrkdwn" || kind == "plain_text") {
			text(3000)(in, at, v)
			return
		}
		e, known := elements[kind]
		switch {
		case !known:
			in.bad(at+"/type", "there is no element %q", kind)
			return
		// Files can be asked for in modals alone.
		case e.where == inModalInput && where == inInput && in.on != SurfaceModal:
			in.bad(at+"/type", "%s belongs to modals only", kind)
			return
		case e.where&where == 0 && (e.where != inModalInput || where != inInput):
			in.bad(at+"/type", "%s can't stand in %s", kind, place)
			return
		}
		// The app tells elements of a block apart by it.
		if action, _ := o["action_id"].(string); action != "" {
			if in.actionIDs[action] {
				in.bad(at+"/action_id", "an action_id is unique in its block")
			}
			in.actionIDs[action] = true
		}
		if in.on != SurfaceModal && strings.HasSuffix(kind, "_select") && o["response_url_enabled"] == true {
			in.bad(at+"/response_url_enabled", "response_url_enabled belongs to inputs of modals only")
		}
		e.check(in, at, v)
	}
}
