// Package traces removes what is left of an erased lead where it was kept for a while: answers to deliveries from
// Slack, typed text that waits for a tap, letters between people, records of messages that went out. It goes over all
// keys in small steps and can be repeated.
package traces

import (
	"context"
	"errors"
	"fmt"
	"html"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/keyspace"
)

// Person is who is to be forgotten.
type Person struct {
	Rep   string   // whose lead it was
	Lead  string   // its id
	Words []string // what it was called and reached by
}

// noAnswer stands in the place of a stored answer: the delivery stays known, and says nothing when it comes again.
const noAnswer = "\n{}"

// spots begins the names of what is kept of messages in which a number may stand ([notify.SpotOf]), by their addresses
// alone: they are needed to take it away.
const spots = "called-"

// Remove goes over the keys of a workspace. Of the rep everything that was kept for a day goes, since it may say more
// than the words; of others what has one of the words or the lead's id in it.
func Remove(ctx context.Context, c redis.UniversalClient, workspace string, p Person) error {
	words := make([]string, 0, len(p.Words)+1)
	for _, w := range append([]string{p.Lead}, p.Words...) {
		if w = plain(w); w != "" {
			words = append(words, w)
		}
	}
	err := keyspace.Each(ctx, c, "{"+workspace+":*", func(keys []string) error {
		pipe, kept, queues := c.Pipeline(), map[string]*redis.StringCmd{}, map[string]*redis.StringSliceCmd{}
		for _, key := range keys {
			switch k, _ := keyspace.Parse(key); k.Kind {
			case "key", "parked", "letter":
				kept[key] = pipe.Get(ctx, key)
			case "event":
				if strings.Contains(k.Of, ":"+p.Lead+":") {
					queues[key] = pipe.LRange(ctx, key, 0, -1)
				}
			case "deed":
				if strings.Contains(key, "/"+p.Lead) {
					pipe.Unlink(ctx, key)
				}
			}
		}
		if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
			return err
		}
		pipe = c.Pipeline()
		for key, got := range kept {
			k, _ := keyspace.Parse(key)
			owner, name, _ := strings.Cut(k.Of, ":")
			if k.Kind == "parked" && strings.HasPrefix(name, spots) {
				continue
			}
			own := owner == p.Rep && k.Kind != "letter"
			if !own && !has(got.Val(), words) {
				continue
			}
			// A delivery that was answered stays known as that, or it would be carried out once more.
			nonce, answer, _ := strings.Cut(got.Val(), "\n")
			switch {
			case k.Kind != "key":
				pipe.Unlink(ctx, key)
			case answer != "":
				pipe.SetArgs(ctx, key, nonce+noAnswer, redis.SetArgs{Mode: "XX", KeepTTL: true})
			}
		}
		unqueue(ctx, pipe, queues, words[min(1, len(words)):])
		if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) { // gone by itself since
			return err
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("remove what is left of a lead: %w", err)
	}
	return nil
}

// unqueue takes what webhooks are still to hear out of their queues, but for that the lead is gone, which says of whom
// by its id alone.
func unqueue(ctx context.Context, pipe redis.Pipeliner, queues map[string]*redis.StringSliceCmd, words []string) {
	for key, got := range queues {
		for _, event := range got.Val() {
			if has(event, words) {
				pipe.LRem(ctx, key, 0, event)
			}
		}
	}
}

// has reports whether one of the words, in the form of plain, is in a text as JSON and Slack write it.
func has(text string, words []string) bool {
	text = plain(text)
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// unescaped undoes what JSON makes of the characters that Slack's markup is made of.
var unescaped = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", `\"`, `"`, `\\`, `\`)

// plain is a text to be searched, whatever wrote it.
func plain(s string) string {
	return strings.ToLower(html.UnescapeString(unescaped.Replace(strings.TrimSpace(s))))
}

// RewriteLog has every server of a single Redis, or every master of a cluster, write its append-only file anew, without
// what was there before; where there is none, nothing is done. An error says that one can't begin now.
func RewriteLog(ctx context.Context, c redis.UniversalClient) error {
	rewrite := func(ctx context.Context, node redis.Cmdable) error {
		info, err := node.Info(ctx, "persistence").Result()
		if err != nil || !strings.Contains(info, "aof_enabled:1") {
			return ignored(err)
		}
		// The one that is being written began with what has to go.
		if strings.Contains(info, "aof_rewrite_in_progress:1") {
			return errors.New("redis is writing its append-only file anew already")
		}
		return ignored(node.BgRewriteAOF(ctx).Err())
	}
	if cluster, ok := c.(*redis.ClusterClient); ok {
		return cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error { return rewrite(ctx, node) })
	}
	return rewrite(ctx, c)
}

// ignored is nil for a command that this Redis doesn't know or doesn't allow: its operator sees to the file.
func ignored(err error) error {
	var reply redis.Error
	if errors.As(err, &reply) && (strings.HasPrefix(reply.Error(), "NOPERM") ||
		strings.HasPrefix(reply.Error(), "ERR unknown") || strings.Contains(reply.Error(), "not supported")) {
		return nil
	}
	return err
}
