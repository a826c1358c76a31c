package fakeslack

import "testing"

// The composer hands an app the marks that Slack makes of #channel and @name.
func TestNamesAreResolved(t *testing.T) {
	s := New(Config{})
	t.Cleanup(s.Close)
	for _, u := range []User{{ID: "U1", Name: "maya", RealName: "Maya Lindqvist"},
		{ID: "U2", Name: "omar", RealName: "Omar Haddad"},
		{ID: "U3", Name: "o2", RealName: "Omar Sy"}, {ID: "U4", Name: "mayank", RealName: "Mayank Rao"}} {
		s.AddUser(u)
	}
	s.AddChannel(Channel{ID: "C1", Name: "sales", Members: []string{"U1"}})
	s.AddChannel(Channel{ID: "C2", Name: "sales-north", Members: []string{"U1"}})
	for typed, want := range map[string]string{
		"team create North #sales-north": "team create North <#C2|sales-north>",
		"#Sales, please":                 "<#C1|sales>, please",
		"team add @maya @Omar Haddad":    "team add <@U1|maya> <@U2|omar>",
		"@MAYA LINDQVIST!":               "<@U1|maya>!",
		"@mayank and @Mayank Rao":        "<@U4|mayank> and <@U4|mayank>",
		"@Omar":                          "<@U2|omar>",
		"(@o2)":                          "(<@U3|o2>)",
		"@nobody #nowhere @":             "@nobody #nowhere @",
		"maya@omar.example":              "maya@omar.example",
		"@salesperson":                   "@salesperson",
		"<@U1> 5#":                       "<@U1> 5#",
	} {
		if got := (&page{s: s}).named(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
