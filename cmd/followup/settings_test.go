package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// variables finds the names of environment variables; SLACK_APP_TOKEN_FILE is another one than SLACK_APP_TOKEN.
var variables = regexp.MustCompile(`\b[A-Z]+(_[A-Z]+)+\b`)

// wrongSettings gives for each setting the values that it must refuse, besides tokens that are fine.
func wrongSettings(t *testing.T) map[string][]string {
	t.Helper()
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	taken := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(taken.Close)
	return map[string][]string{
		"SLACK_APP_TOKEN":      {"", "xoxb-swapped"},
		"SLACK_APP_TOKEN_FILE": {dir + "/gone", file("app", "xoxb-swapped")},
		"SLACK_BOT_TOKEN":      {"", "xapp-swapped"},
		"SLACK_BOT_TOKEN_FILE": {dir + "/gone", file("bot", "xapp-swapped")},
		"SLACK_API_URL":        {"", "slack.com", "ftp://slack.com", "https://%zz"},
		"REDIS_URL": {"http://localhost", "localhost:6379", "redis://localhost/x", "redis://u:hunter2@localhost:port",
			"redis://localhost?nonsense=1", "redis://a?addr=b&master_name=m"},
		"REDIS_SAFE":         {"yes", "2"},
		"FOLLOWUP_HTTP_ADDR": {"8080", "127.0.0.1:nonsense", taken.Listener.Addr().String()},
		"FOLLOWUP_CONFIG": {dir + "/gone.yaml", file("broken.yaml", "cadence: [\n"),
			file("unknown.yaml", "nonsense: 1\n"), file("unfit.yaml", "limits: {attempts: often}\n")},
		"FOLLOWUP_ADMINS": {"ana", "U0ANA,ana"},
		"LOG_LEVEL":       {"loud"},
		"LOG_FORMAT":      {"xml"},
	}
}

// with is an environment that is right but for one variable.
func with(variable, value string) map[string]string {
	env := map[string]string{"SLACK_APP_TOKEN": "xapp-1-local", "SLACK_BOT_TOKEN": "xoxb-local",
		"FOLLOWUP_HTTP_ADDR": ""}
	if token, isFile := strings.CutSuffix(variable, "_FILE"); isFile {
		delete(env, token)
	}
	env[variable] = value
	return env
}

// A wrong setting is one line of serve and of doctor that names the variable once and says what is expected.
func TestWrongSettingsAreNamedOnce(t *testing.T) {
	for variable, values := range wrongSettings(t) {
		for _, value := range values {
			t.Run(fmt.Sprintf("%s=%.20s", variable, filepath.Base(value)), func(t *testing.T) {
				got := runs(t, with(variable, value), "serve")
				if got.status != exitUsage || got.out != "" {
					t.Errorf("serve: status %d, %s", got.status, got.out)
				}
				namedOnce(t, got.errs, variable+": ", variable)
			})
		}
	}
}

// A token by value and by file at once leaves open which of the two is meant.
func TestTokenGivenTwice(t *testing.T) {
	for _, token := range []string{"SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"} {
		env := with(token+"_FILE", "/token")
		env[token] = "xoxb-swapped"
		lines := strings.Split(runs(t, env, "serve").errs, "\n")
		at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, token+": ") })
		if at < 0 {
			t.Fatalf("no line for %s: %q", token, lines)
		}
		namedOnce(t, lines[at], token+": expected it or "+token+"_FILE", token)
	}
}

// What stands in the place of a token is named by its kind, so that it can be put right at once.
func TestWrongTokensAreNamedByTheirKind(t *testing.T) {
	dir := t.TempDir()
	for value, want := range map[string]string{
		"xapp-1-swapped": "belongs in SLACK_APP_TOKEN",
		`"xoxb-swapped"`: "leave the quotes out",
		"’xoxb-swapped’": "leave the quotes out",
		"xoxp-swapped":   "such as xoxb-…; this begins otherwise",
		"":               "is empty",
	} {
		path := filepath.Join(dir, "token")
		if err := os.WriteFile(path, []byte(value+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		got := runs(t, with("SLACK_BOT_TOKEN_FILE", path), "serve")
		if !strings.Contains(got.errs, want) || strings.Contains(got.errs, "swapped") {
			t.Errorf("%q: %s", value, got.errs)
		}
		namedOnce(t, got.errs, "SLACK_BOT_TOKEN_FILE: ", "SLACK_BOT_TOKEN_FILE")
	}
	marked := filepath.Join(dir, "marked")
	if err := os.WriteFile(marked, []byte("\ufeffxoxb-local\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := with("SLACK_BOT_TOKEN_FILE", marked)
	env["LOG_LEVEL"] = "loud"
	if got := runs(t, env, "serve"); strings.Contains(got.errs, "TOKEN") {
		t.Errorf("an editor's mark and line end are no part of a token: %s", got.errs)
	}
}

// The doctor reads the settings, the file of rules and the URL of Redis; whether the port is free is for serve alone.
func TestDoctorNamesWrongSettingsOnce(t *testing.T) {
	wrong := wrongSettings(t)
	wrong["FOLLOWUP_HTTP_ADDR"] = wrong["FOLLOWUP_HTTP_ADDR"][:1]
	for variable, values := range wrong {
		for _, value := range values {
			t.Run(fmt.Sprintf("%s=%.20s", variable, filepath.Base(value)), func(t *testing.T) {
				env := with(variable, value)
				if variable != "SLACK_API_URL" {
					env["SLACK_API_URL"] = "http://127.0.0.1:1/" // nobody is asked
				}
				got := runs(t, env, "doctor")
				mark := "✗ setting " + variable + ": "
				at := strings.Index(got.out, mark)
				if got.status == 0 || at < 0 {
					t.Fatalf("status %d, no line %s\n%s", got.status, mark, got.out)
				}
				line, _, _ := strings.Cut(got.out[at:], "\n")
				namedOnce(t, line, mark, variable)
			})
		}
	}
}

func namedOnce(t *testing.T, said, begin, variable string) {
	t.Helper()
	if !strings.HasPrefix(said, begin) || !strings.Contains(said, "expected ") {
		t.Errorf("want %s and what is expected: %s", begin, said)
	}
	named := slices.DeleteFunc(variables.FindAllString(said, -1), func(v string) bool { return v != variable })
	if len(named) != 1 {
		t.Errorf("the variable is named %d times: %s", len(named), said)
	}
	if strings.Contains(said, "hunter2") || strings.Contains(said, "swapped") {
		t.Errorf("shows what it was given: %s", said)
	}
}

// Every variable of the README's table is among those above, and none besides.
func TestEverySettingIsInTheREADME(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "\n| variable | meaning | default |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	want := map[string]bool{"SLACK_APP_TOKEN_FILE": true, "SLACK_BOT_TOKEN_FILE": true} // “or …_FILE”
	for row := range strings.Lines(table) {
		first := strings.Split(row, "|")[1]
		for _, variable := range variables.FindAllString(first, -1) {
			want[variable] = true
		}
	}
	got := slices.Sorted(maps.Keys(wrongSettings(t)))
	if !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
		t.Errorf("the README has %v,\nthe settings are %v", slices.Sorted(maps.Keys(want)), got)
	}
}
