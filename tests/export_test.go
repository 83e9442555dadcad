package tests

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestTheListOfCasesIsCompleteAndSaysNothingOfAPerson: another program can compute
// figures from it, and both forms say the same.
func TestTheListOfCasesIsCompleteAndSaysNothingOfAPerson(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	var first, second accepted
	k.json(marked(t), &first, "accept", "--input", "-")
	k.json(marked(t), &second, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.shows("/cases", spaced(second.Code))
	c.admin("cases", "set", first.Code, "--state", "accepted")
	dir := t.TempDir()
	list, sheet := filepath.Join(dir, "cases.csv"), filepath.Join(dir, "cases.xlsx")
	c.admin("cases", "export", "--csv", list, "--xlsx", sheet)
	if found := residue(t, dir); len(found) > 0 {
		t.Errorf("the list shows %v", found)
	}
	raw, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	cell := func(row int, name string) string { return rows[row][slices.Index(rows[0], name)] }
	var acts []struct{ State, At string }
	if err := json.Unmarshal([]byte(cell(1, "acts")), &acts); err != nil || len(acts) != 1 || acts[0].State != "accepted" || acts[0].At < cell(1, "received_at") {
		t.Errorf("acts %s, %v", cell(1, "acts"), err)
	}
	if cell(1, "short_code") != first.Code || cell(1, "state") != "accepted" || cell(2, "short_code") != second.Code || cell(2, "state") != "received" ||
		cell(2, "acts") != "[]" || cell(2, "id") != second.ID {
		t.Errorf("%v", rows)
	}
	book, err := excelize.OpenFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	same, err := book.GetRows(book.GetSheetName(0))
	for i := range same { // trailing empty cells are not given
		same[i] = append(same[i], make([]string, len(rows[i])-len(same[i]))...)
	}
	if err != nil || !reflect.DeepEqual(same, rows) {
		t.Errorf("the sheet says %v, %v", same, err)
	}
	if code, _, _ := command(t, "", "countyd", "cases", "export", "--database", c.database); code != 1 {
		t.Errorf("without a file: exit %d", code)
	}
}
