package console

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestALicenceToBeLookedUpIsNotCalledHere: who agreed waits for the look-up, under the
// words that were shown; for who did not, the page says that nobody may look.
func TestALicenceToBeLookedUpIsNotCalledHere(t *testing.T) {
	d := newDesk(t, countytest.Case(1, func(b map[string]any) {
		b["materials"] = []any{
			map[string]any{"code": "hukou", "name": "户口簿", "how": "licence", "consent": "v1"},
			map[string]any{"code": "card", "name": "残疾证", "how": "licence"},
		}
	}))
	page := d.page(d.casePath(1))
	wants(t, page, "待核验", "本人同意核验电子证照（说明 v1）", "没有同意核验", "齐 1 样")
}

// register answers as told.
type register struct{ answer office.LicenceAnswer }

func (register) Name() string { return "reference" }

func (r register) Look(context.Context, office.LicenceQuestion) (office.LicenceAnswer, error) {
	return r.answer, nil
}

// TestTheCaseSaysWhoAnsweredALookUp and when; what the licence says is shown to who gave a
// reason, and of what was not found the page says that an officer asks.
func TestTheCaseSaysWhoAnsweredALookUp(t *testing.T) {
	for name, tt := range map[string]struct {
		answer     office.LicenceAnswer
		says, more string
	}{
		"found":   {office.LicenceAnswer{Good: true, Number: "****0001", Issuer: "派出所", To: "2030-01-01"}, "已核验", "证号 ****0001，派出所，有效期 没有写 至 2030-01-01"},
		"expired": {office.LicenceAnswer{Fault: office.LicenceExpired, To: "2020-01-01"}, "证照已过期", "有效期 没有写 至 2020-01-01"},
		"none":    {office.LicenceAnswer{Fault: office.LicenceUnknown}, "没有这个人的这种证照", ""},
	} {
		d := newDesk(t, countytest.Case(1, func(b map[string]any) {
			b["materials"] = []any{map[string]any{"code": "hukou", "name": "户口簿", "how": "licence", "consent": "v1"}}
		}))
		if err := office.Derive(t.Context(), d.db); err != nil {
			t.Fatal(err)
		}
		wants(t, d.page(d.casePath(1)), "待核验", "说明 v1")
		if _, err := (&office.LicenceDesk{Book: d.db, Register: register{tt.answer}, Now: func() time.Time { return d.clock }}).Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		page := d.page(d.casePath(1))
		wants(t, page, tt.says, "参考登记册（不是国家平台）")
		if strings.Contains(page, "有效期") || strings.Contains(page, "派出所") {
			t.Errorf("%s: the page tells of the licence without a reason", name)
		}
		if strings.Contains(page, "要原件请用补正") == tt.answer.Good {
			t.Errorf("%s: the page speaks of 补正", name)
		}
		d.look(1)
		wants(t, d.page(d.casePath(1)), tt.more)
	}
}

// TestP13HowOftenLicencesReplacedPapersIsAPage of what who looks may see.
func TestP13HowOftenLicencesReplacedPapersIsAPage(t *testing.T) {
	agreed := func(b map[string]any) {
		b["materials"] = []any{
			map[string]any{"code": "hukou", "name": "户口簿", "how": "licence", "consent": "v1"},
			map[string]any{"code": "card", "name": "残疾证", "how": "licence", "consent": "v1"},
		}
	}
	d := newDesk(t, countytest.Case(1, agreed), countytest.Case(2, agreed))
	if err := office.Derive(t.Context(), d.db); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/cases"), `href="/licences"`)
	const row, open = `<td>4</td><td>4</td><td>0</td><td>0</td><td>1</td><td>3</td><td>75.00 %</td>`, `<td>4</td><td>0</td><td>0</td><td>4</td>`
	wants(t, d.page("/licences"), open)
	if _, err := (&office.LicenceDesk{Book: d.db, Register: register{office.LicenceAnswer{Good: true}}, Now: func() time.Time { return d.clock }}).Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.act(1, url.Values{"verb": {"ask"}, "materials": {"hukou"}})
	page := d.page("/licences")
	wants(t, page, row, "锡场镇江滨村", "2026-11", "<b>75.00 %</b>")
	wants(t, d.page("/licences?quarter=2026Q3"), "这个季度没有同意核验的材料")
	d.signIn(office.Account{Name: "far", Person: "远", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	lacks(t, d.page("/licences"), "锡场镇江滨村", "<td>4</td>")
	d.signIn(office.Account{Name: "unit", Person: "别", Role: office.RoleUnit, Scope: office.Scope{Unit: "区税务局"}})
	lacks(t, d.page("/licences"), "锡场镇江滨村", "<td>4</td>")
}
