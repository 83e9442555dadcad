package main

import (
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// command runs one of the county's commands on the months' clock.
func (m *months) command(run func(*world) error) string {
	m.t.Helper()
	m.out.Reset()
	if err := run(m.w); err != nil {
		m.t.Fatal(err)
	}
	return m.out.String()
}

func (m *months) inspecting() inspecting { return inspecting{database{Database: m.address}} }

// inLines reads JSON objects, one a line.
func inLines[T any](t *testing.T, text string) (list []T) {
	t.Helper()
	for dec := json.NewDecoder(strings.NewReader(text)); dec.More(); {
		var v T
		if err := dec.Decode(&v); err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	return list
}

// remade is what the other program says.
type remade struct {
	Visits   map[string][4]any
	Flags    map[string][2]bool
	League   [][9]any
	Visited  int
	Centres  int
	Coverage string
	Bands    [3]int
	Orders   map[string][6]any
	Looks    map[string]*[4]any // at sites and accounts
	Hash     string
}

// remake writes the rows into a folder of the test's own, lets spoil change them, and asks
// the other program.
func (m *months) remake(period string, spoil func(dir string)) (r remade) {
	m.t.Helper()
	dir := filepath.Join(m.t.TempDir(), "rows")
	m.command((&inspectRowsCmd{inspecting: m.inspecting(), Out: dir}).Run)
	if spoil != nil {
		spoil(dir)
	}
	cmd := exec.CommandContext(m.t.Context(), "python3", "../../tests/reinspect.py", dir, period, m.clock.Format(time.DateOnly))
	raw, err := cmd.Output()
	if err != nil {
		m.t.Fatalf("reinspect.py: %v", err)
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		m.t.Fatal(err)
	}
	return r
}

// figures are what this program says, in the form of the other one.
func (m *months) figures(period string) (r remade) {
	m.t.Helper()
	r = remade{Visits: map[string][4]any{}, Flags: map[string][2]bool{}, Orders: map[string][6]any{}, Looks: map[string]*[4]any{}}
	for _, v := range inLines[visitLine](m.t, m.command((&inspectListCmd{inspecting: m.inspecting(), JSON: true}).Run)) {
		repeats := []any{}
		for _, rule := range v.Repeats {
			repeats = append(repeats, string(rule))
		}
		r.Visits[string(v.ID)] = [4]any{float64(v.Score.Points), v.Score.Vetoed, string(v.Score.Band), repeats}
		r.Flags[string(v.ID)] = [2]bool{v.OwnWork, v.Alone}
	}
	l := inLines[inspect.League](m.t, m.command((&inspectLeagueCmd{inspecting: m.inspecting(), Period: period, JSON: true}).Run))[0]
	r.Visited, r.Centres, r.Coverage, r.Bands = l.Visited, l.Centres, l.Coverage, [3]int{l.Green, l.Yellow, l.Red}
	for _, p := range l.Places[:l.Visited] {
		var delta any
		if p.Delta != nil {
			delta = float64(*p.Delta)
		}
		r.League = append(r.League, [9]any{string(p.Centre), float64(p.Points), float64(p.Rank), delta, string(p.Band), float64(p.Visits), p.Vetoed, string(p.Last), float64(p.Told)})
	}
	for _, o := range inLines[orderLine](m.t, m.command((&inspectOrdersCmd{inspecting: m.inspecting(), JSON: true}).Run)) {
		r.Orders[o.Number] = [6]any{string(o.State), float64(o.Days), float64(o.Late), float64(o.Level), float64(o.Rounds), string(o.Due)}
	}
	for _, l := range must(m.db.SiteLooks(m.t.Context()))(m.t) {
		r.Looks[fmt.Sprint(l.Site, " ", l.At.UnixMilli())] = lookFigures(l)
	}
	return r
}

// differs names what two programs do not agree about.
func (r remade) differs(other remade) (names []string) {
	for name, pair := range map[string][2]any{
		"visits": {r.Visits, other.Visits}, "flags": {r.Flags, other.Flags}, "league": {r.League, other.League}, "visited": {r.Visited, other.Visited},
		"centres": {r.Centres, other.Centres}, "coverage": {r.Coverage, other.Coverage}, "bands": {r.Bands, other.Bands}, "orders": {r.Orders, other.Orders}, "looks": {lookTexts(r.Looks), lookTexts(other.Looks)},
	} {
		if one, two := fmt.Sprint(pair[0]), fmt.Sprint(pair[1]); one != two {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// TestEveryFigureOfMonthsIsMadeAgainByAnotherProgram: doubled and remembered findings,
// objections, flags, trends, colours, clocks over holidays, and rounds.
func TestEveryFigureOfMonthsIsMadeAgainByAnotherProgram(t *testing.T) {
	m := lived(t)
	seen := map[string]map[string]bool{}
	note := func(what string, v any) {
		if seen[what] == nil {
			seen[what] = map[string]bool{}
		}
		seen[what][fmt.Sprint(v)] = true
	}
	for _, period := range []string{"2026-08", "2026-09", "2026-10", "2026-11", "2026Q3", "2026Q4", "2025", "2026"} {
		own, other := m.figures(period), m.remake(period, nil)
		if names := own.differs(other); len(names) > 0 {
			t.Errorf("%s: the other program does not agree about %v:\n%+v\n%+v", period, names, own, other)
		}
		note("visited", own.Visited)
		note("coverage", own.Coverage)
		for i, n := range own.Bands {
			note(fmt.Sprint("band ", i), n > 0)
		}
		for _, p := range own.League {
			delta, _ := p[3].(float64)
			note("delta", map[bool]string{true: "none", false: fmt.Sprint(delta > 0, delta < 0)}[p[3] == nil])
			note("rank", p[2])
			note("told", p[8])
			note("vetoed", p[6])
		}
		for _, v := range own.Visits {
			note("repeats", len(v[3].([]any)))
		}
		for _, f := range own.Flags {
			note("own work", f[0])
		}
		for _, o := range own.Orders {
			for i, what := range []string{"state", "days", "late", "level", "rounds", "due"} {
				note(what, o[i])
			}
		}
	}
	for what, least := range map[string]int{
		"visited": 3, "coverage": 3, "band 0": 2, "band 1": 2, "band 2": 2, "delta": 3, "rank": 3, "told": 4, "vetoed": 2, "repeats": 3, "own work": 2, "state": 4, "days": 16, "late": 12, "level": 4, "rounds": 2, "due": 12,
	} {
		if len(seen[what]) < least {
			t.Errorf("%s is only ever %v: the comparison sees too little", what, slices.Sorted(maps.Keys(seen[what])))
		}
	}
}

// TestTheOtherProgramSeesRowsThatWereChanged is the control: each change of the rows
// makes a figure that the two do not agree about.
func TestTheOtherProgramSeesRowsThatWereChanged(t *testing.T) {
	m := lived(t)
	own := m.figures("2026-11")
	for name, change := range map[string][4]string{ // file, old, new, what differs
		"a finding on another day":     {"visits.csv", ",2025-11-11,", ",2025-11-09,", "visits"},
		"one found less often":         {"findings.csv", "run.fault,3,0", "run.fault,2,0", "visits"},
		"an objection that is no more": {"findings.csv", "duty.absent,1,1", "duty.absent,1,0", "visits"},
		"who was on duty":              {"visits.csv", "I-3,I-6,", "I-3,,", "flags"},
		"who serves where":             {"services.csv", "2026-10-31", "2026-10-01", "flags"},
		"a holiday":                    {"calendar.json", `"to": "2026-10-07"`, `"to": "2026-10-06"`, "orders"},
		"a worked Saturday":            {"calendar.json", `, "2026-10-10"`, ``, "orders"},
		"what somebody told":           {"orders.csv", "run.offline", "run.hygiene", "league"},
		"the last day of an order":     {"orders.csv", ",2026-08-27,", ",2026-08-28,", "orders"},
		"how grave an order is":        {"orders.csv", ",serious,", ",minor,", "orders"},
		"a verdict":                    {"acts.csv", ",reject,", ",accept,", "orders"},
		"what was found at a site":     {"looks.csv", "design.dead-link:2", "design.dead-link:1", "looks"},
		"what somebody did for points": {"looks.csv", " extra.", " extra.no", "looks"},
		"an order about a site":        {"orders.csv", ",www-a,", ",www-b,", "looks"},
		"a line between colours":       {"templates.json", `"green":90`, `"green":99`, "bands"},
		"a centre more":                {"centres.csv", "code\n", "code\n445299999999\n", "centres"},
	} {
		other := m.remake("2026-11", func(dir string) {
			spoil(t, filepath.Join(dir, change[0]), change[1], change[2])
		})
		if names := own.differs(other); !slices.Contains(names, change[3]) {
			t.Errorf("%s: they differ about %v, want %s", name, names, change[3])
		}
	}
}

// TestThePackIsReadAndItsHashIsMadeAgainFromTheRows: as a spreadsheet and as a PDF.
func TestThePackIsReadAndItsHashIsMadeAgainFromTheRows(t *testing.T) {
	m := lived(t)
	hash := m.remake("2026", nil).Hash
	sheets := m.sheets("2026-11")
	all := fmt.Sprint(sheets)
	chain := must(m.db.ActChain(t.Context()))(t)
	for _, want := range []string{hash, chain.Head.Text(), "签字认可", "在本中心机器上做的", "两台机器互相证明", "没有证明", "用过 1 天", "（市级检查，扣当月得分）", "www-a",
		hex.EncodeToString(sumText("signature13")), hex.EncodeToString(sumText("duty.absent13")), hex.EncodeToString(sumText(m.visits()[10].Record.Presence.Proof)), "到场证明",
		sumOf(shot("run.offline")), sumOf(shot(inspect.After)), hex.EncodeToString(sumText("reply before")), hex.EncodeToString(sumText("reply after")), "整改前", "整改后",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the spreadsheet has no %s", want)
		}
	}
	if strings.Contains(all, "林小梅") {
		t.Error("a name is in the pack")
	}
	for name, rows := range map[string]int{"检查经过": 6, "机器自己读到的数据": 7, "照片、签名和到场证明的校验值": 2 + 5*2 + 1 + 4} {
		if len(sheets[name]) != rows {
			t.Errorf("%s has %d rows, want %d: %v", name, len(sheets[name]), rows, sheets[name])
		}
	}
	m.visit(visited{day: "2026-11-29", centre: centreB, source: inspect.District, found: "sign.door"})
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", m.pack("2026-11", "pack.pdf"), "-").Output()
	plain := strings.Join(strings.Fields(string(text)), "")
	again := m.remake("2026", nil).Hash
	if again == hash {
		t.Error("one visit more gives the same hash")
	}
	for _, want := range []string{again, "同时导出的数据重算，校验值在导出的文件夹里", "签字认可", "用过1天", "每缺一样扣一次", hex.EncodeToString(sumText("signature13"))} {
		if err != nil || !strings.Contains(plain, want) {
			t.Errorf("the PDF has no %s: %s, %v", want, text, err)
		}
	}
}

// TestVerifySaysInWordsWhatIsNotAsItCame, and of a county as it came where its list ends.
func TestVerifySaysInWordsWhatIsNotAsItCame(t *testing.T) {
	m := lived(t)
	verify := func(known string) (string, error) {
		m.out.Reset()
		err := (&inspectVerifyCmd{inspecting: m.inspecting(), Known: known}).Run(m.w)
		return m.out.String(), err
	}
	end := must(m.db.ActChain(t.Context()))(t).Head.Text()
	said, err := verify(strings.ToUpper(end))
	if err != nil || !strings.Contains(said, end) || !strings.Contains(said, "核对了 13 份检查记录") || !strings.Contains(said, "0 处不一致") || strings.Contains(said, "登记以前") {
		t.Errorf("as it came: %q, %v", said, err)
	}
	db, err := sql.Open("sqlite3", strings.TrimPrefix(m.address, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var struck string
	if err := db.QueryRowContext(t.Context(), `SELECT number FROM rectification_act WHERE verb = 'strike'`).Scan(&struck); err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{
		`UPDATE rectification_act SET verb = 'accept' WHERE verb = 'strike'`, `UPDATE rectification SET due = '2027-01-04' WHERE source = '12345' AND number = (SELECT MIN(number) FROM rectification WHERE source = '12345')`,
		`DELETE FROM office_finding WHERE id = (SELECT MAX(id) FROM office_inspection)`, `DELETE FROM office_inspection WHERE id = (SELECT MAX(id) FROM office_inspection)`,
	} {
		if _, err := db.ExecContext(t.Context(), change); err != nil {
			t.Fatalf("%s: %v", change, err)
		}
	}
	said, err = verify("1-00")
	if err == nil || village.Keyed(err).Key != "err.check.changed" {
		t.Errorf("changed: %v", err)
	}
	for _, want := range []string{
		"整改单 " + struck + " 第 2 步：被改动过", "整改单被改动过", m.code(13).Spaced() + " 与原始记录不一致：记录还在", "整改登记：登记里没有您写的这一处", "6 处不一致",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %s", want, said)
		}
	}
}
