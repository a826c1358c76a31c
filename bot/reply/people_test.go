package reply

import (
	"testing"
	"time"

	"github.com/slack-go/slack"
)

func TestWhoIsAStranger(t *testing.T) {
	for name, c := range map[string]struct {
		org      string // ours
		user     slack.User
		stranger bool
	}{
		"a colleague":                   {"", slack.User{TeamID: "T1"}, false},
		"somebody of another workspace": {"", slack.User{TeamID: "T2"}, true},
		"somebody of another organization": {"",
			slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E2"}}, true},
		"the same, and we have an organization too": {"E1",
			slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E2"}}, true},
		"a colleague of another workspace of ours": {"E1",
			slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E1"}}, false},
		"whom Slack calls a stranger":           {"E1", slack.User{TeamID: "T1", IsStranger: true}, true},
		"somebody without a team in the record": {"", slack.User{}, false},
	} {
		if got := PersonOf(&c.user, "T1", c.org, time.Time{}).Stranger; got != c.stranger {
			t.Errorf("%s: stranger %v", name, got)
		}
	}
}
