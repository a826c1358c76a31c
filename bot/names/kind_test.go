package names

var kindNames = [...]string{"unknown", "exact", "tokens", "prefix", "typo"}

// String is the kind in one lower-case word.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return kindNames[0]
	}
	return kindNames[k]
}
