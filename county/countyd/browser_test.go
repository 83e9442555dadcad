package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/county/countytest"
	"bianmin/storage/county"
)

// TestTheConsoleInARealBrowser signs in, handles a case to its end and shows every page
// to axe-core. BIANMIN_SHOTS=DIR keeps pictures of the pages.
func TestTheConsoleInARealBrowser(t *testing.T) {
	chromium, folder := countytest.Browser(t, "../..")
	m := newMachine(t)
	for _, args := range [][]string{{"init"}, {"demo"}} {
		if code, _, complaint := m.run(append(args, "--database", m.database)...); code != exitDone {
			t.Fatalf("%v: %s", args, complaint)
		}
	}
	slot := []string{"slots", "open", "--area", "445203104", "--day", time.Now().AddDate(0, 0, 3).Format(time.DateOnly), "--from", "0930", "--to", "1000", "--seats", "6"}
	if code, _, complaint := m.run(append(slot, "--database", m.database)...); code != exitDone {
		t.Fatal(complaint)
	}
	m.start()
	kiosk := countytest.Identity(1)
	m.enrol(kiosk)
	m.signIn()
	m.know(countytest.Issuer())
	if _, err := m.push(kiosk, countytest.Case(1, nil), countytest.Case(2, longest), countytest.Rating(3, nil), countytest.Ticket(4, advised), countytest.Inspection(5, charged, nil),
		countytest.FollowUp(6, kiosk.ID, countytest.Case(1, nil), brought), countytest.HomeBooking(7, longVisit)); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); !strings.Contains(m.get("/cases"), "（2）") && time.Now().Before(end); {
		continue // what was taken in is opened a moment later
	}
	if code, _, complaint := m.run("staff", "serve", "I-3", "--centre", string(countytest.InspectedCentre), "--from", "2026-01-01", "--database", m.database); code != exitDone {
		t.Fatal(complaint) // the visit is flagged
	}
	m.sites(t)
	items, err := filepath.Abs("../../assets/catalog/village-items.json")
	if err != nil {
		t.Fatal(err)
	}
	say, err := json.Marshal(map[string]any{
		"address": m.address, "chromium": chromium, "shots": os.Getenv("BIANMIN_SHOTS"), "items": items,
		"county": m.invite("lijun", "county"), "leader": m.invite("boss", "leader"), "admin": m.invite("root", "admin"),
	})
	if err != nil {
		t.Fatal(err)
	}
	script := exec.CommandContext(t.Context(), "node", "console.mjs", string(say))
	script.Dir = folder
	out, err := script.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	t.Logf("trials: %s", lines[len(lines)-1])
}

// sites fills the register: a website that nobody has looked at, and an account that was.
func (m *machine) sites(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a.png":         "\x89PNG\r\n\x1a\n the last post is of August",
		"sites.json":    `{"format":"bianmin-sites/1","sites":[{"id":"s1","name":"揭东区人民政府门户网站","url":"https://example.org/","kind":"portal","sponsor":"区政府办公室"}]}`,
		"accounts.json": `{"format":"bianmin-accounts/1","accounts":[{"id":"wx-1","name":"揭东发布","platform":"微信公众号","sponsor":"区委宣传部","last_post":"2026-08-01","seen_on":"2026-11-20","seen_by":"陈丽君","findings":[{"rule":"veto.stale","note":"8月以后没有更新","files":["a.png"]}]}]}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"sites", "register", filepath.Join(dir, "sites.json")},
		{"accounts", "check", "--list", filepath.Join(dir, "accounts.json"), "--out", filepath.Join(dir, "seen")},
	} {
		if code, _, complaint := m.run(append(args, "--database", m.database)...); code != exitDone {
			t.Fatalf("%v: %s", args, complaint)
		}
	}
}

// charged makes a visit find what vetoes, after which an order is proposed.
func charged(r *inspect.Record) {
	r.Findings = append(r.Findings, inspect.Finding{Found: inspect.Found{Rule: "veto.charge", Times: 1}, Severity: inspect.Urgent, Due: "2026-11-24"})
}

// longest makes the words of a case as long as they come.
func longest(body map[string]any) {
	body["item"] = map[string]any{
		"code": "long", "name": strings.Repeat("困难残疾人生活补贴和重度残疾人护理补贴资格认定及发放", 3), "department": strings.Repeat("区人力资源和社会保障局", 3),
	}
	body["applicant"] = map[string]any{
		"kind": "person", "name": strings.Repeat("买买提", 9), "id_type": "resident_id", "id": "44522119440315002X", "phone": "13800000000",
	}
}

// brought makes somebody with a letter bring what follows, with a helper.
func brought(body map[string]any) {
	body["helper"] = "B-017"
	body["behalf"] = map[string]any{
		"relation": "child", "scope": []string{"supplement", "receive"}, "valid_to": "2027-01-31",
		"agent": map[string]any{"kind": "person", "name": strings.Repeat("买买提", 5), "id_type": "resident_id", "id": "445221197003120026", "phone": "13800138000"},
	}
}

// advised makes a request speak of what 12345 does not take.
func advised(body map[string]any) {
	body["advice"] = []any{map[string]any{"rule": "danger", "version": 1}, map[string]any{"rule": "court", "version": 1}}
}

// longVisit makes the words of a booking as long as they come.
func longVisit(body map[string]any) {
	form := body["form"].(map[string]any)
	form["matter"], form["address"] = strings.Repeat("困难残疾人生活补贴和重度残疾人护理补贴", 3), strings.Repeat("江滨村东门外老厝后面第三排", 4)
}

// invite makes an account and returns its name and set-up code.
func (m *machine) invite(name, role string) map[string]string {
	m.t.Helper()
	code, out, complaint := m.run("users", "add", name, "--person", "陈丽君", "--role", role, "--database", m.database, "--json")
	var issued struct{ Code string }
	if err := json.Unmarshal([]byte(out), &issued); err != nil || code != exitDone {
		m.t.Fatalf("users add: %d %s %v", code, complaint, err)
	}
	return map[string]string{"name": name, "code": issued.Code}
}

// know makes the county believe what somebody signed.
func (m *machine) know(signer seal.Identity) {
	m.t.Helper()
	db, err := county.Open(m.t.Context(), m.database, time.Now)
	if err == nil {
		err = errors.Join(db.KeepSigner(m.t.Context(), signer.Public()), db.Close())
	}
	if err != nil {
		m.t.Fatal(err)
	}
}
