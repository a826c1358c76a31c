package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The image holds the binary and no shell, runs as nobody, and asks the bot itself for its health.
func TestImage(t *testing.T) {
	raw, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	var stages []map[string][]string // instruction → its arguments
	for line := range strings.Lines(strings.ReplaceAll(string(raw), "\\\n", " ")) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if word == "" || word[0] == '#' {
			continue
		}
		if word == "FROM" {
			stages = append(stages, map[string][]string{})
		}
		last := stages[len(stages)-1]
		last[word] = append(last[word], rest)
	}
	if len(stages) != 2 {
		t.Fatalf("%d stages", len(stages))
	}
	build, image := stages[0], stages[1]
	// A tag alone is another image from one day to the next.
	pinned := regexp.MustCompile(`^golang:1\.\d+\.\d+@sha256:[0-9a-f]{64} AS build$`)
	if from := build["FROM"][0]; !pinned.MatchString(from) {
		t.Errorf("the build's base is %s, no version with its digest", from)
	}
	flags := strings.Join(build["RUN"], "\n")
	for _, want := range []string{"CGO_ENABLED=0", "-trimpath", "-X main.version=${VERSION}", "./cmd/followup"} {
		if !strings.Contains(flags, want) {
			t.Errorf("the build lacks %s:\n%s", want, flags)
		}
	}
	if from := image["FROM"][0]; from != "scratch" {
		t.Errorf("the image is made from %s, which may hold a shell", from)
	}
	if len(image["RUN"]) > 0 {
		t.Errorf("something runs in the image: %v", image["RUN"])
	}
	for _, c := range image["COPY"] {
		if !strings.HasPrefix(c, "--from=build ") {
			t.Errorf("the image is given more than was built: COPY %s", c)
		}
	}
	if notices := "--from=build /src/cmd/followup/notices.txt /NOTICES.txt"; !slices.Contains(image["COPY"], notices) {
		t.Errorf("the licences of what is linked don't travel with the image: %v", image["COPY"])
	}
	user, _, _ := strings.Cut(strings.Join(image["USER"], " "), ":")
	if user == "" || strings.Trim(user, "0123456789") != "" || strings.Trim(user, "0") == "" {
		t.Errorf("USER %q: want the number of somebody who is not root", user)
	}
	form := func(from string) (words []string) {
		if err := json.Unmarshal([]byte(from), &words); err != nil || len(words) == 0 {
			t.Errorf("%q is not in exec form, and there is no shell", from)
		}
		return words
	}
	entry := form(strings.Join(image["ENTRYPOINT"], " "))
	if len(entry) != 1 || entry[0] != "/followup" {
		t.Errorf("ENTRYPOINT %v", entry)
	}
	if cmd := form(strings.Join(image["CMD"], " ")); len(cmd) != 1 || cmd[0] != "serve" {
		t.Errorf("CMD %v", cmd)
	}
	_, check, _ := strings.Cut(strings.Join(image["HEALTHCHECK"], " "), "CMD ")
	if words := form(check); len(words) != 2 || words[0] != entry[0] || words[1] != "health" {
		t.Errorf("HEALTHCHECK %v", words)
	}
}

// The linker leaves out what nothing calls. Where anything calls a method by a name that it works out, as some
// libraries for templates and command lines do, it can't know, and keeps every method of every library: 9 MB.
func TestNothingCallsMethodsByName(t *testing.T) {
	out, err := exec.Command("go", "build", "-ldflags", "-dumpdep", "-o", os.DevNull, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%.2000s", err, out)
	}
	if !strings.Contains(string(out), " -> main.run") {
		t.Fatal("the linker doesn't tell what calls what")
	}
	callers := regexp.MustCompile(`(?m)^\S+ <ReflectMethod> ->`).FindAllString(string(out), -1)
	for _, caller := range slices.Compact(callers) {
		t.Error(caller)
	}
}
