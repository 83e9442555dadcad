package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"bianmin/assets/lang"
)

// leaves are all commands of the program, with what each has to be given.
func leaves(t *testing.T) []*kong.Node {
	t.Helper()
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	parser, err := kong.New(&cli{}, kong.Name("countyd"), kong.Vars{"version": version}, kong.Bind(&world{text: text}))
	if err != nil {
		t.Fatal(err)
	}
	list := parser.Model.Leaves(true)
	if len(list) < 80 {
		t.Fatalf("only %d commands", len(list))
	}
	return list
}

// given is a command with something for all that it has to be given, and a database where
// none can be.
func given(n *kong.Node, database, file string) (args []string, opens bool) {
	args = words(n)
	for _, p := range n.Positional {
		if p.Required {
			args = append(args, value(p, file))
		}
	}
	for _, group := range n.AllFlags(true) {
		for _, f := range group {
			switch {
			case f.Name == "database":
				args, opens = append(args, "--database", database), true
			case f.Required:
				args = append(args, "--"+f.Name+"="+value(f.Value, file))
			}
		}
	}
	return args, opens
}

// words are the names of a command below the program's.
func words(n *kong.Node) (list []string) {
	for ; n.Type == kong.CommandNode; n = n.Parent {
		list = append([]string{n.Name}, list...)
	}
	return list
}

// value is something of the kind that v takes.
func value(v *kong.Value, file string) string {
	switch {
	case v.Enum != "":
		return strings.Split(v.Enum, ",")[0]
	case v.IsBool():
		return "true"
	case v.Name == "day", v.Name == "from", v.Name == "to", v.Name == "until", v.Name == "date":
		return "2026-11-23"
	case strings.Contains(v.Target.Kind().String(), "int"):
		return "1"
	}
	return file
}

// TestNoCommandIsDoneWhereThereIsNoDatabase: with a flag that there is none each ends with
// 2; with a database that cannot be opened none says that it was done, most say that it is
// not what they were given, and each says why in one line.
func TestNoCommandIsDoneWhereThereIsNoDatabase(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file.json")
	if err := os.WriteFile(file, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	codes := map[int]int{}
	for _, n := range leaves(t) {
		var out, errs bytes.Buffer
		if code := run(t.Context(), append(words(n), "--no-such-flag"), &out, &errs); code != exitUsage {
			t.Errorf("%s --no-such-flag: exit %d: %s", n.Path(), code, &errs)
		}
		args, opens := given(n, "sqlite:"+filepath.Join(file, "county.db"), file)
		if !opens {
			continue
		}
		out.Reset()
		errs.Reset()
		code := run(t.Context(), args, &out, &errs)
		codes[code]++
		if code == exitDone || strings.Count(errs.String(), "\n") != 1 || !strings.HasPrefix(errs.String(), "countyd: ") {
			t.Errorf("%v: exit %d, %q", args, code, errs.String())
		}
	}
	t.Logf("without a database, by how they ended: %v", codes)
	if codes[exitBroken] < 40 {
		t.Errorf("only %d commands reached the database: %v", codes[exitBroken], codes)
	}
}
