package fakeslack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// View is one open modal or a published Home.
type View struct {
	// The hash changes with each update; an app that gives an old one is refused.
	ID, Hash, Type              string // Type is modal or home
	User                        string
	CallbackID, PrivateMetadata string
	ExternalID                  string
	// The lowest view of its stack, and the one below.
	RootID, PreviousID string
	Raw                json.RawMessage // what the app sent, with the ids that Slack fills in
	State              json.RawMessage // {"values":{…}}

	// Decoded, with ids; and what people have put in by block and action.
	content object
	picked  values
	offers  map[string][]any // by block and action: what the app has offered so far in a select that asks it
}

// modals are the views that people see.
type modals struct {
	stacks map[string][]*View // by user, the view on top last
	homes  map[string]*View
}

const (
	// Slack's limits of a view and of a stack.
	maxViewBytes = 250_000
	maxStack     = 3
)

// Views returns the user's stack of modals, the visible one last.
func (s *Server) Views(user string) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []View
	for _, v := range s.stacks[user] {
		out = append(out, v.snapshot())
	}
	return out
}

// Home returns what is published on the user's Home tab, nil when nothing is.
func (s *Server) Home(user string) *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.homes[user] == nil {
		return nil
	}
	v := s.homes[user].snapshot()
	return &v
}

// blocks are those with the ids that were filled in.
func (v *View) blocks() []any { return asList(v.content["blocks"]) }

// snapshot is a copy that the server will not change. The lock is held.
func (v *View) snapshot() View {
	out := *v
	out.State, _ = json.Marshal(object{"values": stateOf(v.blocks(), v.picked)})
	out.content, out.picked, out.offers = nil, nil, nil
	return out
}

// viewWire is the view object of answers and payloads.
func (s *Server) viewWire(v *View) object {
	w := object{
		"id": v.ID, "team_id": s.cfg.TeamID, "hash": v.Hash, "root_view_id": v.RootID, "previous_view_id": nil,
		"app_id":                s.cfg.AppID,
		"app_installed_team_id": s.cfg.TeamID, "bot_id": "B" + strings.TrimLeft(s.cfg.BotUserID, "UW"),
		"private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": false, "notify_on_close": false,
		"title": nil, "close": nil, "submit": nil,
		"state": object{"values": stateOf(v.blocks(), v.picked)},
	}
	// Null for the lowest view.
	if v.PreviousID != "" {
		w["previous_view_id"] = v.PreviousID
	}
	for k, x := range v.content {
		w[k] = x
	}
	return w
}

// viewShapes are the fields of a view beside its blocks, by surface.
var viewShapes = map[string]check{
	SurfaceModal: shape("a modal", []field{
		must("type", anything), must("title", plain(24)), must("blocks", anything), may("close", plain(24)),
		may("submit", plain(24)),
		may("private_metadata", str(0, 3000)), may("callback_id", str(0, 255)), may("external_id", str(0, 255)),
		may("clear_on_close", boolean), may("notify_on_close", boolean), may("submit_disabled", boolean),
	}),
	SurfaceHome: shape("a home view", []field{
		must("type", anything), must("blocks", anything), may("private_metadata", str(0, 3000)),
		may("callback_id", str(0, 255)), may("external_id", str(0, 255)),
	}),
}

// inspectView checks a view for a surface. The lock is held.
func (s *Server) inspectView(raw json.RawMessage, surface string) (object, *refusal) {
	if len(raw) > maxViewBytes {
		return nil, refuse("view_too_large", "views: the JSON of a view has at most 250 KB")
	}
	v, err := decode(raw)
	content, ok := v.(object)
	if err != nil || !ok {
		return nil, refuse("invalid_arguments", "views: a view is a JSON object")
	}
	in := &inspection{on: surface, blockIDs: map[string]bool{}}
	// The blocks are inspected all the same, so that all faults are told together.
	if content["type"] != surface {
		in.bad("/view/type", "the type here is %s", surface)
	}
	viewShapes[surface](in, "/view", content)
	list, _ := json.Marshal(content["blocks"])
	filled := s.inspectInto(in, list)
	// Slack shows no form that can't be sent.
	if surface == SurfaceModal && in.inputs > 0 && content["submit"] == nil {
		in.bad("/view/submit", "a modal with input blocks needs submit")
	}
	if len(in.faults) > 0 {
		return nil, in.faults.refusal("invalid_arguments")
	}
	content["blocks"] = decodeList(filled)
	return content, nil
}

// fill puts new content into a view and gives it a new hash. What stands in the view's elements stays, see kept. The
// lock is held.
func (s *Server) fill(v *View, content object) {
	// words is a field of text, "" when it is missing.
	words := func(name string) string { t, _ := content[name].(string); return t }
	v.picked = kept(v.blocks(), v.picked, asList(content["blocks"]), v.Type == SurfaceModal)
	v.content, v.Type = content, words("type")
	v.CallbackID, v.PrivateMetadata, v.ExternalID = words("callback_id"), words("private_metadata"), words("external_id")
	v.Raw, _ = json.Marshal(content)
	v.Hash = fmt.Sprintf("%d.%s", s.cfg.Now().Unix(), uuid.NewString()[:8])
	s.changed()
}

// kept is what stands in elements after their blocks were replaced: of each with the same block_id, action_id and kind
// what stood in it before. In a modal that is so for untouched ones as well: a new initial value shows only under a new
// block_id or action_id. A chosen option that is no longer offered is gone.
func kept(before []any, picked values, after []any, untouched bool) values {
	out := values{}
	// Keyed by block_id and action_id with a zero byte between them.
	was := map[string]standing{}
	for _, e := range walkElements(before) {
		was[e.blockID+"\x00"+e.action] = e
	}
	for _, e := range walkElements(after) {
		old, there := was[e.blockID+"\x00"+e.action]
		state := picked.get(e.blockID, e.action)
		// Nobody touched it: what the old view showed stays.
		if state == nil && untouched {
			state = current(old, picked)
		}
		if there && old.kind == e.kind && state != nil && e.offers(state) {
			out.set(e.blockID, e.action, state)
		}
	}
	return out
}

// external finds the view that has the external_id. The lock is held.
func (s *Server) external(name string) *View {
	if name == "" {
		return nil
	}
	for _, stack := range s.stacks {
		for _, v := range stack {
			if v.ExternalID == name {
				return v
			}
		}
	}
	for _, v := range s.homes {
		if v.ExternalID == name {
			return v
		}
	}
	return nil
}

// duplicate refuses an external_id that another view has. The lock is held.
func (s *Server) duplicate(content object, v *View) *refusal {
	name, _ := content["external_id"].(string)
	if other := s.external(name); other != nil && other != v {
		return refuse("duplicate_external_id", "views: an external_id is unique in the team")
	}
	return nil
}

// view finds an open modal or a Home by its id. The lock is held.
func (s *Server) view(id string) *View {
	for _, stack := range s.stacks {
		for _, v := range stack {
			if v.ID == id {
				return v
			}
		}
	}
	for _, v := range s.homes {
		if v.ID == id {
			return v
		}
	}
	return nil
}

// top returns the view that the user sees; nil without a modal. The lock is held.
func (s *Server) top(user string) *View {
	if stack := s.stacks[user]; len(stack) > 0 {
		return stack[len(stack)-1]
	}
	return nil
}

// stack puts a new modal on top. The lock is held.
func (s *Server) stack(user string, content object) *View {
	v := &View{ID: s.newID("V"), User: user}
	v.RootID = v.ID
	if below := s.top(user); below != nil {
		v.RootID, v.PreviousID = below.RootID, below.ID
	}
	s.fill(v, content)
	s.stacks[user] = append(s.stacks[user], v)
	return v
}

// pop takes the view and what lies on it off the stack. The lock is held.
func (s *Server) pop(user string, v *View) {
	if i := slices.Index(s.stacks[user], v); i >= 0 {
		s.stacks[user] = s.stacks[user][:i]
	}
	s.changed()
}
