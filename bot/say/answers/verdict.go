package answers

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// agreedButtons are what an answer that confirms an agreed call offers to send.
func agreedButtons(s Saved) []slack.BlockElement {
	c := s.Lead.Progress.Commitment
	if c == nil || s.Touch.Outcome == outcome.Snoozed || !c.At.Equal(s.Touch.Until) {
		return nil
	}
	return []slack.BlockElement{say.ButtonFor(ids.ActAgendaText, phrases.AgreedValue(s.Lead), "Agenda text…",
		say.PlainName(s.Lead, 40)),
		phrases.CalendarButton(s.Lead)}
}

// lifted says that a do-not-call was taken back, or that it was for this lead alone.
func (s SavedView) lifted() string {
	if s.Asked.By != "" {
		return "✓ Lifted for you: " + s.whom() + ". " + say.Mention("@", s.Asked.By) + " was asked too" +
			phrases.OnDay(s.To.Past(s.Asked.At)) + ", so the number stays blocked."
	}
	return "✓ Block lifted: " + s.whom() + " may be called again (" +
		blockkit.Escape(say.Tidy(say.FirstWords(s.Touch.Reason, say.NoteWords), say.ShortLength)) +
		")"
}

// renumbered reports whether somebody who asked not to be called has other numbers than before. What they have is
// blocked, and so is what they had.
func renumbered(was *coach.Lead, is coach.Lead) bool {
	p := is.Progress
	return was != nil && was.Phone != is.Phone && p.Closed == outcome.DoNotCall && p.ClosedBy == ""
}

// stillBlocked is what that means: for what can be read as a number, and for what they had.
func stillBlocked(was, is coach.Lead) string {
	words, had := "They asked not to be called", was.Phone != ""
	switch now := len(is.Phones.Numbers) > 0; {
	case now && had:
		words += ", so nobody here can call " + say.Quote(is.Phone, 40) + ", nor the number before"
	case now:
		words += ", so nobody here can call " + say.Quote(is.Phone, 40)
	case had:
		words += ", so the number before stays blocked"
	}
	return words + "."
}

// NumberLifted says that a do-not-call was taken back whose lead is gone. It is kept for a day, so that it holds no
// number. Asked is who was asked too, so that the number stays blocked; mostly nobody.
func NumberLifted(to say.Reader, asked request.Stopped) say.Reply {
	p := &say.Page{To: to}
	if asked.By != "" {
		p.Section("✓ Lifted. " + say.Mention("@", asked.By) + " was asked too" + phrases.OnDay(to.Past(asked.At)) +
			", so the number stays blocked.")
	} else {
		p.Section("✓ Block lifted: everyone here may call that number again.")
	}
	return p.Reply()
}

// verdictWhy is a verdict as the sentence below what follows from it.
func verdictWhy(r coach.Reason) string {
	days := say.Sentence(say.Small(r.Days) + " " + say.Plural(r.Days, "day"))
	days = strings.TrimSuffix(days, ".")
	switch r.Word {
	case coach.VerdictStepBack:
		return days + " of quiet, then you decide again."
	case coach.VerdictBreakUp:
		return days + " after your goodbye."
	case coach.VerdictGift:
		return strings.Replace(days, " day", " working day", 1) + " after the gift."
	case coach.VerdictNurture:
		if r.Days == 0 {
			return "The day you named."
		}
		return days + ", as you decided."
	}
	return "As you decided: " + phrases.VerdictName(r.Word) + "."
}

// decides reports whether what was saved decides what becomes of the lead.
func (s Saved) decides() bool {
	o := s.Touch.Outcome
	return coach.IsVerdict(o) || o == outcome.Verdict ||
		o == outcome.Gift && slices.ContainsFunc(s.Step.Because, func(r coach.Reason) bool {
			return r.Code == coach.ReasonVerdict && r.Word == coach.VerdictGift
		})
}

// verdictResult is a decision in running text.
func verdictResult(t coach.Touch) string {
	switch {
	case t.Verdict == coach.VerdictGift && t.Gift != nil && t.Gift.Alone:
		return "gift approved by you"
	case t.Verdict == coach.VerdictGift && t.Gift != nil:
		return "gift asked for"
	case t.Verdict == coach.Approval(true):
		return "gift approved"
	case t.Verdict == coach.Approval(false):
		return "gift declined"
	case t.Verdict == "":
		return say.Shortly(t.Outcome)
	}
	return phrases.VerdictName(t.Verdict)
}

// best names the lead that is worth the time that has become free (S4.20).
func (s SavedView) best() string {
	return "Next best: *" + say.Quote(say.Few(say.NameOf(s.Best.Lead), say.NameWords), say.NameLength) + "*, " +
		say.Lower(cards.StepView{To: s.To, Card: *s.Best}.Name())
}

// StillOpen is the answer that there is still a deal to be made.
func StillOpen() Answer { return Answer{Words: "still open"} }
