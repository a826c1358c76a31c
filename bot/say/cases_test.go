package say

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
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
		answers(add, state, l)
		pages(add, state, l)
		forms(add, state, l)
		scriptCases(add, state, l)
		factCases(add, state, l)
	}
	state = ""
	words(add)
	hostileWords(add)
	scriptWords(add)
	teams(add)
	library(add)
	slices.SortStableFunc(all, func(a, b kase) int { return strings.Compare(a.name, b.name) })
	return all
}

func answers(add func(string, any), state string, l coach.Lead) {
	add("logged"+state, Logged(reader, saved(l)))

	s := saved(l)
	s.Created, s.Logged.Question = true, &coach.Question{Code: coach.AskWarmth, Options: []string{"warm", "cold"}}
	s.Touch.Note = "Said <!channel> & asked for\n*a call* tomorrow"
	s.Touch.At = at(13, 15, 30)
	add("logged-created-question"+state, Logged(reader, s))

	s = saved(l)
	s.Touch.Outcome, s.Vague, s.Step = outcome.Talked, "next <week>",
		other(l, coach.StepCall, coach.Reason{Code: coach.ReasonNeedsDate, At: now}).Step
	s.Step.Zone = coach.LeadZone{Loc: tokyo, From: coach.ZoneSet}
	s.Step.NeedsDate = true
	s.Slots = []coach.Slot{{At: at(14, 9, 0).AddDate(0, 0, 7)}, {At: at(15, 9, 30)},
		{At: at(19, 8, 0), Marked: coach.Reason{Code: coach.ReasonWeakDay, Word: "Monday"}}}
	s.Logged.Notes = nil
	add("logged-slots"+state, Logged(reader, s))

	s.Slots, s.DayOnly = s.Slots[:1], true
	add("logged-day-only"+state, Logged(reader, s))
	s.Slots, s.DayOnly = nil, false
	add("logged-vague"+state, Logged(reader, s))

	s = saved(l)
	c := agreed(l)
	s.Lead, s.Step, s.Theirs = c.Lead, c.Step, true
	s.Touch = coach.Touch{Outcome: outcome.Planned, At: now, Until: c.Step.Due, Agenda: "pricing\nand <terms>"}
	s.Logged.Notes = nil
	s.ReadAs = "15/1"
	s.Instant = []coach.Reason{{Code: coach.ReasonDayOff, At: time.Date(2026, 1, 18, 0, 0, 0, 0, time.UTC), Word: "rep"}}
	add("planned"+state, Logged(reader, s))

	calendar(add, state, c)

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
		add("saved-"+name+state, Logged(reader, s))
	}
	s = saved(l)
	s.Lead.Progress.Closed, s.Touch.Outcome, s.Logged.Question = outcome.NoResponse, outcome.NoResponse,
		&coach.Question{Code: coach.AskCloseReason}
	add("closed-why"+state, Logged(reader, s))
	s = saved(l)
	s.Touch = coach.Touch{Outcome: outcome.WantsInfo, At: now,
		Material: &coach.Material{Name: "Price <list>", Pointer: "p. 4"}}
	s.Slots, s.Logged.Question = []coach.Slot{{At: at(14, 9, 0)}, {At: at(14, 16, 30)}, {At: at(15, 9, 0)}}, nil
	add("saved-sent-undated"+state, Logged(reader, s))
	add("answered"+state, Answered(reader, "warmth", "warm", saved(l)))
	add("undone"+state, Undone(reader, Result(outcome.Voicemail), saved(l), false))
	add("undone-removed"+state, Undone(reader, "", saved(l), true))
	add("undo-blocked"+state, UndoBlocked(reader, l,
		[]coach.Touch{{Outcome: outcome.Talked, At: at(13, 17, 0)}, {Outcome: outcome.Email, At: at(13, 9, 0)}}))
	add("which"+state, WhichLead(reader, Which{Named: "acme", Text: "/followup log acme vm", Ref: "R1",
		Candidates: []coach.Lead{l, sparse(), rtl()}}))
	add("did-you-mean-lead"+state, WhichLead(reader,
		Which{Named: "Acme Crop", Text: "/followup log Acme Crop vm", Ref: "R1", Candidates: []coach.Lead{l}, Near: true,
			Create: true}))
	add("closed-lead"+state, LeadClosed(reader, closedLead(l), "/followup "+l.Name+" vm"))
	add("do-not-call"+state, LeadClosed(reader, blockedLead(l), "/followup "+l.Name+" vm"))
	add("show-do-not-call"+state, Show(reader,
		ShowLead{Card: coach.Card{Lead: blockedLead(l), Step: coach.Step{Kind: coach.StepNone}}}))
	add("form-log-long-ago"+state, LogForm(reader,
		LogFields{Lead: l, Outcome: outcome.Talked, Note: "typed <b>", When: at(2, 10, 0), Agenda: "pricing", LongAgo: true}))
	add("form-log-do-not-call"+state, LogForm(reader, LogFields{Lead: blockedLead(l)}))
	add("outside-law"+state, OutsideLaw(reader, l, lawError(), "/followup next acme Thu 4:00"))
	add("nothing-agreed"+state, NothingAgreed(reader, l))
}

// calendar is everything around sending an agreed call.
func calendar(add func(string, any), state string, c coach.Card) {
	a := Agreed{Lead: c.Lead, Zone: c.Step.Zone}
	add("agenda-text"+state, AgendaText(reader, a))
	add("agreed-moved"+state, AgreedMoved(reader, a))
	add("calendar-coming"+state, Message("Calendar file", CalendarComing(reader, a)))
	add("calendar-sent"+state, CalendarSent(reader, a))
	add("calendar-before"+state, CalendarBefore(reader, a))
	add("calendar-failed"+state, CalendarFailed(reader, a, FileNoScope, false))
	add("calendar-unsure"+state, CalendarFailed(reader, a, FileNoAnswer, true))
	comment := &page{to: reader}
	comment.section(CalendarComment(reader, a))
	add("calendar-comment"+state, comment.reply())
	s := saved(c.Lead)
	s.Step, s.Touch = c.Step, coach.Touch{Outcome: outcome.Talked, At: now, Until: c.Step.Due,
		Agenda: c.Step.Commitment.Agenda}
	add("form-saved-agreed"+state, FormSaved(reader, s, nil))

	cm := *c.Lead.Progress.Commitment
	cm.Tentative, cm.Agenda = true, "- what stands still;• <!channel> prices for 1,000 seats\n\n* ```terms``` & more"
	a.Lead.Progress.Commitment = &cm
	a.Zone = coach.LeadZone{Loc: tokyo, From: coach.ZonePhone, Likely: true}
	add("agenda-text-unsure"+state, AgendaText(reader, a))
	bare := cm
	bare.Tentative, bare.Agenda = false, ""
	a.Lead.Progress.Commitment = &bare
	a.Zone = coach.LeadZone{Loc: newYork, From: coach.ZoneRep}
	add("agenda-text-bare"+state, AgendaText(reader, a))
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
		blocks := Card(reader, c)
		add(name+state, Reply{Text: Spoken(blocks), Blocks: blocks})
		add("when-"+strings.TrimPrefix(name, "card-")+state, When(reader, c, coach.Balanced))
	}
	done := CardDone(reader, saved(l))
	add("card-done"+state, Reply{Text: Spoken(done), Blocks: done})
	asking := saved(l)
	asking.Logged.Question = &coach.Question{Code: coach.AskWarmth, Options: []string{"warm", "cold"}}
	done = CardDone(reader, asking)
	add("card-done-asking"+state, Reply{Text: Spoken(done), Blocks: done})
	notes := []coach.Touch{{Outcome: outcome.Talked, At: at(12, 11, 0),
		Note: strings.Repeat("Wants <numbers> & dates.\n", 1+119*len(state)/8)}, {Outcome: outcome.Email, At: at(11, 9, 0)}}
	add("show"+state, Show(reader, ShowLead{Card: call(l), Notes: notes}))
	add("show-closed"+state, Show(reader, ShowLead{Card: coach.Card{Lead: closedLead(l),
		Step: coach.Step{Kind: coach.StepNone}}}))
	add("today"+state, Today(reader, DayList{Cards: everyCard(l)[:4], More: 2,
		Done: []Done{{l, coach.Touch{Outcome: outcome.Voicemail, At: at(14, 9, 1)}}}}))
	add("list"+state, List(reader, ListPage{Filters: []string{"week"}, Search: l.Name,
		Leads: []coach.Card{call(l), {Lead: closedLead(l)}}, Page: 2, Total: 37}))
	cards := everyCard(l)
	add("digest"+state, Digest(reader, coach.Digest{Rep: "U1", Date: "2026-01-14", Asks: cards[:2],
		Commitments: cards[2:3], Cards: cards[3:10], More: 23, Tip: tip()}))
	add("nudge"+state, Nudge(reader, coach.Nudge{Rep: "U1", Cards: []coach.Card{call(l)}}))
	preps(add, state, l)
	add("calling"+state, Calling(reader, agreed(l)))
}

func forms(add func(string, any), state string, l coach.Lead) {
	meta := request.Meta{Channel: "D1", Message: "1700000000.000100", URL: "https://hooks.slack.example/actions/1"}
	add("form-log"+state, LogForm(reader, LogFields{Lead: l, Outcome: outcome.Talked, Note: l.HotButton,
		Next:   at(15, 16, 0),
		Agenda: "pricing", Reached: true, Meta: meta}))
	reached(add, state, l, meta)
	unknown := l
	unknown.ID = ""
	meta.Text = strings.Repeat("words ", 900)
	add("form-log-unknown"+state, LogForm(reader, LogFields{Lead: unknown, Fixed: true, Meta: meta}))
	add("form-add"+state, AddForm(reader, unknown, request.Meta{}))
	add("form-add-known"+state, KnownForm(reader, unknown, []coach.Lead{l}, true, request.Meta{}))
	add("form-close"+state, CloseForm(reader, l, outcome.NoResponse, true, request.Meta{}))
	add("form-snooze"+state, SnoozeForm(reader, l, request.Meta{}))
	add("form-next"+state, NextForm(reader, l, time.Time{}, false, request.Meta{}))
	draftCases(add, state, l)
	c := dueNow(l)
	add("form-saved"+state, FormSaved(reader, saved(l), &c))
	add("form-saved-last"+state, FormSaved(reader, saved(l), nil))
}

func words(add func(string, any)) {
	const text = "/followup log Acme <!channel> voicmail `x` & more"
	add("today-nothing", Today(reader, DayList{}))
	add("today-500", Today(reader, DayList{Cards: cardsOf(500), Silent: true}))
	add("today-usual", Today(reader, DayList{Cards: cardsOf(8)}))
	add("list-nothing", List(reader, ListPage{Filters: []string{"due"}}))
	add("list-500", List(reader, ListPage{Leads: cardsOf(500), Page: 1, Total: 500}))
	add("digest-mirror", Digest(reader, coach.Digest{Rep: "U1", Date: "2026-01-14", Cards: cardsOf(2), Mirror: mirror()}))
	add("digest-500", Digest(reader, coach.Digest{Cards: cardsOf(500), Late: true, Tip: tip(), Mirror: mirror()}))
	add("nudge-500", Nudge(reader, coach.Nudge{Cards: cardsOf(500)}))
	add("undo-nothing", UndoNothing(reader))
	add("undo-nothing-of", UndoNothingOf(reader, acme()))
	add("undo-blocked-wish", UndoBlocked(reader, acme(), []coach.Touch{{Outcome: outcome.DoNotCall, At: at(13, 17, 0)}}))
	add("undo-settings", SettingsUndone(reader, coach.Rep{ID: "U1", TZ: "America/New_York", Off: true}))
	add("value-missing", BadValue(reader, "a time of day", "", "hours and minutes", "/followup settings digest 08:30",
		"/followup settings digest"))
	add("name-too-long", LongName(reader, 200, "/followup add "+strings.Repeat("x", 201)))
	add("no-date", NotADate(reader, "", "/followup next plc voicemail"))
	add("undo-refused", UndoRefused(reader, "a message that was sent can't be called back"))
	add("again", Again(reader, at(14, 10, 0), text, "R1"))
	add("did-you-mean-outcome", WhichOutcome(reader, "voicmail", []outcome.Outcome{outcome.Voicemail}, text, "R1"))
	add("mistyped", Mistyped(reader, "log", "log elm voicemail", "lgo elm", text, "R1"))
	add("mistyped-show", Mistyped(reader, "show", "show acme", "", text, "R1"))
	add("which-outcome", WhichOutcome(reader, "no",
		[]outcome.Outcome{outcome.NoAnswer, outcome.NoTime, outcome.NotNow, outcome.NoMemory}, text, "R1"))
	add("not-saved", NotSaved(reader, "my database is full", text))
	add("not-saved-long", NotSaved(reader, "", strings.Repeat("<", 3100)))
	add("cannot-tell", CannotTell(reader, text))
	add("looked-up-saved", LookedUp(reader, true, text))
	add("looked-up-unsaved", LookedUp(reader, false, text))
	add("error-note-too-long", NoteTooLong(reader, 3120, 3000, "/followup acme vm "+strings.Repeat("note ", 620)))
	add("error-impossible-date", ImpossibleDate(reader, "31 Apr", "April has 30 days", false,
		&Mended{At: at(30, 16, 0).AddDate(0, 3, 0), Line: "next acme 30 Apr 16:00"}, "/followup next acme 31 Apr 16:00"))
	add("error-doubtful-date", ImpossibleDate(reader, "Thu 3", "Is 3 an hour or a day? Write \"at 3\"", true,
		nil, text))
	add("error-past-date", PastDate(reader, "yesterday 9:00", at(13, 9, 0), text))
	add("error-future-touch", FutureTouch(reader, at(15, 9, 0), text))
	add("error-long-ago", LongAgo(reader, at(2, 9, 0), text, "R1"))
	add("error-no-date", NotADate(reader, "sometime<!here>", text))
	add("error-vague", Vague(reader, "soon", "/followup snooze Acme Monday", text))
	add("error-unknown-command", UnknownCommand(reader, "lgo", []string{"log", "list"}, text))
	add("error-unknown-outcome", unknownOutcome(reader, "xyzzy", text, "R1"))
	add("error-not-built", NotBuilt(reader, "merge", "acme"))
	add("error-not-allowed", NotAllowed(reader, "set up teams", "workspace admins"))
	add("error-guest", GuestRefused(reader))
	add("error-no-lead", NoLead(reader, "show"))
	add("error-unknown-lead", UnknownLead(reader, "<!channel>", text))
	add("error-empty-name", EmptyName(reader, text))
	add("error-bad-value", BadValue(reader, "a phone number", "12", "with the country code I can read it",
		"/followup add Acme phone:+12125550100", text))
	add("error-busy", Busy(reader, text))
	for _, command := range []string{"next", "snooze", "close", "show", "when", "resume", "prep", "edit", "reopen"} {
		add("form-lead-"+command, LeadForm(reader, command, ""))
	}
	add("form-lead-typed", LeadForm(reader, "show", "<b> & Söhne"))
	add("error-crowded", Overloaded(reader, text))
	add("error-gone", Gone(reader))
	add("error-unexpected", Unexpected(reader, "e-17", text))
	add("error-form", MissingForm(reader))
	add("written-no-line", NoLine(reader))
	add("written-file", FileAlone(reader))
	add("written-form", FormWaits(reader, "R1"))
	add("form-message", Message("Already saved", Again(reader, at(14, 10, 0), text, "R1")))
	for _, topic := range append(helpTopicNames(), "", "poetry") {
		add("help-"+topic, Help(reader, topic))
	}
	add("tip", Tip(reader, *tip()))
	add("tip-none", NoTip(reader, "poetry", []string{"opening", "timing"}))
	add("tip-resting", NoTip(reader, "", nil))
	add("tip-enough", TipsEnough(reader, 3))
	add("tip-off", TipsEnough(reader, 0))
	add("tip-up", TipThanks(reader, true))
	add("tip-down", TipThanks(reader, false))
	rep := coach.Rep{ID: "U1", TZ: "Europe/Berlin"}
	add("settings", Settings(reader, rep))
	add("form-settings", SettingsForm(reader, SettingsFields{Rep: rep, Slack: "America/New_York"}))
	add("figures", OwnFigures(reader, mirror()))
	add("figures-none", OwnFigures(reader, nil))
	early := 7*60 + 5
	rep = coach.Rep{ID: "U1", TZ: "<!channel>", TZFixed: true, Days: []int{0, 1, 2, 3, 4}, From: 420, To: 960,
		Digest: &early, Mode: coach.Assertive, Off: true}
	add("settings-paused", Settings(reader, rep))
	add("form-settings-hostile", SettingsForm(reader, SettingsFields{Rep: rep, Slack: "<!channel>"}))
	for _, what := range []string{"digest", "days", "hours", "tz", "mode", "off", "on", "other", SettingWeek,
		SettingForm} {
		add("settings-saved-"+what, SettingsSaved(reader, what, rep, "c1"))
	}
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
	add("team-created", TeamSaved(reader, "Created", team, nil, MayPost))
	add("team-added", TeamSaved(reader, "Added", team, []string{"U2"}, MayPost))
	add("team-hostile", TeamSaved(reader, "Added", evil, evil.Reps, MayPost))
	add("team-list", TeamList(reader, []TeamLine{{Team: team, Mine: true}, {Team: evil}}, false))
	add("team-list-none", TeamList(reader, nil, false))
	add("team-list-others", TeamList(reader, nil, true))
	add("team-summary-weekly", SummarySet(reader, team, MayPost))
	add("team-summary-off", SummarySet(reader, evil, MayPost))
	add("team-summary-now", SummarySent(reader, team, MayPost))
	add("team-created-no-post", TeamSaved(reader, "Created", team, nil, NotInChannel))
	add("team-summary-no-post", SummarySet(reader, team, NotInChannel))
	add("team-summary-now-no-post", SummarySent(reader, team, NotInChannel))
	add("team-summary-now-archived", SummarySent(reader, team, ChannelArchived))
	add("team-which", WhichTeam(reader, "", []string{"East", "West"}, []string{`team summary "East" now`,
		`team summary "West" now`}, "/followup team summary now"))
	add("team-which-near", WhichTeam(reader, "Wets", []string{"West"}, []string{`team summary "West" now`},
		"/followup team summary wets now"))
	sum := coach.Summary{Team: team, From: at(5, 0, 0), To: at(12, 0, 0), Totals: coach.Totals{
		Calls: 1240, Reached: 301, Kept: 11, Broken: 3, Overdue: 4, Reviews: 2, NeedsDate: 5, Won: 4, Lost: 7, Reps: 6,
		Minutes: 4695,
		ByTry: []coach.TryRate{{Calls: 600, Reached: 200}, {Calls: 400, Reached: 80}, {Calls: 0},
			{Calls: 240, Reached: 21}},
		Reasons: map[string]int{"has-solution": 3, "not-interested": 3, "<!channel>": 1},
	}}
	add("summary", Summary(reader, sum))
	add("summary-bars", SummaryBars(reader, sum))
	add("summary-nothing", Summary(reader, coach.Summary{Team: evil, From: at(5, 0, 0), To: at(6, 0, 0)}))
	for range 30 {
		sum.Totals.ByTry = append(sum.Totals.ByTry, coach.TryRate{Calls: 2, Reached: 1})
	}
	add("summary-many", Summary(reader, sum))
}
