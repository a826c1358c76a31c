package bot

import (
	"context"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// openGap opens the form that asks for the one thing that a prep lacks.
func (b *Bot) openGap(ctx context.Context, a *act, t tap) (answer, error) {
	gap := coach.Gap(t.part(0))
	pr, err := b.prepNow(ctx, a, t.first, "")
	if err != nil {
		return answer{}, err
	}
	if !slices.Contains(pr.Gaps, gap) && (gap != coach.GapWhy || !pr.Lead.Open()) {
		return answer{}, errOutdated // filled meanwhile; one more reason is always welcome
	}
	meta := a.meta()
	meta.Tip = t.part(1)
	return b.open(ctx, a, say.GapForm(b.reader(a), pr, gap, meta))
}

// gapForm saves what a prep lacked, closes the form, and draws the prep anew where it stands.
func (b *Bot) gapForm(ctx context.Context, a *act, s sheet) (answer, error) {
	gap := coach.Gap(s.meta.Command)
	if field, words := b.gapMistake(gap, s); field != "" {
		return b.atField(a, field, words), nil
	}
	if gap == coach.GapNumber {
		if err := b.mayBeCalled(ctx, a, coach.Lead{Phone: s.text(say.FieldPhone)}); err != nil {
			return answer{}, err
		}
	}
	library, err := b.library(ctx, a)
	if err != nil {
		return answer{}, err
	}
	var drawn coach.Prep
	var news say.PrepNews
	ans, err := b.changePrep(ctx, a, s.meta.Lead, s.meta.Tip, library,
		func(seen store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			return b.fillGap(a, seen, l, gap, s)
		}, func(pr coach.Prep, change string) (answer, error) {
			drawn, news = pr, say.PrepNews{Gap: gap, Change: change}
			if s.meta.URL == "" { // the prep was a page: it is one again
				return showing(say.Message("Prep", b.checked(a, say.Prep(b.readerOn(a, onPrep), drawn, news))))
			}
			return answer{}, nil
		})
	if err == nil && s.meta.URL != "" && news.Change != "" { // not when it is delivered again
		b.drawPrep(a, s.meta, drawn, news)
	}
	return ans, err
}

// changePrep changes the lead of a prep, and draws the prep anew with the tip that it had.
func (b *Bot) changePrep(ctx context.Context, a *act, lead, tip string, library []coach.Story,
	decide func(store.Seen, coach.Lead) (store.Change, say.Saved, error),
	draw func(pr coach.Prep, change string) (answer, error)) (answer, error) {
	var before store.Seen
	return change(ctx, b, a, store.Ask{LeadID: lead, Touches: shownTouches, Tally: true},
		func(seen store.Seen) (store.Change, say.Saved, error) {
			switch before = seen; {
			case seen.Lead == nil:
				return store.Change{}, say.Saved{}, errOutdated
			case !seen.Lead.Open():
				return store.Change{}, say.Saved{}, withLead(coach.ErrClosed, *seen.Lead)
			}
			return decide(seen, *seen.Lead)
		}, func(done say.Saved) (answer, error) {
			before.Lead = &done.Lead
			return draw(b.prepWith(a, before, library, tip), done.Change)
		})
}

// gapMistake is the field of a gap's form that can't be used, and why; none when all can.
func (b *Bot) gapMistake(gap coach.Gap, s sheet) (field, words string) {
	switch {
	case gap == coach.GapHot && s.text(say.FieldHot) == "":
		return say.FieldHot, say.ErrHot
	case gap == coach.GapNumber && checkFacts(coach.Lead{Phone: s.text(say.FieldPhone)}) != nil, gap == coach.GapNumber &&
		s.text(say.FieldPhone) == "":
		return say.FieldPhone, say.ErrPhone
	case (gap == coach.GapAgenda || gap == coach.GapClose) && s.text(say.FieldAgenda) == "":
		return say.FieldAgenda, say.ErrAgenda
	case gap == coach.GapPage && s.text(say.FieldPointer) == "":
		return say.FieldPointer, say.ErrPage
	case gap == coach.GapWhy && !coach.WhyKind(s.text(say.FieldKind)).Valid():
		return say.FieldKind, say.ErrKind
	case gap == coach.GapWhy && s.text(say.FieldWhy) == "":
		return say.FieldWhy, say.ErrWhy
	}
	return "", ""
}

// fillGap is the change that fills a gap. What is agreed on and what was sent are told by touches, so that whatever is
// logged late loses nothing of it; the rest are facts.
func (b *Bot) fillGap(a *act, seen store.Seen, l coach.Lead, gap coach.Gap, s sheet) (store.Change, say.Saved, error) {
	none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
	switch gap {
	case coach.GapHot:
		l.HotButton = s.text(say.FieldHot)
	case coach.GapNumber:
		l.Phone = s.text(say.FieldPhone)
		if t := l.Progress.Task(); t != nil && t.Kind == coach.FindNumber { // found: the calls go on
			return b.logTouch(a, seen, touched{lead: &l, outcome: coach.Resumed, op: "resume"})
		}
	case coach.GapAgenda, coach.GapClose:
		if c := l.Progress.Commitment; c == nil || c.At.Unix() != s.meta.At {
			return none(errOutdated)
		}
		return b.logTouch(a, seen, touched{lead: &l, outcome: coach.Details, op: "log",
			phrase: phrase{agenda: s.text(say.FieldAgenda)}})
	case coach.GapPage:
		i := slices.IndexFunc(l.Progress.Materials,
			func(m coach.Material) bool { return !m.Read && m.At.Unix() == s.meta.At })
		if i < 0 {
			return none(errOutdated)
		}
		m := coach.Material{Name: l.Progress.Materials[i].Name, Pointer: s.text(say.FieldPointer)}
		return b.logTouch(a, seen, touched{lead: &l, outcome: coach.Details, op: "log", came: came{material: &m}})
	case coach.GapWhy:
		w := coach.Why{Kind: coach.WhyKind(s.text(say.FieldKind)), Text: s.text(say.FieldWhy)}
		if date := s.values[say.FieldDate].SelectedDate; date != "" {
			last, err := time.ParseInLocation(time.DateOnly, date, a.rep.Location())
			if err != nil || !last.AddDate(0, 0, 1).After(a.now) {
				return none(&badValue{what: "a last day", given: date, expected: say.ErrOver, field: say.FieldDate})
			}
			w.Until = last.AddDate(0, 0, 1)
		}
		l.Whys = coach.WithWhy(l.Whys, w, a.now)
	default:
		return none(errOutdated)
	}
	return b.facts(a, l)
}

// drawPrep draws a prep anew in the place of the one that a form was opened from. Where that can't be reached any more
// it comes as a message of its own: what was saved is said in any case.
func (b *Bot) drawPrep(a *act, m say.Meta, pr coach.Prep, news say.PrepNews) {
	to, ping := *a, m.Channel != ""
	to.responseURL, to.changes = m.URL, false
	b.later(func(ctx context.Context) {
		ans, err := b.prepDrawn(&to, pr, news, ping)
		if err != nil {
			b.log.Error("could not draw a prep", "error", err)
			return
		}
		if ping {
			copied, err := b.messageNow(ctx, m.Channel, m.Message)
			if err != nil {
				b.log.Warn("could not read the message a form was opened from", "error", err)
			}
			if whole, ok := b.swapped(&to, b.readerOn(&to, onPrep), m.Channel+m.Message, copied, ans); ok {
				ans = whole
			}
		}
		if !b.respond(ctx, &to, ans, ans.Replace) {
			to.responseURL = ""
			b.tell(ctx, &to, ans)
		}
	})
}

// useStory makes an entry of the team's library a lead's own reason, so that it takes its turn with the others.
func (b *Bot) useStory(ctx context.Context, a *act, t tap) (answer, error) {
	library, err := b.library(ctx, a)
	if err != nil {
		return answer{}, err
	}
	i := slices.IndexFunc(library, func(s coach.Story) bool { return s.ID == t.part(0) })
	if i < 0 {
		return answer{}, errOutdated
	}
	story := library[i]
	return b.changePrep(ctx, a, t.first, t.part(1), library,
		func(_ store.Seen, l coach.Lead) (store.Change, say.Saved, error) {
			l.Whys = coach.WithWhy(l.Whys, coach.Why{Kind: story.Kind, Text: story.Text, Until: story.Until}, a.now)
			return b.facts(a, l)
		}, func(pr coach.Prep, change string) (answer, error) {
			return b.prepDrawn(a, pr, say.PrepNews{Gap: coach.GapWhy, Change: change}, !a.ephemeral && a.view == nil)
		})
}
