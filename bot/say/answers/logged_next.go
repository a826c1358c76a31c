package answers

import (
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// What comes next after a change: when, which try, and one sentence why. `when` has every reason.

// nextLines say what comes next, when, and why, for whoever doesn't get a note of why already.
func (s SavedView) nextLines() []string {
	switch {
	case s.Touch.Lifted && s.Asked.By != "":
		return nil // it stops again
	case !s.Lead.Open() && s.Touch.Outcome == outcome.DoNotCall:
		return []string{stopped(s.Lead)}
	case renumbered(s.Was, s.Lead):
		return []string{stillBlocked(*s.Was, s.Lead)}
	case !s.Lead.Open() && s.Step.Kind != coach.StepTask:
		return []string{"Nothing more is due."}
	case s.Lead.Paused() && s.Step.Kind == coach.StepNone:
		return []string{"Nothing is due until you resume it."}
	case s.Touch.Outcome == outcome.Paused && s.Step.Kind == coach.StepCommitment:
		return []string{nextWords(s.To, s.Step), "*Is that call still on?* It stays unless you move it."}
	}
	lines := []string{nextWords(s.To, s.Step)}
	if why := s.Why(); why != "" && s.aside() == "" {
		lines = append(lines, why)
	}
	return lines
}

// stopped is what a do-not-call means: for this lead, and for everybody's leads with its number.
func stopped(l coach.Lead) string {
	if l.Phone == "" {
		return "All calls stop."
	}
	return "All calls stop, and nobody here can call " + say.Quote(l.Phone, 40) + "."
}

// nextWords are what comes next and when.
//
//	Agreed call: Thu 15 Jan, 16:00 (10:00 in New York) · agenda: pricing for 12 seats
func nextWords(to say.Reader, st coach.Step) string {
	zone := st.Zone.Loc
	switch st.Kind {
	case coach.StepNone, "":
		return "Next: nothing is due."
	case coach.StepCommitment:
		words := phrases.AgreedName(st.Commitment) + ": " + to.Both(st.Due, zone)
		if st.Commitment != nil && st.Commitment.Tentative {
			words += ", unconfirmed"
		}
		if st.Commitment != nil && st.Commitment.Agenda != "" {
			words += " · agenda: " + say.Quote(say.Few(st.Commitment.Agenda, say.NoteWords), say.ShortLength)
		}
		if join := phrases.Join(st.Commitment); join != "" {
			words += " · " + join
		}
		return words
	case coach.StepNeedsDate:
		return "Needs a date: no call is due until you set one or log a result."
	case coach.StepDidIt:
		return "Did the " + say.Lower(phrases.AgreedName(st.Commitment)) + " of " + to.When(st.Due) + " happen?"
	case coach.StepLight:
		return "Short plan done. Keep going?"
	}
	what := stepWords(to, st)
	if st.Kind == coach.StepRedial {
		what = "redial, " + what
	}
	when := due(to, st, zone)
	if st.OutsideHours {
		when += ", outside your hours"
	}
	return "Next: " + when + " · " + what
}

// due is when a step wants the rep, opened by its token where it lies ahead.
//
//	now, until 10:30
//	overdue since Wed 14 Jan, 09:00
func due(to say.Reader, st coach.Step, zone *time.Location) string {
	open := !st.Window.IsZero() && st.IsCall()
	switch st.State(to.Now) {
	case coach.DueNow:
		if words := nightUntil(to, st); words != "" {
			return words
		}
		if st.Until.After(to.Now) {
			return "now, until " + to.Clock(st.Until) + say.InBrackets(to.There(st.Until, zone))
		}
		return "now" + say.InBrackets(to.There(to.Now, zone))
	case coach.Overdue:
		return "overdue since " + to.Both(st.Until, zone)
	}
	if open {
		return to.BothStretch(st.Due, st.Until, zone)
	}
	return to.Both(st.Due, zone)
}

// nightUntil is from when on a lead may be called again, of a call that is due at an hour at which nobody may be called
// where they are; "" otherwise.
func nightUntil(to say.Reader, st coach.Step) string {
	words := cards.StepView{To: to, Card: coach.Card{Step: st}}.Night()
	return strings.TrimPrefix(words, "no calls there before ")
}

// stepWords are which step it is, in running text.
func stepWords(to say.Reader, st coach.Step) string {
	switch st.Kind {
	case coach.StepReview:
		return "time to decide"
	case coach.StepTask:
		switch {
		case st.Task != nil && st.Task.Kind == coach.FindSuccessor:
			return "find the successor"
		case st.Task != nil && st.Task.Kind == coach.ApproveGift:
			return "ask about the gift"
		case st.Task != nil && st.Task.Kind == coach.SendGift:
			return "send the gift"
		case st.Task != nil && st.Task.Kind == coach.Renewal:
			return "their contract ends " + phrases.TheirContract(to, *st.Task, st.Zone.Loc)
		}
		return "find a working number"
	}
	return say.Lower(cards.TryName(st))
}

// Why is one sentence of at most ten words: the strongest reason for what comes next. "" where none is worth a line:
// what they agreed to, what the rep has just said.
func (s SavedView) Why() string {
	snoozed := func(r coach.Reason) bool { return r.Code == coach.ReasonSnooze }
	switch {
	case s.Touch.Outcome == outcome.Snoozed && slices.ContainsFunc(s.Step.Because, snoozed):
		return "" // the line above has said so
	case s.runsCold():
		return "It counts as cold until you say otherwise."
	}
	for _, code := range Strongest {
		i := slices.IndexFunc(s.Step.Because, func(r coach.Reason) bool { return r.Code == code })
		if i < 0 {
			continue
		}
		if words := s.whyWords(s.Step.Because[i]); words != "" {
			return words
		}
	}
	return ""
}

// runsCold reports whether nobody has said if the lead is warm, and the plan or the answer hangs on it.
func (s SavedView) runsCold() bool {
	unknown := func(r coach.Reason) bool {
		return r.Code == coach.ReasonRunsCold ||
			r.Word == "unknown" && (r.Code == coach.ReasonWarmth || r.Code == coach.ReasonNextDay)
	}
	return s.Lead.Warmth == coach.WarmthUnknown && s.Lead.Open() && s.Step.Kind != coach.StepCommitment &&
		(slices.ContainsFunc(s.Step.Because, unknown) || slices.ContainsFunc(s.Logged.Notes, unknown))
}

// Strongest are the reasons in the order in which one of them speaks for all: their wish, a broken promise, the last
// result and its gap, warmth.
var Strongest = []string{
	coach.ReasonMoved, coach.ReasonPast, coach.ReasonSnooze, coach.ReasonPaused, coach.ReasonGiven, coach.ReasonBroken,
	coach.ReasonMissed, coach.ReasonLapsed,
	coach.ReasonUnlogged, coach.ReasonBusy, coach.ReasonNumber, coach.ReasonSuccessor,
	coach.ReasonRenewal, coach.ReasonCommitment, coach.ReasonReview, coach.ReasonTenth, coach.ReasonLight,
	coach.ReasonKeep, coach.ReasonVerdict, coach.ReasonGift, coach.ReasonFull, coach.ReasonSameDay, coach.ReasonNextDay,
	coach.ReasonNeedsDate, coach.ReasonRow, coach.ReasonGap, coach.ReasonNow, coach.ReasonOpenWindow,
	coach.ReasonOutside,
}

// whyWords is one reason as a sentence below the step that it explains.
func (s SavedView) whyWords(r coach.Reason) string {
	switch r.Code {
	case coach.ReasonBusy:
		if r.N > 1 {
			return "The line was busy " + say.Small(r.N) + " times."
		}
	case coach.ReasonPaused:
		if r.Word == "" {
			return "The rest of its gap comes first."
		}
	case coach.ReasonCommitment:
		return "I'll remind you " + say.MinutesInWords(s.To.Limits().PingBefore) + " before."
	case coach.ReasonSameDay:
		if words := sameDay[r.Word]; words != "" {
			return words
		}
	case coach.ReasonNextDay:
		if words := nextDay[r.Word]; words != "" {
			return words
		}
	case coach.ReasonGap:
		return s.gapWords(r.Days, "try", r.At)
	case coach.ReasonRow:
		if r.Days > 0 {
			return s.gapWords(r.Days, "call", r.At)
		}
	case coach.ReasonKeep:
		return "One call in " + say.Counted(r.Days, "day") + ", as you chose."
	case coach.ReasonTenth:
		return "That makes " + say.Counted(r.N, "call") + " and emails."
	case coach.ReasonRenewal:
		return say.Counted(r.Days, "day") + " before a contract ends, people look around."
	case coach.ReasonVerdict:
		return verdictWhy(r)
	case coach.ReasonGift:
		return say.Sentence(phrases.Reason(s.To, r))
	}
	return plainWhy[r.Code]
}

// gapWords say that a step keeps its distance to the call before it, and that a day off moved it on.
func (s SavedView) gapWords(days int, what string, from time.Time) string {
	this := "this " + what
	if !from.IsZero() && !from.Equal(s.Touch.At) {
		this = "the last " + what
	}
	moved := slices.ContainsFunc(s.Step.Because, func(r coach.Reason) bool {
		return r.Code == coach.ReasonDayOff || r.Code == coach.ReasonHoliday
	})
	switch {
	case days == 1 && moved:
		return "The next working day after " + this + "."
	case moved:
		return say.Sentence(say.Small(days) + " days after " + this + ", on a working day")
	case days == 1:
		return "One day after " + this + "."
	}
	return say.Sentence(say.Small(days) + " days after " + this)
}

// Sentences of reasons that hang on a word: who gets a second try on the first day, and who the next morning.
var (
	sameDay = map[string]string{
		"warm": "Warm leads get a second try the same day.",
		"high": "High-potential leads get a second try the same day.",
		"":     "Everybody gets a second try the same day.",
	}
	nextDay = map[string]string{
		"cold":      "Cold leads get the second try the next morning.",
		"afternoon": "The first try was after noon, so tomorrow morning.",
		"no-room":   "The day leaves no room for a second try.",
	}
	// plainWhy has the sentences that need nothing but their code, and those of words that have none of their own.
	plainWhy = map[string]string{
		coach.ReasonPast:       "Its day had passed, so it's due now.",
		coach.ReasonMoved:      "Nothing is due before then.",
		coach.ReasonSnooze:     "You snoozed it until then.",
		coach.ReasonGiven:      "Somebody there named this time.",
		coach.ReasonBroken:     "They missed the agreed call.",
		coach.ReasonMissed:     "Open with a short apology.",
		coach.ReasonLapsed:     "Nothing was logged about the agreed call.",
		coach.ReasonBusy:       "The line was busy.",
		coach.ReasonNumber:     "The number was wrong.",
		coach.ReasonSuccessor:  "They left the company.",
		coach.ReasonReview:     "The plan's calls are used up.",
		coach.ReasonFull:       "You chose the full plan.",
		coach.ReasonSameDay:    "You give everybody a second try the same day.",
		coach.ReasonNextDay:    "You leave second tries to the next morning.",
		coach.ReasonNeedsDate:  "The next working morning after a talk without a date.",
		coach.ReasonNow:        "Warm leads are called at once.",
		coach.ReasonOpenWindow: "Cold leads get the first open window.",
		coach.ReasonOutside:    "Their day and your hours don't meet.",
	}
)

// remarks are what is to be said besides: first what became of words that were typed, then one remark on the call, then
// on a phrase. Where something is asked one remark is enough, else two.
func (s SavedView) remarks() []string {
	lines := s.corrections()
	most := 2
	if s.Logged.Question != nil || s.asksTime() {
		most = 1
	}
	other := s.noteLines()
	if w := s.foundLine(); w != "" {
		other = append([]string{w}, other...)
	}
	if room := most - len(lines); len(other) > max(room, 0) {
		other = other[:max(room, 0)]
	}
	return append(lines, other...)
}

// corrections say what became of words that could not be taken as typed, and who else is reached by what was. None of
// them may be left out.
//
//	I read “15/1” as 15 Jan 2026.
func (s SavedView) corrections() (lines []string) {
	if s.overruled() {
		lines = append(lines, "The call for "+s.To.Both(s.Touch.Until, s.Step.Zone.Loc)+
			" isn't planned: something newer stands. `/followup next` plans it anyway.")
	}
	if s.WrongAt != "" {
		lines = append(lines, "Saved as just now: "+say.Sentence(say.Quote(s.WrongAt, 120))+" Your words are in the note.")
	}
	if s.EndsOn != "" {
		lines = append(lines, "“"+say.Quote(s.EndsOn, 60)+"” names no day. Log the day, and I'll remind you 60 days before.")
	}
	if s.Twin != nil {
		lines = append(lines, "*"+say.Brief(say.NameOf(*s.Twin), say.NameWords)+"* has this number or address too.")
	}
	if s.Held != nil {
		lines = append(lines, s.Held.Words(s.To))
	}
	if s.ReadAs != "" && !s.Touch.Until.IsZero() {
		lines = append(lines, "I read “"+say.Quote(s.ReadAs, 40)+"” as "+s.To.Dated(s.Touch.Until.In(s.To.Location()))+".")
	}
	return lines
}

// noteOrder ranks the remarks on a call: what may still be mended comes first.
var noteOrder = []string{
	coach.ReasonPaused, coach.ReasonBack, coach.ReasonSoon, coach.ReasonTwice, coach.ReasonCloseHidden,
	coach.ReasonEvening,
	coach.ReasonDayOff, coach.ReasonHoliday,
	coach.ReasonHours, coach.ReasonOutside, coach.ReasonWeakDay, coach.ReasonPromiseBroken, coach.ReasonPromiseKept,
	coach.ReasonBroken, coach.ReasonUnread, coach.ReasonReplay, coach.ReasonNoTry, coach.ReasonSameTry,
	coach.ReasonKept, coach.ReasonClosed, coach.ReasonGut, coach.ReasonFirst, coach.ReasonNotANo,
}

// noteLines are the notes on what was logged and on the agreed instant, each a sentence, the weightiest first. What the
// first line or the reason says already is left out.
//
//	Sun 18 Jan falls on a weekend.
func (s SavedView) noteLines() (lines []string) {
	notes := slices.DeleteFunc(append(slices.Clone(s.Instant), s.Logged.Notes...), func(r coach.Reason) bool {
		ends := s.Touch.Outcome.Info().Ends || s.Touch.Outcome == outcome.NoResponse || s.Touch.Outcome == outcome.Lost
		return slices.Contains(saidAlready, r.Code) || r.Code == coach.ReasonClosed && ends ||
			r.Code == coach.ReasonRunsCold && s.runsCold() ||
			slices.ContainsFunc(s.Step.Because, func(b coach.Reason) bool { return b.Code == r.Code })
	})
	rank := func(r coach.Reason) int {
		if i := slices.Index(noteOrder, r.Code); i >= 0 {
			return i
		}
		return len(noteOrder)
	}
	slices.SortStableFunc(notes, func(a, b coach.Reason) int { return rank(a) - rank(b) })
	for _, words := range phrases.Reasons(s.To, notes) {
		lines = append(lines, say.Sentence(words))
	}
	return lines
}

// saidAlready are notes that stand in the first line or in the place of the reason.
var saidAlready = []string{coach.ReasonEarly, coach.ReasonEarlyHours, coach.ReasonLate}

// overruled reports whether an agreed call that was logged belatedly is not what comes next, for something newer
// stands.
func (s Saved) overruled() bool {
	if s.Touch.Until.IsZero() || s.Touch.Outcome == outcome.Snoozed || !s.Lead.Open() ||
		!slices.ContainsFunc(s.Logged.Notes, func(n coach.Reason) bool { return n.Code == coach.ReasonReplay }) {
		return false
	}
	c := s.Step.Commitment
	return c == nil || !c.At.Equal(s.Touch.Until)
}

// Remark is the line about a phrase in what was saved, for a surface that says the rest itself; empty for none.
func Remark(to say.Reader, s Saved) string { return SavedView{to, s}.foundLine() }

// foundLine is one line about a phrase: what was written, what speaks against it, and what to say instead. It is a
// statement, so it stands beside whatever the answer asks or offers.
//
//	“Just checking in” offers nothing new. Try: “The reason why I'm calling now: cut unscheduled maintenance”
func (s SavedView) foundLine() string {
	if s.Phrase == nil {
		return ""
	}
	f := s.Phrase
	try := say.Quote(f.Instead, 400)
	if first, _, _ := strings.Cut(f.Instead, " "); !slices.Contains([]string{"Ask", "Open", "Name"}, first) {
		try = "“" + try + "”" // to be said so
	}
	heard := f.Words
	if f.Own { // what to say instead is whole, however long the phrase is
		heard = say.Few(heard, 3)
	}
	words := "“" + say.Capital(say.Quote(heard, 80)) + "” " + say.Lower(say.Sentence(say.Quote(f.Why, 200))) + " Try: " +
		try
	if zone := s.Step.Zone.Loc; say.ClockTime.MatchString(f.Instead) && zone != nil &&
		!say.SameClock(s.To.Now, s.To.Location(), zone) {
		words += " (their time)"
	}
	return words
}
