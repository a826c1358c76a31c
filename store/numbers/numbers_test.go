package numbers_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/followup-coach/followup/store/numbers"
)

// A number has one hash under a key, another under another one, and none shows the number; a key that was written down
// is the same key.
func TestHashes(t *testing.T) {
	one, two := numbers.NewKey(), numbers.NewKey()
	again, err := numbers.ParseKey(one.Text())
	if err != nil {
		t.Fatal(err)
	}
	h := one.Hash("+12125550100")
	if again.Hash("+12125550100") != h || again.Fingerprint() != one.Fingerprint() {
		t.Error("a key that is read from its text is another one")
	}
	if two.Hash("+12125550100") == h || one.Hash("+12125550101") == h || two.Fingerprint() == one.Fingerprint() {
		t.Error("two keys or two numbers have one hash")
	}
	if !numbers.IsHash(h) || numbers.IsHash("+12125550100") || numbers.IsHash("555") || strings.Contains(h, "212555") {
		t.Error(h)
	}
	for _, bad := range []string{"", "short", one.Text()[1:], one.Text() + "AA", "=" + one.Text()[1:]} {
		if _, err := numbers.ParseKey(bad); err == nil || bad != "" && strings.Contains(err.Error(), bad) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// A hash is an HMAC-SHA256, so that another program can tell whether a number is on the list.
func TestHashIsHMAC(t *testing.T) {
	zero, err := numbers.ParseKey(base64.RawURLEncoding.EncodeToString(make([]byte, 32)))
	if err != nil {
		t.Fatal(err)
	}
	// printf +12125550100 | openssl dgst -sha256 -mac HMAC -macopt hexkey:00…00 -binary | basenc --base64url
	if got := zero.Hash("+12125550100"); got != "h"+zeroHash {
		t.Error(got)
	}
}

const zeroHash = "KvV2W9D9k1ghBMRNUnDvkHr7Vdn-vmK7NROtE2GhxZM"

// Who prints, logs or encodes a key, or a state that has one, sees nothing of it.
func TestAKeyIsNeverShown(t *testing.T) {
	k := numbers.NewKey()
	raw, err := base64.RawURLEncoding.DecodeString(k.Text())
	if err != nil {
		t.Fatal(err)
	}
	state := numbers.State{Key: k}
	for range 3 { // what is pooled is keyed
		k.Hash("+12125550100")
	}
	var out bytes.Buffer
	for _, v := range []any{k, *k, state, &state} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		text, _ := json.Marshal(v)
		out.Write(text)
		slog.New(slog.NewTextHandler(&out, nil)).Info("key", "is", v)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("key", "is", v)
	}
	if !strings.Contains(out.String(), k.Fingerprint()) {
		t.Error("nothing was printed:", out.String())
	}
	for _, form := range []string{k.Text(), k.Text()[:12], string(raw[:8]), fmt.Sprintf("%x", raw[:6]),
		fmt.Sprintf("%X", raw[:6]), strings.Trim(fmt.Sprint(raw[:5]), "[]"),
		base64.StdEncoding.EncodeToString(raw[:9])} {
		if strings.Contains(out.String(), form) {
			t.Errorf("the key is shown in %s", out.String())
		}
	}
}

// Many goroutines may hash with one key.
func TestManyAtOnce(t *testing.T) {
	k := numbers.NewKey()
	var all sync.WaitGroup
	for n := range 8 {
		number := fmt.Sprint("+1212555010", n)
		want := k.Hash(number)
		all.Go(func() {
			for range 1000 {
				if k.Hash(number) != want {
					t.Error("another hash")
					return
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkHash(b *testing.B) {
	k := numbers.NewKey()
	for b.Loop() {
		k.Hash("+12125550100")
	}
}
