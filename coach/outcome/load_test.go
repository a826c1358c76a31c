package outcome

import (
	"runtime"
	"testing"

	"github.com/followup-coach/followup/coach/rulefile"
)

func loadContract(tb testing.TB) {
	tb.Helper()
	if _, err := Load("data/outcomes.yaml", rulefile.Embedded("data/outcomes.yaml"), Added{}); err != nil {
		tb.Fatal(err)
	}
}

// Every start reads the contract's outcomes before anything else, so that what they take up is time to ready.
func TestTheContractIsReadInLittleRoom(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	loadContract(t)
	runtime.ReadMemStats(&after)
	if mb := float64(after.TotalAlloc-before.TotalAlloc) / 1e6; mb > 5.5 {
		t.Errorf("%.1f MB, of which nearly all is thrown away", mb)
	}
	if n := len(Contract().said.steps); n < fewestSteps {
		t.Errorf("%d steps: there is room for %d", n, fewestSteps)
	}
}

func BenchmarkLoadContract(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		loadContract(b)
	}
}
