package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/storage/county"
)

// desk is a county's database, used through its commands.
type desk struct {
	t        *testing.T
	dir      string
	database string
}

func newDesk(t *testing.T) desk {
	t.Helper()
	dir := t.TempDir()
	d := desk{t, dir, "--database=sqlite:" + filepath.Join(dir, "county.db")}
	d.must("init")
	return d
}

func (d desk) run(args ...string) (code int, out, complaint string) {
	d.t.Helper()
	if len(args) < 2 || args[1] != "lint" { // which needs no database
		args = append(args, d.database)
	}
	var stdout, stderr bytes.Buffer
	code = run(d.t.Context(), args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func (d desk) must(args ...string) string {
	d.t.Helper()
	code, out, complaint := d.run(args...)
	if code != exitDone {
		d.t.Fatalf("countyd %v: %d %s%s", args, code, out, complaint)
	}
	return out
}

func (d desk) file(name, content string) string {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// published are the streams and their newest numbers.
func (d desk) published() map[string]int64 {
	d.t.Helper()
	db, err := county.Open(d.t.Context(), strings.TrimPrefix(d.database, "--database="), nil)
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close()
	_, list, err := db.Newest(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	all := map[string]int64{}
	for _, m := range list {
		all[string(m.Stream)] = m.Version
	}
	return all
}

func TestWhatMayNotBeUsedIsNeverPublished(t *testing.T) {
	d := newDesk(t)
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"calendar", "import", d.file("calendar.json", `{"format":1,"version":""}`)}, "日历"},
		{[]string{"notices", "publish", d.file("notices.json", `{"format":"bianmin-notices/1","notices":[{"id":"1","title":"<b>","from":"x","to":"y"}]}`)}, "公告"},
		{[]string{"templates", "publish", d.file("templates.json", `{"format":"bianmin-templates/1","templates":[{"id":""}]}`)}, "文书模板"},
		{[]string{"tags", "publish", d.file("tags.json", `{"version":"1","source":"","tags":{}}`)}, "评价标签"},
		{[]string{"notices", "publish", d.file("twice.json", `{"format":"bianmin-notices/1","Format":"x","notices":[]}`)}, "Format"},
		{[]string{"notices", "publish", d.dir}, "file: "},
		{[]string{"notices", "publish", filepath.Join(d.dir, "none.json")}, "file: "},
		{[]string{"items", "import", d.file("items.csv", "事项编码,事项名称\na-1,甲\na-1,乙\n")}, "file: "},
		{[]string{"items", "publish"}, "items import"},
		{[]string{"items", "publish", "2026.1"}, "items import"},
	} {
		code, _, complaint := d.run(tt.args...)
		if code != exitRefused || !strings.Contains(complaint, tt.says) || strings.Count(complaint, "\n") != 1 {
			t.Errorf("countyd %v: %d %q, want 1 with %q", tt.args, code, complaint, tt.says)
		}
	}
	if got := d.published(); len(got) != 0 {
		t.Errorf("published: %v", got)
	}
}

func TestEveryListOfItemsHasAVersionOfItsOwnAndStays(t *testing.T) {
	d := newDesk(t)
	list := func(name string) string {
		return `{"format":"bianmin-catalogue/1","version":"2026.1","source":"x","example":false,"items":[{"code":"a","name":"` + name + `"}]}`
	}
	keep := func(file, content string) string {
		var kept struct{ Version string }
		if err := json.Unmarshal([]byte(d.must("items", "import", "--json", d.file(file, content))), &kept); err != nil {
			t.Fatal(err)
		}
		return kept.Version
	}
	first, second := keep("one.json", list("甲")), keep("two.json", list("乙"))
	if first == second || !strings.HasPrefix(first, "2026.1") {
		t.Fatalf("versions %s and %s", first, second)
	}
	if again := keep("again.json", list("甲")); again != first {
		t.Errorf("the same items are %s, and were %s", again, first)
	}
	for n, version := range []string{"", first, first, second} {
		args := []string{"items", "publish"}
		if version != "" {
			args = append(args, version)
		}
		d.must(args...)
		if got, want := d.published()["catalogue"], []int64{1, 2, 2, 3}[n]; got != want {
			t.Errorf("after publishing %q the number is %d, want %d", version, got, want)
		}
	}
	if got := d.must("items", "list"); !strings.Contains(got, first+"\n") || !strings.Contains(got, second+"\n") {
		t.Errorf("kept are %q", got)
	}
	if code, _, _ := d.run("items", "lint", d.file("three.json", list("丙"))); code != exitDone {
		t.Errorf("lint: %d", code)
	}
}
