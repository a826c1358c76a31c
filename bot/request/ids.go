package request

import "strings"

// Value writes what a button carries: ids joined by bars. Parts hold no bar; a part that does is cut there.
func Value(parts ...string) string {
	clean := make([]string, len(parts))
	for i, p := range parts {
		clean[i], _, _ = strings.Cut(p, "|")
	}
	return strings.Join(clean, "|")
}

// ParseValue is the reverse of [Value]. The first part is mostly a lead; missing parts are left out.
func ParseValue(v string) (first string, rest []string) {
	parts := strings.Split(v, "|")
	return parts[0], parts[1:]
}

// FieldOf is the field's name in a form's block id, whose end is the nonce.
func FieldOf(blockID string) string {
	name, _, _ := strings.Cut(blockID, ".")
	return name
}
