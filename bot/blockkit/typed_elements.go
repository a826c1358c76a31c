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
func (w typedWalk) optional(p *at, name, s string, f field) {
	if s != "" {
		w.scalar(&at{up: p, name: name}, s, f)
	}
}

func (w typedWalk) confirm(p *at, c *slack.ConfirmationBlockObject) {
	if c == nil {
		return
	}
	here := p.to("confirm")
	w.label(here, "confirm", c.Confirm, confirmYes)
	w.label(here, "deny", c.Deny, confirmNo)
	w.label(here, "text", c.Text, confirmText)
	w.label(here, "title", c.Title, confirmTitle)
}

func (w typedWalk) button(p *at, e *slack.ButtonBlockElement, f field) string {
	if !w.allowed(p, "button", f) {
		return e.ActionID
	}
	w.optional(p, "accessibility_label", e.AccessibilityLabel, buttonSpoken)
	w.optional(p, "action_id", e.ActionID, actionID)
	w.confirm(p, e.Confirm)
	w.label(p, "text", e.Text, buttonText)
	w.optional(p, "url", e.URL, buttonURL)
	w.optional(p, "value", e.Value, buttonValue)
	w.heard(p, e.URL != "" || e.ActionID != "")
	return e.ActionID
}

func (w typedWalk) overflow(p *at, e *slack.OverflowBlockElement, f field) string {
	if !w.allowed(p, "overflow", f) {
		return e.ActionID
	}
	w.optional(p, "action_id", e.ActionID, actionID)
	w.confirm(p, e.Confirm)
	w.options(p, "options", e.Options, overflowOptions, "overflow_option")
	w.sameOptions(p, e.Options, nil)
	return e.ActionID
}

func (w typedWalk) selectOne(p *at, e *slack.SelectBlockElement, f field) string {
	if !w.allowed(p, "static_select", f) {
		return e.ActionID
	}
	w.optional(p, "action_id", e.ActionID, actionID)
	w.confirm(p, e.Confirm)
	if e.InitialOption != nil {
		w.option(p.to("initial_option"), e.InitialOption, "option")
	}
	given := 0
	if len(e.OptionGroups) > 0 {
		given++
		w.groups(p.to("option_groups"), e.OptionGroups)
	}
	if len(e.Options) > 0 {
		given++
		w.options(p, "options", e.Options, selectOptions, "option")
	}
	w.label(p, "placeholder", e.Placeholder, menuPlaceholder)
	w.oneOf(p, given, shapes["static_select"])
	w.focusOn(p, e.FocusOnLoad)
	if e.InitialOption != nil {
		w.initialOption(p, among(e.InitialOption, e.Options, e.OptionGroups))
	}
	w.sameOptions(p, e.Options, e.OptionGroups)
	return e.ActionID
}

func (w typedWalk) groups(p *at, groups []*slack.OptionGroupBlockObject) {
	w.entries(p, len(groups), selectGroups)
	for i, g := range groups {
		if g == nil {
			continue
		}
		here := &at{up: p, index: i}
		w.label(here, "label", g.Label, groupLabel)
		w.options(here, "options", g.Options, groupOptions, "option")
		w.sameOptions(here, g.Options, nil)
	}
}

func (w typedWalk) radio(p *at, e *slack.RadioButtonsBlockElement, f field) string {
	if !w.allowed(p, "radio_buttons", f) {
		return e.ActionID
	}
	w.optional(p, "action_id", e.ActionID, actionID)
	w.confirm(p, e.Confirm)
	if e.InitialOption != nil {
		w.option(p.to("initial_option"), e.InitialOption, "rich_option")
	}
	w.options(p, "options", e.Options, radioOptions, "rich_option")
	w.focusOn(p, e.FocusOnLoad)
	if e.InitialOption != nil {
		w.initialOption(p, among(e.InitialOption, e.Options, nil))
	}
	w.sameOptions(p, e.Options, nil)
	return e.ActionID
}

func (w typedWalk) checkboxes(p *at, e *slack.CheckboxGroupsBlockElement, f field) string {
	if !w.allowed(p, "checkboxes", f) {
		return e.ActionID
	}
	w.optional(p, "action_id", e.ActionID, actionID)
	w.confirm(p, e.Confirm)
	if len(e.InitialOptions) > 0 {
		w.options(p, "initial_options", e.InitialOptions, boxesChecked, "rich_option")
	}
	w.options(p, "options", e.Options, boxOptions, "rich_option")
	w.focusOn(p, e.FocusOnLoad)
	for _, o := range e.InitialOptions {
		w.initialOptions(p, among(o, e.Options, nil))
	}
	w.sameOptions(p, e.Options, nil)
	return e.ActionID
}

func (w typedWalk) datePicker(p *at, e *slack.DatePickerBlockElement, f field) string {
	if !w.allowed(p, "datepicker", f) {
		return e.ActionID
	}
	w.optional(p, "action_id", e.ActionID, actionID)
	w.confirm(p, e.Confirm)
	w.optional(p, "initial_date", e.InitialDate, initialDate)
	w.label(p, "placeholder", e.Placeholder, menuPlaceholder)
	w.focusOn(p, e.FocusOnLoad)
	return e.ActionID
}

func (w typedWalk) dateTimePicker(p *at, e *slack.DateTimePickerBlockElement, f field) string {
	if !w.allowed(p, "datetimepicker", f) {
		return e.ActionID
	}
	w.optional(p, "action_id", e.ActionID, actionID)
	w.confirm(p, e.Confirm)
	if e.InitialDateTime != 0 {
		w.number(p.to("initial_date_time"), float64(e.InitialDateTime), initialMoment)
	}
	w.focusOn(p, e.FocusOnLoad)
	return e.ActionID
}

func (w typedWalk) textInput(p *at, e *slack.PlainTextInputBlockElement, f field) string {
	if !w.allowed(p, "plain_text_input", f) {
		return e.ActionID
	}
	w.optional(p, "action_id", e.ActionID, actionID)
	w.optional(p, "initial_value", e.InitialValue, inputStart)
	if e.MaxLength != 0 {
		w.number(p.to("max_length"), float64(e.MaxLength), inputMost)
	}
	if e.MinLength != 0 {
		w.number(p.to("min_length"), float64(e.MinLength), inputLeast)
	}
	w.label(p, "placeholder", e.Placeholder, menuPlaceholder)
	w.focusOn(p, e.FocusOnLoad)
	if e.MaxLength != 0 {
		w.inputLength(p, e.InitialValue, float64(e.MinLength), float64(e.MaxLength))
	}
	return e.ActionID
}

// options walks a list of options, each of the named shape.
func (w typedWalk) options(p *at, name string, options []*slack.OptionBlockObject, f field, kind string) {
	here := p.to(name)
	if options == nil {
		w.add(here, "missing")
		return
	}
	w.entries(here, len(options), f)
	for i, o := range options {
		if o != nil {
			w.option(&at{up: here, index: i}, o, kind)
		}
	}
}

func (w typedWalk) option(p *at, o *slack.OptionBlockObject, kind string) {
	limits := optionLimits[kind]
	w.label(p, "description", o.Description, limits.description)
	w.label(p, "text", o.Text, limits.text)
	if limits.linkable {
		w.optional(p, "url", o.URL, limits.url)
	}
	w.scalar(p.to("value"), o.Value, limits.value)
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
func (w typedWalk) sameOptions(p *at, options []*slack.OptionBlockObject, groups []*slack.OptionGroupBlockObject) {
	var room [100]string
	seen := room[:0]
	for _, o := range options {
		seen = w.sameValue(p, valueOf(o), seen)
	}
	for _, g := range groups {
		if g == nil {
			continue
		}
		for _, o := range g.Options {
			seen = w.sameValue(p, valueOf(o), seen)
		}
	}
}

func valueOf(o *slack.OptionBlockObject) string {
	if o == nil {
		return ""
	}
	return o.Value
}

// among reports whether an option is one of those offered, word for word, as Slack demands.
func among(o *slack.OptionBlockObject, options []*slack.OptionBlockObject, groups []*slack.OptionGroupBlockObject) bool {
	same := func(other *slack.OptionBlockObject) bool { return sameOption(o, other) }
	return slices.ContainsFunc(options, same) || slices.ContainsFunc(groups, func(g *slack.OptionGroupBlockObject) bool {
		return g != nil && slices.ContainsFunc(g.Options, same)
	})
}

func sameOption(a, b *slack.OptionBlockObject) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Value == b.Value && a.URL == b.URL && sameText(a.Text, b.Text) && sameText(a.Description, b.Description)
}

func sameText(a, b *slack.TextBlockObject) bool {
	if a == nil || b == nil {
		return a == b
	}
	sameEmoji := a.Emoji == b.Emoji || a.Emoji != nil && b.Emoji != nil && *a.Emoji == *b.Emoji
	return a.Type == b.Type && a.Text == b.Text && a.Verbatim == b.Verbatim && sameEmoji
}
