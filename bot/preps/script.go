package preps

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input"
	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/bot/say/library"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// ScriptLine says what to say: "script [<lead>] [<branch>]". Alone it lists the branches, with a lead it shows the one
// that opens the next call to it. Words that are nearly a branch are asked about, with the line kept for the answer.
func (h *Handlers) ScriptLine(ctx context.Context, req *request.Request, line input.Line) (request.Response, error) {
	if len(line.Words) == 0 && line.Resolution.Lead == "" {
		if _, err := h.record.Rep(ctx, req); err != nil {
			return request.Response{}, err
		}
		return h.reply.Say(req, library.Scripts(h.reply.Reader(req), coach.Lead{}, h.record.Rules.Scripts().Branches()))
	}
	m, err := h.seekScript(ctx, req, line)
	typed := joined(m.Rest)
	switch {
	case err != nil:
		return request.Response{}, err
	case m.Question != nil:
		return h.record.Ask(ctx, req, m.Question)
	case m.Lead == nil && m.Name != "":
		if near := input.NearBranches(m.Name, h.record.Rules.Scripts().Branches()); len(near) > 0 {
			return h.reply.Say(req, library.WhichBranch(h.reply.Reader(req), coach.Lead{}, m.Name, near, req.Typed()))
		}
		return request.Response{}, &request.UnknownLead{Name: m.Name}
	case m.Lead != nil && typed == "":
		return h.scriptOf(ctx, req, *m.Lead, "")
	}
	lead := coach.Lead{}
	if m.Lead != nil {
		lead = *m.Lead
	}
	if id := h.branchNamed(lead, h.record.Rules.Next(lead, *req.Rep, req.Now), m.Rest); id != "" {
		return h.scriptOf(ctx, req, lead, id)
	}
	near := input.NearBranches(typed, h.record.Rules.Scripts().Branches())
	return h.reply.Say(req, library.WhichBranch(h.reply.Reader(req), lead, typed, near, req.Typed()))
}

// seekScript finds the lead at the start of a line and leaves the branch in rest. A lead's name wins; words that are a
// branch and no lead's name leave the lead out, and words that are neither come back as a name.
func (h *Handlers) seekScript(ctx context.Context, req *request.Request, line input.Line) (input.Match, error) {
	resolver := input.NewLeadResolver(line, h.beforeBranch)
	q := record.Query(resolver.Query(), store.Query{Counters: true, Agreed: true})
	seen, m, err := h.record.ReadLead(ctx, req, resolver, q)
	if err != nil || m.Question != nil || m.Lead != nil || m.Name == "" {
		return m, err
	}
	part, found := h.partly(line, seen)
	if found.Retry == "" {
		if found.Question != nil {
			return found, nil
		}
		return m, nil
	}
	_, m, err = h.record.ReadLead(ctx, req, part, store.Query{LeadID: found.Retry, Counters: true, Agreed: true})
	return m, err
}

// partly looks for a lead in the beginning of words that are no lead's name as a whole: their end may be a branch with
// a slip in it, or none at all. The match has the lead to read or the question; neither where nothing is like a lead.
func (h *Handlers) partly(line input.Line, seen store.Snapshot) (*input.LeadResolver, input.Match) {
	try := func(n int) (*input.LeadResolver, input.Match) {
		resolver := input.NewLeadResolver(line, h.beforeBranch)
		return resolver, record.Similar(resolver, seen, n)
	}
	if n := h.beforeLikeBranch(line.Words); n < len(line.Words) {
		if resolver, m := try(n); !m.Settled() {
			return resolver, m
		}
	}
	for n := len(line.Words) - 1; n > 0; n-- {
		if resolver, m := try(n); m.Retry != "" {
			return resolver, m
		}
	}
	return nil, input.Match{}
}

// beforeBranch is how many words stand before those that name a branch; 0 when all of them do, all when none do. Quotes
// end a lead's name.
func (h *Handlers) beforeBranch(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	for i := range ws {
		if input.ExactBranch(ws[i:], h.record.Rules.Scripts().Branches()) != "" {
			return i
		}
	}
	return len(ws)
}

// beforeLikeBranch is the same for what resembles a branch, and leaves at least one word for the lead.
func (h *Handlers) beforeLikeBranch(ws []words.Word) int {
	for i := 1; i < len(ws); i++ {
		if len(input.NearBranches(joined(ws[i:]), h.record.Rules.Scripts().Branches())) > 0 {
			return i
		}
	}
	return len(ws)
}

// branchNamed is the branch that words mean for a lead: an exact one, else the only one whose title holds them. Which
// message to leave depends on the try, where nobody says so. Words that merely resemble a title name no branch: "" has
// them asked about.
func (h *Handlers) branchNamed(l coach.Lead, s coach.Step, ws []words.Word) string {
	if o, used, ok := outcome.Parse(words.Texts(ws)...); ok && used == len(ws) && o == outcome.Voicemail && l.ID != "" {
		return cmp.Or(h.record.Rules.VoicemailFor(l, s), coach.BranchNoMessage)
	}
	return input.BranchNamed(ws, h.record.Rules.Scripts().Branches())
}

// joined are words with single spaces between them.
func joined(ws []words.Word) string { return strings.Join(words.Texts(ws), " ") }

// scriptOf shows a branch for a lead, or for nobody in particular; without an id the one that opens the next call. What
// is to be said has the lead's own words in it, and a story of the team's library that fits. There is nothing to say to
// somebody who asked not to be called.
func (h *Handlers) scriptOf(ctx context.Context, req *request.Request, lead coach.Lead,
	id string) (request.Response, error) {
	// Refused here, not where a line is read: buttons and pages lead here too.
	if lead.Progress.Closed == outcome.DoNotCall {
		return h.reply.Say(req, library.NoScript(h.reply.Reader(req), lead))
	}
	card := coach.Card{Lead: lead.WithPhones(*req.Rep), Step: h.record.Rules.Next(lead, *req.Rep, req.Now)}
	opens := ""
	if lead.ID != "" {
		opens = h.record.Rules.BranchFor(lead, card.Step, req.Now)
	} else {
		// Nobody in particular is where the rep is.
		card.Lead = coach.Lead{Name: library.AnyName}
		card.Step = coach.Step{Zone: coach.LeadZone{Loc: req.Rep.Location()}}
	}
	if id == "" {
		id = opens
	}
	if id == "" {
		return h.reply.Say(req, library.NoScript(h.reply.Reader(req), lead))
	}
	// Read last: most of what is refused above needs no trip for it.
	ours, err := h.record.Library(ctx, req)
	if err != nil {
		return request.Response{}, err
	}
	branch, ok := h.record.Rules.Scripts().Branch(id)
	if !ok {
		return request.Response{}, request.ErrOutdated
	}
	with := h.record.Offers.Fill(req, card.Lead, branch.Outcome)
	with.Story = coach.MatchStory(lead, ours, coach.WhyStory, req.Now)
	script, _ := h.record.Rules.Scripts().Script(id, with.Values())
	return h.reply.Say(req, library.Script(h.reply.Reader(req),
		library.ScriptFor{Card: card, Script: script, Opens: id == opens, New: req.Counters.NewRep()}))
}

// ScriptOf shows, beneath the message, the branch that opens a lead's next call.
func (h *Handlers) ScriptOf(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	seen, err := h.record.Read(ctx, req, store.Query{LeadID: button.Lead, Counters: true, Agreed: true})
	if err != nil {
		return request.Response{}, err
	}
	if seen.Lead == nil {
		return request.Response{}, request.ErrOutdated
	}
	return h.scriptOf(ctx, req, *seen.Lead, "")
}

// ScriptTapped shows another branch in the place of the one that was tapped on, or the list of all. The branch that a
// button names may be gone by now, with the version that had it: it is outdated then.
func (h *Handlers) ScriptTapped(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	seen, err := h.record.Read(ctx, req, store.Query{LeadID: button.Lead, Counters: true, Agreed: true})
	if err != nil {
		return request.Response{}, err
	}
	var lead coach.Lead
	if button.Lead != "" {
		if seen.Lead == nil {
			return request.Response{}, request.ErrOutdated
		}
		lead = *seen.Lead
	}
	id := button.Part(0)
	var resp request.Response
	if id == library.AllScripts || lead.ID == "" && id == "" {
		resp, err = h.reply.Say(req, library.Scripts(h.reply.Reader(req), lead, h.record.Rules.Scripts().Branches()))
	} else {
		resp, err = h.scriptOf(ctx, req, lead, id)
	}
	// A script in a message to others stays: it is not this reader's to turn over.
	resp.Replace = req.OwnAnswer()
	return resp, err
}

// ScriptLogged saves the outcome that a branch ends with, on the lead that the script is for. The script stays open to
// be read on, unless only its reader sees it: then the answer takes its place.
// An outcome that nobody can type is refused as outdated.
func (h *Handlers) ScriptLogged(ctx context.Context, req *request.Request,
	button request.Button) (request.Response, error) {
	outcome := outcome.Outcome(button.Part(1))
	if button.Lead == "" || !outcome.Info().Typed {
		return request.Response{}, request.ErrOutdated
	}
	tx := h.record.Begin(ctx, req, record.TapQuery(button, outcome))
	for tx.Next() {
		res, err := h.record.DecideTap(req, tx.Seen, button, outcome, time.Time{})
		if res.Change != nil {
			resp := h.reply.Made(req, answers.Logged(h.reply.Reader(req), res.Saved))
			resp.Replace = req.OwnAnswer()
			res.Response = &resp
		}
		tx.Try(res, err)
	}
	return tx.Response()
}
