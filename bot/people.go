package bot

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// person is what Slack says of somebody, as far as it decides what they may do and how they are spoken to.
type person struct {
	id, team, enterprise string
	name                 string // as colleagues see it
	full                 string // as they introduce themselves
	tz, locale           string
	admin                bool // workspace owner or admin
	bot, guest, stranger bool
	gone                 bool
	at                   time.Time // when Slack was asked
}

// people remembers what Slack said of the persons that act, so that a known person's command costs no call to Slack.
// What changes arrives by user_change; beyond that an entry is believed for [peopleFresh] and refreshed behind the
// answer.
type people struct {
	mu   sync.RWMutex
	byID map[string]person
	busy map[string]bool // refreshes under way
}

const (
	peopleFresh = 6 * time.Hour
	peopleMost  = 50_000
)

func newPeople() *people {
	return &people{byID: make(map[string]person), busy: make(map[string]bool)}
}

func (p *people) get(id string) (person, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	who, ok := p.byID[id]
	return who, ok
}

// put remembers a person, and forgets any other when the memory is full: whoever is forgotten is asked for again.
func (p *people) put(who person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.byID[who.id]; !known && len(p.byID) >= peopleMost {
		for id := range p.byID {
			delete(p.byID, id)
			break
		}
	}
	p.byID[who.id] = who
}

// refreshing reports whether the caller is the one that refreshes this person now.
func (p *people) refreshing(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy[id] {
		return false
	}
	p.busy[id] = true
	return true
}

func (p *people) refreshed(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.busy, id)
}

// personOf reads Slack's user object. home and org are ours: whoever belongs to neither is a stranger, also when they
// come from an organization of their own through Slack Connect.
func personOf(u *slack.User, home, org string, now time.Time) person {
	return person{
		id: u.ID, name: cmp.Or(u.Profile.DisplayName, u.RealName, u.Name),
		full: cmp.Or(u.Profile.RealName, u.RealName, u.Profile.DisplayName), team: u.TeamID,
		enterprise: u.Enterprise.EnterpriseID, tz: u.TZ, locale: u.Locale,
		admin: u.IsAdmin || u.IsOwner || u.IsPrimaryOwner,
		bot:   u.IsBot || u.ID == "USLACKBOT",
		guest: u.IsRestricted || u.IsUltraRestricted,
		stranger: u.IsStranger ||
			(home != "" && u.TeamID != "" && u.TeamID != home && (org == "" || u.Enterprise.EnterpriseID != org)),
		gone: u.Deleted, at: now,
	}
}

// lookUp asks Slack who somebody is and remembers it.
func (b *Bot) lookUp(ctx context.Context, id string) (person, error) {
	u, err := b.api().GetUserInfoContext(ctx, id)
	if err != nil {
		return person{}, err
	}
	who := personOf(u, b.teamID, b.orgID, b.now())
	b.people.put(who)
	return who, nil
}
