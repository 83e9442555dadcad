package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"bianmin/app/calendar"
	"bianmin/app/catalog"
	"bianmin/app/receipt"
	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/device/bell"
	"bianmin/device/presence"
	"bianmin/device/printer"
	"bianmin/device/speech"
	"bianmin/ui/flow"
	"bianmin/ui/ime"
	"bianmin/ui/shell"
	"bianmin/ui/style"
)

// runCommand opens the kiosk's window.
type runCommand struct {
	mirrorFlag
	cardFlag
	scannerFlag
	cameraFlag
	microphoneFlag
	officeFlag
	Window  string       `help:"Size as 1080x1920 or 1920x1080, or full." default:"full"`
	Monitor string       `help:"Monitor of the full screen: its name, as HDMI-1, or its number from the left. Without it the system chooses." placeholder:"NAME"`
	Scale   float32      `help:"Size of everything, 1 = as designed for 1080 px." default:"1"`
	Printer string       `help:"Thermal printer: /dev/usb/lp0, serial:/dev/ttyS0:115200, tcp:HOST:9100, spool:NAME on Windows, or a file." placeholder:"ADDRESS"`
	Paper   int          `help:"Width of its paper in mm, 58 or 80." default:"80"`
	Phone   string       `help:"Phone of the person on duty, for the foot of the home page."`
	Bell    string       `help:"Program that rings when a person calls for staff, and its arguments; it gets a WAV on standard input. Without it a player of the system." placeholder:"COMMAND"`
	Speaker string       `help:"Program that plays a WAV from standard input, and its arguments, or a folder that takes the sound as files. Without it a player of the system, if there is a sound card." placeholder:"COMMAND"`
	Volume  speech.Hours `help:"How loud it reads, in percent from each hour on: 7=100,12=60,14=100,19=70. At noon and at night it is quieter by itself." default:"${calm}" placeholder:"HOURS"`
	Click   bool         `help:"A short low sound at each press."`
	Exact   bool         `help:"Pinyin keeps apart what southern accents do not: z from zh, l from n, an from ang."`
	Probe   bool         `help:"Answer on stdout where things are; for tests." hidden:""`
}

// Run shows the window until it is closed or the program is told to stop. What
// a person is handing in at that moment is committed or refused before it ends.
func (r runCommand) Run(c *call) error {
	width, height, err := r.size()
	if err != nil {
		return err
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := r.apply(c, k); err != nil {
		return err
	}
	defer k.running(c)()
	engine, at, err := r.ready(k)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(c)
	line := k.startWork(ctx, at.health)
	defer line.wait()
	at.start(ctx, k, &line.group)
	defer stop()

	look, silent := r.look(ctx)
	defer silent()
	a, err := r.app(look)
	if err != nil {
		return err
	}
	s := shell.New(ctx, k.teaching(engine, r.kiosk(k, line, at)), shell.Options{Look: look, Engine: engine, Since: r.since(ctx)})
	defer func() { stop(); s.Wait() }()
	s.OnShown = newThrift().shown
	defer at.scan(ctx, s.Scanned)()
	r.open(a, s, c.text.T("app.name"), fyne.NewSize(width, height))
	if r.Probe {
		go s.Probe(c.stdin, c.stdout)
	}
	defer context.AfterFunc(ctx, func() { shell.Later(a.Quit) })()
	a.Run()
	return nil
}

// ready makes what has to be there before the first person comes.
func (r runCommand) ready(k *kiosk) (*ime.Engine, attached, error) {
	at, err := r.attach(k)
	if err != nil {
		return nil, at, err
	}
	engine, err := k.words(r.Exact)
	return engine, at, err
}

// app is the toolkit's half of the window. It reads the scale when it starts: a
// monitor that reports a wrong size must not change what a finger can hit.
func (r runCommand) app(look style.Look) (fyne.App, error) {
	if err := os.Setenv("FYNE_SCALE", fmt.Sprint(r.Scale)); err != nil {
		return nil, err
	}
	a := app.NewWithID("cn.bianmin.kiosk")
	a.Settings().SetTheme(style.NewTheme(look))
	return a, nil
}

// open makes the one window.
func (r runCommand) open(a fyne.App, s *shell.Shell, title string, size fyne.Size) {
	w := a.NewWindow(title)
	w.SetPadded(false)
	w.SetMaster()
	w.SetContent(s.Content())
	w.Canvas().SetOnTypedRune(s.TypedRune)
	w.Canvas().SetOnTypedKey(s.TypedKey)
	w.Resize(size)
	s.Turn().Machine.Quit = a.Quit
	started := s.Start
	if r.Window == "full" { // a machine in a hall: nobody closes it without the PIN
		started = func() { r.fill(w); s.Start() }
		w.SetFullScreen(r.Monitor == "")
		w.SetCloseIntercept(s.Turn().Exit.Ask)
	}
	a.Lifecycle().SetOnStarted(started)
	w.Show()
}

// ring is the sound of 叫人; nil on a machine that has nothing to make one with.
func (r runCommand) ring() func(context.Context) error {
	b, ok := bell.Find(r.Bell)
	ring := b.Ring
	if !ok {
		out, there := speech.FindOutput("") // Windows has no player, and a sound card
		if !there {
			return nil
		}
		ring = func(ctx context.Context) error { return out.Play(ctx, "", bell.Sound()) }
	}
	return func(ctx context.Context) error {
		err := ring(ctx)
		if err != nil {
			slog.Error("bell", "err", err)
		}
		return err
	}
}

// since asks the system until ctx ends how long nobody has touched the machine;
// nil where it does not say. The window then counts what it hears itself.
func (r runCommand) since(ctx context.Context) func() (time.Duration, error) {
	w, err := presence.Open(os.Getenv("DISPLAY"))
	if err != nil {
		slog.Warn("presence", "err", err)
		return nil
	}
	context.AfterFunc(ctx, w.Close)
	return w.Since
}

// size is the window's size in px of the design.
func (r runCommand) size() (width, height float32, err error) {
	if r.Paper != 58 && r.Paper != 80 {
		return 0, 0, village.Refuse("paper", "err.receipt.paper")
	}
	if r.Scale < 0.3 || r.Scale > 4 {
		return 0, 0, village.Refuse("scale", "err.window.scale")
	}
	if r.Window == "full" {
		return 1080 / r.Scale, 1920 / r.Scale, nil
	}
	if n, _ := fmt.Sscanf(r.Window, "%fx%f", &width, &height); n != 2 || width < 320 || height < 320 {
		return 0, 0, village.Refuse("window", "err.window.size")
	}
	return width / r.Scale, height / r.Scale, nil
}

// kiosk is the machine as the pages see it.
func (r runCommand) kiosk(k *kiosk, line *line, at attached) flow.Kiosk {
	return flow.Kiosk{
		Text: k.text, Others: k.others, Now: k.clock.wall, Line: line.state, Posted: k.posted,
		Centre: func() flow.Centre {
			e := k.enrolment.Load()
			return flow.Centre{
				Name: k.centreName(e.Centre), District: k.divisions.County.Name, Phone: r.Phone,
				Village: string(e.Village), Example: k.edition.Load().catalogue.Example, Enrolled: e.URL != "",
			}
		},
		Search: k.search, Frequent: k.frequent, Groups: k.groups, Missed: k.missed, Again: k.desk.Again, Item: k.item, Doubted: k.doubted, Deadline: k.deadline, Divisions: k.divisions, Tags: k.ratingTags,
		Priorities: k.priorities,
		Check:      k.desk.Check, Precheck: k.desk.Precheck, Accept: at.accept(line), Rate: line.rate, Status: k.desk.Status, Slots: k.desk.Slots, Serves: k.serves,
		Supplement: line.supplement, MakeUp: line.makeUp, Survey: line.survey, Withdraw: line.withdraw, Move: line.move, Collect: line.collect, PrintFollowUp: at.paper.followUp, AskCounty: k.askFor,
		Print: func(ctx context.Context, code village.ShortCode) (bool, error) {
			outcome, err := at.paper.receipt(ctx, code)
			return outcome == printer.Confirmed, err
		},
		Came: func(ctx context.Context, code village.ShortCode, came bool) error {
			return k.came(ctx, code, village.PaperReceipt, came)
		},
		Printer: func() flow.Printer { return at.told(k) }, Office: at.office.pages(), Drafts: k.drafts,
		OpenPrints: k.unsurePapers, PrintCame: k.paperCame,
		PrintSlip: func(ctx context.Context, slip flow.Slip) (bool, error) {
			return at.paper.slip(ctx, receipt.Slip{Code: slip.Code, Item: slip.Item, Until: slip.Until})
		},
		ReadCard: at.cards.reading(k.life), ReadCode: codeOf,
		Watch: at.camera.watching(k.life), Develop: develop, Record: r.hearing(k.life), Listen: playing(r.Speaker),
		Trouble:       func(what string, err error) { slog.Error(what, "err", err) },
		PrintPractice: at.paper.practice, Badge: k.badge, SignIn: k.signIn, SignOut: func() error { return k.signOut(context.WithoutCancel(k.life)) }, Helps: k.stillHelps, Look: k.look,
		SignSecond: k.signSecond, SecondOut: func() { k.secondOut(k.life) },
		Ring: r.ring(), Say: at.speaker.saying(), Unlock: k.lock().Try, Machine: k.facts, Devices: at.toTry(k), Visits: line.visits(), Orders: line.orders(), Today: k.today,
		QR: func(text string) [][]bool {
			modules, err := receipt.Modules(text)
			if err != nil {
				return nil // the page shows the code in letters
			}
			return modules
		},
	}
}

// search is find for the pages; the index was built before the window opened.
func (k *kiosk) search(query string, limit int) []village.ServiceItem {
	found, err := k.find(query, limit)
	if err != nil {
		slog.Error("search", "err", err)
	}
	return found
}

// groups are all items by theme or department.
func (k *kiosk) groups(way catalog.Way) []catalog.Group {
	return catalog.Groups(k.edition.Load().catalogue.Items, way)
}

// words makes what is searched and typed with, before the first person comes.
func (k *kiosk) words(exact bool) (*ime.Engine, error) {
	if _, err := k.edition.Load().index(); err != nil {
		return nil, err
	}
	return k.engine(exact)
}

// engine finds Chinese with the words of this machine; exact keeps sounds apart, see
// [ime.Engine].
func (k *kiosk) engine(exact bool) (*ime.Engine, error) {
	engine, err := ime.New(k.terms())
	if err != nil || !exact {
		return engine, err
	}
	engine.Exact = true
	engine.Learn(k.terms())
	return engine, nil
}

// teaching makes pages teach engine the words of a new catalogue when they put it
// into use.
func (k *kiosk) teaching(engine *ime.Engine, pages flow.Kiosk) flow.Kiosk {
	pages.Renew = func() bool {
		before := k.edition.Load()
		taken := k.renew()
		if now := k.edition.Load(); now.catalogue.Version != before.catalogue.Version {
			engine.Learn(k.terms())
		}
		return taken
	}
	return pages
}

// terms are the words that pinyin finds besides the everyday ones.
func (k *kiosk) terms() []string {
	var terms []string
	for _, item := range k.edition.Load().catalogue.Items {
		terms = append(append(terms, item.Name), item.Aliases...)
	}
	for _, places := range [][]village.Division{k.divisions.Towns, k.divisions.Villages} {
		for _, place := range places {
			terms = append(append(terms, place.Name), place.Aliases...)
		}
	}
	return terms
}

// deadline is by when a case accepted at accepted is done; the zero time means that
// it is accepted on the next working day, if it is.
func (k *kiosk) deadline(text *lang.Text, item village.ServiceItem, accepted time.Time) flow.DeadlineText {
	if item.PromisedDays == 0 {
		return flow.DeadlineText{}
	}
	limit := calendar.Limit{Days: item.PromisedDays, Unit: item.DaysUnit}
	days := k.edition.Load().calendar
	say := calendar.Explanation.Sentence
	if accepted.IsZero() {
		accepted, say = days.NextWorkday(k.clock.wall()), calendar.Explanation.Condition
	}
	why, err := days.Explain(accepted, limit)
	if err != nil {
		return flow.DeadlineText{}
	}
	return flow.DeadlineText{Known: true, Sentence: say(why, text), Strong: why.DueText(text), Days: days.Strip(why)}
}
