package send

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

// InTime is a transport that writes no request whose time is over. A process may sleep anywhere (it is stopped, its
// machine is suspended), and when it wakes up it finds its timers and whatever it waited for ready at once, in either
// order. By then somebody else may hold the delivery, so the deadline is looked at again at the last moment: when the
// body of the request is about to be written. Such a request fails as one that was never sent: its head may have left,
// but Slack does nothing without the body.
func InTime(next http.RoundTripper) http.RoundTripper { return inTime{next} }

type inTime struct{ next http.RoundTripper }

// RoundTrip answers as the transport below. A request without a body, which changes nothing at Slack, is let through.
func (t inTime) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	if req.Body != nil && req.Body != http.NoBody {
		guarded := *req // a transport leaves its request as it was
		guarded.Body = timely{req.Body, ctx}
		if again := req.GetBody; again != nil {
			guarded.GetBody = func() (io.ReadCloser, error) {
				body, err := again()
				if err != nil {
					return nil, err
				}
				return timely{body, ctx}, nil
			}
		}
		req = &guarded
	}
	return t.next.RoundTrip(req)
}

// timely is a body whose next bytes are an error once its time is over. Its end never is: what is before it has left,
// Slack may act on them, and what was sent must not count as never sent.
type timely struct {
	io.ReadCloser
	ctx context.Context
}

func (b timely) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if n == 0 {
		return 0, err
	}
	if tooLate := late(b.ctx); tooLate != nil {
		return 0, tooLate
	}
	return n, err
}

// late is the error of what has no time left, by the clocks and not by a timer that has yet to fire: by the one that
// goes on while the process stands still, and by the wall clock, which also goes on while the machine does. A wall
// clock that was set forward costs another try.
func late(ctx context.Context) error {
	err := ctx.Err()
	if deadline, ok := ctx.Deadline(); ok && err == nil {
		now := time.Now()
		if !now.Before(deadline) || !now.Round(0).Before(deadline.Round(0)) {
			err = context.DeadlineExceeded
		}
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: its time is over: %w", errNotSent, err)
}
