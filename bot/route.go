package bot

import (
	"context"
	"maps"

	"github.com/followup-coach/followup/bot/calls"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/kept"
	"github.com/followup-coach/followup/bot/leads"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/reviews"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/talks"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// newTables fills the tables from the handlers of the slices.
func (b *Bot) newTables() tables {
	commands := b.commandTable()
	lines := maps.Clone(commands)
	for word, run := range commands {
		lines[word] = b.nameFirst(run)
	}
	lines[input.WordLead] = b.leadLine
	for _, word := range input.CommandWords {
		if lines[word] == nil {
			lines[word] = b.nameFirst(notBuilt(b.reply))
		}
	}
	return tables{
		commands: commands, lines: lines, clicks: b.clickTable(), forms: b.formTable(),
		slackChanges: b.eventTable(),
		shortcuts: map[string]handler{ // by callback id
			"followup_log": {run: func(ctx context.Context, req *request.Request) (request.Response, error) {
				return b.calls.OpenLog(ctx, req, coach.Lead{})
			}},
			"followup_check": {run: b.checks.CheckMessage}, // on a message
		},
	}
}

// tables are the handlers of everything that a person can type, click or send, by its name.
type tables struct {
	commands                map[string]command // each word of the contract that is built
	lines                   map[string]command // …each that a line can have, reserved ones and [input.WordLead] too
	clicks, forms           map[string]handler
	shortcuts, slackChanges map[string]handler
}

// label names what is no command for metrics and logs, out of a closed set: what people or Slack made up becomes
// "other".
func (t tables) label(req *request.Request) string {
	known, name := false, req.Name
	switch req.Kind {
	case request.KindClick:
		name = say.Kind(req.Name)
		_, known = t.clicks[name]
	case request.KindSubmit, request.KindClosed:
		_, known = t.forms[name]
	case request.KindShortcut:
		_, known = t.shortcuts[name]
	case request.KindEvent:
		_, known = t.slackChanges[name]
	}
	if !known {
		return labelOther
	}
	return name
}

// labelOther is the label of what has no name in the tables, and of a command until its first word is read.
const labelOther = "other"

// unreadableName is the name of a command whose envelope could not be read.
const unreadableName = "unreadable"

// unreadable answers a command whose envelope could not be read.
func unreadable(context.Context, *request.Request) (request.Response, error) {
	return request.Response{}, request.ErrUnreadable
}

// endTable is the buttons of a chase's end, by the kind of their action id.
func endTable(end *reviews.Handlers, call *calls.Handlers, talk *talks.Handlers) map[string]handler {
	return map[string]handler{
		say.ActReview:    on(request.ReadButton, end.OpenReview),
		say.ActExtend:    on(request.ReadButton, end.OpenVerdict(coach.VerdictExtend)),
		say.ActStepBack:  on(request.ReadButton, end.OpenVerdict(coach.VerdictStepBack)),
		say.ActGoodbye:   on(request.ReadButton, end.OpenVerdict(coach.VerdictBreakUp)),
		say.ActGiftForm:  on(request.ReadButton, end.OpenVerdict(coach.VerdictGift)),
		say.ActNurture:   on(request.ReadButton, call.TapOutcome(outcome.Nurture)),
		say.ActDelivered: on(request.ReadButton, call.TapOutcome(outcome.Gift)),
		say.ActCloseForm: on(request.ReadButton, call.OpenCloseOf),
		say.ActCloseAs:   on(request.ReadButton, call.CloseTapped),
		say.ActStillOpen: on(request.ReadButton, talk.StillOpen),
		say.ActWhyMore:   on(request.ReadButton, end.OpenWhyMore),
		say.ActApprove:   on(request.ReadButton, end.Approve),
		say.ActDecline:   on(request.ReadButton, end.OpenDecline),
	}
}

// clickTable is all buttons and menus, by the kind of their action id.
func (b *Bot) clickTable() map[string]handler {
	table := endTable(b.reviews, b.calls, b.talks)
	maps.Copy(table, map[string]handler{
		say.ActVoicemail: on(request.ReadButton, b.calls.TapOutcome(outcome.Voicemail)),
		say.ActNoAnswer:  on(request.ReadButton, b.calls.TapOutcome(outcome.NoAnswer)),
		say.ActMail:      on(request.ReadButton, b.calls.TapOutcome(outcome.Email)),
		say.ActLinkedIn:  on(request.ReadButton, b.calls.TapOutcome(outcome.LinkedIn)),
		say.ActX:         on(request.ReadButton, b.calls.TapOutcome(outcome.XTwitter)),
		say.ActEmailed:   on(request.ReadButton, b.calls.Emailed),
		say.ActResume:    on(request.ReadButton, b.calls.TapOutcome(outcome.Resumed)),
		say.ActReached:   on(request.ReadButton, b.talks.OpenReached),
		say.ActLogForm:   on(request.ReadButton, b.calls.OpenLogOf),
		say.ActNextForm:  on(request.ReadButton, b.agreed.OpenNextOf),
		say.ActAddForm:   on(request.ReadButton, b.leads.OpenAdd),
		say.ActMore:      on(request.ReadButton, b.more),
		say.ActRest:      on(request.ReadButton, b.reps.RestTapped),
		say.ActMessage:   on(request.ReadButton, b.reps.MessageTapped),

		say.ActOutcome:   on(request.ReadButton, b.talks.Reached),
		say.ActSay:       on(request.ReadButton, b.talks.NextTurn),
		say.ActWhatToSay: on(request.ReadButton, b.talks.WhatToSay),
		say.ActWrapMore:  on(request.ReadButton, b.talks.WrapMore),

		say.ActUndo:      on(request.ReadButton, b.reps.UndoTapped),
		say.ActUndoAll:   on(request.ReadButton, b.reps.UndoAllTapped),
		say.ActTheirTime: on(request.ReadButton, b.agreed.MeantTheirs),
		say.ActSlot:      on(request.ReadButton, b.agreed.PickSlot),

		say.ActAgain:   on(request.ReadButton, b.kept.Again),
		say.ActPick:    on(request.ReadButton, b.kept.PickLead),
		say.ActDymLead: on(request.ReadButton, b.kept.PickLead),
		say.ActDymOut:  on(request.ReadButton, b.kept.PickOutcome),
		say.ActDymWord: on(request.ReadButton, b.kept.PickCommand),
		say.ActCreate:  on(request.ReadButton, b.kept.CreateTyped),
		say.ActChoose:  on(request.ReadButton, b.kept.Choose),
		say.ActElse:    on(request.ReadButton, b.calls.OpenElse),
		say.ActJustNow: on(request.ReadButton, b.kept.MeantNow),
		say.ActTryAt:   on(request.ReadButton, b.agreed.TryAt),
		say.ActRun:     on(kept.ReadLine, b.kept.RunTapped),

		say.ActWarmth: on(request.ReadButton, b.leads.AnswerWarmth),
		say.ActLight:  on(request.ReadButton, b.talks.AnswerLight),
		say.ActWhy:    on(request.ReadButton, b.calls.OpenWhy),

		say.ActTalked:  on(request.ReadButton, b.talks.OpenTalked),
		say.ActNotIn:   on(request.ReadButton, b.agreed.TapAgreed(outcome.NoAnswer)),
		say.ActMissed:  on(request.ReadButton, b.agreed.TapAgreed(outcome.Missed)),
		say.ActCalling: on(request.ReadButton, b.agreed.CallingNow),

		say.ActAgendaText: on(request.ReadButton, b.agreed.AgendaText),
		say.ActCalendar:   on(request.ReadButton, b.agreed.CalendarFile),

		say.ActTipUp:   on(request.ReadButton, b.preps.TipRated(true)),
		say.ActTipDown: on(request.ReadButton, b.preps.TipRated(false)),
		say.ActTipMore: on(request.ReadButton, b.preps.TipMore),
		say.ActSource:  on(request.ReadButton, b.preps.Source),
		say.ActPrep:    on(request.ReadButton, b.preps.PrepTapped),
		say.ActPage:    on(request.ReadButton, b.leads.TurnPage),
		say.ActScript:  on(request.ReadButton, b.preps.ScriptTapped),
		say.ActEndsIn:  on(request.ReadButton, b.preps.ScriptLogged),
		say.ActToday:   on(request.ReadButton, b.reps.TodayTapped),
		say.ActDraft:   on(request.ReadButton, b.drafts.DraftTapped),

		say.ActPractice: on(request.ReadButton, b.practice.PracticeTapped),

		say.ActSettings: on(request.ReadButton, b.reps.OpenSettings),
		say.ActHelp:     on(request.ReadButton, openHelp(b.reply)),
		say.ActKept:     on(request.ReadButton, b.kept.OpenKept),
		say.ActShow:     on(request.ReadButton, b.leads.ShowTapped),

		say.ActMissing: on(request.ReadButton, b.preps.OpenMissing),
		say.ActUse:     on(request.ReadButton, b.preps.UseStory),

		say.ActCheck:        on(request.ReadButton, b.checks.ChangeTapped),
		say.ActAskColleague: on(request.ReadButton, b.checks.AskTapped),
		say.ActAnswer:       on(request.ReadButton, b.checks.AnswerTapped),

		say.ActEditForm:   on(request.ReadButton, b.leads.OpenEditOf),
		say.ActEditPage:   on(request.ReadButton, b.leads.EditPage),
		say.ActPromise:    on(request.ReadButton, b.talks.AnswerPromise),
		say.ActTogether:   on(request.ReadButton, b.talks.AnswerTogether),
		say.ActHotForm:    on(request.ReadButton, b.leads.OpenHot),
		say.ActIntroduced: on(request.ReadButton, b.leads.OpenAddFrom(leads.FromNamed)),
		say.ActFollows:    on(request.ReadButton, b.leads.OpenAddFrom(leads.FromFollows)),
		say.ActReopen:     on(request.ReadButton, b.leads.ReopenTapped),
		say.ActLift:       on(request.ReadButton, b.leads.OpenLift),
		say.ActLeaveTask:  on(request.ReadButton, b.leads.LeaveTask),
	})
	return table
}

// command carries out a line whose first word it is.
type command func(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error)

// commandTable is what each word of the contract does; one without an entry is reserved and not built yet.
func (b *Bot) commandTable() map[string]command {
	return map[string]command{
		"today":    b.reps.TodayLine,
		"check":    b.checks.CheckLine,
		"practice": b.practice.PracticeLine,
		"log":      b.calls.LogLine,
		"add":      b.leads.AddLine,
		"show":     b.leads.ShowLine,
		"when":     b.leads.WhenLine,
		"prep":     b.preps.PrepLine,
		"next":     b.agreed.NextLine,
		"snooze":   b.calls.SnoozeLine,
		"close":    b.calls.CloseLine,
		"resume":   b.calls.ResumeLine,
		"reopen":   b.leads.ReopenLine,
		"edit":     b.leads.EditLine,
		"list":     b.leads.ListLine,
		"draft":    b.drafts.DraftLine,
		"review":   b.reviews.ReviewLine,
		"script":   b.preps.ScriptLine,
		"tip":      b.preps.TipLine,
		"why":      b.preps.WhyLine,
		"map":      b.preps.MapLine,
		"undo":     b.reps.UndoLine,
		"settings": b.reps.SettingsLine,
		"team":     b.teams.TeamLine,
		"help":     helpLine(b.reply),
	}
}

// handler is what the edge runs for one command, click, form or event.
type handler struct {
	run     func(ctx context.Context, req *request.Request) (request.Response, error)
	command command    // in place of run: carries out…
	line    input.Line // …what was typed
	open    bool       // not a person acting on the app, so nobody to authorize: Slack telling us something
}

// on makes a handler of two steps: parse reads what was asked for out of the request and touches nothing, run carries
// it out.
func on[P any](parse func(*request.Request) (P, error),
	run func(context.Context, *request.Request, P) (request.Response, error)) handler {
	return handler{run: func(ctx context.Context, req *request.Request) (request.Response, error) {
		p, err := parse(req)
		if err != nil {
			return request.Response{}, err
		}
		return run(ctx, req, p)
	}}
}

// formTable is the forms that can be sent, by callback id.
func (b *Bot) formTable() map[string]handler {
	return map[string]handler{
		say.FormLog:      on(request.ReadForm, b.calls.LogForm),
		say.FormNext:     on(request.ReadForm, b.agreed.NextForm),
		say.FormSnooze:   on(request.ReadForm, b.calls.SnoozeForm),
		say.FormClose:    on(request.ReadForm, b.calls.CloseForm),
		say.FormAdd:      on(request.ReadForm, b.leads.AddForm),
		say.FormEdit:     on(request.ReadForm, b.leads.EditForm),
		say.FormHot:      on(request.ReadForm, b.leads.HotForm),
		say.FormLift:     on(request.ReadForm, b.leads.LiftForm),
		say.FormLead:     on(request.ReadForm, b.leadForm),
		say.FormWrap:     on(request.ReadForm, b.talks.WrapForm),
		say.FormMore:     on(request.ReadForm, b.talks.MoreForm),
		say.FormMissing:  on(request.ReadForm, b.preps.MissingForm),
		say.FormCheck:    on(request.ReadForm, b.checks.CheckForm),
		say.FormAsk:      on(request.ReadForm, b.checks.AskForm),
		say.FormAnswer:   on(request.ReadForm, b.checks.AnswerForm),
		say.FormDraft:    on(request.ReadForm, b.drafts.DraftForm),
		say.FormPractice: on(request.ReadForm, b.practice.PracticeForm),
		say.FormReview:   on(request.ReadForm, b.reviews.ReviewForm),
		say.FormExtend:   on(request.ReadForm, b.reviews.ExtendForm),
		say.FormGift:     on(request.ReadForm, b.reviews.GiftForm),
		say.FormDecline:  on(request.ReadForm, b.reviews.DeclineForm),
		say.FormSettings: on(request.ReadForm, b.reps.SettingsForm),
		say.FormDone:     {run: closed},
	}
}

// closed lets a page go.
func closed(context.Context, *request.Request) (request.Response, error) {
	return request.Response{}, nil
}

// gone answers a click on a button that this version does not know: an older or a newer one rendered it.
func gone(out *reply.Replier) func(context.Context, *request.Request) (request.Response, error) {
	return func(_ context.Context, req *request.Request) (request.Response, error) {
		return out.Say(req, say.Gone(out.Reader(req)))
	}
}

// goneForm answers a form that this version does not know, with a page: a sentence has no place on a form.
func goneForm(out *reply.Replier) func(context.Context, *request.Request) (request.Response, error) {
	return func(_ context.Context, req *request.Request) (request.Response, error) {
		return reply.ShowForm(say.Message("Followup", say.Gone(out.Reader(req))))
	}
}

// helpLine is the short help, or a page of it: "help [topic]".
func helpLine(out *reply.Replier) command {
	return func(_ context.Context, req *request.Request, ln input.Line) (request.Response, error) {
		return out.Say(req, say.Help(out.Reader(req), input.Span(ln.Text, ln.Words)))
	}
}

// openHelp shows the short help.
func openHelp(out *reply.Replier) func(context.Context, *request.Request, request.Button) (request.Response, error) {
	return func(_ context.Context, req *request.Request, _ request.Button) (request.Response, error) {
		return out.Say(req, say.Help(out.Reader(req), ""))
	}
}

// notBuilt answers a word that is reserved and does nothing yet.
func notBuilt(out *reply.Replier) command {
	return func(_ context.Context, req *request.Request, ln input.Line) (request.Response, error) {
		return out.Say(req, say.NotBuilt(out.Reader(req), ln.Word, input.Span(ln.Text, ln.Words)))
	}
}
