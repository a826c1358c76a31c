package store_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// Many people at once, whose leads lie on all nodes of a cluster: what goes together goes to one node.
func TestACrowdOnACluster(t *testing.T) {
	w := openURL(t, storetest.Cluster(t).URL)
	var wg sync.WaitGroup
	for n := range 32 {
		rep := fmt.Sprint("U", n)
		id := add(t, w, rep, "Acme", monday)
		wg.Go(func() {
			for i := range 5 {
				note := fmt.Sprint(i)
				if _, _, err := w.Change(t.Context(), store.Query{Rep: rep, Now: monday, LeadID: id, Key: note},
					logTouch(note, note, monday)); err != nil {
					t.Errorf("%s, %s: %v", rep, note, err)
				}
			}
		})
	}
	wg.Wait()
}

// A command asks the node that has its key and no other: one that hangs may have other slots, and holds nobody up.
func TestNoNodeIsAskedForItsCommands(t *testing.T) {
	nodes := storetest.Cluster(t)
	for reps, url := range map[string]string{"U": nodes.URL, "W": nodes.Single} {
		for _, node := range nodes.Nodes {
			c := node.Client()
			defer c.Close()
			if err := c.ConfigResetStat(t.Context()).Err(); err != nil {
				t.Fatal(err)
			}
		}
		w := openURL(t, url)
		for n := range 3 {
			rep := fmt.Sprint(reps, n)
			change(t, w, store.Query{Rep: rep, Now: monday, LeadID: add(t, w, rep, "Acme", monday)},
				logTouch("", "x", monday))
			if due, err := w.Records.DueLeads(t.Context(), rep, monday.AddDate(1, 0, 0), 10); err != nil || due.Total != 1 {
				t.Fatal(due, err)
			}
		}
		for _, node := range nodes.Nodes {
			c := node.Client()
			defer c.Close()
			asked, err := c.Info(t.Context(), "commandstats").Result()
			if err != nil || !strings.Contains(asked, "cmdstat_") || strings.Contains(asked, "cmdstat_command:") {
				t.Errorf("%v\n%s", err, asked)
			}
		}
	}
}

// Row 25: a slot moves to another node under load, key by key, as redis-cli's reshard moves it. While its keys lie on
// both nodes a script is told to try again, and afterwards to go elsewhere: each change is saved once, and nobody hears
// of it.
func TestRow25ASlotMoves(t *testing.T) {
	figure := matrix.Row(t, "25", "slots move under load")
	nodes := storetest.Cluster(t)
	w := openURL(t, nodes.URL)
	ids := []string{add(t, w, "U1", "A", monday), add(t, w, "U1", "B", monday), add(t, w, "U1", "C", monday)}
	const writers = 4
	var mu sync.Mutex
	fate := map[string]error{}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for n := range writers {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				note := fmt.Sprint(n, "/", i)
				bounded, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
				_, _, err := w.Change(bounded, store.Query{Rep: "U1", Now: monday, LeadID: ids[i%3], Key: note},
					logTouch(note, note, monday))
				cancel()
				mu.Lock()
				fate[note] = err
				mu.Unlock()
			}
		})
	}
	slot, owner := slotOf(t, nodes, "U1")
	other := (owner + 1) % len(nodes.Nodes)
	there, back := nodes.Nodes[owner], nodes.Nodes[other]
	moved := move(t, slot, there, back, tryAgain, nil) + move(t, slot, back, there, tryAgain, nil)
	stop()
	wg.Wait()
	found, saved := noteCount(t, w, ids), 0
	for note, err := range fate {
		if err != nil {
			t.Errorf("%s: %v", note, err)
		} else if saved++; found[note] != 1 {
			t.Errorf("%s: %d touches", note, found[note])
		}
	}
	figure("%d changes saved while %d keys moved", saved, moved)
	if saved < 2*writers {
		t.Errorf("%d changes: nothing was tried", saved)
	}
}

// slotOf is the slot of a rep, and which node has it.
func slotOf(t *testing.T, nodes storetest.Nodes, rep string) (slot int64, owner int) {
	t.Helper()
	for i, node := range nodes.Nodes {
		c := node.Client()
		keys, err := c.Keys(t.Context(), "*:leads:"+rep).Result()
		if err == nil && len(keys) == 1 {
			slot, err = c.ClusterKeySlot(t.Context(), keys[0]).Result()
			owner = i
		}
		_ = c.Close()
		if err != nil {
			t.Fatal(err)
		}
	}
	return slot, owner
}

// In safe mode the write goes to the node that has the slot, and follows it when it has moved. Without a replica none
// is confirmed, and each is there.
func TestSafeModeOnACluster(t *testing.T) {
	nodes := storetest.Cluster(t)
	w := openURL(t, nodes.URL)
	id := add(t, w, "U1", "A", monday)
	s, err := store.Open(store.Options{URL: nodes.URL, Safe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	safe := s.In("T1")
	note := func(name string) {
		t.Helper()
		_, _, err := safe.Change(t.Context(), store.Query{Rep: "U1", Now: monday, LeadID: id, Key: name},
			logTouch(name, name, monday))
		if !errors.Is(err, store.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	slot, owner := slotOf(t, nodes, "U1")
	c := nodes.Nodes[owner].Client()
	defer c.Close()
	if err := c.ScriptFlush(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	note("on a node that has lost the script")
	other := (owner + 1) % len(nodes.Nodes)
	arrived := make(chan struct{})
	move(t, slot, nodes.Nodes[owner], nodes.Nodes[other], 0, func() {
		before := told(t, c, "ASK")
		go func() { note("while the slot is on its way"); close(arrived) }()
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for told(t, c, "ASK") == before && t.Context().Err() == nil {
			<-tick.C
		}
	})
	<-arrived
	note("after the slot has moved")
	note("on the node that has it now")
	move(t, slot, nodes.Nodes[other], nodes.Nodes[owner], 0, nil)
	if found := noteCount(t, w, []string{id}); len(found) != 4 {
		t.Errorf("found %v", found)
	}
}

// Row 23 on a cluster: what is confirmed, a replica of the shard's own master has. Replicas of other shards count for
// nothing, nor do they hold anything up; without its own a change is unknown, and the master has it. When that master
// dies, nothing is gone that was confirmed.
func TestRow23NothingConfirmedIsLostOnACluster(t *testing.T) {
	figure := matrix.Row(t, "23", "master of a cluster's shard killed, replicas behind, safe mode")
	nodes := storetest.Replicated(t)
	w := openURL(t, nodes.URL)
	id := add(t, w, "U1", "A", monday)
	s, err := store.Open(store.Options{URL: nodes.URL, Safe: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	safe := s.In("T1")
	var confirmed []string
	note := func(name string) error {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		_, _, err := safe.Change(ctx, store.Query{Rep: "U1", Now: monday, LeadID: id, Key: name},
			logTouch(name, name, monday))
		if err == nil {
			confirmed = append(confirmed, name)
		}
		return err
	}
	_, owner := slotOf(t, storetest.Nodes{Nodes: nodes.Nodes[:3]}, "U1")
	master, own := nodes.Nodes[owner], nodes.Nodes[3+owner]
	others := []*storetest.Server{nodes.Nodes[3+(owner+1)%3], nodes.Nodes[3+(owner+2)%3]}

	if _, err := s.Sync(t.Context()); err != nil { // it knows the nodes before any of them hangs
		t.Fatal(err)
	}
	for _, other := range others {
		other.Freeze()
	}
	// A replica that is slow for a tenth of a second makes a write unknown, and no worse.
	for i := 0; len(confirmed) < 5; i++ {
		err := note(fmt.Sprint("only its own replica ", i))
		if err != nil && (!errors.Is(err, store.ErrUnknown) || i == 100) {
			t.Fatal(err)
		}
	}
	for _, other := range others {
		other.Thaw()
	}
	own.Freeze()
	if err := note("only other replicas"); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("without a replica of the shard: %v", err)
	}
	if _, known, err := w.Records.Answer(t.Context(), "U1", "only other replicas", monday); err != nil || !known {
		t.Errorf("the master doesn't have what is unknown: %v, %v", known, err)
	}
	master.Kill()
	own.Thaw()
	deadline := time.Now().Add(30 * time.Second)
	for tries := 0; ; tries++ {
		err := note("after")
		_, known, errThere := w.Records.Answer(t.Context(), "U1", "after", monday)
		if errThere == nil && known { // alone, the new master has nobody to wait for: what it has is unknown for good
			figure("%d changes confirmed, %d tries until the replica had taken over", len(confirmed), tries)
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("no failover: %v, %v", err, errThere)
		}
	}
	there := noteCount(t, w, []string{id})
	for _, name := range confirmed {
		if there[name] != 1 {
			t.Errorf("%q was confirmed and is there %d times", name, there[name])
		}
	}
}

// tryAgain is how often scripts must have been told that their keys lie apart before a slot moves on.
const tryAgain = 16 // four for each writer: a quarter of a second of the one and a half that they have

// move takes a slot to another node, and says how many keys that were. Half-way it waits until scripts have so often
// been told that their keys lie apart. handOver, where there is one, runs when the keys are there and the slot isn't.
func move(t *testing.T, slot int64, source, target *storetest.Server, often int, handOver func()) (n int) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	from, to := source.Client(), target.Client()
	defer from.Close()
	defer to.Close()
	apart := func() int { return told(t, from, "TRYAGAIN") + told(t, to, "TRYAGAIN") }
	must(to.Do(ctx, "CLUSTER", "SETSLOT", slot, "IMPORTING", from.ClusterMyID(ctx).Val()).Err())
	must(from.Do(ctx, "CLUSTER", "SETSLOT", slot, "MIGRATING", to.ClusterMyID(ctx).Val()).Err())
	host, port, err := net.SplitHostPort(target.Addr)
	must(err)
	all, err := from.ClusterCountKeysInSlot(ctx, int(slot)).Result()
	must(err)
	for {
		keys, err := from.ClusterGetKeysInSlot(ctx, int(slot), 1).Result()
		must(err)
		if len(keys) == 0 {
			break
		}
		must(from.Migrate(ctx, host, port, keys[0], 0, 5*time.Second).Err())
		if n++; n == int(all)/2 {
			before := apart()
			tick := time.NewTicker(5 * time.Millisecond)
			for apart() < before+often && ctx.Err() == nil {
				<-tick.C
			}
			tick.Stop()
		}
	}
	if handOver != nil {
		handOver()
	}
	for _, node := range []*redis.Client{to, from} {
		must(node.Do(ctx, "CLUSTER", "SETSLOT", slot, "NODE", to.ClusterMyID(ctx).Val()).Err())
	}
	return n
}

// told is how often a node has answered with an error.
func told(t *testing.T, c *redis.Client, name string) (n int) {
	t.Helper()
	info, err := c.Info(t.Context(), "errorstats").Result()
	if err != nil {
		t.Fatal(err)
	}
	if _, of, found := strings.Cut(info, "errorstat_"+name+":count="); found {
		_, _ = fmt.Sscan(of, &n)
	}
	return n
}
