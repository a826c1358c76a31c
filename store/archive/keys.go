package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/numbers"
)

// Keys are the keys of do-not-call lists by workspace. Who has them and an export can count through whose numbers are
// blocked, so that they are kept apart from it.
type Keys map[string]*numbers.Key

// keyFile is how they are written down.
type keyFile struct {
	Followup string            `json:"followup"` // keysOf
	Keys     map[string]string `json:"keys"`
}

const keysOf = "do-not-call keys"

// ReadKeys reads all that a Redis has. A list gets its key with the first start of a version that hashes, so that there
// may be none.
func ReadKeys(ctx context.Context, c redis.UniversalClient) (Keys, error) {
	// A Redis may have several workspaces.
	var places []keyspace.Key
	err := keyspace.Each(ctx, c, "{*:ws}:numbers", func(keys []string) error {
		for _, key := range keys {
			if k, ours := keyspace.Parse(key); ours {
				places = append(places, k)
			}
		}
		return nil
	})
	out := Keys{}
	for _, k := range places {
		if err != nil {
			break
		}
		var stored string
		if stored, err = c.HGet(ctx, keyspace.Tag(k.Tag).Numbers(), numbers.FieldKey).Result(); err == nil {
			out[k.Workspace()], err = numbers.ParseKey(stored)
		}
	}
	return out, err
}

// Write writes them down, for [ParseKeys].
func (k Keys) Write(w io.Writer) error {
	f := keyFile{Followup: keysOf, Keys: map[string]string{}}
	for workspace, key := range k {
		f.Keys[workspace] = key.Text()
	}
	return json.NewEncoder(w).Encode(f)
}

// errKeyFile names nothing of what was read.
var errKeyFile = errors.New("this is no file that followup export --key-file has written")

// ParseKeys reads what [Keys.Write] has written.
func ParseKeys(r io.Reader) (Keys, error) {
	var f keyFile
	if err := json.NewDecoder(r).Decode(&f); err != nil || f.Followup != keysOf {
		return nil, errKeyFile
	}
	out := Keys{}
	for workspace, text := range f.Keys {
		key, err := numbers.ParseKey(text)
		if err != nil {
			return nil, errKeyFile
		}
		out[workspace] = key
	}
	return out, nil
}

// KeyError says that a file holds numbers of a do-not-call list hashed under a key that isn't at hand.
type KeyError struct {
	Workspace   string
	Numbers     int
	Want, Given string // fingerprints; Given is "" for no key
}

func (e *KeyError) Error() string {
	given := "it comes apart"
	if e.Given != "" {
		given = "the one given is " + e.Given
	}
	// What to do is said by the options of the command that was typed.
	return fmt.Sprintf("the export has %d blocked numbers of workspace %s as hashes under the key %s, and %s; "+
		"nothing was restored. Add --key-file with the file that followup export --key-file wrote, or --lost-key to "+
		"restore all but them", e.Numbers, e.Workspace, e.Want, given)
}

// fit reports whether the keys are those of all lists in a file.
func (k Keys) fit(lists map[string]hashedList) error {
	for _, workspace := range slices.Sorted(maps.Keys(lists)) {
		list, given := lists[workspace], ""
		if key := k[workspace]; key != nil {
			given = key.Fingerprint()
		}
		if given == "" || given != list.Print {
			return &KeyError{Workspace: workspace, Numbers: list.Numbers, Want: list.Print, Given: given}
		}
	}
	return nil
}

// put stores the keys.
func (k Keys) put(ctx context.Context, c redis.UniversalClient) error {
	for workspace, key := range k {
		err := c.HSet(ctx, keyspace.Of(workspace).Own().Numbers(), numbers.FieldKey, key.Text(), numbers.FieldPrint,
			key.Fingerprint()).Err()
		if err != nil {
			return fmt.Errorf("redis: %w", err)
		}
	}
	return nil
}

// hashesIn counts, in small steps, the hashes of the do-not-call lists of a Redis.
func hashesIn(ctx context.Context, c redis.UniversalClient, workspaces []keyspace.Key) (map[string]hashedList, error) {
	out := map[string]hashedList{}
	for _, k := range workspaces {
		tag, list, is := keyspace.Tag(k.Tag), hashedList{}, false
		fields := c.HScan(ctx, tag.Blocked(), 0, "", page).Iterator()
		for fields.Next(ctx) {
			if is = !is; is && numbers.IsHash(fields.Val()) { // field, value, field…
				list.Numbers++
			}
		}
		if err := fields.Err(); err != nil {
			return nil, fmt.Errorf("redis: %w", err)
		}
		// Whoever has none needs no key.
		if list.Numbers == 0 {
			continue
		}
		var err error
		list.Print, err = c.HGet(ctx, tag.Numbers(), numbers.FieldPrint).Result()
		if err != nil && !errors.Is(err, redis.Nil) {
			return nil, fmt.Errorf("redis: %w", err)
		}
		out[k.Workspace()] = list
	}
	return out, nil
}
