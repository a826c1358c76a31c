package lists_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/lists"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/listfile"
)

// A box of a column says which one it is as the file has it, however its label is cut or escaped; a column whose header
// is too long for that isn't offered.
func TestBoxesOfColumns(t *testing.T) {
	long := strings.Repeat("how many people work there ", 4)
	to := say.Reader{Now: time.Unix(0, 0), Rules: coach.DefaultRules()}
	v := lists.PreviewForm(to, listfile.Preview{File: "leads.csv", Rows: 1, New: 1,
		Unknown: []string{strings.Repeat("x", 151), "R&D <spend>", long}}, request.Meta{})
	var values []string
	for _, b := range v.Blocks.BlockSet {
		in, _ := b.(*slack.InputBlock)
		if in == nil {
			continue
		}
		if boxes, ok := in.Element.(*slack.CheckboxGroupsBlockElement); ok {
			for _, o := range boxes.Options {
				values = append(values, o.Value)
			}
		}
	}
	if want := []string{"R&D <spend>", long}; !slices.Equal(values, want) {
		t.Errorf("boxes of %q, want %q", values, want)
	}
}
