package bot

import (
	"context"
	"maps"

	"github.com/followup-coach/followup/bot/away"
	"github.com/followup-coach/followup/bot/calls"
	"github.com/followup-coach/followup/bot/doubles"
	"github.com/followup-coach/followup/bot/history"
	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/kept"
	"github.com/followup-coach/followup/bot/leads"
	"github.com/followup-coach/followup/bot/lists"
	"github.com/followup-coach/followup/bot/numbers"
	"github.com/followup-coach/followup/bot/picker"
	"github.com/followup-coach/followup/bot/posts"
	"github.com/followup-coach/followup/bot/privacy"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/reviews"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/problems"
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
			"followup_check": {run: b.checks.CheckMessage}, // on a message, as the next
			"followup_from":  {run: posts.Log(b.record, b.reply)},
		},
		suggestions: map[string]handler{ // by action id
			fields.Name: {run: picker.Suggest(b.record)}, ids.ActHomeFind: {run: picker.Suggest(b.record)},
		},
	}
}

// tables are the handlers of everything that a person can type, click or send, by its name.
type tables struct {
	commands                map[string]command // each word of the contract that is built
	lines                   map[string]command // …each that a line can have, reserved ones and [input.WordLead] too
	clicks, forms           map[string]handler
	shortcuts, slackChanges map[string]handler
	suggestions             map[string]handler
}

// label names what is no command for metrics and logs, out of a closed set: what people or Slack made up becomes
// "other".
func (t tables) label(req *request.Request) string {
	known, name := false, req.Name
	switch req.Kind {
	case request.KindClick:
		name = ids.Kind(req.Name)
		_, known = t.clicks[name]
	case request.KindSubmit, request.KindClosed:
		_, known = t.forms[name]
	case request.KindShortcut:
		_, known = t.shortcuts[name]
	case request.KindEvent:
		_, known = t.slackChanges[name]
	case request.KindSuggest:
		_, known = t.suggestions[name]
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
		ids.ActReview:    on(request.ReadButton, end.OpenReview),
		ids.ActExtend:    on(request.ReadButton, end.OpenVerdict(coach.VerdictExtend)),
		ids.ActStepBack:  on(request.ReadButton, end.OpenVerdict(coach.VerdictStepBack)),
		ids.ActGoodbye:   on(request.ReadButton, end.OpenVerdict(coach.VerdictBreakUp)),
		ids.ActGiftForm:  on(request.ReadButton, end.OpenVerdict(coach.VerdictGift)),
		ids.ActNurture:   on(request.ReadButton, call.TapOutcome(outcome.Nurture)),
		ids.ActDelivered: on(request.ReadButton, call.TapOutcome(outcome.Gift)),
		ids.ActCloseForm: on(request.ReadButton, call.OpenCloseOf),
		ids.ActCloseAs:   on(request.ReadButton, call.CloseTapped),
		ids.ActStillOpen: on(request.ReadButton, talk.StillOpen),
		ids.ActPromise:   on(request.ReadButton, talk.AnswerPromise),
		ids.ActTogether:  on(request.ReadButton, talk.AnswerTogether),
		ids.ActEnds:      on(request.ReadButton, call.EndsTapped),
		ids.ActWhyMore:   on(request.ReadButton, end.OpenWhyMore),
		ids.ActApprove:   on(request.ReadButton, end.Approve),
		ids.ActDecline:   on(request.ReadButton, end.OpenDecline),
		ids.ActGiftPage:  on(request.ReadButton, end.OpenGift),
	}
}

// leadTable is the buttons of leads themselves: to add, bring in, change, merge, reopen and erase them, and to correct
// what was logged.
func leadTable(lead *leads.Handlers, list *lists.Handlers, person *privacy.Handlers,
	double *doubles.Handlers, past *history.Handlers) map[string]handler {
	return map[string]handler{
		ids.ActAddForm:    on(request.ReadButton, lead.OpenAdd),
		ids.ActImport:     on(request.ReadButton, list.OpenImport),
		ids.ActRevert:     on(request.ReadButton, list.RevertTapped),
		ids.ActLines:      on(request.ReadButton, list.LinesTapped),
		ids.ActErase:      on(request.ReadButton, person.EraseTapped),
		ids.ActMerge:      on(request.ReadButton, double.MergeTapped),
		ids.ActAskHolder:  on(request.ReadButton, double.AskTapped),
		ids.ActHistory:    on(request.ReadButton, past.PageTapped),
		ids.ActEntry:      on(request.ReadButton, past.EntryTapped),
		ids.ActLeaveTask:  on(request.ReadButton, lead.LeaveTask),
		ids.ActLift:       on(request.ReadButton, lead.OpenLift),
		ids.ActReopen:     on(request.ReadButton, lead.ReopenTapped),
		ids.ActKnown:      on(request.ReadButton, lead.KnownTapped),
		ids.ActWarmth:     on(request.ReadButton, lead.AnswerWarmth),
		ids.ActPage:       on(request.ReadButton, lead.TurnPage),
		ids.ActShow:       on(request.ReadButton, lead.ShowTapped),
		ids.ActEditForm:   on(request.ReadButton, lead.OpenEditOf),
		ids.ActEditPage:   on(request.ReadButton, lead.EditPage),
		ids.ActHotForm:    on(request.ReadButton, lead.OpenHot),
		ids.ActIntroduced: on(request.ReadButton, lead.OpenAddFrom(leads.FromNamed)),
		ids.ActFollows:    on(request.ReadButton, lead.OpenAddFrom(leads.FromFollows)),
	}
}

// clickTable is all buttons and menus, by the kind of their action id.
func (b *Bot) clickTable() map[string]handler {
	table := endTable(b.reviews, b.calls, b.talks)
	maps.Copy(table, leadTable(b.leads, b.lists, b.privacy, b.doubles, b.history))
	maps.Copy(table, map[string]handler{
		ids.ActVoicemail: on(request.ReadButton, b.calls.TapOutcome(outcome.Voicemail)),
		ids.ActNoAnswer:  on(request.ReadButton, b.calls.TapOutcome(outcome.NoAnswer)),
		ids.ActMail:      on(request.ReadButton, b.calls.TapOutcome(outcome.Email)),
		ids.ActLinkedIn:  on(request.ReadButton, b.calls.TapOutcome(outcome.LinkedIn)),
		ids.ActX:         on(request.ReadButton, b.calls.TapOutcome(outcome.XTwitter)),
		ids.ActEmailed:   on(request.ReadButton, b.calls.Emailed),
		ids.ActResume:    on(request.ReadButton, b.calls.TapOutcome(outcome.Resumed)),
		ids.ActPause:     on(request.ReadButton, b.calls.PauseTapped),
		ids.ActReached:   on(request.ReadButton, b.talks.OpenReached),
		ids.ActLogForm:   on(request.ReadButton, b.calls.OpenLogOf),
		ids.ActNextForm:  on(request.ReadButton, b.agreed.OpenNextOf),
		ids.ActMore:      on(request.ReadButton, b.more),
		ids.ActRest:      on(request.ReadButton, b.reps.RestTapped),
		ids.ActMessage:   on(request.ReadButton, b.reps.MessageTapped),
		ids.ActOutcome:   on(request.ReadButton, b.talks.Reached),
		ids.ActSay:       on(request.ReadButton, b.talks.NextTurn),
		ids.ActWhatToSay: on(request.ReadButton, b.talks.WhatToSay),
		ids.ActWrapMore:  on(request.ReadButton, b.talks.WrapMore),
		ids.ActMeet:      {run: closed}, // the form is read when it is sent
		ids.ActHunch:     {run: closed},
		ids.ActUndo:      on(request.ReadButton, b.reps.UndoTapped),
		ids.ActUndoAll:   on(request.ReadButton, b.reps.UndoAllTapped),
		ids.ActTheirTime: on(request.ReadButton, b.agreed.MeantTheirs),
		ids.ActSlot:      on(request.ReadButton, b.agreed.PickSlot),
		ids.ActAgain:     on(request.ReadButton, b.kept.Again),
		ids.ActPick:      on(request.ReadButton, b.kept.PickLead),
		ids.ActDymLead:   on(request.ReadButton, b.kept.PickLead),
		ids.ActDymOut:    on(request.ReadButton, b.kept.PickOutcome),
		ids.ActDymWord:   on(request.ReadButton, b.kept.PickCommand),
		ids.ActCreate:    on(request.ReadButton, b.kept.CreateTyped),
		ids.ActChoose:    on(request.ReadButton, b.kept.Choose),
		ids.ActElse:      on(request.ReadButton, b.calls.OpenElse),
		ids.ActJustNow:   on(request.ReadButton, b.kept.MeantNow),
		ids.ActTryAt:     on(request.ReadButton, b.agreed.TryAt),
		ids.ActRun:       on(kept.ReadLine, b.kept.RunTapped),
		ids.ActLight:     on(request.ReadButton, b.talks.AnswerLight),
		ids.ActWhy:       on(request.ReadButton, b.calls.OpenWhy),
		ids.ActTalked:    on(request.ReadButton, b.talks.OpenTalked),
		ids.ActNotIn:     on(request.ReadButton, b.agreed.TapAgreed(outcome.NoAnswer)),
		ids.ActMissed:    on(request.ReadButton, b.agreed.TapAgreed(outcome.Missed)),
		ids.ActCalling:   on(request.ReadButton, b.dial.CallingNow),

		ids.ActAgendaText: on(request.ReadButton, b.agreed.AgendaText),
		ids.ActCalendar:   on(request.ReadButton, b.agreed.CalendarFile),

		ids.ActTipUp: on(request.ReadButton, b.tips.Rated(true)), ids.ActTipDown: on(request.ReadButton, b.tips.Rated(false)),
		ids.ActTipMore:      on(request.ReadButton, b.preps.TipMore),
		ids.ActTipForm:      on(request.ReadButton, b.teams.OpenForm(library.TipForm)),
		ids.ActPhraseForm:   on(request.ReadButton, b.teams.OpenForm(library.PhraseForm)),
		ids.ActSuspectsForm: on(request.ReadButton, b.teams.OpenForm(library.SuspectsForm)),
		ids.ActSource:       on(request.ReadButton, b.preps.Source),
		ids.ActPrep:         on(request.ReadButton, b.preps.PrepTapped),
		ids.ActScript:       on(request.ReadButton, b.preps.ScriptTapped),
		ids.ActEndsIn:       on(request.ReadButton, b.preps.ScriptLogged),
		ids.ActToday:        on(request.ReadButton, b.reps.TodayTapped),
		ids.ActDraft:        on(request.ReadButton, b.drafts.DraftTapped),

		ids.ActAnother:     on(request.ReadButton, b.drafts.AnotherText),
		ids.ActDraftSource: on(request.ReadButton, b.drafts.Source),
		ids.ActPractice:    on(request.ReadButton, b.practice.PracticeTapped),

		ids.ActSettings: on(request.ReadButton, b.reps.OpenSettings),
		ids.ActZone:     on(request.ReadButton, b.reps.ZoneTapped),
		ids.ActNotAway:  on(request.ReadButton, b.reps.NotAway),
		ids.ActCover:    on(request.ReadButton, away.New(b.record, b.reply).CoverTapped),
		ids.ActHelp:     on(request.ReadButton, openHelp(b.reply)),
		ids.ActHome:     on(request.ReadButton, b.home.Tapped),
		ids.ActHomeFind: on(request.ReadButton, b.leads.ShowTapped),
		ids.ActTry:      on(request.ReadButton, b.home.Try),
		ids.ActBegun:    on(request.ReadButton, b.home.Begun),
		ids.ActKept:     on(request.ReadButton, b.kept.OpenKept),

		ids.ActMissing: on(request.ReadButton, b.preps.OpenMissing), ids.ActUse: on(request.ReadButton, b.preps.UseStory),

		ids.ActCheck:        on(request.ReadButton, b.checks.ChangeTapped),
		ids.ActAskColleague: on(request.ReadButton, b.checks.AskTapped),
		ids.ActAnswer:       on(request.ReadButton, b.checks.AnswerTapped),
		ids.ActGo:           on(request.ReadButton, b.dial.GoTapped), ids.ActSkip: on(request.ReadButton, b.dial.SkipTapped),
		ids.ActBreak:   on(request.ReadButton, b.dial.BreakTapped),
		ids.ActSeveral: on(request.ReadButton, b.dial.OpenSeveral),

		ids.ActTell:        on(request.ReadButton, b.handover.Tell),
		ids.ActTeamLead:    on(request.ReadButton, b.manager.Open),
		ids.ActTeamComment: on(request.ReadButton, b.manager.OpenComment),
	})
	return table
}

// command carries out a line whose first word it is.
type command func(ctx context.Context, req *request.Request, ln input.Line) (request.Response, error)

// commandTable is what each word of the contract does; one without an entry is reserved and not built yet.
func (b *Bot) commandTable() map[string]command {
	other := func(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
		return carry(ctx, b.record, req, line, b.tables.lines[line.Word])
	}
	return map[string]command{
		"today":    b.reps.TodayLine,
		"check":    b.checks.CheckLine,
		"practice": b.practice.PracticeLine,
		"away":     away.New(b.record, b.reply).AwayLine,
		"back":     away.New(b.record, b.reply).BackLine,
		"cover":    away.New(b.record, b.reply).CoverLine,
		"go":       orElse(b.dial.GoLine, called, other),
		"log":      b.calls.LogLine,
		"add":      b.leads.AddLine,
		"import":   b.lists.ImportLine,
		"show":     orElse(b.leads.ShowLine, input.Shown, other),
		"when":     orElse(b.leads.WhenLine, input.Shown, other),
		"prep":     b.preps.PrepLine,
		"next":     b.agreed.NextLine,
		"snooze":   b.calls.SnoozeLine,
		"close":    b.calls.CloseLine,
		"pause":    b.calls.PauseLine,
		"resume":   b.calls.ResumeLine,
		"reopen":   b.leads.ReopenLine,
		"edit":     b.leads.EditLine,
		"list":     b.leads.ListLine,
		"draft":    b.drafts.DraftLine,
		"review":   b.reviews.ReviewLine,
		"script":   orElse(b.preps.ScriptLine, input.Shown, other),
		"tip":      b.tips.TipLine,
		"why":      orElse(b.preps.WhyLine, input.Shown, other),
		"map":      b.preps.MapLine,
		"numbers":  numbers.New(b.record, b.reply, b.teams.Teams).Line,
		"undo":     b.reps.UndoLine,
		"settings": b.reps.SettingsLine,
		"team":     b.teams.TeamLine,
		"export":   b.privacy.ExportLine,
		"erase":    b.privacy.EraseLine,
		"merge":    b.doubles.MergeLine,
		"history":  b.history.HistoryLine,
		"help":     b.kept.Help,
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
		fields.FormLog:     on(request.ReadForm, b.calls.LogForm),
		fields.FormNext:    on(request.ReadForm, b.agreed.NextForm),
		fields.FormSnooze:  on(request.ReadForm, b.calls.SnoozeForm),
		fields.FormAway:    on(request.ReadForm, away.New(b.record, b.reply).LeaveForm),
		fields.FormClose:   on(request.ReadForm, b.calls.CloseForm),
		fields.FormSeveral: on(request.ReadForm, b.dial.SeveralForm),

		fields.FormAdd:    on(request.ReadForm, b.leads.AddForm),
		fields.FormImport: on(request.ReadForm, b.lists.ImportForm),

		fields.FormImportWrite: on(request.ReadForm, b.lists.WriteForm),

		fields.FormEdit:     on(request.ReadForm, b.leads.EditForm),
		fields.FormHot:      on(request.ReadForm, b.leads.HotForm),
		fields.FormHandOver: on(request.ReadForm, b.handover.Form),
		fields.FormComment:  on(request.ReadForm, b.manager.Comment),
		fields.FormErase:    on(request.ReadForm, b.privacy.EraseForm),
		fields.FormMerge:    on(request.ReadForm, b.doubles.MergeForm),
		fields.FormCorrect:  on(request.ReadForm, b.history.CorrectForm),
		fields.FormTakeOut:  on(request.ReadForm, b.history.TakeOutForm),
		fields.FormLift:     on(request.ReadForm, b.leads.LiftForm),
		fields.FormLead:     on(request.ReadForm, b.leadForm),
		fields.FormWrap:     on(request.ReadForm, b.talks.WrapForm),
		fields.FormMore:     on(request.ReadForm, b.talks.MoreForm),
		fields.FormMissing:  on(request.ReadForm, b.preps.MissingForm),
		fields.FormCheck:    on(request.ReadForm, b.checks.CheckForm),
		fields.FormAsk:      on(request.ReadForm, b.checks.AskForm),
		fields.FormAnswer:   on(request.ReadForm, b.checks.AnswerForm),
		fields.FormDraft:    on(request.ReadForm, b.drafts.DraftForm),
		fields.FormPractice: on(request.ReadForm, b.practice.PracticeForm),
		fields.FormReview:   on(request.ReadForm, b.reviews.ReviewForm),
		fields.FormExtend:   on(request.ReadForm, b.reviews.ExtendForm),
		fields.FormGift:     on(request.ReadForm, b.reviews.GiftForm),
		fields.FormDecline:  on(request.ReadForm, b.reviews.DeclineForm),
		fields.FormSettings: on(request.ReadForm, b.reps.SettingsForm),
		fields.FormTip:      on(request.ReadForm, b.teams.TipForm),
		fields.FormPhrase:   on(request.ReadForm, b.teams.PhraseForm),
		fields.FormSuspects: on(request.ReadForm, b.teams.SuspectsForm),
		fields.FormDone:     {run: closed},
	}
}

// closed lets a page go.
func closed(context.Context, *request.Request) (request.Response, error) {
	return request.Response{}, nil
}

// gone answers a click on a button that this version does not know: an older or a newer one rendered it.
func gone(out *reply.Replier) func(context.Context, *request.Request) (request.Response, error) {
	return func(_ context.Context, req *request.Request) (request.Response, error) {
		return out.Say(req, problems.Gone(out.Reader(req)))
	}
}

// goneForm answers a form that this version does not know, with a page: a sentence has no place on a form.
func goneForm(out *reply.Replier) func(context.Context, *request.Request) (request.Response, error) {
	return func(_ context.Context, req *request.Request) (request.Response, error) {
		return reply.ShowForm(fields.ReplyPage("Followup", problems.GoneForm(out.Reader(req))))
	}
}

// openHelp shows the short help.
func openHelp(out *reply.Replier) func(context.Context, *request.Request, request.Button) (request.Response, error) {
	return func(_ context.Context, req *request.Request, _ request.Button) (request.Response, error) {
		return out.Say(req, library.Help(out.Reader(req), ""))
	}
}

// notBuilt answers a word that is reserved and does nothing yet.
func notBuilt(out *reply.Replier) command {
	return func(_ context.Context, req *request.Request, ln input.Line) (request.Response, error) {
		return out.Say(req, library.NotBuilt(out.Reader(req), ln.Word, input.Span(ln.Text, ln.Words)))
	}
}
