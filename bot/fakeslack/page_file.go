package fakeslack

import (
	"mime"
	"net/http"
	"strconv"
)

// filesOf lists the files of a message; the browser asks for their content when somebody opens one.
func filesOf(m Message) (out []pageFile) {
	for _, f := range m.Files {
		out = append(out, pageFile{f.ID, f.Name, f.Title, f.AltText, len(f.Content)})
	}
	return out
}

// file answers a file to somebody who sees a message that it is shared in.
func (p *page) file(w http.ResponseWriter, r *http.Request) {
	f, ok := p.s.shared(r.PathValue("id"), r.FormValue("as"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mimeOf(f.Name))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Content-Length", strconv.Itoa(len(f.Content)))
	_, _ = w.Write(f.Content) // the browser may be gone: nobody is left to tell
}

// shared finds a file in the messages that the person sees.
func (s *Server) shared(id, person string) (File, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for channel, list := range s.messages {
		if !s.sees(channel, person) {
			continue
		}
		for _, m := range list {
			for _, f := range m.Files {
				if f.ID == id && !m.Deleted {
					return f, true
				}
			}
		}
	}
	return File{}, false
}
