// Package console is the officers' web console (区平台工作台), drawn on the server
// with html/template. Every page is for who is signed in and whose role may see it;
// what is personal is shown for a reason that is kept.
package console

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"bianmin/app/catalog"
	"bianmin/app/letter"
	"bianmin/app/seal"
	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/assets/font"
	"bianmin/assets/icon"
	"bianmin/assets/lang"
	"bianmin/county/office"
)

//go:embed page
var files embed.FS

// Book is what the console reads.
type Book interface {
	CaseBook
	RatingBook
	KioskBook
	TicketBook
	office.LookBook
	office.MissBook
	office.MeasureBook
	office.BulletinBook
	office.SiteBook
	office.TrainingBook
	office.WarningBook
	office.InspectionFinder
	office.CityBook
	office.IntakeBook
	office.CentreBook
	office.UnitBook
	office.ServiceList
}

// CaseBook lists and finds cases. Case answers [village.NotFound] for a case
// that is not there.
type CaseBook interface {
	Cases(ctx context.Context, q office.CaseQuery) (office.CasePage, error)
	Case(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (office.Case, error)
	CaseHead(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (office.CaseHead, error)
	FollowUps(ctx context.Context, kiosk seal.KioskID, id village.RecordID) ([]office.FollowUp, error)
	Licences(ctx context.Context, kiosk seal.KioskID, id village.RecordID) ([]office.LicenceCheck, error)
	Counts(ctx context.Context, s office.Scope) (office.Counts, error)
	Overview(ctx context.Context, s office.Scope, now time.Time, days int) (office.Overview, error)
	SubCases(ctx context.Context, s office.Scope, page, perPage int) (list []office.SubHead, total int, err error)
	Rulings(ctx context.Context, kiosk seal.KioskID, subject string) ([]office.Ruling, error)
	office.MakeUpBook
	office.PriorityBook
	office.SlotActs
	LicenceUses(ctx context.Context, s office.Scope, p stats.Period) ([]stats.LicenceUse, error)
}

// RatingBook lists ratings.
type RatingBook interface {
	Ratings(ctx context.Context, q office.RatingQuery) (office.RatingPage, error)
	Rating(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (office.RatingCase, error)
	RatingAnomalies(ctx context.Context, s office.Scope, rules office.RatingRules, since time.Time) ([]office.RatingAnomaly, error)
}

// KioskBook lists machines and what of theirs was set aside.
type KioskBook interface {
	Kiosks(ctx context.Context) ([]office.Kiosk, error)
	Quarantine(ctx context.Context, s office.Scope, limit int) ([]office.Quarantined, error)
	AuditOf(ctx context.Context, kiosk seal.KioskID) (office.AuditLog, error)
	office.FleetBook
}

// Files opens file number n of a case, from 1.
type Files interface {
	File(ctx context.Context, c office.Case, n int) ([]byte, error)
}

// Names turns codes into words; what it does not know is "".
type Names struct {
	Place    func(village.DivisionCode) string // with its town, as 锡场镇江滨村
	Places   func() []village.DivisionCode     // towns and villages, in their order
	Centres  []village.DivisionCode            // all that can be visited
	District string
	Tag      func(code string) string // words of a rating's tag
}

// Console draws the pages.
type Console struct {
	Book         Book
	Work         *office.Office
	Hotline      *office.Hotline
	Ratings      *office.RatingDesk
	Catalogue    *office.CatalogueDesk
	Publications *office.PublicationDesk
	Items        ReadItems
	Lists        func(r io.Reader, name string) ([]catalog.Row, error)                                 // the rows of CSV or XLSX; the ending of name says which
	Enrol        func(context.Context, village.DivisionCode) (code string, until time.Time, err error) // a one-time code for a new machine

	Inspectorate *office.Inspectorate
	Warnings     *office.WarningDesk
	Hours        *office.HoursDesk
	City         office.CityPlatform // nil where this program does not tell the city

	Door     *office.Door
	Sessions scs.CtxStore

	Elsewhere     office.Elsewhere // nil where nobody signs in with accounts of another house
	ElsewhereName string           // as the button says it; "" = by the usual words

	Files   Files
	Figures func(stats.Period) (stats.Data, error)     // the rows of the whole county, of a period at least
	Sheets  func(s Sheet, form string) ([]byte, error) // as XLSX or CSV, no cell a formula
	Letters func(io.Writer, ...letter.Letter) error    // sets papers as PDF

	Documents *office.DocumentDesk // nil where papers have no number and nobody checks one

	Names Names
	Log   *slog.Logger
	Now   func() time.Time

	views    map[string]*view // by language
	sessions *scs.SessionManager
	callers  *callers
	askers   *callers       // who check documents
	held     chan struct{}  // a place for each file that is checked
	often    *often[string] // pages, by account
	quarters quarters
}

// view is what a language needs.
type view struct {
	text  *lang.Text
	pages *template.Template
}

// Open reads the templates and texts.
func (c *Console) Open() error {
	c.views, c.sessions = map[string]*view{}, newSessions(c.Sessions, c.sessionsBroken)
	c.callers, c.often = newCallers(c.Now), newPages(c.Now)
	c.askers, c.held = newCallers(c.Now), make(chan struct{}, verifiedAtOnce)
	for _, language := range []string{lang.Default, "en"} {
		text, err := lang.Load(language)
		if err != nil {
			return err
		}
		v := &view{text: text}
		v.pages, err = template.New("").Funcs(v.funcs()).ParseFS(files, "page/*.html")
		if err != nil {
			return fmt.Errorf("read the console's pages: %w", err)
		}
		c.views[language] = v
	}
	return nil
}

// visit is one request with its language and who asks.
type visit struct {
	w http.ResponseWriter
	*http.Request
	view    *view
	account office.Account // the zero value on pages for whoever asks
	status  int            // of the answer; 0 = 200
}

// posted are fields of the form that was sent, without spaces around them.
func (v *visit) posted(names ...string) map[string]string {
	form := map[string]string{}
	for _, name := range names {
		form[name] = strings.TrimSpace(v.PostFormValue(name))
	}
	return form
}

// handle guards a page and turns a returned error into one logged line and one
// plain page. What another site makes a browser send is refused, and so is a body of more
// than most bytes.
func (c *Console) handle(p page, most int64) http.Handler {
	return c.sessions.LoadAndSave(http.NewCrossOriginProtection().Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protect(w.Header())
		v := &visit{w: w, Request: r, view: c.views[lang.Default]}
		if chosen, ok := c.views[r.URL.Query().Get("lang")]; ok {
			v.view = chosen
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		if err := c.admit(v, p); err != nil {
			c.fail(v, err) //nolint:contextcheck // v carries the request and its context
		}
	})))
}

// maxFormBytes is far more than any form of the console.
const maxFormBytes = 64 << 10

// admit shows p to who may see it, and the door to who is not signed in.
func (c *Console) admit(v *visit, p page) error {
	if p.right == "" {
		return p.show(v)
	}
	account, ok, err := c.whoAsks(v)
	switch {
	case err != nil:
		return err
	case !ok:
		return c.toDoor(v)
	case !c.often.may(account.Name):
		return tooOften(v)
	case !account.Role.May(p.right):
		return &village.Error{Kind: village.Denied}
	}
	v.account = account
	return p.show(v)
}

func (c *Console) fail(v *visit, err error) {
	status, key := http.StatusInternalServerError, "county.broken"
	switch village.KindOf(err) {
	case village.Denied:
		status, key = http.StatusForbidden, "county.denied"
		if e := village.Keyed(err); v.view.text.Has(e.Key + ".note") {
			key = e.Key
		}
		if key == keyOften {
			status = http.StatusTooManyRequests
		}
	case village.NotFound:
		status, key = http.StatusNotFound, "county.nothing"
		if village.Keyed(err).Key == "err.county.piece" {
			key = "county.piece"
		}
	case village.Invalid:
		status, key = http.StatusBadRequest, "county.nothing"
	}
	if status == http.StatusInternalServerError {
		c.Log.ErrorContext(v.Context(), "page failed", "route", v.Pattern, "err", err)
	}
	var b bytes.Buffer
	if err := v.view.pages.ExecuteTemplate(&b, "plain.html", map[string]string{"Key": key}); err != nil {
		c.Log.ErrorContext(v.Context(), "page failed", "route", v.Pattern, "err", err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(b.Bytes())
}

// frame is what every page has around its own content.
type frame struct {
	District string
	Account  office.Account
	Where    string // part of the county that the account works on
	Active   string // menu entry
	Title    string
	Counts   office.Counts
	Chinese  string // this page in the other language, one of the two
	English  string
	Form     typed
	Page     any
}

// show draws a page whole before the first byte leaves.
func (c *Console) show(v *visit, name string, f frame) error {
	var err error
	if f.Counts, err = c.Book.Counts(v.Context(), v.account.Scope); err != nil {
		return err
	}
	f.Account, f.Where = v.account, c.where(v.account.Scope)
	return c.draw(v, name, f)
}

// where is a scope in words.
func (c *Console) where(s office.Scope) string {
	switch {
	case s.Unit != "":
		return s.Unit
	case s.Division != "":
		return c.place(s.Division)
	}
	return c.Names.District
}

// draw draws a page of which everything is known.
func (c *Console) draw(v *visit, name string, f frame) error {
	f.District, f.Form = c.Names.District, typed(v.PostForm)
	f.Chinese, f.English = inLanguage(v.URL, ""), inLanguage(v.URL, "en")
	var b bytes.Buffer
	if err := v.view.pages.ExecuteTemplate(&b, name, f); err != nil {
		return village.Failed("draw "+name, err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if v.status != 0 {
		v.w.WriteHeader(v.status)
	}
	_, err := v.w.Write(b.Bytes())
	return err
}

func inLanguage(u *url.URL, language string) string {
	q := u.Query()
	q.Del("lang")
	if language != "" {
		q.Set("lang", language)
	}
	return (&url.URL{Path: u.Path, RawQuery: q.Encode()}).String()
}

// home is the first page that the role may see.
func (c *Console) home(v *visit) error {
	for _, first := range []struct {
		right office.Right
		path  string
	}{{office.SeeCases, "/cases"}, {office.SeeKiosks, "/kiosks"}} {
		if v.account.Role.May(first.right) {
			http.Redirect(v.w, v.Request, v.view.link(first.path), http.StatusSeeOther)
			return nil
		}
	}
	return c.nothing(v)
}

func (c *Console) nothing(*visit) error {
	return &village.Error{Kind: village.NotFound}
}

// static serves the style sheet and the faces.
func (c *Console) static(v *visit) error {
	name := v.PathValue("name")
	switch name {
	case "console.css":
		raw, err := files.ReadFile("page/console.css")
		if err != nil {
			return err
		}
		return c.asset(v, "text/css; charset=utf-8", raw)
	case "htmx.min.js":
		raw, err := files.ReadFile("page/htmx.min.js")
		if err != nil {
			return err
		}
		return c.asset(v, "text/javascript; charset=utf-8", raw)
	case "regular.ttf":
		return c.asset(v, "font/ttf", font.Regular())
	case "bold.ttf":
		return c.asset(v, "font/ttf", font.Bold())
	}
	return c.nothing(v)
}

// asset holds nothing personal, so a browser may keep it for the day.
func (c *Console) asset(v *visit, mediaType string, raw []byte) error {
	v.w.Header().Set("Content-Type", mediaType)
	v.w.Header().Set("Cache-Control", "private, max-age=86400")
	_, err := v.w.Write(raw)
	return err
}

// link is a page with its query, pairs of name and value; empty values are
// left out. The language goes along.
func (v *view) link(path string, pairs ...any) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if value := fmt.Sprint(pairs[i+1]); value != "" && value != "0" {
			q.Set(fmt.Sprint(pairs[i]), value)
		}
	}
	if v.text.Language != lang.Default {
		q.Set("lang", v.text.Language)
	}
	return (&url.URL{Path: path, RawQuery: q.Encode()}).String()
}

func (v *view) funcs() template.FuncMap {
	return template.FuncMap{
		"t":    v.text.T,
		"link": v.link,
		"plus": func(i int) int { return i + 1 },
		"lang": func() string { return v.text.Language },
		"may":  func(a office.Account, right office.Right) bool { return a.Role.May(right) },

		"lookReasons": office.LookReasons,
		// The paths are ours; colours and strokes come from the style sheet.
		"icon": func(name string, px int) template.HTML {
			return template.HTML(icon.SVG(name, px, "currentColor", "currentColor")) //nolint:gosec // embedded drawing
		},
	}
}
