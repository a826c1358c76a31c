package wire

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/store/keyspace"
)

// A write that is carried out must not be carried out again when it is asked for once more, by a person's second
// envelope or by the network: what it was asked with is remembered with it, in the same trip.

// Mark is what a write is known by when it comes again.
type Mark struct {
	Key    string // of the envelope; without one the write gets a key of its own, for a repeat by the network
	Answer []byte // is stored under Key; without one it is only noted there that Nonce was written
	Said   string // hash of the words that asked for it; "" for none
	Nonce  string // of the write: of a change its journal entry; picked where it is empty
	Now    time.Time
}

// Once has the batch carried out only if its key was not used before.
func (b *Batch) Once(rep string, m Mark) {
	if m.Nonce == "" {
		m.Nonce = keyspace.NewID()
	}
	b.nonce = m.Nonce
	key, value, life := m.Key, m.Nonce+"\n"+string(m.Answer), keyspace.DedupeLife
	if key == "" {
		key, value, life = "own-"+m.Nonce, m.Nonce+"\n", keyspace.OwnKeyLife
	}
	b.Check("free", b.Tag.Key(rep, key), "", "")
	if m.Key != "" {
		b.Check("new", b.Tag.Did(rep, m.Now), keyspace.Digest(m.Key), "")
	}
	var did []any
	if m.Key != "" && len(m.Answer) == 0 {
		did = append(did, keyspace.Digest(m.Key), m.Nonce)
	} else {
		b.Do("SET", b.Tag.Key(rep, key), value, "PX", life.Milliseconds())
	}
	b.note(rep, m.Now, append(did, said(m.Said, m.Nonce, m.Now)...))
}

// Say notes that some words were said, and by which entry of the journal they were saved.
func (b *Batch) Say(rep, words, entry string, now time.Time) {
	b.note(rep, now, said(words, entry, now))
}

// said is that note: nothing for no words.
func said(words, entry string, now time.Time) []any {
	if words == "" {
		return nil
	}
	return []any{"=" + words, strconv.FormatInt(now.UnixMilli(), 36) + " " + entry}
}

// note notes fields in the hash of a half day.
func (b *Batch) note(rep string, now time.Time, fields []any) {
	if len(fields) > 0 {
		b.Do("HSET", b.Tag.Did(rep, now), fields...)
		b.Do("LIVES", b.Tag.Did(rep, now), keyspace.DidLife.Milliseconds())
	}
}

// err is the result as the caller's error. A duplicate with the write's own nonce is its first try, saved. The nonce of
// a change is its journal entry.
func (v scriptResult) err(nonce string) error {
	switch v.kind {
	case "ok":
		return nil
	case "dup":
		by, answer, _ := strings.Cut(v.value, "\n")
		if by == nonce { // our own write, whose answer got lost on the way
			return nil
		}
		return &DuplicateError{Answer: []byte(answer), Entry: by}
	case "taken":
		return ErrNameTaken
	case "changed":
		return ErrConflict
	}
	return fmt.Errorf("store: write answered %q", v.kind)
}
