package app

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"
)

// Settings is what an operator sets by environment variables.
type Settings struct {
	AppToken  Secret
	BotToken  Secret
	SlackURL  string // base URL of the Web API, with a slash at its end
	RedisURL  string
	RedisSafe bool   // a change is confirmed only once a replica of Redis has it
	HTTPAddr  string // empty: no health, no metrics
	Config    string // path of a YAML file, empty for the built-in rules
	Admins    []string
	LogLevel  slog.Level
	LogFormat string // text or json
}

// SettingError is a missing or malformed setting. Its text is one line that names the variable and says what is
// expected; it never holds the value of a secret.
type SettingError struct {
	Variable string
	Expected string
}

func (e *SettingError) Error() string { return e.Variable + ": " + e.Expected }

// Defaults of the optional settings.
const (
	DefaultSlackURL = "https://slack.com/api/"
	DefaultRedisURL = "redis://localhost:6379/0"
	DefaultHTTPAddr = "127.0.0.1:8080"
)

// slackID is a person's id; W is for people of an Enterprise Grid.
var slackID = regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`)

// FromEnv reads the settings. lookup is os.LookupEnv or a stand-in. The error joins one [SettingError] for each
// mistake.
func FromEnv(lookup func(string) (string, bool)) (Settings, error) {
	var s Settings
	var mistakes []error
	wrong := func(variable, expected string, args ...any) {
		mistakes = append(mistakes, &SettingError{variable, fmt.Sprintf(expected, args...)})
	}
	get := func(name, fallback string) string {
		v, set := lookup(name)
		if !set {
			return fallback
		}
		return strings.TrimSpace(v)
	}

	// token reads one of the two tokens, by value or by file, and notes what is wrong with it.
	token := func(name, prefix, what string) Secret {
		value, file := get(name, ""), get(name+"_FILE", "")
		secret := Secret{value: value, file: file}
		if value != "" && file != "" {
			wrong(name, "expected it or %s_FILE, not both", name)
			return secret
		}
		variable := name
		if file != "" {
			variable += "_FILE"
		}
		switch got, err := secret.Read(); {
		case errors.Is(err, fs.ErrPermission):
			wrong(variable, "expected a file that user %d, as whom this runs, can read: %v", os.Getuid(), errors.Unwrap(err))
		case err != nil:
			wrong(variable, "expected a readable file with the token: %v", errors.Unwrap(err))
		case got == "" && file != "":
			wrong(variable, "expected a file with %s in it, such as %s…; %s is empty", what, prefix, file)
		case got == "":
			wrong(variable, "expected %s, such as %s…; see the README, “Running it for real”", what, prefix)
		case !strings.HasPrefix(got, prefix):
			wrong(variable, "expected %s, such as %s…; %s", what, prefix, otherToken(got))
		}
		return secret
	}
	s.AppToken = token("SLACK_APP_TOKEN", "xapp-", "the app-level token with connections:write")
	s.BotToken = token("SLACK_BOT_TOKEN", "xoxb-", "the bot token of the installed app")

	s.SlackURL = get("SLACK_API_URL", DefaultSlackURL)
	if u, err := url.Parse(s.SlackURL); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		wrong("SLACK_API_URL", "expected an address such as %s", DefaultSlackURL)
	} else if !strings.HasSuffix(s.SlackURL, "/") {
		s.SlackURL += "/" // slack-go appends the method to it as it stands
	}

	s.RedisURL = get("REDIS_URL", DefaultRedisURL)
	safe := get("REDIS_SAFE", "")
	if s.RedisSafe = safe == "wait"; safe != "" && !s.RedisSafe {
		wrong("REDIS_SAFE", "expected wait, or nothing")
	}
	s.HTTPAddr = get("FOLLOWUP_HTTP_ADDR", DefaultHTTPAddr)
	if s.HTTPAddr != "" {
		if _, _, err := net.SplitHostPort(s.HTTPAddr); err != nil {
			wrong("FOLLOWUP_HTTP_ADDR", "expected host:port such as %s, or nothing to switch it off", DefaultHTTPAddr)
		}
	}
	s.Config = get("FOLLOWUP_CONFIG", "")
	for _, id := range strings.FieldsFunc(get("FOLLOWUP_ADMINS", ""), func(r rune) bool { return r == ',' || r == ' ' }) {
		if !slackID.MatchString(id) {
			wrong("FOLLOWUP_ADMINS", "expected Slack user ids such as U012ABCDEF, separated by commas; %q is none", id)
			continue
		}
		s.Admins = append(s.Admins, id)
	}
	if err := s.LogLevel.UnmarshalText([]byte(get("LOG_LEVEL", "info"))); err != nil {
		wrong("LOG_LEVEL", "expected debug, info, warn or error")
	}
	s.LogFormat = strings.ToLower(get("LOG_FORMAT", "text"))
	if s.LogFormat != "text" && s.LogFormat != "json" {
		wrong("LOG_FORMAT", "expected text or json")
	}
	return s, errors.Join(mistakes...)
}

// otherToken says what somebody has set in the place of a token, without repeating any of it.
func otherToken(got string) string {
	switch {
	case strings.HasPrefix(got, "xapp-"):
		return "this is an app-level token, which belongs in SLACK_APP_TOKEN"
	case strings.HasPrefix(got, "xoxb-"):
		return "this is a bot token, which belongs in SLACK_BOT_TOKEN"
	case strings.IndexAny(got, "\"'“”‘’") == 0:
		return "leave the quotes out"
	}
	return "this begins otherwise"
}

// Secret is a token given by value or by a file that may change while the bot runs. It prints as nothing of itself.
type Secret struct{ value, file string }

// SecretOf is a token given by value.
func SecretOf(value string) Secret { return Secret{value: value} }

// Read returns the token as it is now.
func (s Secret) Read() (string, error) {
	if s.file == "" {
		return s.value, nil
	}
	b, err := os.ReadFile(s.file)
	if err != nil {
		return "", fmt.Errorf("read a token: %w", err)
	}
	return strings.TrimSpace(strings.TrimPrefix(string(b), "\ufeff")), nil // some editors begin a file with a mark
}

// Changed is when the token's file was last written; zero for a token given by value.
func (s Secret) Changed() time.Time {
	if s.file == "" {
		return time.Time{}
	}
	info, err := os.Stat(s.file)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// String keeps a secret out of errors and %v.
func (Secret) String() string { return "[secret]" }

// GoString keeps it out of %#v.
func (Secret) GoString() string { return "[secret]" }

// LogValue keeps it out of structured logs.
func (Secret) LogValue() slog.Value { return slog.StringValue("[secret]") }
