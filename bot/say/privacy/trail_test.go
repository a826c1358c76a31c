package privacy

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Whatever is done to a lead has words in its trail.
func TestWhateverIsDoneHasWords(t *testing.T) {
	op := regexp.MustCompile(`\b(?:Op: |Op = )"([a-z]+)`)
	elsewhere := map[string]bool{"rep": true, "settings": true, "slack": true} // of no lead
	found := 0
	for _, root := range []string{"../..", "../../../schedule"} {
		files := os.DirFS(root)
		err := fs.WalkDir(files, ".", func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := fs.ReadFile(files, path)
			for _, m := range op.FindAllSubmatch(text, -1) {
				found++
				if word := string(m[1]); did[word] == "" && !elsewhere[word] {
					t.Errorf("%s/%s: nothing says what %q is", root, path, word)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 15 {
		t.Errorf("only %d operations were found", found)
	}
}
