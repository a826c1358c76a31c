package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/followup-coach/followup/coach"
)

// talkSecret signs what the webhook of a talk hears. It must be found nowhere else.
const talkSecret = "whsec_Y2FuYXJ5LXNlY3JldC1vZi1hLXRhbGstb2Ytb3Vycw=="

// receiver is the receiver of a talk: a server that takes what is signed, each event once.
type receiver struct {
	*httptest.Server
	address string

	mu     sync.Mutex
	known  map[string]bool // ids
	news   []string        // bodies that nobody has mentioned yet
	forged []error
	asked  int
	status int
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	verifier, bad := standardwebhooks.NewWebhook(talkSecret)
	if bad == nil && err == nil { // the clock of a talk is no receiver's
		err = verifier.VerifyIgnoringTimestamp(body, req.Header)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked++
	id := req.Header.Get("webhook-id")
	switch {
	case err != nil:
		r.forged = append(r.forged, err)
		w.WriteHeader(http.StatusUnauthorized)
		return
	case r.status == http.StatusOK && !r.known[id]:
		r.known[id] = true
		r.news = append(r.news, string(body))
	}
	w.WriteHeader(r.status)
}

// addWebhook has the rules name a receiver, which hears of everything but the types named.
func (h *house) addWebhook(_ talkLine, m []string) {
	r := &receiver{known: map[string]bool{}, status: http.StatusOK}
	r.Server = httptest.NewServer(r)
	h.t.Cleanup(r.Close)
	rules, err := coach.LoadRules(h.talk.file, fmt.Appendf(nil, "webhooks: [{url: %q, secret: %q, events: [%s]}]\n",
		r.URL+"/followup-hook", talkSecret, m[1]))
	h.must(err)
	h.rules, h.webhook, r.address = rules, r, rules.Webhooks()[0].ID
}

// webhookAnswers has it answer with that status from now on.
func (h *house) webhookAnswers(_ talkLine, m []string) {
	h.webhook.mu.Lock()
	defer h.webhook.mu.Unlock()
	_, err := fmt.Sscan(m[1], &h.webhook.status)
	h.must(err)
	h.webhook.asked = 0
}

// webhookHears holds what it was told since the last time against the lines below, in their order.
func (h *house) webhookHears(l talkLine, m []string) {
	h.t.Helper()
	h.settle()
	r, late := h.webhook, time.After(patience)
	every := time.NewTicker(10 * time.Millisecond)
	defer every.Stop()
	for waiting := true; waiting; {
		f, err := h.space.Hooks.To(r.address).Figures(h.t.Context(), h.clock.Now())
		h.must(err)
		r.mu.Lock()
		waiting = f.Waiting > 0 && (r.status == http.StatusOK || r.asked == 0)
		r.mu.Unlock()
		if waiting {
			select {
			case <-every.C:
			case <-late:
				h.fatalf("the webhook doesn't hear what waits of %d leads", f.Waiting)
			}
		}
	}
	logged, _ := h.logs.texts()
	h.absent(talkSecret, "the log at debug level", logged)
	h.absent("/followup-hook", "the log at debug level", logged) // a path may hold a token
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.forged) > 0 {
		h.fatalf("the webhook refuses a signature: %v", r.forged)
	}
	var is, want []string
	for _, body := range r.news {
		is = append(is, h.eventWords(body))
	}
	for _, b := range l.body {
		want = append(want, b.text)
	}
	r.news = nil
	if (len(want) == 0) == (m[1] == "") {
		h.fatalf("say what the webhook hears, or nothing; it hears\n    %s", strings.Join(is, "\n    "))
	}
	if got, wanted := strings.Join(is, "\n    "), strings.Join(want, "\n    "); got != wanted {
		h.fatalf("the webhook hears\n    %s", got)
	}
}

// eventWords is an event as a talk writes it: what, of which lead, and whatever else it tells.
func (h *house) eventWords(body string) string {
	var e struct {
		Type string
		Data struct {
			Lead          struct{ Name string }
			Rep, By, From string
			Undo          bool
			Outcome, Why  string
			Touch         struct{ Outcome string }
			Call, Next    struct{ At time.Time }
		}
	}
	h.must(json.Unmarshal([]byte(body), &e))
	d := e.Data
	words := []string{e.Type, d.Lead.Name, d.Touch.Outcome, d.Outcome, d.Why}
	if !d.Call.At.IsZero() {
		words = append(words, d.Call.At.In(h.order[0].zone).Format("Mon 2 Jan 15:04"))
	}
	if d.From != "" {
		words = append(words, "from "+h.nameOf(d.From)+" to "+h.nameOf(d.Rep))
	}
	if words = append(words, "by "+h.nameOf(d.By)); d.Undo {
		words = append(words, "undone")
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// nameOf is the name of a member.
func (h *house) nameOf(id string) string {
	for _, p := range h.order {
		if p.id == id {
			return p.name
		}
	}
	return id
}
