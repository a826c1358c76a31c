package blockkit

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestEscape(t *testing.T) {
	if got := Escape(`<!channel> & <@U1> "x"`); got != `&lt;!channel&gt; &amp; &lt;@U1&gt; "x"` {
		t.Error(got)
	}
}

func TestClean(t *testing.T) {
	if got := Clean("a\x00b\u202Ec\u2066d\ne\tf\xffg\u2028"); got != "abcd\ne\tfg" {
		t.Errorf("%q", got)
	}
}

func TestIsolate(t *testing.T) {
	if got := Isolate("Acme"); got != "Acme" {
		t.Errorf("%q", got)
	}
	if got := Isolate("אלון"); got != "\u2068אלון\u2069" {
		t.Errorf("%q", got)
	}
}

func TestLiteral(t *testing.T) {
	for in, want := range map[string]string{
		"*Acme*": "∗Acme∗", "snake_case_name": "snake_case_name", "_a_": "ˍaˍ", "a `b` ~c~": "a ˋbˋ ∼c∼", "2*3": "2*3",
		"plain": "plain", "\xff*": "\ufffd∗",
	} {
		if got := Literal(in); got != want {
			t.Errorf("Literal(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTruncate(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"short", 10, "short"},
		{"exactly ten", 11, "exactly ten"},
		{"one two three", 8, "one two…"},
		{"a &amp; b and more", 5, "a…"},
		{"a &amp; b and more", 9, "a &amp;…"},
		{"AT&T is long enough", 5, "AT&T…"},
		{"see <!date^1^{time}|then> and more", 12, "see…"},
		{"a < b and more words", 6, "a < b…"},
		{"😀😀😀😀", 5, "😀😀…"},
		{"e\u0301e\u0301e\u0301", 3, "e\u0301…"},
		{"👩\u200D👧\u200D👦 family", 6, "…"},
		{"anything", 0, ""},
		{"anything", 1, "…"},
	} {
		if got := Truncate(c.in, c.n); got != c.want {
			t.Errorf("Truncate(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

// Whatever is cut is never too long, stays valid, keeps whole entities, and what fits is not touched.
func TestTruncateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Escape(rapid.String().Draw(t, "s"))
		n := rapid.IntRange(1, 60).Draw(t, "n")
		got := Truncate(s, n)
		if Len(got) > n && Len(s) > n {
			t.Fatalf("%q has %d units, more than %d", got, Len(got), n)
		}
		if Len(s) <= n && got != s {
			t.Fatalf("%q was touched: %q", s, got)
		}
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Fatalf("%q is no longer valid", got)
		}
		for i := range got {
			if got[i] == '&' && !entity.MatchString(got[i:]) {
				t.Fatalf("half an entity in %q", got)
			}
		}
	})
}

func TestDate(t *testing.T) {
	at := time.Unix(1768399200, 0)
	if got := Date(
		at, "Wed 14 Jan, 15:00 CET"); got != "<!date^1768399200^{date_short_pretty}, {time}|Wed 14 Jan, 15:00 CET>" {
		t.Error(got)
	}
	if got := Date(at, "a|b>c^<"); strings.Count(got, "|") != 1 || strings.Count(got, ">") != 1 {
		t.Errorf("the fallback breaks the token: %s", got)
	}
}

func TestPlain(t *testing.T) {
	in := "✓ *Saved:* *Acme* · <!date^1^{time}|09:00 CET>\n_why_ ~no~ 2*3*4 &lt;!channel&gt; &amp;lt; <tel:+1|+1 212> " +
		"<https://x.example>"
	want := "✓ Saved: Acme · 09:00 CET\nwhy no 2*3*4 <!channel> &lt; +1 212 https://x.example"
	if got := Plain(in); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
