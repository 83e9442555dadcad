package main

import (
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bianmin/app/inspect"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// look keeps a look at a site or an account, as the commands do.
func (m *months) look(on string, kind inspect.Subject, id, found string) {
	m.t.Helper()
	m.clock = day(on)
	template := map[inspect.Subject]string{inspect.Account: "account"}[kind]
	if template == "" {
		template = "website"
	}
	t, _ := inspect.Find(countytest.Checklists(), template, "")
	l := office.SiteLook{At: m.clock, Template: t.ID, Version: t.Version, Silent: found == "", Found: []inspect.Found{}}
	for _, text := range strings.Fields(strings.TrimSuffix(found, "nothing")) {
		name, n, _ := strings.Cut(text, ":")
		f := inspect.Found{Rule: inspect.RuleID(name), Times: 1}
		_, _ = fmt.Sscan(n, &f.Times)
		l.Found = append(l.Found, f)
	}
	l.Found = must(m.n.Again(m.t.Context(), id, t, l.Found))(m.t)
	if !l.Silent {
		score := must(t.Score(kind, inspect.District, l.Found))(m.t)
		l.Score = &score
	}
	raw := must(json.Marshal(map[string]any{"name": id, "score": l.Score, "findings": l.Found}))(m.t)
	l.Report = hex.EncodeToString(sumText(string(raw)))
	if err := os.WriteFile(filepath.Join(m.evidence, on+"-"+id+".json"), raw, 0o600); err != nil {
		m.t.Fatal(err)
	}
	if err := m.db.KeepSiteLook(m.t.Context(), office.Site{ID: id, Kind: kind, Name: id, Sponsor: "区政府办"}, l); err != nil {
		m.t.Fatal(err)
	}
}

// lookedAt is what was seen of sites and accounts: repeats on both sides of an order and of one
// that was struck, points for what is good above the line and below it, a veto, no answer.
func (m *months) lookedAt() {
	m.t.Helper()
	m.look("2026-10-12", inspect.Portal, "www-a", "design.dead-link:2 extra.open")
	struck := m.site("2026-10-13", "design.search")
	m.look("2026-10-14", inspect.Portal, "www-a", "design.search")
	m.act("2026-10-20", struck, inspect.Struck)
	m.look("2026-11-10", inspect.Portal, "www-a", "design.dead-link:2 design.search extra.open")
	m.look("2026-11-11", inspect.Portal, "www-b", "publish.column:4 extra.new")
	m.look("2026-11-12", inspect.Site, "www-b", "")
	m.look("2026-11-13", inspect.Account, "wx-1", "veto.stale")
	m.look("2026-11-14", inspect.Account, "wx-2", "nothing")
}

func lookFigures(l office.SiteLook) *[4]any {
	if l.Score == nil {
		return nil
	}
	repeats := []any{}
	for _, f := range l.Found {
		if f.Repeat {
			repeats = append(repeats, string(f.Rule))
		}
	}
	return &[4]any{float64(l.Score.Points), l.Score.Vetoed, string(l.Score.Band), repeats}
}

func lookTexts(looks map[string]*[4]any) (list []string) {
	for name, l := range looks {
		text := name + " nothing"
		if l != nil {
			text = fmt.Sprint(name, *l)
		}
		list = append(list, text)
	}
	slices.Sort(list)
	return list
}

// TestVerifyMakesTheScoreOfALookAgainAndHoldsItAgainstItsReport: who changes score and finding
// alike is seen by the report alone.
func TestVerifyMakesTheScoreOfALookAgainAndHoldsItAgainstItsReport(t *testing.T) {
	const at = ` WHERE site = 'www-a' AND at_ms = (SELECT MAX(at_ms) FROM site_look WHERE site = 'www-a')`
	other := func(columns string) string {
		return `UPDATE site_look SET (` + columns + `) = (SELECT ` + columns + ` FROM site_look o WHERE o.site = 'www-a' AND o.at_ms < site_look.at_ms ORDER BY o.at_ms LIMIT 1)` + at
	}
	for name, tt := range map[string]struct {
		change, want string
		plain        bool // is seen without the reports too
	}{
		"as it came":                     {},
		"its score":                      {other("score"), "得分和记下的问题对不上", true},
		"what was found":                 {other("found"), "得分和记下的问题对不上", true},
		"no score any more":              {`UPDATE site_look SET score = 'null'` + at, "得分和记下的问题对不上", true},
		"a checklist that is none":       {`UPDATE site_look SET version = '0'` + at, "得分和记下的问题对不上", true},
		"both":                           {other("score, found"), "得分或者问题和当时留下的报告不一致", false},
		"both, and another one's report": {other("score, found") + `; UPDATE site_look SET report = 'ab'` + at, "这些文件夹里没有当时留下的报告", false},
	} {
		m := lived(t)
		db := must(sql.Open("sqlite3", strings.TrimPrefix(m.address, "sqlite:")))(t)
		if _, err := db.ExecContext(t.Context(), tt.change); tt.change != "" && err != nil {
			t.Fatal(name, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		for evidence, sees := range map[string]bool{"": tt.plain, m.evidence: tt.want != ""} {
			c := inspectVerifyCmd{inspecting: m.inspecting()}
			if evidence != "" {
				c.Evidence = []string{evidence}
			}
			m.out.Reset()
			err := c.Run(m.w)
			if said := m.out.String(); (err != nil) != sees || sees != strings.Contains(said, "网站或账号 www-a 在 2026-11-10 10:00:00 的检查："+tt.want) || !strings.Contains(said, "7 次网站和账号检查") {
				t.Errorf("%s, reports %q: %v, %s", name, evidence, err, said)
			}
		}
	}
}
