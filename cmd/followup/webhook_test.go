package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/hooks"
)

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// configured writes a file of rules with one webhook.
func configured(t *testing.T, url, secret string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rules.yaml")
	text := fmt.Sprintf("webhooks: [{url: %q, %s}]\n", url, secret)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The receiver of the README takes what is signed with its secret, prints it once, and refuses anything else.
func TestTheREADMEsReceiver(t *testing.T) {
	dir := t.TempDir()
	file, program := filepath.Join(dir, "receiver.go"), filepath.Join(dir, "receiver")
	if err := os.WriteFile(file, []byte(block(t, "go", "standardwebhooks")), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	addr := freeAddr(t)
	var out bytes.Buffer
	ctx, stop := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, program)
	cmd.Env, cmd.Stdout = append(os.Environ(), "WEBHOOK_SECRET="+hookSecret, "WEBHOOK_ADDR="+addr), &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for late := time.Now().Add(10 * time.Second); ; {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			_ = c.Close()
			break
		}
		if time.Now().After(late) {
			t.Fatal(err)
		}
	}
	right := configured(t, "http://"+addr+"/followup", "secret: "+hookSecret)
	got := runs(t, map[string]string{"FOLLOWUP_CONFIG": right}, "webhook", "test")
	if want := "✓ http://" + addr + " took a test event\n"; got.status != 0 || got.out != want {
		t.Errorf("%+v", got)
	}
	wrong := configured(t, "http://"+addr+"/followup", "secret: "+strings.Replace(hookSecret, "La", "Lb", 1))
	got = runs(t, map[string]string{"FOLLOWUP_CONFIG": wrong}, "webhook", "test")
	if got.status != 1 || !strings.Contains(got.out, "✗ http://"+addr+": it answered 401") {
		t.Errorf("%+v", got)
	}
	stop()
	_ = cmd.Wait()
	if n := strings.Count(out.String(), `"type":"webhook.test"`); n != 1 {
		t.Errorf("it has printed %d events:\n%s", n, &out)
	}
}

// What is wrong with webhooks is said before anything starts, and shows no secret and no path.
func TestWebhookMistakes(t *testing.T) {
	if got := runs(t, nil, "webhook", "test"); got.status != 2 || !strings.Contains(got.errs, "expected webhooks:") {
		t.Errorf("%+v", got)
	}
	if got := runs(t, nil, "webhook"); got.status != 2 || !strings.Contains(got.errs, "webhook test") {
		t.Errorf("%+v", got)
	}
	secret := filepath.Join(t.TempDir(), "secret")
	_, env := workspace(t, fakeslack.Config{})
	env["FOLLOWUP_CONFIG"] = configured(t, "https://hooks.example.com/token", "secret_file: "+secret)
	for _, text := range []string{"", "hunter2", "gone"} {
		if err := os.WriteFile(secret, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if text == "gone" {
			_ = os.Remove(secret)
		}
		for _, command := range []string{"serve", "doctor", "webhook test"} {
			got := runs(t, env, strings.Fields(command)...)
			all := got.out + got.errs
			if got.status == 0 || !strings.Contains(all, "webhooks.0.secret_file") || strings.Contains(all, "hunter2") {
				t.Errorf("%s with %q: %+v", command, text, got)
			}
		}
	}
}

// The doctor says of each webhook what waits for it, since when it refuses events, and how many were given up.
func TestDoctorOnWebhooks(t *testing.T) {
	_, env := workspace(t, fakeslack.Config{})
	receiver := httptest.NewServer(http.NotFoundHandler())
	defer receiver.Close()
	env["FOLLOWUP_CONFIG"] = configured(t, receiver.URL+"/token", "secret: "+hookSecret)
	st, err := store.Open(store.Options{URL: env["REDIS_URL"]})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	rules, err := loadRules(env["FOLLOWUP_CONFIG"])
	if err != nil {
		t.Fatal(err)
	}
	queue := st.In("T0LOCAL").Hooks.To(rules.Webhooks()[0].ID)
	since := time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		refusal hooks.Refusal
		status  int
		want    string
	}{
		{hooks.Refusal{}, 0, "✓ webhook " + receiver.URL + ": 0 leads have events waiting\n"},
		{hooks.Refusal{Since: since, Why: "it answered 404 Not Found"}, 0,
			"! webhook " + receiver.URL + ": 0 leads have events waiting; since 2026-01-12 09:00 UTC: it answered 404"},
		{hooks.Refusal{Since: since, Gone: true}, 1, "✗ webhook " + receiver.URL + " says since 2026-01-12 09:00 UTC"},
	} {
		if err := queue.Refuses(t.Context(), c.refusal); err != nil {
			t.Fatal(err)
		}
		got := runs(t, env, "doctor")
		if got.status != c.status || !strings.Contains(got.out, c.want) || strings.Contains(got.out, "token\n") {
			t.Errorf("no %q in %+v", c.want, got)
		}
	}
}
