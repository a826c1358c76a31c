package fakeslack

// viewed notes a view that Slack took and makes the answer. The lock is held.
func (s *Server) viewed(method string, v *View) reply {
	s.note(Entry{Kind: KindView, Method: method, User: v.User, Detail: v.ID, Body: v.Raw})
	return reply{"view": s.viewWire(v)}
}

// methodViewsOpen opens the first modal of a stack, with the trigger of what the person did.
func (s *Server) methodViewsOpen(a args) (reply, *refusal) {
	content, bad := s.inspectView(a.json("view"), SurfaceModal)
	if bad == nil {
		bad = s.duplicate(content, nil)
	}
	if bad != nil {
		return nil, bad
	}
	t, bad := s.spend(a.str("trigger_id"))
	if bad != nil {
		return nil, bad
	}
	// A person sees one stack of modals; a new one takes its place.
	s.stacks[t.user] = nil
	return s.viewed("views.open", s.stack(t.user, content)), nil
}

// methodViewsPush lays a modal on the one that the trigger comes from.
func (s *Server) methodViewsPush(a args) (reply, *refusal) {
	content, bad := s.inspectView(a.json("view"), SurfaceModal)
	if bad == nil {
		bad = s.duplicate(content, nil)
	}
	if bad != nil {
		return nil, bad
	}
	t, bad := s.spend(a.str("trigger_id"))
	if bad != nil {
		return nil, bad
	}
	if t.view == "" || s.top(t.user) == nil {
		return nil, refuse("invalid_trigger_id", "views.push: the trigger comes from an interaction inside an open modal")
	}
	if len(s.stacks[t.user]) >= maxStack {
		return nil, refuse("push_limit_reached", "views.push: a stack has at most 3 views")
	}
	return s.viewed("views.push", s.stack(t.user, content)), nil
}

// methodViewsUpdate changes a modal by its id or external_id; the hash keeps two changes from crossing.
func (s *Server) methodViewsUpdate(a args) (reply, *refusal) {
	// The external_id counts only without a view_id.
	v := s.view(a.str("view_id"))
	if v == nil && a.str("view_id") == "" {
		v = s.external(a.str("external_id"))
	}
	if v == nil {
		return nil, refuse("not_found", "views.update: the view is open and named by view_id or external_id")
	}
	if h := a.str("hash"); h != "" && h != v.Hash {
		return nil, refuse("hash_conflict", "views.update: hash is that of the view as it is now")
	}
	content, bad := s.inspectView(a.json("view"), v.Type)
	if bad == nil {
		bad = s.duplicate(content, v)
	}
	if bad != nil {
		return nil, bad
	}
	s.fill(v, content)
	return s.viewed("views.update", v), nil
}

// methodViewsPublish replaces what a person sees on the app's Home tab.
func (s *Server) methodViewsPublish(a args) (reply, *refusal) {
	user := a.str("user_id")
	u := s.users[user]
	switch {
	case s.cfg.HomeOff:
		return nil, refuse("not_enabled", "views.publish: the app's Home tab is switched on")
	case u == nil || u.Deleted || u.Bot:
		return nil, refuse("invalid_arguments", "views.publish: user_id names an active person")
	}
	v := s.homes[user]
	if h := a.str("hash"); h != "" && (v == nil || h != v.Hash) {
		return nil, refuse("hash_conflict", "views.publish: hash is that of the view as it is now")
	}
	content, bad := s.inspectView(a.json("view"), SurfaceHome)
	if bad == nil {
		bad = s.duplicate(content, v)
	}
	if bad != nil {
		return nil, bad
	}
	if v == nil {
		v = &View{ID: s.newID("V"), User: user}
		v.RootID = v.ID
		// A Home keeps its id for as long as the workspace lives.
		s.homes[user] = v
	}
	s.fill(v, content)
	return s.viewed("views.publish", v), nil
}
