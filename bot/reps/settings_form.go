package reps

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/input/settingline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// OpenSettings opens the form of all settings, filled with those that hold.
func (h *Handlers) OpenSettings(ctx context.Context, req *request.Request, _ request.Button) (request.Response, error) {
	seen, err := h.record.Read(ctx, req, store.Query{})
	if err != nil {
		return request.Response{}, err
	}
	// A zone that nobody knows is not offered as Slack's.
	fields := setup.SettingsFields{Rep: seen.Rep, Meta: req.Meta()}
	if request.ZoneExists(req.Person.TZ) {
		fields.Slack = req.Person.TZ
	}
	return h.reply.Open(ctx, req, setup.SettingsForm(h.reply.Reader(req), fields))
}

// SettingsForm saves all settings of the form as one change, which one undo takes back. What can't be used stays at its
// field, and nothing is saved; a form without a change says how things are. A second delivery gets the first response.
func (h *Handlers) SettingsForm(ctx context.Context, req *request.Request,
	form request.Form) (request.Response, error) {
	tx := h.record.Begin(ctx, req, store.Query{})
	for tx.Next() {
		// A copy: where somebody else was quicker it is decided again, from what holds by then.
		rep := *req.Rep
		field, problem := fill(&rep, form, req)
		if problem != "" {
			return record.AtField(req, field, problem), nil
		}
		// Leads' due times follow the zone, and who gets a second try on the first day.
		reindex := rep.TZ != req.Rep.TZ || rep.Mode != req.Rep.Mode || !slices.Equal(rep.Quiet, req.Rep.Quiet)
		req.Rep = &rep
		change := store.NewID()
		// The form ends on a page, as all forms do: what was saved, and its undo.
		saved, err := reply.ShowForm(fields.ReplyPage("Your settings",
			setup.SettingsSaved(h.reply.Reader(req), setup.SettingForm, rep, change)))
		if err != nil {
			return request.Response{}, err
		}
		tx.Try(record.Result{Response: &saved, Change: &store.Change{
			Op: "settings", Entry: change, Undoable: true, Rep: &rep, Reindex: reindex}}, nil)
	}
	return tx.Response()
}

// fill writes what the form says into a rep's settings. Otherwise field is where problem stands, in the order of the
// form. Times of day are the rep's own, in minutes from midnight.
func fill(rep *coach.Rep, form request.Form, req *request.Request) (field, problem string) {
	clock := func(field string) int {
		m, ok := settingline.ReadClock(form.Values[field].SelectedTime)
		if !ok {
			return -1
		}
		return m
	}
	digest, from, until := clock(fields.Digest), clock(fields.From), clock(fields.Until)
	// Slack's picker has no 24:00, so that the end of the day is picked as its beginning.
	if until == 0 {
		until = 24 * 60
	}
	var days []int
	for _, o := range form.Values[fields.Days].SelectedOptions {
		if d, err := strconv.Atoi(o.Value); err == nil && d >= 0 && d < 7 {
			days = append(days, d)
		}
	}
	// Boxes come in the order in which they were ticked.
	slices.Sort(days)
	switch {
	case digest < 0:
		return fields.Digest, problems.ErrClock
	case len(days) == 0:
		return fields.Days, problems.ErrDays
	case from < 0:
		return fields.From, problems.ErrClock
	case until < 0:
		return fields.Until, problems.ErrClock
	case until-from < leastHours:
		return fields.Until, problems.ErrHours
	}
	if mode, ok := settingline.ReadMode(form.Text(fields.Mode)); ok {
		rep.Mode = coach.Mode(mode)
	}
	if digest != rep.DigestMinute() {
		rep.Digest, rep.DigestSet = &digest, req.Now.UTC() // a time that stays doesn't come a second time today
	}
	// The usual hours stay unset, so that they follow what is usual.
	if was, then := rep.Hours(); from != was || until != then {
		rep.From, rep.To = from, until
	}
	rep.Days = slices.Compact(days)
	if kinds, there := form.Values[fields.Kinds]; there { // a form that was open before an update has none
		for _, kind := range coach.MessageKinds() {
			on := slices.ContainsFunc(kinds.SelectedOptions, func(o slack.OptionBlockObject) bool {
				return o.Value == string(kind)
			})
			if on != rep.Switched(kind) {
				*rep = rep.With(kind, on)
			}
		}
		rep.Scripts = slices.ContainsFunc(kinds.SelectedOptions, func(o slack.OptionBlockObject) bool {
			return o.Value == setup.WholeScripts
		})
	}
	return fillZone(rep, form.Text(fields.Zone), req)
}

// leastHours is how many minutes a working day has at least, as for typed hours.
const leastHours = 60

// fillZone sets the zone that was typed; an empty field follows Slack.
func fillZone(rep *coach.Rep, given string, req *request.Request) (field, problem string) {
	if given == "" {
		rep.TZFixed = false
		if request.ZoneExists(req.Person.TZ) {
			rep.TZ = req.Person.TZ
		}
		return "", ""
	}
	zone, auto, ok := settingline.ReadOwnZone(given)
	switch {
	case auto:
		return fillZone(rep, "", req)
	case ok:
		rep.TZ, rep.TZFixed = zone, true
		return "", ""
	}
	// An abbreviation of several places (IST) is asked about, never guessed.
	if may := settingline.ZonesOf(given); may != nil {
		return fields.Zone, "Which one: " + strings.Join(may, " or ") + "?"
	}
	return fields.Zone, problems.ErrZone
}
