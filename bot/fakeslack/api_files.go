package fakeslack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
)

const (
	// Limits of Slack's reference of the two methods.
	maxFileBytes  = 1 << 30 // of one file, in Slack's own words one gigabyte
	maxAltText    = 1000
	maxFileShares = 100
	uploadPath    = "/upload/"
)

// File is a file that was shared in a message.
type File struct {
	ID, Name, Title, AltText string
	Content                  []byte
	User                     string // whose it is; "" for the app's own
	Address                  string // where it is said to lie; "" for this server
	Deleted                  bool
}

// upload is a file on its way: asked for, then posted, then completed.
type upload struct {
	// With its content once that was posted.
	file File
	// In bytes, as said when the upload was asked for.
	length int
	// Each step is taken once.
	posted    bool
	completed bool
}

// uploads are the files that were asked for.
type uploads struct {
	files map[string]*upload // by file id
	urls  map[string]*upload // by the path of the upload_url
}

// methodGetUploadURL is the first of three steps: an address for the bytes of one file.
func (s *Server) methodGetUploadURL(a args) (reply, *refusal) {
	const method = "files.getUploadURLExternal: "
	name, length := a.str("filename"), a.num("length", 0)
	switch {
	case name == "":
		return nil, refuse("missing_argument", method+"filename is given")
	case length == 0:
		return nil, refuse("missing_argument", method+"length is given and not 0")
	case length < 0:
		return nil, refuse("invalid_arguments", method+"length is the size in bytes")
	case length > maxFileBytes:
		return nil, refuse("file_upload_size_restricted", method+"a file has at most 1 GB")
	case utf8.RuneCountInString(a.str("alt_txt")) > maxAltText:
		return nil, refuse("alt_txt_too_large", method+"alt_txt has at most 1000 characters")
	case a.str("snippet_type") != "":
		return nil, refuse("unknown_snippet_type", method+"this server plays no snippets")
	}
	u := &upload{file: File{ID: s.newID("F"), Name: name, Title: name, AltText: a.str("alt_txt")}, length: length}
	path := uploadPath + uuid.NewString()
	s.files[u.file.ID], s.urls[path] = u, u
	return reply{"upload_url": s.base + path, "file_id": u.file.ID}, nil
}

// serveUpload takes the bytes of a file at its upload_url, as they are or as the first file of a multipart form.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	const method = "upload_url"
	s.mu.Lock()
	s.note(Entry{Kind: KindRequest, Method: method})
	u, onCall := s.urls[r.URL.Path], s.onCall
	s.mu.Unlock()
	// The lever sees the upload as a call of its own.
	var t Trouble
	if onCall != nil {
		t = onCall(method)
	}
	var bad *refusal
	if !t.before() {
		bad = s.takeUpload(r, u)
	}
	switch {
	case bad != nil:
		s.mu.Lock()
		s.note(Entry{Kind: KindRefusal, Method: method, Rule: bad.rule, Detail: bad.code})
		s.mu.Unlock()
		status := http.StatusBadRequest
		if bad.code == "no_such_upload" {
			status = http.StatusNotFound
		}
		http.Error(w, bad.code, status)
	case t.code != "":
		http.Error(w, t.code, http.StatusBadRequest)
	case t.String() == "":
		_, _ = io.WriteString(w, "OK - "+strconv.Itoa(u.length))
	default:
		s.answer(w, r, method, t, nil, func(t Trouble) (reply, *refusal, Trouble) { return nil, nil, t })
	}
}

// takeUpload is the second step: the bytes, once and of the length that was said.
func (s *Server) takeUpload(r *http.Request, u *upload) *refusal {
	if r.Method != http.MethodPost {
		return refuse("bad_method", "upload_url: the file is posted")
	}
	if u == nil {
		return refuse("no_such_upload", "upload_url: it comes from files.getUploadURLExternal")
	}
	content, ok := fileIn(r, u.length)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case u.posted || u.completed:
		return refuse("no_such_upload", "upload_url: it can be used once")
	case !ok:
		return refuse("bad_upload", "upload_url: the file is the body, or a file of a multipart form")
	case len(content) != u.length:
		return refuse("bad_length", "upload_url: the file has the length that was said")
	}
	u.file.Content, u.posted = content, true
	return nil
}

// fileIn reads a posted file and a little beyond its length, so that one that is too long is seen to be.
func fileIn(r *http.Request, length int) ([]byte, bool) {
	// Both forms that Slack takes: the bytes as they are, or a form that holds them.
	var body io.Reader = http.MaxBytesReader(nil, r.Body, int64(length)+maxBody)
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		r.Body = io.NopCloser(body)
		form, err := r.MultipartReader()
		if err != nil {
			return nil, false
		}
		for {
			part, err := form.NextPart()
			if err != nil {
				return nil, false
			}
			if part.FileName() != "" {
				body = part
				break
			}
		}
	}
	content, err := io.ReadAll(io.LimitReader(body, int64(length)+1))
	return content, err == nil
}

// methodCompleteUpload is the third step: the files are shared together, in one message a channel.
func (s *Server) methodCompleteUpload(a args) (reply, *refusal) {
	const method = "files.completeUploadExternal: "
	var list []struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	}
	if err := json.Unmarshal(a.json("files"), &list); err != nil || len(list) == 0 {
		return nil, refuse("invalid_arguments",
			method+"files is a list of objects with the id, and if need be the title, of each")
	}
	// All are looked at before any is shared.
	var done []*upload
	for _, f := range list {
		u := s.files[f.ID]
		switch {
		case u == nil:
			return nil, refuse("file_not_found", method+"the id comes from files.getUploadURLExternal")
		case !u.posted:
			return nil, refuse("file_not_found", method+"the file was posted to its upload_url before")
		case u.completed || slices.Contains(done, u):
			return nil, refuse("file_not_found", method+"an upload is completed once")
		}
		done = append(done, u)
	}
	channels, bad := s.fileChannels(a)
	if bad != nil {
		return nil, bad
	}
	text := a.str("initial_comment")
	var blocks json.RawMessage
	if raw := a.json("blocks"); text == "" && !isNull(raw) { // with a comment, blocks are ignored
		filled, faults := s.inspect(raw, SurfaceMessage)
		if len(faults) > 0 {
			return nil, faults.refusal("invalid_blocks")
		}
		blocks = filled
	}
	var files []File
	var out []any
	for i, u := range done {
		if u.completed = true; list[i].Title != "" {
			u.file.Title = list[i].Title
		}
		files = append(files, u.file)
		out = append(out, map[string]any{"id": u.file.ID, "title": u.file.Title})
	}
	for _, channel := range channels { // with none the files stay private
		m := s.put(&Message{Channel: channel, User: s.cfg.BotUserID, ThreadTS: a.str("thread_ts"), Text: text, Blocks: blocks,
			Files: files})
		s.posted("files.completeUploadExternal", m)
	}
	return reply{"files": out}, nil
}

// fileChannels are the conversations that files are shared in: channel_id is one, channels several, of which people's
// ids may be some.
func (s *Server) fileChannels(a args) ([]string, *refusal) {
	const method = "files.completeUploadExternal: "
	one, many := a.str("channel_id"), a.str("channels")
	var ids []string
	switch {
	case one != "" && many != "":
		return nil, refuse("invalid_arguments", method+"either channel_id or channels")
	case one != "":
		ids = []string{one}
	case many != "":
		ids = strings.Split(many, ",")
	}
	switch {
	case len(ids) > maxFileShares:
		return nil, refuse("invalid_arguments", method+"at most 100 channels")
	case a.str("thread_ts") != "" && len(ids) != 1:
		return nil, refuse("invalid_arguments", method+"with thread_ts there is one channel")
	}
	for i, id := range ids {
		if one != "" && s.users[id] != nil {
			return nil, refuse("channel_not_found", method+"channel_id is no person's id; conversations.open tells the D… id")
		}
		to, bad := s.recipient(id)
		switch {
		case bad != nil:
			return nil, bad
		case !s.isMember(to, s.cfg.BotUserID): // chat:write.public is for posts
			return nil, refuse("not_in_channel", method+"the app is in the channel")
		}
		ids[i] = to
	}
	return ids, nil
}

// filesPath is where files can be read with the token of an app that may.
const filesPath = "/files-pri/"

// Upload gives a file to the workspace, as picking one in a form does, and tells its id.
func (s *Server) Upload(user, name string, content []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := File{ID: s.newID("F"), Name: name, Title: name, Content: content, User: user}
	s.files[f.ID] = &upload{file: f, length: len(content), posted: true, completed: true}
	return f.ID
}

// ChangeFile is what somebody does to a file of theirs.
func (s *Server) ChangeFile(id string, change func(*File)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.files[id].file)
}

// fileObject is a file as files.info and the state of a form tell of it: with its address.
func (s *Server) fileObject(f File) map[string]any {
	w := fileWire(f)
	address := cmp.Or(f.Address, s.base+filesPath+s.cfg.TeamID+"-"+f.ID+"/"+url.PathEscape(f.Name))
	w["user"], w["url_private"], w["url_private_download"] = f.User, address, address
	return w
}

// methodFilesInfo tells of one file.
func (s *Server) methodFilesInfo(a args) (reply, *refusal) {
	u := s.files[a.str("file")]
	switch {
	case u == nil || !u.completed:
		return nil, refuse("file_not_found", "files.info: the file exists")
	case u.file.Deleted: // which no app can know
		return nil, &refusal{code: "file_deleted", lever: true}
	}
	return reply{"file": s.fileObject(u.file), "comments": []any{}, "paging": map[string]any{}}, nil
}

// serveFile hands a file to an app that may read it; anybody else is sent to the sign-in page.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, filesPath), "/")
	s.mu.Lock()
	s.note(Entry{Kind: KindRequest, Method: "url_private"})
	var file *File
	if u := s.files[strings.TrimPrefix(name, s.cfg.TeamID+"-")]; u != nil && !u.file.Deleted {
		file = &File{Name: u.file.Name, Content: u.file.Content}
	}
	mayRead := r.Header.Get("Authorization") == "Bearer "+s.cfg.BotToken && slices.Contains(s.scopes(), "files:read")
	onCall := s.onCall
	s.mu.Unlock()
	var t Trouble
	if onCall != nil {
		t = onCall("url_private")
	}
	switch {
	case t.code != "":
		http.Error(w, t.code, http.StatusInternalServerError)
	case !mayRead || t.String() != "":
		http.Redirect(w, r, "/signin?redir="+url.QueryEscape(r.URL.Path), http.StatusFound)
	case file == nil || r.Method != http.MethodGet:
		http.NotFound(w, r)
	default:
		w.Header().Set("Content-Type", mimeOf(file.Name))
		_, _ = w.Write(file.Content) // the app may be gone: nobody is left to tell
	}
}

// given are the files that somebody picks in a form, as its state has them: no more, and of no other kind, than the
// element takes.
func (s *Server) given(e standing, ids []string) ([]any, error) {
	most := 10
	if n, ok := e.element["max_files"].(float64); ok {
		most = int(n)
	}
	if len(ids) > most {
		return nil, fmt.Errorf("%s takes %d files", e.action, most)
	}
	kinds := asList(e.element["filetypes"])
	list := []any{}
	for _, id := range ids {
		u := s.files[id]
		if u == nil {
			return nil, fmt.Errorf("there is no file %s", id)
		}
		w := s.fileObject(u.file)
		if len(kinds) > 0 && !slices.Contains(kinds, w["filetype"]) {
			return nil, fmt.Errorf("%s takes no file of type %v", e.action, w["filetype"])
		}
		list = append(list, w)
	}
	return list, nil
}

// fileWire is a file as messages carry it, without an address: what an app sends it needn't read.
func fileWire(f File) map[string]any {
	kind := "binary"
	if i := strings.LastIndexByte(f.Name, '.'); i >= 0 && i < len(f.Name)-1 {
		kind = strings.ToLower(f.Name[i+1:])
	}
	w := map[string]any{"id": f.ID, "name": f.Name, "title": f.Title, "filetype": kind, "mimetype": mimeOf(f.Name),
		"size": len(f.Content), "mode": "hosted"}
	if f.AltText != "" {
		w["alt_txt"] = f.AltText
	}
	return w
}

// mimeOf knows the kinds of files that apps of this house send.
func mimeOf(name string) string {
	switch {
	case strings.HasSuffix(strings.ToLower(name), ".ics"):
		return "text/calendar"
	case strings.HasSuffix(strings.ToLower(name), ".csv"):
		return "text/csv"
	}
	return "application/octet-stream"
}
