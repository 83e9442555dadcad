package tests

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"bianmin/device/idcard/idcardtest"
	"bianmin/device/ptytest"
)

// hand plays journeys on the real window: a finger, a scanner, a card reader and a camera.
type hand struct {
	*finger
	player  *player
	scanner *ptytest.Line
	reader  *idcardtest.Reader
	paper   string // file that the printer is
	journey journey
	deed    deed
	answers map[string]string // of the deed, by the question's field
}

// plays hands the deeds of list in at the window, one person after the other.
func (p *player) plays(list []journey) {
	t := p.kiosk.t
	t.Helper()
	card, scanner := ptytest.Open(t), ptytest.Open(t)
	h := &hand{player: p, scanner: scanner, reader: &idcardtest.Reader{}, paper: filepath.Join(t.TempDir(), "printed")}
	go h.reader.Serve(card)
	h.finger = newScreen(t, p.kiosk, 540, 960) // the same pages at half the size are painted in a quarter of the time
	h.small, h.still = 2, true
	h.window, h.flags = "540x960", []string{"--scale", "0.5", "--card", card.Path, "--scanner", scanner.Path, "--camera", sawFolder(t), "--printer", h.paper}
	h.startWindow()
	h.screen("home")
	p.hand = h
	p.goesOn(list)
}

// goesOn hands in at the window that is there what the list still has.
func (p *player) goesOn(list []journey) {
	h := p.hand
	for _, j := range list {
		h.journey = j
		p.turn(j, func(d deed) {
			h.deed, h.answers = d, map[string]string{}
			h.know("", p.filled(d.With))
			h.does()
			if d.Do == "withdraw" {
				p.note(d, "")
			}
		})
		h.goHome()
	}
}

// know puts what the command is given under the names of the window's questions.
func (h *hand) know(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			h.know(strings.TrimPrefix(path+"."+key, "."), member)
		}
	case []any:
		words := make([]string, len(v))
		for i := range v {
			words[i] = fmt.Sprint(v[i])
		}
		h.answers[path] = strings.Join(words, " ")
	case bool:
		h.answers[path] = map[bool]string{true: "yes", false: "no"}[v]
	default:
		h.answers[path] = fmt.Sprint(v)
	}
	switch path {
	case "behalf.entrust.file":
		h.answers["behalf.entrust"] = "photo"
	case "behalf.entrust.original":
		h.answers["behalf.entrust"] = "original"
	case "home_visit.photos":
		h.answers[path] = "photo"
		for n := 2; n <= len(v.([]any)); n++ {
			h.answers[fmt.Sprintf("%s.%d", path, n)] = "photo"
		}
	case "home_visit":
		h.answers["behalf"] = map[bool]string{true: "yes", false: "no"}[h.deed.With["behalf"] != nil]
	}
}

// answer is what is said to a question: a request calls its fields without "form.".
func (h *hand) answer(field string) string {
	if said, ok := h.answers[field]; ok {
		return said
	}
	return h.answers[strings.TrimPrefix(field, "form.")]
}

func (h *hand) does() {
	h.t.Helper()
	if h.deed.Do != "rate" || h.answer("target") == "centre" {
		h.goHome()
	}
	if h.deed.Helper {
		h.helps()
	}
	switch h.deed.Do {
	case "accept":
		h.searches()
		h.walks()
	case "ticket":
		h.tap("tile.4")
		h.reach("type." + h.answer("type"))
		h.walks()
	case "book":
		h.books()
	case "rate":
		h.rates()
	case "withdraw":
		h.comesBack("withdraw")
		h.screen("follow")
		h.keys(h.answer("last_four"))
		h.hands()
	case "supplement", "makeup":
		h.comesBack(map[string]string{"supplement": "supplement", "makeup": "make_up"}[h.deed.Do])
		h.screen("follow")
		if who := h.answer("by"); who != "" { // asked when somebody else had handed in
			h.reach("by." + who)
		}
		h.brings()
	default:
		h.t.Fatalf("the window has no %s", h.deed.Do)
	}
}

// helps signs the helper in, who takes the machine back with the badge alone when it was
// handed over.
func (h *hand) helps() {
	h.t.Helper()
	h.holds(h.player.badge)
	helped := func() bool { return h.there("practice") || strings.Contains(h.probe("say"), "帮办中 B-017") }
	h.until("the helper", func() bool { return h.there("signin.try") || helped() })
	if h.there("signin.try") {
		for _, digit := range helperPIN {
			h.tap(string(digit))
		}
		h.tap("signin.try")
	}
	h.until("help", helped)
}

// second lets the second person of a home visit sign in, which leads on.
func (h *hand) second() {
	h.t.Helper()
	h.holds(h.player.other)
	h.until("the question for the PIN", func() bool { return h.there("signin.try") })
	for _, digit := range helperPIN {
		h.tap(string(digit))
	}
	h.on("signin.try")
}

// holds lets the scanner read a code.
func (h *hand) holds(text string) {
	h.t.Helper()
	if _, err := h.scanner.Write([]byte(text + "\r\n")); err != nil {
		h.t.Fatal(err)
	}
}

// searches finds the item and begins, for the person or for somebody else.
func (h *hand) searches() {
	h.t.Helper()
	h.tap("tile.1")
	h.screen("search")
	h.types(h.deed.Find)
	h.tap(fmt.Sprintf("result.%d", h.deed.Result))
	h.screen("guide")
	begin := "start"
	if h.answer("behalf.relation") != "" {
		begin = "start.for"
	}
	if h.deed.Second {
		begin = "start.home"
	}
	h.on(begin)
}

// walks answers every page on the way to the receipt.
func (h *hand) walks() {
	h.t.Helper()
	for {
		switch page := h.probe("current"); page {
		case "notice":
			h.on("agree")
		case "form":
			h.asked()
		case "materials":
			h.papers()
		case "precheck":
			h.on(map[bool]string{true: "follow", false: "next"}[h.answer("tolerance.agreed") == "yes"])
		case "tolerance", "promise":
			h.sign()
			h.on("next")
		case "confirm":
			h.confirms()
		case "accepted":
			h.tap("came") // a file cannot say whether paper came out: the person is asked
			h.player.note(h.deed, shortCode.FindString(h.probe("say")))
			return
		default:
			h.until("page after "+page, func() bool { return h.probe("current") != page })
		}
	}
}

// asked answers the question shown and goes on.
func (h *hand) asked() {
	h.t.Helper()
	question := strings.Split(h.probe("asks"), "\t")
	field, kind, choices := question[0], question[1], question[2:]
	said := h.answer(field)
	if h.deed.Leaves == field {
		h.leavesAndResumes()
	}
	if h.deed.Hands == field {
		h.tap("call")
		h.says("本人在办")
		defer func() {
			h.holds("6901234567892") // one code within two seconds is a badge that still lies there
			h.helps()
		}()
	}
	switch {
	case field == "home_visit.second":
		h.second()
		return
	case said == "":
	case field == "home_visit.booking":
		for _, r := range said {
			h.tap("key." + string(r))
		}
	case h.deed.Card && (field == "applicant.name" || field == "applicant.id"):
		h.reads()
	case len(choices) > 0:
		at := slices.Index(choices, said)
		if at < 0 {
			h.t.Fatalf("%s is asked with %q, and the answer is %s", field, choices, said)
		}
		h.reach(fmt.Sprintf("choice.%d", at))
	case kind == "division":
		h.reach("place." + said[:9] + "000")
		h.reach("place." + said)
	case kind == "date":
		h.tap("date.type")
		h.keys(strings.ReplaceAll(said, "-", ""))
	case kind == "photo":
		h.tap("photograph")
		h.screen("photo")
	case kind == "text":
		h.types(h.journey.Words[said])
	default:
		h.keys(said)
	}
	if h.probe("current") == "photo" {
		h.shoots() // which leads on to the next question, or to the papers
		h.until("the page after a photograph", func() bool { return h.probe("current") != "photo" })
		return
	}
	h.on("next")
}

// types types words of letters and what is chosen for them, as "wang王 ming明".
func (h *hand) types(words string) {
	h.t.Helper()
	for _, word := range strings.Fields(words) {
		at := strings.IndexFunc(word, func(r rune) bool { return r > 'z' })
		h.keys(word[:at])
		h.tap(word[at:])
	}
}

// reads lays the applicant's card on the reader until it is read.
func (h *hand) reads() {
	h.t.Helper()
	card := idcardtest.Citizen(h.answer("applicant.name"), h.answer("applicant.id"), "长期")
	h.reader.Set(idcardtest.Answer{Card: &card})
	h.until("the card", func() bool { return strings.Contains(h.probe("say"), "已读卡") })
	h.reader.Set(idcardtest.Answer{})
}

// papers says of each paper what became of it.
func (h *hand) papers() {
	h.t.Helper()
	list, _ := h.deed.With["materials"].([]any)
	for _, one := range list {
		paper := one.(map[string]any)
		if how, ok := paper["declared"].(string); ok {
			h.reach(fmt.Sprintf("material.%s.%s", paper["code"], how))
			continue
		}
		h.photographs(paper["code"])
	}
	h.on("next")
}

// confirms chooses the green channel and how the result comes, signs where that is asked,
// and hands in.
func (h *hand) confirms() {
	h.t.Helper()
	if h.answer("priority.class") != "" {
		h.readsTo("edit.priority.class")
		h.on("edit.priority.class")
		h.asked()
	}
	switch mode := h.answer("delivery.mode"); mode {
	case "", "pickup":
	case "express":
		h.readsTo("delivery.express")
		h.on("delivery.express")
		for h.probe("current") == "form" { // where to, and to whom
			h.asked()
		}
	default:
		h.readsTo("delivery." + mode)
		h.tap("delivery." + mode)
	}
	if h.answer("form.signature")+h.answer("home_visit.signature") != "" {
		h.sign()
	}
	h.readsTo("submit")
	h.on("submit")
}

// readsTo reads on until there is a thing called name.
func (h *hand) readsTo(name string) {
	h.t.Helper()
	for !h.there(name) {
		h.tap("more")
	}
}

// rates rates the last receipt from its page, or the centre from the home page.
func (h *hand) rates() {
	h.t.Helper()
	if h.answer("target") == "centre" {
		h.tap("tile.3")
	} else {
		h.tap("rate")
	}
	h.screen("rating")
	h.tap("face." + h.answer("grade"))
	for _, tag := range strings.Fields(h.answer("tags")) {
		h.reach("tag." + tag)
	}
	h.tap("send")
	h.says("评价收好了")
}

// goHome ends the person's turn.
func (h *hand) goHome() {
	h.t.Helper()
	h.until("home page", func() bool {
		for _, name := range []string{"done", "home"} {
			if x, y, ok := h.where(name); ok { // it may be gone already: a finished turn ends by itself
				h.pressAt(x, y)
				break
			}
		}
		return h.probe("current") == "home"
	})
}

func (h *hand) there(name string) bool { _, _, ok := h.where(name); return ok }

// on presses name and waits for the next page or question.
func (h *hand) on(name string) {
	h.t.Helper()
	now := func() string { return h.probe("current") + h.probe("asks") }
	before := now()
	h.tap(name)
	h.until("next page after "+name+" of "+before, func() bool { return now() != before })
}

// reach presses a target of a list, on whichever of its pages it is.
func (h *hand) reach(name string) {
	h.t.Helper()
	h.until("list with "+name, func() bool { return h.there(name) || h.there("list.more") || h.there("list.up") })
	for !h.there(name) && h.there("list.up") {
		h.tap("list.up")
	}
	for !h.there(name) && h.there("list.more") {
		h.tap("list.more")
	}
	h.tap(name)
}
