// Package homes keeps who has opened the app's Home lately, and what of it they look at. Only their Homes are drawn
// again when something changes: nobody sees the others, and each is drawn when it is opened.
//
// Nothing of a lead is in it, so that nothing has to be erased. It is no part of a copy either.
package homes

import (
	"context"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/store/codec"
	"github.com/followup-coach/followup/store/keyspace"
	"github.com/followup-coach/followup/store/wire"
)

// State is where somebody's Home stands.
type State struct {
	Place
	Hash string // of the view that was published last; empty when nobody knows
}

// Place is what of their Home somebody looks at.
type Place struct {
	Tab    string `json:"tab"`              // the part that is shown; written always, for no record is empty
	Filter string `json:"filter,omitempty"` // of the leads in it
	After  string `json:"after,omitempty"`  // the place in their list, as the store names it; empty for its beginning
	Whole  bool   `json:"whole,omitempty"`  // all of today is shown, not the first few
}

// Homes are those of a workspace. Make them with [New].
type Homes struct {
	conn *wire.Conn
	in   keyspace.Workspace
}

// New are the Homes of a workspace.
func New(conn *wire.Conn, in keyspace.Workspace) Homes { return Homes{conn, in} }

// The fields of a Home. Replicas write each by itself: who draws a Home must not take back where its person went.
const (
	fieldPlace = "place"
	fieldHash  = "hash"
)

// Open is where the Home of somebody stands who has opened it or tapped on it within [keyspace.HomeLife]; false for
// anybody else.
func (h Homes) Open(ctx context.Context, rep string) (s State, open bool, err error) {
	var raw map[string]string
	err = h.conn.Read(ctx, func(c redis.UniversalClient) error {
		var err error
		raw, err = c.HGetAll(ctx, h.in.Rep(rep).Home(rep)).Result()
		return err
	})
	if err != nil || raw[fieldPlace] == "" {
		return s, false, err
	}
	s.Hash = raw[fieldHash]
	return s, true, codec.Damaged("home", rep, codec.Decode(raw[fieldPlace], &s.Place))
}

// Opened keeps what somebody looks at who has opened their Home or tapped on it just now.
func (h Homes) Opened(ctx context.Context, rep string, at Place) error {
	raw, err := codec.Encode(at, "")
	if err != nil {
		return err
	}
	key, b := h.in.Rep(rep).Home(rep), wire.NewBatch(h.in.Rep(rep))
	b.Do("HSET", key, fieldPlace, raw)
	b.Do("PEXPIRE", key, keyspace.HomeLife.Milliseconds())
	_, err = h.conn.Write(ctx, b)
	return err
}

// Tapped makes an open Home as young as opening it does, wherever somebody has gone in it meanwhile.
func (h Homes) Tapped(ctx context.Context, rep string) error {
	key, b := h.in.Rep(rep).Home(rep), wire.NewBatch(h.in.Rep(rep))
	b.Do("PEXPIRE", key, keyspace.HomeLife.Milliseconds())
	_, err := h.conn.Write(ctx, b)
	return err
}

// Drawn keeps the hash of the view that a Home shows now. It makes the Home no younger.
func (h Homes) Drawn(ctx context.Context, rep, hash string) error {
	key, b := h.in.Rep(rep).Home(rep), wire.NewBatch(h.in.Rep(rep))
	b.Do("HSET", key, fieldHash, hash)
	b.Do("LIVES", key, keyspace.HomeLife.Milliseconds())
	_, err := h.conn.Write(ctx, b)
	return err
}
