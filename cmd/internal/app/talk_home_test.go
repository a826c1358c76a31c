package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// opensHome goes to the app's Home, or away from it.
func (h *house) opensHome(l talkLine, m []string) {
	p := h.person(m[1])
	if p.atHome = m[2] == "opens"; !p.atHome {
		return
	}
	h.acts(p, l, func() fakeslack.Outcome { return h.slack.OpenHome(context.Background(), p.id) })
}

// home shows the app's Home.
func (r reader) home(v fakeslack.View) screen {
	s := screen{at: fakeslack.Place{Home: true}}
	var raw struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	_ = json.Unmarshal(v.Raw, &raw)
	r.blocks(&s, raw.Blocks, nil)
	return s
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
