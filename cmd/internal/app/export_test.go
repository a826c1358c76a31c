package app

// GivesBack is givesBack.
var GivesBack = givesBack
