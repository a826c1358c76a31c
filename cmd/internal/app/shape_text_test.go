package app

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// readTexts reads every Go file, for whatever system it is.
func (tr *tree) readTexts() error {
	return filepath.WalkDir(*shapeTree, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != *shapeTree && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(d.Name(), ".go") {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(*shapeTree, path)
		if err != nil {
			return err
		}
		tr.texts = append(tr.texts, sourceText{
			dir: filepath.ToSlash(filepath.Dir(rel)), file: filepath.ToSlash(rel),
			test: strings.HasSuffix(rel, "_test.go"), text: string(raw),
		})
		return nil
	})
}

func files(tr *tree) map[string]int {
	figures := map[string]int{}
	for _, f := range tr.texts {
		if !f.test {
			figures[f.dir]++
		}
	}
	return figures
}

func fileLines(tr *tree) map[string]int {
	figures := map[string]int{}
	for _, f := range tr.texts {
		figures[f.file] = strings.Count(f.text, "\n")
	}
	return figures
}

// longLines counts lines of more than 120 characters; a tab is one.
func longLines(tr *tree) map[string]int {
	figures := map[string]int{}
	for _, f := range tr.texts {
		figures[f.dir] += 0
		for line := range strings.Lines(f.text) {
			if utf8.RuneCountInString(strings.TrimRight(line, "\r\n")) > 120 {
				figures[f.dir]++
			}
		}
	}
	return figures
}

// commentShare is the percentage of lines with a comment and no code among the lines that are not empty, rounded down.
// What is said to tools (//go:embed) is no comment.
func commentShare(tr *tree) map[string]int {
	all, commented := map[string]int{}, map[string]int{}
	for _, f := range tr.texts {
		if f.test {
			continue
		}
		c, n := commentLines(f.text)
		commented[f.dir] += c
		all[f.dir] += n
	}
	figures := map[string]int{}
	for dir, n := range all {
		figures[dir] = 100 * commented[dir] / n
	}
	return figures
}

func commentLines(text string) (commented, all int) {
	const code, comment = 1, 2
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(text))
	var s scanner.Scanner
	s.Init(file, []byte(text), nil, scanner.ScanComments)
	holds := map[int]int{} // by line
	for {
		pos, tok, literal := s.Scan()
		if tok == token.EOF {
			break
		}
		if tok == token.SEMICOLON && literal == "\n" {
			continue
		}
		what := code
		if tok == token.COMMENT && !strings.HasPrefix(literal, "//go:") {
			what = comment
		}
		first := file.Line(pos)
		for line := range strings.Count(literal, "\n") + 1 {
			holds[first+line] |= what
		}
	}
	for _, what := range holds {
		if what == comment {
			commented++
		}
	}
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			all++
		}
	}
	return commented, all
}

// TestShapeText measures text of which the figures are known.
func TestShapeText(t *testing.T) {
	text := "// Package x\npackage x\n\n//go:embed y\nvar a = 1 // one\nvar b = `\n// no comment\n`\n\n/* two\nlines */\n"
	if c, n := commentLines(text); c != 3 || n != 9 {
		t.Errorf("%d of %d lines are comments, want 3 of 9", c, n)
	}
	tr := &tree{texts: []sourceText{{dir: "x", file: "x/a.go", text: "\t" + strings.Repeat("é", 119) + "\n"},
		{dir: "x", file: "x/a_test.go", test: true, text: strings.Repeat("é", 121) + "\r\n"}}}
	for name, got := range map[string]int{"files": files(tr)["x"], "lines": fileLines(tr)["x/a.go"],
		"long lines": longLines(tr)["x"]} {
		if got != 1 {
			t.Errorf("%s: %d, want 1", name, got)
		}
	}
}
