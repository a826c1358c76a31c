package storetest

import (
	"bufio"
	"bytes"
	"debug/elf"
	bytesof "encoding/binary" // binary is ours
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// Wall is the wall clock of another process, which a test sets while it runs, or stands still: everything that reads it
// there is told the time that it was set to, Redis' TIME as well as Go's time.Now. What passes meanwhile on the
// monotonic clock, by which timers go, stays as it is, as when an operator sets the clock of a machine.
//
// The kernel maps a page of code into every process, the vDSO, by which it reads its clocks. In the page of that
// process the functions that read the wall clock are led to a few instructions which add what was set.
type Wall struct {
	tb    testing.TB
	mem   *os.File
	ahead int64 // where the seconds stand that are added
	set   time.Duration
}

// The instructions lie over the section headers of the page, which nobody reads at run time: first what is added, then
// one piece for each function.
var readers = []struct {
	name string
	code []byte
	at   int // of the distance to what is added, in the code; it counts from behind itself
}{
	{"__vdso_clock_gettime", []byte{
		0xb8, 228, 0, 0, 0, 0x0f, 0x05, // clock_gettime(clock, to)
		0x85, 0xff, 0x75, 0x0a, // clocks other than CLOCK_REALTIME stay as they are
		0x48, 0x8b, 0x0d, 0, 0, 0, 0, 0x48, 0x01, 0x0e, 0xc3, // to.tv_sec += ahead
	}, 14},
	{"__vdso_gettimeofday", []byte{
		0xb8, 96, 0, 0, 0, 0x0f, 0x05, // gettimeofday(to, nil)
		0x48, 0x8b, 0x0d, 0, 0, 0, 0, 0x48, 0x01, 0x0f, 0xc3, // to.tv_sec += ahead
	}, 10},
	{"__vdso_time", []byte{
		0xb8, 201, 0, 0, 0, 0x0f, 0x05, // time(to)
		0x48, 0x03, 0x05, 0, 0, 0, 0, // + ahead
		0x48, 0x85, 0xff, 0x74, 0x03, 0x48, 0x89, 0x07, 0xc3, // and stored, if to is not nil
	}, 10},
}

// WallOf takes over the wall clock of a process that has begun its work.
func WallOf(tb testing.TB, pid int) *Wall {
	tb.Helper()
	mem, err := os.OpenFile(fmt.Sprintf("/proc/%d/mem", pid), os.O_RDWR, 0)
	must(tb, err)
	tb.Cleanup(func() { _ = mem.Close() })
	page, at := vdso(tb, pid, mem)
	image, err := elf.NewFile(bytes.NewReader(page))
	must(tb, err)
	symbols, err := image.DynamicSymbols()
	must(tb, err)
	free := bytesof.LittleEndian.Uint64(page[0x28:]) // the section headers, by the ELF header's e_shoff
	code := make([]byte, 8)                          // what is added
	jumps := map[uint64][]byte{}                     // by the function where they go
	for _, r := range readers {
		i := slices.IndexFunc(symbols, func(s elf.Symbol) bool { return s.Name == r.name })
		if i < 0 {
			tb.Fatalf("the vDSO has no %s", r.name)
		}
		begins := len(code)
		code = append(code, r.code...)
		bytesof.LittleEndian.PutUint32(code[begins+r.at:], uint32(-(begins + r.at + 4)))
		from := symbols[i].Value
		jumps[from] = bytesof.LittleEndian.AppendUint32([]byte{0xe9}, uint32(free)+uint32(begins)-uint32(from)-5)
	}
	_, err = mem.WriteAt(code, at+int64(free))
	must(tb, err)
	for from, jump := range jumps {
		_, err = mem.WriteAt(jump, at+int64(from))
		must(tb, err)
	}
	return &Wall{tb: tb, mem: mem, ahead: at + int64(free)}
}

// vdso is the page and where it lies.
func vdso(tb testing.TB, pid int, mem *os.File) (page []byte, at int64) {
	tb.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	must(tb, err)
	lines := bufio.NewScanner(bytes.NewReader(maps))
	for lines.Scan() {
		if !strings.HasSuffix(lines.Text(), "[vdso]") {
			continue
		}
		var end int64
		_, err := fmt.Sscanf(lines.Text(), "%x-%x", &at, &end)
		must(tb, err)
		page = make([]byte, end-at)
		_, err = mem.ReadAt(page, at)
		must(tb, err)
		return page, at
	}
	tb.Fatal("the process has no vDSO")
	return nil, 0
}

// Set puts the clock so far ahead of that of this process, in whole seconds.
func (w *Wall) Set(ahead time.Duration) {
	w.tb.Helper()
	_, err := w.mem.WriteAt(bytesof.LittleEndian.AppendUint64(nil, uint64(ahead/time.Second)), w.ahead)
	must(w.tb, err)
	w.set = ahead
}

// anew takes over the clock of the process that has come in place of the old one, and sets it likewise.
func (w *Wall) anew(pid int) {
	of := WallOf(w.tb, pid)
	of.Set(w.set)
	*w = *of
}
