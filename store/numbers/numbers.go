// Package numbers keeps a do-not-call list without its telephone numbers, so that it holds none of anybody who was
// erased: each stands there as an HMAC-SHA256 under a random key of the workspace ([Key]). Whoever has the key can
// count all numbers through, since there are few; whoever has the list alone can't. So the key lies in Redis and in the
// file that an operator asks for ([Key.Text]), and nowhere else.
//
// Versions before kept the numbers as they are. Until each is hashed, a number is looked for as both ([List.Find]).
//
// It knows no records: what stands under a hash is its caller's.
package numbers

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"hash"
	"strings"
	"sync"
)

// Key is the key of a workspace's list. It may be used by many goroutines. The secret is in no field of it: who prints,
// logs or encodes a Key sees none of it.
type Key struct {
	secret func() []byte
	macs   *sync.Pool // of hash.Hash, keyed
	print  string
}

// keyBytes is how long a key is.
const keyBytes = 32

// NewKey is a random key.
func NewKey() *Key {
	secret := make([]byte, keyBytes)
	_, _ = rand.Read(secret) // never fails (crypto/rand)
	return keyOf(secret)
}

// errKey names no part of what can't be read.
var errKey = errors.New("expected a key of 32 bytes in base64")

// ParseKey reads the text of a key.
func ParseKey(text string) (*Key, error) {
	secret, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(secret) != keyBytes {
		return nil, errKey
	}
	return keyOf(secret), nil
}

func keyOf(secret []byte) *Key {
	k := &Key{secret: func() []byte { return secret },
		macs: &sync.Pool{New: func() any { return hmac.New(sha256.New, secret) }}}
	k.print = hex.EncodeToString(k.mac("fingerprint of the key")[:8])
	return k
}

// Text is the key itself, for Redis and for the file of an operator.
func (k *Key) Text() string { return base64.RawURLEncoding.EncodeToString(k.secret()) }

// Fingerprint tells keys apart and says nothing of them.
func (k *Key) Fingerprint() string { return k.print }

// String is the fingerprint.
func (k *Key) String() string { return "key " + k.print }

// hashed begins every hash: a number begins with a plus or a digit.
const hashed = "h"

// Hash is what the list has in the place of a number: E.164, or the digits of what could not be read.
func (k *Key) Hash(number string) string {
	return hashed + base64.RawURLEncoding.EncodeToString(k.mac(number))
}

// IsHash reports whether a field of the list is a hash, and no number.
func IsHash(field string) bool { return strings.HasPrefix(field, hashed) }

func (k *Key) mac(text string) []byte {
	m := k.macs.Get().(hash.Hash)
	defer k.macs.Put(m)
	m.Reset()
	_, _ = m.Write([]byte(text)) // never fails (hash.Hash)
	return m.Sum(nil)
}
