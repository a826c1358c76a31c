package bot

import (
	"maps"
	"slices"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/store"
)

// LookedUp reports whether somebody is told later what became of a request when the store did not say.
func LookedUp(kind string) bool { return timedOut(&request.Request{Kind: kind}, store.ErrUnknown) }

// ClickIDs and FormIDs are all that a click or a form can be called, for tests that no one of them is left out.
func ClickIDs() []string { return slices.Sorted(maps.Keys(New(Config{}).tables.clicks)) }

func FormIDs() []string { return slices.Sorted(maps.Keys(New(Config{}).tables.forms)) }

// EventNames and ShortcutIDs are what is handled of Slack's events and of the app's shortcuts.
func EventNames() []string { return slices.Sorted(maps.Keys(New(Config{}).tables.slackChanges)) }

func ShortcutIDs() []string { return slices.Sorted(maps.Keys(New(Config{}).tables.shortcuts)) }

// SetterKeys are the fields that are facts of a lead.
func SetterKeys() []string {
	var keys []string
	for _, f := range facts.All() {
		keys = append(keys, f.Key)
	}
	return slices.Sorted(slices.Values(keys))
}

// CommandWords are the commands that are built.
func CommandWords() []string { return slices.Sorted(maps.Keys(New(Config{}).tables.commands)) }
