package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
)

// typical is a lead as most are: every fact that an add usually gives, a few tries made.
func typical(id, rep, name string, n int) coach.Lead {
	return coach.Lead{
		ID: id, Rep: rep, Name: name, Contact: "Pat Example", Phone: fmt.Sprintf("+1415555%04d", n%10000), Warmth: coach.Warm,
		Created: monday,
		Progress: coach.Progress{Step: 2, Calls: 2, Total: 2, LastTry: monday, LastOutcome: outcome.Voicemail,
			LastTouch: monday},
	}
}

// seed makes a rep with n leads "Lead 1"… in one trip each, spread over the hours after monday.
func seed(tb testing.TB, w *store.Workspace, rep string, n int) []string {
	tb.Helper()
	change(tb, w, store.Query{Rep: rep, Now: monday}, func(store.Snapshot) (store.Change, error) {
		return store.Change{Op: "settings", By: rep, Now: monday,
			Rep: &coach.Rep{ID: rep, TZ: "America/New_York", Since: monday}}, nil
	})
	seen, err := w.Records.Read(tb.Context(), store.Query{Rep: rep, Now: monday})
	if err != nil {
		tb.Fatal(err)
	}
	ids := make([]string, n)
	const workers = 4
	done := make(chan error)
	for k := range workers {
		go func() {
			var err error
			for i := k; i < n && err == nil; i += workers {
				ids[i] = store.NewID()
				l := typical(ids[i], rep, fmt.Sprint("Lead ", i+1), i)
				err = w.Write(context.Background(), seen, store.Change{
					Op: "add", By: rep, Now: monday, Undoable: true, Lead: &l, Name: fmt.Sprint("lead ", i+1),
					Attention: coach.Attention{Shows: monday.Add(time.Duration(i%100) * 10 * time.Minute)},
				})
			}
			done <- err
		}()
	}
	for range workers {
		if err := <-done; err != nil {
			tb.Fatal(err)
		}
	}
	return ids
}
