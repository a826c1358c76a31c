package request

import (
	"cmp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// Form is a form as it was sent: what was filled in, by field, and what the form carried along.
type Form struct {
	Values map[string]slack.BlockAction
	Meta   Meta
}

// ReadForm reads the values and the metadata of a form that was sent; [ErrUnreadable] where Slack sent no view.
func ReadForm(req *Request) (Form, error) {
	form := Form{Values: make(map[string]slack.BlockAction)}
	if req.View == nil {
		return form, ErrUnreadable
	}
	form.Meta = DecodeMeta(req.View.PrivateMetadata)
	if req.View.State == nil {
		return form, nil
	}
	for block, actions := range req.View.State.Values {
		for action, v := range actions {
			form.Values[FieldOf(block)] = v
			form.Values[action] = v // a menu shares its row, so that it is called by itself alone
		}
	}
	return form, nil
}

// Text is what was typed into a field, or chosen in it.
func (form Form) Text(field string) string {
	v := form.Values[field]
	if v.SelectedOption.Value != "" {
		return v.SelectedOption.Value
	}
	return strings.TrimSpace(v.Value)
}

// NewLead stands in front of a name that was chosen in a field for a lead: it is to be a new one's.
const NewLead = "new:"

// Lead is the id of the lead that was chosen in a field, or the name of a new one. Older versions had names typed.
func (form Form) Lead(field string) (id, name string) {
	chosen := form.Values[field].SelectedOption.Value
	if name, isNew := strings.CutPrefix(chosen, NewLead); isNew || chosen == "" {
		return "", cmp.Or(name, strings.TrimSpace(form.Values[field].Value))
	}
	return chosen, ""
}

// Instant is what a date and time picker says; zero when it was left empty.
func (form Form) Instant(field string) time.Time {
	if at := form.Values[field].SelectedDateTime; at > 0 && at < lastInstant {
		return time.Unix(at, 0).UTC()
	}
	return time.Time{}
}

// Meta is what a form needs to bring the clicked message up to date afterwards.
func (req *Request) Meta() Meta {
	switch {
	case req.Kind != KindClick:
		return Meta{}
	case req.View != nil: // opened from a form that was opened from a message
		m := DecodeMeta(req.View.PrivateMetadata)
		return Meta{Channel: m.Channel, Message: m.Message, Surface: m.Surface, Posted: m.Posted, URL: m.URL}
	}
	m := Meta{URL: req.ResponseURL, Posted: req.Posted, Message: req.MessageTS}
	if !req.OwnAnswer() {
		m.Channel = req.Channel
	} else {
		m.Surface = req.Surface()
	}
	return m
}

// NotAfter lets a picker that runs a little ahead of us mean now: people's clocks and ours differ.
func NotAfter(at, now time.Time) time.Time {
	if at.After(now) && at.Sub(now) < 2*time.Minute {
		return now
	}
	return at
}

// NoonThere is the middle of a day where the lead is, so that it is the same date for whoever reads it.
func NoonThere(day time.Time, l coach.Lead, rep coach.Rep) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, 12, 0, 0, 0, l.Zone(rep, day).Loc).UTC()
}
