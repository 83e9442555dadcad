package console

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"bianmin/app/catalog"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// upload hands a list in as a browser does.
func (d *desk) upload(name string, raw []byte) *httptest.ResponseRecorder {
	d.t.Helper()
	return d.do(uploading(d.t, "/catalogue", name, raw, nil))
}

// uploading is how a browser hands a list in, with the fields of the form.
func uploading(t *testing.T, path, name string, raw []byte, fields url.Values) *http.Request {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field := range fields {
		if err := form.WriteField(field, fields.Get(field)); err != nil {
			t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("list", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

// changed is the example's catalogue with one item less, one more and one changed.
func changed(t *testing.T) []byte {
	t.Helper()
	c, err := demo.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	more := c.Items[1]
	more.Code, more.Name = "new-item", "新开的事项"
	c.Items[1].PromisedDays, c.Version = 3, ""
	c.Items = append(c.Items[1:], more)
	raw, err := catalog.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestP3AListIsComparedBeforeItComesIntoUseOnItsDay(t *testing.T) {
	d := newDesk(t)
	publisher := &office.Publisher{
		Store: d.db, List: d.db, Plans: d.db, Editions: d.db, Signer: countytest.Identity(9), Pack: wire.PackContent, Now: d.office.Now,
	}
	if _, err := publisher.Publish(t.Context(), "catalogue", demo.Package()); err != nil {
		t.Fatal(err)
	}
	example, err := demo.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	w := d.upload("事项.json", changed(t))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("upload: %d %s", w.Code, w.Body)
	}
	path := w.Header().Get("Location")
	page := d.page(path)
	wants(t, page, "少了 1 个，多了 1 个，改了 1 个", "新开的事项", example.Items[0].Name, "承诺天数", "<ins>3</ins>", "不再办", "新增", "有改动")
	for _, day := range []string{"", "2026-11-22", "2028-01-01", "2026-13-01"} {
		if w := d.post(path+"/plan", url.Values{"day": {day}}); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "启用日期要从今天起") {
			t.Errorf("from %q: %d", day, w.Code)
		}
	}
	if w := d.post(path+"/plan", url.Values{"day": {"2026-11-25"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	wants(t, d.page("/catalogue"), "等日期到", "11月25日", "chen", example.Version)
	inUse := func() string {
		t.Helper()
		if err := publisher.PublishPlans(t.Context()); err != nil {
			t.Fatal(err)
		}
		desk := office.CatalogueDesk{Newest: d.db, Unpack: wire.UnpackContent}
		c, err := desk.InUse(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return c.Version
	}
	if got := inUse(); got != example.Version {
		t.Errorf("before its day %s is in use", got)
	}
	d.clock = d.clock.AddDate(0, 0, 2)
	if got := inUse(); !strings.HasSuffix(path, got) {
		t.Errorf("on its day %s is in use", got)
	}
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	wants(t, d.page("/catalogue"), "已发布")
	wants(t, d.page(path), "没有不同", "正在使用")
}

func TestAPlanIsTakenBackAndAnotherTakesItsPlace(t *testing.T) {
	d := newDesk(t)
	path := d.upload("a.json", changed(t)).Header().Get("Location")
	for _, day := range []string{"2026-11-25", "2026-11-26"} {
		if w := d.post(path+"/plan", url.Values{"day": {day}}); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code)
		}
	}
	if plans, err := d.db.Plans(t.Context()); err != nil || len(plans) != 2 || !plans[0].Waits() || plans[1].Waits() {
		t.Errorf("plans %+v, %v", plans, err)
	}
	if w := d.post("/catalogue/drop", nil); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	page := d.page("/catalogue")
	lacks(t, page, "等日期到")
	wants(t, page, "已撤销")
}

// dropper takes the plan back while the publisher reads the list that it names.
type dropper struct{ *desk }

func (d dropper) Editions(ctx context.Context) ([]string, error) { return d.db.Editions(ctx) }
func (d dropper) Edition(ctx context.Context, version string) ([]byte, error) {
	if err := d.db.DropPlan(ctx, d.clock); err != nil {
		return nil, err
	}
	return d.db.Edition(ctx, version)
}

func TestAPlanThatIsDroppedInTheMomentOfItsPublicationIsNotPublished(t *testing.T) {
	d := newDesk(t)
	path := d.upload("a.json", changed(t)).Header().Get("Location")
	if w := d.post(path+"/plan", url.Values{"day": {"2026-11-25"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	d.clock = d.clock.AddDate(0, 0, 2)
	publisher := &office.Publisher{Store: d.db, List: d.db, Plans: d.db, Editions: dropper{d}, Signer: countytest.Identity(9), Pack: wire.PackContent, Now: d.office.Now}
	if err := publisher.PublishPlans(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, list, err := d.db.Newest(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("published %+v, %v", list, err)
	}
	if plans, err := d.db.Plans(t.Context()); err != nil || plans[0].DroppedAt.IsZero() || !plans[0].PublishedAt.IsZero() {
		t.Errorf("plans %+v, %v", plans, err)
	}
}

func TestP3AListThatMachinesCouldNotUseIsNotKept(t *testing.T) {
	d := newDesk(t)
	bad, err := json.Marshal(map[string]any{"format": catalog.Format, "version": "x", "source": "x", "items": []village.ServiceItem{{Code: "a", PromisedDays: -3}}})
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{"a.json": bad, "b.csv": []byte("x,y\n1,2\n"), "c.exe": []byte("MZ"), "d.xlsx": []byte("PK"), "e.json": []byte("{")} {
		if w := d.upload(name, raw); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `role="alert"`) || strings.Contains(w.Body.String(), "{name}") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if kept, err := d.db.Editions(t.Context()); err != nil || len(kept) != 0 {
		t.Errorf("kept %v, %v", kept, err)
	}
	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}})
	if w := d.ask("/catalogue"); w.Code != http.StatusForbidden {
		t.Errorf("a unit manages items: %d", w.Code)
	}
}
