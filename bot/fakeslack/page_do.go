package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"
)

// pageValue is what an element of the page holds; null is a button's, or an input that was emptied.
type pageValue struct {
	Selected []string `json:"selected"` // option values or ids, one for single selects
	Text     string   `json:"text"`
	Date     string   `json:"date"`
	Time     string   `json:"time"`
	DateTime int64    `json:"datetime"`
}

func (v *pageValue) action() ActionValue {
	if v == nil {
		return ActionValue{Clear: true}
	}
	out := ActionValue{Options: v.Selected, Text: v.Text, Date: v.Date, Time: v.Time, DateTime: v.DateTime}
	if len(v.Selected) > 0 {
		out.Option, out.User, out.Channel = v.Selected[0], v.Selected[0], v.Selected[0]
	}
	return out
}

type pageField struct {
	BlockID  string     `json:"block_id"`
	ActionID string     `json:"action_id"`
	Value    *pageValue `json:"value"`
}

// pageDeed is one thing a person does; which fields count depends on what it is.
type pageDeed struct {
	As         string `json:"as"`
	Channel    string `json:"channel"`
	TS         string `json:"ts"`
	View       string `json:"view"`
	Home       bool   `json:"home"`
	Command    string `json:"command"`
	Text       string `json:"text"`
	CallbackID string `json:"callback_id"`
	pageField
	Fill []pageField `json:"fill"` // the whole form, before it is submitted or one of its buttons is pressed
	To   int64       `json:"to"`   // of the clock, unix seconds
}

type pageOutcome struct {
	Failure string            `json:"failure,omitempty"`
	Errors  map[string]string `json:"errors,omitempty"`
}

const (
	maxPageDeed = 1 << 20
	maxForward  = 366 * 24 * time.Hour
)

var (
	errUnknownDeed = errors.New("people can't do that here")
	errBackwards   = errors.New("the clock only moves forward")
	errTooFar      = errors.New("the clock moves by at most a year at a time")
	errNoClock     = errors.New("there is no clock to move")
)

func (p *page) do(w http.ResponseWriter, r *http.Request) {
	var d pageDeed
	in := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxPageDeed))
	in.DisallowUnknownFields()
	if err := in.Decode(&d); err != nil {
		http.Error(w, "that is no deed: "+err.Error(), http.StatusBadRequest)
		return
	}
	out, err := p.deed(r.Context(), r.PathValue("what"), d)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	writeJSON(w, pageOutcome{Failure: out.Failure, Errors: out.Errors})
}

func (p *page) deed(ctx context.Context, what string, d pageDeed) (Outcome, error) {
	switch what {
	case "command":
		return p.s.Command(ctx, d.As, d.Channel, d.Command, d.Text), nil
	case "say":
		p.s.mu.Lock()
		u, sees := p.s.users[d.As], p.s.sees(d.Channel, d.As)
		p.s.mu.Unlock()
		if u == nil || u.Bot || !sees || d.Text == "" {
			return Outcome{}, errUnknownDeed
		}
		p.s.Say(d.As, d.Channel, d.Text)
		return Outcome{}, nil
	case "click":
		if err := p.fill(d); err != nil {
			return Outcome{}, err
		}
		return p.s.Click(ctx, d.As, Place{Channel: d.Channel, TS: d.TS, View: d.View, Home: d.Home, BlockID: d.BlockID},
			d.ActionID, d.Value.action()), nil
	case "submit":
		if err := p.fill(d); err != nil {
			return Outcome{}, err
		}
		return p.s.Submit(ctx, d.As, d.View), nil
	case "close":
		return p.s.CloseView(ctx, d.As, d.View), nil
	case "home":
		return p.s.OpenHome(ctx, d.As), nil
	case "shortcut":
		if d.TS != "" {
			return p.s.MessageShortcut(ctx, d.As, d.CallbackID, d.Channel, d.TS), nil
		}
		return p.s.Shortcut(ctx, d.As, d.CallbackID), nil
	case "clock":
		return Outcome{}, p.forward(time.Unix(d.To, 0))
	}
	return Outcome{}, errUnknownDeed
}

func (p *page) fill(d pageDeed) error {
	for _, f := range d.Fill {
		if err := p.s.Fill(d.As, d.View, f.BlockID, f.ActionID, f.Value.action()); err != nil {
			return err
		}
	}
	return nil
}

func (p *page) forward(to time.Time) error {
	if p.cfg.Clock == nil {
		return errNoClock
	}
	switch ahead := to.Sub(p.cfg.Clock.Now()); {
	case ahead <= 0:
		return errBackwards
	case ahead > maxForward:
		return errTooFar
	}
	defer p.date()
	return p.cfg.Clock.Forward(to)
}

func viewOf(v View) pageView { return pageView{ID: v.ID, Hash: v.Hash, View: v.Raw, State: v.State} }

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the browser may be gone: nobody is left to tell
}
