package facts

import (
	"testing"

	"github.com/followup-coach/followup/coach"
)

// A source that says that they came to us makes a lead warm (S2.5), unless somebody said otherwise.
func TestASourceThatRaisedItsHandIsWarm(t *testing.T) {
	for _, c := range []struct {
		was  coach.Lead
		set  map[string]string
		want coach.Warmth
	}{
		{coach.Lead{}, map[string]string{Source: "web form"}, coach.Warm},
		{coach.Lead{}, map[string]string{Source: "Web-Form"}, coach.Warm},
		{coach.Lead{}, map[string]string{Source: "our contact form, Tuesday"}, coach.Warm},
		{coach.Lead{}, map[string]string{Source: "inbound"}, coach.Warm},
		{coach.Lead{}, map[string]string{Source: "called us"}, coach.Warm},
		{coach.Lead{}, map[string]string{Source: "proposal request on the site"}, coach.Warm},
		{coach.Lead{}, map[string]string{Source: "bought list"}, coach.WarmthUnknown},
		{coach.Lead{}, map[string]string{Source: "their website"}, coach.WarmthUnknown},
		{coach.Lead{}, map[string]string{Source: "platform"}, coach.WarmthUnknown},
		{coach.Lead{}, map[string]string{Source: "web form", Warmth: "cold"}, coach.Cold},
		{coach.Lead{Warmth: coach.Cold}, map[string]string{Source: "web form"}, coach.Cold},
		{coach.Lead{Source: "web form"}, map[string]string{Source: "web form", Warmth: ""}, coach.WarmthUnknown},
		{coach.Lead{Source: "fair"}, map[string]string{Source: "web form", Warmth: ""}, coach.Warm},
	} {
		l := c.was
		if err := Set(&l, c.set, nil); err != nil || l.Warmth != c.want {
			t.Errorf("%+v with %v: %q, want %q (%v)", c.was, c.set, l.Warmth, c.want, err)
		}
	}
}
