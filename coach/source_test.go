package coach

import "testing"

// A source that says that they came to us makes a lead warm (S2.5), unless somebody said otherwise.
func TestASourceThatRaisedItsHandIsWarm(t *testing.T) {
	for _, c := range []struct {
		was  Lead
		set  map[string]string
		want Warmth
	}{
		{Lead{}, map[string]string{FactSource: "web form"}, Warm},
		{Lead{}, map[string]string{FactSource: "Web-Form"}, Warm},
		{Lead{}, map[string]string{FactSource: "our contact form, Tuesday"}, Warm},
		{Lead{}, map[string]string{FactSource: "inbound"}, Warm},
		{Lead{}, map[string]string{FactSource: "called us"}, Warm},
		{Lead{}, map[string]string{FactSource: "proposal request on the site"}, Warm},
		{Lead{}, map[string]string{FactSource: "bought list"}, WarmthUnknown},
		{Lead{}, map[string]string{FactSource: "their website"}, WarmthUnknown},
		{Lead{}, map[string]string{FactSource: "platform"}, WarmthUnknown},
		{Lead{}, map[string]string{FactSource: "web form", FactWarmth: "cold"}, Cold},
		{Lead{Warmth: Cold}, map[string]string{FactSource: "web form"}, Cold},
		{Lead{Source: "web form"}, map[string]string{FactSource: "web form", FactWarmth: ""}, WarmthUnknown},
		{Lead{Source: "fair"}, map[string]string{FactSource: "web form", FactWarmth: ""}, Warm},
	} {
		l := c.was
		if err := SetFacts(&l, c.set, nil); err != nil || l.Warmth != c.want {
			t.Errorf("%+v with %v: %q, want %q (%v)", c.was, c.set, l.Warmth, c.want, err)
		}
	}
}
