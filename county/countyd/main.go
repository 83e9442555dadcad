// Command countyd is the district platform (区政务服务平台): it takes in what
// kiosks hand over and shows it to officers.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/county/office"
	"bianmin/storage/keyfile"
)

// version is set by the linker in releases.
var version = "dev"

// Ways to end, as design section 5 promises them.
const (
	exitDone = iota
	exitRefused
	exitUsage
	exitBroken
)

// cli is every command.
type cli struct {
	Serve     serveCmd         `cmd:"" help:"Take in what kiosks send and show it to officers."`
	Init      initCmd          `cmd:"" help:"Make the database and the county's keys; keeps what is there."`
	Keys      keysCmd          `cmd:"" help:"The county's keys and their recovery shares."`
	Users     usersCmd         `cmd:"" help:"Who may sign in to the console."`
	Staff     staffCmd         `cmd:"" help:"Who may help people at the machines, with badge and PIN."`
	Kiosks    kiosksCmd        `cmd:"" help:"Enrolment codes and machines."`
	Items     itemsCmd         `cmd:"" help:"The catalogue that machines use."`
	Misses    missesCmd        `cmd:"" help:"Words that people searched for on machines and found nothing with."`
	Register  registerCmd      `cmd:"" help:"The register of units and items that figures are made from."`
	Calendar  calendarCmd      `cmd:"" help:"The working-day calendar that machines use."`
	Notices   noticesCmd       `cmd:"" help:"Public notices on the machines."`
	Hours     hoursCmd         `cmd:"" help:"When somebody is at the centres."`
	Templates templatesCmd     `cmd:"" help:"Texts of letters, with their slots."`
	Tags      tagsCmd          `cmd:"" help:"Reasons for a rating."`
	Cases     casesCmd         `cmd:"" help:"What the office decides about cases."`
	Licences  licencesCmd      `cmd:"" help:"Papers that an electronic licence replaces: look them up."`
	Papers    papersCmd        `cmd:"" help:"Badges and day orders with signed codes."`
	Looks     looksCmd         `cmd:"" help:"List who looked at personal data, when and why."`
	Documents documentsCmd     `cmd:"" help:"Papers that were handed out under a number: check, list, withdraw."`
	Letters   lettersCmd       `cmd:"" help:"Papers about a centre: what to put right, evidence."`
	Tickets   ticketsCmd       `cmd:"" help:"Requests to the hotline 12345."`
	Slots     slotsCmd         `cmd:"" help:"Parts of days that machines give appointments in."`
	Bookings  bookingsCmd      `cmd:"" help:"Appointments and home visits."`
	Ratings   ratingsCmd       `cmd:"" help:"What the office answers to ratings."`
	Stats     statsCmd         `cmd:"" help:"The indicators, with numerator and denominator."`
	Report    reportCmd        `cmd:"" help:"Bulletins."`
	Draw      drawCmd          `cmd:"" help:"Which centres are visited in a month's spot check: fixed before, drawn by lot, for anybody to make again."`
	Inspect   inspectCmd       `cmd:"" help:"Visits of spot checks: scores, ranks, and what has to be put right."`
	Sites     sitesCmd         `cmd:"" help:"Look at government websites, politely and within bounds."`
	Centres   centresCmd       `cmd:"" help:"The register of service centres: what stands where, and who handed it over."`
	Intakes   intakesCmd       `cmd:"" help:"What came in by which way, and what was closed without an intake."`
	Measures  measuresCmd      `cmd:"" help:"What units do to get better, and what came of it."`
	Training  trainingCmd      `cmd:"" help:"Who of those at the counters passed which course or item."`
	Demo      demoCmd          `cmd:"" help:"Fill an empty database with the figures of the district's report of 2019."`
	Backup    backupCmd        `cmd:"" help:"Take a backup and read it back; the keys are not in it."`
	Restore   restoreCmd       `cmd:"" help:"Put a backup into an empty database."`
	Courier   courierCmd       `cmd:"" help:"What is carried on a stick when there is no line."`
	Review    reviewCmd        `cmd:"" help:"What came from machines after they were revoked."`
	Audit     auditCmd         `cmd:"" help:"Compare the machines' logs, or a receipt, with what they told the county."`
	City      cityCmd          `cmd:"" help:"The city's platform for applications."`
	Records   recordsCmd       `cmd:"" help:"List every stored record."`
	Version   kong.VersionFlag `help:"Print the version."`

	Accounts   accountsCmd   `cmd:"" help:"What a person saw at accounts of offices on other platforms."`
	Checklists checklistsCmd `cmd:"" help:"Checklists of spot checks: published for every machine, with their versions."`
}

// world is what the commands are handed instead of reaching for it.
type world struct {
	ctx    context.Context
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	now    func() time.Time
	random io.Reader
	text   *lang.Text
	days   *office.WorkingDays // nil until somebody counts; see [workingDays]
}

func main() {
	if err := keyfile.HideMemory(); err != nil {
		fmt.Fprintln(os.Stderr, "countyd:", oneLine(err))
		os.Exit(exitBroken)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program without its process.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	text, err := lang.Load(lang.Default)
	if err != nil {
		fmt.Fprintln(stderr, "countyd:", oneLine(err))
		return exitBroken
	}
	w := &world{ctx: ctx, stdin: os.Stdin, stdout: stdout, stderr: stderr, now: time.Now, random: rand.Reader, text: text}
	code := -1
	parser, err := kong.New(&cli{}, kong.Name("countyd"), kong.Description("The district platform of bianmin."),
		kong.Vars{"version": version}, kong.Writers(stdout, stderr), kong.Exit(func(c int) { code = c }), kong.Bind(w))
	if err != nil {
		fmt.Fprintln(stderr, "countyd:", oneLine(err))
		return exitBroken
	}
	command, err := parser.Parse(args)
	switch {
	case code >= 0: // --help or --version has answered
		return code
	case err != nil:
		fmt.Fprintln(stderr, "countyd:", oneLine(err))
		return exitUsage
	}
	return w.end(command.Run())
}

// end says what went wrong in one line and chooses the exit code.
func (w *world) end(err error) int {
	if err == nil {
		return exitDone
	}
	fmt.Fprintln(w.stderr, "countyd:", w.inWords(err))
	if village.KindOf(err) == village.Internal {
		return exitBroken
	}
	return exitRefused
}

// inWords says what went wrong in one line: for who works here, or for the log.
func (w *world) inWords(err error) string {
	message := oneLine(err)
	if first, ok := errors.AsType[*village.Error](err); ok {
		err = first // what joins errors hides their chain
	}
	if e := village.Keyed(err); w.text.Has(e.Key) && e.Kind != village.Internal {
		message = w.text.Map(e.Key, e.Args)
		if e.Field != "" {
			message = e.Field + ": " + message
		}
	}
	return message
}

// log is for what happens while a command runs.
func (w *world) log() *slog.Logger { return slog.New(slog.NewJSONHandler(w.stderr, nil)) }

// say answers with the text of key.
func (w *world) say(key string, pairs ...any) error {
	_, err := fmt.Fprintln(w.stdout, w.text.T(key, pairs...))
	return err
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
