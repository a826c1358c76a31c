package bot

import (
	"context"
	"errors"
	"net"
	"regexp"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/absent"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
)

// timedOut reports whether a change may or may not have been saved: its write was sent and not answered, or the store
// did not even answer the question before it, in which case an earlier delivery of the same request may have been saved
// all the same.
func timedOut(req *request.Request, err error) bool {
	if errors.Is(err, store.ErrUnknown) {
		return req.Kind != request.KindSuggest // which changes nothing
	}
	var slow net.Error
	return req.Writes && (errors.Is(err, context.DeadlineExceeded) || errors.As(err, &slow) && slow.Timeout())
}

// panicError is a panic of a handler on its way to the edge.
type panicError struct {
	value any
	stack string
}

func (p *panicError) Error() string { return "panic: " + reply.PanicWords(p.value) }

// explain turns an error into what the person gets to see. It is the only place that does.
func (b *Bot) explain(req *request.Request, resp request.Response, err error) request.Response {
	r, field, short := b.words(req, err)
	if resp.Keep != nil {
		if short == "" {
			short = request.FirstLine(r.Text)
		}
		if kept, err := reply.ShowForm(resp.Keep(r.Text, short)); err == nil {
			return kept
		}
	}
	if req.Kind == request.KindSubmit && req.View != nil {
		return explainInForm(req, b.reply.Checked(req, r), field, short)
	}
	return b.reply.Made(req, r)
}

// words are the sentences for an error, and of a form the field they belong to with the words that fit there.
func (b *Bot) words(req *request.Request, err error) (r say.Reply, field, short string) {
	to, typed := b.reply.Reader(req), req.Typed()
	var broke *panicError
	switch {
	case errors.As(err, &broke):
		return problems.Unexpected(to, req.Envelope, typed), "", ""
	case errors.Is(err, request.ErrNotSavedAfterAll):
		return problems.LookedUp(to, false, typed), "", ""
	case timedOut(req, err):
		return problems.CannotTell(to, typed), "", ""
	case errors.Is(err, errOverloaded):
		return problems.Overloaded(to, typed), "", ""
	case errors.Is(err, store.ErrConflict):
		return problems.Busy(to, typed), "", ""
	case errors.Is(err, store.ErrLeaving):
		return problems.NotSaved(to, "the lead is just going to another rep", typed), "", ""
	case errors.Is(err, store.ErrNotSaved), reply.Unreachable(err), codec.IsNewer(err), damagedOf(err) != "":
		return problems.NotSaved(to, whyNotSaved(err), typed), "", ""
	case errors.Is(err, request.ErrGuest), errors.Is(err, request.ErrBot), errors.Is(err, request.ErrStranger),
		errors.Is(err, request.ErrGone):
		return problems.GuestRefused(to), "", ""
	case errors.Is(err, request.ErrNobody):
		return problems.NotSaved(to, "Slack didn't tell me who you are", typed), "", ""
	case errors.Is(err, request.ErrNoAdmin):
		return problems.NotAllowed(to, "set up teams", "workspace owners and admins"), "", ""
	case errors.Is(err, request.ErrNoManager):
		return problems.NotAllowed(to, "change this team", "its managers and workspace admins"), "", ""
	case errors.Is(err, request.ErrNotShown):
		return problems.NotAllowed(to, "see how a team's reps stand", "their managers"), "", ""
	case errors.Is(err, request.ErrNotYours):
		return problems.NotAllowed(to, "take out what somebody else has told",
			"the team's managers, workspace admins and whoever told it"), "", ""
	case errors.Is(err, request.ErrNotOwner):
		return problems.NotAllowed(to, "open somebody else's lead again", "its owner"), "", ""
	case errors.Is(err, request.ErrNotGift):
		return problems.NotAllowed(to, "decide about this gift", "the managers of their team"), "", ""
	case errors.Is(err, request.ErrNotLifted):
		return problems.NotAllowed(to, "lift a do-not-call", "the lead's owner and their team's managers"), "", ""
	case errors.Is(err, request.ErrUnreadable):
		return problems.NotSaved(to, "I couldn't read what Slack sent", typed), "", ""
	case errors.Is(err, request.ErrOutdated) && req.OnForm():
		return problems.GoneForm(to), "", ""
	case errors.Is(err, request.ErrOutdated):
		return problems.Gone(to), "", ""
	case errors.Is(err, request.ErrNoTrigger):
		return problems.MissingForm(to), "", ""
	}
	if r, field, short, ok := problemWords(to, typed, err); ok {
		return r, field, short
	}
	if r, field, short, ok := ruleWords(to, typed, err); ok {
		return r, field, short
	}
	return problems.Unexpected(to, req.Envelope, typed), "", ""
}

// ofOldLeads are the commands about what a lead has behind it, or that end it: by none of them a new one is meant.
var ofOldLeads = []string{"close", "resume", "reopen", "undo", "erase", "review", "merge", "history", "go"}

// problemWords are the sentences for what was typed or tapped and can't be used.
func problemWords(to say.Reader, typed string, err error) (r say.Reply, field, short string, ok bool) {
	p, ok := errors.AsType[request.Problem](err)
	if !ok {
		return r, "", "", false
	}
	switch p := p.(type) {
	case *request.NotLent:
		return absent.NotLent(to, p.Owner, p.Why, typed), "", "", true
	case *request.CoveredLead: // one of several lines
		return absent.AloneInLine(to, p.Name, p.Owner, typed), "", "", true
	case *request.WentLead:
		return problems.WentLead(to, p.Name, problems.Went{To: p.To, By: p.By, At: p.At}, typed), fields.Name, "", true
	case *request.UnknownLead:
		if p.Rep != "" {
			return problems.OthersLead(to, p.Name, typed), fields.Name, "", true
		}
		word := input.ReadLine(strings.TrimPrefix(typed, "/followup ")).Word
		return problems.UnknownLead(to, p.Name, typed, slices.Contains(ofOldLeads, word)), fields.Name, "", true
	case *request.NoDate:
		return problems.NotADate(to, p.Words, typed), fields.Next, "", true
	case *request.VagueDay:
		return problems.Vague(to, p.Words, "/followup snooze "+p.Name+" Monday", typed), fields.Date, "", true
	case *request.ImpossibleDate:
		return problems.ImpossibleDate(to, p.Words, p.Why, p.Exists, mended(to, p, typed), typed), fields.Next, "", true
	case *request.DatePast:
		return problems.PastDate(to, p.Words, p.At, tomorrow(to, p, typed), typed), fields.Next,
			problems.ErrNext(to, p.At), true
	case *request.TouchInFuture:
		return problems.FutureTouch(to, p.At, typed), fields.When, problems.ErrWhen(to, p.At), true
	case *request.BadValue:
		return problems.BadValue(to, p.What, p.Given, p.Expected, p.Example, typed), p.Field, "", true
	case *request.Stopped:
		return problems.NumberStopped(to, *p, typed), p.Field, problems.ErrStopped(to, *p), true
	case *request.WhichTeam:
		return setup.WhichTeam(to, p.Given, p.Teams, p.Lines, typed), "", "", true
	case *request.NeedsReason:
		return problems.BadValue(to, "a reason", "", problems.ErrReason, "/followup close Acme no-response number is dead",
				typed),
			fields.Reason, problems.ErrReason, true
	case *request.NameTaken:
		return problems.BadValue(to, "a new lead's name", p.Name, problems.ErrTaken(p.Name), "/followup show "+p.Name, typed),
			fields.Name, problems.ErrTaken(p.Name), true
	case *request.AnsweredBefore:
		return problems.AnsweredBefore(to, p.Lead, p.As), "", "", true
	case *request.CallMoved:
		return texts.AgreedMoved(to, texts.Agreed{Lead: p.Lead, Zone: p.Zone}), "", "", true
	}
	return r, "", "", false
}

// ruleWords are the sentences for what the coach refuses.
func ruleWords(to say.Reader, typed string, err error) (r say.Reply, field, short string, ok bool) {
	lead := coach.Lead{}
	if about, ok := errors.AsType[*request.LeadError](err); ok {
		lead = about.Lead
	}
	if law, ok := errors.AsType[*coach.LawError](err); ok {
		return problems.OutsideLaw(to, lead, law, typed), fields.Next, problems.ErrLaw(to, law), true
	}
	if note, ok := errors.AsType[*coach.NoteError](err); ok {
		return problems.NoteTooLong(to, note.Length, coach.MaxNote, typed), fields.Note, problems.ErrNote(note.Length), true
	}
	switch {
	case errors.Is(err, request.ErrNoName):
		return problems.EmptyName(to, typed), fields.Name, problems.ErrName, true
	case errors.Is(err, request.ErrLongName):
		return problems.LongName(to, input.NameMost, typed), fields.Name, "", true
	case errors.Is(err, coach.ErrClosed), errors.Is(err, coach.ErrDoNotCall):
		return problems.LeadClosed(to, lead, typed), "", problems.ErrClosed(to, lead), true
	case errors.Is(err, coach.ErrInFuture):
		return problems.FutureTouch(to, to.Now, typed), fields.When, "", true
	case errors.Is(err, coach.ErrNoAgreed):
		return problems.NothingAgreed(to, lead), "", "", true
	case errors.Is(err, coach.ErrDatePast), errors.Is(err, coach.ErrNoDate):
		return problems.NotADate(to, "", typed), fields.Next, "", true
	case errors.Is(err, request.ErrCallGone):
		return problems.CallTakenBack(to, lead), "", problems.ErrTakenBack, true
	case errors.Is(err, coach.ErrNotHigh):
		return texts.NotHigh(to, lead), fields.Verdict, texts.ErrNotHigh, true
	case errors.Is(err, coach.ErrOpen) && lead.ID != "":
		return problems.OpenAlready(to, lead), "", problems.ErrOpened(lead), true
	case errors.Is(err, coach.ErrNoTask) && lead.ID != "":
		return problems.NoTaskLeft(to, lead), "", "", true
	case errors.Is(err, coach.ErrOpen), errors.Is(err, coach.ErrOutcome), errors.Is(err, coach.ErrNoTask),
		errors.Is(err, coach.ErrPromise), errors.Is(err, coach.ErrNoGift):
		return problems.Gone(to), "", "", true
	}
	return r, "", "", false
}

// whyNotSaved is the reason as half a sentence.
func whyNotSaved(err error) string {
	text := err.Error()
	switch {
	case codec.IsNewer(err):
		return "a newer version of me is running"
	case damagedOf(err) != "":
		return "I can't read " + damagedOf(err) + ". Tell whoever runs me"
	case strings.Contains(text, "OOM"):
		return "my database is full"
	case strings.Contains(text, "MISCONF"), strings.Contains(text, "READONLY"), strings.Contains(text, "NOREPLICAS"):
		return "my database takes no changes right now"
	case strings.Contains(text, "LOADING"), strings.Contains(text, "CLUSTERDOWN"), strings.Contains(text, "MASTERDOWN"):
		return "my database is just starting"
	default:
		return "my database isn't answering"
	}
}

// damagedOf is what of the person's can't be read; empty while everything can.
func damagedOf(err error) string {
	d := codec.DamagedIn(err)
	switch {
	case d == nil:
		return ""
	case d.Of == "rep":
		return "your settings"
	}
	return "this " + strings.TrimPrefix(d.Of, "touches of ")
}

// monthEnd is the day of a month that not every month has.
var monthEnd = regexp.MustCompile(`\b(29|30|31)(st|nd|rd|th)?\b`)

// mended is the nearest date before one that no calendar has ("31 Apr"), with the typed line that names it; nil where
// there is none, where it has passed, or where the words are not found in the line.
func mended(to say.Reader, p *request.ImpossibleDate, typed string) *problems.Mended {
	day := monthEnd.FindString(p.Words)
	if p.Exists || day == "" || !standsOnce(p.Words, typed) {
		return nil
	}
	for _, last := range []string{"30", "29", "28"} {
		words := strings.Replace(p.Words, day, last, 1)
		d := dates.Read(words, dates.Context{Now: to.Now, Zone: to.Zone})
		if d.Kind != dates.Exact && d.Kind != dates.Day || !d.First().After(to.Now) {
			continue
		}
		return &problems.Mended{At: d.First(), Day: d.Kind == dates.Day, Line: lineWith(typed, p.Words, words)}
	}
	return nil
}

// tomorrow is the same time on the next day for one that is over today, with the typed line that names it; nil where
// the words named their day.
func tomorrow(to say.Reader, p *request.DatePast, typed string) *problems.Mended {
	c := dates.Context{Now: to.Now, Zone: to.Zone}
	books := dates.Context{Now: to.Now, Zone: to.Zone, Books: true}
	if !dates.Read(p.Words, books).Past || dates.Read(p.Words, c).Past || !standsOnce(p.Words, typed) {
		return nil
	}
	words := to.Now.In(to.Location()).AddDate(0, 0, 1).Format("2 Jan 2006 ") + p.Words // also when it is tapped later
	d := dates.Read(words, c)
	if d.Kind != dates.Exact {
		return nil
	}
	return &problems.Mended{At: d.At, Line: lineWith(typed, p.Words, words)}
}

// standsOnce reports whether words can be replaced in a typed line.
func standsOnce(words, typed string) bool {
	return strings.Count(typed, words) == 1 && !strings.Contains(typed, "\n")
}

// lineWith is a typed line, without the command in front, with other words in the place of some.
func lineWith(typed, words, other string) string {
	line := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(typed), "/followup"))
	return strings.Replace(line, words, other, 1)
}

// explainInForm keeps the form open with what was typed and puts the words at a field: theirs, or the first one.
func explainInForm(req *request.Request, r say.Reply, field, short string) request.Response {
	if short == "" {
		short = request.FirstLine(r.Text)
	}
	if errs := fields.FormErrors(req.Inputs(), map[string]string{field: short}); len(errs) > 0 {
		return request.Response{Errors: errs}
	}
	resp, err := reply.ShowForm(fields.ReplyPage("Followup", r))
	if err != nil {
		return request.Response{Text: r.Text}
	}
	return resp
}
