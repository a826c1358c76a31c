// Package archive writes everything that Followup keeps in a Redis as lines of JSON, and reads them back into an empty
// one: to move, to keep a copy, to leave.
//
//	{"followup":"export","format":1,"schema":2,"at":"2026-01-12T09:00:00Z"}
//	{"key":"{T1:s07}:leads:U1","type":"hash"}
//	{"field":"8b2qk0v1","value":{"s":2,"id":"8b2qk0v1","name":"Acme Corp",…}}
//	…
//	{"end":4711}
//
// The first line says what it is, with the schema of the data and when it was written, and how many numbers of the
// do-not-call list of which workspace are in it as hashes, with the fingerprint of their key. A key follows with its
// type and, where it ends by itself, the instant; then one line for each of its elements. Keys stand in the order of
// their names, fields and members of sets in theirs, members of sorted sets by score, lists as they are: the same data
// is always the same file. The last line counts the lines before it, so that a file that was cut off isn't taken for a
// whole one.
//
// A value is JSON as it is stored, byte for byte, where it is an object without spaces; else a string; what is no text
// is a list of one string, in base64.
//
// The key by which those numbers are hashed is in no export. It leaves by a file of its own ([Keys]), without which
// none of them is restored: what was read in would block nobody.
//
// Both ways go through the data in small steps and hold little of it: the names of the keys of a few shards, and some
// hundred elements. What changes meanwhile may be there by half, so a bot that runs is stopped first.
package archive

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/followup-coach/followup/store/keyspace"
)

// format is the number of the file's own shape.
const format = 1

// carried marks a kind of key that a copy has.
const carried = ""

// fates says of every kind of key, by the word behind its tag, whether a copy has it, and else why not. The keys are
// explained in store/keyspace/keys.go, and a test holds this list to that one. A kind that it doesn't know is carried.
var fates = map[string]string{
	"reps": carried, "leads": carried, "touches": carried, "audit": carried, "teams": carried, "blocked": carried,
	"names": carried, "looks": carried, "left": carried, "agreed": carried, "tally": carried, "week": carried,
	"parked": carried, "letter": carried, "tips": carried, "dms": carried, "prints": carried, "outbox": carried,
	"schema": carried, "due": carried, "for": carried, "imports": carried, "handover": carried, "went": carried,
	// A delivery that somebody had claimed is free again when the claim ends, and then looked for in Slack first. The
	// process that served claims is another one here, so what was due before is looked for as well.
	"deed": carried, "run": carried,
	// What a webhook is still to hear it hears from here; what it has heard since, it knows by its id.
	"hook": carried, "event": carried,

	"numbers": "has the key by which the hashes of the do-not-call list could be counted through; it leaves by itself",

	"details":  "made anew from the leads when one of them is first sought by what it is",
	"detailed": "says how far that has come",
	"home":     "says what somebody looks at just now; their Home is drawn when they open it",
	"refusing": "says how a webhook stood; the next try tells",
	"tried":    "counts the tries for a webhook; the next one is the first",
	"unsent":   "counts what a webhook was not told, for the operator of the bot that it was left by",
	"words":    "made anew from the names when one of very many is first sought by a part of it",
	"worded":   "says how far that has come",
	"key":      "answers for a delivery from Slack that comes twice, which it does within minutes",
	"did":      "tells which deliveries were handled, as above, and whether words are repeated within three minutes",
}

// has reports whether a copy has a key.
func has(key string) bool {
	k, ours := keyspace.Parse(key)
	return ours && fates[k.Kind] == carried
}

var (
	// ErrNotEmpty says that there is something in the Redis that a copy was to be read into.
	ErrNotEmpty = errors.New("this Redis isn't empty; an export is restored into an empty one")
	// ErrUnfinished says that a copy was read into this Redis and not to its end.
	ErrUnfinished = errors.New("an export was restored into this Redis and not to its end; restore it again")
)

// header is the first line.
type header struct {
	Followup string    `json:"followup"` // "export"
	Format   int       `json:"format"`
	Schema   int       `json:"schema"`
	At       time.Time `json:"at"`

	Blocked map[string]hashedList `json:"blocked,omitempty"` // by workspace; without those that have none
}

// hashedList is how many numbers of a do-not-call list are in a file as hashes, and under which key.
type hashedList struct {
	Print   string `json:"key"` // its fingerprint
	Numbers int    `json:"numbers"`
}

// line is one of the others: a key, one of its elements, or the end.
type line struct {
	Key   text   `json:"key,omitempty"`
	Type  string `json:"type,omitempty"`  // "string", "hash", "list", "set", "zset"
	Until int64  `json:"until,omitempty"` // Unix milliseconds

	Field  *text  `json:"field,omitempty"`
	Member *text  `json:"member,omitempty"`
	Score  string `json:"score,omitempty"`
	Value  *text  `json:"value,omitempty"`

	End *int `json:"end,omitempty"` // how many lines stand before it
}

// text is something stored, as JSON.
type text string

// MarshalJSON shows a record as what it is, wherever that loses not a byte.
func (t text) MarshalJSON() ([]byte, error) {
	raw := []byte(t)
	if !utf8.Valid(raw) {
		return json.Marshal([]string{base64.StdEncoding.EncodeToString(raw)})
	}
	if len(raw) > 0 && raw[0] == '{' {
		var compact bytes.Buffer
		if json.Compact(&compact, raw) == nil && bytes.Equal(compact.Bytes(), raw) {
			return raw, nil
		}
	}
	return json.Marshal(string(t))
}

// UnmarshalJSON takes each of the three forms back.
func (t *text) UnmarshalJSON(raw []byte) error {
	var whole string
	switch raw[0] {
	case '{':
		*t = text(raw)
		return nil
	case '[':
		var list [1]string
		if err := json.Unmarshal(raw, &list); err != nil {
			return err
		}
		bytes, err := base64.StdEncoding.DecodeString(list[0])
		*t = text(bytes)
		return err
	}
	err := json.Unmarshal(raw, &whole)
	*t = text(whole)
	return err
}
