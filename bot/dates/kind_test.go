package dates

var kindNames = [...]string{"none", "exact", "day", "part", "vague", "invalid"}

// String is the kind in one lower-case word.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return "unknown"
	}
	return kindNames[k]
}
