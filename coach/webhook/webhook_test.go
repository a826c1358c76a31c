package webhook_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/webhook"
)

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// TestMistakesOfAddresses: each is named with its place, and no mistake shows a secret.
func TestMistakesOfAddresses(t *testing.T) {
	for entry, want := range map[string]string{
		`{url: "http://hooks.example.com/x", secret: ` + secret + `}`:                "webhooks.0.url: expected https://",
		`{url: "http://10.0.0.1/x", secret: ` + secret + `}`:                         "webhooks.0.url: expected https://",
		`{url: "ftp://localhost/x", secret: ` + secret + `}`:                         "webhooks.0.url: expected an address",
		`{url: "hooks.example.com", secret: ` + secret + `}`:                         "webhooks.0.url: expected an address",
		`{url: "https://u:hunter2@hooks.example.com", secret: ` + secret + `}`:       "without user and password",
		`{url: "https://hooks.example.com"}`:                                         "webhooks.0: expected secret",
		`{url: "https://h.example", secret: ` + secret + `, secret_file: x}`:         "webhooks.0: expected secret",
		`{url: "https://h.example", secret: hunter2}`:                                "webhooks.0.secret: expected whsec_",
		`{url: "https://h.example", secret: whsec_aHVudGVyMg==}`:                     "webhooks.0.secret: expected whsec_",
		`{url: "https://h.example", secret: ` + secret + `, events: [touch.loged]}`:  `webhooks.0.events.0: "touch.loged"`,
		`{url: "https://h.example", secret: ` + secret + `, events: [webhook.test]}`: "webhooks.0.events.0",
		`{url: "https://h.example", secrets: ` + secret + `}`:                        "secrets",
	} {
		_, err := coach.LoadRules("f.yaml", []byte("webhooks:\n  - "+entry+"\n"))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "f.yaml:2:") {
			t.Errorf("%s: %v", entry, err)
			continue
		}
		for _, hidden := range []string{"hunter2", "aHVudGVyMg", secret} {
			if strings.Contains(err.Error(), hidden) {
				t.Errorf("%s: shows %s: %v", entry, hidden, err)
			}
		}
	}
	twice := "webhooks:\n" + strings.Repeat("  - {url: https://h.example, secret: "+secret+"}\n", 2)
	if _, err := coach.LoadRules("f.yaml", []byte(twice)); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("twice: %v", err)
	}
	var many strings.Builder
	for i := range webhook.Most + 1 {
		many.WriteString("  - {url: https://h.example/" + strings.Repeat("x", i) + ", secret: " + secret + "}\n")
	}
	if _, err := coach.LoadRules("f.yaml", []byte("webhooks:\n"+many.String())); err == nil ||
		!strings.Contains(err.Error(), "at most 10") {
		t.Errorf("many: %v", err)
	}
}

// TestAddresses: this machine may be spoken to in plain text; an address is named by its host, keeps its id, and hears
// of all where it names nothing.
func TestAddresses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := coach.LoadRules("f.yaml", []byte("webhooks:\n  - {url: http://localhost:8090/token, secret_file: "+path+
		"}\n  - {url: \"http://[::1]:8090/\", secret: "+secret+", events: [lead.closed]}\n"+
		"  - {url: http://127.0.0.2, secret: "+secret+"}\n  - {url: https://10.0.0.1/x, secret: "+secret+"}\n"))
	if err != nil {
		t.Fatal(err)
	}
	all := r.Webhooks()
	if len(all) != 4 || all[0].Host() != "http://localhost:8090" || all[0].ID != "c72aec162e31" {
		t.Errorf("%+v", all)
	}
	if shown := fmt.Sprintf("%v %+v %#v", all, all, all); strings.Contains(shown, secret) {
		t.Error("an address shows its secret")
	}
	for _, kind := range webhook.Types() {
		if !all[0].Wants(kind) || all[1].Wants(kind) != (kind == webhook.LeadClosed) {
			t.Errorf("%s goes elsewhere", kind)
		}
	}
	if got := coach.DefaultRules().Webhooks(); got != nil {
		t.Errorf("by default %+v", got)
	}
}
