package console

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/letter"
	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/stats"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
	"bianmin/storage/postgrestest"
	"bianmin/sync/wire"
)

// desk is a console over a real database.
type desk struct {
	t       *testing.T
	db      *county.DB
	office  *office.Office
	mux     *http.ServeMux
	console *Console
	kiosk   seal.Identity
	clock   time.Time
	blobs   string
	door    *office.Door
	cookie  *http.Cookie // of who is signed in
	address string       // of the database
	figures func(stats.Period) (stats.Data, error)
	read    int // how often rows of figures were read

	hours    *office.HoursDesk
	visits   *office.Inspectorate
	editions *office.Validators // that cases are held against; nil: none
}

func newDesk(t *testing.T, records ...village.Record) *desk {
	t.Helper()
	d := &desk{t: t, mux: http.NewServeMux(), kiosk: countytest.Identity(1), clock: countytest.At.Add(4*time.Hour + 23*time.Minute)}
	dir, now := t.TempDir(), func() time.Time { return d.clock }
	var err error
	d.address = postgrestest.Prepared(t, county.Open)
	if d.db, err = county.Open(t.Context(), d.address, now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.db.Close() })
	d.blobs = filepath.Join(dir, "blobs")
	blobs, err := county.OpenBlobs(d.blobs, countytest.At)
	if err != nil {
		t.Fatal(err)
	}
	countytest.Unlock(t, d.db)
	if _, err := d.db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
		t.Fatal(err)
	}
	d.office = &office.Office{Store: d.db, Blobs: blobs, Now: now, Rand: rand.Reader}
	d.door = office.NewDoor(d.db, now, rand.Reader)
	days, err := calendar.Load(calendardata.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	d.hours = d.doorkeeper(days)
	d.visits = &office.Inspectorate{Book: d.db, Templates: &office.Checklists{Shipped: countytest.Checklists()}, Days: days, Now: now, Rand: rand.Reader}
	console := &Console{
		Hours: d.hours,
		Book:  d.db, Work: &office.Office{Mailboxes: d.db, Now: now}, Hotline: &office.Hotline{Store: d.db, Now: now, Due: func(time.Time, int) (village.Day, error) { return "2026-12-14", nil }}, Ratings: &office.RatingDesk{Store: d.db, Now: now, Due: func(from time.Time, n int) (village.Day, error) { return village.DayOf(from).Add(n), nil }}, Door: d.door, Sessions: d.db.Sessions(), Files: &office.Files{Book: d.db, Pieces: &office.Minder{Book: d.db, Shop: blobs, Log: slog.New(slog.DiscardHandler)}, Secrets: []seal.CountySecret{sealtest.Secret()}}, Log: slog.New(slog.DiscardHandler), Now: now,
		Items:     listfile.ItemsFrom,
		Lists:     listfile.RowsFrom,
		Catalogue: &office.CatalogueDesk{Editions: d.db, Plans: d.db, Newest: d.db, Unpack: wire.UnpackContent, Now: now},
		Enrol: func(ctx context.Context, v village.DivisionCode) (string, time.Time, error) {
			code, e, err := d.office.IssueTicket(ctx, v)
			return string(code), e.ExpiresAt, err
		},
		Inspectorate: d.visits,
		Warnings:     &office.WarningDesk{Book: d.db, Rules: office.DefaultWarnings(), Days: func() *calendar.Calendar { return days }, Now: now},
		Publications: &office.PublicationDesk{Newest: d.db, Unpack: wire.UnpackContent, Known: &office.Checklists{Shipped: countytest.Checklists(), Store: d.db, Unpack: wire.UnpackContent},
			Publish: func() *office.Publisher {
				return &office.Publisher{Store: d.db, Signer: countytest.Issuer(), Pack: wire.PackContent, Now: now}
			}},
		Figures: func(p stats.Period) (stats.Data, error) { d.read++; return d.figures(p) },
		Sheets: func(s Sheet, form string) ([]byte, error) {
			return []byte(fmt.Sprintln(form, s.Title, s.Head, s.Rows)), nil
		},
		Letters: func(w io.Writer, list ...letter.Letter) error {
			for _, l := range list {
				if _, err := fmt.Fprintln(w, l.From, l.Title, l.To, l.Parts, l.QR, l.Foot); err != nil {
					return err
				}
			}
			return nil
		},
		Names: Names{
			District: "揭东区", Centres: []village.DivisionCode{"445203104201", "445203104202"},
			Place: func(c village.DivisionCode) string {
				return map[village.DivisionCode]string{"445203104202": "锡场镇江滨村"}[c]
			},
			Places: func() []village.DivisionCode { return []village.DivisionCode{"445203104202"} },
			Tag:    func(code string) string { return map[string]string{"207": "没有提供材料样本"}[code] },
		},
	}
	d.figures = func(stats.Period) (stats.Data, error) {
		return stats.Demo(func(kind string, n int) string { return kind + strconv.Itoa(n) }), nil
	}
	if err := console.Open(); err != nil {
		t.Fatal(err)
	}
	console.Routes(d.mux)
	d.console = console
	d.signIn(office.Account{Name: "chen", Person: "陈丽君", Role: office.RoleCounty})
	if len(records) > 0 {
		d.take(records...)
	}
	return d
}

// signIn makes an account and gives it a session, without the slow hashes of the door,
// which has tests of its own.
func (d *desk) signIn(a office.Account) {
	d.t.Helper()
	if _, err := d.door.Invite(d.t.Context(), a); err != nil {
		d.t.Fatal(err)
	}
	d.again(a.Name)
}

// look gives a reason to see a case.
func (d *desk) look(seq int64) {
	d.t.Helper()
	if w := d.post(d.casePath(seq)+"/look", url.Values{"reason": {"check"}}); w.Code != http.StatusSeeOther {
		d.t.Fatalf("look: %d %s", w.Code, w.Body)
	}
}

func (d *desk) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.WithoutCancel(d.t.Context()), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.do(r)
}

func (d *desk) do(r *http.Request) *httptest.ResponseRecorder {
	r.RemoteAddr, r.Host = "192.168.1.9:5555", "county:8443"
	if d.cookie != nil {
		r.AddCookie(d.cookie)
	}
	w := httptest.NewRecorder()
	d.mux.ServeHTTP(w, r)
	return w
}

// take enrols the kiosk and takes in its records.
func (d *desk) take(records ...village.Record) {
	d.t.Helper()
	code, _, err := d.office.IssueTicket(d.t.Context(), "445203104202")
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.office.Enrol(d.t.Context(), code, d.kiosk.Public()); err != nil {
		d.t.Fatal(err)
	}
	d.takeBehind(countytest.Cases(1, records[0].Seq-1), records...)
}

// takeBehind takes records that follow on those before.
func (d *desk) takeBehind(before []village.Record, records ...village.Record) {
	d.t.Helper()
	m := countytest.Message(d.kiosk.ID, before, records...)
	list, err := m.Village()
	if err != nil {
		d.t.Fatal(err)
	}
	push := office.Push{Kiosk: d.kiosk.ID, Epoch: m.Epoch, FirstSeq: m.FirstSeq, Prev: m.Prev, Records: list, Lifetime: m.Lifetime, Audit: office.AuditReport{SentMS: countytest.At.UnixMilli()}}
	if _, err := d.office.TakePush(d.t.Context(), push); err != nil {
		d.t.Fatal(err)
	}
	for _, r := range records {
		for _, p := range r.Parts {
			if err := d.office.KeepPiece(d.t.Context(), d.kiosk.ID, [32]byte(p.SHA256), p.Data); err != nil && village.KindOf(err) != village.NotFound {
				d.t.Fatal(err)
			}
		}
	}
	if err := d.db.KeepSigner(d.t.Context(), countytest.Issuer().Public()); err != nil {
		d.t.Fatal(err)
	}
	opener := office.Opener{Log: d.db, Editions: d.editions, Secrets: []seal.CountySecret{sealtest.Secret()}, Checks: office.Checks{Templates: &office.Checklists{Shipped: countytest.Checklists()}, Signers: d.db.Signers, Kiosks: d.db.Kiosks}}
	if err := opener.Drain(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) ask(path string) *httptest.ResponseRecorder {
	return d.do(httptest.NewRequestWithContext(context.WithoutCancel(d.t.Context()), http.MethodGet, path, nil))
}

// page is the page at path, its runs of white space made one.
func (d *desk) page(path string) string {
	d.t.Helper()
	w := d.ask(path)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		d.t.Fatalf("%s: %d %s", path, w.Code, w.Header())
	}
	if key := regexp.MustCompile(`>\s*(err|county)\.[a-z_.]+`).FindString(w.Body.String()); key != "" {
		d.t.Errorf("%s shows a bare key: %s", path, key)
	}
	return strings.Join(strings.Fields(w.Body.String()), " ")
}

func (d *desk) casePath(seq int64) string {
	return "/cases/" + string(d.kiosk.ID) + "/" + string(countytest.ID(seq))
}

func shortCode(t *testing.T, r village.Record) string {
	t.Helper()
	var body struct {
		ShortCode village.ShortCode `json:"short_code"`
	}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		t.Fatal(err)
	}
	return body.ShortCode.Spaced()
}

func TestCasesListShowsWhatIsWaiting(t *testing.T) {
	records := countytest.Cases(1, 3)
	d := newDesk(t, records...)
	page := d.page("/cases")
	wants(t, page, "揭东区便民平台", "共 3 件", shortCode(t, records[0]), "80周岁以上老年人高龄津贴", "陈**", "锡场镇江滨村",
		"已收件，尚未受理", "11月23日 10:03", "11月23日 14:26", `href="`+d.casePath(2)+`"`, "第 1 页，共 1 页")
	lacks(t, page, "陈惜娟", "44522119440315002X", "13800000000")
	if strings.Index(page, shortCode(t, records[2])) > strings.Index(page, shortCode(t, records[0])) {
		t.Error("the oldest case stands first")
	}
}

func TestCasesListFindsAndFilters(t *testing.T) {
	other := countytest.Case(2, func(b map[string]any) {
		b["item"] = map[string]any{"code": "X_1%", "name": "生育登记"}
		b["village"] = "445203104203"
	})
	one := countytest.Case(1, nil)
	d := newDesk(t, one, other)
	for query, want := range map[string]int64{
		"?q=" + strings.ToLower(shortCode(t, one)): 1, "?q=高龄": 1, "?q=GAOLING": 1, "?village=445203104202": 1,
		"?q=生育": 2, "?q=x_1%25": 2, "?q=%25": 2, "?village=445203104203&state=received": 2,
	} {
		page := d.page("/cases" + query)
		wants(t, page, "找到 1 件", d.casePath(want))
		lacks(t, page, d.casePath(3-want))
	}
	for _, query := range []string{"?q=no", "?state=done", "?village=1"} {
		wants(t, d.page("/cases"+query), "没有找到", "看全部办件")
	}
}

func TestCasesListPages(t *testing.T) {
	var records []village.Record
	for seq := int64(1); seq <= perPage+1; seq++ {
		records = append(records, countytest.Case(seq, nil))
	}
	d := newDesk(t, records...)
	page := d.page("/cases")
	wants(t, page, "第 1 页，共 2 页", `rel="next" href="/cases?page=2"`)
	lacks(t, page, d.casePath(1), `rel="prev"`)
	page = d.page("/cases?page=2&lang=en")
	wants(t, page, d.casePath(1), "Page 2 of 2", `href="/cases?lang=en&amp;page=1"`)
	lacks(t, page, `rel="next"`)
	d.page("/cases?page=-3")
	d.page("/cases?page=99999999999999999999")
}

func TestCasePageMasksAndClaimsNothingThatIsNotSo(t *testing.T) {
	d := newDesk(t, countytest.Case(1, func(b map[string]any) {
		b["materials"] = []any{
			map[string]any{"code": "id-front", "name": "身份证正面", "how": "file"},
			map[string]any{"code": "photo", "name": "本人照片", "how": "file"}, // but no file came
			map[string]any{"code": "hukou", "name": "户口簿", "how": "licence"},
			map[string]any{"code": "bank", "name": "银行存折", "how": "later"},
			map[string]any{"code": "paper", "name": "村委会证明", "how": "missing"},
			map[string]any{"code": "card", "name": "残疾证", "how": "original"},
		}
		b["warnings"] = []string{"warn.case.again"}
	}))
	page := d.page(d.casePath(1))
	wants(t, page, "80周岁以上老年人高龄津贴", "已收件，尚未受理", "陈**", "445221 **** **** 002X", "138****0000", "快递", "填了 2 项",
		"6 样，齐 3 样", "已收到", "照片没到", "免交", "后补", "缺 1 样", "带来原件", "村里收件", "送到区里", "等待受理",
		"收件后过了 4 小时 23 分", string(d.kiosk.ID), "看全部")
	lacks(t, page, "陈惜娟", "44522119440315002X", "13800000000", "某路", "6228480000000000000", "已受理", "/files/1")
	if n := strings.Count(page, `class="chip done"`); n != 3 {
		t.Errorf("%d papers are called done, want 3", n)
	}
}

func TestHostileTextIsShownAsText(t *testing.T) {
	const evil = `<script>alert(1)</script>"'><img src=x onerror=y>`
	d := newDesk(t,
		countytest.Case(1, func(b map[string]any) {
			b["item"] = map[string]any{"code": evil, "name": evil, "department": evil}
			b["applicant"] = map[string]any{"kind": "org", "name": evil, "id_type": evil, "id": evil, "phone": evil}
			b["materials"] = []any{map[string]any{"code": evil, "name": evil, "how": evil}}
			b["delivery"] = map[string]any{"mode": evil}
			b["warnings"] = []string{evil}
		}),
		countytest.Rating(2, func(b map[string]any) { b["text"], b["tags"], b["act"] = evil, []string{evil}, evil }),
		countytest.Raw(3, village.RecordKind(evil), []byte("{}")),
	)
	for _, path := range []string{"/cases", "/cases?q=" + "%3Cscript%3E", d.casePath(1), "/ratings", "/kiosks"} {
		page := d.page(path)
		lacks(t, page, "<script>", "<img", `onerror=y>"`)
		if path != "/cases?q=%3Cscript%3E" {
			wants(t, page, "&lt;script&gt;")
		}
	}
}

func TestPhotographIsServedSoThatItCannotRun(t *testing.T) {
	photo, page := countytest.Case(1, nil), countytest.Case(2, nil)
	page.Parts[0].Type = "text/html"
	d := newDesk(t, photo, page)
	d.look(1)
	d.look(2)
	w := d.ask(d.casePath(1) + "/files/1")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/jpeg" || !bytes.Equal(w.Body.Bytes(), photo.Parts[0].Data) {
		t.Errorf("photograph: %d %v %q", w.Code, w.Header(), w.Body)
	}
	if h := w.Header(); h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", h)
	}
	w = d.ask(d.casePath(2) + "/files/1")
	if h := w.Header(); h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
		t.Errorf("a page called a photograph: %v", h)
	}
	for _, path := range []string{"/files/0", "/files/2", "/files/x", "/files/..%2f..%2fcounty.db"} {
		if w := d.ask(d.casePath(1) + path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestEmptyPagesSayWhatComesNext(t *testing.T) {
	d := newDesk(t)
	wants(t, d.page("/cases"), "还没有办件", "联上网就会自己送到这里")
	wants(t, d.page("/ratings"), "还没有评价")
	wants(t, d.page("/kiosks"), "还没有登记机器", "countyd kiosks add")
	wants(t, d.page("/cases?lang=en"), `<html lang="en">`, "No cases yet", `href="/kiosks?lang=en"`)
}

func TestEveryPageIsProtected(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	for _, path := range []string{"/cases", d.casePath(1), "/ratings", "/kiosks", "/nothing", "/sign-in", "/set-up"} {
		h := d.ask(path).Header()
		if !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("X-Frame-Options") != "DENY" ||
			h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, h)
		}
		if body := d.ask(path).Body.String(); strings.Contains(body, "style=") || strings.Contains(body, "http://") && !strings.Contains(body, "www.w3.org") {
			t.Errorf("%s breaks its own policy", path)
		}
	}
	for path, want := range map[string]int{"/nothing": 404, "/cases/KX/1": 404, "/static/frame.html": 404, "/static/htmx.min.js": 200, "/": 200} {
		if got := d.ask(path).Code; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
}
