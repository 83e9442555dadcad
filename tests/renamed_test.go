package tests

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
)

// Codes of 锡场镇江滨村 before and after the list of places of [renaming].
const (
	codeBefore = "445203104202"
	codeToday  = "445203104299"
)

// renaming replaces both programs by those of a release whose list of places knows the
// village under a new code, until the test ends. The test runs beside no other.
func renaming(t *testing.T) {
	t.Helper()
	places, err := filepath.Abs("../assets/catalog/divisions.json")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(places)
	if err != nil {
		t.Fatal(err)
	}
	was := fmt.Sprintf(`{"code": "%s", `, codeBefore)
	if strings.Count(string(raw), was) != 1 {
		t.Fatalf("the list of places has no line with %s", was)
	}
	dir := t.TempDir()
	list := strings.Replace(string(raw), was, fmt.Sprintf(`{"code": "%s", "former": ["%s"], `, codeToday, codeBefore), 1)
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{places: filepath.Join(dir, "divisions.json")}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"divisions.json": list, "overlay.json": string(overlay)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, pkg := range map[string]string{"bianmin": ".", "countyd": "./county/countyd"} {
		cmd := exec.CommandContext(t.Context(), "go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-tags", "migrated_fynedo", "-o", filepath.Join(dir, name), pkg)
		cmd.Dir = ".."
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("build %s: %v\n%s", name, err, out)
		}
	}
	old := build
	build = dir
	t.Cleanup(func() { build = old })
}

// clerk is a browser in which somebody is signed in who sees one place.
func (c *county) clerk(name, place string) (page func(path string) string) {
	c.t.Helper()
	var added struct{ Code string }
	if err := json.Unmarshal([]byte(c.admin("users", "add", name, "--person", "陈丽君", "--role", "assistant", "--division", place, "--json")), &added); err != nil {
		c.t.Fatal(err)
	}
	client := c.browser()
	countytest.SignIn(c.t, client, c.url(), name, added.Code, time.Now())
	return func(path string) string {
		was := c.officer
		c.officer = client
		defer func() { c.officer = was }()
		return c.page(path)
	}
}

// slots are the times that a machine can book.
func (k kiosk) slots() string {
	k.t.Helper()
	_, out, _ := k.run("", "book", "--slots", "--json")
	return out
}

// TestAMachineOfARenamedVillageGoesOn: it was enrolled under the old code and holds cases
// that the county has, and one that waits. Both programs are updated. Everything that it
// handed in and hands in stands under the code of today, for the officer who filters by it
// and for the one who sees that village alone; badges and times of the old code and of the
// new one are good; receipts are what they were.
func TestAMachineOfARenamedVillageGoesOn(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrolAt(k, codeBefore)
	badge := c.hireAt("B-017", codeBefore)
	days := [2]string{}
	for i := range days {
		days[i] = time.Now().In(village.Zone).AddDate(0, 0, 3+i).Format(time.DateOnly)
	}
	c.admin("slots", "open", "--area", codeBefore, "--day", days[0], "--from", "0930", "--to", "1000", "--seats", "4", "--share", "2")
	clerk := c.clerk("clerk", codeBefore)
	sent := k.accept()
	k.until(func() bool { q := k.queue(); return q.Waiting+q.Sent == 0 })
	c.shows("/cases?village="+codeBefore, spaced(sent.Code))
	paper := k.receiptFile(sent.Code)
	c.kill()
	waiting := k.accept()

	renaming(t)
	c.start()
	after := k.accept()
	k.until(func() bool { q := k.queue(); return q.Waiting+q.Sent == 0 && q.NeedsAttention == 0 })
	for _, a := range []accepted{sent, waiting, after} {
		c.shows("/cases?village="+codeToday, spaced(a.Code))
		if !strings.Contains(clerk("/cases"), spaced(a.Code)) {
			t.Errorf("the officer of the village does not see %s", a.Code)
		}
		if status := k.status(a.Code); status.State == "" {
			t.Errorf("the machine knows nothing of %s", a.Code)
		}
	}
	if page := c.page("/cases"); strings.Contains(page, codeBefore) || strings.Count(page, `<option value="`+codeToday) != 1 {
		t.Errorf("the list offers the old code, or the village not once")
	}
	if again := k.receiptFile(sent.Code); again != paper {
		t.Error("the receipt of before is another paper now")
	}
	if kiosks := c.admin("kiosks", "list", "--json"); !strings.Contains(kiosks, codeToday) || strings.Contains(kiosks, codeBefore) {
		t.Errorf("machines: %s", kiosks)
	}

	k.listed(signs(badge, helperPIN), true)
	k.listed(signs(c.hireAt("B-018", codeToday), helperPIN), true)
	c.admin("slots", "open", "--area", codeToday, "--day", days[1], "--from", "0930", "--to", "1000", "--seats", "4", "--share", "2")
	k.until(func() bool {
		held := k.slots()
		return strings.Contains(held, strings.ReplaceAll(days[0], "-", "")) && strings.Contains(held, strings.ReplaceAll(days[1], "-", ""))
	})
}

// receiptFile is the receipt as its bytes for a thermal printer.
func (k kiosk) receiptFile(code string) string {
	k.t.Helper()
	file := filepath.Join(k.t.TempDir(), "receipt.bin")
	k.json("", &struct{}{}, "receipt", code, "--out", file)
	raw, err := os.ReadFile(file)
	if err != nil {
		k.t.Fatal(err)
	}
	return string(raw)
}
