package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
)

// pageValue is what an element of the page holds; null is a button's, or an input that was emptied.
type pageValue struct {
	Selected []string `json:"selected"` // option values or ids, one for single selects
	Text     string   `json:"text"`
	Date     string   `json:"date"`
	Time     string   `json:"time"`
	DateTime int64    `json:"datetime"`

	Files []PageFile `json:"files"`
}

// action is the value as a person's choice.
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

// plainWords escapes what is typed, as Slack does before it hands it to an app.
var plainWords = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// pageField is one input of a form as the browser filled it in, or the element that was pressed; nil for an empty one.
type pageField struct {
	BlockID  string     `json:"block_id"`
	ActionID string     `json:"action_id"`
	Value    *pageValue `json:"value"`
}

// pageStep is one thing a person does; which fields count depends on what it is.
type pageStep struct {
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

// pageOutcome is what the browser shows of a step by itself; everything else comes to it as an event. Failure is what
// Slack would say over the form or beneath the message, Errors stand at the fields of a form, by block id.
type pageOutcome struct {
	Failure string            `json:"failure,omitempty"`
	Errors  map[string]string `json:"errors,omitempty"`
	Offers  json.RawMessage   `json:"offers,omitempty"` // of a select that has asked the app: its answer
}

const (
	maxPageStep = 16 << 20 // a form may hold a file
	maxForward  = 366 * 24 * time.Hour
)

var (
	errUnknownStep = errors.New("people can't do that here")
	errBackwards   = errors.New("the clock only moves forward")
	errTooFar      = errors.New("the clock moves by at most a year at a time")
	errNoClock     = errors.New("there is no clock to move")
)

// do carries out one thing that the person in the browser did, and answers what they see of it.
func (p *page) do(w http.ResponseWriter, r *http.Request) {
	var d pageStep
	in := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxPageStep))
	// A name that page and server spell differently is a mistake of one of them.
	in.DisallowUnknownFields()
	if err := in.Decode(&d); err != nil {
		http.Error(w, "that is no step: "+err.Error(), http.StatusBadRequest)
		return
	}
	out, err := p.step(r.Context(), r.PathValue("what"), d)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	seen := pageOutcome{Failure: out.Failure, Errors: out.Errors}
	if r.PathValue("what") == "suggest" && out.Failure == "" {
		seen.Offers = out.Payload
	}
	writeJSON(w, seen)
}

// step finds the method of the server that plays the person's step.
func (p *page) step(ctx context.Context, what string, d pageStep) (Outcome, error) {
	switch what {
	case "command":
		return p.s.Command(ctx, d.As, d.Channel, d.Command, p.named(d.Text)), nil
	// A plain message: the app is told of those in its own messages.
	case "say":
		p.s.mu.Lock()
		u, sees := p.s.users[d.As], p.s.sees(d.Channel, d.As)
		p.s.mu.Unlock()
		if u == nil || u.Bot || !sees || d.Text == "" {
			return Outcome{}, errUnknownStep
		}
		if p.s.DM(d.As) == d.Channel {
			_, out := p.s.Write(ctx, d.As, Written{Text: p.named(plainWords.Replace(d.Text))})
			return out, nil
		}
		p.s.Say(Message{User: d.As, Channel: d.Channel, Text: p.named(d.Text)})
		return Outcome{}, nil
	case "click":
		if err := p.fill(d); err != nil {
			return Outcome{}, err
		}
		return p.s.Click(ctx, d.As, Place{Channel: d.Channel, TS: d.TS, View: d.View, Home: d.Home, BlockID: d.BlockID},
			d.ActionID, d.Value.action()), nil
	case "suggest":
		return p.s.Suggest(ctx, d.As, d.View, d.BlockID, d.ActionID, d.Text), nil
	case "submit":
		if err := p.fill(d); err != nil {
			return Outcome{}, err
		}
		return p.s.Submit(ctx, d.As, d.View), nil
	case "close":
		return p.s.CloseView(ctx, d.As, d.View), nil
	// Looking at the Home is a step too: the app is told.
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
	return Outcome{}, errUnknownStep
}

// fill puts what stands in the browser's form into the view, before a button of it is pressed.
func (p *page) fill(d pageStep) error {
	for _, f := range d.Fill {
		value := f.Value.action()
		if f.Value != nil {
			for _, file := range f.Value.Files {
				value.Files = append(value.Files, p.s.Upload(d.As, file.Name, file.Data))
			}
		}
		if err := p.s.Fill(d.As, d.View, f.BlockID, f.ActionID, value); err != nil {
			return err
		}
	}
	return nil
}

// forward moves the app's clock, on pages that have one.
func (p *page) forward(to time.Time) error {
	if p.cfg.Clock == nil {
		return errNoClock
	}
	switch ahead := to.Sub(p.cfg.Clock.Now()); {
	// What was sent can't be unsent.
	case ahead <= 0:
		return errBackwards
	case ahead > maxForward:
		return errTooFar
	}
	// Messages that come by the move are dated by the new time.
	defer p.date()
	return p.cfg.Clock.Forward(to)
}

// viewOf is a view as the browser draws it.
func viewOf(v View) pageView { return pageView{ID: v.ID, Hash: v.Hash, View: v.Raw, State: v.State} }

// writeJSON answers; a browser that has gone needs nothing.
func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the browser may be gone: nobody is left to tell
}
