package app

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// arrival is a message that the bot sent by itself, as it was when it came.
type arrival struct {
	at      time.Time
	message fakeslack.Message
}

// collect files what the bot has sent by itself since the last time.
func (h *house) collect() {
	ledger := h.slack.Ledger()
	for _, e := range ledger[h.seen:] {
		if e.Kind != fakeslack.KindPost || e.Method != "chat.postMessage" && e.Method != "chat.update" {
			continue
		}
		for _, p := range h.order {
			for _, m := range h.slack.Messages(e.Channel, p.id) {
				if m.TS != e.TS {
					continue
				}
				if old, known := h.newest[e.Channel]; e.Method == "chat.update" && known && old.TS != m.TS {
					continue
				}
				if h.newest[e.Channel] = m; e.Method == "chat.postMessage" {
					h.inbox[e.Channel] = append(h.inbox[e.Channel], arrival{h.clock.Now(), m})
				}
			}
			if h.slack.DM(p.id) == e.Channel || len(h.slack.Messages(e.Channel, p.id)) > 0 {
				break
			}
		}
	}
	h.seen = len(ledger)
}

// mentioned fails when the bot has sent something that the talk does not tell of.
func (h *house) mentioned() {
	h.t.Helper()
	h.collect()
	for channel, list := range h.inbox {
		if len(list) > 0 {
			to, r := h.readerOf(channel)
			h.fatalf("before this line, %s got a message at %s that the talk does not mention:\n%s", to,
				list[0].at.In(r.zone).Format("Mon 2 Jan 15:04 MST"), r.message(list[0].message))
		}
	}
}

// readerOf is whose eyes a channel is seen with.
func (h *house) readerOf(channel string) (string, reader) {
	for _, p := range h.order {
		if h.slack.DM(p.id) == channel {
			return p.name, h.reads(p)
		}
	}
	for name, id := range h.channels {
		if id == channel {
			return "#" + name, h.reads(h.order[0])
		}
	}
	return channel, h.reads(h.order[0])
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
		h.fatalf("%s got, at %s:\n%s", m[1], list[0].at.In(p.zone).Format("Mon 2 Jan 15:04 MST"),
			h.reads(p).message(list[0].message))
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

// anew reports whether a message was drawn anew between the look at it and the tap.
func anew(out fakeslack.Outcome) bool { return strings.HasPrefix(out.Failure, "no element") }
