package main

import (
	"bytes"
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/county/citytest"
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
