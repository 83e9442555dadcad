package console

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	checklists "bianmin/assets/inspect"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestTheRegisterOfSitesShowsEachWithItsLastLook, what was found in words, and who was not
// looked at yet.
func TestTheRegisterOfSitesShowsEachWithItsLastLook(t *testing.T) {
	d := newDesk(t)
	wants(t, d.page("/sites"), "名录还是空的")
	site := office.Site{ID: "s1", Kind: inspect.Portal, Name: "区政府网", Sponsor: "区政府办", Entry: []byte(`{}`)}
	other := office.Site{ID: "s2", Kind: inspect.Site, Name: "区民政局网", Sponsor: "区民政局", Entry: []byte(`{}`)}
	if err := d.db.RegisterSites(t.Context(), []inspect.Subject{inspect.Site, inspect.Portal}, []office.Site{site, other}, countytest.At); err != nil {
		t.Fatal(err)
	}
	templates, err := checklists.Templates()
	if err != nil {
		t.Fatal(err)
	}
	list, _ := inspect.Find(templates, "website", "")
	for n, found := range [][]inspect.Found{{}, {{Rule: "design.dead-link", Times: 1}}} {
		score, err := list.Score(inspect.Portal, inspect.District, found)
		if err != nil {
			t.Fatal(err)
		}
		look := office.SiteLook{At: countytest.At.Add(time.Duration(n) * time.Hour), Template: list.ID, Version: list.Version, Score: &score, Found: found, Updated: "2026-11-20"}
		if err := d.db.KeepSiteLook(t.Context(), site, look); err != nil {
			t.Fatal(err)
		}
	}
	_, rule, _ := list.Rule("design.dead-link")
	page := d.page("/sites")
	wants(t, page, "区政府网", "区政府办", "门户网站", rule.Text, "11月20日", `class="number bad"`, "区民政局网", "还没看过")
	lacks(t, page, "已移出名录")
	wants(t, d.page("/inspections"), `href="/sites"`)
	if err := d.db.KeepSiteLook(t.Context(), other, office.SiteLook{At: countytest.At, Template: list.ID, Version: list.Version, Silent: true, Found: []inspect.Found{}}); err != nil {
		t.Fatal(err)
	}
	account := office.Site{ID: "wx", Kind: inspect.Account, Name: "揭东发布", Sponsor: "区政府办", Entry: []byte(`{"platform":"微信公众号"}`)}
	if err := d.db.RegisterSites(t.Context(), []inspect.Subject{inspect.Account}, []office.Site{account}, countytest.At); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/sites"), "没打开，等下次检查", "揭东发布", "微信公众号", "还没看过")
}

// TestTheRegisterOfSitesCountsOrdersAboutSitesAlone: one about a centre with the same words as
// its reference is another's, and who does not see orders about sites is told no number.
func TestTheRegisterOfSitesCountsOrdersAboutSitesAlone(t *testing.T) {
	d := newDesk(t)
	site := office.Site{ID: "s1", Kind: inspect.Site, Name: "区民政局网", Sponsor: "区民政局", Entry: []byte(`{}`)}
	if err := d.db.RegisterSites(t.Context(), []inspect.Subject{inspect.Site}, []office.Site{site}, countytest.At); err != nil {
		t.Fatal(err)
	}
	list, _ := inspect.Find(countytest.Checklists(), "website", "")
	i := slices.IndexFunc(list.Sections, func(s inspect.Section) bool { return s.Kind == inspect.Deduct })
	about := office.Rectification{Source: inspect.District, Template: list.ID, Version: list.Version, Rule: list.Sections[i].ID(list.Sections[i].Rules[0]), Ref: site.ID, Unit: site.Sponsor, Text: "栏目没有更新"}
	centre := office.Rectification{Source: inspect.City, Centre: countytest.InspectedCentre, Ref: site.ID, Severity: inspect.Minor, Text: "院子脏"}
	for _, r := range []office.Rectification{about, centre} {
		if _, err := d.visits.Open(t.Context(), r, "区政数局"); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		of  office.Account
		has bool
	}{
		{office.Account{Name: "he", Person: "何", Role: office.RoleLeader}, true},
		{office.Account{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: countytest.InspectedCentre.Town()}}, false},
	} {
		d.signIn(tt.of)
		page := d.page("/sites")
		if strings.Contains(page, "未完整改单") != tt.has || strings.Contains(page, `<td class="number">1</td></tr>`) != tt.has || strings.Contains(page, `<td class="number">0</td></tr>`) {
			t.Errorf("%s: the number of orders is wrong", tt.of.Name)
		}
	}
}
