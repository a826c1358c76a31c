package say_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/followup-coach/followup/bot/blockkit"
)

// TestBothWalksAgree: whatever becomes of the blocks of all that is said, the check that walks slack-go's types finds
// the very mistakes that the check of their JSON finds, in the same order.
func TestBothWalksAgree(t *testing.T) {
	all, found := allCases(), 0
	for _, c := range all {
		agree(t, c.name+c.state, blocksOf(c.what))
	}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(all).Draw(t, "case")
		blocks := copied(t, blocksOf(c.what))
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			var leaves []reflect.Value
			for i := range blocks {
				leaves = appendLeaves(leaves, reflect.ValueOf(&blocks[i]).Elem())
			}
			spoil(t, rapid.SampledFrom(leaves).Draw(t, "where"))
		}
		if agree(t, c.name+c.state, blocks) > 0 {
			found++
		}
	})
	if found < 10 {
		t.Errorf("only %d changes made a mistake", found)
	}
}

// agree compares the two checks on each surface and returns how many mistakes there are.
func agree(t rapid.TB, name string, blocks []slack.Block) (n int) {
	t.Helper()
	raws := make([]slack.Block, len(blocks))
	for i, b := range blocks {
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		raws[i] = asJSON{raw}
	}
	for _, where := range []blockkit.Surface{blockkit.Message, blockkit.Modal, blockkit.Home} {
		got, want := blockkit.Validate(where, blocks), blockkit.Validate(where, raws)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s in a %s:\ntyped %v\n json %v", name, where, got, want)
		}
		if got != nil {
			n++
		}
	}
	return n
}

// asJSON is a block of which only the JSON is known.
type asJSON struct{ json.RawMessage }

func (asJSON) BlockType() slack.MessageBlockType { return "" }
func (asJSON) ID() string                        { return "" }

// copied are blocks that share nothing with the given ones.
func copied(t rapid.TB, blocks []slack.Block) []slack.Block {
	t.Helper()
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	var back slack.Blocks
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	return back.BlockSet
}

// appendLeaves gathers what can be changed in a value: strings, numbers, switches, lists, and what may be missing.
func appendLeaves(leaves []reflect.Value, v reflect.Value) []reflect.Value {
	switch v.Kind() {
	case reflect.String, reflect.Int, reflect.Int64, reflect.Bool:
		return append(leaves, v)
	case reflect.Pointer, reflect.Interface:
		leaves = append(leaves, v)
		if !v.IsNil() {
			leaves = appendLeaves(leaves, v.Elem())
		}
	case reflect.Slice:
		leaves = append(leaves, v)
		for i := range v.Len() {
			leaves = appendLeaves(leaves, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				leaves = appendLeaves(leaves, v.Field(i))
			}
		}
	}
	return leaves
}

// spoil changes one value to something that Slack may or may not take.
func spoil(t *rapid.T, v reflect.Value) {
	if !v.CanSet() {
		return // the inside of an interface, of which the pointer within can be changed
	}
	switch v.Kind() {
	case reflect.String:
		n := rapid.SampledFrom([]int{1, 20, 75, 76, 150, 151, 255, 256, 300, 2000, 2001, 3000, 3001, 4001}).Draw(t, "n")
		one := rapid.SampledFrom([]string{"x", "<", "ß", "😀", "mrkdwn", "plain_text", "section", "button", "overflow",
			"checkboxes", "", "2026-01-31", "https://x.example", v.String()}).Draw(t, "words")
		if r := []rune(one); n > 1 && len(r) > 0 {
			one = strings.Repeat(string(r[0]), n)
		}
		v.SetString(one)
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.SampledFrom([]int64{-1, 0, 1, 4, 5, 3000, 3001, 999_999_999, 1_000_000_000, 9_999_999_999}).Draw(t,
			"n"))
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Slice:
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			v.SetZero()
		case 1:
			v.Set(v.Slice(0, 0))
		default:
			for range rapid.SampledFrom([]int{1, 11, 26, 101}).Draw(t, "more") {
				if v.Len() > 0 {
					v.Set(reflect.Append(v, v.Index(0)))
				}
			}
		}
	default:
		v.SetZero()
	}
}
