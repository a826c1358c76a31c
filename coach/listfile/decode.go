package listfile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// peeked is how much of a file is looked at to find out how it is written.
const peeked = 4096

// decoded is a file as UTF-8, whatever it is written in: UTF-16 by its mark or by its zero bytes, else UTF-8 in which
// every byte that is none is read as Windows-1252. So a file is read that several programs have added to, each in its
// own way. One with the line ends of old Macs has those of today.
func decoded(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, peeked)
	head, err := in.Peek(peeked)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	var as transform.Transformer = mixed{mac: bytes.IndexByte(head, '\r') >= 0 && bytes.IndexByte(head, '\n') < 0}
	switch order, utf16 := utf16Of(head); {
	case utf16:
		as = unicode.UTF16(order, unicode.UseBOM).NewDecoder()
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = in.Discard(3)
	}
	return bufio.NewReaderSize(transform.NewReader(in, as), peeked), nil
}

// utf16Of tells UTF-16 by its byte order mark, or by the zeros that half of its bytes are in Western text.
func utf16Of(head []byte) (order unicode.Endianness, is bool) {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return unicode.BigEndian, true
	}
	var zeros [2]int // at even places and at odd ones
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch most := len(head) / 4; {
	case len(head) < 8:
	case zeros[1] > most && zeros[0] == 0:
		return unicode.LittleEndian, true
	case zeros[0] > most && zeros[1] == 0:
		return unicode.BigEndian, true
	}
	return unicode.BigEndian, false
}

// mixed passes UTF-8 on, reads other bytes as Windows-1252, and drops zero bytes.
type mixed struct {
	transform.NopResetter
	mac bool // a carriage return ends a line
}

// Transform is that of [transform.Transformer].
func (m mixed) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		r, n := rune(src[nSrc]), 1
		if r >= utf8.RuneSelf {
			if !atEOF && !utf8.FullRune(src[nSrc:]) {
				return nDst, nSrc, transform.ErrShortSrc
			}
			if r, n = utf8.DecodeRune(src[nSrc:]); r == utf8.RuneError && n == 1 {
				r = charmap.Windows1252.DecodeByte(src[nSrc])
			}
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		if r == '\r' && m.mac {
			r = '\n'
		}
		if r != 0 {
			nDst += utf8.EncodeRune(dst[nDst:], r)
		}
		nSrc += n
	}
	return nDst, nSrc, nil
}
