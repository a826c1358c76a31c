package blockkit

import (
	"reflect"
	"slices"
)

// blockRules are the limits that relate several values of one block or of the whole surface.
func (w *walk) blockRules(p *at, name string, b map[string]any) {
	id, _ := b["block_id"].(string)
	w.blockID(p, id)
	w.sameActions(p, actionIDs(b))
	switch name {
	case "input":
		w.input(p)
	case "markdown":
		s, _ := b["text"].(string)
		w.markdown += Len(s)
	case "table":
		w.tables++
		w.tabular += richLength(b["rows"])
	case "data_visualization":
		w.charts++
		if chart, ok := b["chart"].(map[string]any); ok {
			w.chart(&at{up: p, name: "chart"}, chart)
		}
	}
}

// blockID holds a block's id against its length and against the ids before it. An empty id is no mistake: Slack makes
// one up.
func (w *walk) blockID(p *at, id string) {
	if id == "" {
		return
	}
	w.limit(&at{up: p, name: "block_id"}, id, 1, maxID)
	if first, twice := w.ids[id]; twice {
		w.add(&at{up: p, name: "block_id"}, "%q stands at /blocks/%d already", id, first)
	} else {
		w.ids[id] = p.index
	}
}

// input counts an input. In a message nothing submits it.
func (w *walk) input(p *at) {
	w.inputs++
	if w.where == Message {
		w.add(&at{up: p, name: "type"}, "an input in a message has no answer to be submitted with")
	}
}

// actionIDs are those of the elements of one block.
func actionIDs(b map[string]any) (ids []string) {
	for _, holder := range []any{b["elements"], b["accessory"], b["element"]} {
		l, ok := holder.([]any)
		if !ok {
			l = []any{holder}
		}
		for _, e := range l {
			o, _ := e.(map[string]any)
			id, _ := o["action_id"].(string)
			ids = append(ids, id)
		}
	}
	return ids
}

// sameActions reports an action id that stands twice within a block.
func (w *walk) sameActions(p *at, ids []string) {
	for i, id := range ids {
		if id != "" && slices.Contains(ids[:i], id) {
			w.add(p, "action_id %q stands twice in one block", id)
		}
	}
}

// elementRules are the limits that relate several values of one element.
func (w *walk) elementRules(p *at, name string, o map[string]any) {
	focus, _ := o["focus_on_load"].(bool)
	w.focusOn(p, focus)
	switch name {
	case "button":
		url, _ := o["url"].(string)
		w.heard(p, url != "" || o["action_id"] != nil)
	case "static_select", "radio_buttons":
		if first := o["initial_option"]; first != nil {
			w.initialOption(p, offered(o, first))
		}
	case "checkboxes", "multi_static_select":
		firsts, _ := o["initial_options"].([]any)
		for _, first := range firsts {
			w.initialOptions(p, offered(o, first))
		}
	case "plain_text_input":
		least, _ := o["min_length"].(float64)
		if most, ok := o["max_length"].(float64); ok {
			s, _ := o["initial_value"].(string)
			w.inputLength(p, s, least, most)
		}
	}
	w.sameValues(p, o)
}

// focusOn reports the second element of a surface that wants the focus.
func (w *walk) focusOn(p *at, wanted bool) {
	if !wanted {
		return
	}
	if w.focus++; w.focus > 1 {
		w.add(&at{up: p, name: "focus_on_load"}, "a second element that wants the focus")
	}
}

// heard reports a button whose click would reach nobody.
func (w *walk) heard(p *at, heard bool) {
	if !heard {
		w.add(&at{up: p, name: "action_id"}, "missing: nobody would hear the click")
	}
}

// initialOption reports a choice to start with that cannot be chosen.
func (w *walk) initialOption(p *at, offered bool) {
	if !offered {
		w.add(&at{up: p, name: "initial_option"}, "is none of the options")
	}
}

// initialOptions is initialOption for one of several choices.
func (w *walk) initialOptions(p *at, offered bool) {
	if !offered {
		w.add(&at{up: p, name: "initial_options"}, "holds one that is none of the options")
	}
}

// inputLength holds what a text input starts with against the length it allows.
func (w *walk) inputLength(p *at, s string, least, most float64) {
	if least > most {
		w.add(&at{up: p, name: "min_length"}, "more than max_length")
	}
	if float64(Len(s)) > most {
		w.add(&at{up: p, name: "initial_value"}, "longer than max_length")
	}
}

// offered reports whether an option is among an element's options, word for word, as Slack demands.
func offered(o map[string]any, first any) bool {
	for _, opt := range allOptions(o) {
		if reflect.DeepEqual(opt, first) {
			return true
		}
	}
	return false
}

// allOptions are the options of an element, those in groups last.
func allOptions(o map[string]any) []any {
	all, _ := o["options"].([]any)
	groups, _ := o["option_groups"].([]any)
	for _, g := range groups {
		if g, ok := g.(map[string]any); ok {
			l, _ := g["options"].([]any)
			all = append(slices.Clip(all), l...)
		}
	}
	return all
}

// sameValues reports two options that could not be told apart when one is picked.
func (w *walk) sameValues(p *at, o map[string]any) {
	var seen []string
	for _, opt := range allOptions(o) {
		m, _ := opt.(map[string]any)
		v, _ := m["value"].(string)
		seen = w.sameValue(p, v, seen)
	}
}

// sameValue reports an option's value that is among those seen in its element, and adds it to them.
func (w *walk) sameValue(p *at, v string, seen []string) []string {
	if v != "" && slices.Contains(seen, v) {
		w.add(&at{up: p, name: "options"}, "value %q stands twice", v)
	}
	return append(seen, v)
}

// chart holds a chart's series against its categories: unique names, one point per category.
func (w *walk) chart(p *at, chart map[string]any) {
	if chart["type"] == "pie" {
		segments, _ := chart["segments"].([]any)
		for _, s := range segments {
			m, _ := s.(map[string]any)
			if v, _ := m["value"].(float64); v <= 0 {
				w.add(&at{up: p, name: "segments"}, "a segment needs a value above 0")
			}
		}
		return
	}
	axes, _ := chart["axis_config"].(map[string]any)
	categories, _ := axes["categories"].([]any)
	series, _ := chart["series"].([]any)
	var names []string
	for _, s := range series {
		m, _ := s.(map[string]any)
		name, _ := m["name"].(string)
		if slices.Contains(names, name) {
			w.add(&at{up: p, name: "series"}, "name %q stands twice", name)
		}
		names = append(names, name)
		points, _ := m["data"].([]any)
		var labels []any
		for _, p := range points {
			p, _ := p.(map[string]any)
			labels = append(labels, p["label"])
		}
		if !sameSet(labels, categories) {
			w.add(&at{up: p, name: "series"}, "%q needs exactly one point for each category", name)
		}
	}
}

// sameSet reports whether two lists hold the same values in any order.
func sameSet(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			return false
		}
	}
	return true
}

// sums are the limits over a whole surface. They are told of one that has no other mistake: what is wrong in itself
// isn't read to its end, so that nobody knows what it would come to.
func (w *walk) sums(all *at) {
	if len(w.found) > 0 {
		return
	}
	if w.where == Message && w.said > MaxSaid {
		w.add(all, "%d characters in all, at most %d", w.said, MaxSaid)
	}
	if w.markdown > maxMarkdown {
		w.add(all, "%d characters of markdown, at most %d", w.markdown, maxMarkdown)
	}
	if w.tables > 1 {
		w.add(all, "%d tables, at most one", w.tables)
	}
	if w.tabular > maxTable {
		w.add(all, "%d characters in tables, at most %d", w.tabular, maxTable)
	}
	if w.charts > maxCharts {
		w.add(all, "%d charts, at most %d", w.charts, maxCharts)
	}
}
