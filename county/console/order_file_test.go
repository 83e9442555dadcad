package console

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// pictured is a record with files that its text names.
func pictured(t *testing.T, r village.Record, files map[string]string, order ...string) village.Record {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal(r.Body, &body); err != nil {
		t.Fatal(err)
	}
	var named []inspect.File
	for n, of := range order {
		data := []byte("\xff\xd8\xff " + files[of])
		sum := sha256.Sum256(data)
		named = append(named, inspect.File{Of: of, Type: "image/jpeg", Bytes: len(data), SHA256: sum[:], First: n + 1, Pieces: 1})
		r.Parts = append(r.Parts, village.Part{Material: of, Type: "image/jpeg", SHA256: sum[:], Data: data})
	}
	body["files"] = named
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	again := countytest.Raw(r.Seq, r.Kind, raw)
	again.Parts = r.Parts
	return again
}

// TestWhoLooksAgainSeesWhatItLookedLikeBeforeAndAfter, of the order's own rule and nobody's
// signature; a town that answers for the centre opens nothing.
func TestWhoLooksAgainSeesWhatItLookedLikeBeforeAndAfter(t *testing.T) {
	files := map[string]string{"duty.absent": "a closed door", "run.hygiene": "a dirty yard", "signature": "a name", "before": "weeds", "after": "a clean yard"}
	visit := pictured(t, countytest.Inspection(1, nil, nil), files, "duty.absent", "run.hygiene", "signature")
	number := inspect.OrderNumber(codeOfVisit(t, visit), 2)
	reply := pictured(t, countytest.RectificationReply(2, number, countytest.InspectedCentre), files, "before", "after")
	d := newDesk(t, visit, reply)
	path := "/orders/" + number
	wants(t, d.page(path), "检查时拍的", "整改前（", "整改后（", "/files/0/2", "/files/1/1", "/files/1/2")
	lacks(t, d.page(path), "/files/0/1", "/files/0/3")
	for file, want := range map[string]string{"0/2": "a dirty yard", "1/1": "weeds", "1/2": "a clean yard", "0/1": "", "0/3": "", "1/3": "", "2/1": "", "x/1": ""} {
		w := d.ask(path + "/files/" + file)
		if want == "" && w.Code != http.StatusNotFound || want != "" && (w.Code != http.StatusOK || w.Body.String() != "\xff\xd8\xff "+want || w.Header().Get("Content-Type") != "image/jpeg") {
			t.Errorf("%s: %d %q", file, w.Code, w.Body)
		}
	}
	looks, err := d.db.Looks(t.Context(), 10)
	if err != nil || len(looks) != 3 || looks[0].Account == "" || looks[0].Reason != "check" {
		t.Errorf("three pictures were opened, kept is %+v, %v", looks, err)
	}
	for _, tt := range []struct {
		a    office.Account
		want int
	}{
		{office.Account{Name: "zheng", Person: "郑", Role: office.RoleInspector}, http.StatusOK},
		{office.Account{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}}, http.StatusForbidden},
		{office.Account{Name: "other", Person: "别", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}}, http.StatusNotFound},
	} {
		d.signIn(tt.a)
		if w := d.ask(path + "/files/1/2"); w.Code != tt.want {
			t.Errorf("%s: %d", tt.a.Name, w.Code)
		}
	}
	d.signIn(office.Account{Name: "clerk", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	lacks(t, d.page(path), "/files/")
}

func codeOfVisit(t *testing.T, r village.Record) village.ShortCode {
	t.Helper()
	var b inspect.Record
	if err := json.Unmarshal(r.Body, &b); err != nil {
		t.Fatal(err)
	}
	return b.ShortCode
}

// sends posts a form with photographs as a browser does.
func (d *desk) sends(path string, values, files map[string]string) *httptest.ResponseRecorder {
	d.t.Helper()
	several := map[string][]string{}
	for name, data := range files {
		several[name] = []string{data}
	}
	return d.sendsSeveral(path, values, several)
}

// sendsSeveral posts a form with several photographs of a kind.
func (d *desk) sendsSeveral(path string, values map[string]string, files map[string][]string) *httptest.ResponseRecorder {
	d.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range values {
		if err := form.WriteField(name, value); err != nil {
			d.t.Fatal(err)
		}
	}
	for name, list := range files {
		for _, data := range list {
			part, err := form.CreateFormFile(name, name+".jpg")
			if err == nil {
				_, err = part.Write([]byte(data))
			}
			if err != nil {
				d.t.Fatal(err)
			}
		}
	}
	if err := form.Close(); err != nil {
		d.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(context.WithoutCancel(d.t.Context()), http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return d.do(r)
}

// TestAUnitAnswersAnOrderAboutItsWebsite with words and photographs; whoever looks again sees
// them, and another unit sees nothing of it.
func TestAUnitAnswersAnOrderAboutItsWebsite(t *testing.T) {
	d := newDesk(t, countytest.Inspection(1, nil, nil))
	site, _ := inspect.Find(countytest.Checklists(), "website", "")
	i := slices.IndexFunc(site.Sections, func(s inspect.Section) bool { return s.Kind == inspect.Deduct })
	order, err := d.visits.Open(t.Context(), office.Rectification{
		Source: inspect.District, Template: site.ID, Version: site.Version, Rule: site.Sections[i].ID(site.Sections[i].Rules[0]), Ref: "mzj", Unit: "区民政局", Text: "栏目没有更新",
	}, "区政数局", office.Shot{Of: "found", Data: []byte("\xff\xd8\xff an old page")})
	if err != nil {
		t.Fatal(err)
	}
	path, form := "/orders/"+order.Number, map[string]string{"verb": "reply", "text": "已经更新"}
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleUnit, Scope: office.Scope{Unit: "区教育局"}})
	lacks(t, d.page("/orders"), order.Number)
	if w := d.ask(path); w.Code != http.StatusNotFound {
		t.Errorf("another unit: %d", w.Code)
	}
	d.signIn(office.Account{Name: "mzj", Person: "王", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}})
	wants(t, d.page("/orders"), order.Number, "mzj", "整改中（1）")
	lacks(t, d.page(path), "异议成立", "复查通过<", `href="/inspections"`)
	for what, tt := range map[string]struct {
		values, files map[string]string
	}{
		"no picture":   {form, map[string]string{"after": "GIF89a"}},
		"a large one":  {form, map[string]string{"after": "\xff\xd8\xff" + strings.Repeat("x", office.MaxShotBytes)}},
		"another verb": {map[string]string{"verb": "accept"}, nil},
		"no words":     {map[string]string{"verb": "reply"}, map[string]string{"after": "\xff\xd8\xff x"}},
	} {
		if w := d.sends(path+"/act", tt.values, tt.files); w.Code != http.StatusConflict {
			t.Errorf("%s: %d", what, w.Code)
		}
	}
	if w := d.sends(path+"/act", form, map[string]string{"before": "\xff\xd8\xff old", "after": "\x89PNG\r\n\x1a\n new"}); w.Code != http.StatusSeeOther {
		t.Fatalf("a reply: %d %s", w.Code, w.Body)
	}
	wants(t, d.page(path), "已回复，等复查", "已经更新")
	if w := d.ask(path + "/files/1/1"); w.Code != http.StatusForbidden {
		t.Errorf("the unit opens photographs: %d", w.Code)
	}
	d.signIn(office.Account{Name: "zheng", Person: "郑", Role: office.RoleInspector})
	wants(t, d.page(path), "检查时拍的", "整改前（", "整改后（", "/files/0/1", "/files/1/1", "/files/1/2")
	for file, want := range map[string]string{"0/1": "\xff\xd8\xff an old page", "1/1": "\xff\xd8\xff old", "1/2": "\x89PNG\r\n\x1a\n new", "1/3": ""} {
		if w := d.ask(path + "/files/" + file); want == "" && w.Code != http.StatusNotFound || want != "" && (w.Code != http.StatusOK || w.Body.String() != want) {
			t.Errorf("%s: %d %q", file, w.Code, w.Body)
		}
	}
	if w := d.post(path+"/act", url.Values{"verb": {"accept"}}); w.Code != http.StatusSeeOther {
		t.Errorf("looked at again: %d", w.Code)
	}
	d.signIn(office.Account{Name: "lin", Person: "林", Role: office.RoleAdmin})
	if looks := d.page("/looks"); strings.Count(looks, order.Number) != 3 || strings.Count(looks, "整改单的照片") != 3 || !strings.Contains(looks, "zheng") {
		t.Error("the three photographs that were opened are not among the looks")
	}
}
