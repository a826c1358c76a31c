package reps

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input/settingline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// The form has two pages, each with its own [Save]: when somebody works, and what they are sent. Its fields set what
// the words behind "settings" set, by the same functions.

// pageOf is the page on which a setting stands, for a word that was typed without a value; false for one that needs
// none.
func pageOf(word string) (page string, has bool) {
	switch word {
	case settingline.Digest, settingline.Days, settingline.Hours, settingline.Zone, settingline.Mode:
		return "", true
	case "", settingline.On, settingline.Off, settingline.Figures:
		return "", false
	}
	return fields.PageMessages, true
}

// OpenSettings opens the page of the form that the button names, filled with what holds.
func (h *Handlers) OpenSettings(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	return h.openPage(ctx, req, button.Lead)
}

// openPage opens a page of the form. From the other page it lies on top of that, which keeps what was typed.
func (h *Handlers) openPage(ctx context.Context, req *request.Request, page string) (request.Response, error) {
	seen, err := h.record.Read(ctx, req, store.Query{})
	if err != nil {
		return request.Response{}, err
	}
	// A zone that nobody knows is not offered as Slack's.
	in := setup.SettingsFields{Rep: seen.Rep, Meta: req.Meta()}
	if request.ZoneExists(req.Person.TZ) {
		in.Slack = req.Person.TZ
	}
	if opened, err := json.Marshal(formed(seen.Rep)); err == nil {
		in.Meta.Text = string(opened)
	}
	if page != fields.PageMessages {
		return h.reply.Open(ctx, req, setup.SettingsForm(h.reply.Reader(req), in))
	}
	form := setup.MessagesForm(h.reply.Reader(req), in)
	if !req.OnForm() {
		return h.reply.Open(ctx, req, form)
	}
	_, err = h.reply.OnTop(ctx, req, form)
	return request.Response{}, err
}

// SettingsForm saves a page of the form as one change, which one undo takes back. Only what was changed on it is
// written: what was set elsewhere while it was open stays. What can't be used stays at its field, and nothing is saved;
// a form without a change says how things are. A second delivery gets the first response.
func (h *Handlers) SettingsForm(ctx context.Context, req *request.Request,
	form request.Form) (request.Response, error) {
	tx := h.record.Begin(ctx, req, store.Query{})
	for tx.Next() {
		// A copy: where somebody else was quicker it is decided again, from what holds by then.
		rep := *req.Rep
		reindex, field, problem := fill(&rep, form, h.occasion(req))
		if problem != "" {
			return record.AtField(req, field, problem), nil
		}
		// Who finds the hours right as they are has said so.
		if _, hours := form.Values[fields.Digest]; hours && !rep.Knows(cards.FirstHours) {
			rep = rep.TellOnce(cards.FirstHours)
		}
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

// formField is where a setting stands on the form. What is in it is read as if it had been typed behind the word.
type formField struct {
	word, field string
	given       func(request.Form) string
	problem     func(given string, when occasion) string
}

// formFields are in the order of the form.
var formFields = []formField{
	{settingline.Digest, fields.Digest, func(form request.Form) string {
		return form.Values[fields.Digest].SelectedTime
	}, always(problems.ErrClock)},
	{settingline.Days, fields.Days, weekdays, always(problems.ErrDays)},
	{settingline.Hours, fields.Until, func(form request.Form) string {
		until := halved(form.Values[fields.Until].SelectedTime)
		if until == "12:00am" { // the end of a day is picked as its beginning
			until = "24:00"
		}
		return halved(form.Values[fields.From].SelectedTime) + "-" + until
	}, always(problems.ErrHours)},
	{settingline.Zone, fields.Zone, func(form request.Form) string {
		return cmp.Or(form.Text(fields.Zone), "auto")
	}, noZone},
	{settingline.Mode, fields.Mode, func(form request.Form) string { return form.Text(fields.Mode) },
		always(problems.ErrPick)},
	{settingline.DMs, fields.DMs, func(form request.Form) string { return form.Text(fields.DMs) },
		func(_ string, when occasion) string { return problems.NumberUpTo(when.most) }},
	{settingline.Clock, fields.Clock, func(form request.Form) string { return form.Text(fields.Clock) },
		always(problems.ErrPick)},
}

// always is the sentence at a field that has one, whatever was filled in.
func always(problem string) func(string, occasion) string {
	return func(string, occasion) string { return problem }
}

// noZone: an abbreviation of several places (IST) is asked about, never guessed.
func noZone(given string, _ occasion) string {
	if may := settingline.ZonesOf(given); may != nil {
		return "Which one: " + strings.Join(may, " or ") + "?"
	}
	return problems.ErrZone
}

// halved is a picker's time with its half of the day, so that ten to five isn't read as a working day's hours.
func halved(picked string) string {
	m, ok := settingline.ReadClock(picked)
	if !ok {
		return picked
	}
	half := "am"
	if m >= 12*60 {
		half = "pm"
	}
	return fmt.Sprintf("%d:%02d%s", (m/60+11)%12+1, m%60, half)
}

// ticked are the values of the boxes that are ticked, in order: they come as they were ticked.
func ticked(form request.Form, field string) (values []string) {
	for _, o := range form.Values[field].SelectedOptions {
		values = append(values, o.Value)
	}
	slices.Sort(values)
	return values
}

// weekdays are the boxes that are ticked, by name.
func weekdays(form request.Form) string {
	days := ticked(form, fields.Days)
	for i, day := range days {
		if d, err := strconv.Atoi(day); err == nil {
			days[i] = time.Weekday(d % 7).String()
		}
	}
	return strings.Join(days, ", ")
}

// fill writes what was changed on a page of the form into a rep's settings, and reports whether the leads' due times
// depend on it. Otherwise field is where problem stands. A page of an older version may lack fields.
func fill(rep *coach.Rep, form request.Form, when occasion) (reindex bool, field, problem string) {
	opened := formed(*rep) // of a page that doesn't say: what holds
	if kept := (coach.Rep{}); json.Unmarshal([]byte(form.Meta.Text), &kept) == nil {
		opened = kept
	}
	for _, f := range formFields {
		// A zone is shown by its place, or not at all while it follows Slack.
		same := f.field == fields.Zone && form.Text(f.field) == setup.ZoneField(opened)
		if _, there := form.Values[f.field]; same || !there {
			continue
		}
		probe, set := opened, settings[f.word]
		if _, err := set(&probe, f.given(form), when); err != nil {
			return false, f.field, f.problem(f.given(form), when)
		}
		if reflect.DeepEqual(formed(probe), opened) {
			continue
		}
		moves, err := set(rep, f.given(form), when)
		if err != nil {
			return false, f.field, f.problem(f.given(form), when)
		}
		reindex = reindex || moves
	}
	if _, there := form.Values[fields.Kinds]; !there {
		return reindex, "", ""
	}
	boxes := ticked(form, fields.Kinds)
	for _, kind := range coach.MessageKinds() {
		if on := slices.Contains(boxes, string(kind)); on != opened.Switched(kind) && on != rep.Switched(kind) {
			*rep, reindex = rep.With(kind, on), true
		}
	}
	if whole := slices.Contains(boxes, setup.WholeScripts); whole != opened.Scripts {
		rep.Scripts = whole
	}
	return reindex, "", ""
}

// formed is what the form holds of a rep's record, each with what it means when it isn't set: two of them are equal
// when the form shows the same.
func formed(r coach.Rep) coach.Rep {
	digest := r.DigestMinute()
	from, to := r.Hours()
	var days []int
	for d := range 7 {
		if r.WorksOn(time.Weekday(d)) {
			days = append(days, d)
		}
	}
	return coach.Rep{TZ: r.TZ, TZFixed: r.TZFixed, Moved: r.Moved, Days: days, From: from, To: to, Digest: &digest,
		Mode: r.ModeOrDefault(), Quiet: slices.Sorted(slices.Values(r.Quiet)), Scripts: r.Scripts,
		Clock: r.Clock, DMs: r.DMs}
}
