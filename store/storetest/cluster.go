package storetest

import (
	"context"
	"net"
	"net/url"
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
		sharedCluster.nodes = startCluster(tb, 3, func(o Options) *Server {
			s := start(tb, dataDir(tb), o)
			s.cmd.shared = true
			return s
		})
	}
	n := nodesOf(sharedCluster.nodes)
	for _, node := range n.Nodes {
		c := node.Client()
		if err := c.FlushAll(tb.Context()).Err(); err != nil {
			tb.Fatal(err)
		}
		_ = c.Close()
	}
	return n
}

// nodesOf is what is told of some nodes: the first is the one that an operator may know alone.
func nodesOf(nodes []*Server) Nodes {
	addrs := make(url.Values)
	for _, node := range nodes[1:] {
		addrs.Add("addr", node.Addr)
	}
	return Nodes{URL: nodes[0].URL + "?" + addrs.Encode(), Single: nodes[0].URL, Nodes: nodes}
}

// Replicated is a cluster of the test's own: three masters, and behind them in the same order a replica of each. It
// needs redis-server.
//
// A master is taken for dead after two seconds, and two masters must say so: a test kills one of them at most. Its
// replica takes over, however old what it has.
func Replicated(tb testing.TB) Nodes {
	tb.Helper()
	const masters = 3
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	own := func(o Options) *Server { return Start(tb, o) }
	nodes := startCluster(tb, masters, own)
	for _, master := range nodes[:masters] {
		nodes = append(nodes, follower(tb, ctx, master, startNode(tb, own)))
	}
	for _, node := range nodes {
		c := node.Client()
		defer c.Close()
		// A client may ask any of them which nodes there are.
		await(tb, ctx, "every node to know the replicas", func() bool {
			known, err := c.ClusterNodes(ctx).Result()
			return err == nil && strings.Count(known, "slave") == masters
		})
		// Whose slot it doesn't know a client sends anywhere, also to a node that hangs.
		await(tb, ctx, "every node to know whose the slots are", func() bool {
			info, err := c.ClusterInfo(ctx).Result()
			return err == nil && strings.Contains(info, "cluster_slots_assigned:16384")
		})
	}
	return nodesOf(nodes)
}

// follower makes a node the replica of a master, and waits until it is in step.
func follower(tb testing.TB, ctx context.Context, of, node *Server) *Server {
	tb.Helper()
	master, replica := of.Client(), node.Client()
	defer master.Close()
	defer replica.Close()
	meet(tb, ctx, master, node)
	id := master.ClusterMyID(ctx).Val()
	await(tb, ctx, "the replica to know its master", func() bool { return replica.ClusterReplicate(ctx, id).Err() == nil })
	await(tb, ctx, "the replica to be in step", func() bool {
		info, err := replica.Info(ctx, "replication").Result()
		return err == nil && strings.Contains(info, "master_link_status:up")
	})
	return node
}

// startNode starts a node that belongs to no cluster yet.
func startNode(tb testing.TB, start func(Options) *Server) *Server {
	tb.Helper()
	return start(Options{TCP: true, Args: []string{
		"--cluster-enabled", "yes", "--cluster-port", strconv.Itoa(freePort(tb)), "--cluster-node-timeout", "2000",
		"--cluster-require-full-coverage", "no", "--cluster-replica-validity-factor", "0",
		"--repl-diskless-sync-delay", "0",
	}})
}

// meet brings a node into the cluster of another. The port of a cluster's own talk is free, and not the usual one that
// follows from the other port.
func meet(tb testing.TB, ctx context.Context, c *redis.Client, node *Server) {
	tb.Helper()
	own := node.Client()
	defer own.Close()
	host, port, err := net.SplitHostPort(node.Addr)
	must(tb, err)
	info, err := own.ClusterNodes(ctx).Result() // id ip:port@bus,…
	must(tb, err)
	_, bus, _ := strings.Cut(strings.Fields(info)[1], "@")
	bus, _, _ = strings.Cut(bus, ",")
	must(tb, c.Do(ctx, "CLUSTER", "MEET", host, port, bus).Err())
}

// startCluster starts n masters, gives each its part of the slots and waits until they agree.
func startCluster(tb testing.TB, n int, start func(Options) *Server) []*Server {
	tb.Helper()
	nodes := make([]*Server, n)
	for i := range nodes {
		nodes[i] = startNode(tb, start)
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
	for _, node := range nodes[1:] {
		meet(tb, ctx, clients[0], node)
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
