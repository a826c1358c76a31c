package main

import (
	"net"
	"strings"
	"testing"

	"github.com/followup-coach/followup/store/storetest"
)

// What keeps Redis from being used is named with what to do about just that, and no password is shown.
func TestDoctorSaysWhatAilsRedis(t *testing.T) {
	told := func(command ...any) *storetest.Server {
		s := storetest.Start(t, storetest.Options{TCP: true})
		c := s.Client()
		defer c.Close()
		if err := c.Do(t.Context(), command...).Err(); err != nil {
			t.Fatal(err)
		}
		return s
	}
	locked := told("CONFIG", "SET", "requirepass", "hunter2")
	other := told("ACL", "SETUSER", "ana", "on", ">hunter2", "~*", "&*", "+@all", "-eval")
	deaf, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	go func() {
		for {
			c, err := deaf.Accept()
			if err != nil {
				return
			}
			_ = c.Close()
		}
	}()
	for url, want := range map[string][]string{
		"redis://" + locked.Addr:                 {"✗ redis refuses: NOAUTH", "redis://:PASSWORD@HOST:6379/0"},
		"redis://:hunter3@" + locked.Addr:        {"✗ redis refuses: WRONGPASS", "redis://:PASSWORD@HOST:6379/0"},
		"redis://ana:hunter2@" + other.Addr:      {"✗ redis refuses: NOPERM", "ACL SETUSER"},
		"rediss://" + locked.Addr:                {"✗ redis does not answer", "redis:// for one that doesn't"},
		"redis://" + deaf.Addr().String():        {"✗ redis does not answer", "rediss:// for one that wants TLS"},
		"redis://127.0.0.1:1":                    {"✗ redis does not answer: connection refused", "(127.0.0.1:1)"},
		"redis://127.0.0.1:1?addr=127.0.0.1:2":   {"✗ redis does not answer"},
		"redis://127.0.0.1:1?master_name=m":      {"✗ redis does not answer"},
		"redis://" + locked.Addr + "?addr=x.y:1": {"✗ redis "},
	} {
		env := with("REDIS_URL", url)
		env["SLACK_API_URL"] = "http://127.0.0.1:1/" // nobody is asked
		got := runs(t, env, "doctor")
		for _, w := range want {
			if got.status != 1 || !strings.Contains(got.out, w) {
				t.Errorf("%s: no %q in\n%s", strings.ReplaceAll(url, "hunter", "h"), w, got.out)
			}
		}
		if strings.Contains(got.out, "hunter") {
			t.Errorf("shows a password:\n%s", got.out)
		}
	}
	if got := redisAdvice(&net.DNSError{Err: "no such host", Name: "rdis"}); !strings.Contains(got, "knows") {
		t.Error(got)
	}
}
