package console

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	assets "bianmin/assets/inspect"
	"bianmin/county/office"
)

// hands posts a form with a file, or with values alone, as a browser does.
func (d *desk) hands(path, file string, values map[string]string) *httptest.ResponseRecorder {
	d.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if file != "" {
		part, err := form.CreateFormFile("list", "list.json")
		if err != nil {
			d.t.Fatal(err)
		}
		if _, err := part.Write([]byte(file)); err != nil {
			d.t.Fatal(err)
		}
	}
	for name, value := range values {
		if err := form.WriteField(name, value); err != nil {
			d.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		d.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(d.t.Context(), http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return d.do(r)
}

const (
	powerCut = `{"format":"bianmin-notices/2","notices":[{"id":"1","title":"周五停电","text":"请改天再来。","signer":"江滨村民委员会","from":"2026-11-23","to":"2026-11-27"}]}`
	moved    = `{"format":"bianmin-notices/2","notices":[{"id":"2","title":"搬到新址","text":"在村委会一楼。","signer":"江滨村民委员会","from":"2026-11-23","to":"2026-12-31"}]}`
)

// TestNoticesAreComparedAndThenPublished: nothing goes to machines before somebody confirmed
// what was seen, and not when others published meanwhile.
func TestNoticesAreComparedAndThenPublished(t *testing.T) {
	d := newDesk(t)
	wants(t, d.page("/publications"), "检查模板", "服务时间", "还没有发布过")
	w := d.hands("/publications/notice", powerCut, nil)
	if w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body.String())
	}
	wants(t, w.Body.String(), "还没有发布：", "周五停电", "新的", "发布到每台机器")
	lacks(t, d.page("/publications"), "在用第 1 份")
	put := func(plain, last string, want int, says string) {
		t.Helper()
		if w := d.hands("/publications/notice/publish", "", map[string]string{"plain": plain, "last": last}); w.Code != want || !strings.Contains(w.Body.String(), says) {
			t.Errorf("published after %s: %d, want %d and %s: %s", last, w.Code, want, says, w.Body.String())
		}
	}
	put(powerCut, "0", http.StatusSeeOther, "")
	put(moved, "0", http.StatusConflict, "同时有另一份在发布")
	wants(t, d.page("/publications"), "在用第 1 份")
	w = d.hands("/publications/notice", moved, nil)
	wants(t, w.Body.String(), "搬到新址", "周五停电", "撤下")
	put(moved, "1", http.StatusSeeOther, "")
	put(`{"format":"bianmin-notices/2"`, "2", http.StatusConflict, "有问题")
	wants(t, d.page("/publications?done=notice"), "已发布", "在用第 2 份")
	if w := d.hands("/publications/staff", powerCut, nil); w.Code != http.StatusNotFound {
		t.Errorf("a list that the county makes itself: %d", w.Code)
	}
}

// TestTheLinterSpeaksBeforeAChecklistIsPublished, and a version never changes.
func TestTheLinterSpeaksBeforeAChecklistIsPublished(t *testing.T) {
	d := newDesk(t)
	shipped := string(assets.Raw())
	w := d.hands("/publications/checklists", strings.Replace(shipped, `"full": 100`, `"full": 90`, 1), nil)
	if w.Code != http.StatusBadRequest {
		t.Errorf("with faults: %d", w.Code)
	}
	wants(t, w.Body.String(), "templates[0].full", "各扣分大项加起来不等于满分", "没有发布")
	lacks(t, w.Body.String(), "还没有发布：")
	other := strings.Replace(shipped, "便民服务中心（站）实地检查", "实地检查", 1)
	w = d.hands("/publications/checklists", other, nil)
	wants(t, w.Body.String(), "有改动", "village-centre 2026-1")
	if w := d.hands("/publications/checklists/publish", "", map[string]string{"plain": other, "last": "0"}); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "已经用过") {
		t.Errorf("a version with other rules: %d %s", w.Code, w.Body.String())
	}
	newer := strings.Replace(shipped, `"version": "2026-2"`, `"version": "2027-1"`, 1)
	wants(t, d.hands("/publications/checklists", newer, nil).Body.String(), "新的", "village-centre 2027-1")
	if w := d.hands("/publications/checklists/publish", "", map[string]string{"plain": newer, "last": "0"}); w.Code != http.StatusSeeOther {
		t.Errorf("a new version: %d %s", w.Code, w.Body.String())
	}
	d.signIn(office.Account{Name: "zheng", Person: "郑", Role: office.RoleInspector})
	if w := d.hands("/publications/checklists", newer, nil); w.Code != http.StatusForbidden {
		t.Errorf("an inspector publishes: %d", w.Code)
	}
}
