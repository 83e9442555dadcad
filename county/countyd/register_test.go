package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestP1K12TheRegisterIsReplacedByAListAndTheFiguresFollow(t *testing.T) {
	dir := t.TempDir()
	database := "sqlite:" + filepath.Join(dir, "data", "county.db")
	list := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const head = "事项编码,部门,事项类型,到现场次数,网上可办,应进必进,已进驻\n"
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"register", "import", list("a.csv", head+"44A,民政局,01,0,是,是,是\n44B,民政局,01,1,否,是,否\n44C,水利局,20,2,是,,\n"), "--json"}, exitDone, `"items":3,"kept":true,"units":2`},
		{[]string{"stats", "--json"}, exitDone, `"id":"K2","numerator":2,"denominator":3`},
		{[]string{"register", "import", list("b.csv", head+"44A,民政局,01,0,也许,是,是\n")}, exitRefused, "row 2, online:"},
		{[]string{"stats", "--json"}, exitDone, `"id":"K2","numerator":2,"denominator":3`},
		{[]string{"register", "import", list("c.csv", head+"44A,民政局,01,0,否,是,是\n"), "--check"}, exitDone, ""},
		{[]string{"stats", "--json"}, exitDone, `"id":"K2","numerator":2,"denominator":3`},
		{[]string{"register", "import", list("c.csv", head+"44A,民政局,01,0,否,是,是\n")}, exitDone, ""},
		{[]string{"stats", "--json"}, exitDone, `"id":"K2","numerator":0,"denominator":1`},
	} {
		var out, complaint bytes.Buffer
		if code := run(t.Context(), append(tt.args, "--database", database), &out, &complaint); code != tt.code || !strings.Contains(out.String()+complaint.String(), tt.says) {
			t.Errorf("%v: %d %.600s%s", tt.args, code, &out, &complaint)
		}
	}
}
