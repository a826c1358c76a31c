// Package store keeps everything that Followup knows in Redis: leads and what happened to them, who asked what and was
// answered, what is due when, and which messages are out.
//
// # One change is one write
//
// A command reads what it needs ([Records.Read]), lets package coach decide, and writes the result
// ([Workspace.Write]); [Workspace.Change] does all three, again when somebody else was faster:
//
//	ask := store.Query{Rep: "U1", Now: now, Key: envelope, Names: names}
//	_, c, err := w.Change(ctx, ask, func(seen store.Snapshot) (store.Change, error) {
//		lead, logged, err := rules.Log(*seen.Lead, seen.Touches, touch, seen.Rep)
//		…
//		return store.Change{Op: "log", Lead: &lead, Touch: &touch, Key: envelope, Answer: answer, …,
//			Attention: rules.Timers(lead, seen.Rep, now)}, nil
//	})
//
// The write is one Lua script (wire/lua/write.lua). It first checks that the envelope was not handled yet and that the
// records are as they were read, byte for byte; then lead, touch, due time, timers, name, journal and stored answer are
// written together. Nothing is ever half there. Two trips, whatever the rep's number of leads; three when the name had
// to be searched.
//
// # Exactly once
//
// Every write carries a key, its envelope's or one of its own, and the script remembers it with the answer. So a
// command may be sent again when its answer is missing, by us or by the network, and a person's second envelope gets
// the first one's answer ([DuplicateError]).
//
// Scripts that are asked for at the same time go to Redis in one pipeline (package together). Nobody who asks sees it.
//
// # What an error means
//
// [ErrNotSaved]: refused, or never sent; nothing was changed. [ErrUnknown]: sent, and no answer came;
// [Records.Read] of its key tells later. A Redis that restarts is waited for, 1.5 seconds at most.
//
// # Parts
//
// A [Workspace] has the reps and their leads. Its parts are the [Directory] (teams, libraries, blocked numbers), the
// [History] (journal, undo, audit), the [ledger.DueIndex] and the [ledger.Ledger].
//
// # Packages below
//
// What can be understood by itself has a package of its own, and knows nothing of this one:
//
//	wire       the connection, and what goes over it: reads, and writes that are carried out once and whole
//	ledger     what must be looked at and when, and which messages are out
//	keyspace   which keys there are, and a walk over all of them
//	codec      a record as it is stored, its schema, and what is newer or damaged
//	numbers    the numbers of the do-not-call list, hashed
//	patch      what two records differ in, and the way back
//	together   scripts asked for at the same time, in one pipeline
//	copied     a write that waits for a replica
//	clock      the time of Redis
//	search     which of the leads that an index proposes hold a text, and their order
//	hooks      what webhooks are still to hear of a change, written with it
//	sums       what the leads of reps add up to, beside them
//	went       where a rep's leads went by hand-overs
//	homes      who has opened the app's Home, and what of it they look at
//	prints     fingerprints of a message, as they are stored
//	marks      whose leads are after one prospect, and the mark that says so
//	traces     what is left of an erased lead where it was kept for a while
//	archive    everything as lines of JSON, and back
//	failure    the classes of what can go wrong at Slack
//	scratch    keys to try something out with
//	storetest  real servers for tests
//
// # Where keys live
//
// Package keyspace lists every key. A rep's keys, and the due index and ledger of their shard, carry the same hash tag,
// so that all of this is atomic on Redis Cluster as well. What crosses shards (the workspace's do-not-call list, the
// teams on a rep's record) is written as an outbox item with the change that asks for it, and carried out afterwards,
// as often as it takes ([Workspace.CarryOut]).
//
// # Webhooks
//
// What a change of a lead tells others (package coach/event) is queued in the write that makes it, one queue for each
// lead and address ([hooks.Teller]). Where no address is named nothing is worked out or written.
//
// # Hand-over
//
// A lead goes to another rep in four writes, since two reps live in two shards ([Move.Do]). Between them it
// is marked, and nobody changes it.
//
// # Names
//
// A rep's names are read as a whole where one is sought that isn't exact. Of more than a thousand there is an index of
// their words, which proposes names and decides nothing. Whoever looks for a name brings it up to the names by the
// audit list (lua/names.lua), so that a change knows nothing of it and any version may write beside it.
//
// # Sums
//
// What a rep's leads add up to (their counters, the week's, the agreed calls by time) is kept beside them and moves in
// the write that changes a lead, by the difference between its record before and after (figures.go). So it costs no
// trip, and an undo takes it back.
//
// # History
//
// Each change leaves one line in the rep's audit list, for ever: who, when, what, and how to get back to the record
// before (package patch). The lines of the last 24 hours are the journal that [History.Undo] works from. Touches are
// never trimmed. Closed leads may be taken away for good ([Workspace.Forget]); their lines then say who and when, and
// no more.
//
// # Versions side by side
//
// Every record carries the number of its [codec.Schema]. What a newer version of the same schema has added to a record
// is kept by an older one that rewrites it, at every depth ([codec.Encode]). Of a newer schema nothing is read and
// nothing is written over: *[codec.SchemaError], from every call that writes to a shard in which a newer version has
// written.
package store
