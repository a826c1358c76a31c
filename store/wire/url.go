package wire

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"github.com/followup-coach/followup/store/together"
)

// Every wait is short, so that a person has an answer within 2.5 s while Redis hangs; a caller's deadline may cut it
// further.
const ioTimeout = time.Second

// redisURL is REDIS_URL understood: exactly one of the three is set.
type redisURL struct {
	single   *redis.Options
	cluster  *redis.ClusterOptions
	failover *redis.FailoverOptions
}

// parseURL reads the forms of the contract: redis://, rediss:// and unix:// for one server, ?addr= for more hosts of a
// cluster, ?master_name= for Sentinel. Its errors never repeat the URL, since that may hold a password.
func parseURL(raw string) (redisURL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return redisURL{}, errors.New(
			"expected a URL such as redis://host:6379/0; characters such as / # ? @ in a password must be percent-encoded")
	}
	if u.Scheme != "redis" && u.Scheme != "rediss" && u.Scheme != "unix" {
		return redisURL{}, errors.New(
			"expected it to begin with redis://, rediss:// or unix://, such as redis://localhost:6379/0")
	}
	var out redisURL
	q := u.Query()
	switch {
	case q.Has("addr") && q.Has("master_name"):
		return redisURL{}, errors.New(
			"expected addr= (cluster) or master_name= (Sentinel), not both; give more sentinels as host:port,host:port with " +
				"master_name=")
	case q.Has("addr"):
		out.cluster, err = redis.ParseClusterURL(raw)
	case q.Has("master_name"):
		out.failover, err = redis.ParseFailoverURL(raw)
	default:
		out.single, err = redis.ParseURL(raw)
	}
	if err != nil {
		return redisURL{}, errors.New("expected a URL such as redis://host:6379/0: " + withoutSecrets(err.Error(), u))
	}
	switch {
	case out.single != nil:
		prepare(out.single)
	case out.cluster != nil:
		prepareCluster(out.cluster)
	case out.failover != nil:
		prepareFailover(out.failover)
	}
	return out, nil
}

// withoutSecrets takes every password of the URL, encoded or not, out of a message.
func withoutSecrets(msg string, u *url.URL) string {
	secrets := u.Query()["password"]
	secrets = append(secrets, u.Query()["sentinel_password"]...)
	if p, ok := u.User.Password(); ok {
		secrets = append(secrets, p)
	}
	for _, s := range secrets {
		if s != "" {
			msg = strings.ReplaceAll(msg, s, "…")
			msg = strings.ReplaceAll(msg, url.QueryEscape(s), "…")
			msg = strings.ReplaceAll(msg, url.PathEscape(s), "…")
		}
	}
	return msg
}

// shorten sets the waits that the URL does not.
func shorten(waits ...*time.Duration) {
	for _, wait := range waits {
		*wait = cmp.Or(*wait, ioTimeout)
	}
}

// prepare sets what a person waiting for an answer needs. go-redis' own repeats are off: [Conn.Run] repeats, and
// remembers whether an earlier try may have reached Redis, which go-redis would forget.
func prepare(o *redis.Options) {
	o.MaxRetries = -1
	o.DialerRetries = 1
	shorten(&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout)
	o.ContextTimeoutEnabled = true
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
}

// prepareCluster is [prepare] for a cluster; the hook sits on every node's client, below its redirections.
func prepareCluster(o *redis.ClusterOptions) {
	o.MaxRetries = -1
	o.DialerRetries = 1
	shorten(&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout)
	o.ContextTimeoutEnabled = true
	o.DisableIdentity = true
	// They are for commands of Redis' search. To look for one, each command would wait until any node has told the list of
	// all commands, also one that hangs and has nothing to do with it.
	o.DisableRoutingPolicies = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	o.NewClient = func(opt *redis.Options) *redis.Client {
		c := redis.NewClient(opt)
		c.AddHook(sentHook{})
		c.AddHook(together.New(c))
		return c
	}
}

// prepareFailover is [prepare] for Sentinel.
func prepareFailover(o *redis.FailoverOptions) {
	o.MaxRetries = -1
	o.DialerRetries = 1
	shorten(&o.DialTimeout, &o.ReadTimeout, &o.WriteTimeout, &o.PoolTimeout)
	o.ContextTimeoutEnabled = true
	o.DisableIdentity = true
}

// asCluster turns the options of a single address that turned out to be a cluster's node into those of the cluster.
func asCluster(o *redis.Options) (*redis.ClusterOptions, error) {
	if o.DB != 0 {
		return nil, fmt.Errorf("a Redis Cluster has only database 0, REDIS_URL asks for %d", o.DB)
	}
	c := &redis.ClusterOptions{
		Addrs: []string{o.Addr}, Username: o.Username, Password: o.Password, Protocol: o.Protocol,
		TLSConfig:  o.TLSConfig.Clone(),
		ClientName: o.ClientName, DialTimeout: o.DialTimeout, ReadTimeout: o.ReadTimeout, WriteTimeout: o.WriteTimeout,
		PoolTimeout: o.PoolTimeout, PoolFIFO: o.PoolFIFO, MinIdleConns: o.MinIdleConns, MaxIdleConns: o.MaxIdleConns,
		ConnMaxIdleTime: o.ConnMaxIdleTime, ConnMaxLifetime: o.ConnMaxLifetime,
	}
	prepareCluster(c)
	return c, nil
}
