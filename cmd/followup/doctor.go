package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	"github.com/redis/go-redis/v9"
	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/manifest"
	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/schedule/webhooks"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/codec"
)

// doctorCommand looks at everything the bot needs, one line each: ✓, ! for advice, or ✗; what it is, and what to do.
// Its exit status is 1 when anything stands in the way, which advice does not.
type doctorCommand struct {
	Replay bool `help:"Also rebuild the progress of every lead from its touches, and name the leads that differ."`
}

// checkPatience bounds everything asked of Slack together, and of Redis together.
const checkPatience = 8 * time.Second

func (c doctorCommand) Run(w world) error {
	settings, err := app.FromEnv(w.lookup)
	if err != nil {
		// Without settings there is nobody to ask: all that is missing is said at once.
		for _, line := range strings.Split(err.Error(), "\n") {
			fmt.Fprintln(w.out, "✗ setting", line)
		}
		return errExit(exitUsage)
	}
	// Slack comes first: it says which workspace's data in Redis is looked at.
	r := report{w: w}
	r.ok("settings read")
	rules := r.rules(settings.Config)
	r.slack(settings)
	r.redis(settings, r.addresses(rules))
	if c.Replay && rules != nil {
		r.replay(settings, rules, r.workspace)
	}
	// Everything has been looked at: who runs it mends all of it at once, not one finding a run.
	if r.failed > 0 {
		fmt.Fprintf(w.out, "%d to mend\n", r.failed)
		return errExit(exitFailed)
	}
	fmt.Fprintln(w.out, "all is well")
	return nil
}

// report prints findings as they come and counts those that stand in the way.
type report struct {
	w         world
	failed    int
	workspace string // Slack's id of it, "" when Slack does not say
}

func (r *report) ok(format string, args ...any) {
	fmt.Fprintln(r.w.out, "✓", fmt.Sprintf(format, args...))
}

// fail names what is wrong, and below it what to do about it.
func (r *report) fail(what, do string, args ...any) {
	r.failed++
	fmt.Fprintf(r.w.out, "✗ %s\n    %s\n", what, fmt.Sprintf(do, args...))
}

// advise names what could be better or can't be seen from here, and what to do about it.
func (r *report) advise(what, do string) { fmt.Fprintf(r.w.out, "! %s\n    %s\n", what, do) }

// rules reads the file of rules as serve would; nil for one with mistakes.
func (r *report) rules(path string) *coach.Rules {
	rules, err := loadRules(path)
	if err != nil {
		// The first line names the setting; the mistakes of a file follow it, one a line.
		what, mistakes, many := strings.Cut(err.Error(), "\n")
		if !many {
			mistakes = "mend the file, or take FOLLOWUP_CONFIG out"
		}
		r.fail("setting "+what, "%s", strings.ReplaceAll(mistakes, "\n", "\n    "))
		return nil
	}
	if path != "" {
		r.ok("rules of %s read", path)
	}
	return rules
}

// addresses are the webhooks of the rules, none where their secrets can't be read.
func (r *report) addresses(rules *coach.Rules) []webhooks.Address {
	if rules == nil {
		return nil
	}
	to, err := app.Webhooks(rules)
	if err != nil {
		r.fail("setting "+err.Error(), "let the bot's user read it: a line whsec_…, or two while the secret changes")
	}
	return to
}

// slack checks both tokens, the scopes of one and a connection with the other. Each is looked at even when the one
// before failed.
func (r *report) slack(s app.Settings) {
	api, err := app.SlackClient(s)
	if err != nil {
		r.fail("tokens: "+err.Error(), "check the file's path and its rights")
		return
	}
	ctx, cancel := context.WithTimeout(r.w.ctx, checkPatience)
	defer cancel()
	// The scopes that Slack granted come in the header of the answer.
	me, err := api.AuthTestContext(ctx)
	switch refused := (slack.SlackErrorResponse{}); {
	case errors.As(err, &refused):
		r.fail("bot token: Slack refuses it, "+refused.Err,
			"install the app to the workspace and copy the Bot User OAuth Token (xoxb-…)")
	// Nothing more can be learnt then, and saying it twice helps nobody.
	case err != nil:
		r.fail("Slack does not answer: "+rootCause(err),
			"let this machine reach %s (a proxy is taken from HTTPS_PROXY); without it no token can be checked", s.SlackURL)
		return
	default:
		r.workspace = me.TeamID
		r.ok("bot token of %s in workspace %s", me.User, me.Team)
		r.scopes(me.Header)
	}

	// The other token is tried whatever became of the first: both mistakes are mended in one visit to Slack's pages.
	_, url, err := api.StartSocketModeContext(ctx)
	if err != nil {
		r.fail("app token: Slack refuses it, "+rootCause(err),
			"create an app-level token with connections:write under Basic Information (xapp-…)")
		return
	}
	r.ok("app token opens connections")
	r.socket(ctx, url)
}

// scopes compares what Slack says it granted with what the manifest asks for.
func (r *report) scopes(h http.Header) {
	var granted []string
	for _, s := range strings.Split(h.Get("X-OAuth-Scopes"), ",") {
		granted = append(granted, strings.TrimSpace(s))
	}
	// All that are missing are named in one run, for each reinstall asks a workspace admin.
	missing := 0
	for _, s := range manifest.Scopes() {
		if !slices.Contains(granted, s.Name) {
			missing++
			r.fail("scope "+s.Name+" is missing",
				"it is for %s; add it under OAuth & Permissions, or paste `followup manifest` into the app's manifest, and "+
					"reinstall", s.Feature)
		}
	}
	if missing == 0 {
		r.ok("all %d scopes granted", len(manifest.Scopes()))
	}
	// Slack tells no app what it subscribes to, nor how its tabs are set.
	fmt.Fprintf(r.w.out, "! can people write to the bot, and has it a Home? Slack doesn't tell. In an app created from "+
		"an\n    older manifest: Event Subscriptions, Subscribe to bot events: add message.im, app_home_opened, team_join;\n"+
		"    App Home: switch the Home Tab on; Messages Tab: tick\n    “%s”\n", manifest.Tab)
}

// socket opens a connection and waits for Slack's hello.
func (r *report) socket(ctx context.Context, url string) {
	const advice = "switch Socket Mode on in the app's settings, and let this machine reach wss-primary.slack.com, port " +
		"443"
	conn, resp, err := websocket.DefaultDialer.DialContext(ctx, url, nil)
	if err != nil {
		r.fail("socket: could not connect", advice) // the error would show the ticket
		return
	}
	defer conn.Close()
	if resp != nil && resp.Body != nil {
		defer resp.Body.Close()
	}
	// Reading knows no context; the deadline of all checks ends it.
	deadline, _ := ctx.Deadline()
	_ = conn.SetReadDeadline(deadline)
	// Slack says hello when it has taken the connection, which an open socket alone does not tell.
	var hello struct {
		Type           string `json:"type"`
		NumConnections int    `json:"num_connections"`
	}
	// A slow hello and a wrong one read alike to who runs this: Socket Mode does not work.
	if err := conn.ReadJSON(&hello); err != nil || hello.Type != "hello" {
		r.fail("socket: Slack said no hello", advice)
		return
	}
	r.ok("socket open; %d of Slack's 10 connections in use with this one", hello.NumConnections)
}

// redis reaches the server, then looks at the settings that decide whether data can be lost.
func (r *report) redis(s app.Settings, to []webhooks.Address) {
	st, err := store.Open(store.Options{URL: s.RedisURL, Safe: s.RedisSafe})
	if err != nil {
		r.fail("setting REDIS_URL: "+err.Error(), "see the README for its forms")
		return
	}
	defer st.Close()
	ctx, cancel := context.WithTimeout(r.w.ctx, checkPatience)
	defer cancel()
	// Opening connects to nobody; the first command does.
	if _, err := st.Sync(ctx); err != nil {
		r.fail("redis "+redisTrouble(err), "%s", redisAdvice(err))
		return
	}
	r.ok("redis answers")
	r.schema(ctx, st)
	r.webhooks(ctx, st, to)
	// Data is lost by settings, long after the bot was set up: each is named with what to do.
	findings, err := st.Check(ctx)
	if err != nil {
		r.fail("redis could not be looked at: "+rootCause(err),
			"allow the bot's user INFO and CONFIG GET, or check eviction and persistence by hand")
		return
	}
	for _, f := range findings {
		switch {
		case f.OK:
			r.ok("redis: %s", f.What)
		case f.Advice:
			r.advise("redis: "+f.What, f.Do)
		default:
			r.fail("redis: "+f.What, "%s", f.Do)
		}
	}
}

// schema shows both numbers: what this version writes, and what was written.
func (r *report) schema(ctx context.Context, st *store.Store) {
	if r.workspace == "" {
		r.ok("schema: this version writes %d; what is stored can't be told without a working bot token", codec.Schema)
		return
	}
	stored, err := st.In(r.workspace).Schema(ctx)
	switch {
	case err != nil:
		r.fail("schema: this version writes "+strconv.Itoa(codec.Schema)+"; what is stored can't be read: "+rootCause(err),
			"allow the bot's user GET on all its keys")
	case stored > codec.Schema:
		r.fail(fmt.Sprintf("schema: this version writes %d, the data is of %d", codec.Schema, stored),
			"start the version that wrote it, or a newer one: this one would not understand it, and refuses to start")
	case stored == 0:
		r.ok("schema: this version writes %d, nothing stored carries a number yet", codec.Schema)
	default:
		r.ok("schema: this version writes %d, the data is of %d", codec.Schema, stored)
	}
}

// redisTrouble says what became of the first command to Redis.
func redisTrouble(err error) string {
	var reply redis.Error
	// Its own words are known to whoever runs it, and never hold a password.
	if errors.As(err, &reply) {
		return "refuses: " + reply.Error()
	}
	return "does not answer: " + rootCause(err)
}

// redisAdvice says what to do when Redis can't be worked with.
func redisAdvice(err error) string {
	var dns *net.DNSError
	var dial *net.OpError
	switch {
	// Redis is there and answers.
	case redis.HasErrorPrefix(err, "NOAUTH"), redis.HasErrorPrefix(err, "WRONGPASS"),
		redis.HasErrorPrefix(err, "ERR AUTH"):
		return "put its password into REDIS_URL: redis://:PASSWORD@HOST:6379/0, or redis://USER:PASSWORD@HOST:6379/0"
	case redis.HasErrorPrefix(err, "NOPERM"):
		return "give the user of REDIS_URL all commands and keys: ACL SETUSER USER on >PASSWORD ~* &* +@all"
	case redis.HasErrorPrefix(err, "LOADING"):
		return "it is reading its data: wait until it is done"
	// Nobody was reached: in a container the most frequent reason is localhost, which is the container itself.
	case errors.As(err, &dns):
		return "set REDIS_URL to a host that this machine knows, such as redis://redis:6379/0 beside a service named " +
			"redis"
	case errors.As(err, &dial) && dial.Op == "dial":
		return "start Redis there (" + dial.Addr.String() + "), or set REDIS_URL to where it is, such as redis://redis:6379/0"
	}
	// Who is spoken to in the wrong way stays silent or hangs up: a Redis with TLS without it, and the other way round.
	return "look whether REDIS_URL is the address of a Redis: rediss:// for one that wants TLS, redis:// for one that " +
		"doesn't"
}

// rootCause is the innermost error: addresses and operations around it say nothing to who set a URL.
func rootCause(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}
