package main

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/cmd/internal/app"
)

// benchCommand measures what this machine and its Redis can bear, in keys of its own. It needs no tokens: Slack is not
// spoken to.
type benchCommand struct{}

func (benchCommand) Run(w world) error {
	app.CollectSeldom(w.lookup) // as serve does
	settings, err := app.FromEnv(withoutTokens(w.lookup))
	if err != nil {
		return err
	}
	fmt.Fprintln(w.out, "made-up reps log calls for some seconds; Slack hears nothing of it")
	m, err := app.Measure(w.ctx, settings)
	// Of what can go wrong, Redis is what somebody can mend: it is spoken of as the doctor does.
	var dial *net.OpError
	var reply redis.Error
	switch {
	case err == nil:
	case w.ctx.Err() != nil:
		return errors.New("stopped; what was written is removed")
	case errors.As(err, &dial), errors.As(err, &reply):
		return fmt.Errorf("redis %s; %s", redisTrouble(err), redisAdvice(err))
	default:
		return err
	}
	for _, f := range m.Redis {
		// Of what Redis is told, what a write waits for is what a log costs.
		if strings.Contains(f.What, "append") || strings.Contains(f.What, "safe mode") {
			fmt.Fprintf(w.out, "redis     %s\n", f.What)
		}
	}
	// How long each takes, from what all wait for to what people wait for.
	fmt.Fprintf(w.out, "a trip    %s, 99 of 100 within %s\n", short(m.Trip.Half), short(m.Trip.Most))
	fmt.Fprintf(w.out, "a log     %s, 99 of 100 within %s, one at a time\n", short(m.Log.Half), short(m.Log.Most))
	fmt.Fprintf(w.out, "a digest  %s, many at a time\n", short(time.Duration(float64(time.Second)/m.Digests)))
	// Slack takes what it takes, however fast the machine is.
	const minutes = 5
	fmt.Fprintf(w.out, "it bears  %d logs a second\n", rounded(m.Logs))
	fmt.Fprintf(w.out, "          %d reps with a digest at 08:00, of whom the last has it by 08:%02d\n",
		rounded(minutes*60*min(m.Digests, m.Posts)), minutes)
	fmt.Fprintf(w.out, "          (Slack takes about %d posts a minute, this machine sends %d)\n", rounded(60*m.Posts),
		rounded(60*m.Digests))
	return nil
}

// rounded leaves two digits of a figure: no more is true the next time.
func rounded(f float64) int {
	unit := 1
	for f/float64(unit) >= 100 {
		unit *= 10
	}
	return int(f) / unit * unit
}

// short is a duration as people compare it.
func short(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
}

// withoutTokens is an environment in which there are some.
func withoutTokens(lookup func(string) (string, bool)) func(string) (string, bool) {
	return func(name string) (string, bool) {
		switch name {
		case "SLACK_APP_TOKEN":
			return "xapp-nobody", true
		case "SLACK_BOT_TOKEN":
			return "xoxb-nobody", true
		case "SLACK_APP_TOKEN_FILE", "SLACK_BOT_TOKEN_FILE":
			return "", false
		}
		return lookup(name)
	}
}
