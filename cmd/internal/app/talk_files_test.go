package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/imports"
	"github.com/followup-coach/followup/store"
)

// talkFile is a file that somebody has, to be put into a form.
type talkFile struct{ id, content string }

// hasFile uploads a file, as picking it in a form does, or changes one that is there.
func (h *house) hasFile(l talkLine, m []string) {
	var lines []string
	for _, line := range l.body {
		lines = append(lines, line.text)
	}
	if rows, _ := strconv.Atoi(m[3]); rows > 0 {
		lines = append(lines, "Name,Phone")
		for i := range rows {
			lines = append(lines, fmt.Sprintf("Company %d,+1 212 %03d %04d", i, 200+i%700, i))
		}
	}
	f := h.files[m[2]]
	f.content = strings.Join(lines, "\n") + "\n"
	if f.id == "" {
		f.id = h.slack.Upload(h.person(m[1]).id, m[2], []byte(f.content))
	} else {
		h.slack.ChangeFile(f.id, func(s *fakeslack.File) { s.Content = []byte(f.content) })
	}
	h.files[m[2]] = f
}

func (h *house) deletesFile(_ talkLine, m []string) {
	h.slack.ChangeFile(h.files[m[1]].id, func(f *fakeslack.File) { f.Deleted = true })
}

// stopsImport brings in the first rows of a file, and not the rest.
func (h *house) stopsImport(_ talkLine, m []string) {
	h.t.Helper()
	f, rep := h.files[m[2]], h.person(m[1]).id
	sum := sha256.Sum256([]byte(f.content))
	in := imports.Importer{Space: func() *store.Workspace { return h.space }, Rules: h.rules, Now: h.clock.Now}
	const killed = "killed"
	defer func() {
		if r := recover(); r != killed {
			h.fatalf("the import is through: %v", r)
		}
	}()
	_, err := in.Write(context.Background(), store.Import{ID: store.NewID(), Rep: rep, By: rep, At: h.clock.Now(),
		Name: m[2], File: f.id, Hash: hex.EncodeToString(sum[:])}, strings.NewReader(f.content), func(im store.Import) {
		if strconv.Itoa(im.Rows) == m[3] {
			panic(killed)
		}
	})
	h.must(err)
}
