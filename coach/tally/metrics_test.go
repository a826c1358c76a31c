package tally

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach/outcome"
)

// Each kind has a letter of its own, and each call of the contract a kind of its own.
func TestLetters(t *testing.T) {
	if len(letters) != Kinds {
		t.Fatalf("%d letters for %d kinds", len(letters), Kinds)
	}
	seen := map[string]bool{}
	for k := range Kind(Kinds) {
		if seen[k.Name()] {
			t.Errorf("%s is the name of two", k.Name())
		}
		seen[k.Name()] = true
	}
	of := map[Kind]outcome.Outcome{}
	for _, i := range outcome.Contract().List() {
		if !i.Try {
			continue
		}
		k := Of(i)
		if k >= FollowUp || of[k] != "" || k.Outcome() != i.Code {
			t.Errorf("%s is counted as %d, like %q", i.Code, k, of[k])
		}
		of[k] = i.Code
	}
	own := outcome.Info{Code: "crm-demo", Group: outcome.LiveTalk}
	if k := Of(own); k != ownTalk || k.Outcome() != "" {
		t.Errorf("an installation's own talk is %d", k)
	}
}

// What is counted comes back as it was, in few bytes; letters of a newer version are passed over.
func TestCellsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c, back Cells
		for range rapid.IntRange(0, 9).Draw(t, "kinds") {
			c[rapid.IntRange(0, Kinds-1).Draw(t, "kind")] = rapid.IntRange(0, 20000).Draw(t, "n")
		}
		raw, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		newer := strings.Replace(string(raw), `"`, `"?12!`, 1)
		if err := json.Unmarshal([]byte(newer), &back); err != nil || back != c {
			t.Fatalf("%s: %v, %v", newer, back, err)
		}
	})
	var c Cells
	c[voicemail], c[FirstVoicemail] = 26, 1
	if raw, _ := json.Marshal(c); string(raw) != `"v26V"` {
		t.Errorf("%s", raw)
	}
	if err := json.Unmarshal([]byte(`7`), &c); err == nil {
		t.Error("a number was read")
	}
}

// Each name of a course is read back to its place, and only those of this version.
func TestCoursesAddUp(t *testing.T) {
	counts := map[string]int{"c99x": 3, "h4": 7, "tries": 9, "e:not-fit": -1}
	for _, c := range []Course{{Closed: outcome.Won, Calls: 6, First: FirstVoicemail, Responded: 1 + Response(time.Hour)},
		{Closed: outcome.Won, Calls: 400}, {Closed: outcome.NoResponse, Calls: 5},
		{Responded: 1 + Response(time.Hour+1)}, {}} {
		for _, name := range c.Names() {
			counts[name]++
		}
	}
	s := SumsOf(counts)
	var want Sums
	want.Wins[6], want.Wins[MostCalls], want.WonAfter[FirstVoicemail] = 1, 1, 1
	want.Lost = map[outcome.Outcome]int{outcome.NoResponse: 1}
	want.Responded[1], want.Responded[2] = 1, 1
	if !reflect.DeepEqual(s, want) {
		t.Errorf("%+v", s)
	}
	if places := []int{Response(0), Response(5 * time.Minute), Response(24 * time.Hour), Response(99 * 24 *
		time.Hour)}; !slices.Equal(places, []int{0, 0, 3, Responses - 1}) || ResponseUntil(Responses-1) != 0 ||
		ResponseUntil(3) != 24*time.Hour {
		t.Error(places)
	}
	if Waited(time.Hour) != Within1h || Waited(24*time.Hour) != Within24h || Waited(25*time.Hour) != Later {
		t.Error("how long somebody has waited")
	}
}
