package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/storetest"
)

func (h *house) addPerson(l talkLine, m []string) {
	zone, err := time.LoadLocation(m[2])
	h.must(err)
	p := &person{name: m[1], id: "U0" + strings.ToUpper(m[1]), zone: zone}
	u := fakeslack.User{ID: p.id, Name: strings.ToLower(p.name), RealName: p.name, TZ: m[2], Locale: "en-US"}
	switch m[3] {
	case "":
	case "admin":
		u.Admin = true
	case "guest":
		u.Restricted = true
	case "stranger":
		u.Stranger, u.TeamID = true, "T0OTHER"
	case "bot":
		u.Bot = true
	default:
		h.fatalf("nobody can be a %q", m[3])
	}
	h.people[p.name], h.order = p, append(h.order, p)
	h.slack.AddUser(u)
}

func (h *house) addChannel(l talkLine, m []string) {
	c := fakeslack.Channel{ID: "C0" + strings.ToUpper(m[1]), Name: m[1], Members: []string{"U0BOT"}}
	for name := range strings.SplitSeq(m[2], ", ") {
		c.Members = append(c.Members, h.person(name).id)
	}
	h.channels[c.Name] = c.ID
	h.slack.AddChannel(c)
}

func (h *house) addRules(l talkLine, m []string) {
	rules, err := coach.LoadRules(h.talk.file, []byte(m[1]+"\n"))
	h.must(err)
	h.rules = rules
}

func (h *house) ownRedis(talkLine, []string) {
	h.redis, h.own = storetest.Start(h.t, storetest.Options{AOF: "always"}), true
}

func (h *house) person(name string) *person {
	h.t.Helper()
	p := h.people[name]
	if p == nil {
		h.fatalf("nobody here is called %s", name)
	}
	return p
}

func (h *house) zone(name string) *time.Location {
	h.t.Helper()
	if name == "" {
		return h.order[0].zone
	}
	z, err := time.LoadLocation(name)
	h.must(err)
	return z
}

func (h *house) goTo(l talkLine, m []string) {
	at, err := instant(m[1], m[2], h.zone(m[3]))
	h.must(err)
	h.toInstant(at)
}

func (h *house) goToTime(l talkLine, m []string) {
	zone := h.zone(m[2])
	at, err := instant(h.clock.Now().In(zone).Format("Mon 2 Jan 2006"), m[1], zone)
	h.must(err)
	h.toInstant(at)
}

func (h *house) toInstant(at time.Time) {
	h.t.Helper()
	if h.app == nil {
		h.clock.set(at)
		h.open()
		return
	}
	h.moveTo(at)
}

func (h *house) types(l talkLine, m []string) {
	p, channel := h.person(m[1]), ""
	if channel = h.slack.DM(p.id); m[2] != "" {
		channel = h.channels[m[2]]
	}
	h.acts(p, l, func() fakeslack.Outcome {
		return h.slack.Command(context.Background(), p.id, channel, "/followup", h.typedWords(m[3]))
	})
}

// acts lets a person do something and holds what they see then against the talk. What they see is a message that is new or has
// changed, or the form on top; it may come a little after the acknowledgement.
func (h *house) acts(p *person, l talkLine, do func() fakeslack.Outcome) {
	h.t.Helper()
	if h.trouble == "" {
		h.settle() // people take a second or two; what the last act left to the engine is done by then
	}
	before, form := h.screen(p), h.top(p)
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
	h.expect(p, l, func() (list []screen) {
		now := h.screen(p)
		for _, m := range now {
			old, known := before[m.TS]
			if known && old.Text == m.Text && string(old.Blocks) == string(m.Blocks) || wantPlace && !known || wantBelow && known {
				continue
			}
			list = append(list, h.reads(p).message(m))
		}
		if v := h.top(p); v != nil && !wantPlace && !wantBelow && (form == nil || form.ID != v.ID || form.Hash != v.Hash || len(p.errs) > 0) {
			list = append(list, h.reads(p).form(*v, p.errs))
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

// screen is every message that the person can see, by timestamp.
func (h *house) screen(p *person) map[string]fakeslack.Message {
	out := map[string]fakeslack.Message{}
	for _, m := range h.visible(p) {
		out[m.TS] = m
	}
	return out
}

// visible lists the messages that the person can see, oldest first.
func (h *house) visible(p *person) []fakeslack.Message {
	list := h.slack.Messages(h.slack.DM(p.id), p.id)
	for _, id := range h.channels {
		list = append(list, h.slack.Messages(id, p.id)...)
	}
	slices.SortFunc(list, func(a, b fakeslack.Message) int { return strings.Compare(a.TS, b.TS) })
	return list
}

func (h *house) top(p *person) *fakeslack.View {
	if views := h.slack.Views(p.id); len(views) > 0 {
		return &views[len(views)-1]
	}
	return nil
}

func (h *house) taps(l talkLine, m []string) {
	p, label, beside := h.person(m[1]), m[2], m[3]
	at, b := h.find(p, label, beside)
	at.BlockID = b.block
	click := func() fakeslack.Outcome {
		return h.slack.Click(context.Background(), p.id, at, b.action, fakeslack.ActionValue{Option: b.option})
	}
	if m[4] == "" {
		h.acts(p, l, click)
		return
	}
	h.acts(p, l, func() fakeslack.Outcome {
		first := make(chan fakeslack.Outcome, 1)
		go func() { first <- click() }()
		second := click()
		if out := <-first; out.Failure != "" {
			return out
		}
		return second
	})
}

// find looks for something to press: on the form on top, else in the newest message that has it.
func (h *house) find(p *person, label, beside string) (fakeslack.Place, pressable) {
	h.t.Helper()
	var screens []screen
	if v := h.top(p); v != nil {
		screens = append(screens, h.reads(p).form(*v, nil))
	}
	for _, m := range slices.Backward(h.visible(p)) {
		screens = append(screens, h.reads(p).message(m))
	}
	var have []string
	for _, s := range screens {
		spoken, known := strings.Contains(strings.Join(s.lines, "\n"), beside), 0
		var hit pressable
		for _, b := range s.buttons {
			have = append(have, "["+b.label+"]")
			if b.label != label {
				continue
			}
			if known++; strings.Contains(b.beside, beside) {
				return s.at, b
			}
			hit = b
		}
		if known == 1 && spoken { // the words stand elsewhere, but there is only one such button
			return s.at, hit
		}
	}
	h.fatalf("%s sees no [%s] %s; there are %s", p.name, label, beside, strings.Join(have, " "))
	return fakeslack.Place{}, pressable{}
}

func (h *house) fills(l talkLine, m []string) {
	p := h.person(m[1])
	v := h.top(p)
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
		case f.kind == "static_select" || f.kind == "radio_buttons":
			if a.Option = f.options[value]; a.Option == "" {
				h.fatalf("%s offers no %q", f.label, value)
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
	for v := h.top(p); v != nil; v = h.top(p) {
		if out := h.slack.CloseView(context.Background(), p.id, v.ID); out.Failure != "" {
			h.fatalf("Slack says: %s", out.Failure)
		}
	}
}

func (h *house) sees(l talkLine, m []string) {
	p := h.person(m[1])
	h.expect(p, l, func() (list []screen) {
		if v := h.top(p); v != nil {
			list = append(list, h.reads(p).form(*v, p.errs))
		}
		for _, m := range slices.Backward(h.visible(p)) {
			list = append(list, h.reads(p).message(m))
		}
		return list
	})
}

// place is the channel and the eyes of "Maya" or "#sales".
func (h *house) place(who string) (string, *person) {
	h.t.Helper()
	if name, ok := strings.CutPrefix(who, "#"); ok {
		return h.channels[name], h.order[0]
	}
	p := h.person(who)
	return h.slack.DM(p.id), p
}

func (h *house) gets(l talkLine, m []string) {
	channel, p := h.place(m[1])
	h.settle()
	list := h.inbox[channel]
	if len(list) == 0 {
		h.fatalf("%s got nothing; it is %s", m[1], h.clock.Now().In(p.zone).Format("Mon 2 Jan 15:04 MST"))
	}
	a := list[0]
	h.inbox[channel] = list[1:]
	at, date := a.at.In(p.zone), m[2]
	r := reader{zone: p.zone, now: a.at}
	if date == "" {
		date = h.clock.Now().In(p.zone).Format("Mon 2 Jan")
	}
	if got := at.Format("Mon 2 Jan 15:04"); got != date+" "+m[3] && at.Format("Mon 2 Jan 2006 15:04") != date+" "+m[3] {
		h.fatalf("it came at %s:\n%s", got, r.message(a.message))
	}
	if s := r.message(a.message); s.missing(l.body) != nil {
		h.disappointed(p, l, []screen{s})
	}
}

func (h *house) getsNothing(l talkLine, m []string) {
	channel, p := h.place(m[1])
	h.settle()
	if list := h.inbox[channel]; len(list) > 0 {
		h.fatalf("%s got, at %s:\n%s", m[1], list[0].at.In(p.zone).Format("Mon 2 Jan 15:04 MST"), h.reads(p).message(list[0].message))
	}
}

func (h *house) nowSays(l talkLine, m []string) {
	channel, p := h.place(m[1])
	h.settle()
	newest, ok := h.newest[channel]
	if !ok {
		h.fatalf("%s has no message of the bot's", m[1])
	}
	h.expect(p, l, func() (list []screen) {
		for _, m := range h.slack.Messages(channel, p.id) {
			if m.TS == newest.TS {
				list = append(list, h.reads(p).message(m))
			}
		}
		return list
	})
}

func (h *house) again(l talkLine, _ []string) {
	p := h.order[0]
	h.acts(p, l, func() fakeslack.Outcome { return h.slack.Resend(h.envelope) })
}

func (h *house) restarts(talkLine, []string) {
	h.stop()
	h.wait("the old bot to leave", func(s *fakeslack.Server) bool { return s.Connections() == 0 })
	h.start()
}

func (h *house) redisTrouble(l talkLine, m []string) {
	if !h.own {
		h.fatalf("only a talk with its own redis may do that")
	}
	switch m[1] {
	case "stops":
		h.redis.Kill()
	case "freezes":
		h.redis.Freeze()
	default:
		if h.trouble == "freezes" {
			h.redis.Thaw()
		} else {
			h.redis.Restart()
		}
		h.trouble = ""
		return
	}
	h.trouble = m[1]
}
