package main

import (
	"bytes"
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/county/citytest"
	"bianmin/county/countytest"
)

func TestTheCityIsToldByACommandThatBelievesWhoWasNamed(t *testing.T) {
	dir := t.TempDir()
	database, ca := "sqlite:"+filepath.Join(dir, "data", "county.db"), filepath.Join(dir, "ca.pem")
	mock := httptest.NewTLSServer(&citytest.Server{})
	defer mock.Close()
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: mock.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"init"}, exitDone, ""},
		{[]string{"city", "push", "--to", mock.URL, "--ca", ca, "--json"}, exitDone, `{"sent":0,"known":0,"left":0,"aside":0}`},
		{[]string{"city", "push", "--to", "http://127.0.0.1:1"}, exitRefused, "to:"},
		{[]string{"city", "push", "--to", mock.URL, "--ca", database}, exitRefused, "ca:"},
		{[]string{"city", "push", "--to", mock.URL, "--since", "yesterday"}, exitRefused, "since:"},
	} {
		var out, complaint bytes.Buffer
		if code := run(t.Context(), append(tt.args, "--database", database), &out, &complaint); code != tt.code || !strings.Contains(out.String()+complaint.String(), tt.says) {
			t.Errorf("%v: %d %s%s", tt.args, code, &out, &complaint)
		}
	}
}

// TestAServerTellsTheCityByItself what came in, and the city's number is kept and shown by
// command.
func TestAServerTellsTheCityByItself(t *testing.T) {
	hall := &citytest.Server{}
	mock := httptest.NewTLSServer(hall)
	t.Cleanup(mock.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: mock.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	m := newMachine(t)
	m.besides = []string{"--city-to", mock.URL, "--city-ca", ca, "--city-every", "200ms"}
	if code, _, complaint := m.run("init", "--database", m.database); code != exitDone {
		t.Fatal(complaint)
	}
	m.start()
	kiosk := countytest.Identity(1)
	m.enrol(kiosk)
	official := countytest.Case(1, func(body map[string]any) {
		body["item"] = map[string]any{"code": "12441500196720244T3442199806003", "name": "80周岁以上老年人高龄津贴", "department": "区民政局"}
	})
	if _, err := m.push(kiosk, official); err != nil {
		t.Fatal(err)
	}
	told := func() bool { // the city holds it earlier than the server has noted so
		code, out, _ := m.run("city", "told", "--database", m.database, "--json")
		return code == exitDone && strings.Contains(out, `"ackNo":"JY0`)
	}
	for end := time.Now().Add(time.Minute); !told(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("in a minute the server noted nothing; the city holds %d", len(hall.Held()))
		}
	}
	m.end(os.Interrupt)
	if _, out, _ := m.run("city", "told", "--database", m.database); !strings.Contains(out, "市平台回执 JY0") || !strings.Contains(out, "已收件") {
		t.Errorf("city told: %s", out)
	}
	if code, out, _ := m.run("city", "push", "--database", m.database, "--to", mock.URL, "--ca", ca, "--json"); code != exitDone || !strings.Contains(out, `{"sent":0,`) {
		t.Errorf("it is told a second time: %d %s", code, out)
	}
}
