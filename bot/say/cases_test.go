package say_test

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/figures"
	"github.com/followup-coach/followup/bot/say/forms"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/say/problems"
	"github.com/followup-coach/followup/bot/say/setup"
	"github.com/followup-coach/followup/bot/say/texts"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
)

// kase is one thing said, in one state.
type kase struct {
	name  string
	state string // of the lead, a key of leads: empty for a usual one
	what  any    // Reply or slack.ModalViewRequest
}

// leads are the states in which everything about one lead is said.
var leads = map[string]func() coach.Lead{"": acme, "-sparse": sparse, "-hostile": hostile, "-rtl": rtl}

// allCases are built once: whoever reads them changes nothing.
var allCases = sync.OnceValue(cases)

func cases() []kase {
	var all []kase
	state := ""
	add := func(name string, what any) {
		of := state
		if strings.Contains(name, "hostile") {
			of = "-hostile"
		}
		all = append(all, kase{strings.TrimSuffix(name, state), of, what})
	}
	for _, state = range []string{"", "-sparse", "-hostile", "-rtl"} {
		l := leads[state]()
		answerCases(add, state, l)
		pages(add, state, l)
		formCases(add, state, l)
		scriptCases(add, state, l)
		factCases(add, state, l)
		privacyCases(add, state, l)
		mergeCases(add, state, l)
		historyCases(add, state, l)
		goCases(add, state, l)
	}
	state = ""
	words(add)
	hostileWords(add)
	scriptWords(add)
	teams(add)
	libraryCases(add)
	listCases(add)
	awayCases(add)
	slices.SortStableFunc(all, func(a, b kase) int { return strings.Compare(a.name, b.name) })
	return all
}

func answerCases(add func(string, any), state string, l coach.Lead) {
	add("logged"+state, answers.Logged(reader, saved(l)))

	s := saved(l)
	s.Created, s.Logged.Question = true, &coach.Question{Code: coach.AskWarmth, Options: []string{"warm", "cold"}}
	s.Touch.Note = "Said <!channel> & asked for\n*a call* tomorrow"
	s.Touch.At = at(13, 15, 30)
	add("logged-created-question"+state, answers.Logged(reader, s))

	s = saved(l)
	s.Touch.Outcome, s.Times.Words, s.Step = outcome.Talked, "next <week>",
		other(l, coach.StepCall, coach.Reason{Code: coach.ReasonNeedsDate, At: now}).Step
	s.Step.Zone = coach.LeadZone{Loc: tokyo, From: coach.ZoneSet}
	s.Step.NeedsDate = true
	s.Times.Slots = []coach.Slot{{At: at(14, 9, 0).AddDate(0, 0, 7)}, {At: at(15, 9, 30)},
		{At: at(19, 8, 0), Marked: coach.Reason{Code: coach.ReasonWeakDay, Word: "Monday"}}}
	s.Logged.Notes = nil
	add("logged-slots"+state, answers.Logged(reader, s))

	s.Times.Slots, s.Times.DayOnly = s.Times.Slots[:1], true
	add("logged-day-only"+state, answers.Logged(reader, s))
	s.Times.Slots, s.Times.DayOnly = nil, false
	add("logged-vague"+state, answers.Logged(reader, s))

	s = saved(l)
	c := agreed(l)
	s.Lead, s.Step, s.Theirs = c.Lead, c.Step, true
	s.Touch = coach.Touch{Outcome: outcome.Planned, At: now, Until: c.Step.Due, Agenda: "pricing\nand <terms>"}
	s.Logged.Notes = nil
	s.ReadAs = "15/1"
	s.Instant = []coach.Reason{{Code: coach.ReasonDayOff, At: time.Date(2026, 1, 18, 0, 0, 0, 0, time.UTC), Word: "rep"}}
	add("planned"+state, answers.Logged(reader, s))

	calendarCases(add, state, c)

	for _, o := range []outcome.Outcome{outcome.Snoozed, outcome.Resumed, outcome.Reopened, outcome.Missed,
		outcome.DoNotCall,
		outcome.HasSolution, outcome.NoResponse, ""} {
		s = saved(l)
		s.Touch = coach.Touch{Outcome: o, At: now, Until: at(20, 8, 0), Reason: "chose <another>"}
		if info := o.Info(); info.Ends && o != "" {
			s.Lead.Progress.Closed = o
		}
		s.Logged = coach.Logged{}
		name := string(o)
		if name == "" {
			name = "added"
		}
		add("saved-"+name+state, answers.Logged(reader, s))
	}
	s = saved(l)
	s.Lead.Progress.Closed, s.Touch.Outcome, s.Logged.Question = outcome.NoResponse, outcome.NoResponse,
		&coach.Question{Code: coach.AskCloseReason}
	add("closed-why"+state, answers.Logged(reader, s))
	s = saved(l)
	s.Touch = coach.Touch{Outcome: outcome.WantsInfo, At: now,
		Material: &coach.Material{Name: "Price <list>", Pointer: "p. 4"}}
	s.Times.Slots, s.Logged.Question = []coach.Slot{{At: at(14, 9, 0)}, {At: at(14, 16, 30)}, {At: at(15, 9, 0)}}, nil
	add("saved-sent-undated"+state, answers.Logged(reader, s))
	add("answered"+state, answers.Answered(reader, "warmth", "warm", saved(l)))
	add("undone"+state, answers.Undone(reader, answers.Result(outcome.Voicemail), saved(l), false))
	add("undone-removed"+state, answers.Undone(reader, "", saved(l), true))
	add("undo-blocked"+state, answers.UndoBlocked(reader, l, "c1",
		[]coach.Touch{{Outcome: outcome.Talked, At: at(13, 17, 0)}, {Outcome: outcome.Email, At: at(13, 9, 0)}}))
	add("which"+state, problems.WhichLead(reader, problems.Which{Named: "acme", Text: "/followup log acme vm", Ref: "R1",
		Candidates: []coach.Lead{l, sparse(), rtl()}}))
	add("did-you-mean-lead"+state, problems.WhichLead(reader,
		problems.Which{Named: "Acme Crop", Text: "/followup log Acme Crop vm", Ref: "R1", Candidates: []coach.Lead{l},
			Near:   true,
			Create: true}))
	add("closed-lead"+state, problems.LeadClosed(reader, closedLead(l), "/followup "+l.Name+" vm"))
	add("do-not-call"+state, problems.LeadClosed(reader, blockedLead(l), "/followup "+l.Name+" vm"))
	add("show-do-not-call"+state, cards.Show(reader,
		cards.ShowLead{Card: coach.Card{Lead: blockedLead(l), Step: coach.Step{Kind: coach.StepNone}}}))
	add("form-log-long-ago"+state, forms.LogForm(reader,
		forms.LogFields{Lead: l, Outcome: outcome.Talked, Note: "typed <b>", When: at(2, 10, 0), Agenda: "pricing",
			LongAgo: true}))
	add("form-log-do-not-call"+state, forms.LogForm(reader, forms.LogFields{Lead: blockedLead(l)}))
	add("outside-law"+state, problems.OutsideLaw(reader, l, lawError(), "/followup next acme Thu 4:00"))
	add("nothing-agreed"+state, problems.NothingAgreed(reader, l))
}

// calendar is everything around sending an agreed call.
func calendarCases(add func(string, any), state string, c coach.Card) {
	a := texts.Agreed{Lead: c.Lead, Zone: c.Step.Zone}
	add("agenda-text"+state, texts.AgendaText(reader, a))
	add("agreed-moved"+state, texts.AgreedMoved(reader, a))
	add("calendar-coming"+state, fields.ReplyPage("Calendar file", texts.CalendarComing(reader, a)))
	add("calendar-sent"+state, texts.CalendarSent(reader, a))
	add("calendar-before"+state, texts.CalendarBefore(reader, a))
	add("calendar-failed"+state, texts.CalendarFailed(reader, a, texts.FileNoScope, false))
	add("calendar-unsure"+state, texts.CalendarFailed(reader, a, texts.FileNoAnswer, true))
	comment := &say.Page{To: reader}
	comment.Section(texts.CalendarComment(reader, a))
	add("calendar-comment"+state, comment.Reply())
	s := saved(c.Lead)
	s.Step, s.Touch = c.Step, coach.Touch{Outcome: outcome.Talked, At: now, Until: c.Step.Due,
		Agenda: c.Step.Commitment.Agenda}
	add("form-saved-agreed"+state, answers.FormSaved(reader, s, nil))

	cm := *c.Lead.Progress.Commitment
	cm.Tentative, cm.Agenda = true, "- what stands still;• <!channel> prices for 1,000 seats\n\n* ```terms``` & more"
	a.Lead.Progress.Commitment = &cm
	a.Zone = coach.LeadZone{Loc: tokyo, From: coach.ZonePhone, Likely: true}
	add("agenda-text-unsure"+state, texts.AgendaText(reader, a))
	bare := cm
	bare.Tentative, bare.Agenda = false, ""
	a.Lead.Progress.Commitment = &bare
	a.Zone = coach.LeadZone{Loc: newYork, From: coach.ZoneRep}
	add("agenda-text-bare"+state, texts.AgendaText(reader, a))
}

func closedLead(l coach.Lead) coach.Lead {
	l.Progress.Closed, l.Progress.ClosedAt = outcome.Won, at(12, 12, 0)
	return l
}

func blockedLead(l coach.Lead) coach.Lead {
	l.Progress.Closed, l.Progress.ClosedAt, l.Progress.ClosedBy = outcome.DoNotCall, at(12, 12, 0), "U7"
	return l
}

func lawError() *coach.LawError {
	return &coach.LawError{At: at(15, 4, 0), Before: at(15, 2, 30), After: at(15, 14, 0),
		Zone: coach.LeadZone{Loc: newYork}}
}

func pages(add func(string, any), state string, l coach.Lead) {
	for _, c := range everyCard(l) {
		name := "card-" + string(c.Step.Kind)
		switch {
		case c.Step.NeedsDate && c.Step.Kind == coach.StepCall:
			name += "-overdue"
		case c.Step.Kind == coach.StepCall && c.Step.Due.After(now):
			name += "-later"
		}
		blocks := cards.Card(reader, c)
		add(name+state, say.Reply{Text: say.Spoken(blocks), Blocks: blocks})
		add("when-"+strings.TrimPrefix(name, "card-")+state, answers.When(reader, c, coach.Balanced))
	}
	done := answers.CardDone(reader, saved(l))
	add("card-done"+state, say.Reply{Text: say.Spoken(done), Blocks: done})
	asking := saved(l)
	asking.Logged.Question = &coach.Question{Code: coach.AskWarmth, Options: []string{"warm", "cold"}}
	done = answers.CardDone(reader, asking)
	add("card-done-asking"+state, say.Reply{Text: say.Spoken(done), Blocks: done})
	notes := []coach.Touch{{Outcome: outcome.Talked, At: at(12, 11, 0),
		Note: strings.Repeat("Wants <numbers> & dates.\n", 1+119*len(state)/8)}, {Outcome: outcome.Email, At: at(11, 9, 0)}}
	add("show"+state, cards.Show(reader, cards.ShowLead{Card: call(l), Notes: notes}))
	add("show-closed"+state, cards.Show(reader, cards.ShowLead{Card: coach.Card{Lead: closedLead(l),
		Step: coach.Step{Kind: coach.StepNone}}}))
	add("today"+state, cards.Today(reader, cards.DayList{Cards: everyCard(l)[:4], More: 2,
		Done: []cards.Done{{Lead: l, Touch: coach.Touch{Outcome: outcome.Voicemail, At: at(14, 9, 1)}}}}))
	add("list"+state, cards.List(reader, cards.ListPage{Filters: []string{"week"}, Search: l.Name,
		Leads: []coach.Card{call(l), {Lead: closedLead(l)}}, Page: 2, Total: 37}))
	deck := everyCard(l)
	add("digest"+state, cards.Digest(reader, notify.Digest{Rep: "U1", Date: "2026-01-14", Asks: deck[:2],
		Commitments: deck[2:3], Cards: deck[3:10], More: 23, Tip: tip()}))
	add("nudge"+state, cards.Nudge(reader, notify.Nudge{Rep: "U1", Cards: []coach.Card{call(l)}}))
	preps(add, state, l)
	add("calling"+state, cards.Calling(reader, agreed(l), "Hello Pat, we said roster import today. Is it a good moment?",
		false))
}

func formCases(add func(string, any), state string, l coach.Lead) {
	meta := request.Meta{Channel: "D1", Message: "1700000000.000100", URL: "https://hooks.slack.example/actions/1"}
	add("form-log"+state, forms.LogForm(reader,
		forms.LogFields{Lead: l, Outcome: outcome.Talked, Note: l.HotButton, Next: at(15, 16, 0),
			Agenda: "pricing", Reached: true, Meta: meta}))
	reached(add, state, l, meta)
	unknown := l
	unknown.ID = ""
	meta.Text = strings.Repeat("words ", 900)
	add("form-log-unknown"+state, forms.LogForm(reader, forms.LogFields{Lead: unknown, Fixed: true, Meta: meta}))
	add("form-add"+state, forms.AddForm(reader, unknown, request.Meta{}))
	add("form-add-known"+state, forms.KnownForm(reader, unknown, []coach.Lead{l}, true, request.Meta{}))
	add("form-close"+state, forms.CloseForm(reader, l, outcome.NoResponse, true, request.Meta{}))
	add("form-snooze"+state, forms.SnoozeForm(reader, l, request.Meta{}))
	add("form-next"+state, forms.NextForm(reader, l, time.Time{}, false, request.Meta{}))
	draftCases(add, state, l)
	c := dueNow(l)
	add("form-saved"+state, answers.FormSaved(reader, saved(l), &c))
	add("form-saved-last"+state, answers.FormSaved(reader, saved(l), nil))
}

func words(add func(string, any)) {
	const text = "/followup log Acme <!channel> voicmail `x` & more"
	add("today-nothing", cards.Today(reader, cards.DayList{}))
	add("today-500", cards.Today(reader, cards.DayList{Cards: cardsOf(500), Silent: true}))
	add("today-usual", cards.Today(reader, cards.DayList{Cards: cardsOf(8)}))
	add("list-nothing", cards.List(reader, cards.ListPage{Filters: []string{"due"}}))
	add("list-500", cards.List(reader, cards.ListPage{Leads: cardsOf(500), Page: 1, Total: 500}))
	add("digest-mirror", cards.Digest(reader,
		notify.Digest{Rep: "U1", Date: "2026-01-14", Cards: cardsOf(2), SelfReport: ownFigures()}))
	add("digest-still", cards.Digest(reader,
		notify.Digest{Rep: "U1", Date: "2026-01-14", Cards: cardsOf(2), Also: cardsOf(12)[2:], Still: cardsOf(12)[5:9]}))
	add("digest-500", cards.Digest(reader,
		notify.Digest{Cards: cardsOf(500), Late: true, Tip: tip(), SelfReport: ownFigures()}))
	add("nudge-500", cards.Nudge(reader, notify.Nudge{Cards: cardsOf(500)}))
	add("undo-nothing", answers.UndoNothing(reader))
	add("undo-nothing-of", answers.UndoNothingOf(reader, acme()))
	add("undo-blocked-wish", answers.UndoBlocked(reader, acme(), "c1",
		[]coach.Touch{{Outcome: outcome.DoNotCall, At: at(13, 17, 0)}}))
	add("undo-blocked-lift", answers.UndoBlocked(reader, acme(), "",
		[]coach.Touch{{Outcome: outcome.Reopened, Lifted: true}, {Outcome: outcome.DoNotCall, At: at(13, 17, 0)}}))
	add("undo-blocked-fixed", answers.UndoBlocked(reader, acme(), "", []coach.Touch{{Outcome: outcome.Verdict}}))
	add("undo-too-late", answers.UndoTooLate(reader))
	add("undo-settings", setup.SettingsUndone(reader, coach.Rep{ID: "U1", TZ: "America/New_York", Off: true}))
	add("value-missing", problems.BadValue(reader, "a time of day", "", "hours and minutes",
		"/followup settings digest 08:30",
		"/followup settings digest"))
	add("name-too-long", problems.LongName(reader, 200, "/followup add "+strings.Repeat("x", 201)))
	add("no-date", problems.NotADate(reader, "", "/followup next plc voicemail"))
	add("undo-refused", answers.UndoRefused(reader, "a message that was sent can't be called back"))
	add("again", problems.Again(reader, at(14, 10, 0), true, text, "R1"))
	add("again-done", problems.Again(reader, at(14, 10, 0), false, "resume Acme", "R1"))
	add("did-you-mean-outcome", problems.WhichOutcome(reader, "voicmail", []outcome.Outcome{outcome.Voicemail}, text,
		"R1"))
	add("mistyped", problems.Mistyped(reader, "log", "log elm voicemail", "lgo elm", text, "R1"))
	add("mistyped-show", problems.Mistyped(reader, "show", "show acme", "", text, "R1"))
	add("which-outcome", problems.WhichOutcome(reader, "no",
		[]outcome.Outcome{outcome.NoAnswer, outcome.NoTime, outcome.NotNow, outcome.NoMemory}, text, "R1"))
	add("not-saved", problems.NotSaved(reader, "my database is full", text))
	add("not-saved-long", problems.NotSaved(reader, "", strings.Repeat("<", 3100)))
	add("cannot-tell", problems.CannotTell(reader, text))
	add("looked-up-saved", problems.LookedUp(reader, true, text))
	add("looked-up-unsaved", problems.LookedUp(reader, false, text))
	add("error-note-too-long", problems.NoteTooLong(reader, 3120, 3000, "/followup acme vm "+strings.Repeat("note ", 620)))
	add("error-impossible-date", problems.ImpossibleDate(reader, "31 Apr", "April has 30 days", false,
		&problems.Mended{At: at(30, 16, 0).AddDate(0, 3, 0), Line: "next acme 30 Apr 16:00"},
		"/followup next acme 31 Apr 16:00"))
	add("error-doubtful-date", problems.ImpossibleDate(reader, "Thu 3", "Is 3 an hour or a day? Write \"at 3\"", true,
		nil, text))
	add("error-past-date", problems.PastDate(reader, "yesterday 9:00", at(13, 9, 0), nil, text))
	add("error-future-touch", problems.FutureTouch(reader, at(15, 9, 0), text))
	add("error-long-ago", problems.LongAgo(reader, at(2, 9, 0), text, "R1"))
	add("error-no-date", problems.NotADate(reader, "sometime<!here>", text))
	add("error-vague", problems.Vague(reader, "soon", "/followup snooze Acme Monday", text))
	add("error-unknown-command", problems.UnknownCommand(reader, "lgo", []string{"log", "list"}, text))
	add("error-unknown-outcome", problems.UnknownOutcome(reader, "xyzzy", text, "R1"))
	add("error-not-built", library.NotBuilt(reader, "why", "acme"))
	add("error-not-allowed", problems.NotAllowed(reader, "set up teams", "workspace admins"))
	add("error-guest", problems.GuestRefused(reader))
	add("error-no-lead", problems.NoLead(reader, "show"))
	add("error-gone-form", problems.GoneForm(reader))
	add("error-unknown-lead", problems.UnknownLead(reader, "<!channel>", text, false))
	add("error-others-lead", problems.OthersLead(reader, "<!channel>", text))
	add("error-empty-name", problems.EmptyName(reader, text))
	add("error-bad-value", problems.BadValue(reader, "a phone number", "12", "with the country code I can read it",
		"/followup add Acme phone:+12125550100", text))
	add("error-busy", problems.Busy(reader, text))
	for _, command := range strings.Fields("next snooze close show when resume prep edit reopen erase merge history") {
		add("form-lead-"+command, forms.LeadForm(reader, command))
	}
	add("error-crowded", problems.Overloaded(reader, text))
	add("error-gone", problems.Gone(reader))
	add("error-unexpected", problems.Unexpected(reader, "e-17", text))
	add("error-form", problems.MissingForm(reader))
	add("written-no-line", library.NoLine(reader))
	add("written-file", library.FileAlone(reader))
	add("written-form", library.FormWaits(reader, "R1", false))
	add("written-late", library.FormWaits(reader, "R1", true))
	add("form-message", fields.ReplyPage("Already saved", problems.Again(reader, at(14, 10, 0), true, text, "R1")))
	for _, topic := range append(library.HelpTopicNames(), "", "poetry") {
		add("help-"+topic, library.Help(reader, topic))
	}
	add("tip", library.Tip(reader, *tip()))
	add("tip-none", library.NoTip(reader, "poetry", []string{"opening", "timing"}))
	add("tip-resting", library.NoTip(reader, "", nil))
	add("tip-enough", library.TipsEnough(reader, 3))
	add("tip-off", library.TipsEnough(reader, 0))
	add("tip-up", library.TipThanks(reader, *tip(), true))
	add("tip-down", library.TipThanks(reader, *tip(), false))
	settings(add)
}

func teams(add func(string, any)) {
	many := make([]string, 60)
	for i := range many {
		many[i] = "U" + strconv.Itoa(i)
	}
	team := coach.Team{ID: "T1", Name: "Inside sales", Channel: "C1", Reps: []string{"U1", "U2"}, Managers: []string{"U9"},
		Summary: coach.Schedule{Every: "weekly", Weekday: 1, At: 540, TZ: "Europe/Berlin"}}
	evil := coach.Team{ID: "T2", Name: "<!channel>" + strings.Repeat("x", 3000), Channel: "<!here>",
		Reps: append(many, "<!everyone>"), Managers: []string{"!here"}}
	add("team-created", setup.TeamSaved(reader, "Created", team, nil, setup.MayPost))
	add("team-added", setup.TeamSaved(reader, "Added", team, []string{"U2"}, setup.MayPost))
	add("team-hostile", setup.TeamSaved(reader, "Added", evil, evil.Reps, setup.MayPost))
	add("team-list", setup.TeamList(reader, []setup.TeamLine{{Team: team, Mine: true}, {Team: evil}}, false))
	onHold := coach.Rep{ID: "U2", Away: absence.Absence{Since: reader.Now, By: "U1"}}
	add("team-held", setup.Held(reader, "U2"))
	add("team-held-already", setup.HeldAlready(reader, onHold, true))
	add("team-released", setup.Released(reader, "U2"))
	onHold.Away.By = ""
	add("team-released-own", setup.HeldAlready(reader, onHold, false))
	add("team-list-none", setup.TeamList(reader, nil, false))
	add("team-list-others", setup.TeamList(reader, nil, true))
	add("team-summary-weekly", setup.SummarySet(reader, team, setup.MayPost))
	add("team-summary-off", setup.SummarySet(reader, evil, setup.MayPost))
	add("team-summary-now", setup.SummarySent(reader, team, setup.MayPost))
	add("team-created-no-post", setup.TeamSaved(reader, "Created", team, nil, setup.NotInChannel))
	add("team-summary-no-post", setup.SummarySet(reader, team, setup.NotInChannel))
	add("team-summary-now-no-post", setup.SummarySent(reader, team, setup.NotInChannel))
	add("team-summary-now-archived", setup.SummarySent(reader, team, setup.ChannelArchived))
	add("team-which", setup.WhichTeam(reader, "", []string{"East", "West"}, []string{`team summary "East" now`,
		`team summary "West" now`}, "/followup team summary now"))
	add("team-which-near", setup.WhichTeam(reader, "Wets", []string{"West"}, []string{`team summary "West" now`},
		"/followup team summary wets now"))
	sum := notify.Summary{Team: team, From: at(5, 0, 0), To: at(12, 0, 0), Totals: notify.Totals{
		Calls: 1240, Reached: 301, Kept: 11, Broken: 3, Overdue: 4, Reviews: 2, NeedsDate: 5, Won: 4, Lost: 7, Reps: 6,
		Minutes: 4695,
		ByTry: []notify.TryRate{{Calls: 600, Reached: 200}, {Calls: 400, Reached: 80}, {Calls: 0},
			{Calls: 240, Reached: 21}},
		Reasons: map[string]int{"has-solution": 3, "not-interested": 3, "<!channel>": 1},
	}}
	add("summary", figures.Summary(reader, sum))
	add("summary-bars", figures.SummaryBars(reader, sum))
	add("summary-nothing", figures.Summary(reader, notify.Summary{Team: evil, From: at(5, 0, 0), To: at(6, 0, 0)}))
	for range 30 {
		sum.Totals.ByTry = append(sum.Totals.ByTry, notify.TryRate{Calls: 2, Reached: 1})
	}
	add("summary-many", figures.Summary(reader, sum))
}
