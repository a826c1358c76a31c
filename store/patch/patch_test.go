package patch_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/followup-coach/followup/store/patch"
)

// record draws a JSON object without nulls, as records are, whose names meet those of another one now and then.
func record(depth int) *rapid.Generator[map[string]any] {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		out := map[string]any{}
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", `q"x`, "c,}", "d:{"}), 0, 4,
			rapid.ID).Draw(t, "names") {
			switch kind := rapid.IntRange(0, 3).Draw(t, "kind"); {
			case kind == 0 && depth > 0:
				out[name] = record(depth-1).Draw(t, "object")
			case kind == 1:
				out[name] = []any{rapid.SampledFrom([]string{"]", `\`, "é"}).Draw(t, "item"), 1.5, map[string]any{"k": true}}
			default:
				out[name] = rapid.SampledFrom([]any{"text", `"`, `\"`, "{", 7.0, false}).Draw(t, "value")
			}
		}
		return out
	})
}

func text(t *rapid.T, v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// A patch leads from one record to the other, whatever stands in them.
func TestDiffIsApplied(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := record(2).Draw(t, "from"), record(2).Draw(t, "to")
		diff, err := patch.Diff(text(t, from), text(t, to))
		if err != nil {
			t.Fatal(err)
		}
		if diff == "" {
			diff = "{}"
		}
		after, err := patch.Apply(text(t, from), diff)
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal([]byte(after), &got); err != nil {
			t.Fatalf("%v: %s", err, after)
		}
		if d := cmp.Diff(to, got); d != "" {
			t.Errorf("patch %s: want -, got +:\n%s", diff, d)
		}
	})
}

// What is no object is refused rather than taken apart.
func TestBrokenRecordsAreRefused(t *testing.T) {
	for _, broken := range []string{"", "7", "[1]", `{"a"`, `{"a":`, `{"a":}`, `{"a":1`, `{"a":1,}x`, `{"a":1}}`} {
		if p, err := patch.Diff(broken, `{"b":2}`); err == nil {
			t.Errorf("%q: %s", broken, p)
		}
		if p, err := patch.Apply(`{"b":2}`, broken); err == nil {
			t.Errorf("%q applied: %s", broken, p)
		}
	}
	if _, err := patch.Set(`{"a":1}`, `"b"`, "2"); err == nil {
		t.Error("a field that is not there was set")
	}
}

type item struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"n"`
}

type owner struct {
	Name  string            `json:"name"`
	Inner *item             `json:"inner,omitempty"`
	Items []item            `json:"items,omitempty"`
	Free  map[string]string `json:"free,omitempty"`
}

// What a shape does not know is carried over from the record before, to where it stood.
func TestKeep(t *testing.T) {
	s := patch.ShapeOf(reflect.TypeFor[owner]())
	for _, c := range []struct{ name, value, stored, want string }{
		{"nothing unknown", `{"name":"b"}`, `{"name":"a","free":{"any":"thing"}}`, `{"name":"b"}`},
		{"at the top", `{"name":"b"}`, `{"new":{"x":[1]},"name":"a"}`, `{"name":"b","new":{"x":[1]}}`},
		{"inside", `{"name":"b","inner":{"n":"y"}}`, `{"name":"a","inner":{"n":"x","new":1}}`,
			`{"name":"b","inner":{"n":"y","new":1}}`},
		{"with what is gone", `{"name":"b"}`, `{"name":"a","inner":{"n":"x","new":1}}`, `{"name":"b"}`},
		{"items by id", `{"name":"b","items":[{"id":"2","n":"z"},{"id":"1","n":"x"}]}`,
			`{"name":"a","items":[{"id":"1","n":"x","new":1},{"id":"2","n":"y","new":2}]}`,
			`{"name":"b","items":[{"id":"2","n":"z","new":2},{"id":"1","n":"x","new":1}]}`},
		{"items without one by what is known", `{"name":"b","items":[{"n":"y"},{"n":"other"}]}`,
			`{"name":"a","items":[{"n":"x","new":1},{"new":2,"n":"y"}]}`,
			`{"name":"b","items":[{"n":"y","new":2},{"n":"other"}]}`},
	} {
		if got := s.Keep(c.value, c.stored); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
