package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/manifest"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/storetest"
)

type spoken struct {
	status    int
	out, errs string
}

// runs carries out a command line in an environment of its own.
func runs(t *testing.T, env map[string]string, args ...string) spoken {
	t.Helper()
	return reads(t, "", env, args...)
}

// reads carries out a command line with a text on its standard input.
func reads(t *testing.T, in string, env map[string]string, args ...string) spoken {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(world{ctx: t.Context(), in: strings.NewReader(in), out: &out, errs: &errs,
		lookup: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}, args)
	return spoken{status, out.String(), errs.String()}
}

func workspace(t *testing.T, cfg fakeslack.Config) (*fakeslack.Server, map[string]string) {
	t.Helper()
	s := fakeslack.New(cfg)
	if err := s.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, map[string]string{
		"SLACK_APP_TOKEN": "xapp-1-local", "SLACK_BOT_TOKEN": "xoxb-local", "SLACK_API_URL": s.APIURL(),
		"REDIS_URL": storetest.Start(t,
			storetest.Options{AOF: "everysec", Args: []string{"--hash-max-listpack-value", "512"}}).URL,
		"FOLLOWUP_HTTP_ADDR": "",
	}
}

func TestVersionHelpAndMistakes(t *testing.T) {
	if got := runs(t, nil, "version"); got.status != 0 || got.out != "followup dev\n" {
		t.Errorf("version: %+v", got)
	}
	for _, args := range [][]string{{"help"}, {"--help"}} {
		got := runs(t, nil, args...)
		for _, word := range []string{"serve", "doctor", "manifest", "map", "health", "version"} {
			if got.status != 0 || !strings.Contains(got.out, word) {
				t.Errorf("%v lacks %s: %+v", args, word, got)
			}
		}
	}
	for _, c := range []string{"serve", "doctor", "manifest", "export", "import", "audit", "map", "map print", "map test",
		"map diff", "bench", "health", "version", "help"} {
		got := runs(t, nil, append(strings.Fields(c), "--help")...)
		if got.status != 0 || !strings.Contains(got.out, "Usage: followup "+c) || got.errs != "" {
			t.Errorf("%s --help: %+v", c, got)
		}
	}
	for _, args := range [][]string{{"srve"}, {"serve", "--token", "x"}, {"version", "extra"}} {
		got := runs(t, nil, args...)
		if got.status != 2 || strings.Count(got.errs, "\n") != 1 || !strings.Contains(got.errs, "followup help") {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

func TestManifestIsTheOneThatTheBotNeeds(t *testing.T) {
	got := runs(t, nil, "manifest")
	var m struct {
		OAuth struct {
			Scopes struct{ Bot []string }
		} `json:"oauth_config"`
		Settings struct {
			SocketMode bool `json:"socket_mode_enabled"`
		}
	}
	if err := json.Unmarshal([]byte(got.out), &m); err != nil || got.status != 0 {
		t.Fatalf("%v: %+v", err, got)
	}
	if !m.Settings.SocketMode {
		t.Error("Socket Mode is off")
	}
	for _, s := range manifest.Scopes() {
		if !slices.Contains(m.OAuth.Scopes.Bot, s.Name) {
			t.Errorf("lacks %s", s.Name)
		}
	}
}

// Without its settings serve says all that is missing, one line each, and nothing of what it was given.
func TestServeSaysWhatIsMissing(t *testing.T) {
	got := runs(t, map[string]string{"REDIS_URL": "redis://:hunter2@localhost:6379/0", "LOG_LEVEL": "loud",
		"FOLLOWUP_ADMINS": "ana"})
	lines := strings.Split(strings.TrimSpace(got.errs), "\n")
	if got.status != 2 || len(lines) != 4 {
		t.Errorf("status %d, lines %q", got.status, lines)
	}
	for _, variable := range []string{"SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "LOG_LEVEL", "FOLLOWUP_ADMINS"} {
		if strings.Count("\n"+got.errs, "\n"+variable+": ") != 1 {
			t.Errorf("want one line for %s in\n%s", variable, got.errs)
		}
	}
	if strings.Contains(got.errs, "hunter2") {
		t.Errorf("a password is shown:\n%s", got.errs)
	}
}

func TestServeRefusesABrokenConfig(t *testing.T) {
	_, env := workspace(t, fakeslack.Config{})
	path := filepath.Join(t.TempDir(), "rules.yaml")
	if err := os.WriteFile(path, []byte("cadence: [\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, path + ".gone"} {
		env["FOLLOWUP_CONFIG"] = file
		if got := runs(t, env, "serve"); got.status != 2 || !strings.Contains(got.errs, "FOLLOWUP_CONFIG: ") {
			t.Errorf("%s: %+v", file, got)
		}
	}
}

func TestServeRunsUntilItIsToldToStop(t *testing.T) {
	s, env := workspace(t, fakeslack.Config{})
	ctx, stop := context.WithCancel(t.Context())
	var errs bytes.Buffer
	done := make(chan int, 1)
	go func() {
		done <- run(world{ctx: ctx, out: &bytes.Buffer{}, errs: &errs,
			lookup: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}, nil)
	}()
	if err := s.Wait(ctx, func(s *fakeslack.Server) bool { return s.Connections() == 2 }); err != nil {
		t.Fatal(err)
	}
	stop()
	if status := <-done; status != 0 {
		t.Errorf("status %d\n%s", status, errs.String())
	}
}

// newerData is a workspace in which a newer version has written.
func newerData(t *testing.T, env map[string]string, team string) {
	t.Helper()
	dataOf(t, env, team, codec.Schema+1)
}

// dataOf is a workspace in which a version with that schema has written.
func dataOf(t *testing.T, env map[string]string, team string, schema int) {
	t.Helper()
	o, err := redis.ParseURL(env["REDIS_URL"])
	if err != nil {
		t.Fatal(err)
	}
	c := redis.NewClient(o)
	defer c.Close()
	if err := c.Set(t.Context(), "{"+team+":s07}:schema", schema, 0).Err(); err != nil {
		t.Fatal(err)
	}
}

// On data of a newer schema serve does not start, and ends when a newer version comes to write beside it. It says both
// numbers.
func TestServeLeavesNewerDataAlone(t *testing.T) {
	s, env := workspace(t, fakeslack.Config{})
	both := fmt.Sprintf(
		"followup: the data is of schema %d, and this version of Followup knows no newer one than schema %d; "+
			"start the version that wrote it, or a newer one\n", codec.Schema+1, codec.Schema)
	var errs bytes.Buffer
	done := make(chan int, 1)
	go func() {
		done <- run(world{ctx: t.Context(), out: &bytes.Buffer{}, errs: &errs,
			lookup: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}, nil)
	}()
	if err := s.Wait(t.Context(), func(s *fakeslack.Server) bool { return s.Connections() == 2 }); err != nil {
		t.Fatal(err)
	}
	newerData(t, env, "T0LOCAL")
	if status := <-done; status != 1 || !strings.HasSuffix(errs.String(), both) {
		t.Errorf("running: status %d\n%s", status, errs.String())
	}
	if got := runs(t, env, "serve"); got.status != 1 || !strings.HasSuffix(got.errs, both) {
		t.Errorf("starting: %+v", got)
	}
	// Slack's side learns of a closed connection a moment after the process is done with it.
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.Wait(ctx, func(s *fakeslack.Server) bool { return s.Connections() == 0 }); err != nil {
		t.Errorf("%d connections", s.Connections())
	}
}

func TestHealth(t *testing.T) {
	ready := true
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/readyz":
			w.WriteHeader(http.StatusNotFound)
		case !ready:
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write([]byte("redis: not reachable\n"))
		default:
			_, _ = w.Write([]byte("ready\n"))
		}
	}))
	defer srv.Close()
	env := map[string]string{"FOLLOWUP_HTTP_ADDR": srv.Listener.Addr().String()}
	if got := runs(t, env, "health"); got.status != 0 || got.out != "ready\n" {
		t.Errorf("%+v", got)
	}
	env["FOLLOWUP_HTTP_ADDR"] = strings.Replace(env["FOLLOWUP_HTTP_ADDR"], "127.0.0.1", "0.0.0.0", 1) // as in a container
	if got := runs(t, env, "health"); got.status != 0 {
		t.Errorf("%+v", got)
	}
	ready = false
	if got := runs(t, env, "health"); got.status != 1 || !strings.Contains(got.errs, "redis: not reachable") {
		t.Errorf("%+v", got)
	}
	srv.Close()
	if got := runs(t, env, "health"); got.status != 1 {
		t.Errorf("nobody there: %+v", got)
	}
	if got := runs(t, map[string]string{"FOLLOWUP_HTTP_ADDR": ""}, "health"); got.status != 2 {
		t.Errorf("switched off: %+v", got)
	}
}

func TestDoctor(t *testing.T) {
	var all []string
	for _, s := range manifest.Scopes() {
		all = append(all, s.Name)
	}
	broken, fine := filepath.Join(t.TempDir(), "broken.yaml"), filepath.Join(t.TempDir(), "fine.yaml")
	for path, content := range map[string]string{broken: "limits: {attempts: often, colour: blue}", fine: "fit: ten"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	some := slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == "im:history" || s == "commands" })
	for name, c := range map[string]struct {
		slack  fakeslack.Config
		env    map[string]string
		status int
		good   []string
		bad    []string
	}{
		"a Redis as it comes": {fakeslack.Config{Scopes: all}, map[string]string{"REDIS_URL": "plain"}, 0,
			[]string{"redis answers", "redis: appendonly yes"}, nil},
		"all is well": {fakeslack.Config{Scopes: all}, nil, 0,
			[]string{"settings read", "bot token of", "all ", "app token opens", "socket open", "redis answers", "redis: ",
				fmt.Sprintf("schema: this version writes %d, nothing stored", codec.Schema)}, nil},
		"data of a newer version": {fakeslack.Config{Scopes: all}, map[string]string{"data": "newer"}, 1,
			[]string{"redis answers", "redis: "},
			[]string{fmt.Sprintf("schema: this version writes %d, the data is of %d", codec.Schema, codec.Schema+1)}},
		"data of an older version": {fakeslack.Config{Scopes: all}, map[string]string{"data": "older"}, 0,
			[]string{"redis answers", fmt.Sprintf("schema: this version writes %d, the data is of 1", codec.Schema)}, nil},
		"missing scopes": {fakeslack.Config{Scopes: some}, nil, 1,
			[]string{"bot token of", "app token opens", "redis answers"},
			[]string{"scope im:history is missing", "scope commands is missing"}},
		"wrong bot token": {fakeslack.Config{Scopes: all}, map[string]string{"SLACK_BOT_TOKEN": "xoxb-other"}, 1,
			[]string{"app token opens", "redis answers"}, []string{"bot token: Slack refuses it, invalid_auth"}},
		"wrong app token": {fakeslack.Config{Scopes: all}, map[string]string{"SLACK_APP_TOKEN": "xapp-other"}, 1,
			[]string{"bot token of", "redis answers"}, []string{"app token: Slack refuses it, invalid_auth"}},
		"no redis": {fakeslack.Config{Scopes: all}, map[string]string{"REDIS_URL": "redis://127.0.0.1:1"}, 1,
			[]string{"bot token of", "socket open"}, []string{"redis does not answer: connection refused"}},
		"no Slack": {fakeslack.Config{Scopes: all}, map[string]string{"SLACK_API_URL": "http://127.0.0.1:1/"}, 1,
			[]string{"redis answers"}, []string{"Slack does not answer: connection refused"}},
		"rules with mistakes": {fakeslack.Config{Scopes: all}, map[string]string{"FOLLOWUP_CONFIG": broken}, 1,
			[]string{"bot token of", "redis answers"}, []string{"setting FOLLOWUP_CONFIG: expected settings that"}},
		"rules": {fakeslack.Config{Scopes: all}, map[string]string{"FOLLOWUP_CONFIG": fine}, 0,
			[]string{"rules of ", "bot token of", "redis answers"}, nil},
		"redis that forgets": {fakeslack.Config{Scopes: all}, map[string]string{"REDIS_URL": "forgetful"}, 1,
			[]string{"redis answers"}, []string{"redis: appendonly no", "redis: maxmemory-policy allkeys-lru"}},
		"safe mode without a replica": {fakeslack.Config{Scopes: all}, map[string]string{"REDIS_SAFE": "wait"}, 1,
			[]string{"redis answers"}, []string{"redis: no replica, and safe mode"}},
		"a missing setting": {fakeslack.Config{Scopes: all}, map[string]string{"SLACK_BOT_TOKEN": ""}, 2,
			nil, []string{"setting SLACK_BOT_TOKEN: "}},
	} {
		t.Run(name, func(t *testing.T) {
			_, env := workspace(t, c.slack)
			for k, v := range c.env {
				env[k] = v
			}
			advice := ""
			if env["REDIS_URL"] == "plain" { // what only saves memory is advice
				env["REDIS_URL"] = storetest.Start(t, storetest.Options{AOF: "everysec"}).URL
				advice = "redis: hash-max-listpack-value 64"
			}
			if env["REDIS_URL"] == "forgetful" {
				env["REDIS_URL"] = storetest.Start(t, storetest.Options{Args: []string{"--maxmemory-policy", "allkeys-lru"}}).URL
			}
			switch env["data"] {
			case "older":
				dataOf(t, env, "T0LOCAL", 1)
			case "newer":
				newerData(t, env, "T0LOCAL")
			}
			got := runs(t, env, "doctor")
			if got.status != c.status {
				t.Errorf("status %d, want %d", got.status, c.status)
			}
			lines := strings.Split(got.out, "\n")
			has := func(begin string) bool {
				return slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, begin) })
			}
			for _, want := range c.good {
				if !has("✓ " + want) {
					t.Errorf("no line ✓ %s", want)
				}
			}
			if advice != "" && !has("! "+advice) {
				t.Errorf("no line ! %s", advice)
			}
			bad := 0
			for _, want := range c.bad {
				if !has("✗ " + want) {
					t.Errorf("no line ✗ %s", want)
				}
			}
			for i, l := range lines {
				if !strings.HasPrefix(l, "✗") {
					continue
				}
				bad++
				if c.status == 1 && !strings.HasPrefix(lines[i+1], "    ") {
					t.Errorf("%q is not followed by what to do", l)
				}
			}
			if len(c.bad) == 0 && bad > 0 || bad < len(c.bad) {
				t.Errorf("%d lines are ✗", bad)
			}
			if strings.Contains(got.out, "not saved") {
				t.Error("nobody wanted to save anything")
			}
			for _, secret := range []string{"xoxb-", "xapp-1", "ticket="} {
				if strings.Contains(strings.ReplaceAll(got.out, "xoxb-…", ""), secret) {
					t.Errorf("shows %s", secret)
				}
			}
			if t.Failed() {
				t.Log(got.out)
			}
		})
	}
}
