package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/marks"
	"github.com/followup-coach/followup/store/wire"
)

// Import is a list of leads that a rep brought in. It is written in parts, each whole with the record that says how far
// it has come: one that is interrupted goes on behind the last part, or is taken back part by part, and no part is done
// twice.
type Import struct {
	ID  string    `json:"id"`
	Rep string    `json:"rep"`
	By  string    `json:"by,omitempty"` // Slack user id; "" for the command line
	At  time.Time `json:"at"`           // when it began

	Name    string   `json:"name"`              // of the file
	Hash    string   `json:"hash,omitempty"`    // of its bytes, by which a file is known again
	File    string   `json:"file,omitempty"`    // its id at Slack, where the rest can be read
	Keep    []string `json:"keep,omitempty"`    // headers that are kept as facts
	Factors string   `json:"factors,omitempty"` // what the list was built on, as it was kept before Built
	Built   []string `json:"built,omitempty"`   // what the list was built on (S2.9), see [coach.Listed]

	State   ImportState    `json:"state"`
	Rows    int            `json:"rows"`  // of the file that are dealt with
	Parts   int            `json:"parts"` // written so far
	New     int            `json:"new"`
	Parked  int            `json:"parked,omitempty"` // new ones that are not called yet, beside New
	Park    bool           `json:"park,omitempty"`   // whether rows may be parked, as it stood when it began
	Changed int            `json:"changed"`
	Days    map[string]int `json:"days,omitempty"`   // first calls by date, 2006-01-02, from the first day with room
	Back    int            `json:"back,omitempty"`   // leads that were taken back…
	Stayed  int            `json:"stayed,omitempty"` // …and that were not, since something happened on them

	raw string // as it is stored
}

// ImportState is how far an import is.
type ImportState string

const (
	ImportOpen      ImportState = "open"
	ImportDone      ImportState = "done"
	ImportReverting ImportState = "reverting"
	ImportReverted  ImportState = "reverted"
)

// ImportRest is how long an import may stand still until somebody else goes on with it.
const ImportRest = time.Minute

// Found are leads as a list's rows look for them.
type Found struct {
	Names   map[string]string   // normalized name → lead id
	Details map[string][]string // key of a detail as a whole → ids of the leads that have it, three at most
	Leads   map[string]FoundLead
}

// FoundLead is a lead and how it is stored.
type FoundLead struct {
	Lead coach.Lead
	raw  string
}

// sameMost is how many leads of one detail a list's row is compared with.
const sameMost = 3

// Find looks a rep's leads up by names, by details and by ids, in two or three trips, each bounded by what is asked.
func (w Records) Find(ctx context.Context, rep coach.Rep, names, details, also []string) (Found, error) {
	t := w.rep(rep.ID)
	f := Found{Names: map[string]string{}, Details: map[string][]string{}, Leads: map[string]FoundLead{}}
	var state *redis.StringCmd
	byName := &redis.SliceCmd{}
	byDetail := make([]*redis.StringSliceCmd, len(details))
	// In one pipeline, so that the cost is the trip, not the questions.
	look := func() error {
		err := w.s.Read(ctx, func(c redis.UniversalClient) error {
			_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
				state = pipe.Get(ctx, t.Detailed(rep.ID))
				if len(names) > 0 {
					byName = pipe.HMGet(ctx, t.Names(rep.ID), names...)
				}
				for i, d := range details {
					byDetail[i] = pipe.ZRangeByLex(ctx, t.Details(rep.ID), wholly(d, sameMost))
				}
				return nil
			})
			return err
		})
		return orNone(err) // no details were made yet
	}
	if err := look(); err != nil {
		return f, err
	}
	if w.s.details != nil && state.Val() != detailsState(rep) {
		if err := w.makeDetails(ctx, rep, state.Val()); err != nil {
			return f, err
		}
		if err := look(); err != nil {
			return f, err
		}
	}
	// Names and details lead to ids, and these to records.
	for i, v := range byName.Val() {
		if id := wire.Text(v); id != "" {
			f.Names[names[i]] = id
			f.Leads[id] = FoundLead{}
		}
	}
	for i, found := range byDetail {
		for _, m := range found.Val() {
			_, id, _ := strings.Cut(m, detailWhole)
			f.Details[details[i]] = append(f.Details[details[i]], id)
			f.Leads[id] = FoundLead{}
		}
	}
	for _, id := range also {
		f.Leads[id] = FoundLead{}
	}
	ids := slices.Sorted(maps.Keys(f.Leads))
	raw, err := w.rawLeads(ctx, rep.ID, ids)
	for i, r := range raw {
		l, err := leadOf(rep.ID, ids[i], r)
		switch {
		case l != nil && err == nil:
			f.Leads[ids[i]] = FoundLead{*l, r}
		case err == nil, w.s.Passes(err): // gone or damaged: nothing can be done about it
			delete(f.Leads, ids[i])
		default:
			return f, err
		}
	}
	return f, err
}

// EachName hands the normalized names of a rep's leads to fn, in pages and in no order. One may come twice.
func (w Records) EachName(ctx context.Context, rep string, fn func([]NameEntry)) error {
	for cursor := uint64(0); ; {
		var pairs []string
		err := w.s.Read(ctx, func(c redis.UniversalClient) (err error) {
			pairs, cursor, err = c.HScan(ctx, w.rep(rep).Names(rep), cursor, "", readBatch).Result()
			return err
		})
		if err != nil {
			return err
		}
		page := make([]NameEntry, 0, len(pairs)/2)
		for pair := range slices.Chunk(pairs, 2) {
			page = append(page, NameEntry{Name: pair[0], ID: pair[1]})
		}
		if fn(page); cursor == 0 {
			return nil
		}
	}
}

// Imports are the lists that a rep has brought in, newest first.
func (w Records) Imports(ctx context.Context, rep string) ([]Import, error) {
	var all map[string]string
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		all, err = c.HGetAll(ctx, w.rep(rep).Imports(rep)).Result()
		return err
	})
	if err != nil {
		return nil, err
	}
	out := make([]Import, 0, len(all))
	for id, raw := range all {
		im, err := importOf(id, raw)
		switch {
		case err == nil:
			out = append(out, im)
		case !w.s.Passes(err):
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b Import) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// Import is a list by its id; false where that rep has brought in none of it.
func (w Records) Import(ctx context.Context, rep, id string) (Import, bool, error) {
	var raw string
	err := w.s.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HGet(ctx, w.rep(rep).Imports(rep), id).Result()
		return err
	})
	switch {
	case errors.Is(err, redis.Nil):
		return Import{}, false, nil
	case err != nil:
		return Import{}, false, err
	}
	im, err := importOf(id, raw)
	return im, err == nil, err
}

// importOf reads a record.
func importOf(id, raw string) (Import, error) {
	im := Import{raw: raw}
	return im, codec.Damaged("import", id, codec.Decode(raw, &im))
}

// Imported is a lead that a part of an import makes or changes.
type Imported struct {
	Was       *FoundLead // nil for a new one
	Lead      coach.Lead
	Name      string // normalized
	Attention coach.Attention
}

// WriteImport writes the next part of an import with the import's record as it is then; seen is a read of its rep. All
// of it is written or, with an error other than [ErrUnknown], nothing. It returns the record to go on from. The errors
// are those of [Workspace.Write]; [ErrConflict] also where somebody else has gone on with the import meanwhile.
func (w *Workspace) WriteImport(ctx context.Context, seen Snapshot, im Import, now time.Time,
	part []Imported) (Import, error) {
	if !seen.Known {
		return im, errors.New("store: an import needs a rep that is known")
	}
	t := w.space.rep(im.Rep)
	b := wire.NewBatch(t)
	b.Once(im.Rep, wire.Mark{Now: now})
	if err := addRep(b, t, im.Rep, seen, Change{}, true, nil); err != nil {
		return im, err
	}
	// The number of the part is in the ids of its lines, so that a revert finds them.
	im.Parts++
	entry := im.ID + "." + strconv.Itoa(im.Parts)
	var made []string
	for _, one := range part {
		if one.Was == nil {
			made = append(made, one.Lead.ID)
		}
	}
	if len(made) > 0 || im.Parts == 1 { // the first part says that there was an import
		b.Do("RPUSH", t.Audit(im.Rep),
			logEntry{id: entry, op: opImport, by: im.By, at: now, touch: strings.Join(made, ",")}.encode(im.Rep))
	}
	var r marks.Reached
	for _, one := range part {
		c := Change{Op: opImport, By: im.By, Now: now, Lead: &one.Lead, Name: one.Name, Attention: one.Attention}
		as := seen
		if one.Was != nil {
			as.Lead, as.leadRaw, as.aggregate = &one.Was.Lead, one.Was.raw, aggregateOf(&one.Was.Lead)
			c.Entry = entry + "." + one.Lead.ID
		}
		e := newEntry(c)
		if err := w.addLead(ctx, b, t, im.Rep, as, c, &e); err != nil {
			return im, err
		}
		if one.Was != nil {
			b.Do("RPUSH", t.Audit(im.Rep), e.encode(im.Rep))
		}
		w.space.s.addReached(&r, seen.Rep, as.Lead, &one.Lead)
	}
	items := sharedItems(im.Rep, r)
	for i := range items {
		items[i].ID = sharedItem(entry) // so that it goes with the part
	}
	addOutbox(b, t, im.Rep, now, items)
	return w.writeImport(ctx, b, im, now)
}

// writeImport sends a batch with the import's record, if that is as it was read.
func (w *Workspace) writeImport(ctx context.Context, b *wire.Batch, im Import, now time.Time) (Import, error) {
	t := b.Tag
	if im.raw == "" {
		b.Check("absent", t.Imports(im.Rep), im.ID, "")
	} else {
		b.Check("same", t.Imports(im.Rep), im.ID, im.raw)
	}
	raw, err := codec.Encode(im, im.raw)
	if err != nil {
		return im, fmt.Errorf("store: import: %w", err)
	}
	// The lines of an import hold no names, so that an index of very many is made anew (lua/names.lua).
	b.Do("HDEL", t.Worded(im.Rep), "v")
	b.Do("HSET", t.Imports(im.Rep), im.ID, raw)
	due := ledger.Due{Kind: ledger.KindImport, Rep: im.Rep, Item: im.ID}
	if im.File != "" && (im.State == ImportOpen || im.State == ImportReverting) {
		due.At = now.Add(ImportRest)
	}
	ledger.Add(b, due)
	if err := w.space.s.Commit(ctx, b); err != nil {
		return im, err
	}
	im.raw = raw
	return im, nil
}
