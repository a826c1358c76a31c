package storetest

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// Set is a master with a replica, watched by one sentinel.
type Set struct {
	URL             string // redis://sentinel?master_name=…
	Master, Replica *Server
	Sentinel        *Server
}

// Sentinel starts a set of the test's own. It needs redis-server. The sentinel takes a master for dead after half a
// second.
func Sentinel(tb testing.TB) *Set {
	tb.Helper()
	binary(tb, true)
	s := &Set{Master: Start(tb, Options{TCP: true, AOF: "always"})}
	host, port, err := net.SplitHostPort(s.Master.Addr)
	must(tb, err)
	s.Replica = Start(tb, Options{TCP: true, AOF: "always", Args: []string{
		"--replicaof", host + " " + port, "--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1",
	}})
	dir := tb.TempDir()
	conf := filepath.Join(dir, "sentinel.conf")
	watch := freePort(tb)
	must(tb, os.WriteFile(conf, []byte(strings.Join([]string{
		"port " + strconv.Itoa(watch), "bind 127.0.0.1", "dir " + dir,
		"sentinel monitor followup " + host + " " + port + " 1",
		"sentinel down-after-milliseconds followup 500",
		"sentinel failover-timeout followup 2000", "",
	}, "\n")), 0o600))
	addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(watch))
	s.Sentinel = &Server{tb: tb, Addr: addr, URL: "redis://" + addr, args: []string{conf, "--sentinel"}}
	s.Sentinel.run()
	tb.Cleanup(s.Sentinel.stop)
	s.URL = s.Sentinel.URL + "?master_name=followup"

	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	replica := s.Replica.Client()
	defer replica.Close()
	await(tb, ctx, "the replica to be in step", func() bool {
		info, err := replica.Info(ctx, "replication").Result()
		return err == nil && strings.Contains(info, "master_link_status:up")
	})
	sentinel := redis.NewSentinelClient(&redis.Options{Addr: addr})
	defer sentinel.Close()
	await(tb, ctx, "the sentinel to know the replica", func() bool {
		found, err := sentinel.Replicas(ctx, "followup").Result()
		return err == nil && len(found) == 1 && found[0]["master-link-status"] == "ok"
	})
	return s
}
