package fakeslack

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// serveAPI answers one Web API call.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, method string) {
	a, token, err := parseArgs(r)
	body, _ := json.Marshal(a.values)
	s.mu.Lock()
	s.note(Entry{Kind: KindRequest, Method: method, User: a.str("user"), Channel: a.str("channel"), TS: a.str("ts"),
		Body: body})
	// Asked in this order, so that the ledger names the first thing that is wrong.
	e, known := endpoints[method]
	var bad *refusal
	switch {
	case err != nil:
		bad = &refusal{code: "invalid_json", rule: "a call is a form or a JSON object", messages: []string{err.Error()}}
	case !known:
		bad = refuse("unknown_method", "the method is one that this server plays")
	default:
		bad = s.authorize(e, token, a)
	}
	onCall, onPost := s.onCall, s.onPost
	s.mu.Unlock()

	// Levers are asked without the lock: they may call the server.
	var trouble Trouble
	if bad == nil && onCall != nil {
		trouble = onCall(method)
	}
	s.answer(w, r, method, trouble, bad, func(t Trouble) (reply, *refusal, Trouble) {
		return s.carryOut(e, method, a, t, onPost)
	})
}

// carryOut paces, asks OnPost and runs the method.
func (s *Server) carryOut(e endpoint, method string, a args, t Trouble,
	onPost func(Post) Trouble) (reply, *refusal, Trouble) {
	s.mu.Lock()
	if seconds, rule := s.limit(method, e, a); seconds > 0 {
		s.note(Entry{Kind: KindRefusal, Method: method, Channel: a.str("channel"), Rule: rule, Detail: "ratelimited"})
		s.mu.Unlock()
		return nil, nil, Trouble{seconds: seconds, paced: true}
	}
	if e.post && onPost != nil {
		s.posts++
		p := Post{Method: method, Channel: a.str("channel"), Text: a.str("text"), Blocks: a.json("blocks"),
			Metadata: a.json("metadata"), N: s.posts}
		if p.User = s.ims[p.Channel]; p.User == "" && s.users[p.Channel] != nil {
			p.User = p.Channel
		}
		s.mu.Unlock()
		t = onPost(p)
		s.mu.Lock()
	}
	defer s.mu.Unlock()
	if t.before() {
		return nil, nil, t
	}
	out, bad := e.run(s, a)
	return out, bad, t
}

// before tells whether the trouble keeps the call from being carried out.
func (t Trouble) before() bool { return t.code != "" || t.status != 0 || t.seconds != 0 || t.hang }

// answer writes what came of a call, with the trouble that a lever made.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, method string, t Trouble, bad *refusal,
	run func(Trouble) (reply, *refusal, Trouble)) {
	var out reply
	if bad == nil && !t.before() {
		out, bad, t = run(t)
	}
	if bad == nil && t.code != "" {
		bad = &refusal{code: t.code, lever: true}
	}
	s.mu.Lock()
	if bad != nil {
		kind := KindRefusal
		if bad.lever {
			kind = KindTrouble
		}
		detail := bad.code
		if len(bad.messages) > 0 {
			detail += ": " + strings.Join(bad.messages, "; ")
		}
		s.note(Entry{Kind: kind, Method: method, Rule: bad.rule, Detail: detail})
	} else if d := t.String(); d != "" {
		s.note(Entry{Kind: KindTrouble, Method: method, Detail: d})
	}
	// Slack tells the token's scopes with each answer; doctor reads them.
	scopes := strings.Join(s.scopes(), ",")
	s.mu.Unlock()

	if bad == nil && t.after != nil {
		t.after()
	}
	switch {
	// Until the client gives up or the server ends.
	case bad == nil && (t.hang || t.silent):
		select {
		case <-r.Context().Done():
		case <-s.closed:
		}
		return
	case bad == nil && t.cut:
		panic(http.ErrAbortHandler) // net/http closes the connection without a word
	case bad == nil && t.status != 0:
		http.Error(w, http.StatusText(t.status), t.status)
		return
	case bad == nil && t.seconds != 0:
		w.Header().Set("Retry-After", strconv.Itoa(t.seconds))
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"ok":false,"error":"ratelimited"}`)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-OAuth-Scopes", scopes)
	if out == nil {
		out = reply{}
	}
	out["ok"] = bad == nil
	if bad != nil {
		out["error"] = bad.code
		if len(bad.messages) > 0 {
			out["response_metadata"] = map[string]any{"messages": bad.messages}
		}
		if bad.needed != "" {
			out["needed"], out["provided"] = bad.needed, bad.provided
		}
	}
	_ = json.NewEncoder(w).Encode(out)
}

// serveHook answers a post to a response_url.
func (s *Server) serveHook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil || r.Method != http.MethodPost {
		http.Error(w, "invalid_payload", http.StatusBadRequest)
		return
	}
	const method = "response_url"
	s.mu.Lock()
	s.note(Entry{Kind: KindRequest, Method: method, Body: body})
	onCall := s.onCall
	s.mu.Unlock()
	var t Trouble
	if onCall != nil {
		t = onCall(method)
	}
	var refused *refusal
	if !t.before() {
		s.mu.Lock()
		if refused = s.useHook(r.URL.Path, body); refused != nil {
			s.note(Entry{Kind: KindRefusal, Method: method, Rule: refused.rule,
				Detail: strings.Join(append([]string{refused.code}, refused.messages...), ": ")})
		}
		s.mu.Unlock()
	}
	switch {
	// Slack answers 404 for a URL that is used up or was never made.
	case refused != nil && (refused.code == "used_url" || refused.code == "expired_url" || refused.code == "no_service"):
		http.Error(w, refused.code, http.StatusNotFound)
	case refused != nil:
		http.Error(w, refused.code, http.StatusBadRequest)
	case t.code != "":
		http.Error(w, t.code, http.StatusBadRequest)
	case t.String() == "":
		_, _ = io.WriteString(w, "ok")
	default:
		s.answer(w, r, method, t, nil, func(t Trouble) (reply, *refusal, Trouble) { return nil, nil, t })
	}
}
