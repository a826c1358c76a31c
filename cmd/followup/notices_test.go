package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write notices.txt anew from the modules that are linked")

// licenceFile is how a module names the texts that must travel with it.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|authors)(\.\w+)?$`)

// platforms are the systems whose linked modules are listed: what one of them needs besides is listed for all.
var platforms = []string{"linux/amd64", "linux/arm64", "darwin/arm64", "windows/amd64"}

// notice is one text and who shares it.
type notice struct {
	of   []string // module, version and file
	text string
}

// TestNotices holds notices.txt against the modules that go list says are linked and the texts in the module cache.
// A module without a licence text fails it, since what it allows is then unknown.
func TestNotices(t *testing.T) {
	want := render(t, append(linked(t), "Go "+goEnv(t, "GOROOT")))
	if *update {
		if err := os.WriteFile("notices.txt", []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := gocmp.Diff(strings.Split(want, "\n"), strings.Split(notices, "\n")); diff != "" {
		t.Errorf("notices.txt is not what is linked (-linked +notices.txt); go test ./cmd/followup -run TestNotices "+
			"-update writes it anew:\n%s", diff)
	}
	got := runs(t, nil, "version", "--licenses")
	if got.status != 0 || got.out != want || got.errs != "" {
		t.Errorf("version --licenses: status %d, %d bytes of %d, %s", got.status, len(got.out), len(want), got.errs)
	}
}

// linked lists what is linked into the binary besides this module, on every platform: "path version directory".
func linked(t *testing.T) []string {
	t.Helper()
	var modules []string
	for _, platform := range platforms {
		system, machine, _ := strings.Cut(platform, "/")
		list := exec.Command("go", "list", "-deps", "-f",
			"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", ".")
		list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+machine)
		list.Stderr = os.Stderr
		out, err := list.Output()
		if err != nil {
			t.Fatalf("%s: %v", platform, err)
		}
		modules = append(modules, strings.Split(strings.TrimSpace(string(out)), "\n")...)
	}
	slices.Sort(modules)
	return slices.DeleteFunc(slices.Compact(modules), func(m string) bool { return m == "" })
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

const rule = "--------------------------------------------------------------------------------\n"

// render writes the list of modules and then each text once, under the names of all that share it. Go itself is named
// without its version: the text does not change with it.
func render(t *testing.T, modules []string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("Followup contains the following software, under the licences below.\n\n")
	var all []*notice
	for _, module := range modules {
		name, dir := module[:strings.LastIndexByte(module, ' ')], module[strings.LastIndexByte(module, ' ')+1:]
		fmt.Fprintf(&b, "  %s\n", name)
		for _, file := range texts(t, name, dir) {
			raw, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			text := strings.TrimSpace(strings.ReplaceAll(string(raw), "\r\n", "\n")) + "\n"
			same := slices.IndexFunc(all, func(n *notice) bool { return n.text == text })
			if same < 0 {
				same, all = len(all), append(all, &notice{text: text})
			}
			all[same].of = append(all[same].of, name+" ("+file+")")
		}
	}
	slices.SortStableFunc(all, func(a, b *notice) int { return cmp.Compare(a.of[0], b.of[0]) })
	for _, n := range all {
		fmt.Fprintf(&b, "\n%s%s\n%s\n%s", rule, strings.Join(n.of, "\n"), rule, n.text)
	}
	return b.String()
}

// texts lists the licence files of a module; one of them must be the licence itself.
func texts(t *testing.T, name, dir string) (files []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	licensed := false
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) {
			continue
		}
		files = append(files, e.Name())
		kind := strings.ToLower(e.Name())
		licensed = licensed || strings.HasPrefix(kind, "licen") || strings.HasPrefix(kind, "copying")
	}
	if !licensed {
		t.Errorf("%s has no licence file in %s", name, dir)
	}
	return files
}
