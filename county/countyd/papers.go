package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/letter"
	"bianmin/app/receipt"
	"bianmin/app/token"
	"bianmin/app/village"
	"bianmin/assets/font"
	"bianmin/assets/font/rare"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// papersCmd prints what machines read from paper.
type papersCmd struct {
	Badge badgeCmd `cmd:"" help:"Badge of a person on duty, as a card with a signed code."`
	Order orderCmd `cmd:"" help:"Orders of an inspector's day, one page with a signed code for each centre: none names another."`
}

// signing is what every paper with a signed code needs.
type signing struct {
	database
	secrets
	Number string   `required:"" placeholder:"NUMBER" help:"Number of the badge or the order: letters, digits, hyphens."`
	Place  []string `placeholder:"CODE" help:"Division code of a centre; may be given several times."`
	Days   int      `default:"1" help:"How many days it is good for, today included."`
	Out    string   `required:"" placeholder:"FILE" help:"PDF to write."`
}

// issued is a code with what it says in words.
type issued struct {
	text   string
	places []string
	first  time.Time
	until  string
}

// sign signs the code and names its places.
func (c signing) sign(w *world, kind token.Kind, role string) (issued, error) {
	if c.Days < 1 || c.Days > 3660 {
		return issued{}, village.Refuse("days", "err.token.days")
	}
	if !strings.HasSuffix(strings.ToLower(c.Out), ".pdf") {
		return issued{}, village.Refuse("out", "err.letter.out")
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return issued{}, err
	}
	y, m, d := w.now().In(village.Zone).Date()
	t := token.Token{Kind: kind, Number: c.Number, Role: role, First: time.Date(y, m, d, 0, 0, 0, 0, village.Zone)}
	t.Last = t.First.AddDate(0, 0, c.Days-1)
	out := issued{first: t.First, until: t.Last.Format(w.text.T("letter.day.form"))}
	for _, code := range c.Place {
		place, err := places.Village(code)
		if err != nil {
			return issued{}, err
		}
		t.Places = append(t.Places, place)
		out.places = append(out.places, places.Path(place))
	}
	signer, err := c.signer(w, c.Database)
	if err != nil {
		return issued{}, err
	}
	if out.text, err = token.Encode(t, signer); err != nil {
		return issued{}, err
	}
	return out, c.with(w, func(db *county.DB) error {
		if err := db.KeepSigner(w.ctx, signer.Public()); err != nil {
			return err
		}
		return c.assists(w, db, t)
	})
}

// assists notes where the holder of an assistant's badge serves: nobody inspects there with
// a badge of that number.
func (c signing) assists(w *world, db *county.DB, t token.Token) error {
	if t.Kind != token.Badge || t.Role != "assistant" {
		return nil
	}
	var list []inspect.Service
	for _, place := range t.Places {
		list = append(list, inspect.Service{Badge: t.Number, Centre: place, First: village.DayOf(t.First), Last: village.DayOf(t.Last)})
	}
	return db.Serve(w.ctx, list, w.now())
}

// strangers refuses an order for somebody who serves at one of its places.
func (c *orderCmd) strangers(w *world) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	first := village.DayOf(w.now())
	return c.with(w, func(db *county.DB) error {
		for _, code := range c.Place {
			place, err := places.Village(code)
			if err == nil {
				err = office.Register{Book: db, Now: w.now}.MayInspect(w.ctx, c.Badge, place, places.Path(place), first, first.Add(c.Days-1))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// setter is what sets papers of this program.
func setter() (*letter.Setter, error) {
	return letter.NewSetter(receipt.Faces{Regular: font.Regular(), Bold: font.Bold(), Rare: rare.TTF})
}

type badgeCmd struct {
	signing
	Name string `required:"" help:"Name on the card; it is not in the code."`
	Role string `required:"" enum:"assistant,inspector,maintainer" help:"assistant, inspector or maintainer."`
}

func (c *badgeCmd) Run(w *world) error {
	made, err := c.sign(w, token.Badge, c.Role)
	if err != nil {
		return err
	}
	s, err := setter()
	if err != nil {
		return err
	}
	card := letter.Card{
		Title: w.text.T("letter.badges"), Name: c.Name, Number: c.Number, QR: made.text,
		Lines: append([]string{w.text.T("letter.role." + c.Role), w.text.T("letter.badge.until", "day", made.until)}, made.places...),
	}
	var out bytes.Buffer
	if err := s.Cards(&out, made.first, card); err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, out.Bytes(), 0o600); err != nil {
		return village.Failed("write the badge", err)
	}
	return w.say("letter.written", "file", c.Out)
}

// orderCmd prints one order for each centre: what a machine reads names its own centre and
// no other one of the plan.
type orderCmd struct {
	signing
	Badge string `required:"" help:"Number of the inspector's badge."`
	From  string `required:"" help:"The office that sends the inspector."`
}

func (c *orderCmd) Run(w *world) error {
	if len(c.Place) == 0 {
		return village.Refuse("place", "err.order.places")
	}
	if err := c.strangers(w); err != nil {
		return err
	}
	var pages []letter.Letter
	for n, place := range c.Place {
		one := c.signing
		one.Place = []string{place}
		if len(c.Place) > 1 {
			one.Number = fmt.Sprintf("%s-%d", c.Number, n+1)
		}
		made, err := one.sign(w, token.DayOrder, c.Badge)
		if err != nil {
			return err
		}
		pages = append(pages, letter.ComposeIssue(letter.Issue{
			Kind: letter.Order, From: c.From, Number: one.Number, Holder: c.Badge, Places: made.places, At: made.first, Until: made.until, QR: made.text,
		}, w.text))
	}
	return paperFlags{Out: c.Out}.write(w, pages...)
}
