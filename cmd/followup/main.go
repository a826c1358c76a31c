// Followup is the bot: it listens to Slack over Socket Mode, keeps its leads in Redis, and sends what is due.
//
//	followup [serve]   run the bot until it is told to stop
//	followup doctor    check tokens, scopes, socket and Redis, and say what to do; --replay also rebuilds every
//	                   lead from its touches and names those that differ
//	followup manifest  print the Slack app to create
//	followup export    print everything that is stored, as lines of JSON
//	followup import    bring in a list of leads, or take one back; --restore: read an export back into an empty Redis
//	followup audit     print who did what
//	followup map       print the call map, explain one case of it, or replay the last 30 days against a changed one
//	followup bench     measure what this machine and its Redis can bear, in keys of its own
//	followup webhook   send each webhook a test event
//	followup health    ask a running bot whether it is ready (for containers)
//	followup version   print the version, or with --licenses the licences of what is linked in
//
// Settings come from the environment; the README lists them. Exit status 2 means that a setting or the command line is
// wrong, 1 that something failed.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alexflint/go-arg"

	"github.com/followup-coach/followup/cmd/internal/app"
)

// version is stamped by the build.
var version = "dev"

const (
	// Something failed that may work another time.
	exitFailed = 1
	// A setting or the command line is wrong: trying again changes nothing.
	exitUsage = 2
)

// commandLine lists the commands; serve runs without being named, as a container starts it.
type commandLine struct {
	Serve    *serveCommand    `arg:"subcommand" help:"Run the bot until it is told to stop."`
	Doctor   *doctorCommand   `arg:"subcommand" help:"Check tokens, scopes, socket and Redis, and say what to do."`
	Manifest *manifestCommand `arg:"subcommand" help:"Print the manifest of the Slack app to create."`
	Export   *exportCommand   `arg:"subcommand" help:"Print everything that is stored, as lines of JSON."`
	Import   *importCommand   `arg:"subcommand" help:"Bring in a list of leads, or an export with --restore."`
	Audit    *auditCommand    `arg:"subcommand" help:"Print who did what: changes, exports, erasures, and who looked."`
	Map      *mapCommand      `arg:"subcommand" help:"Print the call map: what each outcome leads to."`
	Bench    *benchCommand    `arg:"subcommand" help:"Measure what this machine and its Redis can bear, without Slack."`
	Webhook  *webhookCommand  `arg:"subcommand" help:"Try the webhooks of FOLLOWUP_CONFIG."`
	Health   *healthCommand   `arg:"subcommand" help:"Ask a running bot whether it is ready."`
	Version  *versionCommand  `arg:"subcommand" help:"Print the version, or the licences of what is linked in."`
	Help     *helpCommand     `arg:"subcommand" help:"Show this help."`
}

// Description begins the help.
func (commandLine) Description() string {
	return "A sales coach that lives in Slack. Settings come from the environment; see the README."
}

// command is what a word of the command line stands for.
type command interface{ Run(w world) error }

// world is what a command gets besides its arguments.
type world struct {
	// Ends with the first signal.
	ctx context.Context
	// os.LookupEnv, or a stand-in.
	lookup func(string) (string, bool)
	in     io.Reader
	out    io.Writer
	errs   io.Writer
	// All that was typed, for a command below another.
	cli *commandLine
	// Prints the help of all commands.
	usage func() error
}

func main() {
	// The first signal asks for a graceful stop, a second one ends the process at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(run(world{ctx: ctx, lookup: os.LookupEnv, in: os.Stdin, out: os.Stdout, errs: os.Stderr}, os.Args[1:]))
}

// errExit ends a run with a status for which everything has been said already.
type errExit int

func (e errExit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// run carries out one command line and returns its exit status. It touches nothing but what w gives it.
func run(w world, args []string) int {
	w.cli = &commandLine{}
	// A library that calls methods by name would keep every method of everything that is linked in: 9 MB.
	parser, err := arg.NewParser(arg.Config{Program: "followup"}, w.cli)
	if err != nil {
		fmt.Fprintln(w.errs, err)
		return exitUsage
	}
	w.usage = func() error { return parser.WriteHelpForSubcommand(w.out) }
	err = parser.Parse(args)
	if errors.Is(err, arg.ErrHelp) {
		return exitStatus(w, parser.WriteHelpForSubcommand(w.out, parser.SubcommandNames()...))
	}
	if err != nil {
		fmt.Fprintf(w.errs, "followup: %v; try: followup help\n", err)
		return exitUsage
	}
	chosen, ok := parser.Subcommand().(command)
	if !ok { // none
		chosen = serveCommand{}
	}
	return exitStatus(w, chosen.Run(w))
}

// exitStatus says what went wrong in one line and chooses the status for it.
func exitStatus(w world, err error) int {
	if err == nil {
		return 0
	}
	// From the most specific to what can only be a failure.
	if code, ok := errors.AsType[errExit](err); ok {
		return int(code)
	}
	if wrong, ok := errors.AsType[usageError](err); ok {
		fmt.Fprintf(w.errs, "followup: %v (followup map test --help has an example of each flag)\n", wrong)
		return exitUsage
	}
	if _, ok := errors.AsType[*app.SettingError](err); ok {
		// Joined mistakes print as one line each.
		fmt.Fprintln(w.errs, err)
		return exitUsage
	}
	fmt.Fprintf(w.errs, "followup: %v\n", err)
	return exitFailed
}
