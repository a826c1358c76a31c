package fakeslack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Fill sets an element of the modal on top, as typing or picking does, without telling the app. An empty blockID takes
// the first element with the action id. The error says that there is no such view, element or option.
func (s *Server) Fill(user, viewID, blockID, actionID string, v ActionValue) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	view := s.top(user)
	if view == nil || view.ID != viewID {
		return errors.New("fakeslack: that view is not on top")
	}
	for _, e := range walkElements(view.blocks()) {
		if e.action == actionID && (blockID == "" || e.blockID == blockID) {
			if e.external() { // it has nothing but what the app was asked for, and what it began with
				had := append([]any{e.element["initial_option"]}, asList(e.element["initial_options"])...)
				e.element = object{"options": append(had, view.offers[e.blockID+"\x00"+e.action]...)}
			}
			state, err := s.chosen(e, v)
			if err != nil {
				return fmt.Errorf("fakeslack: %w", err)
			}
			view.picked.set(e.blockID, e.action, state)
			s.changed()
			return nil
		}
	}
	return fmt.Errorf("fakeslack: the view has no element %s in block %q", actionID, blockID)
}

// chosen is the state that a choice leads to. Files are the workspace's, so that the server knows them. The lock is
// held.
func (s *Server) chosen(e standing, v ActionValue) (object, error) {
	if e.kind != "file_input" {
		return pick(e, v)
	}
	files, err := s.given(e, v.Files)
	return object{"type": e.kind, "files": files}, err
}

// suggested is what an app offers in a select that asks it.
var suggested = shape("what a select offers", []field{may("options", list(0, 100, menuOption)),
	may("option_groups", list(1, 100, group))}, exactlyOne("options", "option_groups"))

// Suggest types into a select of the modal on top that asks the app what it offers, which it does at each letter, and
// with nothing typed as it is opened. From then on [Server.Fill] takes one of what stands in Outcome.Payload too.
// Typing less than the element's min_query_length asks nobody.
func (s *Server) Suggest(ctx context.Context, user, viewID, blockID, actionID, typed string) Outcome {
	s.mu.Lock()
	v := s.top(user)
	if v == nil || v.ID != viewID {
		s.mu.Unlock()
		return Outcome{Failure: "that view is not on top"}
	}
	all := walkElements(v.blocks())
	i := slices.IndexFunc(all, func(e standing) bool {
		return e.action == actionID && (blockID == "" || e.blockID == blockID) && e.external()
	})
	least := 3.0
	if i >= 0 && all[i].element["min_query_length"] != nil {
		least, _ = all[i].element["min_query_length"].(float64)
	}
	if i < 0 || float64(utf8.RuneCountInString(typed)) < least {
		s.mu.Unlock()
		return Outcome{Failure: fmt.Sprintf("no select %s there that asks for %q", actionID, typed)}
	}
	p := s.interaction("block_suggestion", user)
	p["block_id"], p["action_id"], p["value"] = all[i].blockID, actionID, typed
	p["view"], p["container"] = s.viewWire(v), object{"type": "view", "view_id": v.ID}
	e := &envelope{kind: typeInteractive, name: nameSuggestion, user: user}
	e.apply = func(payload json.RawMessage, out *Outcome) {
		if r := v.offered(all[i], payload); r != nil {
			s.note(Entry{Kind: KindRefusal, Method: "ack " + nameSuggestion, User: user, EnvelopeID: out.EnvelopeID,
				Rule: r.rule, Detail: strings.Join(r.messages, ": "), Body: payload})
			out.Failure = FailIcon
		}
	}
	s.dispatch(e, p)
	s.mu.Unlock()
	return s.await(ctx, e)
}

// offered takes what an app offers in a select of the view, unless Slack would not. The lock is held.
func (v *View) offered(e standing, payload json.RawMessage) *refusal {
	answer, _ := decode(payload)
	in := &inspection{on: SurfaceModal}
	if suggested(in, "", answer); len(in.faults) > 0 {
		return in.faults.refusal("invalid_options")
	}
	if v.offers == nil {
		v.offers = map[string][]any{}
	}
	o, _ := answer.(object)
	list, key := asList(o["options"]), e.blockID+"\x00"+e.action
	for _, g := range asList(o["option_groups"]) {
		g, _ := g.(object)
		list = append(list, asList(g["options"])...)
	}
	v.offers[key] = append(v.offers[key], list...)
	return nil
}

// Submit presses the modal's submit button. What Slack's own client checks (required inputs, lengths, numbers) is
// answered in Outcome.Errors without an envelope; otherwise the app gets view_submission and its ack decides what
// becomes of the form.
func (s *Server) Submit(ctx context.Context, user, viewID string) Outcome {
	s.mu.Lock()
	v := s.top(user)
	if v == nil || v.ID != viewID {
		s.mu.Unlock()
		return Outcome{Failure: "that view is not on top"}
	}
	if v.content["submit"] == nil {
		s.mu.Unlock()
		return Outcome{Failure: "the view has no submit button"}
	}
	// Slack's client shows these itself and sends nothing.
	if wrong := clientChecks(v); len(wrong) > 0 {
		s.mu.Unlock()
		return Outcome{Errors: wrong}
	}
	p := s.interaction("view_submission", user)
	p["trigger_id"], p["view"], p["response_urls"] = s.grantTrigger(user, v.ID), s.viewWire(v), []any{}
	e := &envelope{kind: typeInteractive, name: "view_submission", user: user}
	e.apply = func(payload json.RawMessage, out *Outcome) { s.submitted(v, payload, out) }
	s.dispatch(e, p)
	s.mu.Unlock()
	return s.await(ctx, e)
}

// clientChecks is what Slack's client does not send at all.
func clientChecks(v *View) map[string]string {
	wrong := map[string]string{}
	for _, e := range walkElements(v.blocks()) {
		// Elements outside input blocks are not part of the form.
		if !e.input() {
			continue
		}
		state := current(e, v.picked)
		if state == nil {
			continue
		}
		if empty(state) {
			if e.block["optional"] != true {
				wrong[e.blockID] = "Please complete this required field."
			}
			continue
		}
		t, _ := state["value"].(string)
		// bound is a limit of an input; numbers have theirs as strings.
		bound := func(name string) (float64, bool) {
			switch b := e.element[name].(type) {
			case float64:
				return b, true
			case string:
				n, err := strconv.ParseFloat(b, 64)
				return n, err == nil
			}
			return 0, false
		}
		switch e.kind {
		case "plain_text_input":
			n := float64(utf8.RuneCountInString(t))
			if least, ok := bound("min_length"); ok && n < least {
				wrong[e.blockID] = fmt.Sprintf("Please enter at least %.0f characters.", least)
			}
			most, ok := bound("max_length")
			if !ok {
				most = 3000
			}
			if n > most {
				wrong[e.blockID] = fmt.Sprintf("Please enter at most %.0f characters.", most)
			}
		case "number_input":
			n, err := strconv.ParseFloat(t, 64)
			least, hasLeast := bound("min_value")
			most, hasMost := bound("max_value")
			if err != nil || hasLeast && n < least || hasMost && n > most || e.element["is_decimal_allowed"] != true &&
				strings.Contains(t, ".") {
				wrong[e.blockID] = "Please enter a valid number."
			}
		case "email_text_input":
			if name, host, ok := strings.Cut(t, "@"); !ok || name == "" || !strings.Contains(host, ".") {
				wrong[e.blockID] = "Please enter a valid email address."
			}
		}
	}
	return wrong
}

// submitted carries out what the ack of a view_submission says. The lock is held.
func (s *Server) submitted(v *View, payload json.RawMessage, out *Outcome) {
	// trouble notes what was wrong with the ack; the person sees that Slack has trouble connecting.
	trouble := func(r *refusal) {
		s.note(Entry{Kind: KindRefusal, Method: "ack view_submission", User: v.User, EnvelopeID: out.EnvelopeID, Rule: r.rule,
			Detail: strings.Join(append([]string{r.code}, r.messages...), ": "), Body: payload})
		out.Failure = FailConnecting
	}
	if !slices.Contains(s.stacks[v.User], v) {
		return // closed in the meantime
	}
	var p struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if !isNull(payload) {
		if err := json.Unmarshal(payload, &p); err != nil {
			trouble(refuse("invalid_payload", "view submissions: the ack's payload is an object with response_action"))
			return
		}
	}
	switch p.Action {
	case "":
		if !isNull(payload) && string(payload) != "{}" {
			trouble(refuse("invalid_payload", "view submissions: a payload names its response_action"))
			return
		}
		s.pop(v.User, v)
	// Clear closes the whole stack, not this view alone.
	case "clear":
		s.stacks[v.User] = nil
	case "errors":
		// Errors can be shown at inputs only.
		inputs := map[string]bool{}
		for _, e := range walkElements(v.blocks()) {
			inputs[e.blockID] = inputs[e.blockID] || e.input()
		}
		if len(p.Errors) == 0 {
			trouble(refuse("invalid_payload", "view submissions: response_action errors says which"))
			return
		}
		for block := range p.Errors {
			if !inputs[block] {
				trouble(refuse("invalid_payload", "view submissions: errors are keyed by the block_id of an input block; "+block+
					" is none"))
				return
			}
		}
		out.Errors = p.Errors
	case "update", "push":
		content, bad := s.inspectView(p.View, SurfaceModal)
		// A view may keep its own external_id when it is updated.
		same := v
		if p.Action == "push" {
			same = nil
			if bad == nil && len(s.stacks[v.User]) >= maxStack {
				bad = refuse("push_limit_reached", "view submissions: a stack has at most 3 views")
			}
		}
		if bad == nil {
			bad = s.duplicate(content, same)
		}
		if bad != nil {
			trouble(bad)
			return
		}
		if p.Action == "push" {
			v = s.stack(v.User, content)
		} else {
			s.fill(v, content)
		}
		s.note(Entry{Kind: KindView, Method: "ack " + p.Action, User: v.User, Detail: v.ID, EnvelopeID: out.EnvelopeID,
			Body: v.Raw})
	default:
		trouble(refuse("invalid_payload", "view submissions: response_action is errors, update, push or clear"))
	}
}

// CloseView presses the modal's close button. The app hears view_closed only if the view has notify_on_close; a view
// with clear_on_close takes the whole stack with it.
func (s *Server) CloseView(ctx context.Context, user, viewID string) Outcome {
	s.mu.Lock()
	v := s.top(user)
	if v == nil || v.ID != viewID {
		s.mu.Unlock()
		return Outcome{Failure: "that view is not on top"}
	}
	cleared := v.content["clear_on_close"] == true
	// As it was when it was closed.
	w := s.viewWire(v)
	if cleared {
		s.stacks[user] = nil
	}
	s.pop(user, v)
	if v.content["notify_on_close"] != true {
		s.mu.Unlock()
		return Outcome{}
	}
	// What was typed into inputs is not told of a form that was not sent.
	kept := values{}
	for _, e := range walkElements(v.blocks()) {
		if state := current(e, v.picked); state != nil && !e.input() {
			kept.set(e.blockID, e.action, state)
		}
	}
	w["state"] = object{"values": kept}
	p := s.interaction("view_closed", user)
	p["view"], p["is_cleared"] = w, cleared
	e := s.dispatch(&envelope{kind: typeInteractive, name: "view_closed", user: user}, p)
	s.mu.Unlock()
	return s.await(ctx, e)
}
