package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
)

func (h *house) types(l talkLine, m []string) {
	p, channel := h.person(m[1]), ""
	if channel = h.slack.DM(p.id); m[2] != "" {
		channel = h.channels[m[2]]
	}
	h.acts(p, l, func() fakeslack.Outcome {
		return h.slack.Command(context.Background(), p.id, channel, "/followup", h.typedWords(m[3]))
	})
}

// acts lets a person do something and holds what they see then against the talk. What they see is a message that is new
// or has changed, or the form on top; it may come a little after the acknowledgement.
func (h *house) acts(p *person, l talkLine, do func() fakeslack.Outcome) {
	h.t.Helper()
	if h.trouble == "" {
		h.settle() // people take a second or two; what the last act left to the engine is done by then
	}
	before, form, home := h.screen(p), h.top(p), h.slack.Home(p.id)
	p.tapped = nil
	out := do()
	if out.Failure != "" {
		h.fatalf("Slack says: %s (%+v)", out.Failure, out)
	}
	if out.EnvelopeID != "" && !out.Acked {
		h.fatalf("the bot did not answer in time")
	}
	p.errs = out.Errors
	if out.EnvelopeID != "" {
		h.envelope = out.EnvelopeID
	}
	if len(l.body) == 0 {
		return
	}
	wantPlace := slices.ContainsFunc(l.body, func(b talkLine) bool { return b.text == inPlace })
	wantBelow := slices.ContainsFunc(l.body, func(b talkLine) bool { return b.text == below })
	wantThread := slices.ContainsFunc(l.body, func(b talkLine) bool { return b.text == inThread })
	h.expect(p, l, func() (list []screen) {
		now, r := h.screen(p), h.reads(p)
		for _, m := range now {
			old, known := before[m.TS]
			if wantThread && (m.ThreadTS == "" || m.ThreadTS != h.wrote[p.name].ThreadTS) {
				continue
			}
			if known && old.Text == m.Text && string(old.Blocks) == string(m.Blocks) || wantPlace && !known || wantBelow &&
				known {
				continue
			}
			list = append(list, r.message(m))
		}
		if v := h.slack.Home(p.id); p.atHome && v != nil && (home == nil || home.Hash != v.Hash) {
			list = append(list, r.home(*v))
		}
		if v := h.top(p); v != nil && !wantPlace && !wantBelow &&
			(form == nil || form.ID != v.ID || form.Hash != v.Hash || len(p.errs) > 0) {
			list = append(list, r.form(*v, p.errs))
		}
		return list
	})
}

// expect waits until one of the screens has all lines.
func (h *house) expect(p *person, l talkLine, screens func() []screen) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience/2)
	defer cancel()
	var list []screen
	err := h.slack.Wait(ctx, func(*fakeslack.Server) bool {
		list = screens()
		return slices.ContainsFunc(list, func(s screen) bool { return s.missing(l.body) == nil })
	})
	if err == nil {
		return
	}
	h.disappointed(p, l, list)
}

func (h *house) disappointed(p *person, l talkLine, list []screen) {
	h.t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%s, at %s:\n", p.name, h.clock.Now().In(p.zone).Format("Mon 2 Jan 2006 15:04 MST"))
	if len(list) == 0 {
		b.WriteString("  expected to see something, but nothing came")
	}
	for i, s := range list {
		if i == 3 {
			break
		}
		if bad := s.missing(l.body); bad != nil {
			fmt.Fprintf(&b, "  %s:%d: expected, and not in its place:\n    %s\n  seen:\n%s\n", h.talk.file, bad.no, bad.text, s)
		}
	}
	h.fatalf("%s", b.String())
}

func (h *house) top(p *person) *fakeslack.View {
	if views := h.slack.Views(p.id); len(views) > 0 {
		return &views[len(views)-1]
	}
	return nil
}

func (h *house) taps(l talkLine, m []string) {
	p, label, beside := h.person(m[1]), m[3], m[4]
	menu := m[2] == "chooses"
	press := func(at fakeslack.Place, b pressable) fakeslack.Outcome {
		at.BlockID = b.block
		return h.slack.Click(context.Background(), p.id, at, b.action, fakeslack.ActionValue{Option: b.option})
	}
	if m[5] == "" {
		h.acts(p, l, func() fakeslack.Outcome {
			at, b := h.find(p, label, beside, menu)
			h.notes(p, at)
			out := press(at, b)
			if anew(out) {
				out = press(h.find(p, label, beside, menu))
			}
			return out
		})
		return
	}
	at, b := h.find(p, label, beside, menu)
	click := func() fakeslack.Outcome { return press(at, b) }
	h.acts(p, l, func() fakeslack.Outcome {
		h.notes(p, at)
		first := make(chan fakeslack.Outcome, 1)
		go func() { first <- click() }()
		second := click()
		// Whoever is slower may find the answer in the button's place.
		if out := <-first; anew(second) || out.Failure != "" && !anew(out) {
			return out
		}
		return second
	})
}

// notes remembers the form that a person is about to tap in.
func (h *house) notes(p *person, at fakeslack.Place) {
	if at.View != "" {
		p.tapped = h.top(p)
	}
}

// find waits for something to press, or to choose from a menu: on the form on top, else in the newest message that has
// it. What a tap opens comes behind its acknowledgement.
func (h *house) find(p *person, label, beside string, menu bool) (at fakeslack.Place, hit pressable) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience/2)
	defer cancel()
	var have []string
	err := h.slack.Wait(ctx, func(*fakeslack.Server) (found bool) {
		at, hit, have, found = h.sought(p, label, beside, menu)
		return found
	})
	if err != nil {
		h.fatalf("%s sees no [%s] %s; there are %s", p.name, label, beside, strings.Join(have, " "))
	}
	return at, hit
}

// sought is what find looks for, as far as it is there now, and the labels of all that was seen on the way.
func (h *house) sought(p *person, label, beside string, menu bool) (_ fakeslack.Place, hit pressable, have []string,
	found bool) {
	r := h.reads(p)
	screens := func(yield func(screen) bool) { // each is read when it is its turn: the conversation is long
		if v := h.top(p); v != nil && !yield(r.form(*v, nil)) {
			return
		}
		if v := h.slack.Home(p.id); p.atHome && v != nil && !yield(r.home(*v)) {
			return
		}
		for _, m := range slices.Backward(h.visible(p)) {
			if !yield(r.message(m)) {
				return
			}
		}
	}
	for s := range screens {
		spoken, known := strings.Contains(strings.Join(s.lines, "\n"), beside), 0
		for _, b := range s.buttons {
			have = append(have, "["+b.label+"]")
			if b.label != label || b.chosen != menu {
				continue
			}
			if known++; strings.Contains(b.beside, beside) {
				return s.at, b, have, true
			}
			hit = b
		}
		if known == 1 && spoken { // the words stand elsewhere, but there is only one such button
			return s.at, hit, have, true
		}
	}
	return fakeslack.Place{}, pressable{}, have, false
}

// page waits until the form before a person has the fields that lines fill in: the one that a tap opens comes when it
// comes. It returns the form that is there in the end, nil for none.
func (h *house) page(p *person, fields []talkLine) *fakeslack.View {
	ctx, cancel := context.WithTimeout(context.Background(), patience/2)
	defer cancel()
	_ = h.slack.Wait(ctx, func(*fakeslack.Server) bool {
		v := h.top(p)
		if v == nil {
			return false
		}
		inputs := h.reads(p).form(*v, nil).inputs
		return !slices.ContainsFunc(fields, func(line talkLine) bool {
			label, _, _ := strings.Cut(line.text, ":")
			return !slices.ContainsFunc(inputs, func(f fillable) bool { return strings.HasPrefix(f.label, label) })
		})
	})
	return h.top(p)
}

func (h *house) fills(l talkLine, m []string) {
	p := h.person(m[1])
	v := h.page(p, l.body)
	if v == nil {
		h.fatalf("%s has no form before them", p.name)
	}
	inputs := h.reads(p).form(*v, nil).inputs
	for _, line := range l.body {
		h.line = line
		label, value, _ := strings.Cut(line.text, ":")
		value = strings.TrimSpace(value)
		i := slices.IndexFunc(inputs, func(f fillable) bool { return strings.HasPrefix(f.label, label) })
		if i < 0 {
			h.fatalf("the form has no %q:\n%s", label, h.reads(p).form(*v, nil))
		}
		f := inputs[i]
		var a fakeslack.ActionValue
		switch {
		case value == "":
			a.Clear = true
		case f.kind == "external_select":
			texts, values := h.offered(p, v, f, value)
			i := slices.IndexFunc(texts, func(text string) bool { // by its name, or its contact's
				name, contact, _ := strings.Cut(strings.TrimPrefix(text, "New lead: "), " · ")
				return strings.EqualFold(name, value) || strings.EqualFold(contact, value)
			})
			if i < 0 {
				h.fatalf("%s offers no %q but %q", f.label, value, texts)
			}
			a.Option = values[i]
		case f.kind == "file_input":
			a.Files = []string{h.files[value].id}
		case f.kind == "static_select" || f.kind == "radio_buttons":
			if a.Option = f.options[value]; a.Option == "" {
				h.fatalf("%s offers no %q", f.label, value)
			}
		case f.kind == "checkboxes":
			for tick := range strings.SplitSeq(value, ", ") {
				v := f.options[tick]
				if v == "" {
					h.fatalf("%s offers no %q", f.label, tick)
				}
				a.Options = append(a.Options, v)
			}
		case f.kind == "datetimepicker":
			date, clock, _ := strings.Cut(value, " at ")
			at, err := instant(date, clock, p.zone)
			h.must(err)
			a.DateTime = at.Unix()
		case f.kind == "datepicker":
			at, err := time.Parse("Mon 2 Jan 2006", value)
			h.must(err)
			a.Date = at.Format(time.DateOnly)
		case f.kind == "timepicker":
			a.Time = value
		case f.kind == "users_select":
			a.User = h.person(value).id
		case f.kind == "multi_users_select":
			for name := range strings.SplitSeq(value, ", ") {
				a.Options = append(a.Options, h.person(name).id)
			}
		case f.kind == "conversations_select":
			a.Channel = h.channels[strings.TrimPrefix(value, "#")]
		default:
			a.Text = repeated.ReplaceAllStringFunc(value, func(s string) string {
				m := repeated.FindStringSubmatch(s)
				var n int
				fmt.Sscan(m[2], &n)
				return strings.Repeat(m[1], n)
			})
		}
		h.must(h.slack.Fill(p.id, v.ID, f.block, f.action, a))
	}
}

// offered is what a field offers that asks the bot once somebody has typed into it, letter by letter: texts and values.
func (h *house) offered(p *person, v *fakeslack.View, f fillable, typed string) (texts, values []string) {
	h.t.Helper()
	var offer struct {
		Options []option `json:"options"`
	}
	letters := []rune(typed)
	for n := range len(letters) + 1 {
		out := h.slack.Suggest(context.Background(), p.id, v.ID, f.block, f.action, string(letters[:n]))
		if out.Failure != "" {
			h.fatalf("Slack says: %s (%+v)", out.Failure, out)
		}
		offer.Options = nil
		h.must(json.Unmarshal(out.Payload, &offer))
	}
	for _, o := range offer.Options {
		texts, values = append(texts, visible(o.Text.Text)), append(values, o.Value)
	}
	return texts, values
}

func (h *house) typesIn(l talkLine, m []string) {
	p := h.person(m[1])
	v := h.page(p, []talkLine{{text: m[2]}})
	if v == nil {
		h.fatalf("%s has no form before them", p.name)
	}
	inputs := h.reads(p).form(*v, nil).inputs
	i := slices.IndexFunc(inputs, func(f fillable) bool { return strings.HasPrefix(f.label, m[2]) })
	if i < 0 {
		h.fatalf("the form has no %q:\n%s", m[2], h.reads(p).form(*v, nil))
	}
	s := screen{}
	if s.lines, _ = h.offered(p, v, inputs[i], m[3]); len(s.lines) == 0 {
		s.lines = []string{"(nothing)"}
	}
	if bad := s.missing(l.body); bad != nil {
		h.fatalf("%s:%d: %s offers no %q:\n%s", h.talk.file, bad.no, m[2], bad.text, s)
	}
}

func (h *house) presses(l talkLine, m []string) {
	p := h.person(m[1])
	v := h.top(p)
	if v == nil {
		h.fatalf("%s has no form before them", p.name)
	}
	if s := h.reads(p).form(*v, nil); !slices.Contains(s.lines, "["+m[2]+"]") {
		h.fatalf("the form has no [%s]:\n%s", m[2], s)
	}
	h.acts(p, l, func() fakeslack.Outcome { return h.slack.Submit(context.Background(), p.id, v.ID) })
}

func (h *house) closes(l talkLine, m []string) {
	p := h.person(m[1])
	if was := p.tapped; was != nil { // people close a form once it has answered their tap: the bot does so behind its ack
		h.wait("the form to answer the tap", func(*fakeslack.Server) bool {
			v := h.top(p)
			return v == nil || v.ID != was.ID || v.Hash != was.Hash
		})
	}
	for v := h.top(p); v != nil; v = h.top(p) {
		if out := h.slack.CloseView(context.Background(), p.id, v.ID); out.Failure != "" {
			h.fatalf("Slack says: %s", out.Failure)
		}
		if len(m) > 2 && m[2] == "page" {
			return
		}
	}
}

func (h *house) sees(l talkLine, m []string) {
	p := h.person(m[1])
	h.expect(p, l, func() (list []screen) {
		r := h.reads(p)
		if v := h.top(p); v != nil {
			list = append(list, r.form(*v, p.errs))
		}
		if v := h.slack.Home(p.id); p.atHome && v != nil {
			list = append(list, r.home(*v))
		}
		for _, m := range slices.Backward(h.visible(p)) {
			list = append(list, r.message(m))
		}
		return list
	})
}

func (h *house) again(l talkLine, _ []string) {
	p := h.order[0]
	h.acts(p, l, func() fakeslack.Outcome { return h.slack.Resend(h.envelope) })
}
