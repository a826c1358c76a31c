package storetest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// Dump is everything that Redis holds, a line for each key with its type and value, so that two states can be compared
// byte for byte. Members that have no order are in one; expiries are left out.
func (s *Server) Dump(tb testing.TB) map[string]string {
	tb.Helper()
	c, ctx := s.Client(), tb.Context()
	defer c.Close()
	// By key, so that a difference names it.
	out := map[string]string{}
	for keys := c.Scan(ctx, 0, "", 1000).Iterator(); keys.Next(ctx); {
		key := keys.Val()
		// One trip each: it is for tests, whose stores are small.
		switch kind := c.Type(ctx, key).Val(); kind {
		case "string":
			out[key] = c.Get(ctx, key).Val()
		case "list":
			out[key] = strings.Join(c.LRange(ctx, key, 0, -1).Val(), "\n")
		case "set":
			out[key] = strings.Join(slices.Sorted(slices.Values(c.SMembers(ctx, key).Val())), "\n")
		case "hash":
			// Fields have no order.
			var lines []string
			all := c.HGetAll(ctx, key).Val()
			for _, field := range slices.Sorted(maps.Keys(all)) {
				lines = append(lines, field+" "+all[field])
			}
			out[key] = strings.Join(lines, "\n")
		case "zset":
			out[key] = fmt.Sprint(c.ZRangeWithScores(ctx, key, 0, -1).Val())
		case "none": // expired meanwhile
		default:
			tb.Fatalf("storetest: %s is a %s", key, kind)
		}
	}
	return out
}
