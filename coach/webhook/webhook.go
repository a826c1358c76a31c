// Package webhook is what an installation's file says of webhooks: to which addresses, of what, and signed with which
// secret. It reads no file of secrets and sends nothing; what a change tells is package event's.
package webhook

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/followup-coach/followup/coach/rulefile"
)

// Type is what an event tells. The words stay what they are: receivers are built on them.
type Type string

// Types of events.
const (
	TouchLogged    Type = "touch.logged"
	TouchCorrected Type = "touch.corrected" // written over
	TouchRemoved   Type = "touch.removed"   // taken out, or undone
	CallAgreed     Type = "call.agreed"     // a date and time that the prospect agreed to
	CallMoved      Type = "call.moved"
	CallKept       Type = "call.kept"
	CallMissed     Type = "call.missed"  // by the prospect or the rep
	CallDropped    Type = "call.dropped" // closed or undone before, or nobody said what became of it
	NextChanged    Type = "next.changed" // what comes next for a lead, or when
	LeadAdded      Type = "lead.added"
	LeadClosed     Type = "lead.closed"
	LeadReopened   Type = "lead.reopened"
	LeadHandedOver Type = "lead.handed_over" // told with its new rep
	LeadRemoved    Type = "lead.removed"     // erased, forgotten, merged into another one, or its add was taken back
	Test           Type = "webhook.test"     // an operator asked for it; nobody subscribes to it
)

// Types lists what can be subscribed to.
func Types() []Type {
	return []Type{TouchLogged, TouchCorrected, TouchRemoved, CallAgreed, CallMoved, CallKept, CallMissed, CallDropped,
		NextChanged, LeadAdded, LeadClosed, LeadReopened, LeadHandedOver, LeadRemoved}
}

// Most is how many addresses an installation may have.
const Most = 10

// SecretPrefix begins a secret as Standard Webhooks writes it; base64 follows.
const SecretPrefix = "whsec_"

// File is one address as written in a configuration file.
type File struct {
	URL        string
	Secret     string
	SecretFile string `yaml:"secret_file"`
	Events     []string
}

// Address is where events go.
type Address struct {
	ID         string // short, made from the URL: what waits for an address is found by it
	URL        string
	Secret     Secret // whsec_…, or…
	SecretFile string // …the path of a file that has one, or two while they change, a line each
	Events     []Type // empty for all
}

// Secret signs what goes to an address. It prints as nothing of itself.
type Secret string

// String keeps it out of errors and %v.
func (Secret) String() string { return "[secret]" }

// GoString keeps it out of %#v.
func (Secret) GoString() string { return "[secret]" }

// Host is how an address is named to people: a path may hold a token.
func (a Address) Host() string {
	u, err := url.Parse(a.URL)
	if err != nil {
		return a.ID
	}
	return u.Scheme + "://" + u.Host
}

// Wants reports whether events of a type go to the address.
func (a Address) Wants(t Type) bool { return len(a.Events) == 0 || slices.Contains(a.Events, t) }

// Load checks what a file says, and notes every mistake. No mistake holds a secret or more of an address than its
// place.
func Load(files []File, ms *rulefile.Mistakes) []Address {
	var out []Address
	if len(files) > Most {
		ms.Add("webhooks", "expected at most %d addresses", Most)
	}
	for i, f := range files {
		path := fmt.Sprintf("webhooks.%d", i)
		a := Address{URL: f.URL, Secret: Secret(f.Secret), SecretFile: f.SecretFile, ID: idOf(f.URL)}
		if err := checkURL(f.URL); err != "" {
			ms.Add(path+".url", "%s", err)
		}
		if slices.ContainsFunc(out, func(o Address) bool { return o.ID == a.ID }) {
			ms.Add(path+".url", "this address is there already: name all events in one")
		}
		switch {
		case (f.Secret == "") == (f.SecretFile == ""):
			ms.Add(path, "expected secret: whsec_…, or secret_file: with the path of a file that has it")
		case f.Secret != "" && !ValidSecret(f.Secret):
			ms.Add(path+".secret", "%s", SecretExpected)
		}
		for k, name := range f.Events {
			if !slices.Contains(Types(), Type(name)) {
				ms.Add(fmt.Sprintf("%s.events.%d", path, k), "%q: expected some of %s", name, all())
				continue
			}
			a.Events = append(a.Events, Type(name))
		}
		out = append(out, a)
	}
	return out
}

// all are the types in one line.
func all() string {
	words := make([]string, len(Types()))
	for i, t := range Types() {
		words[i] = string(t)
	}
	return strings.Join(words, ", ")
}

// idOf is the id of an address: twelve letters.
func idOf(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:6])
}

// checkURL says what is wrong with an address; "" for nothing. Where it leads is the operator's to decide, a private
// network included, but nothing goes over a wire in plain text.
func checkURL(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return "expected an address, like https://hooks.example.com/followup"
	case u.User != nil:
		return "expected an address without user and password: the signature says who it is from"
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return "expected https://: http:// is for this machine alone (http://localhost:8090)"
	}
	return ""
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// SecretExpected says what a secret must be.
const SecretExpected = "expected whsec_ and 24 to 64 bytes in base64: " +
	"echo whsec_$(head -c 32 /dev/urandom | base64)"

// ValidSecret reports whether a secret is one of Standard Webhooks.
func ValidSecret(secret string) bool {
	text, prefixed := strings.CutPrefix(secret, SecretPrefix)
	key, err := base64.StdEncoding.DecodeString(text)
	return prefixed && err == nil && len(key) >= 24 && len(key) <= 64
}
