package reps

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/input/settingline"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/selfreport"
	"github.com/followup-coach/followup/store"
)

// SettingsLine shows or changes the rep's own settings. Each change is undoable, and whatever depends on it is worked
// out again: the digest at once, the leads' due times by the engine. A second delivery of a change gets the first
// response. The word alone shows the settings, "settings figures" what the rep's own calls come to.
func (h *Handlers) SettingsLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 {
		seen, err := h.record.Read(ctx, req, store.Query{})
		if err != nil {
			return request.Response{}, err
		}
		return h.reply.Say(req, setup.Settings(h.reply.Reader(req), seen.Rep))
	}
	word, given := settingline.Read(input.Span(line.Text, line.Words))
	// The one word here that changes nothing.
	if word == settingline.Figures {
		return h.figures(ctx, req)
	}
	if page, has := pageOf(word); has && given == "" && req.Trigger != "" { // a written line opens no form
		return h.openPage(ctx, req, page)
	}
	set, known := settings[word]
	if !known {
		if resp, done, err := h.Wish(ctx, req, line); done || err != nil {
			return resp, err
		}
		return request.Response{}, &request.BadValue{What: "a setting", Given: given,
			Expected: "digest, days, hours, tz, mode, clock, dms, nudges, pings, tips, hints, scripts, off or on",
			Example:  "/followup settings digest 08:30"}
	}
	if kind, is := switches[word]; is {
		if on, ok := settingline.ReadSwitch(given); ok {
			return h.switchKind(ctx, req, kind, on)
		}
	}
	tx := h.record.Begin(ctx, req, store.Query{})
	for tx.Next() {
		rep := *req.Rep
		reindex, err := set(&rep, given, h.occasion(req))
		if err != nil {
			return request.Response{}, err
		}
		said := word
		if !slices.Equal(rep.Days, req.Rep.Days) && (rep.From != req.Rep.From || rep.To != req.Rep.To) {
			said = setup.SettingWeek // hours and days at once
		}
		// The answer is said by the new settings: in the zone that was just set.
		req.Rep = &rep
		change := store.NewID()
		saved := h.reply.Made(req, setup.SettingsSaved(h.reply.Reader(req), said, rep, change))
		tx.Try(record.Result{Response: &saved, Change: &store.Change{
			Op: "settings", Entry: change, Undoable: true, Rep: &rep, Reindex: reindex}}, nil)
	}
	return tx.Response()
}

// figures shows what a rep's own calls come to: ever, and of the last seven days.
func (h *Handlers) figures(ctx context.Context, req *request.Request) (request.Response, error) {
	seen, err := h.record.Read(ctx, req, store.Query{})
	if err != nil {
		return request.Response{}, err
	}
	f, err := h.record.Space().Records.Figures(ctx, seen.Rep, req.Now.In(seen.Rep.Location()).AddDate(0, 0, -7))
	if err != nil {
		return request.Response{}, err
	}
	shared, err := h.Shared(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	return h.reply.Say(req, figures.OwnFigures(h.reply.Reader(req), selfreport.Of(h.record.Rules, f.Ever, f.Week),
		shared))
}

// occasion is what a setting depends on besides the words for it.
type occasion struct {
	now   time.Time
	slack string // the zone that Slack has for the rep
	most  int    // messages a day that the installation allows
}

// occasion is that of a request.
func (h *Handlers) occasion(req *request.Request) occasion {
	return occasion{now: req.Now, slack: req.Person.TZ, most: h.record.Rules.Limits().DMsPerDay}
}

// settings change a rep's record by what was typed, and report whether the leads' due times depend on it. What can't be
// used is refused with an example; times are minutes from the rep's midnight, days count from Sunday.
var settings = map[string]func(rep *coach.Rep, given string, when occasion) (reindex bool, err error){
	// A new time counts from its next passing: today when it is still ahead on a working day.
	settingline.Digest: func(rep *coach.Rep, given string, when occasion) (bool, error) {
		m, ok := settingline.ReadDigest(given)
		if !ok {
			return false, &request.BadValue{What: "a time of day", Given: given, Expected: "hours and minutes, on or off",
				Example: "/followup settings digest 08:30"}
		}
		rep.Digest, rep.DigestSet = &m, when.now.UTC()
		return false, nil
	},
	// The working days of the digest and of every cadence.
	settingline.Days: func(rep *coach.Rep, given string, _ occasion) (bool, error) {
		return setWeek(rep, given, &request.BadValue{What: "working days", Given: given,
			Expected: "weekdays, a range of them, or all", Example: "/followup settings days mon-fri"})
	},
	// The working hours lie within one day; outside them nothing is due.
	settingline.Hours: func(rep *coach.Rep, given string, _ occasion) (bool, error) {
		return setWeek(rep, given, &request.BadValue{What: "working hours", Given: given,
			Expected: "two times of one day, the earlier first and at least an hour apart",
			Example:  "/followup settings hours 08:00-18:00"})
	},
	// "auto" follows Slack again, at once when the zone is known; a zone that was set here stays, whatever Slack says.
	settingline.Zone: func(rep *coach.Rep, given string, when occasion) (bool, error) {
		zone, auto, ok := settingline.ReadOwnZone(given)
		switch {
		case !ok:
			wrong := &request.BadValue{What: "a time zone", Given: given,
				Expected: "a name such as Europe/Berlin, or auto to follow Slack",
				Example:  "/followup settings tz America/New_York"}
			if may := settingline.ZonesOf(given); may != nil {
				wrong.Expected, wrong.Example = strings.Join(may, " or "), "/followup settings tz "+may[0]
			}
			return false, wrong
		case !auto:
			rep.TZ, rep.TZFixed, rep.Moved = zone, true, ""
			return true, nil
		}
		rep.TZFixed, rep.Moved = false, ""
		if request.ZoneExists(when.slack) {
			rep.TZ = when.slack
		}
		return true, nil
	},
	// The mode is who gets a second try on the first day (S0.8), so that due times move with it.
	settingline.Mode: func(rep *coach.Rep, given string, _ occasion) (bool, error) {
		mode, ok := settingline.ReadMode(given)
		if !ok {
			return false, &request.BadValue{What: "a mode", Given: given, Expected: "passive, balanced or assertive",
				Example: "/followup settings mode assertive"}
		}
		rep.Mode = coach.Mode(mode)
		return true, nil
	},
	// The other switches are nothing but on or off, which was read before.
	settingline.Nudges: notSwitch,
	settingline.Pings:  notSwitch,
	settingline.Tips:   notSwitch,
	settingline.Asks:   notSwitch,
	settingline.Hints:  notSwitch,
	settingline.Reps:   notSwitch,
	// Whole scripts in preps, for who is no salesperson; somebody new has them without (S0.14, S1.4).
	settingline.Scripts: func(rep *coach.Rep, given string, _ occasion) (bool, error) {
		whole, ok := settingline.ReadScripts(given)
		if !ok {
			return false, &request.BadValue{What: "a switch", Given: given, Expected: "on or off",
				Example: "/followup settings scripts on"}
		}
		rep.Scripts = whole
		return false, nil
	},
	// How times of day are written wherever Slack doesn't do it.
	settingline.Clock: func(rep *coach.Rep, given string, _ occasion) (bool, error) {
		cycle, ok := settingline.ReadCycle(given)
		if !ok {
			return false, &request.BadValue{What: "a clock", Given: given, Expected: "12, 24, or auto to follow Slack",
				Example: "/followup settings clock 24"}
		}
		rep.Clock = calendar.HourCycle(cycle)
		return false, nil
	},
	// The installation's number is the most that anybody gets; whether a rep's own is below it is asked when it counts.
	settingline.DMs: func(rep *coach.Rep, given string, when occasion) (bool, error) {
		n, ok := settingline.ReadMost(given)
		if !ok || n > when.most {
			return false, &request.BadValue{What: "a number of messages a day", Given: given,
				Expected: "1 to " + strconv.Itoa(when.most), Example: "/followup settings dms 8"}
		}
		if rep.DMs = n; n == when.most {
			rep.DMs = 0
		}
		return false, nil
	},
	// Silences every message to the rep. Commands are answered as before.
	settingline.Off: func(rep *coach.Rep, _ string, _ occasion) (bool, error) {
		rep.Off = true
		return true, nil
	},
	// Ends the silence. Every other setting is kept through it.
	settingline.On: func(rep *coach.Rep, _ string, _ occasion) (bool, error) {
		rep.Off = false
		return true, nil
	},
}

// setWeek sets working hours, days or both, whichever the words say, so that "hours 9-5 on weekdays" is not half heard,
// and the zone that stands behind them.
func setWeek(rep *coach.Rep, given string, refused *request.BadValue) (reindex bool, err error) {
	from, to, days, ok := settingline.ReadWeek(given)
	if !ok {
		var zone string
		var auto bool
		if from, to, days, zone, auto, ok = settingline.ReadWeekAndZone(given); ok {
			rep.TZ, rep.TZFixed, rep.Moved, reindex = zone, !auto, "", true
		}
	}
	if !ok || days == nil && refused.What == "working days" { // 1-5 are hours, and no days
		return false, refused
	}
	if days != nil {
		rep.Days = days
	}
	if to > 0 {
		rep.From, rep.To = from, to
	}
	return reindex, nil
}
