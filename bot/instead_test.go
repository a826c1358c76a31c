package bot_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/storetest"
)

// history is what was logged of a lead, oldest first; a lead that there isn't has none.
func (w *world) history(user, name string) []coach.Touch {
	w.t.Helper()
	l := w.lead(user, name)
	if l == nil {
		return nil
	}
	list, err := w.space.Records.Touches(context.Background(), user, l.ID, -1)
	if err != nil {
		w.t.Fatal(err)
	}
	if l.Progress.Touches != len(list) {
		w.t.Errorf("%s counts %d touches and has %d", name, l.Progress.Touches, len(list))
	}
	return list
}

// tapNow hands over the tap on [It was just now] that has this serial number; what is answered goes to a URL.
func (w *world) tapNow(user, value string, n int, url string) {
	w.t.Helper()
	tap := click(user, n, ids.ActJustNow, value, "", request.Meta{}, nil)
	tap.Interaction.ResponseURL = url
	w.bot.Handle(context.Background(), tap)
}

// hears taps as tapNow does, and returns what is answered.
func (w *world) hears(user, value string, n int) string {
	w.t.Helper()
	said := make(chan string, 10)
	ear := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		said <- string(body)
	}))
	defer ear.Close()
	w.tapNow(user, value, n, ear.URL)
	return nonces.ReplaceAllString(<-said, "")
}

// justNow is the value of the button [It was just now] in the answer to a line.
func (w *world) justNow(user, line string) string {
	w.t.Helper()
	return button(w.t, w.says(user, line, "✓"), ids.ActJustNow, "It was just now").value
}

// Redis is lost at each trip behind the tap in turn: the call is never without a touch, nor with two, and the same tap
// delivered again corrects it.
func TestJustNowWithRedisLostAtEachTrip(t *testing.T) {
	redis := storetest.Start(t, storetest.Options{TCP: true})
	proxy := storetest.Cut(t, redis)
	redis.URL = proxy.URL
	w := worldOn(t, redis)
	w.quiet = true // nobody has sent the taps
	w.types(pat, "add Birch cold")
	lost := true
	for n := 0; lost; n++ {
		// Of a lead that the line makes, and of one that is there.
		for i, name := range []string{"cedar", "birch"} {
			tap := 2*n + i
			value := w.justNow(pat, name+" voicemail yesterday at 9am")
			proxy.LoseAfter(n)
			w.tapNow(pat, value, tap, "")
			proxy.LoseAnswers(0)
			list := w.history(pat, name)
			if len(list) != 1 {
				t.Fatalf("lost behind %d trips, %s has %d touches", n, name, len(list))
			}
			lost = !list[0].At.Equal(tuesday)
			w.tapNow(pat, value, tap, "")
			if list = w.history(pat, name); len(list) != 1 || !list[0].At.Equal(tuesday) ||
				list[0].Note != "yesterday at 9am" {
				t.Fatalf("delivered again behind %d trips, %s has %+v", n, name, list)
			}
			w.says(pat, "undo", "Undone")
			if list = w.history(pat, name); len(list) != 0 || (w.lead(pat, name) == nil) != (name == "cedar") {
				t.Fatalf("taken back behind %d trips, %s has %+v", n, name, list)
			}
		}
		if lost && n == 20 {
			t.Fatal("no tap gets through")
		}
	}
}

// The tap is delivered again, tapped again, and taken back.
func TestJustNowOnce(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	for i, name := range []string{"acme", "birch"} { // birch is made by its line
		was := 0
		if name == "acme" {
			w.types(pat, "add Acme cold")
			w.types(pat, "acme no-answer")
			was = 1
		}
		value := w.justNow(pat, name+" voicemail yesterday at 9am, ask for Jo")
		w.clock.move(time.Minute)
		first := w.hears(pat, value, 2*i)
		if list := w.history(pat, name); len(list) != was+1 || !list[was].At.Equal(w.clock.Now()) {
			t.Fatalf("%s: %+v", name, list)
		}
		w.clock.move(time.Hour)
		if again := w.hears(pat, value, 2*i); again != first {
			t.Errorf("%s, delivered again:\n%s\nwas\n%s", name, again, first)
		}
		if other := w.hears(pat, value, 2*i+1); !strings.Contains(other, "undone already") {
			t.Errorf("%s, tapped again: %s", name, other)
		}
		if list := w.history(pat, name); len(list) != was+1 {
			t.Fatalf("%s: %+v", name, list)
		}
		journal, err := w.space.History.Journal(context.Background(), pat, w.clock.Now(), 3)
		if err != nil || journal[0].Op != "log voicemail" || journal[1].Undoes != journal[2].ID {
			t.Errorf("%s: %+v, %v", name, journal, err)
		}
		w.says(pat, "undo", "Undone")
		if list := w.history(pat, name); len(list) != was || (w.lead(pat, name) == nil) != (name == "birch") {
			t.Errorf("%s, taken back: %+v", name, list)
		}
		w.clock.move(time.Hour)
	}
}

// What is newer stands, and is named.
func TestJustNowBehindSomethingNewer(t *testing.T) {
	w := newWorld(t)
	w.quiet = true
	w.types(pat, "add Acme cold")
	value := w.justNow(pat, "acme voicemail yesterday at 9am")
	w.types(pat, "acme busy")
	if answer := w.hears(pat, value, 1); !strings.Contains(answer, "Undo the newer change first") ||
		!strings.Contains(answer, "busy") {
		t.Error(answer)
	}
	if got := w.touches(pat, "acme"); got != "voicemail busy" {
		t.Error(got)
	}
}

// A line that has become unclear asks, and what it had logged stands until that is answered; then it goes where it is
// meant, once.
func TestJustNowAsks(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ typed, one, other, pick string }{
		{"oak", "Oak Ltd", "Oak House", "Oak Ltd"},
		{"elm", "Elm Ltd", "Elm House", "Elm House"},
	} {
		w.types(pat, "add "+c.one+" cold")
		m := w.says(pat, "log "+c.typed+" voicemail yesterday at 9am", "✓", c.one)
		w.types(pat, "add "+c.other+" cold")
		one, other := strings.ToLower(c.one), strings.ToLower(c.other)
		asks := w.taps(pat, m, ids.ActJustNow, "It was just now")
		w.has(asks, "which")
		if list := w.history(pat, one); len(list) != 1 || list[0].At.Equal(tuesday) {
			t.Errorf("while it asks: %+v", list)
		}
		w.has(w.taps(pat, asks, "", c.pick), "✓", c.pick)
		if c.pick == c.other {
			one, other = other, one
		}
		if list := w.history(pat, one); len(list) != 1 || !list[0].At.Equal(tuesday) || list[0].Note != "yesterday at 9am" {
			t.Errorf("%s: %+v", one, list)
		}
		if list := w.history(pat, other); len(list) != 0 {
			t.Errorf("%s: %+v", other, list)
		}
	}
}
