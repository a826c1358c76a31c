package app

import (
	"fmt"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/webhook"
	"github.com/followup-coach/followup/schedule/webhooks"
)

// Webhooks are the addresses that rules name, with their secrets at hand. The error is a *[SettingError] for a secret
// that can't be read; it holds none.
func Webhooks(rules *coach.Rules) ([]webhooks.Address, error) {
	var out []webhooks.Address
	for i, a := range rules.Webhooks() {
		to := webhooks.Address{Address: a, Secrets: secretsOf(a)}
		if _, err := to.Secrets(); err != nil {
			return nil, &SettingError{"FOLLOWUP_CONFIG", fmt.Sprintf("webhooks.%d.secret_file: %v", i, err)}
		}
		out = append(out, to)
	}
	return out, nil
}

// secretsOf reads the secrets of an address when they are needed: their file may change.
func secretsOf(a webhook.Address) func() ([]string, error) {
	return func() ([]string, error) { return webhooks.Secrets(a, Secret{file: a.SecretFile}.Read) }
}
