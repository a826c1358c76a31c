package store

import "crypto/rand"

const idLetters = "0123456789abcdefghjkmnpqrstvwxyz" // Crockford's: no letter looks like another

// NewID returns a random id of eight letters (40 bits) for a lead, a touch or a journal entry: short, because it is
// stored many times over, and unique enough within one rep, where it has to be.
func NewID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	for i := range b {
		b[i] = idLetters[b[i]%32]
	}
	return string(b[:])
}
