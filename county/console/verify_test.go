package console

import (
	"bytes"
	"crypto/rand"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"bianmin/county/countytest"
	"bianmin/county/office"
)

// handsOut lets the console number and sign what it prints.
func (d *desk) handsOut() *office.DocumentDesk {
	issuer := countytest.Issuer()
	k := &office.DocumentDesk{Book: d.db, Signer: &issuer, Address: "https://county.example/verify", Now: func() time.Time { return d.clock }, Rand: rand.Reader}
	d.console.Documents = k
	return k
}

// stranger asks without a session.
func (d *desk) stranger(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	d.mux.ServeHTTP(w, r)
	return w
}

// checks uploads a file as anybody may.
func (d *desk) checks(file []byte) string {
	d.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "a.pdf")
	if err == nil {
		_, err = part.Write(file)
	}
	if err != nil || form.Close() != nil {
		d.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(d.t.Context(), http.MethodPost, "/verify", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return d.stranger(r).Body.String()
}

var printed = regexp.MustCompile(`文书编号 (\S+)，校验码 ([0-9a-f ]{19})`)

// TestP8ALetterIsCheckedByAnybody: its file and its number, before and after it is withdrawn; the page
// says nothing of the person, and another print of the same is the same document.
func TestP8ALetterIsCheckedByAnybody(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	k := d.handsOut()
	d.act(1, url.Values{"verb": {"accept"}})
	if w := d.post(d.casePath(1)+"/look", url.Values{"reason": {"check"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	path := d.casePath(1) + "/letters/acceptance"
	file := d.ask(path).Body.Bytes()
	d.clock = d.clock.Add(time.Minute)
	if again := d.ask(path).Body.Bytes(); !bytes.Equal(again, file) {
		t.Errorf("printed again it is another file:\n%s\n%s", file, again)
	}
	wants(t, string(file), "陈惜娟", "https://county.example/verify?code=", "不是法定电子印章")
	number := printed.FindStringSubmatch(string(file))
	if number == nil {
		t.Fatalf("no number on %s", file)
	}
	asked := func(number, code string) string {
		q := url.Values{"number": {number}, "code": {code}}
		return d.stranger(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/verify?"+q.Encode(), nil)).Body.String()
	}
	private := []string{"陈惜娟", "高龄", string(d.kiosk.ID), "陈丽君", "chen"}
	good := d.checks(file)
	wants(t, good, "文件是真的，没有改动", "受理通知书", number[1], "2026年")
	lacks(t, good, private...)
	wants(t, asked(strings.ToLower(number[1]), " "+number[2]), "编号和校验码对得上", "受理通知书")
	changed := bytes.Replace(file, []byte("惜"), []byte("情"), 1)
	wants(t, d.checks(changed), "文件被改动过", number[1])
	at := bytes.LastIndex(file, []byte("%BIANMIN"))
	wants(t, d.checks(file[:at]), "文件是真的，没有改动")
	for name, tail := range map[string]string{
		"a page behind the mark": "%BIANMIN-TECHNICAL-SIGNATURE \n5 0 obj << /Type /Page >> endobj\n%%EOF\n",
		"a page alone":           "5 0 obj << /Type /Page >> endobj\n%%EOF\n",
		"a page behind it all":   string(file[at:]) + "5 0 obj << /Type /Page >> endobj\n%%EOF\n",
	} {
		if page := d.checks(append(bytes.Clone(file[:at]), tail...)); !strings.Contains(page, "没有查到") {
			t.Errorf("%s: %.900s", name, page)
		}
	}
	for name, page := range map[string]string{"another code": asked(number[1], "0000 0000 0000 0000"), "another number": asked("20261130-00000000", number[2]), "another file": d.checks([]byte("x"))} {
		if !strings.Contains(page, "没有查到") || strings.Contains(page, "受理通知书") {
			t.Errorf("%s: %.900s", name, page)
		}
	}
	if err := k.Book.WithdrawDocument(t.Context(), office.Document{Number: number[1], WithdrawnAt: d.clock, WithdrawnBy: "chen", Reason: "decision"}); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{d.checks(file), asked(number[1], number[2])} {
		wants(t, page, "文书已经收回", "决定变了")
		lacks(t, page, private...)
	}
	if fresh := printed.FindStringSubmatch(d.ask(path).Body.String()); fresh == nil || fresh[1] == number[1] {
		t.Errorf("after it was withdrawn it is handed out as %v", fresh)
	}
}

// TestNobodyTriesManyDocuments: one address asks so often in a quarter of an hour, and what it may
// ask is bounded.
func TestNobodyTriesManyDocuments(t *testing.T) {
	d := newDesk(t)
	d.handsOut()
	for range triesAddress {
		d.checks([]byte("x"))
	}
	wants(t, d.checks([]byte("x")), "查得太快了")
	d.clock = d.clock.Add(triesWindow)
	wants(t, d.checks(make([]byte, maxVerifyBytes)), "最大 8 MB")
	d.console.Documents = nil
	if w := d.stranger(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/verify", nil)); w.Code != http.StatusNotFound {
		t.Errorf("where no documents are kept: %d", w.Code)
	}
}
