package fakeslack

import (
	"slices"
	"strings"
	"time"
)

// User is a person (or bot) of the workspace.
type User struct {
	ID, Name, RealName string
	Email              string
	TZ                 string // IANA
	Locale             string // en-US when empty
	TeamID             string // the workspace's when empty
	Bot, Deleted       bool
	Restricted         bool // a guest
	UltraRestricted    bool // a guest of one channel
	Admin, Owner       bool
	Stranger           bool // of another workspace, met in a shared channel

	StatusText, StatusEmoji string
	StatusExpiration        int64 // unix; 0 for never
}

// directory is everybody of the workspace, in the order in which they came.
type directory struct {
	users     map[string]*User
	userOrder []string
}

// AddUser adds a person, or replaces one with the same id, without telling the app.
func (s *Server) AddUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.putUser(u)
}

// putUser adds somebody or replaces what is known of them. The lock is held.
func (s *Server) putUser(u User) {
	if u.TeamID == "" {
		u.TeamID = s.cfg.TeamID
	}
	if u.Locale == "" {
		u.Locale = "en-US"
	}
	if u.TZ == "" {
		u.TZ = "UTC"
	}
	if u.RealName == "" {
		u.RealName = u.Name
	}
	if s.users[u.ID] == nil {
		s.userOrder = append(s.userOrder, u.ID)
	}
	s.users[u.ID] = &u
	s.changed()
}

// UpdateUser changes a person (a new zone, a deactivation) and sends the app user_change, if it subscribes to that.
func (s *Server) UpdateUser(u User) { s.userEvent("user_change", u) }

// Join adds a person and sends the app team_join, if it subscribes to that.
func (s *Server) Join(u User) { s.userEvent("team_join", u) }

// userEvent stores a person and tells the app that they are new or have changed, if it subscribes to that and may read
// people.
func (s *Server) userEvent(kind string, u User) {
	s.mu.Lock()
	s.putUser(u)
	wire := s.userWire(s.users[u.ID], true)
	granted := slices.Contains(s.scopes(), "users:read")
	s.mu.Unlock()
	if granted && (s.cfg.Events == nil || slices.Contains(s.cfg.Events, kind)) {
		s.emit(u.ID, map[string]any{"type": kind, "user": wire})
	}
}

// Users returns everybody, in the order they were added; the bot is first.
func (s *Server) Users() []User {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []User
	for _, id := range s.userOrder {
		out = append(out, *s.users[id])
	}
	return out
}

// userWire is the user object of users.info, users.list, team_join and user_change.
func (s *Server) userWire(u *User, locale bool) map[string]any {
	at := s.cfg.Now()
	offset, label := 0, u.TZ
	if loc, err := time.LoadLocation(u.TZ); err == nil {
		// The offset is today's, as Slack's is.
		label, offset = at.In(loc).Zone()
	}
	w := map[string]any{
		"id": u.ID, "team_id": u.TeamID, "name": u.Name, "real_name": u.RealName, "deleted": u.Deleted,
		"tz": u.TZ, "tz_label": label, "tz_offset": offset,
		"is_bot": u.Bot, "is_admin": u.Admin, "is_owner": u.Owner, "is_primary_owner": false,
		"is_restricted": u.Restricted, "is_ultra_restricted": u.UltraRestricted, "is_stranger": u.Stranger,
		"is_app_user": false,
		"updated":     at.Unix(),
		"profile": map[string]any{"real_name": u.RealName, "display_name": u.Name, "real_name_normalized": u.RealName,
			"display_name_normalized": u.Name, "team": u.TeamID, "status_text": u.StatusText,
			"status_emoji": u.StatusEmoji, "status_expiration": u.StatusExpiration},
	}
	if locale {
		w["locale"] = u.Locale
	}
	return w
}

// methodUsersInfo tells of one person.
func (s *Server) methodUsersInfo(a args) (reply, *refusal) {
	u := s.users[a.str("user")]
	if u == nil {
		return nil, refuse("user_not_found", "users.info: the user exists")
	}
	return reply{"user": s.userWire(u, a.flag("include_locale"))}, nil
}

// methodUsersLookupByEmail tells of the person with an address, who is none that left.
func (s *Server) methodUsersLookupByEmail(a args) (reply, *refusal) {
	for _, id := range s.userOrder {
		if u := s.users[id]; u.Email != "" && strings.EqualFold(u.Email, a.str("email")) && !u.Deleted {
			return reply{"user": s.userWire(u, false)}, nil
		}
	}
	return nil, refuse("users_not_found", "users.lookupByEmail: somebody has the address")
}

// methodUsersList lists the workspace in pages.
func (s *Server) methodUsersList(a args) (reply, *refusal) {
	limit := a.num("limit", 0)
	if limit == 0 {
		limit = len(s.userOrder)
	}
	if limit < 0 || limit > 1000 {
		return nil, refuse("invalid_limit", "users.list: limit is at most 1000")
	}
	page, next, bad := pageOf(s.userOrder, a.str("cursor"), limit)
	if bad != nil {
		return nil, bad
	}
	members := []any{}
	for _, id := range page {
		members = append(members, s.userWire(s.users[id], a.flag("include_locale")))
	}
	return reply{"members": members, "cache_ts": s.cfg.Now().Unix(),
		"response_metadata": map[string]any{"next_cursor": next}}, nil
}

// pageOf cuts a list as Slack's cursors do: the cursor names the first element of the page.
func pageOf[T ~string](all []T, cursor string, limit int) (page []T, next string, bad *refusal) {
	from := 0
	if cursor != "" {
		if from = slices.Index(all, T(cursor)); from < 0 {
			return nil, "", refuse("invalid_cursor", "paging: a cursor comes from the page before")
		}
	}
	to := min(from+limit, len(all))
	if to < len(all) {
		next = string(all[to])
	}
	return all[from:to], next, nil
}
