// Package trace is linked into builds that are traced: each function of ours reports its entry and its return. SIGUSR1
// starts a recording and makes a file of that name with ".begun". SIGUSR2 ends it as soon as every function that was
// entered has returned, and writes it to the file that FOLLOWUP_TRACE names, one entry a line.
package trace

import (
	"bytes"
	"encoding/json"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// entry is the call of a function; Stack holds the functions of ours that it is below, outermost first, and itself
// last.
type entry struct {
	Goroutine int
	Stack     []string
}

type goroutine struct {
	stack []string
	base  int // how much of the stack was there when the recording began, or was inherited by a go statement
}

var (
	mu         sync.Mutex
	goroutines = map[int]*goroutine{}
	recording  bool
	entries    []entry
)

func init() {
	file := os.Getenv("FOLLOWUP_TRACE")
	if file == "" {
		return
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGUSR1, syscall.SIGUSR2)
	go func() {
		for s := range signals {
			if s == syscall.SIGUSR1 {
				start()
				_ = os.WriteFile(file+".begun", nil, 0o600)
			} else {
				finish(file)
			}
		}
	}()
}

func start() {
	mu.Lock()
	defer mu.Unlock()
	for _, g := range goroutines {
		g.base = len(g.stack)
	}
	recording, entries = true, nil
}

func finish(file string) {
	for tries := 0; !quiet() && tries < 5000; tries++ {
		time.Sleep(time.Millisecond)
	}
	mu.Lock()
	defer mu.Unlock()
	recording = false
	var out bytes.Buffer
	lines := json.NewEncoder(&out)
	for _, e := range entries {
		_ = lines.Encode(e)
	}
	_ = os.WriteFile(file+".part", out.Bytes(), 0o600)
	_ = os.Rename(file+".part", file)
}

// quiet says whether every function that was entered since the recording began has returned.
func quiet() bool {
	mu.Lock()
	defer mu.Unlock()
	for _, g := range goroutines {
		if len(g.stack) > g.base {
			return false
		}
	}
	return true
}

// Enter reports that the function is entered, and returns what reports its return.
func Enter(function string) func() {
	mu.Lock()
	defer mu.Unlock()
	id, g := current()
	g.stack = append(g.stack, function)
	if recording {
		entries = append(entries, entry{id, append([]string(nil), g.stack...)})
	}
	return func() {
		mu.Lock()
		defer mu.Unlock()
		g.stack = g.stack[:len(g.stack)-1]
		// What is not on any stack of ours may end without a word.
		if len(g.stack) == 0 || g.stack[0] == continued && len(g.stack) == g.base {
			delete(goroutines, id)
		}
	}
}

// continued stands at the bottom of a stack that goes on from the one that started the goroutine.
const continued = "go"

// current returns the calling goroutine. One that was started during a recording goes on from its parent's stack.
func current() (int, *goroutine) {
	var buf [64]byte
	id := number(buf[:runtime.Stack(buf[:], false)], "goroutine ")
	g := goroutines[id]
	if g != nil {
		return id, g
	}
	g = &goroutine{}
	goroutines[id] = g
	if recording {
		all := make([]byte, 64<<10)
		all = all[:runtime.Stack(all, false)]
		if i := bytes.LastIndex(all, []byte("in goroutine ")); i >= 0 {
			if parent := goroutines[number(all[i:], "in goroutine ")]; parent != nil {
				g.stack = append([]string{continued}, parent.stack...)
				g.base = len(g.stack)
			}
		}
	}
	return id, g
}

func number(text []byte, behind string) int {
	text = bytes.TrimPrefix(text, []byte(behind))
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	n, _ := strconv.Atoi(string(text[:end]))
	return n
}
