package request

// Line is one of several lines of a command as a request of its own. It opens no form: one command opens one at most,
// and there are several lines. Key names it for deduplication; empty where it shares the write of another.
func (req *Request) Line(text, key string) *Request {
	line := *req
	line.Text, line.Given, line.Key, line.Trigger, line.Several = text, text, key, "", true
	return &line
}
