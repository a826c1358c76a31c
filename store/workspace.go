package store

// Workspace is everything of one Slack workspace. What goes beyond one of its parts is its own: a change, and work that
// crosses shards. The parts are embedded until their callers name them.
type Workspace struct {
	space     space
	Records   Records   // reads the reps and their leads
	Directory Directory // teams, their libraries, and the numbers that nobody may call
	History   History   // journal, undo and audit trail
	DueIndex  DueIndex  // what must be looked at, and when
	Ledger    Ledger    // which messages are out
}

// In is the workspace with that Slack team id. Nothing is read or written yet.
func (s *Store) In(workspace string) *Workspace {
	at := space{s: s, id: plainTag.Replace(workspace)}
	records := Records{at}
	return &Workspace{at, records, Directory{at}, History{records}, DueIndex{at}, Ledger{at}}
}

// Records are the reps and their leads, to be read. They are changed with [Workspace.Change].
type Records struct{ space }

// Directory holds what belongs to no rep: the teams with their libraries, and the do-not-call list.
type Directory struct{ space }

// History is the audit list of each rep, which tells who did what, and takes it back.
type History struct{ at Records }

// DueIndex holds one entry for each thing that must be looked at in time, by shard. Its cost grows with what is due.
type DueIndex struct{ space }

// Ledger sees to it that a message goes out once. It also keeps what a rep has been shown.
type Ledger struct{ space }

// space is where the keys of a workspace lie.
type space struct {
	s  *Store
	id string
}

// rep is the tag that a rep's keys carry.
func (s space) rep(id string) tag { return repTag(s.id, id) }

// ws is the tag of what belongs to no rep.
func (s space) ws() tag { return wsTag(s.id) }
