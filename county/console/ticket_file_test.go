package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/county/countytest"
	"bianmin/county/office"
)

const pdf = "%PDF-1.7 the lamp is new"

// TestH1AnOfficerSeesPhotographsPlaceAndWishOfARequestAfterAReason and nobody before.
func TestH1AnOfficerSeesPhotographsPlaceAndWishOfARequestAfterAReason(t *testing.T) {
	const photo = "a lamp"
	record := countytest.Ticket(1, func(b map[string]any) { b["form"].(map[string]any)["place_text"] = "祠堂对面第二盏" })
	d := newDesk(t, pictured(t, record, map[string]string{"photo": photo}, "photo"))
	path := "/tickets/" + string(d.kiosk.ID) + "/" + string(countytest.ID(1))
	page := d.page(path)
	wants(t, page, "村民附了 1 张照片")
	lacks(t, page, "祠堂对面第二盏", path+"/files/1")
	if w := d.ask(path + "/files/1"); w.Code != http.StatusForbidden {
		t.Errorf("without a reason: %d", w.Code)
	}
	d.post(path+"/look", url.Values{"reason": {"handle"}})
	wants(t, d.page(path), "祠堂对面第二盏", `要不要回电话</dt><dd>要</dd>`, path+"/files/1")
	if w := d.ask(path + "/files/1"); w.Code != http.StatusOK || w.Body.String() != "\xff\xd8\xff "+photo {
		t.Errorf("with one: %d", w.Code)
	}
	if w := d.ask(path + "/files/2"); w.Code != http.StatusNotFound {
		t.Errorf("one that is not there: %d", w.Code)
	}
	if looks, err := d.db.Looks(t.Context(), 1); err != nil || looks[0].What != "file-1" {
		t.Errorf("kept is %+v, %v", looks, err)
	}
}

// TestH3EvidenceOfAReplyIsKeptAndShownAfterAReason: photographs and PDF, from several units
// that help none.
func TestH3EvidenceOfAReplyIsKeptAndShownAfterAReason(t *testing.T) {
	d, path := registered(t, nil)
	d.units("区城管局", "区水利局", "区水务局")
	if w := d.post(path+"/act", url.Values{"verb": {"dispatch"}, "unit": {"区城管局"}, "co": {"区水利局", "区水务局", "区水利局"}}); w.Code != http.StatusConflict {
		t.Errorf("one helps twice: %d", w.Code)
	}
	if w := d.post(path+"/act", url.Values{"verb": {"dispatch"}, "unit": {"区城管局"}, "co": {"区水利局", "区水务局"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	wants(t, d.page(path), "区水利局；区水务局")
	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区城管局"}})
	d.post(path+"/act", url.Values{"verb": {"sign"}})
	d.post(path+"/act", url.Values{"verb": {"contact"}, "reached": {"yes"}, "words": {"约了下午"}})
	reply := map[string]string{"verb": "reply", "words": "灯已修好"}
	for name, data := range map[string]string{"a program": "MZ", "too long": "%PDF-" + strings.Repeat("x", office.MaxShotBytes)} {
		if w := d.sendsSeveral(path+"/act", reply, map[string][]string{"evidence": {data}}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "附件要用 JPEG、PNG 或 PDF") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if w := d.sendsSeveral(path+"/act", reply, map[string][]string{"evidence": {pdf, "\xff\xd8\xff lamp"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	file := path + "/replies/4/1"
	wants(t, d.page(path), "附了 2 个文件")
	lacks(t, d.page(path), file)
	if w := d.ask(file); w.Code != http.StatusForbidden {
		t.Errorf("without a reason: %d", w.Code)
	}
	d.post(path+"/look", url.Values{"reason": {"handle"}})
	wants(t, d.page(path), file)
	if w := d.ask(file); w.Code != http.StatusOK || w.Body.String() != pdf || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("with one: %d %q", w.Code, w.Header())
	}
	if looks, err := d.db.Looks(t.Context(), 1); err != nil || looks[0].What != "reply-1" {
		t.Errorf("kept is %+v, %v", looks, err)
	}
	if w := d.ask(path + "/replies/3/1"); w.Code != http.StatusNotFound {
		t.Errorf("an act that is no reply: %d", w.Code)
	}
}
