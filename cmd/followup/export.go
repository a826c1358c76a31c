package main

import (
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/archive"
)

// exportCommand prints all that Redis holds of Followup. It asks nothing of Slack: who leaves may have left there.
type exportCommand struct{}

func (exportCommand) Run(w world) error {
	// Standard output has the data and nothing else; how much it was is for whoever looks on.
	return withRedis(w, func(_ *store.Store, c redis.UniversalClient) error {
		n, err := archive.Export(w.ctx, c, w.out, time.Now())
		if err == nil {
			fmt.Fprintf(w.errs, "exported %d keys\n", n)
		}
		return err
	})
}

// restore reads an export back out of a file, or out of standard input where none is named.
func restore(w world, file string) error {
	in := w.in // a pipe will do: the file is read once, from its beginning
	if file != "" && file != "-" {
		f, err := openFile(file)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	return withRedis(w, func(_ *store.Store, c redis.UniversalClient) error {
		// A Redis that isn't empty is left as it is.
		n, err := archive.Restore(w.ctx, c, in)
		if err == nil {
			fmt.Fprintf(w.errs, "restored %d keys\n", n)
		}
		return err
	})
}

// withRedis hands on the Redis of the settings. No others are needed.
func withRedis(w world, do func(*store.Store, redis.UniversalClient) error) error {
	url, _ := w.lookup("REDIS_URL") // the store has the default of an unset one
	// Nothing is asked of Slack: the data outlives the app there.
	st, err := store.Open(store.Options{URL: url})
	if err != nil {
		return &app.SettingError{Variable: "REDIS_URL", Expected: err.Error()}
	}
	defer st.Close()
	c, err := st.Client(w.ctx)
	if err != nil {
		return fmt.Errorf("redis does not answer: %w", err)
	}
	return do(st, c)
}
