package app

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/followup-coach/followup/coach"
)

// ruleCase changes one setting of FOLLOWUP_CONFIG. What is seen of a team's day must then be different, and say what
// the case wants.
type ruleCase struct {
	setting string
	// base is a configuration, and becomes the changed one when old is replaced by to. Both empty: to is laid over the
	// built-in rules.
	base, old, to string
	want          string                                   // stands in what is seen after the change and not before
	see           func(t *testing.T, config string) string // nil: [seeDays]
}

// TestEverySettingMatters holds every setting there is against a case: whoever adds one shows what it changes.
func TestEverySettingMatters(t *testing.T) {
	cases := map[string]ruleCase{}
	for _, c := range slices.Concat(ruleCases, phraseCases, webhookCases) {
		if _, twice := cases[c.setting]; twice {
			t.Errorf("%s: two cases", c.setting)
		}
		cases[c.setting] = c
	}
	for _, setting := range settingsOf(reflect.TypeFor[coach.ConfigFile](), "") {
		c, ok := cases[setting]
		if !ok {
			t.Errorf("%s: no case shows what it changes", setting)
			continue
		}
		delete(cases, setting)
		t.Run(setting, c.check)
	}
	for setting := range cases {
		t.Errorf("%s: there is a case, and no such setting", setting)
	}
}

func (c ruleCase) check(t *testing.T) {
	t.Parallel()
	changed := c.to
	if c.base != "" {
		if strings.Count(c.base, c.old) != 1 {
			t.Fatalf("%q must stand once in %q", c.old, c.base)
		}
		changed = strings.Replace(c.base, c.old, c.to, 1)
	}
	see, before := c.see, ""
	if see == nil {
		see, before = seeDays, seenOnce(t, c.base)
	} else {
		before = see(t, c.base)
	}
	after := see(t, changed)
	if before == after {
		t.Fatalf("nothing changes with %s", changed)
	}
	if strings.Contains(before, c.want) && c.want != "" || !strings.Contains(after, c.want) {
		t.Errorf("with %s, %q must appear; what appears is:\n%s", changed, c.want, added(before, after))
	}
}

// seen holds what [seeDays] has written for a base, which many cases share.
var seen sync.Map

func seenOnce(t *testing.T, base string) string {
	t.Helper()
	once, _ := seen.LoadOrStore(base, sync.OnceValue(func() string { return seeDays(t, base) }))
	return once.(func() string)()
}

// added are the lines of after that before doesn't have.
func added(before, after string) string {
	had := map[string]bool{}
	for line := range strings.Lines(before) {
		had[line] = true
	}
	var out strings.Builder
	for line := range strings.Lines(after) {
		if !had[line] {
			out.WriteString(line)
		}
	}
	return out.String()
}

// settingsOf lists the dotted paths of the settings in a type: "*" stands for any key of a map, "[]" for any element of
// a list of records.
func settingsOf(t reflect.Type, path string) (out []string) {
	switch {
	case t.Kind() == reflect.Pointer:
		return settingsOf(t.Elem(), path)
	case t.Kind() == reflect.Map:
		return settingsOf(t.Elem(), path+".*")
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return settingsOf(t.Elem(), path+"[]")
	case t.Kind() != reflect.Struct:
		return []string{strings.TrimPrefix(path, ".")}
	}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		out = append(out, settingsOf(f.Type, path+"."+name)...)
	}
	return out
}
