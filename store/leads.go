package store

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"slices"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/wire"
)

// A rep's leads lie in one hash, so that many of them are read in one trip. What is sought by something else than an id
// (a name, a day, a word) has an index that leads to ids, and a record may be gone when its turn comes.

// readBatch is how many records one trip brings at most, so that Redis serves others in between.
const readBatch = 500

// rawLeads reads records by id, "" for those that do not exist, in the order of ids.
func (w Records) rawLeads(ctx context.Context, rep string, ids []string) ([]string, error) {
	out := make([]string, 0, len(ids))
	for len(ids) > 0 {
		part := ids[:min(readBatch, len(ids))]
		ids = ids[len(part):]
		err := w.s.Read(ctx, func(c redis.UniversalClient) error {
			got, err := c.HMGet(ctx, w.rep(rep).Leads(rep), part...).Result()
			for _, v := range got {
				out = append(out, wire.Text(v))
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Leads reads leads by id, in that order; those that do not exist are left out, and so are damaged ones.
func (w Records) Leads(ctx context.Context, rep string, ids ...string) ([]coach.Lead, error) {
	raw, err := w.rawLeads(ctx, rep, ids)
	if err != nil {
		return nil, err
	}
	leads, _, err := w.leadsIn(rep, ids, raw)
	return leads, err
}

// leadsIn decodes the records of some leads of a rep, as rawLeads has read them: those that exist in their order, and
// the places of those that can't be read.
func (w Records) leadsIn(rep string, ids, raw []string) (leads []coach.Lead, unread []int, err error) {
	leads = make([]coach.Lead, 0, len(raw))
	for i, r := range raw {
		if r == "" {
			continue
		}
		leads = append(leads, coach.Lead{})
		last := len(leads) - 1
		err := codec.Decode(r, &leads[last])
		if err == nil {
			continue
		}
		leads = leads[:last]
		if err = codec.Damaged("lead", rep+"/"+ids[i], err); !w.s.Passes(err) {
			return nil, nil, err
		}
		unread = append(unread, i)
	}
	return leads, unread, nil
}

// namesSearched is how many of a rep's names are looked through for those of damaged records.
const namesSearched = 5000

// namesOf are the names by which a rep knows the leads at some places of ids: what is left of the damaged record says
// it, or the index of names; "" where neither does.
func (w Records) namesOf(ctx context.Context, rep string, ids, raw []string, places []int) []string {
	if len(places) == 0 {
		return nil
	}
	names, nameless := make([]string, len(places)), map[string]int{}
	for i, at := range places {
		var left struct{ Name string }
		if json.Unmarshal([]byte(raw[at]), &left) == nil && left.Name != "" {
			names[i] = left.Name
		} else {
			nameless[ids[at]] = i
		}
	}
	if len(nameless) == 0 {
		return names
	}
	searched := 0
	_ = w.eachName(ctx, rep, func(name, lead string) bool { // what can't be read names nobody
		if at, wanted := nameless[lead]; wanted {
			names[at] = name
			delete(nameless, lead)
		}
		searched++
		return len(nameless) > 0 && searched < namesSearched
	})
	return names
}

// A rep's names are few, and are read as a whole where one is sought by a part of it. Of more than a thousand there is
// an index of their words (lua/near.lua), which is made and kept by whoever looks for a name: it follows from the names
// and from the audit list, so that no change has to know of it.

var (
	//go:embed lua/near.lua
	nearLua string
	//go:embed lua/names.lua
	namesLua string
	//go:embed lua/find.lua
	findLua string

	namesScript = wire.Guarded(nearLua + namesLua)
	findScript  = redis.NewScript(nearLua + findLua)
)

// namesSlice is how many names, or lines of the audit list, one script works into the index.
const namesSlice = 100

// workNamesIn brings the index of a rep's names up to them, in slices. It may be interrupted and goes on from there,
// and several replicas may do it at a time.
func (w Records) workNamesIn(ctx context.Context, rep string) error {
	t := w.rep(rep)
	keys := []string{t.Names(rep), t.Words(rep), t.Worded(rep), t.Audit(rep), t.Schema()}
	for {
		reply, err := w.s.Run(ctx, namesScript, keys, codec.Text, namesSlice)
		if err != nil || wire.Text(reply[0]) != "more" {
			return err
		}
	}
}

// nameOf is the normalized name that leads to a lead, "" for none: the expected one if it does, else the one that a
// walk over the rep's names comes to.
func (w Records) nameOf(ctx context.Context, rep, lead, expected string) (name string, err error) {
	key := w.rep(rep).Names(rep)
	if expected != "" {
		var ids []any
		err := w.s.Read(ctx, func(c redis.UniversalClient) (err error) {
			ids, err = c.HMGet(ctx, key, expected).Result()
			return err
		})
		if err != nil || wire.Text(ids[0]) == lead {
			return expected, err
		}
	}
	err = w.eachName(ctx, rep, func(one, of string) bool {
		if of == lead {
			name = one
		}
		return name == ""
	})
	return name, err
}

// eachName hands a rep's normalized names with the leads that they lead to to fn, some hundreds in a trip and in no
// order, until fn says stop.
func (w Records) eachName(ctx context.Context, rep string, fn func(name, lead string) bool) error {
	for cursor := uint64(0); ; {
		var pairs []string
		err := w.s.Read(ctx, func(c redis.UniversalClient) (err error) {
			pairs, cursor, err = c.HScan(ctx, w.rep(rep).Names(rep), cursor, "", readBatch).Result()
			return err
		})
		if err != nil {
			return err
		}
		for pair := range slices.Chunk(pairs, 2) {
			if !fn(pair[0], pair[1]) {
				return nil
			}
		}
		if cursor == 0 {
			return nil
		}
	}
}

// EachLead hands every lead of a rep to fn, open or closed, in batches and in no order. A lead that is added or changed
// meanwhile may be left out or be as it was. Damaged ones are an error, once all others were handed over.
func (w *Workspace) EachLead(ctx context.Context, rep string, fn func([]coach.Lead) error) error {
	seen := map[string]bool{} // a scan may bring a record twice
	var broken []error
	for cursor := uint64(0); ; {
		var pairs []string
		err := w.space.s.Read(ctx, func(c redis.UniversalClient) error {
			var err error
			pairs, cursor, err = c.HScan(ctx, w.space.rep(rep).Leads(rep), cursor, "", readBatch).Result()
			return err
		})
		if err != nil {
			return err
		}
		leads := make([]coach.Lead, 0, len(pairs)/2)
		for pair := range slices.Chunk(pairs, 2) {
			if seen[pair[0]] {
				continue
			}
			seen[pair[0]] = true
			l, err := leadOf(rep, pair[0], pair[1])
			if err != nil {
				if broken = append(broken, err); w.space.s.Passes(err) {
					continue
				}
				return err
			}
			if l != nil {
				leads = append(leads, *l)
			}
		}
		if len(leads) > 0 {
			err = fn(leads)
		}
		if err != nil || cursor == 0 {
			return errors.Join(append(broken, err)...)
		}
	}
}

// Touches reads the newest n touches of a lead (-1 = all), oldest first, in order of logging.
func (w Records) Touches(ctx context.Context, rep, lead string, n int) ([]coach.Touch, error) {
	if n == 0 {
		return nil, nil
	}
	var raw []string
	from := int64(-n)
	if n < 0 {
		from = 0
	}
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.LRange(ctx, w.rep(rep).Touches(rep, lead), from, -1).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]coach.Touch, len(raw))
	for i, r := range raw {
		if err := codec.Decode(r, &out[i]); err != nil {
			return nil, codec.Damaged("touches of lead", rep+"/"+lead, err)
		}
	}
	return out, nil
}

// Rep reads a rep's record; the second result is false when there is none.
func (w Records) Rep(ctx context.Context, rep string) (coach.Rep, bool, error) {
	var r coach.Rep
	var v string
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		v, err = c.HGet(ctx, w.rep(rep).Reps(), rep).Result()
		return err
	})
	switch {
	case errors.Is(err, redis.Nil):
		return r, false, nil
	case err != nil:
		return r, false, err
	}
	if err := codec.Decode(v, &r); err != nil {
		return r, false, codec.Damaged("rep", rep, err)
	}
	return r, true, nil
}

// RepsBy reads some reps' records in one pipeline, by id. Those that don't exist are left out, and so are those that
// can't be decoded: [Records.Rep] says why.
func (w Records) RepsBy(ctx context.Context, ids []string) (map[string]coach.Rep, error) {
	found := make([]*redis.StringCmd, len(ids))
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, id := range ids {
				found[i] = pipe.HGet(ctx, w.rep(id).Reps(), id)
			}
			return nil
		})
		return err
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, err
	}
	out := make(map[string]coach.Rep, len(ids))
	for i, id := range ids {
		var r coach.Rep
		if v, err := found[i].Result(); err == nil && codec.Decode(v, &r) == nil {
			out[id] = r
		}
	}
	return out, nil
}

// Reps reads every rep of the workspace, in no order: one pipeline over the shards. Damaged records are left out.
func (w Records) Reps(ctx context.Context) ([]coach.Rep, error) {
	shards := w.id.Shards()
	found := make([]*redis.MapStringStringCmd, len(shards))
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, t := range shards {
				found[i] = pipe.HGetAll(ctx, t.Reps())
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []coach.Rep
	for _, f := range found {
		for id, raw := range f.Val() {
			var r coach.Rep
			switch err := codec.Damaged("rep", id, codec.Decode(raw, &r)); {
			case err == nil:
				out = append(out, r)
			case !w.s.Passes(err):
				return nil, err
			}
		}
	}
	return out, nil
}
