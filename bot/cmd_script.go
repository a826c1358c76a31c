package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// scriptLine says what to say: "script [<lead>] [<branch>]". Alone it lists the branches, with a lead it shows the one
// that opens the next call to it.
func (b *Bot) scriptLine(ctx context.Context, a *act, ln line) (answer, error) {
	if len(ln.ws) == 0 && ln.fix.Lead == "" {
		if _, err := b.rep(ctx, a); err != nil {
			return answer{}, err
		}
		return saying(b.checked(a, say.Scripts(b.reader(a), coach.Lead{}, b.rules.Branches())))
	}
	f, err := b.seekScript(ctx, a, ln)
	if err != nil {
		return answer{}, err
	}
	typed := joined(f.rest)
	switch {
	case f.lead == nil && f.name != "":
		if near := b.nearBranches(f.name); len(near) > 0 {
			return saying(b.checked(a, say.WhichBranch(b.reader(a), coach.Lead{}, f.name, near, a.typed())))
		}
		return answer{}, &unknownLead{name: f.name}
	case f.lead != nil && typed == "":
		return b.scriptOf(ctx, a, *f.lead, "")
	}
	lead := coach.Lead{}
	if f.lead != nil {
		lead = *f.lead
	}
	if id := b.branchNamed(lead, b.rules.Next(lead, *a.rep, a.now), f.rest); id != "" {
		return b.scriptOf(ctx, a, lead, id)
	}
	return saying(b.checked(a, say.WhichBranch(b.reader(a), lead, typed, b.nearBranches(typed), a.typed())))
}

// seekScript finds the lead at the start of a line and leaves the branch in rest. A lead's name wins; words that are a
// branch and no lead's name leave the lead out, and words that are neither come back as a name.
func (b *Bot) seekScript(ctx context.Context, a *act, ln line) (named, error) {
	s := newSeeker(ln, b.beforeBranch)
	ask := s.ask()
	ask.Tally, ask.Agreed = true, true
	seen, err := b.look(ctx, a, ask)
	if err != nil {
		return named{}, err
	}
	f, err := s.find(seen)
	if err == nil && f.lead == nil && f.name != "" {
		if part, g, likely := b.partly(ln, seen); likely != nil {
			s, f, err = part, g, likely
		}
	}
	var at store.LookAt
	if errors.As(err, &at) {
		ask = store.Ask{LeadID: string(at), Tally: true, Agreed: true}
		if seen, err = b.look(ctx, a, ask); err != nil {
			return named{}, err
		}
		f, err = s.find(seen)
	}
	return f, err
}

// partly looks for a lead in the beginning of words that are no lead's name as a whole: their end may be a branch with
// a slip in it, or none at all. The error says which lead to look at, or asks.
func (b *Bot) partly(ln line, seen store.Seen) (*seeker, named, error) {
	try := func(n int) (*seeker, named, error) {
		s := newSeeker(ln, b.beforeBranch)
		f, err := s.alike(seen, named{name: span(ln.text, ln.ws[:n]), n: n, rest: ln.ws[n:]})
		return s, f, err
	}
	if n := b.beforeLikeBranch(ln.ws); n < len(ln.ws) {
		if s, f, err := try(n); err != nil {
			return s, f, err
		}
	}
	for n := len(ln.ws) - 1; n > 0; n-- {
		var at store.LookAt
		if s, f, err := try(n); errors.As(err, &at) {
			return s, f, err
		}
	}
	return nil, named{}, nil
}

// beforeBranch is how many words stand before those that name a branch; 0 when all of them do, all when none do.
func (b *Bot) beforeBranch(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	for i := range ws {
		if b.exactBranch(ws[i:]) != "" {
			return i
		}
	}
	return len(ws)
}

// beforeLikeBranch is the same for what resembles a branch, and leaves at least one word for the lead.
func (b *Bot) beforeLikeBranch(ws []words.Word) int {
	for i := 1; i < len(ws); i++ {
		if len(b.nearBranches(joined(ws[i:]))) > 0 {
			return i
		}
	}
	return len(ws)
}

// exactBranch is the branch that words name by its id, its title, or the outcome that it ends with; "" for none.
func (b *Bot) exactBranch(ws []words.Word) string {
	key := names.Normalize(joined(ws))
	if key == "" {
		return ""
	}
	all := b.rules.Branches()
	for _, x := range all {
		if names.Normalize(x.ID) == key || names.Normalize(x.Title) == key {
			return x.ID
		}
	}
	if o, used, ok := coach.ParseOutcome(words.Texts(ws)...); ok && used == len(ws) {
		for _, x := range all {
			if x.Outcome == o {
				return x.ID
			}
		}
	}
	return ""
}

// branchNamed is the branch that words mean for a lead: an exact one, else the only one whose title holds them. Which
// message to leave depends on the try, where nobody says so.
func (b *Bot) branchNamed(l coach.Lead, s coach.Step, ws []words.Word) string {
	if o, used, ok := coach.ParseOutcome(words.Texts(ws)...); ok && used == len(ws) && o == coach.Voicemail && l.ID != "" {
		return cmp.Or(b.rules.VoicemailFor(l, s), coach.BranchNoMessage)
	}
	if id := b.exactBranch(ws); id != "" {
		return id
	}
	hits := names.Match(joined(ws), b.branchIndex())
	if len(hits) == 1 && hits[0].Kind != names.Typo {
		return hits[0].ID
	}
	return ""
}

// joined are words with single spaces between them.
func joined(ws []words.Word) string { return strings.Join(words.Texts(ws), " ") }

func (b *Bot) branchIndex() []names.Entry {
	var index []names.Entry
	for _, x := range b.rules.Branches() {
		index = append(index, names.Entry{ID: x.ID, Name: x.Title})
	}
	return index
}

// nearBranches are the branches that words may have meant, at most as many as a question offers.
func (b *Bot) nearBranches(text string) []coach.Branch {
	var ids []string
	for _, h := range names.Match(text, b.branchIndex()) {
		ids = append(ids, h.ID)
	}
	var all []string
	for _, x := range b.rules.Branches() {
		all = append(all, x.ID)
	}
	ids = append(ids, names.Near(text, all)...)
	var out []coach.Branch
	for i, id := range ids {
		if x, ok := b.rules.Branch(id); ok && slices.Index(ids, id) == i && len(out) < offered {
			out = append(out, x)
		}
	}
	return out
}

// scriptOf shows a branch for a lead, or for nobody in particular; without an id the one that opens the next call.
func (b *Bot) scriptOf(ctx context.Context, a *act, l coach.Lead, id string) (answer, error) {
	if l.Progress.Closed == coach.DoNotCall {
		return saying(b.checked(a, say.NoScript(b.reader(a), l)))
	}
	c := coach.Card{Lead: l, Step: b.rules.Next(l, *a.rep, a.now)}
	opens := ""
	if l.ID != "" {
		opens = b.rules.BranchFor(l, c.Step, a.now)
	} else {
		c = coach.Card{Lead: coach.Lead{Name: say.AnyName}, Step: coach.Step{Zone: coach.LeadZone{Loc: a.rep.Location()}}}
	}
	if id == "" {
		id = opens
	}
	if id == "" {
		return saying(b.checked(a, say.NoScript(b.reader(a), l)))
	}
	library, err := b.library(ctx, a)
	if err != nil {
		return answer{}, err
	}
	branch, ok := b.rules.Branch(id)
	if !ok {
		return answer{}, errOutdated
	}
	with := b.fill(a, c, branch.Outcome)
	with.Story = coach.MatchStory(l, library, coach.WhyStory, a.now)
	s, _ := b.rules.Script(id, with)
	return saying(b.checked(a, say.Script(b.reader(a), say.ScriptFor{Card: c, Script: s, Opens: id == opens})))
}

// scriptTapped shows another branch in the place of the one that was tapped on, or the list of all.
func (b *Bot) scriptTapped(ctx context.Context, a *act, t tap) (answer, error) {
	seen, err := b.look(ctx, a, store.Ask{LeadID: t.first, Tally: true, Agreed: true})
	if err != nil {
		return answer{}, err
	}
	var lead coach.Lead
	if t.first != "" {
		if seen.Lead == nil {
			return answer{}, errOutdated
		}
		lead = *seen.Lead
	}
	id := t.part(0)
	var ans answer
	switch {
	case id == say.AllScripts || lead.ID == "" && id == "":
		ans, err = saying(b.checked(a, say.Scripts(b.reader(a), lead, b.rules.Branches())))
	default:
		ans, err = b.scriptOf(ctx, a, lead, id)
	}
	ans.Replace = a.ephemeral
	return ans, err
}

// scriptLogged saves the outcome that a branch ends with.
func (b *Bot) scriptLogged(ctx context.Context, a *act, t tap) (answer, error) {
	o := coach.Outcome(t.part(1))
	if t.first == "" || !o.Info().Typed {
		return answer{}, errOutdated
	}
	return b.saveTap(ctx, a, t, o, func(s say.Saved) (answer, error) {
		ans, err := b.logged(a)(s)
		ans.Replace = a.ephemeral
		return ans, err
	})
}
