package app

import (
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
	p.user = u
	h.people[p.name], h.order = p, append(h.order, p)
	h.slack.AddUser(u)
}

func (h *house) addChannel(l talkLine, m []string) {
	c := fakeslack.Channel{ID: "C0" + strings.ToUpper(m[1]), Name: m[1], Members: []string{"U0BOT"}}
	if m[2] != "" {
		c.Members, c.Private = nil, true
	}
	for name := range strings.SplitSeq(m[3], ", ") {
		c.Members = append(c.Members, h.person(name).id)
	}
	h.channels[c.Name] = c.ID
	h.slack.AddChannel(c)
}

func (h *house) addRules(l talkLine, m []string) {
	rules, err := coach.LoadRules(h.talk.file, []byte(m[1]+"\n"))
	h.must(err)
	h.rules = rules
	if strings.Contains(m[1], "outcomes:") { // for [TestOwnOutcomes] alone: the others share the process
		rules.InstallOutcomes()
	}
}

func (h *house) ownRedis(talkLine, []string) {
	h.redis, h.own = storetest.Start(h.t, storetest.Options{AOF: "always"}), true
}

func (h *house) looksWhenTold(talkLine, []string) { h.tick = 24 * time.Hour }

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

func (h *house) restarts(l talkLine, m []string) {
	h.stops(l, m)
	h.starts(l, m)
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

func (h *house) stops(talkLine, []string) {
	h.stop()
	h.wait("the bot to leave", func(s *fakeslack.Server) bool { return s.Connections() == 0 })
	h.down = true
}

func (h *house) starts(talkLine, []string) {
	h.down = false
	h.start()
	h.settle()
}

// changes tells the bot, where it is up, what Slack says of a person now, and returns when it has heard it.
func (h *house) changes(p *person) {
	h.t.Helper()
	heard := func(s *fakeslack.Server) int {
		return s.Count(func(e fakeslack.Entry) bool {
			return e.Kind == fakeslack.KindAck && e.Method == "user_change" && e.User == p.id
		})
	}
	before := heard(h.slack)
	h.slack.UpdateUser(p.user)
	if h.down { // nobody hears of it
		return
	}
	h.wait("the bot to hear of it", func(s *fakeslack.Server) bool { return heard(s) > before })
}

func (h *house) moves(l talkLine, m []string) {
	p := h.person(m[1])
	p.zone, p.user.TZ = h.zone(m[2]), m[2]
	h.changes(p)
}

// setsStatus writes what stands beside somebody's name, and when that goes.
func (h *house) setsStatus(_ talkLine, m []string) {
	p := h.person(m[1])
	p.user.StatusEmoji, p.user.StatusText, p.user.StatusExpiration = m[2], m[3], 0
	if m[4] != "" {
		at, err := instant(m[4], m[5], p.zone)
		h.must(err)
		p.user.StatusExpiration = at.Unix()
	}
	h.changes(p)
}

// refuses has Slack turn away every message to that person; without a word it takes them again.
func (h *house) refuses(_ talkLine, m []string) {
	p := h.person(m[1])
	h.slack.OnPost(func(post fakeslack.Post) fakeslack.Trouble {
		if m[2] != "" && (post.User == p.id || post.Channel == p.id) {
			return fakeslack.RefuseBefore(m[2])
		}
		return fakeslack.None
	})
}

func (h *house) leaves(l talkLine, m []string) {
	p := h.person(m[1])
	p.user.Deleted = m[2] == "leaves the company"
	h.changes(p)
}
