package console

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"testing"

	"bianmin/app/calendar"
	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// filledDesk has something on the pages that are mostly empty, and a case to handle.
func filledDesk(t *testing.T) *desk {
	t.Helper()
	d, of := packageDesk(t, "house-transfer")
	whole := countytest.Case(1, of(map[string]any{"site": "江滨村"}, village.Deferred))
	d.take(whole)
	d.editions = nil
	more := []village.Record{countytest.Case(2, nil), countytest.Case(3, nil), countytest.Rating(4, nil), countytest.Ticket(5, nil), countytest.Inspection(6, nil, nil)}
	d.takeBehind([]village.Record{whole}, more...)
	for _, seq := range []int64{1, 3} {
		if code := d.act(seq, url.Values{"verb": {"accept"}}); code != http.StatusSeeOther {
			t.Fatal(seq, code)
		}
	}
	if err := d.db.KeepMisses(t.Context(), d.kiosk.ID, []village.Miss{countytest.Miss(d.kiosk.ID, "2026-11-20", "老人乘车卡", 7)}); err != nil {
		t.Fatal(err)
	}
	if err := (office.MissOpener{Book: d.db, Secrets: []seal.CountySecret{sealtest.Secret()}}).Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.db.AddMember(t.Context(), office.Member{Badge: "B-1", Name: "陈丽君", AddedAt: d.clock, Salt: []byte{1}, PIN: []byte{2}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.db.KeepExtension(t.Context(), office.Extension{Centre: "445203104202", Day: "2026-11-23", Span: calendar.Span{From: 1080, To: 1200}, Basis: "揭东政务〔2026〕3号", Reason: "村民下班后来办", Badge: "B-1", Account: "chen", At: d.clock}); err != nil {
		t.Fatal(err)
	}
	d.clock = d.clock.AddDate(0, 0, 40) // what should have followed is late
	d.again("chen")
	return d
}

// TestFilledPagesAndTheKeyboardInARealBrowser: axe-core looks at pages with something on them, a case is
// handled from its receipt to its end by the keyboard alone, and what is printed has no navigation and is
// whole. BIANMIN_SHOTS=DIR keeps pictures.
func TestFilledPagesAndTheKeyboardInARealBrowser(t *testing.T) {
	chromium, folder := countytest.Browser(t, "../..")
	d := filledDesk(t)
	server := httptest.NewTLSServer(d.mux)
	defer server.Close()
	say, err := json.Marshal(map[string]any{
		"address": server.URL, "chromium": chromium, "shots": os.Getenv("BIANMIN_SHOTS"), "cookie": map[string]string{"name": d.cookie.Name, "value": d.cookie.Value},
		"pages": map[string][]string{
			"/parts": {"契税申报缴纳"}, "/make-ups": {"契税申报缴纳"}, "/misses": {"老人乘车卡"}, "/extensions": {"村民下班后来办"},
			"/lists/tickets": {"求助"}, "/lists/ratings?sort=-grade": {"江滨村"}, "/lists/orders": {"整改中"}, "/lists/kiosks": {"江滨村"}, "/lists/inspections": {"江滨村"}, "/lists/tickets?lang=en": {"CSV"},
		},
		"case": d.casePath(2), "verbs": []string{"补正材料已收到", "受理", "转入审查", "容缺材料已补齐", "准予", "制证", "送达", "办结"},
		"prints": []string{d.casePath(2), "/cases", "/lists/orders", "/tickets"},
	})
	if err != nil {
		t.Fatal(err)
	}
	script := exec.CommandContext(t.Context(), "node", "walk.mjs", string(say))
	script.Dir = folder
	if out, err := script.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
