package store

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
)

// Fingerprints of what a team's reps have sent, so that one of them hears when a text was written before (S2.23). They
// are hashes of a few words each: nobody reads a text out of them.

// printsMost is how many messages a team's fingerprints are of.
const printsMost = 500

// addPrints keeps the fingerprints of a message for its teams. Done twice it changes nothing more.
func (d Directory) addPrints(ctx context.Context, it Outbox) error {
	t := d.ws()
	b := newBatch(t)
	for _, team := range it.Teams {
		b.do("ZADD", t.prints(team), ms(it.At), it.Touch+":"+packPrints(it.Prints))
		b.do("ZREMRANGEBYRANK", t.prints(team), 0, -printsMost-1)
	}
	_, err := d.s.write(ctx, b)
	return err
}

// dropPrints forgets the fingerprints of a message that was taken back. Done twice it changes nothing more.
func (d Directory) dropPrints(ctx context.Context, it Outbox) error {
	t := d.ws()
	b := newBatch(t)
	for _, team := range it.Teams {
		var members []string
		err := d.s.read(ctx, func(c *client) error {
			var err error
			members, err = c.ZRange(ctx, t.prints(team), 0, -1).Result()
			return err
		})
		if err != nil {
			return err
		}
		for _, member := range members {
			if touch, _, _ := strings.Cut(member, ":"); touch == it.Touch {
				b.do("ZREM", t.prints(team), member)
			}
		}
	}
	_, err := d.s.write(ctx, b)
	return err
}

// unprint forgets the fingerprints of a message that an undo takes back: those that still wait for their shard go from
// the outbox, the others by an item of their own.
func unprint(b *batch, t tag, rep string, teams []string, touch coach.Touch, now time.Time) {
	if !touch.Written() || len(teams) == 0 {
		return
	}
	waits := PrintsItem(touch.ID)
	b.do("HDEL", t.outbox(), waits)
	addDue(b, t, Due{Kind: KindOutbox, Rep: rep, Item: waits})
	addOutbox(b, t, rep, now, []Outbox{{Kind: OutboxUnprint, Touch: touch.ID, Teams: teams}})
}

// PrintsItem is the id of the outbox item that keeps the fingerprints of a message.
func PrintsItem(touch string) string { return "prints-" + touch }

// Prints are the fingerprints of the last messages of some teams.
func (d Directory) Prints(ctx context.Context, teams ...string) (all [][]uint32, err error) {
	if len(teams) == 0 {
		return nil, nil
	}
	found := make([]*redis.StringSliceCmd, len(teams))
	err = d.s.read(ctx, func(c *client) error {
		_, err := c.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, team := range teams {
				found[i] = pipe.ZRange(ctx, d.ws().prints(team), 0, -1)
			}
			return nil
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		for _, member := range f.Val() {
			_, packed, _ := strings.Cut(member, ":")
			all = append(all, unpackPrints(packed))
		}
	}
	return all, nil
}

// packPrints writes hashes as four bytes each, in text.
func packPrints(prints []uint32) string {
	raw := make([]byte, 0, 4*len(prints))
	for _, p := range prints {
		raw = binary.BigEndian.AppendUint32(raw, p)
	}
	return base64.RawStdEncoding.EncodeToString(raw)
}

// unpackPrints reads them; what is none is empty.
func unpackPrints(packed string) []uint32 {
	raw, err := base64.RawStdEncoding.DecodeString(packed)
	if err != nil {
		return nil
	}
	prints := make([]uint32, 0, len(raw)/4)
	for ; len(raw) >= 4; raw = raw[4:] {
		prints = append(prints, binary.BigEndian.Uint32(raw))
	}
	return prints
}
