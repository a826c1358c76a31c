// Package pagetest drives a headless Chromium, so that tests can look at the page of the local Slack as a person does:
// go to an address, wait until something is drawn, click, type, take a picture.
//
// It speaks the DevTools protocol over a pipe (the descriptors 3 and 4 of the browser): no port is opened and nothing
// has to be polled. A browser is looked up on PATH; without one the test is skipped, or fails when
// FOLLOWUP_TEST_CHROMIUM=required.
package pagetest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// patience bounds every wait; a page that is not there by then never comes.
const patience = 20 * time.Second

// Browser is one browser with one tab. Its methods end the test when the browser refuses.
type Browser struct {
	t testing.TB
	*tab
}

// For is the same browser on behalf of another test: of a subtest, so that it and not its parent fails.
func (b *Browser) For(t testing.TB) *Browser { return &Browser{t, b.tab} }

type tab struct {
	// Commands go in here, each ended by a zero byte.
	in *os.File
	// Names the one tab; empty until it is attached.
	session string

	mu sync.Mutex
	// All below are guarded by mu.
	serial int
	// By the serial number of a command.
	waiting map[int]chan answer
	// Names the navigations whose documents have loaded, as far as nobody waited for them yet.
	loaded chan string
	// What went wrong on the page since somebody asked.
	problems []string
	// The browser has ended; nothing is answered any more.
	gone bool
}

// answer is the protocol's reply to one command.
type answer struct {
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// Open starts a browser that ends with the test. It sees 1280×800 until Size says otherwise.
func Open(t testing.TB) *Browser {
	t.Helper()
	path := look()
	if path == "" {
		if os.Getenv("FOLLOWUP_TEST_CHROMIUM") == "required" {
			t.Fatal("no chromium on PATH, and FOLLOWUP_TEST_CHROMIUM=required")
		}
		t.Skip("no chromium on PATH: the page is not looked at")
	}
	// A profile of its own: no state of a run before, and none left behind.
	home, err := os.MkdirTemp("", "pagetest")
	must(t, err)
	// The browser reads its descriptor 3 and writes its descriptor 4.
	theirIn, in, err := os.Pipe()
	must(t, err)
	out, theirOut, err := os.Pipe()
	must(t, err)
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
		"--force-color-profile=srgb", "--no-proxy-server",
		"--user-data-dir="+home, "--remote-debugging-pipe", "about:blank")
	// They become the descriptors 3 and 4.
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	must(t, cmd.Start())
	_ = theirIn.Close()
	_ = theirOut.Close()
	b := &Browser{t, &tab{in: in, waiting: map[int]chan answer{}, loaded: make(chan string, 64)}}
	t.Cleanup(func() {
		// Asked to close, it removes its locks; killed only when it does not.
		_ = b.write(map[string]any{"id": -1, "method": "Browser.close"})
		kill := time.AfterFunc(patience/4, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		kill.Stop()
		_ = in.Close()
		_ = out.Close()
		_ = os.RemoveAll(home)
	})
	go b.read(out)
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	// Events of these domains are what load and problem look at.
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		b.call(domain+".enable", nil, nil)
	}
	b.call("Page.setLifecycleEventsEnabled", map[string]any{"enabled": true}, nil)
	b.Size(1280, 800, false)
	return b
}

// look finds a browser by the names that distributions give it; empty when there is none.
func look() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// must ends the test: without a browser there is nothing to look at.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("chromium: %v", err)
	}
}

// write sends one frame; frames of several tests never mix.
func (b *tab) write(v any) error {
	frame, err := json.Marshal(v)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	_, err = b.in.Write(append(frame, 0))
	return err
}

// read takes the browser's frames until it ends.
func (b *tab) read(out *os.File) {
	r := bufio.NewReaderSize(out, 1<<16)
	for {
		frame, err := r.ReadBytes(0)
		if err != nil {
			b.mu.Lock()
			b.gone = true
			for _, ch := range b.waiting {
				close(ch)
			}
			b.waiting = nil
			b.mu.Unlock()
			return
		}
		var msg struct {
			ID     int             `json:"id"`
			Method string          `json:"method"`
			Params json.RawMessage `json:"params"`
			answer
		}
		// A frame that is no JSON is none of ours.
		if json.Unmarshal(frame[:len(frame)-1], &msg) != nil {
			continue
		}
		b.mu.Lock()
		if ch := b.waiting[msg.ID]; ch != nil && msg.ID != 0 {
			delete(b.waiting, msg.ID)
			ch <- msg.answer
		}
		// A test that never goes anywhere again leaves the channel full.
		if loader := loadedBy(msg.Method, msg.Params); loader != "" {
			select {
			case b.loaded <- loader:
			default:
			}
		}
		if p := problem(msg.Method, msg.Params); p != "" {
			b.problems = append(b.problems, p)
		}
		b.mu.Unlock()
	}
}

// loadedBy names the navigation whose document has loaded; empty for any other event.
func loadedBy(method string, params json.RawMessage) string {
	var p struct{ Name, LoaderID string }
	if method != "Page.lifecycleEvent" || json.Unmarshal(params, &p) != nil || p.Name != "load" {
		return ""
	}
	return p.LoaderID
}

// problem tells what a person with the console open would see in red.
func problem(method string, params json.RawMessage) string {
	var p struct {
		Type  string `json:"type"`
		Entry struct{ Level, Text, URL string }
		Args  []struct {
			Value       any
			Description string
		}
		ExceptionDetails struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	_ = json.Unmarshal(params, &p)
	switch {
	case method == "Runtime.exceptionThrown":
		return p.ExceptionDetails.Text + " " + p.ExceptionDetails.Exception.Description
	// Refusals of the security policy and of requests come as entries of the log.
	case method == "Log.entryAdded" && p.Entry.Level == "error":
		return p.Entry.Text + " " + p.Entry.URL
	case method == "Runtime.consoleAPICalled" && p.Type == "error":
		return fmt.Sprint(p.Args)
	}
	return ""
}

// try sends a command and waits for its answer. A page that hangs ends the wait, not the run.
func (b *tab) try(method string, params, result any) error {
	b.mu.Lock()
	if b.gone {
		b.mu.Unlock()
		return errors.New("the browser is gone")
	}
	b.serial++
	id, ch := b.serial, make(chan answer, 1)
	b.waiting[id] = ch
	b.mu.Unlock()
	frame := map[string]any{"id": id, "method": method}
	if params != nil {
		frame["params"] = params
	}
	if b.session != "" {
		frame["sessionId"] = b.session
	}
	if err := b.write(frame); err != nil {
		return err
	}
	select {
	case a, ok := <-ch:
		switch {
		case !ok:
			return errors.New("the browser is gone")
		// What the browser itself says of the command.
		case a.Error != nil:
			return errors.New(a.Error.Message)
		case result != nil:
			return json.Unmarshal(a.Result, result)
		}
		return nil
	case <-time.After(patience + 5*time.Second):
		return errors.New("no answer")
	}
}

// call is try for what cannot fail unless the test is wrong.
func (b *Browser) call(method string, params, result any) {
	b.t.Helper()
	if err := b.try(method, params, result); err != nil {
		b.t.Fatalf("chromium: %s: %v", method, err)
	}
}

// Problems returns the exceptions, console errors and refusals of the page's security policy since the last call.
func (b *Browser) Problems() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.problems
	// Each problem is told once.
	b.problems = nil
	return out
}
