package blockkit

import (
	"slices"

	"github.com/slack-go/slack"
)

// Rows of the table that the typed walk holds elements against.
var (
	confirmTitle, confirmText = row("confirm", "title"), row("confirm", "text")
	confirmYes, confirmNo     = row("confirm", "confirm"), row("confirm", "deny")
	buttonText, buttonValue   = row("button", "text"), row("button", "value")
	buttonURL, buttonSpoken   = row("button", "url"), row("button", "accessibility_label")
	overflowOptions           = row("overflow", "options")
	selectOptions             = row("static_select", "options")
	selectGroups              = row("static_select", "option_groups")
	groupLabel, groupOptions  = row("option_group", "label"), row("option_group", "options")
	radioOptions              = row("radio_buttons", "options")
	boxOptions, boxesChecked  = row("checkboxes", "options"), row("checkboxes", "initial_options")
	menuPlaceholder           = row("static_select", "placeholder")
	initialDate               = row("datepicker", "initial_date")
	initialMoment             = row("datetimepicker", "initial_date_time")
	inputStart                = row("plain_text_input", "initial_value")
	inputLeast, inputMost     = row("plain_text_input", "min_length"), row("plain_text_input", "max_length")
)

// to is the place of a part of p.
func (p *at) to(name string) *at { return &at{up: p, name: name} }

// label walks a text object that stands in the named field.
func (w *walk) label(p *at, name string, o *slack.TextBlockObject, f field) {
	if o != nil {
		w.words(&at{up: p, name: name}, o.Type, o.Text, f)
	} else if f.need {
		w.add(&at{up: p, name: name}, "missing")
	}
}

// optional walks a string that is left out when it is empty.
func (t typedWalk) optional(p *at, name, s string, f field) {
	if s != "" {
		t.walk.scalar(&at{up: p, name: name}, s, f)
	}
}

// confirm walks the question before an action, if there is one.
func (t typedWalk) confirm(p *at, c *slack.ConfirmationBlockObject) {
	if c == nil {
		return
	}
	here := p.to("confirm")
	t.walk.label(here, "confirm", c.Confirm, confirmYes)
	t.walk.label(here, "deny", c.Deny, confirmNo)
	t.walk.label(here, "text", c.Text, confirmText)
	t.walk.label(here, "title", c.Title, confirmTitle)
}

// button walks a button. One without a link and without an action id does nothing when it is tapped.
func (t typedWalk) button(p *at, e *slack.ButtonBlockElement, f field) string {
	if !t.walk.allowed(p, "button", f) {
		return e.ActionID
	}
	t.optional(p, "accessibility_label", e.AccessibilityLabel, buttonSpoken)
	t.optional(p, "action_id", e.ActionID, actionID)
	t.confirm(p, e.Confirm)
	t.walk.label(p, "text", e.Text, buttonText)
	t.optional(p, "url", e.URL, buttonURL)
	t.optional(p, "value", e.Value, buttonValue)
	t.walk.heard(p, e.URL != "" || e.ActionID != "")
	return e.ActionID
}

// overflow walks a ⋯ menu, the only one whose options may be links.
func (t typedWalk) overflow(p *at, e *slack.OverflowBlockElement, f field) string {
	if !t.walk.allowed(p, "overflow", f) {
		return e.ActionID
	}
	t.optional(p, "action_id", e.ActionID, actionID)
	t.confirm(p, e.Confirm)
	t.options(p, "options", e.Options, overflowOptions, "overflow_option")
	t.sameOptions(p, e.Options, nil)
	return e.ActionID
}

// selectOne walks a menu of fixed options. They stand in one list or in groups, never in both.
func (t typedWalk) selectOne(p *at, e *slack.SelectBlockElement, f field) string {
	if !t.walk.allowed(p, "static_select", f) {
		return e.ActionID
	}
	t.optional(p, "action_id", e.ActionID, actionID)
	t.confirm(p, e.Confirm)
	if e.InitialOption != nil {
		t.option(p.to("initial_option"), e.InitialOption, "option")
	}
	given := 0
	if len(e.OptionGroups) > 0 {
		given++
		t.groups(p.to("option_groups"), e.OptionGroups)
	}
	if len(e.Options) > 0 {
		given++
		t.options(p, "options", e.Options, selectOptions, "option")
	}
	t.walk.label(p, "placeholder", e.Placeholder, menuPlaceholder)
	t.walk.oneOf(p, given, shapes["static_select"])
	t.walk.focusOn(p, e.FocusOnLoad)
	if e.InitialOption != nil {
		t.walk.initialOption(p, among(e.InitialOption, e.Options, e.OptionGroups))
	}
	t.sameOptions(p, e.Options, e.OptionGroups)
	return e.ActionID
}

// groups walks the groups of a menu. Values may not repeat within a group nor, by selectOne, across them.
func (t typedWalk) groups(p *at, groups []*slack.OptionGroupBlockObject) {
	t.walk.entries(p, len(groups), selectGroups)
	for i, g := range groups {
		if g == nil {
			continue
		}
		here := &at{up: p, index: i}
		t.walk.label(here, "label", g.Label, groupLabel)
		t.options(here, "options", g.Options, groupOptions, "option")
		t.sameOptions(here, g.Options, nil)
	}
}

// radio walks radio buttons; the one to start with must be offered.
func (t typedWalk) radio(p *at, e *slack.RadioButtonsBlockElement, f field) string {
	if !t.walk.allowed(p, "radio_buttons", f) {
		return e.ActionID
	}
	t.optional(p, "action_id", e.ActionID, actionID)
	t.confirm(p, e.Confirm)
	if e.InitialOption != nil {
		t.option(p.to("initial_option"), e.InitialOption, "rich_option")
	}
	t.options(p, "options", e.Options, radioOptions, "rich_option")
	t.walk.focusOn(p, e.FocusOnLoad)
	if e.InitialOption != nil {
		t.walk.initialOption(p, among(e.InitialOption, e.Options, nil))
	}
	t.sameOptions(p, e.Options, nil)
	return e.ActionID
}

// checkboxes walks boxes; all that are ticked to start with must be offered.
func (t typedWalk) checkboxes(p *at, e *slack.CheckboxGroupsBlockElement, f field) string {
	if !t.walk.allowed(p, "checkboxes", f) {
		return e.ActionID
	}
	t.optional(p, "action_id", e.ActionID, actionID)
	t.confirm(p, e.Confirm)
	if len(e.InitialOptions) > 0 {
		t.options(p, "initial_options", e.InitialOptions, boxesChecked, "rich_option")
	}
	t.options(p, "options", e.Options, boxOptions, "rich_option")
	t.walk.focusOn(p, e.FocusOnLoad)
	for _, o := range e.InitialOptions {
		t.walk.initialOptions(p, among(o, e.Options, nil))
	}
	t.sameOptions(p, e.Options, nil)
	return e.ActionID
}

// datePicker walks a picker of a date like 2026-01-31.
func (t typedWalk) datePicker(p *at, e *slack.DatePickerBlockElement, f field) string {
	if !t.walk.allowed(p, "datepicker", f) {
		return e.ActionID
	}
	t.optional(p, "action_id", e.ActionID, actionID)
	t.confirm(p, e.Confirm)
	t.optional(p, "initial_date", e.InitialDate, initialDate)
	t.walk.label(p, "placeholder", e.Placeholder, menuPlaceholder)
	t.walk.focusOn(p, e.FocusOnLoad)
	return e.ActionID
}

// dateTimePicker walks a picker of an instant, in seconds since 1970; 0 is left out of its JSON.
func (t typedWalk) dateTimePicker(p *at, e *slack.DateTimePickerBlockElement, f field) string {
	if !t.walk.allowed(p, "datetimepicker", f) {
		return e.ActionID
	}
	t.optional(p, "action_id", e.ActionID, actionID)
	t.confirm(p, e.Confirm)
	if e.InitialDateTime != 0 {
		t.walk.number(p.to("initial_date_time"), float64(e.InitialDateTime), initialMoment)
	}
	t.walk.focusOn(p, e.FocusOnLoad)
	return e.ActionID
}

// textInput walks a field for text. Lengths of 0 are left out of its JSON and bound nothing.
func (t typedWalk) textInput(p *at, e *slack.PlainTextInputBlockElement, f field) string {
	if !t.walk.allowed(p, "plain_text_input", f) {
		return e.ActionID
	}
	t.optional(p, "action_id", e.ActionID, actionID)
	t.optional(p, "initial_value", e.InitialValue, inputStart)
	if e.MaxLength != 0 {
		t.walk.number(p.to("max_length"), float64(e.MaxLength), inputMost)
	}
	if e.MinLength != 0 {
		t.walk.number(p.to("min_length"), float64(e.MinLength), inputLeast)
	}
	t.walk.label(p, "placeholder", e.Placeholder, menuPlaceholder)
	t.walk.focusOn(p, e.FocusOnLoad)
	if e.MaxLength != 0 {
		t.walk.inputLength(p, e.InitialValue, float64(e.MinLength), float64(e.MaxLength))
	}
	return e.ActionID
}

// options walks a list of options, each of the named shape.
func (t typedWalk) options(p *at, name string, options []*slack.OptionBlockObject, f field, kind string) {
	here := p.to(name)
	if options == nil {
		t.walk.add(here, "missing")
		return
	}
	t.walk.entries(here, len(options), f)
	for i, o := range options {
		if o != nil {
			t.option(&at{up: here, index: i}, o, kind)
		}
	}
}

// option walks one option by the limits of its kind.
func (t typedWalk) option(p *at, o *slack.OptionBlockObject, kind string) {
	limits := optionLimits[kind]
	t.walk.label(p, "description", o.Description, limits.description)
	t.walk.label(p, "text", o.Text, limits.text)
	if limits.linkable {
		t.optional(p, "url", o.URL, limits.url)
	}
	t.walk.scalar(p.to("value"), o.Value, limits.value)
}

// optionLimits are the rows of the three shapes of an option.
var optionLimits = map[string]struct {
	description, text, value, url field
	linkable                      bool
}{
	"option": {row("option", "description"), row("option", "text"), row("option", "value"), field{}, false},
	"rich_option": {row("rich_option", "description"), row("rich_option", "text"), row("rich_option", "value"),
		field{}, false},
	"overflow_option": {row("overflow_option", "description"), row("overflow_option", "text"),
		row("overflow_option", "value"), row("overflow_option", "url"), true},
}

// sameOptions reports two options that could not be told apart when one is picked.
func (t typedWalk) sameOptions(p *at, options []*slack.OptionBlockObject, groups []*slack.OptionGroupBlockObject) {
	var room [100]string
	seen := room[:0]
	for _, o := range options {
		seen = t.walk.sameValue(p, valueOf(o), seen)
	}
	for _, g := range groups {
		if g == nil {
			continue
		}
		for _, o := range g.Options {
			seen = t.walk.sameValue(p, valueOf(o), seen)
		}
	}
}

// valueOf is an option's value, empty where the option is missing.
func valueOf(o *slack.OptionBlockObject) string {
	if o == nil {
		return ""
	}
	return o.Value
}

// among reports whether an option is one of those offered, word for word, as Slack demands.
func among(o *slack.OptionBlockObject, options []*slack.OptionBlockObject,
	groups []*slack.OptionGroupBlockObject) bool {
	same := func(other *slack.OptionBlockObject) bool { return sameOption(o, other) }
	return slices.ContainsFunc(options, same) || slices.ContainsFunc(groups, func(g *slack.OptionGroupBlockObject) bool {
		return g != nil && slices.ContainsFunc(g.Options, same)
	})
}

// sameOption reports whether two options encode to the same JSON.
func sameOption(a, b *slack.OptionBlockObject) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Value == b.Value && a.URL == b.URL && sameText(a.Text, b.Text) && sameText(a.Description, b.Description)
}

// sameText reports whether two texts encode to the same JSON.
func sameText(a, b *slack.TextBlockObject) bool {
	if a == nil || b == nil {
		return a == b
	}
	sameEmoji := a.Emoji == b.Emoji || a.Emoji != nil && b.Emoji != nil && *a.Emoji == *b.Emoji
	return a.Type == b.Type && a.Text == b.Text && a.Verbatim == b.Verbatim && sameEmoji
}
