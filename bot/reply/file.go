package reply

import (
	"bytes"
	"context"
	"fmt"

	"github.com/slack-go/slack"
)

// File is a file for somebody's direct messages. Alt describes it to a screen reader.
type File struct {
	Name, Title, Alt string
	Content          []byte
}

// SendFiles shares files under a comment in somebody's direct messages with the bot, in Slack's three steps, and
// returns the channel. Until the last step nobody sees anything of them; last says that it was the one that failed,
// whose fate may be open. Nobody can ask Slack whether files arrived.
func (r *Replier) SendFiles(ctx context.Context, user, comment string,
	files ...File) (channel string, last bool, err error) {
	api := r.API()
	dm, _, _, err := api.OpenConversationContext(ctx,
		&slack.OpenConversationParameters{Users: []string{user}, ReturnIM: true})
	if err != nil {
		return "", false, fmt.Errorf("open the direct messages: %w", err)
	}
	shared := make([]slack.FileSummary, len(files))
	for i, f := range files {
		up, err := api.GetUploadURLExternalContext(ctx,
			slack.GetUploadURLExternalParameters{FileName: f.Name, FileSize: len(f.Content), AltTxt: f.Alt})
		if err != nil {
			return "", false, fmt.Errorf("ask where to put a file: %w", err)
		}
		if err := api.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: up.UploadURL, Filename: f.Name,
			Reader: bytes.NewReader(f.Content)}); err != nil {
			return "", false, fmt.Errorf("put a file there: %w", err)
		}
		shared[i] = slack.FileSummary{ID: up.FileID, Title: f.Title}
	}
	if _, err := api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
		Files: shared, Channel: dm.ID, InitialComment: comment}); err != nil {
		return "", true, fmt.Errorf("share files: %w", err)
	}
	return dm.ID, false, nil
}
