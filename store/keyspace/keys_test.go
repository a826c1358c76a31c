package keyspace

import (
	"fmt"
	"testing"
)

// The tags of all shards are those under which everything is stored, and cost one allocation each: a look at what is
// due makes them every second.
func TestTagsOfAllShards(t *testing.T) {
	all := Of("T1").All()
	for n, tag := range all[:Shards] {
		if want := fmt.Sprintf("{T1:s%02d}", n); string(tag) != want {
			t.Errorf("%s, want %s", tag, want)
		}
	}
	if len(all) != Shards+1 || all[Shards] != "{T1:ws}" {
		t.Errorf("behind the shards: %v", all[Shards:])
	}
	if got := testing.AllocsPerRun(100, func() { Of("T1").All() }); got > Shards+8 {
		t.Errorf("%v allocations", got)
	}
}
