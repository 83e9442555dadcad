package console

import (
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
