package coach_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// covered are the rules of the handbook that the end of a chase and the words to send rest on.
var covered = []string{"S0.8-13", "S0.23", "S1.12-31", "S2.20-24", "S4.16-20", "C1", "C2", "C9", "C12", "C17", "§3c",
	"§5.3", "§5.4", "§5.6", "§5.7"}

// Each of these rules has a declaration, a test and a line that a rep is shown in a talk, by testdata/coverage.tsv: all
// three are looked up, so that whoever renames or drops one puts the table right.
func TestEachRuleHasAPlaceATestAndALine(t *testing.T) {
	raw, err := os.ReadFile("testdata/coverage.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != 5 || slices.Contains(row, "") {
			t.Errorf("%q: expected a number, a declaration, a test, a talk and a line of it", line)
			continue
		}
		if rows[row[0]] {
			t.Errorf("%s has two rows", row[0])
		}
		rows[row[0]] = true
		if !declares(t, row[1]) {
			t.Errorf("%s: there is no %s", row[0], row[1])
		}
		if !declares(t, row[2]) {
			t.Errorf("%s: there is no test %s", row[0], row[2])
		}
		if !shows(t, row[3], row[4]) {
			t.Errorf("%s: the talk %s has no line %q", row[0], row[3], row[4])
		}
	}
	for _, rule := range spelled(covered) {
		if !rows[rule] {
			t.Errorf("%s has no row", rule)
		}
		delete(rows, rule)
	}
	for rule := range rows {
		t.Errorf("%s is none of the rules that are covered", rule)
	}
}

// spelled are ranges of rules, one by one.
func spelled(ranges []string) (out []string) {
	for _, r := range ranges {
		first, last, isRange := strings.Cut(r, "-")
		if !isRange {
			out = append(out, r)
			continue
		}
		seed, from, _ := strings.Cut(first, ".")
		n, _ := strconv.Atoi(from)
		for to, _ := strconv.Atoi(last); n <= to; n++ {
			out = append(out, seed+"."+strconv.Itoa(n))
		}
	}
	return out
}

// declares reports whether a file of the tree declares a name: "coach/chase/meter.go#Meter".
func declares(t *testing.T, place string) bool {
	t.Helper()
	file, name, _ := strings.Cut(place, "#")
	raw, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(file)))
	return err == nil && name != "" && regexp.MustCompile(`(?m)^(func (\([^)]*\) )?|type |var |const |\t)`+
		regexp.QuoteMeta(name)+`\b`).Match(raw)
}

// shows reports whether a talk has words in a line that is no comment.
func shows(t *testing.T, talk, words string) bool {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "cmd", "internal", "app", "testdata", "talks", talk+".talk"))
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(raw)) {
		if !strings.HasPrefix(line, "#") && strings.Contains(line, words) {
			return true
		}
	}
	return false
}
