package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/manifest"
	"github.com/followup-coach/followup/store/storetest"
)

// readme is the README, and of it the blocks of code in that language.
func readme(t *testing.T, language string) (text string, blocks []string) {
	t.Helper()
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(raw), -1) {
		blocks = append(blocks, block[1])
	}
	return string(raw), blocks
}

// block is the one block of code in that language that holds a text.
func block(t *testing.T, language, holds string) string {
	t.Helper()
	_, blocks := readme(t, language)
	var found []string
	for _, b := range blocks {
		if strings.Contains(b, holds) {
			found = append(found, b)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d blocks of %s hold %q", len(found), language, holds)
	}
	return found[0]
}

// The README names every scope and event of the manifest with its reason, in the manifest's order, and no other.
func TestTheREADMEsScopesAreTheManifests(t *testing.T) {
	text, _ := readme(t, "")
	_, table, _ := strings.Cut(text, "\n| scope or event | for |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	want := "| `connections:write` (app token) | receiving what people do, without a public address |\n"
	for _, s := range append(manifest.Scopes(), manifest.Events()...) {
		want += fmt.Sprintf("| `%s` | %s |\n", s.Name, s.Feature)
	}
	if table+"\n" != want {
		t.Errorf("the README has\n%s\nthe manifest asks for\n%s", table, want)
	}
}

// The Compose file sets what there is to set, keeps both running, lets probes in, and tells who must read the tokens.
func TestTheREADMEsComposeFile(t *testing.T) {
	var file struct {
		Services map[string]struct {
			Image, Command, Restart string
			Environment             map[string]string
			Secrets                 []string
			StopGracePeriod         string `yaml:"stop_grace_period"`
		}
		Secrets map[string]struct{ File string }
	}
	if err := yaml.Load([]byte(block(t, "yaml", "services:")), &file); err != nil {
		t.Fatal(err)
	}
	known, bot := wrongSettings(t), file.Services["followup"]
	for name, value := range bot.Environment {
		if _, is := known[name]; !is {
			t.Errorf("%s is no setting", name)
		}
		if path, isFile := strings.CutPrefix(value, "/run/secrets/"); isFile && file.Secrets[path].File == "" {
			t.Errorf("%s names no secret", name)
		}
	}
	host, port, err := net.SplitHostPort(bot.Environment["FOLLOWUP_HTTP_ADDR"])
	if err != nil || host != "" || port == "" {
		t.Errorf("probes can't get in by %q", bot.Environment["FOLLOWUP_HTTP_ADDR"])
	}
	for name, s := range file.Services {
		if s.Restart != "unless-stopped" {
			t.Errorf("%s: restart %q", name, s.Restart)
		}
	}
	if grace, err := time.ParseDuration(bot.StopGracePeriod); err != nil || grace <= 10*time.Second {
		t.Errorf("it is killed before it is done: %v, %v", grace, err)
	}
	dockerfile, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	user := regexp.MustCompile(`(?m)^USER (\d+):`).FindStringSubmatch(string(dockerfile))
	if text, _ := readme(t, ""); user == nil || !strings.Contains(text, "sudo chown "+user[1]+" app-token bot-token") {
		t.Errorf("the tokens belong to nobody's user: %v", user)
	}
}

// served runs serve until the test stops it, connected to Slack.
func served(t *testing.T, s *fakeslack.Server, env map[string]string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan int, 1)
	go func() {
		done <- run(world{ctx: ctx, out: io.Discard, errs: io.Discard,
			lookup: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}, nil)
	}()
	if err := s.Wait(ctx, func(s *fakeslack.Server) bool { return s.Connections() == 2 }); err != nil {
		t.Fatal(err)
	}
	return func() {
		cancel()
		if status := <-done; status != 0 {
			t.Errorf("serve: status %d", status)
		}
		if err := s.Wait(t.Context(), func(s *fakeslack.Server) bool { return s.Connections() == 0 }); err != nil {
			t.Fatal(err)
		}
	}
}

// says types a command and returns what the person sees.
func says(t *testing.T, s *fakeslack.Server, text string) string {
	t.Helper()
	return string(s.Command(t.Context(), "U1", s.DM("U1"), "/followup", text).Payload)
}

// Every series and label that the alerts ask for is one that the bot has, and has it when that happens.
func TestTheREADMEsAlertsAreOnRealMetrics(t *testing.T) {
	s, env := workspace(t, fakeslack.Config{})
	redis := storetest.Start(t, storetest.Options{TCP: true})
	env["REDIS_URL"], env["FOLLOWUP_HTTP_ADDR"] = redis.URL, freeAddr(t)
	s.AddUser(fakeslack.User{ID: "U1", Name: "ana", TZ: "Europe/Berlin"})
	stop := served(t, s, env)
	c := redis.Client()
	defer c.Close()
	if got := says(t, s, "log Acme voicemail"); !strings.Contains(got, "✓") {
		t.Fatal(got)
	}
	for _, full := range []string{"1", "0"} { // what is refused is not saved
		if err := c.ConfigSet(t.Context(), "maxmemory", full).Err(); err != nil {
			t.Fatal(err)
		}
		if got := says(t, s, "log Birch voicemail"); (full == "1") != strings.Contains(got, "Not saved") {
			t.Fatal(got)
		}
	}
	redis.Freeze() // what isn't answered is unknown
	if got := says(t, s, "log Cedar voicemail"); !strings.Contains(got, "can't tell") {
		t.Fatal(got)
	}
	redis.Thaw()
	resp, err := http.Get("http://" + env["FOLLOWUP_HTTP_ADDR"] + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	stop()

	var file struct {
		Groups []struct {
			Name  string
			Rules []struct{ Alert, Expr, For string }
		}
	}
	if err := yaml.Load([]byte(block(t, "yaml", "groups:")), &file, yaml.WithKnownFields()); err != nil {
		t.Fatal(err)
	}
	series, labels := regexp.MustCompile(`(followup_\w+)(?:\{([^}]*)\})?`), regexp.MustCompile(`(\w+)=~?"([^"]*)"`)
	asked := 0
	for _, rule := range file.Groups[0].Rules {
		for _, m := range series.FindAllStringSubmatch(rule.Expr, -1) {
			want := []string{m[1] + `({.*)? `}
			for _, l := range labels.FindAllStringSubmatch(m[2], -1) {
				for value := range strings.SplitSeq(l[2], "|") {
					want = append(want, m[1]+`{(.*,)?`+l[1]+`="`+value+`"`)
				}
			}
			for _, w := range want {
				asked++
				if !regexp.MustCompile(`(?m)^` + w).Match(raw) {
					t.Errorf("%s: no series %s", rule.Alert, w)
				}
			}
		}
	}
	if asked < 12 {
		t.Errorf("only %d series were looked for", asked)
	}
}

// freeAddr is an address that was free a moment ago.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// The README's steps make a copy while the bot works and bring it back into an empty Redis; the bot goes on with it.
func TestBackupAndRestoreAsInTheREADME(t *testing.T) {
	s, env := workspace(t, fakeslack.Config{})
	before := storetest.Start(t, storetest.Options{AOF: "everysec", TCP: true})
	env["REDIS_URL"] = before.URL
	s.AddUser(fakeslack.User{ID: "U1", Name: "ana", TZ: "Europe/Berlin"})
	stop := served(t, s, env)
	if got := says(t, s, "log Acme voicemail"); !strings.Contains(got, "✓") {
		t.Fatal(got)
	}
	dir := t.TempDir()
	copied, data := filepath.Join(dir, "backup.rdb"), filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	// A leftover of the server before, which would win over the copy.
	if err := os.MkdirAll(filepath.Join(data, "appendonlydir"), 0o700); err != nil {
		t.Fatal(err)
	}
	volume := t.TempDir()
	here := strings.NewReplacer("docker compose exec redis ", "", "docker compose cp redis:", "cp ",
		"redis-cli", "redis-cli -p "+portOf(before.Addr), "/data", volume, " . ", " "+dir+" ")
	shell(t, here.Replace(block(t, "sh", "--rdb")))
	if left, err := os.ReadDir(volume); err != nil || len(left) > 0 {
		t.Errorf("the backup left %v in the container, %v", left, err)
	}
	if got := says(t, s, "log Birch voicemail"); !strings.Contains(got, "✓") { // not in the copy
		t.Fatal(got)
	}
	stop()

	_, restore, _ := strings.Cut(block(t, "sh", "appendonly yes"), "sh -c '")
	restore, _, _ = strings.Cut(restore, "'\n")
	port := portOf(freeAddr(t))
	shell(t, strings.NewReplacer("redis-server", "redis-server --save '' --port "+port, "redis-cli", "redis-cli -p "+port,
		"/data", data, "/backup.rdb", copied).Replace(restore))
	after := storetest.Start(t, storetest.Options{AOF: "everysec", TCP: true, Args: []string{"--dir", data}})
	env["REDIS_URL"] = after.URL
	defer served(t, s, env)()
	if got := says(t, s, "show acme"); !strings.Contains(got, "Acme") || strings.Contains(got, "Which") {
		t.Errorf("what was copied is gone: %s", got)
	}
	if got := says(t, s, "show birch"); strings.Contains(got, "oicemail") {
		t.Errorf("what came after the copy is there: %s", got)
	}
	if got := says(t, s, "log acme no-answer"); !strings.Contains(got, "✓") {
		t.Errorf("it doesn't go on: %s", got)
	}
	if got := runs(t, env, "doctor", "--replay"); !strings.Contains(got.out, "✓ replay: all 1 leads") {
		t.Errorf("doctor --replay: %s", got.out)
	}
}

func portOf(addr string) string {
	_, port, _ := net.SplitHostPort(addr)
	return port
}

// shell runs a script as the README has it, and waits no longer than anybody would.
func shell(t *testing.T, script string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(ctx, "sh", "-ec", script).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s\n%s", err, script, out)
	}
}
