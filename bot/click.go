package bot

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// clickTable is all buttons and menus, by the kind of their action id.
func (b *Bot) clickTable() map[string]handler {
	return map[string]handler{
		say.ActVoicemail: on(tapped, b.tapOutcome(coach.Voicemail)),
		say.ActNoAnswer:  on(tapped, b.tapOutcome(coach.NoAnswer)),
		say.ActMail:      on(tapped, b.tapOutcome(coach.Email)),
		say.ActResume:    on(tapped, b.tapOutcome(coach.Resumed)),
		say.ActReached:   on(tapped, b.openReached),
		say.ActLogForm:   on(tapped, b.openLogOf),
		say.ActNextForm:  on(tapped, b.openNextOf),
		say.ActAddForm:   on(tapped, b.openAdd),
		say.ActMore:      on(tapped, b.more),

		say.ActOutcome:  on(tapped, b.reached),
		say.ActSay:      on(tapped, b.nextTurn),
		say.ActWrapMore: on(tapped, b.wrapMore),

		say.ActUndo:   on(tapped, b.undoTapped),
		say.ActTheirs: on(tapped, b.meantTheirs),
		say.ActSlot:   on(tapped, b.pickSlot),

		say.ActAgain:   on(tapped, b.again),
		say.ActPick:    on(tapped, b.pickLead),
		say.ActDymLead: on(tapped, b.pickLead),
		say.ActDymOut:  on(tapped, b.pickOutcome),
		say.ActCreate:  on(tapped, b.createTyped),

		say.ActWarmth: on(tapped, b.answerWarmth),
		say.ActLight:  on(tapped, b.answerLight),
		say.ActWhy:    on(tapped, b.openWhy),

		say.ActTalked:  on(tapped, b.openTalked),
		say.ActNotIn:   on(tapped, b.tapAgreed(coach.NoAnswer)),
		say.ActMissed:  on(tapped, b.tapAgreed(coach.Missed)),
		say.ActCalling: on(tapped, b.callingNow),

		say.ActAgendaText: on(tapped, b.agendaText),
		say.ActCalendar:   on(tapped, b.calendarFile),

		say.ActTipUp:   on(tapped, b.tipRated(true)),
		say.ActTipDown: on(tapped, b.tipRated(false)),
		say.ActPage:    on(tapped, b.turnPage),
		say.ActScript:  on(tapped, b.scriptTapped),
		say.ActEndsIn:  on(tapped, b.scriptLogged),
		say.ActToday:   on(tapped, b.openToday),
		say.ActShow:    on(tapped, b.showTapped),

		say.ActGap: on(tapped, b.openGap),
		say.ActUse: on(tapped, b.useStory),

		say.ActEditForm:   on(tapped, b.openEditOf),
		say.ActEditPage:   on(tapped, b.editPage),
		say.ActPromise:    on(tapped, b.answerPromise),
		say.ActTogether:   on(tapped, b.answerTogether),
		say.ActHotForm:    on(tapped, b.openHot),
		say.ActIntroduced: on(tapped, b.openAddFrom(fromNamed)),
		say.ActFollows:    on(tapped, b.openAddFrom(fromFollows)),
		say.ActReopen:     on(tapped, b.reopenTapped),
		say.ActLeaveTask:  on(tapped, b.leaveTask),
	}
}

// tap is what a clicked button carries. What it says is never trusted: a lead is looked up among those of the person
// who clicked, and a version is compared with what is stored.
type tap struct {
	first string // mostly a lead
	rest  []string
}

func tapped(a *act) (tap, error) {
	first, rest := say.ParseValue(a.value())
	return tap{first: first, rest: rest}, nil
}

// part is the nth part behind the first, empty when it is missing.
func (t tap) part(n int) string {
	if n < len(t.rest) {
		return t.rest[n]
	}
	return ""
}

// instant reads a part as Unix seconds; zero when it is none.
func (t tap) instant(n int) time.Time { return instantOf(t.part(n)) }

// lastInstant is the end of what Slack's pickers know, in Unix seconds of ten digits. What lies behind it nobody has
// picked.
const lastInstant = 1e10

// instantOf reads Unix seconds; zero when they are none.
func instantOf(text string) time.Time {
	s, err := strconv.ParseInt(text, 10, 64)
	if err != nil || s <= 0 || s >= lastInstant {
		return time.Time{}
	}
	return time.Unix(s, 0).UTC()
}

// version reads the first part behind the lead as its version; -1 when there is none.
func (t tap) version() int64 {
	v, err := strconv.ParseInt(t.part(0), 10, 64)
	if err != nil {
		return -1
	}
	return v
}

// tapOutcome is a card's one tap: the outcome is saved and the card becomes ✓ in place.
func (b *Bot) tapOutcome(o coach.Outcome) func(context.Context, *act, tap) (answer, error) {
	return func(ctx context.Context, a *act, t tap) (answer, error) {
		return b.saveTap(ctx, a, t, o, b.ticked(a))
	}
}

// saveTap saves an outcome that was tapped, on the lead and version that the button carries.
func (b *Bot) saveTap(ctx context.Context, a *act, t tap, o coach.Outcome,
	dress func(say.Saved) (answer, error)) (answer, error) {
	ans, err := change(ctx, b, a, store.Ask{LeadID: t.first, Touches: 1, Agreed: o == coach.Meeting},
		func(seen store.Seen) (store.Change, say.Saved, error) {
			return b.tapOnce(a, seen, t, o, time.Time{})
		}, dress)
	var before *tappedBefore
	if errors.As(err, &before) {
		return b.tappedTwice(ctx, a, before)
	}
	return ans, err
}

// tapOnce turns the tap on an outcome into a change, unless the card or page was dealt with already. at is when it
// happened; zero for now.
func (b *Bot) tapOnce(a *act, seen store.Seen, t tap, o coach.Outcome, at time.Time) (store.Change, say.Saved, error) {
	none := func(err error) (store.Change, say.Saved, error) { return store.Change{}, say.Saved{}, err }
	switch {
	case seen.Lead == nil:
		return none(errOutdated)
	case seen.Lead.Progress.Closed == coach.DoNotCall:
		return none(withLead(coach.ErrDoNotCall, *seen.Lead))
	}
	if last, ok := moved(seen, t.version()); ok {
		return none(&tappedBefore{at: last.Logged, same: last.Outcome == o, lead: *seen.Lead, outcome: o, touch: last})
	}
	return b.logTouch(a, seen, touched{lead: seen.Lead, outcome: o, op: "log", exactAt: at})
}

// moved reports whether something was logged on the lead after the card was drawn, and what: the card is out of date
// then.
func moved(seen store.Seen, version int64) (last coach.Touch, ok bool) {
	if version < 0 || version == seen.Lead.Version || len(seen.Touches) == 0 {
		return last, false
	}
	last = seen.Touches[len(seen.Touches)-1]
	if last.Outcome == coach.Calling && version == seen.Lead.Version-1 {
		return last, false // only that they are calling, which is what this tap tells the end of
	}
	return last, true
}

// tappedBefore is a tap on a card that was dealt with already.
type tappedBefore struct {
	at      time.Time
	same    bool
	lead    coach.Lead
	outcome coach.Outcome
	touch   coach.Touch // what it was dealt with by
}

func (*tappedBefore) Error() string { return "the card was tapped before" }
func (*tappedBefore) declines()     {}

// tappedTwice answers a second tap: the same one within minutes is a slip of the finger, anything else meets a lead
// that has moved on.
func (b *Bot) tappedTwice(ctx context.Context, a *act, t *tappedBefore) (answer, error) {
	if t.same && a.now.Sub(t.at) < 3*time.Minute {
		ln := line{text: "log it " + string(t.outcome), fix: fix{Lead: t.lead.ID, Name: 1, Again: true}}
		return b.ask(ctx, a, &asks{park: parked{Text: ln.text, Fix: ln.fix},
			say: func(to say.Reader, _ []coach.Lead, ref string) say.Reply {
				return say.Again(to, t.at, "", ref)
			}})
	}
	gone := say.Gone(b.reader(a))
	blocks := append(gone.Blocks[:1:1], say.Card(b.readerOn(a, onShow), b.card(a, t.lead))...)
	return saying(b.checked(a, say.Reply{Text: say.Spoken(blocks), Blocks: blocks}))
}
