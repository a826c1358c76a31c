// The fault matrix at the level of the whole house. Every test has a ledger: what the local Slack handed out and heard
// is compared with what is in Redis (audit, deeds). The short forms run always. All of them in their long forms, hours
// of it, with a line for each in a table of what was injected and measured:
//
//	go test -timeout 9h -p 1 -count 1 \
//		-run 'Row[0-9]|TestSoak|TenMinutes|TestDowntime|KilledWith|StopsInTime|Versions|OlderSchema' \
//		./cmd/internal/app ./store ./schedule ./bot/socket -args -long -soak 30m -ledger $PWD/matrix.md
//
//	row  fault                                        test
//	1    bot killed while handling commands           TestRow01KilledWhileHandlingCommands
//	2    bot killed between write and ack             TestRow02KilledBetweenWriteAndAck
//	3    bot killed between post and mark             TestRow03KilledBetweenPostAndMark
//	4    answers of posts lost                        TestRow04AnswersOfPostsLost
//	5    storm of 429                                 TestRow05StormOf429
//	7    people who can't be written to               TestRow07WhoCannotBeWrittenTo
//	8    token revoked, and renewed                   TestRow08TokenRevokedAndRenewed
//	9    connections recycled                         TestRow09And10ConnectionsComeAndGo/warning, /refresh_requested
//	10   connections dropped                          TestRow09And10ConnectionsComeAndGo/dropped, /all_dropped
//	13   Slack away, and back                         TestRow13SlackAwayAndBack
//	14   bot stalls                                   TestRow14Stall
//	15   the same envelope, click and event again     TestRow15TheSameAgain
//	16   Redis killed, and the bot besides            TestRow16BotAndRedisKilledInTheMiddleOfLogs
//	18   Redis frozen                                 TestRow18FrozenRedis
//	19   Redis full                                   TestRow19FullRedis
//	20   answers of Redis lost                        TestRow20LostAnswersOfRedis
//	21   script cache emptied, Redis restarted        TestRow21ScriptCacheGone
//	24   the old master returns                       TestRow24TheOldMasterReturns
//	26   clocks of replicas apart                     TestRow26ClocksApart, TestRow26NothingBeforeTheTimeIsKnown
//	27   replica paused beyond its leases             TestRow27PausedBeyondTheLease
//	28   replica killed in the middle of the morning  TestRow28KilledInTheMiddleOfTheMorning (with rows 3 and 4)
//	29   rolling restart                              TestRow29RollingRestart
//	31   clock changes                                TestRow31OneDigestPerLocalDate
//	32   wall clock set, machine suspended            TestRow32TheWallClockIsSet
//	33   zone or digest time changed at the boundary  TestRow33ChangesNearTheBoundary
//	34   disk full                                    TestRow34FullDisk
//	36   hostile input                                TestRow36HostileInput
//	-    bot killed with a written line under way     TestKilledWithAWrittenLineUnderWay
//	-    bot killed while it merges or erases          TestKilledInTheMiddleOfAMerge, …OfAnErasure, …OfAnImport
//	-    bot killed while leads go to other reps       TestKilledInTheMiddleOfAHandOver, …OnACluster
//	-    bot killed while a rep comes back             TestKilledInTheMiddleOfASpread
//	-    SIGTERM at the worst moment; bad settings    TestStopsInTime, TestCannotStart
//	-    one after the other, for as long as -soak    TestSoak
//	-    older versions on the same Redis (-long)     TestVersionsSideBySide, TestAnOlderSchemaLeavesNewerDataAlone
//
// The other rows have their tests nearer to what they are about, some of those above have a second one there:
//
//	6    Slack fails for ten minutes                  schedule, TestTenMinutesOfFailures
//	9    both connections refreshed at once           bot/socket, TestRow09BothConnectionsAreRefreshedAtOnce
//	11   half-open connection                         bot/socket, TestRow11AHalfOpenConnectionIsGivenUp
//	12   more replicas than connections               bot/socket, TestRow12EveryReplicaHasAConnection
//	17   Redis killed, everysec, slow disk            store, TestRow17SlowDisk
//	22   failover of a Sentinel, replicas in sync     store, TestRow22FailoverGoesOn
//	23   failover, replicas lag, safe mode            store, TestRow23NothingConfirmedIsLostInAFailover, …OnACluster
//	25   a slot of a cluster moves                    store, TestRow25ASlotMoves
//	30   everything down in the morning               schedule, TestDowntime
//	32   wall clock set, under gocron                 schedule, TestRow32JobsOfTheDay
//	34   disk full, AOF always                        store, TestRow34RedisEndsOnAFullDisk
//	35   tail of the AOF missing                      store, TestRow35TheTailIsMissing
package app_test

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// house is a workspace for the fault matrix: the strict local Slack, a Redis of its own, and as many bots as a test
// wants, each put together as `followup serve` does it, in this process or in one of its own.
type house struct {
	t      testing.TB
	slack  *fakeslack.Server
	url    string // what bots are given as REDIS_URL
	space  *store.Workspace
	rules  *coach.Rules
	ahead  atomic.Int64 // of the bots' clocks before the wall clock
	posts  float64      // a minute, to begin with
	leads  map[string][]coach.Lead
	tokens [2]string // app, bot
}

const (
	newYork = "America/New_York"
	floor   = "C0FLOOR"
)

// patience is for what must happen; a test that waits so long has failed.
func patience() time.Duration {
	if *matrix.Long {
		return 15 * time.Minute
	}
	return time.Minute
}

// build starts a house whose clocks show at. Its Slack has people reps, U100 and on, in New York.
func build(t testing.TB, at time.Time, redisURL string, people int, cfg fakeslack.Config) *house {
	t.Helper()
	h := &house{t: t, url: redisURL, rules: coach.DefaultRules(), posts: 6000, leads: map[string][]coach.Lead{},
		tokens: [2]string{"xapp-1-local", "xoxb-local"}}
	h.clock(at)
	h.slack = fakeslack.New(cfg)
	members := []string{"U0BOT"}
	for i := range people {
		h.slack.AddUser(fakeslack.User{ID: person(i), Name: strings.ToLower(person(i)), TZ: newYork})
		members = append(members, person(i))
	}
	h.slack.AddChannel(fakeslack.Channel{ID: floor, Name: "floor", Members: members})
	if err := h.slack.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.slack.Close)
	s, err := store.Open(store.Options{URL: redisURL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	h.space = s.In("T0LOCAL")
	return h
}

func person(i int) string { return "U" + strconv.Itoa(100+i) }

// clock makes the bots' clocks show at from now on. Bots that run already are told by [bot.follow].
func (h *house) clock(at time.Time) { h.ahead.Store(int64(time.Until(at))) }

func (h *house) now() time.Time { return time.Now().Add(time.Duration(h.ahead.Load())) }

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// rep saves a rep with leads, as the bot would have.
func (h *house) rep(r coach.Rep, leads ...string) {
	h.t.Helper()
	now := h.now()
	if r.TZ == "" {
		r.TZ = newYork
	}
	// As Slack tells it of whoever becomes a rep. Learned later, it changes the form of what is said again.
	r.Locale = cmp.Or(r.Locale, "en-US")
	r.Since = now
	_, _, err := h.space.Change(context.Background(), store.Query{Rep: r.ID, Now: now},
		func(s store.Snapshot) (store.Change, error) {
			r.Version = s.Rep.Version
			return store.Change{Op: "settings", By: r.ID, Now: now, Rep: &r, NextDigest: h.rules.NextDigest(r, now)}, nil
		})
	h.ok(err)
	for _, name := range leads {
		h.lead(r, coach.Lead{Name: name, Warmth: coach.Warm})
	}
}

func (h *house) lead(r coach.Rep, l coach.Lead) {
	h.t.Helper()
	now := h.now()
	l.ID, l.Rep, l.Created = store.NewID(), r.ID, now
	_, _, err := h.space.Change(context.Background(), store.Query{Rep: r.ID, LeadID: l.ID, Now: now},
		func(store.Snapshot) (store.Change, error) {
			return store.Change{Op: "add", By: r.ID, Now: now, Lead: &l, Name: names.Normalize(l.Name),
				Attention: h.rules.Timers(l, r, now)}, nil
		})
	h.ok(err)
	h.leads[r.ID] = append(h.leads[r.ID], l)
}

// crew saves n reps who have one lead each that is due, all with their digest at 08:30 in New York.
func (h *house) crew(n int) {
	h.t.Helper()
	for i := range n {
		h.rep(coach.Rep{ID: person(i)}, "Acme")
	}
}

// wait waits until Slack has seen what cond asks for.
func (h *house) wait(what string, cond func(*fakeslack.Server) bool) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience())
	defer cancel()
	if err := h.slack.Wait(ctx, cond); err != nil {
		h.t.Fatalf("%s: %v", what, err)
	}
}

// until asks every few milliseconds, for conditions that Slack does not see.
func (h *house) until(what string, cond func() bool) {
	h.t.Helper()
	limit := time.NewTimer(patience())
	defer limit.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !cond() {
		select {
		case <-tick.C:
		case <-limit.C:
			h.t.Fatalf("waited %v in vain for: %s", patience(), what)
		}
	}
}

func at(t testing.TB, zone, s string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04:05", s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// quiet waits until nothing is due before next: every deed up to then is recorded.
func (h *house) quiet(next time.Time) {
	h.t.Helper()
	h.until("everything that is due to be done and recorded", func() bool {
		due, err := h.space.DueIndex.NextDue(context.Background())
		return err == nil && !due.Before(next)
	})
}

func aof(t testing.TB) *storetest.Server {
	t.Helper()
	return storetest.Start(t, storetest.Options{AOF: "always"})
}
