package coach

// Named is what is known of somebody whom a contact named, before anybody has talked to them: where they are, who
// introduced them, and that introduced people are called at once, like those who came by themselves (handbook §3c,
// referral).
func (l Lead) Named() Lead {
	n := l.colleague()
	n.Warmth, n.Source = Warm, "referral"
	return n
}

// Follower is what is known of whoever follows a contact that left the company: what the company was after stays
// (handbook §3c, left-company).
func (l Lead) Follower() Lead {
	n := l.colleague()
	n.TZ, n.Problem, n.Competitor, n.Potential = l.TZ, l.Problem, l.Competitor, l.Potential
	n.Source = "follows " + l.person()
	return n
}

// colleague is somebody at the same company.
func (l Lead) colleague() Lead {
	n := Lead{Company: l.Company, Introduced: l.person(), Industry: l.Industry}
	if n.Company == "" && l.Contact != "" {
		n.Company = l.Name // with a contact beside it, the lead is called after the company
	}
	return n
}

// person is whom one talks to.
func (l Lead) person() string {
	if l.Contact != "" {
		return l.Contact
	}
	return l.Name
}
