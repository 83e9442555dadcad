package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func Test49WhatIsCarriedOnAStickArrivesOnceAndIsAnswered(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	published := c.publishItems(itemList("高龄津贴（新）"))
	var first, second accepted
	k.json(marked(t), &first, "accept", "--input", "-")
	k.json(marked(t), &second, "accept", "--input", "-")
	stick := t.TempDir()
	file, answer := filepath.Join(stick, "village.bmc"), filepath.Join(stick, "answer.bmc")
	k.json("", &struct{}{}, "courier", "export", file)
	if s := k.standing(); s != (standing{Waiting: 2}) {
		t.Errorf("on the stick alone: %+v", s)
	}
	if found := residue(t, stick, k.data); len(found) > 0 {
		t.Errorf("the stick shows %v", found)
	}

	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(stick, "cut.bmc")
	if err := os.WriteFile(cut, raw[:len(raw)-1000], 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := c.carried(cut, answer); code != 1 || !strings.Contains(errs, "不完整") {
		t.Errorf("a stick that is cut off: %d %s", code, errs)
	}
	for range 2 {
		if code, out, errs := c.carried(file, answer); code != 0 || !strings.Contains(out, "2 条记录") {
			t.Fatalf("import: %d %s%s", code, out, errs)
		}
	}
	if got := len(c.records()); got != 2 {
		t.Errorf("the county has %d records", got)
	}
	if code, _, errs := k.run("", "courier", "import", file); code != 1 || !strings.Contains(errs, "方向反了") {
		t.Errorf("the machine's own file: %d %s", code, errs)
	}
	k.json("", &struct{}{}, "courier", "import", answer)
	if s := k.standing(); s != (standing{Stored: 2}) {
		t.Errorf("after the answer: %+v", s)
	}
	var item struct{ Name string }
	if k.json("", &item, "items", "show", "elderly-allowance"); item.Name != "高龄津贴（新）" {
		t.Errorf("the stick brought version %s, and the item is %q", published, item.Name)
	}
	c.shows("/cases", spaced(first.Code))
	c.shows("/cases", spaced(second.Code))
}

// carried imports a stick at the county.
func (c *county) carried(file, answer string) (int, string, string) {
	c.t.Helper()
	return command(c.t, "", "countyd", "courier", "import", file, "--answer", answer, "--database", c.database, "--blobs", c.blobs)
}

// answered lets a kiosk put what it has on a stick, has it carried to the county
// and takes the answer in, whose file it returns.
func (c *county) answered(k kiosk) string {
	c.t.Helper()
	stick := c.t.TempDir()
	file, answer := filepath.Join(stick, "village.bmc"), filepath.Join(stick, "answer.bmc")
	k.json("", &struct{}{}, "courier", "export", file)
	if code, out, errs := c.carried(file, answer); code != 0 {
		c.t.Fatalf("import: %d %s%s", code, out, errs)
	}
	k.json("", &struct{}{}, "courier", "import", answer)
	return answer
}

// TestNewsAndNumbersComeOnAStick: a kiosk that never has a line prints numbers of
// its block, and says what the county decided.
func TestNewsAndNumbersComeOnAStick(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(officialList)
	c.answered(k)
	first := k.acceptOfficial()
	if first.Number == nil {
		t.Fatal("no number: the stick brought no lease")
	}
	c.answered(k)
	if got := c.numberOf(first.Code); *got.Number != *first.Number || got.Doubled {
		t.Errorf("the county has %+v for %s", got, *first.Number)
	}
	c.admin("cases", "set", first.Code, "--state", "accepted")
	old := c.answered(k)
	c.admin("cases", "set", first.Code, "--state", "completed")
	c.answered(k)
	for range 2 {
		if s := k.status(first.Code); s.State != "completed" || len(s.Steps) != 2 {
			t.Errorf("the kiosk says %+v", s)
		}
		k.json("", &struct{}{}, "courier", "import", old)
	}
	second := k.acceptOfficial()
	if second.Number == nil || *second.Number == *first.Number {
		t.Errorf("numbers %s and %v", *first.Number, second.Number)
	}
}
