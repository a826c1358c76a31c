package app_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/followup-coach/followup/cmd/internal/app"
	"github.com/followup-coach/followup/coach"
)

// A process with this variable set is the bot and nothing else: the tests kill it with SIGKILL.
const (
	childEnv   = "FOLLOWUP_TEST_BOT"
	theBot     = "1"
	aheadEnv   = "FOLLOWUP_TEST_AHEAD"      // how far the bot's clock is ahead of the wall clock
	postsEnv   = "FOLLOWUP_TEST_POSTS"      // posts a minute to begin with
	profileEnv = "FOLLOWUP_TEST_CPUPROFILE" // file for a CPU profile of the bot, written when it ends
	childHTTP  = "serving on "              // begins the line on which the bot says where its health is served
	orphaned   = 97                         // exit status of a bot whose test has ended
	aheadLine  = "ahead "                   // begins a line on its standard input that moves the clock
)

func TestMain(m *testing.M) {
	switch mode := os.Getenv(childEnv); mode {
	case "":
	case theBot:
		os.Exit(beTheBot())
	default:
		os.Exit(beTheFloor(mode))
	}
	flag.Parse()
	// Most of these tests wait, for leases and limits that run in real time; they can do so together.
	if atOnce := flag.Lookup("test.parallel"); atOnce.Value.String() == atOnce.DefValue {
		_ = atOnce.Value.Set("6")
	}
	// The shared Redis of the tests is a child that lives as long as the test binary.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/followup-coach/followup/store/storetest.spawn.func1"),
		goleak.IgnoreAnyFunction("os/exec.(*Cmd).Start.func2"))
}

// beTheBot does what `followup serve` does: settings from the environment, New, Run until SIGTERM, status 1 or 2 with
// the reason in one line. Besides, its clock follows the test, and it ends with it.
func beTheBot() int {
	app.CollectSeldom(os.LookupEnv)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	settings, err := app.FromEnv(os.LookupEnv)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	var ahead atomic.Int64
	d, err := time.ParseDuration(os.Getenv(aheadEnv))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	ahead.Store(int64(d))
	posts, err := strconv.ParseFloat(os.Getenv(postsEnv), 64)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	bot, err := app.New(app.Config{
		Settings: settings, Rules: coach.DefaultRules(), Version: "test", PostsPerMinute: posts,
		Log:   slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: settings.LogLevel})),
		Ahead: func() time.Duration { return time.Duration(ahead.Load()) },
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	if file := os.Getenv(profileEnv); file != "" {
		f, err := os.Create(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
		defer pprof.StopCPUProfile()
	}
	fmt.Println(childHTTP + bot.HTTPAddr())
	go func() {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			words, ok := strings.CutPrefix(lines.Text(), aheadLine)
			if d, err := time.ParseDuration(words); ok && err == nil {
				ahead.Store(int64(d))
				bot.Wake()
			}
		}
		os.Exit(orphaned)
	}()
	if err := bot.Run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
