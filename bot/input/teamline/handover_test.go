package teamline_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/followup-coach/followup/bot/input/teamline"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/handover"
)

func TestReadHandOver(t *testing.T) {
	for _, c := range []struct {
		line string
		want teamline.HandOver
	}{
		{"<@UMAYA> to <@UOMAR>", teamline.HandOver{From: "UMAYA", To: []string{"UOMAR"}}},
		{"<@UMAYA> <@UOMAR>", teamline.HandOver{From: "UMAYA", To: []string{"UOMAR"}}},
		{"from <@UMAYA> to <@UOMAR> and <@URUTH>, <@UOMAR>",
			teamline.HandOver{From: "UMAYA", To: []string{"UOMAR", "URUTH"}}},
		{"to <@UOMAR> from <@UMAYA>", teamline.HandOver{From: "UMAYA", To: []string{"UOMAR"}}},
		{"all the warm leads of <@UMAYA> to <@UOMAR>,<@URUTH> least busy please",
			teamline.HandOver{From: "UMAYA", To: []string{"UOMAR", "URUTH"}, Which: handover.Warm, How: handover.LeastBusy}},
		{"<@UMAYA> to <@UOMAR> <@URUTH> overdue least-busy now", teamline.HandOver{From: "UMAYA",
			To: []string{"UOMAR", "URUTH"}, Which: handover.Due, How: handover.LeastBusy, Go: true}},
		{"<@UMAYA> to <@UOMAR> in turn", teamline.HandOver{From: "UMAYA", To: []string{"UOMAR"}}},
		{"<@UMAYA>", teamline.HandOver{From: "UMAYA"}},
		{"to <@UOMAR>", teamline.HandOver{To: []string{"UOMAR"}}},
		{"", teamline.HandOver{}},
		{"<@UMAYA> to <@UMAYA>", teamline.HandOver{From: "UMAYA"}},
		{"<@UMAYA> to <@UOMAR> purple ones", teamline.HandOver{From: "UMAYA", To: []string{"UOMAR"}, Stray: "purple"}},
		{"<@UMAYA> to <@UOMAR> now warm", teamline.HandOver{From: "UMAYA", To: []string{"UOMAR"}, Which: handover.Warm,
			Stray: "now"}},
		{"<@UMAYA> lead:abcd1234", teamline.HandOver{From: "UMAYA", Lead: "abcd1234"}},
		{"<@UMAYA> to <@UOMAR> lead:abcd1234 now", teamline.HandOver{From: "UMAYA", To: []string{"UOMAR"},
			Lead: "abcd1234", Go: true}},
		{"undo <@UMAYA> abcd1234", teamline.HandOver{From: "UMAYA", Undo: "abcd1234"}},
	} {
		got := teamline.ReadHandOver(words.Lex(c.line))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q: want -, got +\n%s", c.line, diff)
		}
		if again := teamline.ReadHandOver(words.Lex(got.Line()[len("team handover "):])); got.From != "" && len(got.To) > 0 &&
			(again.Which != got.Which || again.How != got.How || again.Lead != got.Lead || !cmp.Equal(again.To, got.To)) {
			t.Errorf("%q reads as %+v", got.Line(), again)
		}
	}
}
