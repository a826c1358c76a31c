package fakeslack

import (
	"math"
	"time"

	"golang.org/x/time/rate"
)

// channelBurst is the "short burst" that Slack allows above one message a second and channel; the number itself is not
// published.
const channelBurst = 4

// pacer keeps Slack's posting limits (about one message a second and channel, a cap on the whole workspace) and the
// method tiers.
type pacer struct {
	// Tokens are counted on the server's clock, which tests may move.
	workspace *rate.Limiter
	channels  map[string]*rate.Limiter
	tiers     map[string]*rate.Limiter
	blocked   time.Time // until then chat.postMessage is refused outright: 429 blocks the method
}

// newPacer allows a tenth of the minute's posts at once.
func newPacer(perMinute int) pacer {
	return pacer{
		workspace: rate.NewLimiter(rate.Limit(float64(perMinute)/60), max(1, perMinute/10)),
		channels:  map[string]*rate.Limiter{}, tiers: map[string]*rate.Limiter{},
	}
}

// limit answers 0, or the seconds of Retry-After and the rule. The lock is held.
func (s *Server) limit(method string, e endpoint, a args) (seconds int, rule string) {
	if !s.cfg.Pace {
		return 0, ""
	}
	now := s.cfg.Now()
	// Tiers are for every method but posting, which has limits of its own.
	if method != "chat.postMessage" {
		if e.tier == 0 {
			return 0, ""
		}
		l := s.pace.tiers[method]
		if l == nil {
			l = rate.NewLimiter(rate.Limit(float64(e.tier)/60), e.tier)
			s.pace.tiers[method] = l
		}
		return short(l, now), "rate limits: the method's tier, per workspace and app"
	}
	if wait := s.pace.blocked.Sub(now); wait > 0 {
		return int(math.Ceil(wait.Seconds())), "rate limits: after a 429 the method is blocked until Retry-After is over"
	}
	to := a.str("channel")
	// A person's id and their direct messages are one channel.
	if s.users[to] != nil {
		to = s.dm(to)
	}
	l := s.pace.channels[to]
	if l == nil {
		// One a second.
		l = rate.NewLimiter(1, channelBurst)
		s.pace.channels[to] = l
	}
	if seconds := short(l, now); seconds > 0 {
		return seconds, "posting limits: about one message a second and channel, short bursts allowed"
	}
	if seconds := short(s.pace.workspace, now); seconds > 0 {
		// The whole method stops, not the one channel.
		s.pace.blocked = now.Add(time.Duration(seconds) * time.Second)
		return seconds, "posting limits: a cap on all messages of the workspace in a minute"
	}
	return 0, ""
}

// short takes one token, or answers the whole seconds until there is one.
func short(l *rate.Limiter, now time.Time) int {
	r := l.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait == 0 {
		return 0
	}
	// A call that was refused takes nothing from those after it.
	r.CancelAt(now)
	return max(1, int(math.Ceil(wait.Seconds())))
}
