package main

import (
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/coach"
)

// serveCommand is the bot itself.
type serveCommand struct{}

func (serveCommand) Run(w world) error {
	// Before anything is allocated, for the garbage collector is told how much memory it may let pass.
	app.CollectSeldom(w.lookup)
	settings, err := app.FromEnv(w.lookup)
	if err != nil {
		return err
	}
	rules, err := loadRules(settings.Config)
	if err != nil {
		return err
	}
	// Nothing is asked of Slack or Redis yet: a mistake in the settings ends here, with status 2.
	bot, err := app.New(app.Config{
		Settings: settings,
		Rules:    rules,
		Version:  version,
		Log:      logger(w.errs, settings),
	})
	if err != nil {
		return err
	}
	go app.GiveBack(w.ctx)
	return bot.Run(w.ctx)
}

// loadRules reads FOLLOWUP_CONFIG; every mistake in it is reported at once.
func loadRules(path string) (*coach.Rules, error) {
	// Built-in rules need no file.
	if path == "" {
		return coach.DefaultRules(), nil
	}
	// Read once: rules that changed under a running bot would move dates that people have been told.
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &app.SettingError{Variable: "FOLLOWUP_CONFIG",
			Expected: "expected the path of a readable YAML file: " + err.Error()}
	}
	rules, err := coach.LoadRules(path, data)
	if err != nil {
		between := " "
		if strings.Contains(err.Error(), "\n") {
			between = "\n" // a line for each mistake
		}
		return nil, &app.SettingError{Variable: "FOLLOWUP_CONFIG",
			Expected: "expected settings that are known and fit:" + between + err.Error()}
	}
	rules.InstallOutcomes() // an installation's own are known before anything is read
	return rules, nil
}

// logger writes to standard error, which leaves standard output to commands that print.
func logger(w io.Writer, s app.Settings) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.LogLevel}
	// JSON is for machines that collect logs.
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
