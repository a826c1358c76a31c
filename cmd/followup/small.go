package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/manifest"
	"github.com/followup-coach/followup/cmd/internal/app"
)

// manifestCommand prints what is pasted at api.slack.com/apps.
type manifestCommand struct{}

func (manifestCommand) Run(w world) error {
	b, err := manifest.JSON()
	if err != nil {
		return err
	}
	// Byte by byte as it is pasted: nothing is printed around it.
	_, err = w.out.Write(b)
	return err
}

// helpCommand is --help for who types it as a command.
type helpCommand struct{}

func (helpCommand) Run(w world) error { return w.usage() }

// healthCommand is for containers without a shell: status 0 when the bot of the same environment is ready.
type healthCommand struct{}

// healthPatience is below the timeout of the image's HEALTHCHECK, so that the reason is still printed.
const healthPatience = 2500 * time.Millisecond

func (healthCommand) Run(w world) error {
	addr, set := w.lookup("FOLLOWUP_HTTP_ADDR")
	if !set {
		addr = app.DefaultHTTPAddr
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return &app.SettingError{Variable: "FOLLOWUP_HTTP_ADDR",
			Expected: "expected host:port such as " + app.DefaultHTTPAddr + "; without it there is nobody to ask"}
	}
	// An address that listens everywhere is no address to ask.
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	// A client of its own, for the default one waits for ever.
	client := http.Client{Timeout: healthPatience}
	req, err := http.NewRequestWithContext(w.ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	defer resp.Body.Close()
	// The reasons of a bot that is not ready; more than 4 kB cannot come from it.
	body, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
	if err != nil {
		return err
	}
	// The reasons are the body, one a line.
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", strings.TrimSpace(string(body)))
	}
	_, err = w.out.Write(body)
	return err
}
