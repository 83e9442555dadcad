package tests

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// draw is a receipt drawn again, as bytes.
func (k kiosk) draw(code, name, paper string) []byte {
	k.t.Helper()
	file := filepath.Join(k.t.TempDir(), name)
	k.json("", &struct{}{}, "receipt", code, "--out", file, "--paper", paper)
	raw, err := os.ReadFile(file)
	if err != nil {
		k.t.Fatal(err)
	}
	return raw
}

func itemList(name string) string {
	return "事项编码,事项名称,部门\nelderly-allowance," + name + ",区民政局\n"
}

func (k kiosk) importItems(name string) (int, string, string) {
	k.t.Helper()
	file := filepath.Join(k.t.TempDir(), "items.csv")
	if err := os.WriteFile(file, []byte(itemList(name)), 0o600); err != nil {
		k.t.Fatal(err)
	}
	return k.run("", "items", "import", file, "--json")
}

func TestReceiptIsTheSameWhateverComesLater(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	before := k.accept()
	names := []string{"r.png", "r.pdf", "r.bin"}
	first := map[string][]byte{}
	for _, name := range names {
		for _, paper := range []string{"58", "80"} {
			first[paper+name] = k.draw(before.Code, name, paper)
		}
	}
	same := func(after string) {
		t.Helper()
		for _, name := range names {
			for _, paper := range []string{"58", "80"} {
				if !bytes.Equal(k.draw(before.Code, name, paper), first[paper+name]) {
					t.Errorf("%s on %s mm differs after %s", name, paper, after)
				}
			}
		}
	}
	k.json("", &struct{}{}, "enrol", "--county", c.url(), "--code", c.code("445203104203"))
	same("the machine moved")
	if code, out, errs := k.importItems("新的名字"); code != 0 {
		t.Fatalf("import: %d %s%s", code, out, errs)
	}
	same("another catalogue")
	var status struct{ Item struct{ Name string } }
	if k.json("", &status, "status", before.Code); status.Item.Name == "新的名字" {
		t.Error("an old case has the new name of its item")
	}
	k.json("", &struct{}{}, "sync", "--once")
	same("sync")
}

func TestImportTwiceIsOneAndABrokenListChangesNothing(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	for range 2 {
		if code, out, errs := k.importItems("老人补贴"); code != 0 {
			t.Fatalf("import: %d %s%s", code, out, errs)
		}
	}
	dir := t.TempDir()
	renamed := filepath.Join(dir, "renamed.csv")
	if err := os.WriteFile(renamed, []byte(itemList("老人补贴")), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := k.run("", "items", "import", renamed, "--json"); code != 0 {
		t.Errorf("the same list under another name: %d %s%s", code, out, errs)
	}
	for name, content := range map[string]string{
		"empty.csv": "", "half.json": `{"format":"bianmin-catalogue/1","items":[{"code":"x"`, "sheet.xlsx": "PK\x03\x04 no sheet",
		"twice.csv": "事项编码,事项名称\na,甲\na,乙\n", "quote.csv": "事项编码,事项名称\n\"a,甲\n", "what.doc": "x",
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out, errs := k.run("", "items", "import", file, "--json"); code != 1 || !strings.Contains(out, `"error"`) {
			t.Errorf("%s: exit %d %q %q", name, code, out, errs)
		}
	}
	if code, _, _ := k.run("", "items", "import", filepath.Join(dir, "none.csv"), "--json"); code != 1 {
		t.Errorf("a list that is not there: exit %d", code)
	}
	var item struct{ Name string }
	if k.json("", &item, "items", "show", "elderly-allowance"); item.Name != "老人补贴" {
		t.Errorf("the catalogue in use calls it %q", item.Name)
	}
}

func TestImportedExampleStaysInUse(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	file := filepath.Join(t.TempDir(), "theirs.json")
	list := `{"format":"bianmin-catalogue/1","version":"t1","source":"a training course","example":true,"items":[
		{"code":"training","name":"练习事项","department":"区民政局"}]}`
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := k.run("", "items", "import", file, "--json"); code != 0 {
		t.Fatalf("import: %d %s%s", code, out, errs)
	}
	var item struct{ Name string }
	if k.json("", &item, "items", "show", "training"); item.Name != "练习事项" {
		t.Errorf("the imported example was replaced: %+v", item)
	}
}

func Test41VerifyKnowsItsOwnReceiptsOnly(t *testing.T) {
	t.Parallel()
	k, other := newStation(t), newStation(t)
	mine, theirs := k.accept(), other.accept()
	tampered := mine.QR[:len(mine.QR)-1] + string("0A"[len(mine.QR)&1])
	if tampered == mine.QR {
		tampered = mine.QR[:len(mine.QR)-1] + "B"
	}
	dir := t.TempDir()
	for _, paper := range []string{"58", "80"} {
		file := filepath.Join(dir, paper+".png")
		k.json("", &struct{}{}, "receipt", mine.Code, "--out", file, "--paper", paper)
		var got struct {
			OK   bool
			Code string `json:"short_code"`
		}
		if k.json("", &got, "verify", file); !got.OK || got.Code != mine.Code {
			t.Errorf("picture of %s mm: %+v", paper, got)
		}
	}
	for name, text := range map[string]string{
		"another kiosk": theirs.QR, "tampered": tampered, "cut": mine.QR[:100], "longer": mine.QR + "00",
		"code only": mine.Code, "nothing": "", "prefix": "BM2:", "a receipt of version 1": "BM1:" + mine.QR[4:], "no picture": filepath.Join(dir, "none.png"),
		"small letters": strings.ToLower(mine.QR),
	} {
		code, out, errs := k.run("", "verify", "--json", text)
		if code != 1 || !strings.Contains(out, `"ok":false`) || !strings.Contains(out, `"key":"err.`) {
			t.Errorf("%s: exit %d %q %q", name, code, out, errs)
		}
	}
}
