package request

import "strings"

// ParseValue reads what a button carries: parts joined by bars, as package say writes them. The first part is mostly a
// lead; missing parts are left out.
func ParseValue(v string) (first string, rest []string) {
	parts := strings.Split(v, "|")
	return parts[0], parts[1:]
}

// FieldOf is the field's name in a form's block id, whose end is the nonce.
func FieldOf(blockID string) string {
	name, _, _ := strings.Cut(blockID, ".")
	return name
}
