package storetest

import (
	"context"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// sharedCluster is started by the first test that asks for it.
var sharedCluster struct {
	sync.Mutex
	nodes []*Server
}

// Nodes is a running cluster.
type Nodes struct {
	URL    string // all nodes: redis://…?addr=…
	Single string // one node: what an operator writes who does not know that it is a cluster
	Nodes  []*Server
}

// Cluster is three masters without replicas, one set for all tests of the binary, emptied for each call. It needs
// redis-server.
func Cluster(tb testing.TB) Nodes {
	tb.Helper()
	binary(tb, true)
	sharedCluster.Lock()
	defer sharedCluster.Unlock()
	if sharedCluster.nodes == nil {
		sharedCluster.nodes = startCluster(tb, 3)
	}
	n := Nodes{Nodes: sharedCluster.nodes, Single: sharedCluster.nodes[0].URL}
	n.URL = n.Single + "?addr=" + n.Nodes[1].Addr + "&addr=" + n.Nodes[2].Addr
	for _, node := range n.Nodes {
		c := node.Client()
		if err := c.FlushAll(tb.Context()).Err(); err != nil {
			tb.Fatal(err)
		}
		_ = c.Close()
	}
	return n
}

// startCluster starts n masters, gives each its part of the slots and waits until they agree.
func startCluster(tb testing.TB, n int) []*Server {
	tb.Helper()
	nodes := make([]*Server, n)
	for i := range nodes {
		bus := freePort(tb)
		nodes[i] = start(tb, dataDir(tb), Options{TCP: true, Args: []string{
			"--cluster-enabled", "yes", "--cluster-port", strconv.Itoa(bus), "--cluster-node-timeout", "2000",
			"--cluster-require-full-coverage", "no",
		}})
		nodes[i].cmd.shared = true
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	clients := make([]*redis.Client, n)
	for i, node := range nodes {
		clients[i] = node.Client()
		defer clients[i].Close()
		must(tb, clients[i].ClusterAddSlotsRange(ctx, i*16384/n, (i+1)*16384/n-1).Err())
		must(tb, clients[i].Do(ctx, "CLUSTER", "SET-CONFIG-EPOCH", i+1).Err())
	}
	for i, node := range nodes[1:] {
		host, port, err := net.SplitHostPort(node.Addr)
		must(tb, err)
		info, err := clients[i+1].ClusterNodes(ctx).Result() // id ip:port@bus,…
		must(tb, err)
		_, bus, _ := strings.Cut(strings.Fields(info)[1], "@")
		bus, _, _ = strings.Cut(bus, ",")
		must(tb, clients[0].Do(ctx, "CLUSTER", "MEET", host, port, bus).Err())
	}
	for _, c := range clients {
		await(tb, ctx, "the cluster's nodes to know each other", func() bool {
			info, err := c.ClusterInfo(ctx).Result()
			return err == nil && strings.Contains(info, "cluster_state:ok") && strings.Contains(info, "cluster_slots_ok:16384")
		})
	}
	return nodes
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// await asks every few milliseconds until yes.
func await(tb testing.TB, ctx context.Context, what string, yes func() bool) {
	tb.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !yes() {
		select {
		case <-ctx.Done():
			tb.Fatalf("waiting for %s: %v", what, ctx.Err())
		case <-tick.C:
		}
	}
}
