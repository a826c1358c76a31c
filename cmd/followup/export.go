package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/archive"
)

// exportCommand prints all that Redis holds of Followup. It asks nothing of Slack: who leaves may have left there.
type exportCommand struct {
	KeyFile string `arg:"--key-file" placeholder:"FILE" help:"Write the key of the do-not-call list to this new file."`
}

func (e exportCommand) Run(w world) error {
	// Standard output has the data and nothing else; how much it was is for whoever looks on.
	return withRedis(w, func(_ *store.Store, c redis.UniversalClient) error {
		if err := e.writeKeys(w, c); err != nil {
			return err
		}
		n, err := archive.Export(w.ctx, c, w.out, time.Now())
		if err != nil {
			return err
		}
		fmt.Fprintf(w.errs, "exported %d keys\n", n.Keys)
		if n.Hashes > 0 && e.KeyFile == "" {
			fmt.Fprintf(w.errs, "%s can't be restored without their key: followup export --key-file FILE writes it\n",
				say.Counted(n.Hashes, "blocked number"))
		}
		return nil
	})
}

// writeKeys writes the keys of the do-not-call lists to their file, for its owner alone, and never over another one.
func (e exportCommand) writeKeys(w world, c redis.UniversalClient) error {
	if e.KeyFile == "" {
		return nil
	}
	keys, err := archive.ReadKeys(w.ctx, c)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(e.KeyFile, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return &app.SettingError{Variable: "followup export --key-file", Expected: "expected a new file: " + err.Error()}
	}
	return errors.Join(keys.Write(f), f.Close())
}

// restore reads an export back out of a file, or out of standard input where none is named.
func (c importCommand) restore(w world) error {
	options := archive.Options{LostKey: c.LostKey}
	if c.KeyFile != "" {
		f, err := openFile(c.KeyFile)
		if err != nil {
			return err
		}
		options.Keys, err = archive.ParseKeys(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("%s: %w", c.KeyFile, err)
		}
	}
	in := w.in // a pipe will do: the file is read once, from its beginning
	if c.File != "" && c.File != "-" {
		f, err := openFile(c.File)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	return withRedis(w, func(_ *store.Store, redis redis.UniversalClient) error {
		// A Redis that isn't empty is left as it is.
		n, err := archive.Restore(w.ctx, redis, in, options)
		if err != nil {
			return err
		}
		fmt.Fprintf(w.errs, "restored %d keys\n", n.Keys)
		if n.Hashes > 0 {
			fmt.Fprintf(w.errs, "left out: %s\n", say.Counted(n.Hashes, "blocked number"))
		}
		return nil
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
