package wire

// ParseURL says what a URL was taken for.
func ParseURL(raw string) (string, error) {
	u, err := parseURL(raw)
	switch {
	case err != nil:
		return "", err
	case u.cluster != nil:
		return "cluster", nil
	case u.failover != nil:
		return "sentinel", nil
	}
	return "single", nil
}

// NotSent says that a command that failed so was certainly not carried out.
func NotSent(err error) bool { return classify(err) != ambiguous }
