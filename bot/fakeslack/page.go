package fakeslack

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

//go:embed page
var pageFiles embed.FS

// pageTemplate is parsed when the program starts: a fault in it is one of the build, and no answer to a browser.
var pageTemplate = template.Must(template.ParseFS(pageFiles, "page/index.html"))

// PageConfig says what the browser page shows around the workspace. All of it is optional.
type PageConfig struct {
	Title   string // of the window and the top bar; "Local Slack"
	Command string // the slash command that placeholders name; "/followup"
	Notice  string // at the foot of the sidebar: what becomes of the data
	Empty   string // in a conversation without messages

	// Clock is the app's. It is shown in the chosen person's zone and moved forward by at most a year at a time; messages
	// are dated by it, not by their timestamps, which stay on Slack's own time. nil shows no clock.
	Clock interface {
		Now() time.Time
		Forward(to time.Time) error
	}

	Steps     []PageStep        // what to do first, one after the other; the first stands chosen
	Hints     []PageHint        // offered while a command is typed, in this order
	Titles    map[string]string // what a person does, by user id: "Sales rep"
	Shortcuts []PageShortcut
	Files     []PageFile // to try where a form asks for one
}

// PageFile is a file to try.
type PageFile struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
}

// PageStep is one thing to do first: a command to type, or a time of day to which the clock moves, 15:04 of whoever is
// looking; About says it in a few words.
type PageStep struct {
	About   string `json:"about"`
	Command string `json:"command,omitempty"`
	Clock   string `json:"clock,omitempty"`
}

// PageHint is a command to try, and what it does in a few words.
type PageHint struct {
	Command string `json:"command"`
	About   string `json:"about"`
}

// PageShortcut is a shortcut of the app's manifest; Message says that it starts at a message.
type PageShortcut struct {
	CallbackID string `json:"callback_id"`
	Name       string `json:"name"`
	Message    bool   `json:"message"`
}

// Nothing comes from elsewhere, no script or style stands in the markup, and no string ever becomes markup.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; " +
	"form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// page serves the workspace to a browser: what one person sees, and what they do.
type page struct {
	// Asked through the same methods as tests use.
	s   *Server
	cfg PageConfig

	// Guards the times at which messages came.
	mu sync.Mutex
	// The messages that were there before the page are dated.
	begun bool
	dated map[string]int     // by channel: how many of its messages are in times
	times map[string]float64 // channel/ts → unix seconds on the app's clock when the message came
}

// Page returns the workspace as a web page for one person at a time: people to be, channels and direct messages, the
// app's Home, forms, and the app's clock. It answers requests that name a loopback host only, takes posts from its own
// origin only, and may be mounted under a prefix with http.StripPrefix. What it needs in the background ends with the
// server. After the # of its address stand a person and a place (#U1/C1, #U1/home, #U1/ for the app's messages); what
// it can't draw is shown in a box and listed in the data-unsupported attribute of the document's root, for tests to
// fail on.
func (s *Server) Page(cfg PageConfig) http.Handler {
	for p, v := range map[*string]string{&cfg.Title: "Local Slack", &cfg.Command: "/followup"} {
		if *p == "" {
			*p = v
		}
	}
	if cfg.Empty == "" {
		cfg.Empty = "Nothing here yet. Type " + cfg.Command + " to begin."
	}
	p := &page{s: s, cfg: cfg, dated: map[string]int{}, times: map[string]float64{}}
	if cfg.Clock != nil {
		ticks, stop := s.Watch()
		p.date()
		s.work.Go(func() {
			defer stop()
			for {
				select {
				case <-ticks:
					p.date()
				case <-s.closed:
					return
				}
			}
		})
	}
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.index)
	// Scripts and styles, embedded.
	mux.Handle("GET /page/", http.StripPrefix("/page/", http.FileServerFS(files)))
	// What is seen, a tick when it changes, and what is done.
	mux.HandleFunc("GET /state", p.state)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("GET /file/{id}", p.file)
	mux.HandleFunc("POST /do/{what}", p.do)
	guarded := http.NewCrossOriginProtection().Handler(mux)
	return sameMachine(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		guarded.ServeHTTP(w, r)
	}))
}

// index is the one page; everything on it is drawn from state.
func (p *page) index(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := pageTemplate.Execute(w, p.cfg); err != nil {
		p.s.cfg.Log.Warn("page", "error", err)
	}
}

// events ticks after every change until the browser or the server goes away.
func (p *page) events(w http.ResponseWriter, r *http.Request) {
	ticks, stop := p.s.Watch()
	defer stop()
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	// The first line opens the stream; a browser waits for it.
	line := ": the local Slack is here\n\n"
	for {
		if _, err := fmt.Fprint(w, line); err != nil {
			return
		}
		if err := out.Flush(); err != nil {
			return
		}
		select {
		case <-ticks:
			line = "event: change\ndata: {}\n\n"
		case <-r.Context().Done():
			return
		case <-p.s.closed:
			return
		}
	}
}

// date notes what the app's clock shows as messages come: it may have been moved by the time somebody looks. Messages
// that were there before the page are dated as far back on that clock as they are on Slack's.
func (p *page) date() {
	now := p.cfg.Clock.Now()
	ahead := now.Sub(p.s.cfg.Now()).Seconds()
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	for channel, messages := range p.s.messages {
		for _, m := range messages[p.dated[channel]:] {
			at := float64(now.UnixMilli()) / 1000
			if !p.begun {
				at = tsSeconds(m.TS) + ahead
			}
			p.times[channel+"/"+m.TS] = at
		}
		p.dated[channel] = len(messages)
	}
	p.begun = true
}

// tsSeconds is a timestamp of Slack as seconds of Unix time.
func tsSeconds(ts string) float64 {
	at, _ := strconv.ParseFloat(ts, 64)
	return at
}

// when is a message's time on the app's clock, which the page shows.
func (p *page) when(m Message) float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at, ok := p.times[m.Channel+"/"+m.TS]; ok {
		return at
	}
	return tsSeconds(m.TS)
}

// The types that begin with page are the JSON between page and browser; page/*.js reads the same names.
type pageUser struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	RealName string `json:"real_name"`
	TZ       string `json:"tz"`
	Locale   string `json:"locale"`
	Title    string `json:"title"`
	Bot      bool   `json:"bot"`
	Deleted  bool   `json:"deleted"`
}

// pageChannel is a channel of the sidebar.
type pageChannel struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Private bool     `json:"private"`
	Members []string `json:"members"`
}

// pageMessage is a message as one person sees it; At is on the app's clock.
type pageMessage struct {
	Channel   string          `json:"channel"`
	TS        string          `json:"ts"`
	ThreadTS  string          `json:"thread_ts,omitempty"`
	User      string          `json:"user"`
	Text      string          `json:"text"`
	Blocks    json.RawMessage `json:"blocks,omitempty"`
	Ephemeral string          `json:"ephemeral,omitempty"`
	Edited    bool            `json:"edited,omitempty"`
	Files     []pageFile      `json:"files,omitempty"`
	Command   string          `json:"command,omitempty"`
	// In seconds of Unix time, on the app's clock.
	At float64 `json:"at"`
}

// pageFile is a file without its content.
type pageFile struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Title string `json:"title"`
	Alt   string `json:"alt,omitempty"`
	Size  int    `json:"size"`
}

// pageView is an open form or a Home, with what stands in it.
type pageView struct {
	ID    string          `json:"id"`
	Hash  string          `json:"hash"`
	View  json.RawMessage `json:"view"`
	State json.RawMessage `json:"state"`
}

// pageState is all that the page draws.
type pageState struct {
	As        string                    `json:"as"`
	At        string                    `json:"at"` // a conversation id, or home
	Bot       string                    `json:"bot"`
	DM        string                    `json:"dm"`
	Notice    string                    `json:"notice"`
	Empty     string                    `json:"empty"`
	Clock     float64                   `json:"clock,omitempty"`
	Users     []pageUser                `json:"users"`
	Channels  []pageChannel             `json:"channels"`
	Totals    map[string]map[string]int `json:"totals"` // person → conversation → the app's messages in it
	Messages  []pageMessage             `json:"messages"`
	Views     []pageView                `json:"views"`
	Home      *pageView                 `json:"home"`
	HomeOff   bool                      `json:"home_off"`
	Steps     []PageStep                `json:"steps"`
	Hints     []PageHint                `json:"hints"`
	Shortcuts []PageShortcut            `json:"shortcuts"`
	Files     []PageFile                `json:"files"`
}

// errNobody: a workspace of bots has nobody to look through.
var errNobody = errors.New("there is nobody to be: the workspace has no people")

// view gathers what the person sees there. An unknown person is the first one, an unknown place the app's messages.
func (p *page) view(as, at string) (*pageState, error) {
	st := &pageState{
		As: as, At: at, Bot: p.s.cfg.BotUserID, Notice: p.cfg.Notice, Empty: p.cfg.Empty, Channels: []pageChannel{},
		Messages: []pageMessage{}, Views: []pageView{},
		Totals: map[string]map[string]int{}, Steps: p.cfg.Steps, Hints: append([]PageHint{}, p.cfg.Hints...),
		Shortcuts: append([]PageShortcut{}, p.cfg.Shortcuts...), Files: p.cfg.Files,
	}
	people := p.s.Users() // somebody who was deactivated can't be chosen, and is named as ever
	me := slices.IndexFunc(people, func(u User) bool { return u.ID == as && !u.Bot && !u.Deleted })
	if me < 0 {
		me = slices.IndexFunc(people, func(u User) bool { return !u.Bot && !u.Deleted })
	}
	if me < 0 {
		return nil, errNobody
	}
	st.As = people[me].ID
	// Whoever is looked through has direct messages with the app.
	st.DM = p.s.DM(st.As)
	channels := slices.DeleteFunc(p.s.Channels(), func(c Channel) bool { return c.Archived })
	for _, u := range people {
		st.Users = append(st.Users, pageUser{u.ID, u.Name, u.RealName, u.TZ, u.Locale, p.cfg.Titles[u.ID], u.Bot, u.Deleted})
		if !u.Bot && !u.Deleted {
			st.Totals[u.ID] = p.totals(u, channels)
		}
	}
	for _, c := range channels {
		if _, seen := st.Totals[st.As][c.ID]; seen {
			st.Channels = append(st.Channels, pageChannel{c.ID, c.Name, c.Private, append([]string{}, c.Members...)})
		}
	}
	if _, seen := st.Totals[st.As][at]; !seen && at != "home" {
		st.At = st.DM
	}
	for _, m := range p.s.Messages(st.At, st.As) {
		st.Messages = append(st.Messages, pageMessage{m.Channel, m.TS, m.ThreadTS, m.User, m.Text, m.Blocks, m.Ephemeral,
			m.Edited, filesOf(m), m.Command, p.when(m)})
	}
	for _, v := range p.s.Views(st.As) {
		st.Views = append(st.Views, viewOf(v))
	}
	st.HomeOff = p.s.cfg.HomeOff
	if home := p.s.Home(st.As); home != nil {
		v := viewOf(*home)
		st.Home = &v
	}
	if p.cfg.Clock != nil {
		st.Clock = float64(p.cfg.Clock.Now().UnixMilli()) / 1000
	}
	return st, nil
}

// totals counts the app's messages in each conversation that the person sees, without those for them alone.
func (p *page) totals(u User, channels []Channel) map[string]int {
	out := map[string]int{p.s.DM(u.ID): 0}
	for _, c := range channels {
		// Guests see the channels they are in.
		guest := u.Restricted || u.UltraRestricted
		if slices.Contains(c.Members, u.ID) || !c.Private && !guest {
			out[c.ID] = 0
		}
	}
	for id := range maps.Keys(out) {
		for _, m := range p.s.Messages(id, u.ID) {
			if m.User == p.s.cfg.BotUserID && m.Ephemeral == "" {
				out[id]++
			}
		}
	}
	return out
}

// state is all that one person sees, or why there is nobody to be.
func (p *page) state(w http.ResponseWriter, r *http.Request) {
	st, err := p.view(r.FormValue("as"), r.FormValue("at"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	writeJSON(w, st)
}
