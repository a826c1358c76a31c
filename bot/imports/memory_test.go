package imports_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/followup-coach/followup/bot/imports"
)

// TestWhatIsRememberedOfARow: of the rows that were read no more is kept than what finds their doubles, so that a list
// of 100,000 fits into 100 MiB, what the process is without it (some 35 MiB) included. The list itself is nowhere
// whole.
func TestWhatIsRememberedOfARow(t *testing.T) {
	const few, many, most = 4_000, 24_000, 500 // bytes a row
	d := newDesk(t)
	heap := map[int]uint64{}
	list := &endless{last: many, at: func(row int) {
		if row == few || row == many {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			heap[row] = m.HeapAlloc
		}
	}}
	p, err := d.in.Preview(t.Context(), "UMAYA", list, imports.Source{})
	if err != nil || p.New != many {
		t.Fatalf("%d new: %v", p.New, err)
	}
	row := int64(heap[many]-heap[few]) / (many - few)
	t.Logf("%d bytes a row", row)
	if row > most || row <= 0 {
		t.Errorf("%d bytes of each row are kept, %d at most expected", row, most)
	}
}

// endless is a list that is made while it is read, a row at a time.
type endless struct {
	row, last int
	left      []byte
	at        func(row int)
}

func (e *endless) Read(p []byte) (int, error) {
	switch {
	case len(e.left) > 0:
	case e.row == 0:
		e.left = []byte("Company,Contact,Phone,Email,Notes\n")
	case e.row > e.last:
		return 0, io.EOF
	default:
		e.at(e.row)
		e.left = fmt.Appendf(nil, "Acme Number %d Works,Pat Reyes %d,+1 212 %03d %04d,pat%d@acme.example,met at the fair\n",
			e.row*7919, e.row, 200+e.row/10_000, e.row%10_000, e.row)
	}
	n := copy(p, e.left)
	if e.left = e.left[n:]; len(e.left) == 0 {
		e.row++
	}
	return n, nil
}
