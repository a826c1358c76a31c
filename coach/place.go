package coach

import (
	"time"

	"github.com/followup-coach/followup/coach/calendar"
)

// placed is a due time that obeys every rule of the calendar, and what moved it there.
type placed struct {
	due, until int64
	window     Window
	outside    bool
	because    []Reason
}

// searchDays is how far a due time may be pushed: longer than any run of holidays.
const searchDays = 45

// schedule finds the first instant, not before notBefore and not before the lead's date from, when the step may come
// due: in the first of the windows that fits; without windows as soon as a call is allowed. Windows are tried in order
// on each date.
func (f *availability) schedule(from calendar.Date, notBefore int64, windows ...Window) placed {
	var p placed
	from = max(from, f.leadDay(notBefore))
	for d := from; d < from+searchDays; d++ {
		if o := f.leadOff(d); o != nil {
			p.skip(o, d, f.whose(d))
			continue
		}
		if len(windows) == 0 {
			if f.soonest(d, notBefore, &p) {
				return p
			}
		}
		for _, w := range windows {
			if end, ok := d.At(w.To, f.lead); ok && end <= notBefore && len(windows) > 1 {
				continue // nothing stands in for a window that is over: the next one is meant
			}
			if f.tryWindow(d, w, notBefore, &p) {
				return p
			}
		}
		if on := f.repDate(d); f.repOff(on) != nil {
			p.skip(f.repOff(on), on, "rep")
		}
	}
	f.anywhere(from, notBefore, &p)
	return p
}

// skip notes a date that was passed over, and whose day off it is: "rep" or "lead".
func (p *placed) skip(o *off, d calendar.Date, whose string) {
	r := Reason{Code: o.code, At: d.Midnight(), Word: o.word}
	if o.code == ReasonDayOff {
		r.Word = whose
	}
	p.because = append(p.because, r)
}

// tryWindow tries one window on one date.
func (f *availability) tryWindow(d calendar.Date, w Window, notBefore int64, p *placed) bool {
	win := f.wall(d, w.From, w.To, 60)
	if win.a > win.b {
		return false
	}
	legal, hours := f.legal(d, false), f.hours(d, true)
	open := legal.and(&hours)
	if cut := open.within(win); cut.n > 0 {
		t, ok := cut.first(notBefore)
		if !ok {
			return false
		}
		opens, _ := cut.first(win.a)
		f.inWindow(t, d, Window{max(w.From, calendar.MinuteIn(opens, f.lead)), w.To}, &hours, p)
		if opens > win.a && opens == legal.s[0].a {
			p.because = append(p.because, f.r.window(ReasonLaw, f.r.law, "law"))
		} else if opens > win.a {
			p.because = append(p.because, f.hoursReason())
		}
		return true
	}
	quiet := f.legal(d, true)
	open = quiet.and(&hours)
	if t, ok := open.nearest(win.a); ok {
		if t < notBefore {
			return false
		}
		p.because = append(p.because, f.hoursReason())
		loud := legal.and(&hours)
		if n, _ := loud.nearest(win.a); n != t {
			p.because = append(p.because, f.r.window(ReasonLunch, f.r.lunch, "lunch"))
		}
		f.openFor(t, p)
		return true
	}
	all := f.hours(d, false)
	if common := quiet.and(&all); common.n > 0 {
		return false // the rep's hours would reach the lead, but not on a working day
	}
	return f.outsideHours(d, quiet, notBefore, p)
}

// inWindow takes an instant inside a window: overdue once the window, or the rep's day, is over.
func (f *availability) inWindow(t int64, d calendar.Date, w Window, hours *spans, p *placed) {
	until, _ := d.At(w.To, f.lead)
	for i := range hours.n {
		if end := hours.s[i].b + int64(f.r.leave)*60; hours.s[i].a <= t && t <= hours.s[i].b && end < until {
			until = end
		}
	}
	p.due, p.until = t, until
	p.window = Window{w.From, min(w.To, calendar.MinuteIn(until-60, f.lead)+1)}
}

// openFor takes an instant without a window.
func (f *availability) openFor(t int64, p *placed) {
	p.due, p.until, p.window = t, t+int64(f.r.limits.OpenMinutes)*60, Window{}
}

// soonest tries the first allowed instant of a date; lunch is no matter for what is due now.
func (f *availability) soonest(d calendar.Date, notBefore int64, p *placed) bool {
	legal, hours := f.legal(d, false), f.hours(d, true)
	open := legal.and(&hours)
	if t, ok := open.first(notBefore); ok {
		if t > notBefore && len(p.because) == 0 {
			p.because = append(p.because, f.hoursReason())
		}
		f.openFor(t, p)
		return true
	}
	all := f.hours(d, false)
	if common := legal.and(&all); common.n > 0 {
		return false
	}
	return f.outsideHours(d, legal, notBefore, p)
}

// outsideHours: no minute of the rep's hours is legal for this lead on any day like this, so the legal minute nearest
// to them is taken, still on a working date of both.
func (f *availability) outsideHours(d calendar.Date, legal spans, notBefore int64, p *placed) bool {
	dates, hours := f.workdates(d), f.hours(d, true)
	open := legal.and(&dates)
	open = open.within(span{notBefore, 1 << 62})
	best, least, found := int64(0), int64(0), false
	for i := range open.n {
		for j := range hours.n {
			c := min(max(open.s[i].a, hours.s[j].a), open.s[i].b) // the point of the one nearest to the other
			if c > hours.s[j].b {
				c = open.s[i].a
			}
			away := max(hours.s[j].a-c, c-hours.s[j].b, 0)
			if !found || away < least {
				best, least, found = c, away, true
			}
		}
	}
	if !found {
		return false
	}
	p.because = append(p.because, Reason{Code: ReasonOutside, N: f.from, Of: f.to, Source: "product 4"})
	p.outside = true
	f.openFor(best, p)
	return true
}

// anywhere is for working weeks that never meet on one date (Mondays only, a day apart): a legal instant on a working
// date of both, else on one of the rep's.
func (f *availability) anywhere(from calendar.Date, notBefore int64, p *placed) {
	p.outside = true
	p.because = append(p.because, Reason{Code: ReasonOutside, N: f.from, Of: f.to, Source: "product 4"})
	for _, strict := range [2]bool{true, false} {
		for d := from; d < from+searchDays; d++ {
			if strict && f.leadOff(d) != nil {
				continue
			}
			legal, dates := f.legal(d, true), f.workdates(d)
			open := legal.and(&dates)
			if t, ok := open.first(notBefore); ok {
				f.openFor(t, p)
				return
			}
		}
	}
}

// repDate is the rep's date while it is noon on the lead's.
func (f *availability) repDate(d calendar.Date) calendar.Date {
	t, _ := d.At(f.r.noon, f.lead)
	return calendar.DateIn(t, f.rep)
}

// whose weekday is it that keeps the lead's date free? The week is the rep's; only where the rep has another date just
// then is it the lead's calendar that says so.
func (f *availability) whose(d calendar.Date) string {
	if f.repDate(d) == d {
		return "rep"
	}
	return "lead"
}

// unix is the instant of so many seconds, in UTC as all instants that leave the package.
func unix(t int64) time.Time { return time.Unix(t, 0).UTC() }

// hoursReason names the rep's hours, in minutes from the rep's midnight.
func (f *availability) hoursReason() Reason {
	return Reason{Code: ReasonHours, N: f.from, Of: f.to, Source: "product 4"}
}

// window is the reason for a stretch of the lead's day: lunch, or the law.
func (r *Rules) window(code string, w Window, name string) Reason {
	return Reason{Code: code, N: w.From, Of: w.To, Source: r.sources[name]}
}
