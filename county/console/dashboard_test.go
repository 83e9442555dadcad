package console

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/postgrestest"
	"bianmin/storage/storetest"
)

func TestTheOverviewPrintsTheFiguresOfItsQuarter(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	page := d.page("/?quarter=2019Q4")
	wants(t, page, "2019年第四季度", "70.01", "614 ÷ 877", "54.22", "122 ÷ 225", "703 ÷ 899", "合计", `href="/figures.xlsx?quarter=2019Q4"`, `href="/?quarter=2019Q3"`, "445203104000")
	page = d.page("/")
	wants(t, page, "2026年第四季度", "这个季度没有派发工单", "最近 21 天共收到 1 件", "2026-11-23：1 件", "没有要马上处理的", "1 台正常，共 1 台")
	lacks(t, page, `rel="next"`)
	if w := d.ask("/?quarter=2026Q9"); w.Code != http.StatusBadRequest {
		t.Errorf("a quarter that is none: %d", w.Code)
	}
	if w := d.ask("/figures.xlsx?quarter=2019Q4"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "78.19") || !strings.Contains(w.Header().Get("Content-Disposition"), "figures-2019Q4.xlsx") {
		t.Errorf("the sheet: %d %v", w.Code, w.Header())
	}
}

func TestTheOverviewReadsTheRowsOfAQuarterOnceAMinute(t *testing.T) {
	d := newDesk(t)
	d.page("/")
	wants(t, d.page("/"), "数到 "+d.clock.In(village.Zone).Format("1月2日 15:04"))
	d.page("/?quarter=2019Q4")
	if d.ask("/figures.xlsx?quarter=2019Q4"); d.read != 2 {
		t.Errorf("rows were read %d times for two quarters", d.read)
	}
	d.clock = d.clock.Add(figuresLast)
	if d.page("/"); d.read != 3 {
		t.Errorf("a minute later they were read %d times", d.read)
	}
}

func TestAListOfMoreThanIsListedSaysSo(t *testing.T) {
	if postgrestest.OnPostgres() {
		t.Skip("cases are made in a file of SQLite")
	}
	d := newDesk(t)
	storetest.FillCounty(t, strings.TrimPrefix(d.address, "sqlite:"), countytest.DataKey(t), d.kiosk.ID, office.MaxListed+1, d.clock)
	for _, path := range []string{"/cases", "/cases?q=item", "/cases?sort=due", "/cases?sort=old"} {
		wants(t, d.page(path), "共 10001 件", "只列出前 10000 件", "第 1 页，共 625 页")
	}
	wants(t, d.page("/cases?q=item&page=9999"), "第 625 页，共 625 页")
	lacks(t, d.page("/cases?state=received"), "只列出前")
	if w := d.ask("/cases.xlsx"); w.Code != http.StatusBadRequest {
		t.Errorf("a sheet of more than it holds: %d", w.Code)
	}
}

func TestWhatIsOverdueLeadsTheOverviewAndTheList(t *testing.T) {
	late, fresh := countytest.Case(1, nil), countytest.Case(2, nil)
	d := newDesk(t, late, fresh)
	work := &office.Office{Mailboxes: d.db, Now: d.office.Now}
	if err := work.Wind(t.Context(), d.db); err != nil {
		t.Fatal(err)
	}
	if _, err := work.Do(t.Context(), d.kiosk.ID, fresh.ID, office.Deed{Verb: office.VerbAccept}, office.Account{Name: "x", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/cases?due=week"), "没有找到")
	d.clock = time.Date(2026, 11, 30, 9, 0, 0, 0, village.Zone)
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	wants(t, d.page("/"), "今天到期", `href="/cases?due=today"`)
	wants(t, d.page("/cases?due=today"), d.casePath(1), "11月30日")
	lacks(t, d.page("/cases?due=today"), d.casePath(2))
	d.clock = d.clock.Add(24 * time.Hour)
	d.signIn(office.Account{Name: "wu", Person: "吴", Role: office.RoleCounty})
	wants(t, d.page("/"), "办件已超期", "没有答复，已算受理")
	wants(t, d.page("/cases?due=over&sort=due"), d.casePath(1), "<b>11月30日</b>")
	sheet := d.ask("/cases.xlsx?due=over").Body.String()
	if !strings.Contains(sheet, "陈**") || strings.Contains(sheet, "陈惜娟") || strings.Contains(sheet, shortCode(t, fresh)) {
		t.Errorf("the sheet of overdue cases: %s", sheet)
	}
}

func TestTheOrderOfAListIsKeptOnItsPages(t *testing.T) {
	var records []village.Record
	for seq := int64(1); seq <= perPage+1; seq++ {
		records = append(records, countytest.Case(seq, nil))
	}
	d := newDesk(t, records...)
	page := d.page("/cases?sort=old")
	wants(t, page, d.casePath(1), `href="/cases?page=2&amp;sort=old"`, `href="/cases.xlsx?sort=old"`)
	lacks(t, page, d.casePath(perPage+1)+`"`)
	wants(t, d.page("/cases?sort=sideways"), d.casePath(perPage+1))
}
