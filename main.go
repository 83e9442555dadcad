// Command bianmin is the service kiosk of a village centre: the window that
// villagers use, and the same acts as commands. Run it without arguments for
// the window, with --help for the commands.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/device/speech"
	"bianmin/storage/keyfile"
	_ "bianmin/ui/locale" // before Fyne looks
)

// Version is the release; the build sets it.
var version = "0.1.0-dev"

// Exit codes, part of the command contract.
const (
	exitDone    = 0
	exitRefused = 1 // bad input, named; or a receipt that is not genuine
	exitUsage   = 2
	exitMachine = 3 // the machine's or the line's fault
)

// cli is the command line.
type cli struct {
	Data string `help:"Folder of the kiosk's data." env:"BIANMIN_DATA" type:"path" default:"${data}"`
	JSON bool   `help:"Answer in JSON." name:"json"`
	Lang string `help:"Language of texts." enum:"zh-Hans,en" default:"zh-Hans"`

	Run        runCommand        `cmd:"" default:"withargs" help:"Open the kiosk's window."`
	Enrol      enrolCommand      `cmd:"" help:"Register this kiosk with the county."`
	Items      itemsCommands     `cmd:"" help:"The catalogue of service items."`
	Accept     acceptCommand     `cmd:"" help:"Take in an application; JSON in, receipt out."`
	Rate       rateCommand       `cmd:"" help:"Take in a rating."`
	Ticket     ticketCommand     `cmd:"" help:"Take in a request to the hotline 12345; JSON in, receipt out."`
	Book       bookCommand       `cmd:"" help:"Make an appointment or ask for a home visit; JSON in, receipt out."`
	Survey     surveyCommand     `cmd:"" help:"Say of the answer to a request to 12345 whether it is solved and whether you are satisfied; JSON in, slip out."`
	Supplement supplementCommand `cmd:"" help:"Hand in papers that the county asked for, with the code of the receipt; JSON in, slip out."`
	Makeup     makeupCommand     `cmd:"" help:"Hand in papers that were to follow, with the code of the receipt; JSON in, slip out."`
	Withdraw   withdrawCommand   `cmd:"" help:"Take an application or an appointment back, with the code of the receipt; JSON in, slip out."`
	Move       moveCommand       `cmd:"" help:"Take an appointment to another slot, with the code of the receipt; JSON in, slip out."`
	Collect    collectCommand    `cmd:"" help:"Hand over a result that lies here, with the code of the receipt, by who helps; JSON in, slip out."`
	Board      boardCommand      `cmd:"" help:"What hangs on the board: public notices and service hours."`
	Today      todayCommand      `cmd:"" help:"What is in hand at this machine today, for who helps: cases, what was set aside, what follows, visits, results to hand over."`
	Status     statusCommand     `cmd:"" help:"What this kiosk knows about a receipt."`
	Outbox     outboxCommand     `cmd:"" help:"What waits for the county."`
	Sync       syncCommand       `cmd:"" help:"Send what waits to the county."`
	Courier    courierCommands   `cmd:"" help:"Carry the queue on a stick when there is no line."`
	Restore    restoreCommand    `cmd:"" help:"Make a machine again from its copy on a second medium."`
	Receipt    receiptCommand    `cmd:"" help:"Draw a receipt again."`
	Print      printCommand      `cmd:"" help:"Print a receipt, or say whether one came out."`
	Letter     letterCommand     `cmd:"" help:"Write or print a letter about a case: acceptance, supplement, deferred, entrust."`
	Poster     posterCommand     `cmd:"" help:"Write the sheet that hangs beside the machine: five steps, whom to ask."`
	Verify     verifyCommand     `cmd:"" help:"Is this receipt genuine?"`
	Check      checkCommands     `cmd:"" help:"Monthly spot checks."`
	Tool       toolCommands      `cmd:"" help:"Answer queries line by line."`
	Doctor     doctorCommand     `cmd:"" help:"Look at disk, clock, database, key, items, queue, reserve, second medium, county, printers, loudspeaker, card reader, scanner, camera."`
	Voice      voiceCommands     `cmd:"" help:"What the machine reads aloud."`
	Helper     helperCommands    `cmd:"" help:"People who help at this machine, with badge and PIN."`
	Pin        pinCommands       `cmd:"" help:"The maintainer's way out of the window."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

// call is what a command is given besides its flags.
type call struct {
	context.Context
	cli    *cli
	text   *lang.Text
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

func main() {
	// A reader that went away is an error of the answer, not the program's end:
	// what was committed must still be told on stderr.
	signal.Ignore(syscall.SIGPIPE)
	if err := keyfile.HideMemory(); err != nil {
		fmt.Fprintln(os.Stderr, oneLine(err.Error()))
		os.Exit(exitMachine)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// run is the program for one command line; it returns the exit code.
func run(ctx context.Context, args []string) int {
	var c cli
	parser, err := kong.New(&c, kong.Name("bianmin"), kong.Vars{"data": defaultData(), "calm": speech.Calm},
		kong.Description("Service kiosk for village centres."), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(os.Stderr, oneLine(err.Error()))
		return exitMachine
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, oneLine(err.Error()))
		return exitUsage
	}
	text, err := lang.Load(c.Lang)
	if err != nil {
		fmt.Fprintln(os.Stderr, oneLine(err.Error()))
		return exitMachine
	}
	cl := &call{Context: ctx, cli: &c, text: text, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	if err := parsed.Run(cl); err != nil {
		return cl.fail(err)
	}
	return exitDone
}

// answer prints v as JSON when asked for, else line.
func (c *call) answer(v any, line string) error {
	if !c.cli.JSON {
		_, err := fmt.Fprintln(c.stdout, line)
		return err
	}
	return c.line(v)
}

// line prints v as one JSON line.
func (c *call) line(v any) error {
	enc := json.NewEncoder(c.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// refusal is the JSON answer to input that was refused, and to what the machine
// or the line could not do.
type refusal struct {
	Error refusalError `json:"error"`
}

type refusalError struct {
	Field   string `json:"field"`
	Key     string `json:"key"`
	Message string `json:"message"`
}

// errNotGenuine ends `verify` after it has said why.
var errNotGenuine = errors.New("not genuine")

// errContradicted ends `verify` after it has said that the machine's log does not
// know the receipt.
var errContradicted = errors.New("the log contradicts the receipt")

// fail says in one line what went wrong and returns the exit code.
func (c *call) fail(err error) int {
	if errors.Is(err, errNotGenuine) {
		return exitRefused
	}
	if errors.Is(err, errContradicted) {
		return exitMachine
	}
	e := c.refused(err)
	kind := village.KindOf(err)
	refused := kind == village.Invalid || kind == village.NotFound || kind == village.Conflict || kind == village.Denied
	if c.cli.JSON {
		_ = c.line(refusal{e})
	}
	line := e.Message
	if e.Field != "" {
		line = e.Field + ": " + line
	}
	if !refused {
		line += " [" + err.Error() + "]"
	}
	fmt.Fprintln(c.stderr, oneLine(line))
	if refused {
		return exitRefused
	}
	return exitMachine
}

// refused is err as a person reads it.
func (c *call) refused(err error) refusalError {
	e := village.Keyed(err)
	return refusalError{e.Field, e.Key, c.text.Map(e.Key, e.Args)}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(c *call) error {
	return c.answer(map[string]string{"version": version}, "bianmin "+version)
}
