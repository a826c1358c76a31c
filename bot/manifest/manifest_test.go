package manifest_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/manifest"
)

// The limits of Slack's manifest schema 2.0 for everything this manifest contains: what is not named here must not
// appear. A string is length-limited, and must match the pattern where one is given.
type rule struct {
	kind     string // object, array, string, bool, number
	fields   map[string]rule
	required []string
	items    *rule
	min, max int
	pattern  string
}

func text(minLen, maxLen int) rule { return rule{kind: "string", min: minLen, max: maxLen} }

var (
	flag   = rule{kind: "bool"}
	schema = rule{kind: "object", required: []string{"display_information"}, fields: map[string]rule{
		"_metadata": {kind: "object", fields: map[string]rule{"major_version": {kind: "number"},
			"minor_version": {kind: "number"}}},
		"display_information": {kind: "object", required: []string{"name"}, fields: map[string]rule{
			"name": text(1, 35), "description": text(1, 140), "long_description": text(175, 4000),
			"background_color": {kind: "string", min: 4, max: 7, pattern: `^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$`},
		}},
		"features": {kind: "object", fields: map[string]rule{
			"app_home": {kind: "object", fields: map[string]rule{
				"home_tab_enabled": flag, "messages_tab_enabled": flag, "messages_tab_read_only_enabled": flag,
			}},
			"bot_user": {kind: "object", required: []string{"display_name"}, fields: map[string]rule{
				"display_name": {kind: "string", min: 1, max: 80, pattern: `^[a-z0-9\-_.]+$`}, "always_online": flag,
			}},
			"shortcuts": {kind: "array", min: 1, max: 10, items: &rule{kind: "object",
				required: []string{"name", "type", "callback_id", "description"}, fields: map[string]rule{
					"name": text(1, 24), "callback_id": text(1, 255), "description": text(1, 150),
					"type": {kind: "string", min: 1, max: 7, pattern: `^(message|global)$`},
				}}},
			"slash_commands": {kind: "array", min: 1, max: 50, items: &rule{kind: "object",
				required: []string{"command", "description"}, fields: map[string]rule{
					"command":     {kind: "string", min: 2, max: 32, pattern: `^/`},
					"description": text(1, 2000), "usage_hint": text(1, 1000), "should_escape": flag,
				}}},
		}},
		"oauth_config": {kind: "object", fields: map[string]rule{
			"scopes": {kind: "object", fields: map[string]rule{"bot": {kind: "array", max: 255,
				items: &rule{kind: "string", min: 1, max: 50}}}},
		}},
		"settings": {kind: "object", fields: map[string]rule{
			"event_subscriptions": {kind: "object",
				fields: map[string]rule{"bot_events": {kind: "array", max: 100, items: &rule{kind: "string", min: 1, max: 50}}}},
			"interactivity": {kind: "object", required: []string{"is_enabled"},
				fields: map[string]rule{"is_enabled": flag}},
			"socket_mode_enabled": flag, "org_deploy_enabled": flag, "token_rotation_enabled": flag,
		}},
	}}
)

func check(t *testing.T, at string, r rule, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		if r.kind != "object" {
			t.Errorf("%s: an object where Slack wants %s", at, r.kind)
		}
		for _, name := range r.required {
			if _, ok := v[name]; !ok {
				t.Errorf("%s/%s is required", at, name)
			}
		}
		for name, field := range v {
			rule, known := r.fields[name]
			if !known {
				t.Errorf("%s/%s is unknown to Slack's schema", at, name)
				continue
			}
			check(t, at+"/"+name, rule, field)
		}
	case []any:
		if r.kind != "array" || len(v) < r.min || len(v) > r.max {
			t.Errorf("%s: %d entries where Slack wants %d to %d of kind %s", at, len(v), r.min, r.max, r.kind)
			return
		}
		for _, item := range v {
			check(t, at+"/-", *r.items, item)
		}
	case string:
		if n := len([]rune(v)); r.kind != "string" || n < r.min || n > r.max {
			t.Errorf("%s: %d characters where Slack wants %d to %d", at, n, r.min, r.max)
		}
		if r.pattern != "" && !regexp.MustCompile(r.pattern).MatchString(v) {
			t.Errorf("%s: %q does not match %s", at, v, r.pattern)
		}
	case bool:
		if r.kind != "bool" {
			t.Errorf("%s: a bool where Slack wants %s", at, r.kind)
		}
	case float64:
		if r.kind != "number" {
			t.Errorf("%s: a number where Slack wants %s", at, r.kind)
		}
	default:
		t.Errorf("%s: unexpected %T", at, v)
	}
}

func TestManifestFitsSlacksSchema(t *testing.T) {
	b, err := manifest.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	check(t, "", schema, m)
}

// People may write to the bot: Slack takes what is left out for no, so it says so.
func TestPeopleMayWriteToTheBot(t *testing.T) {
	b, err := manifest.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Features struct {
			AppHome map[string]bool `json:"app_home"`
		}
		Settings struct {
			EventSubscriptions struct {
				BotEvents []string `json:"bot_events"`
			} `json:"event_subscriptions"`
		}
	}
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	home := m.Features.AppHome
	if readOnly, said := home["messages_tab_read_only_enabled"]; readOnly || !said || !home["messages_tab_enabled"] {
		t.Errorf("app_home %v", home)
	}
	if !slices.Contains(m.Settings.EventSubscriptions.BotEvents, "message.im") {
		t.Errorf("events %v", m.Settings.EventSubscriptions.BotEvents)
	}
}

func TestEachScopeNamesItsFeatureOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range append(manifest.Scopes(), manifest.Events()...) {
		if seen[s.Name] {
			t.Errorf("%s is asked for twice", s.Name)
		}
		seen[s.Name] = true
		if strings.HasPrefix(s.Name, "dnd") {
			t.Errorf("%s: do-not-disturb is Slack's own", s.Name)
		}
		if len(strings.Fields(s.Feature)) < 2 {
			t.Errorf("%s names no feature", s.Name)
		}
	}
}
