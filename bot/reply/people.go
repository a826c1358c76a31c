package reply

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
)

// People remembers what Slack said of the persons that act, so that a known person's command costs no call to Slack.
// What changes arrives by user_change; beyond that an entry is believed for [PeopleFresh] and refreshed behind the
// answer.
type People struct {
	mu   sync.RWMutex
	byID map[string]request.Person
	busy map[string]bool // refreshes under way
}

const (
	// PeopleFresh bounds how long a missed user_change can leave somebody with the wrong zone or rights.
	PeopleFresh = 6 * time.Hour
	// peopleMost bounds the memory in a workspace with more people than that.
	peopleMost = 50_000
)

func newPeople() *People {
	return &People{byID: make(map[string]request.Person), busy: make(map[string]bool)}
}

// Get is what is known of a person; false for somebody who was not met in this process yet.
func (p *People) Get(id string) (request.Person, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	who, ok := p.byID[id]
	return who, ok
}

// Put remembers a person, unless Slack was asked later for what is remembered. It forgets any other when the memory is
// full: whoever is forgotten is asked for again.
func (p *People) Put(who request.Person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known, met := p.byID[who.ID]
	if met && known.At.After(who.At) {
		return
	}
	if !met && len(p.byID) >= peopleMost {
		for id := range p.byID {
			delete(p.byID, id)
			break
		}
	}
	p.byID[who.ID] = who
}

// Refreshing reports whether the caller is the one that refreshes this person now.
func (p *People) Refreshing(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy[id] {
		return false
	}
	p.busy[id] = true
	return true
}

// Refreshed ends what [People.Refreshing] began, whether it succeeded or not.
func (p *People) Refreshed(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.busy, id)
}

// PersonOf reads Slack's user object. home and org are ours: whoever belongs to neither is a stranger, also when they
// come from an organization of their own through Slack Connect.
func PersonOf(u *slack.User, home, org string, now time.Time) request.Person {
	return request.Person{
		ID: u.ID, Name: cmp.Or(u.Profile.DisplayName, u.RealName, u.Name),
		Full: cmp.Or(u.Profile.RealName, u.RealName, u.Profile.DisplayName), Team: u.TeamID,
		Enterprise: u.Enterprise.EnterpriseID, TZ: u.TZ, Locale: u.Locale,
		Admin: u.IsAdmin || u.IsOwner || u.IsPrimaryOwner,
		Bot:   u.IsBot || u.ID == "USLACKBOT",
		Guest: u.IsRestricted || u.IsUltraRestricted,
		Stranger: u.IsStranger ||
			(home != "" && u.TeamID != "" && u.TeamID != home && (org == "" || u.Enterprise.EnterpriseID != org)),
		Gone: u.Deleted, At: now,
	}
}

// LookUp asks Slack who somebody is and remembers it. The error is Slack's; nothing is remembered then, so that the
// next request asks again.
func (r *Replier) LookUp(ctx context.Context, id string) (request.Person, error) {
	asked := r.Now()
	u, err := r.API().GetUserInfoContext(ctx, id)
	if err != nil {
		return request.Person{}, err
	}
	who := PersonOf(u, r.TeamID, r.OrgID, asked)
	r.People.Put(who)
	return who, nil
}
