package wire

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Finding is one line of the start-up check and of the doctor.
type Finding struct {
	OK     bool
	Advice bool   // nothing is wrong: it saves memory, or nobody can look from here
	What   string // what was found
	Do     string // what to do about it; empty when OK
}

// Check looks at whether Redis is set up to keep what it is given. An error means that Redis did not answer; a setting
// that may not be read, as on most managed services, is a finding.
func (s *Conn) Check(ctx context.Context) ([]Finding, error) {
	c, err := s.Client(ctx)
	if err != nil {
		return nil, err
	}
	if cluster, ok := c.(*redis.ClusterClient); ok {
		return checkCluster(ctx, cluster, s.safe)
	}
	return checkNode(ctx, c, s.safe, "")
}

// checkCluster asks every master; what all say alike is said once.
func checkCluster(ctx context.Context, cluster *redis.ClusterClient, safe bool) ([]Finding, error) {
	found := make(chan []Finding, 1)
	found <- nil
	err := cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		fs, err := checkNode(ctx, node, safe, node.Options().Addr+": ")
		all := <-found
		found <- append(all, fs...)
		return err
	})
	all := <-found
	var out []Finding
	said := map[string]bool{}
	for _, f := range all {
		_, plain, _ := strings.Cut(f.What, ": ")
		if f.OK {
			f.What = plain
		}
		if !said[f.What] {
			said[f.What] = true
			out = append(out, f)
		}
	}
	return out, err
}

// checkNode asks one server; where stands before its findings in a cluster.
func checkNode(ctx context.Context, c redis.Cmdable, safe bool, where string) ([]Finding, error) {
	info, err := c.Info(ctx).Result()
	if err != nil {
		return nil, fmt.Errorf("redis: %w", err)
	}
	fields := map[string]string{}
	for line := range strings.Lines(info) {
		if k, v, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			fields[k] = v
		}
	}
	get := func(setting string) (string, bool) {
		got, err := c.ConfigGet(ctx, setting).Result()
		v, ok := got[setting]
		return v, err == nil && ok
	}
	out := []Finding{
		version(fields["redis_version"]),
		eviction(fields["maxmemory_policy"]),
		appendOnly(fields["aof_enabled"], get),
		listpack(get, "hash-max-listpack-value", 512),
		listpack(get, "hash-max-listpack-entries", 512),
		listpack(get, "zset-max-listpack-entries", 128),
	}
	switch n, _ := strconv.Atoi(fields["connected_slaves"]); {
	case safe && n == 0:
		out = append(out, Finding{What: "no replica, and safe mode: no change can be confirmed",
			Do: "attach a replica, or take REDIS_SAFE out"})
	case safe:
		out = append(out, Finding{OK: true, What: "safe mode: what is confirmed, a replica has"})
	case n > 0:
		out = append(out, Finding{Advice: true, What: "replicated: a failover loses what the replica doesn't have yet",
			Do: "set REDIS_SAFE=wait to confirm only what a replica has"})
	}
	for i := range out {
		out[i].What = where + out[i].What
	}
	return out, nil
}

func version(v string) Finding {
	major, _, _ := strings.Cut(v, ".")
	n, err := strconv.Atoi(major)
	switch {
	case err != nil:
		return Finding{Advice: true, What: "could not check the version", Do: "make sure that it is Redis 7.0 or newer"}
	case n < 7:
		return Finding{What: "Redis " + v, Do: "use Redis 7.0 or newer: Followup is tested with nothing older"}
	}
	return Finding{OK: true, What: "Redis " + v}
}

// eviction looks for a Redis that throws records away.
func eviction(policy string) Finding {
	switch policy {
	case "noeviction":
		return Finding{OK: true, What: "maxmemory-policy noeviction: nothing is thrown away when memory is full"}
	case "":
		return Finding{Advice: true, What: "could not check maxmemory-policy",
			Do: "make sure that it is noeviction, else Redis throws leads away when memory is full"}
	}
	return Finding{What: "maxmemory-policy " + policy,
		Do: "set maxmemory-policy noeviction, else Redis throws leads away when memory is full"}
}

// appendOnly looks at what a crash may cost.
func appendOnly(on string, get func(string) (string, bool)) Finding {
	switch on {
	case "0":
		return Finding{
			What: "appendonly no", Do: "set appendonly yes, else a crash of Redis loses everything since its last snapshot"}
	case "1":
	default:
		return Finding{Advice: true, What: "could not check appendonly",
			Do: "make sure that appendonly is yes, else a crash of Redis loses what was confirmed"}
	}
	fsync, ok := get("appendfsync")
	switch {
	case !ok:
		return Finding{Advice: true, What: "appendonly yes; could not check appendfsync",
			Do: "make sure that it is everysec or always"}
	case fsync == "no":
		return Finding{What: "appendfsync no",
			Do: "set appendfsync everysec or always, else a power failure loses half a minute of confirmed changes"}
	case fsync == "always":
		return Finding{OK: true, What: "appendonly yes, appendfsync always: a confirmed change survives a crash"}
	}
	return Finding{OK: true, What: "appendonly yes, appendfsync everysec: a crash of the machine may lose the last second"}
}

// listpack settings decide only how much memory is used: records in a rep's hash that are longer than the limit cost
// about a third more.
func listpack(get func(string) (string, bool), setting string, want int) Finding {
	v, ok := get(setting)
	n, err := strconv.Atoi(v)
	switch {
	case !ok || err != nil:
		return Finding{Advice: true, What: "could not check " + setting,
			Do: fmt.Sprintf("set %s %d if you can: it saves memory", setting, want)}
	case n < want:
		return Finding{Advice: true, What: fmt.Sprintf("%s %d", setting, n),
			Do: fmt.Sprintf("set %s %d: it saves memory, nothing else", setting, want)}
	}
	return Finding{OK: true, What: fmt.Sprintf("%s %d", setting, n)}
}
