package fakeslack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// reply is the body of an answer, to which "ok" is added.
type reply map[string]any

// refusal is Slack's no: an error code, the rule behind it, and for blocks the places.
type refusal struct {
	// What the app reads in "error".
	code string
	// For the ledger: what should have been, as a sentence that is true of a call that passes.
	rule     string
	messages []string // response_metadata.messages
	// Of missing_scope: the scope, and those that the token has.
	needed   string
	provided string
	lever    bool // not the app's fault: produced by a lever of trouble, or the answer to what it asked
}

// refuse is a refusal for which the app is to blame.
func refuse(code, rule string) *refusal { return &refusal{code: code, rule: rule} }

// endpoint is one method of the Web API.
type endpoint struct {
	// Carries the call out with the lock held, after every check below.
	run   func(*Server, args) (reply, *refusal)
	scope func(*Server, args) string // nil: none
	app   bool                       // takes the app-level token
	post  bool                       // asks OnPost
	tier  int                        // calls a minute; 0: special, not counted
}

// scoped is a scope that does not depend on the call.
func scoped(name string) func(*Server, args) string {
	return func(*Server, args) string { return name }
}

// family is the scope that belongs to the channel's kind, such as im:history.
func family(suffix string) func(*Server, args) string {
	return func(s *Server, a args) string {
		id := a.str("channel")
		switch c := s.channels[id]; {
		// An unknown channel counts as a public one: its absence is told by the method.
		case strings.HasPrefix(id, "D"):
			return "im:" + suffix
		case c != nil && c.Private:
			return "groups:" + suffix
		default:
			return "channels:" + suffix
		}
	}
}

// openScope: one person is an IM, several are a group.
func openScope(_ *Server, a args) string {
	if strings.Contains(a.str("users"), ",") {
		return "mpim:write"
	}
	return "im:write"
}

// endpoints are the methods that this server plays; any other is answered unknown_method. Tiers are those of Slack's
// reference, as calls a minute.
var endpoints = map[string]endpoint{
	"apps.connections.open":        {run: (*Server).methodConnectionsOpen, app: true},
	"auth.test":                    {run: (*Server).methodAuthTest},
	"chat.postMessage":             {run: (*Server).methodPostMessage, scope: scoped("chat:write"), post: true},
	"chat.postEphemeral":           {run: (*Server).methodPostEphemeral, scope: scoped("chat:write"), tier: 100},
	"chat.update":                  {run: (*Server).methodUpdate, scope: scoped("chat:write"), post: true, tier: 50},
	"chat.delete":                  {run: (*Server).methodDelete, scope: scoped("chat:write"), tier: 50},
	"conversations.open":           {run: (*Server).methodConversationsOpen, scope: openScope, tier: 50},
	"conversations.history":        {run: (*Server).methodHistory, scope: family("history"), tier: 50},
	"conversations.replies":        {run: (*Server).methodReplies, scope: family("history"), tier: 50},
	"conversations.info":           {run: (*Server).methodConversationsInfo, scope: family("read"), tier: 50},
	"files.getUploadURLExternal":   {run: (*Server).methodGetUploadURL, scope: scoped("files:write"), tier: 100},
	"files.completeUploadExternal": {run: (*Server).methodCompleteUpload, scope: scoped("files:write"), tier: 100},
	"files.info":                   {run: (*Server).methodFilesInfo, scope: scoped("files:read"), tier: 100},
	"users.info":                   {run: (*Server).methodUsersInfo, scope: scoped("users:read"), tier: 100},
	"users.lookupByEmail":          {run: (*Server).methodUsersLookupByEmail, scope: scoped("users:read.email"), tier: 50},
	"users.list":                   {run: (*Server).methodUsersList, scope: scoped("users:read"), tier: 20},
	"views.open":                   {run: (*Server).methodViewsOpen, tier: 100},
	"views.push":                   {run: (*Server).methodViewsPush, tier: 100},
	"views.update":                 {run: (*Server).methodViewsUpdate, tier: 100},
	"views.publish":                {run: (*Server).methodViewsPublish, tier: 100},
}

// allScopes is what a Config without Scopes grants.
var allScopes = []string{
	"channels:history", "channels:read", "chat:write", "chat:write.public", "commands", "files:read", "files:write",
	"groups:history", "groups:read",
	"im:history", "im:read", "im:write", "mpim:write", "users:read", "users:read.email",
}

// scopes are those of the bot token.
func (s *Server) scopes() []string {
	if s.cfg.Scopes == nil {
		return allScopes
	}
	return s.cfg.Scopes
}

// args are the arguments of a call, from JSON, a form or the query.
type args struct {
	// As decoded from JSON; of a form all values are strings.
	values map[string]any
	// The token came as a parameter, which apps.connections.open refuses.
	bodyToken bool
}

// str is an argument as text, whichever way it was written; "" when it is missing or no scalar.
func (a args) str(name string) string {
	switch v := a.values[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	default:
		return ""
	}
}

// flag is a boolean argument; Slack takes 1 and true.
func (a args) flag(name string) bool {
	v := a.str(name)
	return v == "1" || v == "true"
}

// num is a whole number, other when the argument is missing, -1 when it is no number.
func (a args) num(name string, other int) int {
	v := a.str(name)
	if v == "" {
		return other
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		return -1
	}
	return n
}

// json is an argument that holds a JSON value: in a form as text, in a JSON body as text or as it is.
func (a args) json(name string) json.RawMessage {
	switch v := a.values[name].(type) {
	case nil:
		return nil
	case string:
		if v == "" {
			return nil
		}
		return json.RawMessage(v)
	default:
		b, _ := json.Marshal(v)
		return b
	}
}

// has tells an empty argument from a missing one.
func (a args) has(name string) bool { _, ok := a.values[name]; return ok }

// maxBody bounds what is read of any request; a larger one is refused.
const maxBody = 4 << 20

// parseArgs reads a call as Slack does: a JSON body by its content type, else form and query together. The token of
// the header wins over one among the arguments, and is in neither the values nor the ledger.
func parseArgs(r *http.Request) (a args, token string, err error) {
	a.values = map[string]any{}
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return a, "", fmt.Errorf("reading the body: %w", err)
		}
		if len(body) > 0 {
			if err := json.Unmarshal(body, &a.values); err != nil {
				return a, "", fmt.Errorf("the body is not a JSON object: %w", err)
			}
		}
	} else {
		if err := r.ParseForm(); err != nil {
			return a, "", fmt.Errorf("the form: %w", err)
		}
		for k, v := range r.Form {
			a.values[k] = v[0]
		}
	}
	token, _ = strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if t := a.str("token"); t != "" {
		a.bodyToken = true
		// Clients send it either way.
		if token == "" {
			token = t
		}
	}
	// The ledger keeps the arguments of each call.
	delete(a.values, "token")
	return a, token, nil
}

// methodAuthTest tells the app who it is.
func (s *Server) methodAuthTest(args) (reply, *refusal) {
	return reply{
		"url": "https://" + s.cfg.TeamDomain + ".slack.com/", "team": s.cfg.TeamDomain, "team_id": s.cfg.TeamID,
		"user": s.users[s.cfg.BotUserID].Name, "user_id": s.cfg.BotUserID,
		"bot_id": "B" + strings.TrimLeft(s.cfg.BotUserID, "UW"), "is_enterprise_install": false,
	}, nil
}

// authorize checks the token against the method. The lock is held.
func (s *Server) authorize(e endpoint, token string, a args) *refusal {
	switch {
	case token == "":
		return refuse("not_authed", "a token is sent with every call")
	case s.revoked:
		return &refusal{code: "token_revoked", lever: true}
	case token != s.cfg.AppToken && token != s.cfg.BotToken:
		return refuse("invalid_auth", "the token is one of this workspace")
	// Each token is for its own methods.
	case e.app != (token == s.cfg.AppToken):
		return refuse("not_allowed_token_type",
			"apps.connections.open takes the app-level token, every other method the bot token")
	}
	if e.scope == nil {
		return nil
	}
	if need := e.scope(s, a); !slices.Contains(s.scopes(), need) {
		return &refusal{code: "missing_scope", rule: "scopes: the token was granted " + need, needed: need,
			provided: strings.Join(s.scopes(), ",")}
	}
	return nil
}
