package home

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/logged"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/cards"
	words "github.com/followup-coach/followup/bot/say/homes"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/selfreport"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/homes"
)

// What a Home shows is read when it is drawn, and no more than that: the cost is the same at fifty leads and at five
// thousand. What a filter decides that no index knows is looked for among the first of the leads, and the next page
// goes on where that has come to.

const (
	journalMost = 200          // changes among which today's touches are looked for
	surface     = "home"       // in block ids: which message a card stands in
	weekDays    = 7            // that a Home looks ahead
	staleAfter  = 30           // days without a touch
	nextAmong   = 20           // open leads among which the next one is looked for
	lookMost    = 500          // leads that a page of a filter looks through
	triesSince  = 4 * weekDays // days of which a chart is made
	triesMost   = 500          // leads that it looks at
	teamMost    = 50           // reps of a manager whose leads are looked at
	teamLeads   = 100          // leads of each, longest due first
	teamAhead   = 2 * weekDays // days ahead in which a gift that was asked for is due
)

var errEnough = errors.New("enough was read")

// blocks are what somebody's Home shows at a place. Nothing is written: whoever looks becomes no rep.
func (h *Handlers) blocks(ctx context.Context, user string, at homes.Place, answered []Answer) ([]slack.Block, error) {
	req := &request.Request{Kind: request.KindEvent, Label: surface, User: user, Owner: user, Now: h.reply.Now()}
	who, met := h.reply.People.Get(user)
	if !met {
		var err error
		if who, err = h.reply.LookUp(ctx, user); err != nil {
			return nil, err
		}
	}
	req.Person = who
	// Not by the recorder, which makes a rep of whoever reads.
	seen, err := h.record.Space().Records.Read(ctx, store.Query{Rep: user, Now: req.Now, Agreed: true, Counters: true})
	if err != nil {
		return nil, err
	}
	rep, _ := record.NewRep(seen, who, req.Now)
	req.Rep, req.Agreed = &rep, seen.Agreed
	teams, err := h.managed(ctx, user)
	if err != nil {
		return nil, err
	}
	// Whoever manages a team has one tab more; whoever has stopped to is back on their day.
	manages := len(teams) > 0
	said := words.Answers{}
	for _, a := range answered {
		if a.Tab != at.Tab {
			continue // it would stand above what has nothing to do with it
		}
		said[a.At] = append(said[a.At], answerBlocks(a)...)
	}
	to := h.reply.ReaderOn(req, surface)
	switch {
	case at.Tab == words.TabLeads:
		list, err := h.leads(ctx, req, at)
		return words.LeadsTab(to, list, manages, said), err
	case at.Tab == words.TabFigures:
		report, tries, err := h.figures(ctx, req)
		if err != nil {
			return nil, err
		}
		shared, err := h.Shared(ctx, req)
		return words.FiguresTab(to, words.Figures{Own: report, Tries: tries, Shared: shared}, manages, said), err
	case at.Tab == words.TabTeam && manages:
		gifts, reviews, err := h.waiting(ctx, req, teams)
		if err != nil {
			return nil, err
		}
		lines, err := h.Lines(ctx, req, teams, 0, "team show")
		return words.TeamTab(to, words.Team{Lines: lines, Gifts: gifts, Reviews: reviews}, said), err
	}
	day, err := h.day(ctx, req, at)
	if err != nil {
		return nil, err
	}
	h.begin(req, &day, seen.Known, teams)
	return words.DayTab(to, day, manages, said), nil
}

// Each of the functions below reads for one tab. What they read of a lead is its record, as for a card: the touches of
// leads are read for the figures alone.

// day is what is due today, and what the week holds.
func (h *Handlers) day(ctx context.Context, req *request.Request, at homes.Place) (words.Day, error) {
	rep, records := *req.Rep, h.record.Space().Records
	day := words.Day{Whole: at.Whole, Paused: rep.Off}
	// As many as today's list looks at: the first of them in the order of the day may be due late.
	due, err := records.DueLeads(ctx, rep.ID, rep.Midnight(req.Now, 1), record.DueMost)
	if err != nil {
		return day, err
	}
	if rep.AwayAt(req.Now) { // what stands in the order of what is due stood there before they left
		day.Away, due.Total = &rep, len(due.Leads)
	}
	day.Digest = notify.DigestFor(h.record.Rules, rep, due.Leads, req.Now, nil)
	day.Digest.Damaged = due.Damaged
	day.Digest.More += due.Total - len(due.Leads)
	if day.Digest.Covered, err = h.record.Lent.Day(ctx, req, rep); err != nil {
		return day, err
	}
	if day.Digest.Total() == 0 {
		if day.Next, day.Leads, err = h.next(ctx, req); err != nil {
			return day, err
		}
	}
	day.Leads = day.Leads || day.Digest.Total() > 0
	journal, err := h.record.Space().History.Journal(ctx, rep.ID, req.Now, journalMost)
	if err != nil {
		return day, err
	}
	day.Done = logged.Since(journal, rep.Midnight(req.Now, 0))
	// How many is counted by the index; the one lead that comes along is the least that can be asked for.
	week, err := records.List(ctx, rep.ID, store.ListQuery{Kind: store.ListWeek, Until: rep.Midnight(req.Now, weekDays),
		Limit: 1})
	if err != nil {
		return day, err
	}
	if day.Week = max(0, week.Total); day.Away != nil {
		day.Week = 0
	}
	// The agreed calls came along with the rep, by their time.
	for _, a := range req.Agreed {
		if a.At.After(req.Now) && a.At.Before(rep.Midnight(req.Now, weekDays)) {
			day.Agreed = append(day.Agreed, a)
		}
	}
	counted, err := records.Figures(ctx, rep, req.Now)
	day.Counted = counted.Week
	return day, err
}

// next is the lead that comes next where none is due today, nil for none, and whether there is any lead at all.
func (h *Handlers) next(ctx context.Context, req *request.Request) (next *coach.Card, some bool, err error) {
	records := h.record.Space().Records
	// Those that wait for something else than a day stand before it in their order.
	open, err := records.List(ctx, req.User, store.ListQuery{Kind: store.ListAll, Limit: nextAmong})
	if err != nil {
		return nil, false, err
	}
	for _, l := range open.Leads {
		if c := h.record.Views.Card(req, l); c.Step.Kind != coach.StepNone && c.Step.Due.After(req.Now) {
			return &c, true, nil
		}
	}
	if len(open.Leads) > 0 {
		return nil, true, nil
	}
	closed, err := records.List(ctx, req.User, store.ListQuery{Kind: store.ListClosed, Limit: 1})
	return nil, len(closed.Leads) > 0, err
}

// keeps are what a lead must be for a filter that no index of the store settles.
var keeps = map[string]func(coach.Card) bool{
	words.FilterUndated: func(c coach.Card) bool {
		return c.Lead.Open() && (c.Lead.Progress.NeedsDate() || c.Step.NeedsDate)
	},
	words.FilterDecide: func(c coach.Card) bool {
		return c.Step.Kind == coach.StepReview || c.Step.Kind == coach.StepLight
	},
	words.FilterParked: func(c coach.Card) bool {
		return c.Lead.Parked() || c.Step.Kind == coach.StepNone && coach.HasReason(c.Step.Because, coach.ReasonMoved)
	},
	words.FilterPaused: func(c coach.Card) bool { return c.Lead.Paused() },
}

// leads are a page of somebody's leads.
func (h *Handlers) leads(ctx context.Context, req *request.Request, at homes.Place) (words.Leads, error) {
	q := store.ListQuery{Kind: store.ListAll, Limit: cards.ListSize, After: at.After, Look: lookMost}
	switch at.Filter {
	case words.FilterDue:
		q.Kind, q.Until = store.ListDue, req.Rep.Midnight(req.Now, 1)
	case words.FilterStale:
		q.Kind, q.Until = store.ListStale, req.Now.AddDate(0, 0, -staleAfter)
	case words.FilterClosed:
		q.Kind = store.ListClosed
	}
	if keep := keeps[at.Filter]; keep != nil {
		q.Keep = func(l coach.Lead) bool { return keep(h.record.Views.Card(req, l)) }
	}
	// The page may have fewer leads than fit, and a next one all the same: the look ended there.
	page, err := h.record.Space().Records.List(ctx, req.User, q)
	if err != nil {
		return words.Leads{}, err
	}
	list := words.Leads{Filter: at.Filter, Total: page.Total, Later: at.After != "", Next: page.Next}
	if at.Filter == words.FilterClosed { // its place is a name, which has no business here
		list.Next, list.More = "", page.Next != ""
	}
	for _, l := range page.Leads {
		list.Cards = append(list.Cards, h.record.Views.Card(req, l))
	}
	return list, nil
}

// figures are what somebody's own calls come to, and how many of the last four weeks reached whom, by try. The cost is
// what was logged in these weeks.
func (h *Handlers) figures(ctx context.Context, req *request.Request) (*selfreport.Report, []notify.TryRate, error) {
	space, rep := h.record.Space(), *req.Rep
	counted, err := space.Records.Figures(ctx, rep, req.Now.In(rep.Location()).AddDate(0, 0, -weekDays))
	if err != nil {
		return nil, nil, err
	}
	// The sums are those of a team's summary, of one rep and for that rep alone.
	book := notify.RepBook{Rep: rep, Touches: map[string][]coach.Touch{}}
	since := req.Now.AddDate(0, 0, -triesSince)
	err = space.EachTouched(ctx, rep.ID, since, func(part []store.Touched) error {
		for _, t := range part {
			book.Leads = append(book.Leads, t.Lead)
			book.Touches[t.Lead.ID] = t.Touches
		}
		if len(book.Leads) >= triesMost {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, nil, err
	}
	sums := notify.Summarize(h.record.Rules, coach.Team{}, since, req.Now.Add(time.Second), []notify.RepBook{book})
	return selfreport.Of(h.record.Rules, counted.Ever, counted.Week), sums.Totals.ByTry, nil
}

// managed are the teams that somebody manages.
func (h *Handlers) managed(ctx context.Context, user string) ([]coach.Team, error) {
	teams, err := h.record.Space().Directory.Teams(ctx)
	return slices.DeleteFunc(teams, func(t coach.Team) bool { return !slices.Contains(t.Managers, user) }), err
}

// waiting is what a manager is waited for with, and how many leads each of their reps has to decide about. Both are
// looked for among what is due longest.
func (h *Handlers) waiting(ctx context.Context, req *request.Request,
	teams []coach.Team) (gifts []words.Waiting, reviews []words.Decides, err error) {
	// A rep may be on several of them, and counts once.
	var ids []string
	for _, t := range teams {
		for _, rep := range t.Reps {
			if !slices.Contains(ids, rep) && len(ids) < teamMost {
				ids = append(ids, rep)
			}
		}
	}
	records := h.record.Space().Records
	reps, err := records.RepsBy(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	// Two trips to Redis, however many reps there are.
	var asks []store.DueQuery
	for _, id := range ids {
		if rep, known := reps[id]; known {
			asks = append(asks, store.DueQuery{Rep: id, Until: rep.Midnight(req.Now, teamAhead), Max: teamLeads})
		}
	}
	if len(asks) == 0 {
		return nil, nil, nil
	}
	read, err := records.ReadDue(ctx, asks...)
	if err != nil {
		return nil, nil, err
	}
	for i, due := range read {
		told, err := due.Told(ctx)
		if err != nil {
			return nil, nil, err
		}
		rep, n := reps[asks[i].Rep], 0
		for _, l := range told.Leads {
			switch s := h.record.Rules.Next(l, rep, req.Now); {
			case l.Progress.GiftIs() == coach.GiftAsked && !l.Progress.Gift.Alone:
				gifts = append(gifts, words.Waiting{Rep: rep.ID, Lead: l})
			case s.Kind == coach.StepReview && s.State(req.Now) != coach.Later:
				n++
			}
		}
		if n > 0 {
			reviews = append(reviews, words.Decides{Rep: rep.ID, N: n})
		}
	}
	return gifts, reviews, nil
}
