package fakeslack

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The small language in which blocks.go and elements.go write Slack's limits down. A check looks at one
// decoded JSON value at a place (a JSON pointer) and tells the inspection what is wrong with it.

// check adds every fault of a value to the inspection, not only the first: whoever mends blocks wants to see all.
type check func(in *inspection, at string, v any)

// object is a JSON object as encoding/json decodes it.
type object = map[string]any

// field is one property of an object. A property that the list does not name is refused, as Slack does.
type field struct {
	// As in the JSON.
	name string
	// Its absence is a fault.
	need  bool
	check check
}

// must and may are fields that are required or not.
func must(name string, c check) field { return field{name, true, c} }
func may(name string, c check) field  { return field{name, false, c} }

// shape is an object with exactly these fields, and rules over several of them.
func shape(what string, fields []field, rules ...func(in *inspection, at string, o object)) check {
	return func(in *inspection, at string, v any) {
		o, ok := v.(object)
		if !ok {
			in.bad(at, "%s is an object", what)
			return
		}
		for _, f := range fields {
			if x, there := o[f.name]; there {
				f.check(in, at+"/"+f.name, x)
			} else if f.need {
				in.bad(at, "%s needs %s", what, f.name)
			}
		}
		// A property that Slack does not know is a mistake in spelling, which would otherwise go unnoticed.
		for name := range o {
			if !slices.ContainsFunc(fields, func(f field) bool { return f.name == name }) {
				in.bad(at+"/"+name, "%s has no field %s", what, name)
			}
		}
		for _, rule := range rules {
			rule(in, at, o)
		}
	}
}

// anything is not looked at.
func anything(*inspection, string, any) {}

// boolean is true or false; Slack takes no words for them in blocks.
func boolean(in *inspection, at string, v any) {
	if _, ok := v.(bool); !ok {
		in.bad(at, "true or false")
	}
}

// str is a string of least to most characters.
func str(least, most int) check {
	return func(in *inspection, at string, v any) {
		t, ok := v.(string)
		if n := utf8.RuneCountInString(t); !ok || n < least || n > most {
			in.bad(at, "a string of %d to %d characters", least, most)
		}
	}
}

// id is a block_id, an action_id or the id of a person or channel.
func id(in *inspection, at string, v any) { str(1, 255)(in, at, v) }

// oneOf is one of a few words.
func oneOf(words ...string) check {
	return func(in *inspection, at string, v any) {
		if t, ok := v.(string); !ok || !slices.Contains(words, t) {
			in.bad(at, "one of %s", strings.Join(words, ", "))
		}
	}
}

// whole is an integer from least to most.
func whole(least, most int) check {
	return func(in *inspection, at string, v any) {
		// JSON has one kind of number.
		n, ok := v.(float64)
		if !ok || n != float64(int64(n)) || n < float64(least) || n > float64(most) {
			in.bad(at, "a whole number from %d to %d", least, most)
		}
	}
}

// number is any JSON number.
func number(in *inspection, at string, v any) {
	if _, ok := v.(float64); !ok {
		in.bad(at, "a number")
	}
}

// list is an array of least to most values.
func list(least, most int, item check) check {
	return func(in *inspection, at string, v any) {
		all, ok := v.([]any)
		if !ok || len(all) < least || len(all) > most {
			in.bad(at, "a list of %d to %d items", least, most)
		}
		for i, x := range all {
			item(in, fmt.Sprintf("%s/%d", at, i), x)
		}
	}
}

// text is a text object; mrkdwn is allowed unless it is plain.
func text(most int) check { return textObject(most, "plain_text", "mrkdwn") }

// plain is a text object of which Slack shows each character as it stands: labels, titles, placeholders.
func plain(most int) check { return textObject(most, "plain_text") }

// textObject is a composition object of one of the kinds; each kind has a property that the other lacks.
func textObject(most int, kinds ...string) check {
	return func(in *inspection, at string, v any) {
		shape("a text object", []field{
			must("type", oneOf(kinds...)), must("text", str(1, most)), may("emoji", boolean), may("verbatim", boolean),
		}, func(in *inspection, at string, o object) {
			if _, there := o["emoji"]; there && o["type"] == "mrkdwn" {
				in.bad(at+"/emoji", "emoji belongs to plain_text only")
			}
			if _, there := o["verbatim"]; there && o["type"] == "plain_text" {
				in.bad(at+"/verbatim", "verbatim belongs to mrkdwn only")
			}
		})(in, at, v)
	}
}

// pattern is a string of a form that an expression finds and valid confirms; what names it in a fault.
func pattern(re, what string, valid func(string) bool) check {
	exp := regexp.MustCompile(re)
	return func(in *inspection, at string, v any) {
		if t, ok := v.(string); !ok || !exp.MatchString(t) || valid != nil && !valid(t) {
			in.bad(at, "%s", what)
		}
	}
}

var (
	// Days, times and zones as pickers take them.
	date = pattern(`^\d{4}-\d{2}-\d{2}$`, "a date YYYY-MM-DD",
		func(t string) bool { _, err := time.Parse(time.DateOnly, t); return err == nil })
	hour = pattern(`^([01]\d|2[0-3]):[0-5]\d$`, "a time HH:mm", nil)
	zone = pattern(`^.+$`, "an IANA time zone", func(t string) bool { _, err := time.LoadLocation(t); return err == nil })
)

// exactlyOne demands one of the fields and not two.
func exactlyOne(names ...string) func(*inspection, string, object) {
	return func(in *inspection, at string, o object) {
		n := 0
		for _, name := range names {
			if _, there := o[name]; there {
				n++
			}
		}
		if n != 1 {
			in.bad(at, "exactly one of %s", strings.Join(names, ", "))
		}
	}
}

// fault is one broken rule of Block Kit.
type fault struct{ at, rule string }

// faults are all that is wrong with a message or view, in the order in which they were found.
type faults []fault

// refusal cites the first rule and lists all places as Slack's response_metadata does.
func (f faults) refusal(code string) *refusal {
	r := refuse(code, "block-kit: "+f[0].rule)
	for _, one := range f {
		r.messages = append(r.messages, fmt.Sprintf("[ERROR] %s [json-pointer:%s]", one.rule, one.at))
	}
	return r
}

// inspection walks over the blocks of one message or view. What is limited per message and not per block is counted
// here.
type inspection struct {
	on        string // surface
	faults    faults
	blockIDs  map[string]bool
	actionIDs map[string]bool // of the block being looked at
	// These count over the whole message or view.
	focus     int
	markdown  int
	tables    int
	tableText int
	charts    int
	inputs    int
}

// bad notes a fault and lets the inspection go on, so that all are told at once.
func (in *inspection) bad(at, format string, a ...any) {
	in.faults = append(in.faults, fault{at, fmt.Sprintf(format, a...)})
}

// decode reads any JSON; numbers are float64.
func decode(raw json.RawMessage) (any, error) {
	var v any
	err := json.Unmarshal(raw, &v)
	return v, err
}
