package archive_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/archive"
	"github.com/followup-coach/followup/store/numbers"
)

// block puts hashes of three numbers on the do-not-call list of a workspace, and returns their key.
func block(tb testing.TB, c redis.UniversalClient, workspace string) *numbers.Key {
	tb.Helper()
	ctx, k := tb.Context(), numbers.NewKey()
	c.HSet(ctx, "{"+workspace+":ws}:numbers", numbers.FieldKey, k.Text(), numbers.FieldPrint, k.Fingerprint(),
		numbers.FieldAll, "1")
	for _, number := range []string{"+12125550100", "+12125550101", "5550102"} {
		c.HSet(ctx, "{"+workspace+":ws}:blocked", k.Hash(number), `{"s":4,"by":"U1"}`)
	}
	return k
}

// A copy has the hashes of a do-not-call list and the fingerprint of their key, which leaves by a file of its own. With
// that the way back ends in the same copy, and with it alone.
func TestTheKeyLeavesApart(t *testing.T) {
	from := single(t)
	fill(t, from)
	one, two := block(t, from, "T1"), block(t, from, "T2")
	first := export(t, from)
	head, _, _ := strings.Cut(first, "\n")
	if want := `"blocked":{"T1":{"key":"` + one.Fingerprint() + `","numbers":3},"T2":{"key":"` + two.Fingerprint() +
		`","numbers":3}}}`; !strings.HasSuffix(head, want) {
		t.Errorf("the first line is %s", head)
	}
	if strings.Contains(first, one.Text()) || strings.Contains(first, two.Text()) || strings.Contains(first, ":numbers") {
		t.Error("the copy has a key")
	}
	keys, err := archive.ReadKeys(t.Context(), from)
	var file bytes.Buffer
	if err == nil {
		err = keys.Write(&file)
	}
	if err == nil {
		keys, err = archive.ParseKeys(bytes.NewReader(file.Bytes()))
	}
	if err != nil || len(keys) != 2 || keys["T1"].Text() != one.Text() || keys["T2"].Text() != two.Text() {
		t.Fatalf("%v, %v", keys, err)
	}
	for _, to := range []redis.UniversalClient{single(t), cluster(t)} {
		n, err := archive.Restore(t.Context(), to, strings.NewReader(first), archive.Options{Keys: keys})
		if err != nil || n.Hashes != 0 || export(t, to) != first {
			t.Errorf("another copy after the restore of %+v, %v", n, err)
		}
		again, err := archive.ReadKeys(t.Context(), to)
		if err != nil || again["T2"].Text() != two.Text() {
			t.Errorf("%v, %v", again, err)
		}
	}
	// Without it, or with half of it, or another one, nothing is written, and who reads that knows what to do.
	for name, wrong := range map[string]archive.Keys{"none": nil, "half": {"T1": one}, "another": {"T1": one, "T2": one}} {
		to := single(t)
		_, err := archive.Restore(t.Context(), to, strings.NewReader(first), archive.Options{Keys: wrong})
		var missing *archive.KeyError
		if !errors.As(err, &missing) || missing.Numbers != 3 || !strings.Contains(err.Error(), "--key-file") ||
			strings.Contains(err.Error(), one.Text()) {
			t.Errorf("%s: %v", name, err)
		}
		if n := to.DBSize(t.Context()).Val(); n != 0 {
			t.Errorf("%s: %d keys after a refused restore", name, n)
		}
	}
	// A first line that says nothing of the hashes behind it frees nobody.
	to := single(t)
	cut := strings.Replace(first, head, head[:strings.Index(head, `,"blocked"`)]+"}", 1)
	if _, err := archive.Restore(t.Context(), to, strings.NewReader(cut), archive.Options{}); err == nil {
		t.Error("hashes were restored without their key")
	}
	if err := archive.Unfinished(t.Context(), to); !errors.Is(err, archive.ErrUnfinished) {
		t.Errorf("no mark, %v", err)
	}
}

// Where the key is lost all but the hashes is there again, and what an older version wrote as numbers as well.
func TestTheKeyIsLost(t *testing.T) {
	from, to := single(t), single(t)
	fill(t, from)
	block(t, from, "T1")
	from.HSet(t.Context(), "{T1:ws}:blocked", "+12125550109", `{"s":3,"phone":"+12125550109"}`)
	n, err := archive.Restore(t.Context(), to, strings.NewReader(export(t, from)), archive.Options{LostKey: true})
	if err != nil || n.Hashes != 3 {
		t.Fatalf("%+v, %v", n, err)
	}
	if left := to.HKeys(t.Context(), "{T1:ws}:blocked").Val(); len(left) != 1 || left[0] != "+12125550109" {
		t.Errorf("on the list are %v", left)
	}
	from.Del(t.Context(), "{T1:ws}:blocked")
	to.Del(t.Context(), "{T1:ws}:blocked")
	if export(t, from) != export(t, to) {
		t.Error("something else is missing")
	}
}

// What is no file of keys is refused, and none of it is said.
func TestNoFileOfKeys(t *testing.T) {
	for _, wrong := range []string{"", "{}", `{"followup":"export"}`,
		`{"followup":"do-not-call keys","keys":{"T1":"secret"}}`} {
		if keys, err := archive.ParseKeys(strings.NewReader(wrong)); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v, %v", wrong, keys, err)
		}
	}
}
