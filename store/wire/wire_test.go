package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/together"
	"github.com/followup-coach/followup/store/wire"
)

func TestURLForms(t *testing.T) {
	for raw, want := range map[string]string{
		"redis://localhost:6379/0":                          "single",
		"rediss://user:pw@example.com:6380":                 "single",
		"unix:///run/redis.sock?db=2":                       "single",
		"redis://a:1?addr=b:2&addr=c:3":                     "cluster",
		"redis://:pw@s1:26379?master_name=m&addr_x=":        "",
		"redis://:pw@s1:26379/1?master_name=m&password=pw2": "sentinel",
		"redis://a:1?addr=b:2&master_name=m":                "",
		"http://localhost":                                  "",
		"localhost:6379":                                    "",
		"redis://localhost/x":                               "",
	} {
		got, err := wire.ParseURL(raw)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%s: %q, %v", raw, got, err)
		}
	}
}

type reply string

func (r reply) Error() string { return string(r) }
func (reply) RedisError()     {}

func TestOnlyCertainRefusalsAreNotSaved(t *testing.T) {
	for _, c := range []struct {
		err     error
		notSent bool
	}{
		{reply("OOM command not allowed when used memory > 'maxmemory'."), true},
		{reply("MISCONF Redis is configured to save RDB snapshots"), true},
		{reply("READONLY You can't write against a read only replica."), true},
		{reply("LOADING Redis is loading the dataset in memory"), true},
		{reply("NOAUTH Authentication required."), true},
		{reply("WRONGTYPE Operation against a key holding the wrong kind of value script: x, on @user_script:30."), false},
		{&net.OpError{Op: "dial", Err: errors.New("connection refused")}, true},
		{fmt.Errorf("x: %w", &net.OpError{Op: "dial", Err: errors.New("no such host")}), true},
		{redis.ErrPoolTimeout, true},
		{fmt.Errorf("%w: %w", together.ErrNotSent, context.DeadlineExceeded), true},
		{&net.OpError{Op: "read", Err: errors.New("i/o timeout")}, false},
		{&net.OpError{Op: "write", Err: errors.New("broken pipe")}, false},
		{io.EOF, false},
		{errors.New("anything else"), false},
	} {
		if got := wire.NotSent(c.err); got != c.notSent {
			t.Errorf("%v: certainly not carried out = %v", c.err, got)
		}
	}
}
