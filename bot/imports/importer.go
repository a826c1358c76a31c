package imports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/listfile"
	"github.com/followup-coach/followup/coach/spread"
	"github.com/followup-coach/followup/store"
)

// partSize is how many rows are decided and written together.
const partSize = 100

// ErrNoRep says that nobody of that id has used the bot yet, and leads need somebody's hours.
var ErrNoRep = errors.New("no rep of that id yet")

// Importer brings lists in. Space is a func because the workspace's id is known only once Slack has answered.
type Importer struct {
	Space func() *store.Workspace
	Rules *coach.Rules
	Now   func() time.Time
	Wake  func(due time.Time) // tells the scheduler what is due now; nil where there is none
}

// Source is a list that is to be brought in.
type Source struct {
	Keep []string // headers of columns that nobody knows, to be kept as facts
	Hash string   // of the bytes of the file; "" where they were not read before
	// Built is what the list is said to be built on now; none: what was said of this very file before.
	Built []string
}

// Preview reads a whole file and says what it would change. The errors are those of [listfile.Open], [ErrNoRep] and
// those of reading.
func (i *Importer) Preview(ctx context.Context, rep string, file io.Reader, from Source) (listfile.Preview, error) {
	var p listfile.Preview
	run, err := i.begin(ctx, rep, file, from.Keep)
	if err != nil {
		return p, err
	}
	p.Unknown = run.rows.Unknown()
	before, err := i.Space().Records.Imports(ctx, rep)
	if err != nil {
		return p, err
	}
	// Where the list before left off, and whether it was this one.
	run.days = spread.DaysOf(i.Rules, run.rep, daysOf(before, ""))
	p.Built = from.Built
	for _, im := range before {
		if from.Hash == "" || im.Hash != from.Hash {
			continue
		}
		if im.State == store.ImportDone {
			p.RepeatOf = im.ID
		}
		if len(p.Built) == 0 { // what was said last, whether it was taken back or not
			if p.Built = im.Built; len(p.Built) == 0 && im.Factors != "" {
				p.Built = []string{im.Factors}
			}
		}
	}
	// Colleagues hear nothing of it; who brings the list in hears that they have some of it.
	others, err := i.others(ctx, rep)
	if err != nil {
		return p, err
	}
	held := map[string]int{}
	for more := true; more; {
		var rows []listfile.Row
		rows, more = run.read()
		part, err := run.decide(ctx, rows)
		if err != nil {
			return p, err
		}
		run.park(part, "", p.Built)
		for _, o := range part {
			p.Count(o.Outcome)
		}
		for _, o := range run.probableFirst(part) {
			if o.Fate == listfile.New && !o.Parked {
				o.lead.Created = run.now
				if until := run.spread(&o.lead); until.After(p.Until) {
					p.Until = until
				}
			}
		}
		if err := i.held(ctx, others, run.plan, part, held); err != nil {
			return p, err
		}
	}
	// Rows before the break are counted; nobody may bring them in alone.
	p.Broken = run.broken
	// Whose they are too, for the few that have most of them. Of other teams nobody is named.
	manages, err := i.manages(ctx, run.plan.rep, others, held)
	if err != nil {
		return p, err
	}
	for _, r := range others {
		if n := held[r.ID]; n > 0 {
			if !run.plan.rep.Mates(r) && !r.Mates(coach.Rep{Teams: manages}) {
				r = coach.Rep{}
			}
			p.Held = append(p.Held, listfile.Held{Rep: r, Rows: n})
		}
	}
	slices.SortStableFunc(p.Held, func(a, b listfile.Held) int { return b.Rows - a.Rows })
	return p, nil
}

// others are the reps of the workspace besides one, those who are still there.
func (i *Importer) others(ctx context.Context, rep string) ([]coach.Rep, error) {
	reps, err := i.Space().Records.Reps(ctx)
	return slices.DeleteFunc(reps, func(r coach.Rep) bool { return r.ID == rep || r.Gone }), err
}

// manages are those teams that a rep manages of the others who have some of a list too.
func (i *Importer) manages(ctx context.Context, rep coach.Rep, others []coach.Rep,
	held map[string]int) (ids []string, err error) {
	var teams []string
	for _, r := range others {
		if held[r.ID] > 0 && !rep.Mates(r) {
			teams = append(teams, r.Teams...)
		}
	}
	slices.Sort(teams)
	read, err := i.Space().Directory.TeamsBy(ctx, slices.Compact(teams)...)
	for _, team := range read {
		if slices.Contains(team.Managers, rep.ID) {
			ids = append(ids, team.ID)
		}
	}
	return ids, err
}

// held counts the new leads of a part that other reps have too.
func (i *Importer) held(ctx context.Context, others []coach.Rep, p *plan, part []decided, held map[string]int) error {
	var keys []string
	for _, o := range part {
		if o.Fate == listfile.New {
			keys = append(keys, reachKeys(o.lead, p.rep)...)
		}
	}
	if len(keys) == 0 || len(others) == 0 {
		return nil
	}
	// All keys of the part and all reps at once.
	theirs, err := i.Space().Records.HeldBy(ctx, others, keys)
	if err != nil || len(theirs) == 0 {
		return err
	}
	for _, o := range part {
		if o.Fate != listfile.New {
			continue
		}
		// By number and by address it is one lead of theirs.
		told, own := map[string]bool{}, reachKeys(o.lead, p.rep)
		for _, h := range theirs {
			if slices.Contains(own, h.Detail) && !told[h.Rep.ID] {
				told[h.Rep.ID] = true
				held[h.Rep.ID]++
			}
		}
	}
	return nil
}

// Begin registers an import before a row of it is read: whatever ends the process then, somebody else finds what is to
// be done. One that was begun before is returned as it stands.
func (i *Importer) Begin(ctx context.Context, im store.Import) (store.Import, error) {
	for try := 1; ; try++ {
		stands, found, err := i.Space().Records.Import(ctx, im.Rep, im.ID)
		if err != nil || found {
			return stands, err
		}
		seen, err := i.Space().Records.Read(ctx, store.Query{Rep: im.Rep, Now: i.Now()})
		if err != nil {
			return im, err
		}
		im.State = store.ImportOpen
		begun, err := i.Space().WriteImport(ctx, seen, im, i.Now(), nil)
		if !store.TryAgain(ctx, try, err) {
			return begun, err
		}
	}
}

// Write brings in what is left of a list: all of a new one, and of one that was interrupted what stands behind its last
// part. The file is read from its beginning. After each part progress is told how far it is. The errors are those of
// [Importer.Preview] and of [store.Workspace.WriteImport]; whatever they are, the import can be gone on with, or taken
// back. An import that somebody takes back meanwhile ends as it is.
func (i *Importer) Write(ctx context.Context, im store.Import, file io.Reader,
	progress func(store.Import)) (store.Import, error) {
	run, err := i.begin(ctx, im.Rep, file, im.Keep)
	if err != nil {
		return im, err
	}
	// What was written before is passed over unread: it is in the store.
	if err := run.skip(im.Rows); err != nil {
		return im, err
	}
	before, err := i.Space().Records.Imports(ctx, im.Rep)
	if err != nil {
		return im, err
	}
	im.State = store.ImportOpen
	if im.Days == nil {
		im.Days = daysOf(before, im.ID)
	}
	if im.Rows == 0 {
		im.Park = run.suspects.Park
	}
	run.suspects.Park = im.Park // one file is parked alike to its end, whatever a manager switches meanwhile
	for more, at := true, im.Rows; more; {
		var rows []listfile.Row
		rows, more = run.read()
		at += len(rows)
		if run.broken != nil { // whoever saw the preview knows
			return im, run.broken
		}
		if im, err = i.writePart(ctx, run, im, rows, !more); err != nil {
			return im, err
		}
		if im.State != store.ImportOpen { // by us, or by somebody else
			more = false
		} else if err := run.skip(im.Rows - at); err != nil { // somebody else is at it, too
			return im, err
		}
		at = im.Rows
		if progress != nil {
			progress(im)
		}
	}
	if i.Wake != nil {
		i.Wake(i.Now())
	}
	return im, nil
}

// writePart decides and writes one part, again where something changed meanwhile.
func (i *Importer) writePart(ctx context.Context, run *run, im store.Import, rows []listfile.Row,
	last bool) (store.Import, error) {
	for try := 1; ; try++ {
		seen, err := i.Space().Records.Read(ctx, store.Query{Rep: im.Rep, Now: i.Now()})
		if err != nil {
			return im, err
		}
		// Decided anew, it must not take its own rows for doubles.
		if try > 1 {
			run.plan.forgetPart()
		}
		part, err := run.decide(ctx, rows)
		if err != nil {
			return im, err
		}
		// What the part comes to, with the record of the import as it is then.
		next := im
		next.Rows += len(rows)
		run.days = spread.DaysOf(i.Rules, run.rep, im.Days)
		// Rows that are no leads count, and are written nowhere.
		var leads []store.Imported
		run.park(part, shortly(im.Name), im.Built)
		for _, o := range run.probableFirst(part) {
			switch o.Fate {
			case listfile.New:
				o.lead.ID, o.lead.Rep, o.lead.Created = store.NewID(), im.Rep, im.At.UTC()
				if o.Parked {
					next.Parked++
				} else {
					run.spread(&o.lead)
					next.New++
				}
			case listfile.Changed:
				next.Changed++
			default:
				continue
			}
			_, attention := i.Rules.Plan(o.lead, seen.Rep, i.Now())
			leads = append(leads, store.Imported{Was: o.was, Lead: o.lead, Name: o.norm, Attention: attention})
		}
		if next.Days = run.days.Taken(); last {
			next.State = store.ImportDone
		}
		written, err := i.Space().WriteImport(ctx, seen, next, i.Now(), leads)
		if err == nil {
			return written, nil
		}
		again := errors.Is(err, store.ErrNameTaken) && try < 4 || store.TryAgain(ctx, try, err)
		if !again && !errors.Is(err, store.ErrUnknown) {
			return im, fmt.Errorf("rows up to line %d: %w", lineOf(rows), err)
		}
		// Somebody else may have written it, or our own answer is missing: the record tells.
		stands, found, readErr := i.Space().Records.Import(ctx, im.Rep, im.ID)
		switch {
		case readErr != nil:
			return im, errors.Join(err, readErr)
		case found && (stands.Rows > im.Rows || stands.State != store.ImportOpen):
			return stands, nil
		case !again:
			return im, err
		}
		if found {
			im = stands
		}
	}
}

// nameMost is how much of a file's name its leads keep, in characters.
const nameMost = 60

// shortly is the beginning of a file's name, by which people know it.
func shortly(name string) string {
	if r := []rune(name); len(r) > nameMost {
		return string(r[:nameMost-1]) + "…"
	}
	return name
}

// lineOf is the line of the last of some rows.
func lineOf(rows []listfile.Row) int {
	if len(rows) == 0 {
		return 0
	}
	return rows[len(rows)-1].Line
}

// Revert takes an import back, or what is left of one; see [store.Workspace.RevertImport].
func (i *Importer) Revert(ctx context.Context, rep, id, by string) (store.Import, error) {
	return i.Space().RevertImport(ctx, store.RevertQuery{Rep: rep, ID: id, By: by, Now: i.Now(),
		Name:      func(l coach.Lead) string { return names.Normalize(l.Name) },
		Attention: func(r coach.Rep, l coach.Lead) coach.Attention { return i.Rules.Timers(l, r, i.Now()) }})
}
