package record

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/suspect"
	"github.com/followup-coach/followup/store"
)

// A rep hears of the phrases of their teams in each log. What teams have seldom changes, so that it is read once in a
// while and not for every log; a rep without a team costs nothing.

const (
	// phrasesFor is how long another process's change of a team's phrases may go unheard here.
	phrasesFor = 30 * time.Second
	// phrasesMost bounds what is kept: sets of teams that somebody is in. Beyond it all is read anew.
	phrasesMost = 1000
)

// Phrases are what reps are advised not to say: what is built in, and what their teams have of their own, ready to be
// sought, with what these say besides. They may be used by many goroutines at once.
type Phrases struct {
	space func() *store.Workspace
	rules *coach.Rules
	reply *reply.Replier

	mu    sync.Mutex
	books map[string]teamBook // by the teams, see [teamsKey]
	turn  int                 // counts the changes, so that what was read before one is not kept
}

// teamBook is what was read at an instant.
type teamBook struct {
	book     *phrase.Book
	suspects qualify.Suspects
	at       time.Time
}

// teamsKey names a set of teams, in whatever order a rep has them.
func teamsKey(teams []string) string { return strings.Join(slices.Sorted(slices.Values(teams)), " ") }

// For are the phrases for the rep of a request, whose record must have been read. Where the teams can't be read it is
// what was known of them: a remark is not worth failing a save for.
func (p *Phrases) For(ctx context.Context, req *request.Request) *phrase.Book {
	teams := req.Rep.Teams
	if len(teams) == 0 {
		return p.rules.Phrases()
	}
	kept, turn := p.kept(teams)
	if kept.book != nil && req.Now.Sub(kept.at).Abs() < phrasesFor {
		return kept.book
	}
	read, err := p.space().Directory.TeamsBy(ctx, teams...)
	if err != nil {
		p.reply.Log.Warn("could not read the phrases of teams", "error", err)
		return p.Known(*req.Rep)
	}
	var own phrase.Own
	for _, team := range read {
		own = append(own, team.Phrases...)
	}
	book := p.rules.Phrases().With(own)
	p.keep(teams, teamBook{book, suspect.OfTeams(read), req.Now}, turn)
	return book
}

// Suspects is whom the teams of a request's rep chase, as it was read with their phrases.
func (p *Phrases) Suspects(ctx context.Context, req *request.Request) qualify.Suspects {
	if req.Rep == nil {
		return qualify.Suspects{}
	}
	p.For(ctx, req)
	return p.chased(*req.Rep)
}

// Known are the phrases for a rep as they were read last, without a trip; before that the built-in ones.
func (p *Phrases) Known(rep coach.Rep) *phrase.Book {
	if len(rep.Teams) > 0 {
		if kept, _ := p.kept(rep.Teams); kept.book != nil {
			return kept.book
		}
	}
	return p.rules.Phrases()
}

// Fit is whom the teams of a rep want as a customer, as it was read last, without a trip; else whom the installation
// wants (S3.17).
func (p *Phrases) Fit(rep coach.Rep) string {
	kept, _ := p.kept(rep.Teams)
	return cmp.Or(kept.suspects.Fit, p.rules.Fit())
}

// chased is whom the teams of a rep chase, as it was read last, without a trip.
func (p *Phrases) chased(rep coach.Rep) qualify.Suspects {
	kept, _ := p.kept(rep.Teams)
	return kept.suspects
}

// MayHear marks, among those who have somebody's prospect too, the ones whose name they hear: who is on a team with the
// rep, and who is on one that the person manages. What can't be read is not worth failing for.
func (p *Phrases) MayHear(ctx context.Context, user string, rep coach.Rep, found []store.Held) {
	var teams []string
	for i, h := range found {
		if found[i].Known = rep.Mates(h.Rep); !found[i].Known {
			teams = append(teams, h.Rep.Teams...)
		}
	}
	read, err := p.space().Directory.TeamsBy(ctx, teams...)
	if err != nil {
		p.reply.Log.Warn("could not read teams", "error", err)
	}
	for i, h := range found {
		found[i].Known = h.Known || slices.ContainsFunc(read, func(team coach.Team) bool {
			return slices.Contains(h.Rep.Teams, team.ID) && slices.Contains(team.Managers, user)
		})
	}
}

// Forget has all read anew: a team has just changed.
func (p *Phrases) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turn++
	clear(p.books)
}

// kept is what is kept of some teams, the zero value for nothing, with how many changes there were so far.
func (p *Phrases) kept(teams []string) (book teamBook, turn int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.books[teamsKey(teams)], p.turn
}

// keep keeps what was read, unless a team has changed since the read began.
func (p *Phrases) keep(teams []string, book teamBook, turn int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case turn != p.turn:
		return
	case p.books == nil || len(p.books) >= phrasesMost:
		p.books = map[string]teamBook{}
	}
	p.books[teamsKey(teams)] = book
}
