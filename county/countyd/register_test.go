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
	const intakes = "渠道,办件编号,办理单位,事项编码,受理日期,区划代码\n"
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
		{[]string{"intakes", "import", list("d.csv", intakes+"省网,A1,民政局,44A,2020-01-02,\n省网,A2,民政局,44A,2020-01-02,陈惜娟\n")}, exitRefused, "row 3, place:"},
		{[]string{"intakes", "import", list("e.csv", intakes+"省网,A1,陈惜娟,44A,2020-01-02,\n"), "--check"}, exitRefused, "row 2, unit:"},
		{[]string{"intakes", "import", list("f.csv", intakes+"省网,A1,,44A,2020-01-02,\n"), "--unit", "水利局"}, exitRefused, "水利局"},
		{[]string{"intakes", "import", list("f.csv", intakes+"省网,A1,,44A,2020-01-02,445203104202\n"), "--unit", "民政局"}, exitDone, ""},
		{[]string{"stats", "--json"}, exitDone, `"id":"K2","numerator":0,"denominator":1`},
	} {
		var out, complaint bytes.Buffer
		if code := run(t.Context(), append(tt.args, "--database", database), &out, &complaint); code != tt.code || !strings.Contains(out.String()+complaint.String(), tt.says) {
			t.Errorf("%v: %d %.600s%s", tt.args, code, &out, &complaint)
		}
	}
}
