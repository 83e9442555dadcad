package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/app/seal"
)

// keyHouse is a county's database and keys, used through the real program.
type keyHouse struct {
	*machine
	keys string
}

func newKeyHouse(t *testing.T) *keyHouse {
	m := newMachine(t)
	h := &keyHouse{machine: m, keys: filepath.Join(t.TempDir(), "keys")}
	h.must("init", "--database", m.database, "--keys", h.keys)
	return h
}

// must is a command that succeeds; it returns what was answered.
func (h *keyHouse) must(args ...string) string {
	h.t.Helper()
	code, out, complaint := h.run(args...)
	if code != exitDone {
		h.t.Fatalf("countyd %s: %d %s", strings.Join(args, " "), code, complaint)
	}
	return out
}

// refuses runs a command that must end with code and say a part of says.
func (h *keyHouse) refuses(code int, says string, args ...string) {
	h.t.Helper()
	got, out, complaint := h.run(args...)
	if got != code || !strings.Contains(complaint, says) || strings.Count(complaint, "\n") != 1 || out != "" {
		h.t.Errorf("countyd %s: %d %q %q, want %d with %q", strings.Join(args, " "), got, out, complaint, code, says)
	}
}

func (h *keyHouse) command(name string, more ...string) []string {
	return append([]string{"keys", name, "--database", h.database, "--keys", h.keys}, more...)
}

// list is what keys list --json says.
func (h *keyHouse) list() (lines []keyLine) {
	h.t.Helper()
	for line := range strings.Lines(h.must(h.command("list", "--json")...)) {
		var k keyLine
		if err := json.Unmarshal([]byte(line), &k); err != nil {
			h.t.Fatal(err)
		}
		lines = append(lines, k)
	}
	return lines
}

// shares writes the shares of a key and returns their files.
func (h *keyHouse) shares(id string) (files [3]string) {
	h.t.Helper()
	dir := h.t.TempDir()
	out := h.must(h.command("shares", "--key", id, "--out", dir)...)
	for i := range files {
		files[i] = filepath.Join(dir, "bianmin-share-"+id+"-"+string('1'+rune(i))+".txt")
		info, err := os.Stat(files[i])
		if err != nil || info.Mode().Perm() != 0o600 {
			h.t.Fatalf("%v, %v", info, err)
		}
	}
	if strings.Contains(out, "BMS1") {
		h.t.Errorf("a share was printed: %s", out)
	}
	return files
}

func TestInitMakesBothHalvesAndKeepsThem(t *testing.T) {
	h := newKeyHouse(t)
	before := map[string][]byte{}
	for _, name := range []string{"office/county-0001.key", "office/data.key", "gate/authority.pem", "gate/signing.key"} {
		raw, err := os.ReadFile(filepath.Join(h.keys, name))
		if err != nil {
			t.Fatal(err)
		}
		before[name] = raw
	}
	h.must("init", "--database", h.database, "--keys", h.keys)
	h.must(h.command("init")...)
	for name, want := range before {
		if got, err := os.ReadFile(filepath.Join(h.keys, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s changed: %v", name, err)
		}
	}
	if keys := h.list(); len(keys) != 1 || !keys[0].Newest || !keys[0].InVault || !keys[0].InDatabase || keys[0].MadeAt == nil || keys[0].Suite != seal.SuiteX25519 {
		t.Errorf("keys %+v", keys)
	}
	// Another folder for the same database would open nothing of what came.
	other := filepath.Join(t.TempDir(), "other")
	h.refuses(exitRefused, "keys: ", "init", "--database", h.database, "--keys", other)
	h.refuses(exitRefused, "keys: ", "keys", "init", "--database", h.database, "--keys", other)
	h.refuses(exitUsage, "--suite", h.command("init", "--suite", "3")...)
}

func TestRotatedKeyIsNewestAndOlderOnesStay(t *testing.T) {
	h := newKeyHouse(t)
	first := h.list()[0].ID
	h.must(h.command("rotate", "--suite", "2")...)
	keys := h.list()
	if len(keys) != 2 || keys[0].ID != first || keys[0].Newest || !keys[0].InVault || !keys[1].Newest || !keys[1].InVault || keys[1].Suite != seal.SuiteHybrid {
		t.Fatalf("keys %+v", keys)
	}
	words := h.must(h.command("list")...)
	if strings.Count(words, "\n") != 2 || strings.Contains(words, "vault.") {
		t.Errorf("list: %s", words)
	}
	if err := os.Remove(filepath.Join(h.keys, "office", "county-0002.key")); err != nil {
		t.Fatal(err)
	}
	h.refuses(exitRefused, "keys: ", h.command("rotate")...)
	h.must(h.command("rotate", "--lost")...)
	if keys = h.list(); len(keys) != 3 || keys[1].InVault || !keys[2].Newest || !keys[2].InVault {
		t.Errorf("keys %+v", keys)
	}
	if _, err := os.Stat(filepath.Join(h.keys, "office", "county-0003.key")); err != nil {
		t.Error(err) // number 2 is kept for the lost one
	}
}

func Test316SharesAreProvedByADrillAndGiveALostKeyBack(t *testing.T) {
	h := newKeyHouse(t)
	h.must(h.command("rotate", "--suite", "2")...)
	keys := h.list()
	for n, k := range keys {
		files := h.shares(k.ID)
		for _, two := range [][2]int{{0, 1}, {2, 0}, {1, 2}} {
			out := h.must("keys", "drill", "--database", h.database, "--share", files[two[0]], "--share", files[two[1]])
			if !strings.Contains(out, k.ID) {
				t.Errorf("drill: %s", out)
			}
		}
		lost := filepath.Join(h.keys, "office", "county-000"+string('1'+rune(n))+".key")
		want, err := os.ReadFile(lost)
		if err := errors.Join(err, os.Remove(lost)); err != nil {
			t.Fatal(err)
		}
		h.must(h.command("recover", "--share", files[1], "--share", files[2])...)
		if got, err := os.ReadFile(lost); err != nil || !bytes.Equal(got, want) {
			t.Errorf("recovered %q, %v", got, err)
		}
		h.must(h.command("recover", "--share", files[1], "--share", files[2])...)
	}
	if after := h.list(); len(after) != 2 || after[0].ID != keys[0].ID || !after[1].Newest || !after[0].InVault {
		t.Errorf("keys %+v", after)
	}
}

func TestWrongSharesAreRefused(t *testing.T) {
	h := newKeyHouse(t)
	first := h.list()[0].ID
	h.must(h.command("rotate")...)
	second := h.list()[1].ID
	a, again, b := h.shares(first), h.shares(first), h.shares(second)
	stranger := newKeyHouse(t)
	foreign := stranger.shares(stranger.list()[0].ID)
	spoilt := filepath.Join(t.TempDir(), "spoilt.txt")
	page, err := os.ReadFile(a[1])
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(page, []byte("BMS1-")) + 30
	for page[at] == '-' {
		at++
	}
	page[at] = map[bool]byte{true: 'B', false: 'A'}[page[at] == 'A']
	if err := os.WriteFile(spoilt, page, 0o644); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(t.TempDir(), "empty.txt")
	if err := os.WriteFile(empty, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ one, two, says string }{
		"a letter is wrong": {a[0], spoilt, "有一个字不对"},
		"no share in it":    {empty, a[0], "没有恢复份额"},
		"no such file":      {a[0], a[0] + "x", "打不开"},
		"the same twice":    {a[0], a[0], "同一份"},
		"of two keys":       {a[0], b[1], "两把密钥"},
		"made at two times": {a[0], again[1], "合不起来"},
		"of another county": {foreign[0], foreign[1], "没有登记"},
	} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			h.refuses(exitRefused, tt.says, "keys", "drill", "--database", h.database, "--share", tt.one, "--share", tt.two)
			h.refuses(exitRefused, tt.says, h.command("recover", "--share", tt.one, "--share", tt.two)...)
		})
	}
	h.t = t
	h.refuses(exitRefused, "两份", "keys", "drill", "--database", h.database, "--share", a[0])
	h.refuses(exitRefused, "两份", "keys", "drill", "--database", h.database, "--share", a[0], "--share", a[1], "--share", a[2])
	h.refuses(exitUsage, "--share", "keys", "drill", "--database", h.database)
	h.refuses(exitRefused, "key: ", h.command("shares", "--key", "0011223344556677", "--out", t.TempDir())...)
	if keys := h.list(); len(keys) != 2 {
		t.Errorf("keys %+v", keys)
	}
	err = filepath.WalkDir(h.keys, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(path, "0003") {
			t.Errorf("%s was made", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestSharesOfTwoTimesAreNotMixedInOneFolder(t *testing.T) {
	h := newKeyHouse(t)
	dir := t.TempDir()
	h.must(h.command("shares", "--out", dir)...)
	before, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(before) != 3 {
		t.Fatalf("%v, %v", before, err)
	}
	h.refuses(exitRefused, "out: ", h.command("shares", "--out", dir)...)
	if err := os.Remove(before[0]); err != nil {
		t.Fatal(err)
	}
	h.refuses(exitRefused, "out: ", h.command("shares", "--out", dir)...)
	if after, _ := filepath.Glob(filepath.Join(dir, "*")); len(after) != 2 {
		t.Errorf("a half-made set stands in %v", after)
	}
}
