package send

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// PostsPerMinute is what workspaces are known to take: Slack says "several hundred a minute", and one field report saw
// 229. Posting begins with it.
const PostsPerMinute = 220

// What it may come to, and Slack's other limit: one message a second and channel with short bursts.
const (
	floorPerMinute = 30
	ceilPerMinute  = 600
	workspaceBurst = 5
	channelBurst   = 3
	manyChannels   = 4096
)

// pace says when the next post may leave. It starts with a rate that workspaces are known to bear, falls by a fifth
// with every refusal and creeps up again with success.
type pace struct {
	mu       sync.Mutex
	all      *rate.Limiter
	most     rate.Limit // what success may raise it to
	channels map[string]*rate.Limiter
	until    time.Time // nothing leaves before, as Slack said
	urgent   int       // urgent posts that wait
	calm     chan struct{}
}

// newPace begins with so many posts a minute; 0 stands for what workspaces are known to bear.
func newPace(perMinuteAtFirst float64) *pace {
	if perMinuteAtFirst <= 0 {
		perMinuteAtFirst = PostsPerMinute
	}
	return &pace{
		all:      rate.NewLimiter(perMinute(perMinuteAtFirst), workspaceBurst),
		most:     perMinute(max(ceilPerMinute, perMinuteAtFirst)),
		channels: make(map[string]*rate.Limiter),
	}
}

func perMinute(n float64) rate.Limit { return rate.Limit(n / 60) }

// turn waits until a post to the channel may leave. Urgent ones go ahead of the others.
func (p *pace) turn(ctx context.Context, channel string, urgent bool) error {
	if urgent {
		// Whoever yields looks at this count, so it is raised before the first wait.
		p.mu.Lock()
		p.urgent++
		p.mu.Unlock()
		defer p.settle()
	} else if err := p.yield(ctx); err != nil {
		return err
	}
	if err := p.channel(channel).Wait(ctx); err != nil {
		return fmt.Errorf("%w: %w", errPacing, err)
	}
	// The conversation's own turn comes first: what waits for it takes none of the workspace's.
	for {
		if err := p.pause(ctx); err != nil {
			return err
		}
		if err := p.all.Wait(ctx); err != nil {
			return fmt.Errorf("%w: %w", errPacing, err)
		}
		if !p.paused() { // a refusal may have come while this one stood in line
			return late(ctx)
		}
	}
}

// paused reports whether Slack asked to be left alone for now.
func (p *pace) paused() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Now().Before(p.until)
}

// settle counts an urgent post out, and lets the others go on after the last.
func (p *pace) settle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.urgent--
	if p.urgent == 0 && p.calm != nil {
		close(p.calm)
		p.calm = nil
	}
}

// yield waits while anything urgent does.
func (p *pace) yield(ctx context.Context) error {
	for {
		p.mu.Lock()
		if p.urgent == 0 {
			p.mu.Unlock()
			return nil
		}
		if p.calm == nil {
			p.calm = make(chan struct{})
		}
		calm := p.calm
		p.mu.Unlock()
		select {
		case <-calm:
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", errPacing, ctx.Err())
		}
	}
}

// pause waits out a refusal of Slack's.
func (p *pace) pause(ctx context.Context) error {
	for {
		p.mu.Lock()
		d := time.Until(p.until)
		p.mu.Unlock()
		if d <= 0 {
			return nil
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
			return fmt.Errorf("%w: Slack asked for another %s", errPacing, d.Round(time.Second))
		}
		t := time.NewTimer(d)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return fmt.Errorf("%w: %w", errPacing, ctx.Err())
		}
	}
}

// channel is the limiter of one conversation; it is made when first asked for.
func (p *pace) channel(id string) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.channels[id]
	if l == nil {
		if len(p.channels) >= manyChannels {
			for id, l := range p.channels { // whoever has its whole burst again needs no memory
				if l.Tokens() >= channelBurst {
					delete(p.channels, id)
				}
			}
		}
		l = rate.NewLimiter(1, channelBurst)
		p.channels[id] = l
	}
	return l
}

// refused learns from a 429.
func (p *pace) refused(after time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	// Several posts under way hear of the same refusal; only the one that moves the pause slows the rate.
	if until := time.Now().Add(after); until.After(p.until) {
		p.until = until
		p.all.SetLimit(max(perMinute(floorPerMinute), p.all.Limit()*8/10))
	}
}

// accepted learns from a post that went through: two hundred of them earn back about what a refusal cost.
func (p *pace) accepted() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all.SetLimit(min(p.most, p.all.Limit()*1.001))
}
