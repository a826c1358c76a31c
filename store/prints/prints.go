// Package prints writes the fingerprints of a message, hashes of a few words each, as one member of a Redis set: about
// five letters a hash, by which nobody reads the message.
package prints

import (
	"encoding/base64"
	"encoding/binary"
)

// Pack writes hashes as four bytes each, in text without padding.
func Pack(hashes []uint32) string {
	raw := make([]byte, 0, 4*len(hashes))
	for _, p := range hashes {
		raw = binary.BigEndian.AppendUint32(raw, p)
	}
	return base64.RawStdEncoding.EncodeToString(raw)
}

// Unpack reads them; what is none is empty.
func Unpack(packed string) []uint32 {
	raw, err := base64.RawStdEncoding.DecodeString(packed)
	if err != nil {
		return nil
	}
	prints := make([]uint32, 0, len(raw)/4)
	for ; len(raw) >= 4; raw = raw[4:] {
		prints = append(prints, binary.BigEndian.Uint32(raw))
	}
	return prints
}
