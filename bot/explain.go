package bot

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// explain turns an error into what the person gets to see. It is the only place that does.
func (b *Bot) explain(a *act, err error) answer {
	r, field, short := b.words(a, err)
	checked, bad := r.Checked()
	if bad != nil {
		b.log.Error("an answer broke Slack's limits", "kind", a.kind, "name", a.label(), "error", bad)
	}
	if a.kind == kindSubmit && a.view != nil {
		return b.explainInForm(a, checked, field, short)
	}
	ans, err := saying(checked)
	if err != nil {
		return answer{Text: checked.Text}
	}
	return ans
}

// words are the sentences for an error, and of a form the field they belong to with the words that fit there.
func (b *Bot) words(a *act, err error) (r say.Reply, field, short string) {
	to, typed := b.reader(a), a.typed()
	var broke *panicError
	switch {
	case errors.As(err, &broke):
		return say.Unexpected(to, a.envelope.ID, typed), "", ""
	case errors.Is(err, errNotSavedAfterAll):
		return say.LookedUp(to, false, typed), "", ""
	case hung(a, err):
		return say.CannotTell(to, typed), "", ""
	case errors.Is(err, errCrowded):
		return say.Crowded(to, typed), "", ""
	case errors.Is(err, store.ErrConflict):
		return say.Busy(to, typed), "", ""
	case errors.Is(err, store.ErrNotSaved), unreachable(err):
		return say.NotSaved(to, whyNotSaved(err), typed), "", ""
	case errors.Is(err, errGuest), errors.Is(err, errBot), errors.Is(err, errStranger), errors.Is(err, errGone):
		return say.GuestRefused(to), "", ""
	case errors.Is(err, errNobody):
		return say.NotSaved(to, "Slack didn't tell me in time who you are", typed), "", ""
	case errors.Is(err, errNoAdmin):
		return say.NotAllowed(to, "set up teams", "workspace owners and admins"), "", ""
	case errors.Is(err, errNoManager):
		return say.NotAllowed(to, "change this team", "its managers and workspace admins"), "", ""
	case errors.Is(err, errNotYours):
		return say.NotAllowed(to, "take out what somebody else has told",
			"the team's managers, workspace admins and whoever told it"), "", ""
	case errors.Is(err, errUnreadable):
		return say.NotSaved(to, "I couldn't read what Slack sent", typed), "", ""
	case errors.Is(err, errOutdated):
		return say.Gone(to), "", ""
	case errors.Is(err, errNoTrigger):
		return say.MissingForm(to), "", ""
	}
	if r, field, short, ok := inputWords(to, typed, err); ok {
		return r, field, short
	}
	if r, field, short, ok := ruleWords(to, typed, err); ok {
		return r, field, short
	}
	return say.Unexpected(to, a.envelope.ID, typed), "", ""
}

// inputWords are the sentences for what was typed and can't be used.
func inputWords(to say.Reader, typed string, err error) (r say.Reply, field, short string, ok bool) {
	var (
		lead   *unknownLead
		none   *noDate
		loose  *vagueDay
		never  *impossible
		past   *inPast
		future *inFuture
		bad    *badValue
		why    *needsReason
		taken  *nameTaken
	)
	switch {
	case errors.As(err, &lead):
		return say.UnknownLead(to, lead.name, typed), say.FieldName, "", true
	case errors.As(err, &none):
		return say.NotADate(to, none.words, typed), say.FieldNext, "", true
	case errors.As(err, &loose):
		return say.Vague(to, loose.words, "/followup snooze "+loose.name+" Monday", typed), say.FieldDate, "", true
	case errors.As(err, &never):
		return say.ImpossibleDate(to, never.words, strings.TrimSuffix(never.why, "."), typed), say.FieldNext, "", true
	case errors.As(err, &past):
		return say.PastDate(to, past.words, past.at, typed), say.FieldNext, say.ErrNext(to, past.at), true
	case errors.As(err, &future):
		return say.FutureTouch(to, future.at, typed), say.FieldWhen, say.ErrWhen(to, future.at), true
	case errors.As(err, &bad):
		return say.BadValue(to, bad.what, bad.given, bad.expected, bad.example, typed), bad.field, "", true
	case errors.As(err, &why):
		return say.BadValue(to, "a reason", "", say.ErrReason, "/followup close Acme no-response number is dead", typed),
			say.FieldReason, say.ErrReason, true
	case errors.As(err, &taken):
		return say.BadValue(to, "a new lead's name", taken.name, say.ErrTaken(taken.name), "/followup show "+taken.name,
			typed), say.FieldName, say.ErrTaken(taken.name), true
	case errors.Is(err, errNoName):
		return say.EmptyName(to, typed), say.FieldName, say.ErrName, true
	case errors.Is(err, errLongName):
		return say.LongName(to, nameMost, typed), say.FieldName, "", true
	}
	return r, "", "", false
}

// ruleWords are the sentences for what the coach refuses.
func ruleWords(to say.Reader, typed string, err error) (r say.Reply, field, short string, ok bool) {
	var (
		about  *aboutLead
		law    *coach.LawError
		note   *coach.NoteError
		before *answeredBefore
		moved  *movedCall
	)
	lead := coach.Lead{}
	if errors.As(err, &about) {
		lead = about.lead
	}
	switch {
	case errors.As(err, &moved):
		return say.AgreedMoved(to, moved.now), "", "", true
	case errors.As(err, &law):
		return say.OutsideLaw(to, lead, law, typed), say.FieldNext, say.ErrLaw(to, law), true
	case errors.As(err, &note):
		return say.NoteTooLong(to, note.Length, coach.MaxNote, typed), say.FieldNote, say.ErrNote(note.Length), true
	case errors.Is(err, coach.ErrClosed), errors.Is(err, coach.ErrDoNotCall):
		return say.LeadClosed(to, lead, typed), "", say.ErrClosed(to, lead), true
	case errors.Is(err, coach.ErrInFuture):
		return say.FutureTouch(to, to.Now, typed), say.FieldWhen, "", true
	case errors.Is(err, coach.ErrNoAgreed):
		return say.NothingAgreed(to, lead), "", "", true
	case errors.Is(err, coach.ErrDatePast), errors.Is(err, coach.ErrNoDate):
		return say.NotADate(to, "", typed), say.FieldNext, "", true
	case errors.Is(err, errSame):
		return say.Unchanged(to, lead), "", "", true
	case errors.Is(err, errCallGone):
		return say.CallTakenBack(to, lead), "", say.ErrTakenBack, true
	case errors.Is(err, coach.ErrOpen) && lead.ID != "":
		return say.OpenAlready(to, lead), "", say.ErrOpened(lead), true
	case errors.Is(err, coach.ErrNoTask) && lead.ID != "":
		return say.NoTaskLeft(to, lead), "", "", true
	case errors.As(err, &before):
		return say.AnsweredBefore(to, before.lead, before.as), "", "", true
	case errors.Is(err, coach.ErrOpen), errors.Is(err, coach.ErrOutcome), errors.Is(err, coach.ErrNoTask),
		errors.Is(err, coach.ErrPromise):
		return say.Gone(to), "", "", true
	}
	return r, "", "", false
}

// whyNotSaved is the reason as half a sentence.
func whyNotSaved(err error) string {
	text := err.Error()
	switch {
	case strings.Contains(text, "OOM"):
		return "the store is full"
	case strings.Contains(text, "MISCONF"), strings.Contains(text, "READONLY"), strings.Contains(text, "NOREPLICAS"):
		return "the store takes no changes at the moment"
	case strings.Contains(text, "LOADING"), strings.Contains(text, "CLUSTERDOWN"), strings.Contains(text, "MASTERDOWN"):
		return "the store is just starting"
	default:
		return "the store can't be reached"
	}
}

// explainInForm keeps the form open with what was typed and puts the words at a field: theirs, or the first one.
func (b *Bot) explainInForm(a *act, r say.Reply, field, short string) answer {
	if short == "" {
		short = firstLine(r.Text)
	}
	if errs := say.FormErrors(a.inputs(), map[string]string{field: short}); len(errs) > 0 {
		return answer{Errors: errs}
	}
	ans, err := showing(say.Message("Followup", r))
	if err != nil {
		return answer{Text: r.Text}
	}
	return ans
}

// inputs are the block ids of the inputs of the form that was sent, in its order.
func (a *act) inputs() []string {
	var ids []string
	for _, block := range a.view.Blocks.BlockSet {
		if input, ok := block.(*slack.InputBlock); ok {
			ids = append(ids, input.BlockID)
		}
	}
	if len(ids) == 0 && a.view.State != nil {
		ids = slices.Sorted(maps.Keys(a.view.State.Values))
	}
	return ids
}

// reader is who the act's answer is said to.
func (b *Bot) reader(a *act) say.Reader {
	return say.Reader{Zone: a.zone(), Now: a.now, Nonce: store.NewID(), Rules: b.rules}
}

// Surfaces whose ephemeral answers are drawn anew after a tap on one of their cards: Slack sends no copy of an
// ephemeral message along with a click, so the message's kind is written into its block ids.
const (
	onToday = "today"
	onShow  = "show"
	onPrep  = "prep"
)

// readerOn is [Bot.reader] for a message that is recognised by its surface later.
func (b *Bot) readerOn(a *act, surface string) say.Reader {
	to := b.reader(a)
	to.Nonce = surface + "-" + to.Nonce
	return to
}

// surface is the kind of the message that was clicked, empty when it has none.
func (a *act) surface() string {
	if a.action == nil {
		return ""
	}
	parts := strings.SplitN(a.action.BlockID, ".", 3)
	if len(parts) < 2 {
		return ""
	}
	kind, _, found := strings.Cut(parts[1], "-")
	if !found {
		return ""
	}
	return kind
}

// typed is what is given back to somebody whose words were not taken: the whole command as they typed it, not as Slack
// escapes it.
func (a *act) typed() string {
	if a.kind != kindCommand || strings.TrimSpace(a.text) == "" {
		return ""
	}
	return "/followup " + words.Plain(a.text)
}

// zone is the acting person's: the rep's once their record was read, before that what Slack says.
func (a *act) zone() *time.Location {
	if a.rep != nil {
		return a.rep.Location()
	}
	if loc, err := time.LoadLocation(a.who.tz); err == nil && a.who.tz != "" {
		return loc
	}
	return time.UTC
}

func firstLine(s string) string {
	s = strings.NewReplacer("*", "", "`", "").Replace(s)
	lines := strings.Split(s, "\n")
	return strings.TrimSpace(lines[0])
}
