package listfile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bianmin/app/catalog"
	"bianmin/app/village"
	"bianmin/storage/listfile/gb18030"
)

const plainCSV = "事项名称,事项编码,部门\n老年人优待证,44A,民政局\n低保,44B,民政局\n"

func gb(t *testing.T, s string) string {
	t.Helper()
	out, err := gb18030.Encode([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestCSVInEveryFormGivesTheSameRows(t *testing.T) {
	for name, text := range map[string]string{
		"plain":              plainCSV,
		"byte order mark":    "\xef\xbb\xbf" + plainCSV,
		"GB 18030":           gb(t, plainCSV),
		"semicolons":         strings.ReplaceAll(plainCSV, ",", ";"),
		"tabs":               strings.ReplaceAll(plainCSV, ",", "\t"),
		"Windows line ends":  strings.ReplaceAll(plainCSV, "\n", "\r\n"),
		"no last line end":   strings.TrimSuffix(plainCSV, "\n"),
		"spaces in a header": strings.Replace(plainCSV, "事项编码", " 事项 编码", 1),
	} {
		l, err := From(strings.NewReader(text), "list.CSV")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := map[string]string{"事项名称": "低保", "事项编码": "44B", "部门": "民政局"}
		if len(l.Rows) != 2 || l.Rows[1].Number != 3 || !maps.Equal(l.Rows[1].Cells, want) {
			t.Errorf("%s: %v", name, l.Rows)
		}
	}
}

func TestRareNamesComeThroughGB18030(t *testing.T) {
	const names = "𠮷䶮㛃𬱖𤋮𬭎𪚥𰻝龴ḿ"
	raw := gb(t, "name,code\n"+names+",a\n") + "\xfe\x59\x82\x35\x90\x37\xaa\xa1,b\n"
	l, err := From(strings.NewReader(raw), "names.csv")
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Rows[0].Cells["name"]; got != names {
		t.Errorf("%q was read as %q", names, got)
	}
	if got := l.Rows[1].Cells["name"]; got != "龴龴\ue000" { // as of 2005, as of 2022, the user's own
		t.Errorf("read %+q", got)
	}
}

func TestCSVKeepsLineEndsAndMarksInsideQuotes(t *testing.T) {
	l, err := From(strings.NewReader("某区事项清单,,\n\nname,code,note\n\"一,二\n三;四\",\"a\"\"b\",x\n第二,c,\n"), "l.csv")
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Rows) != 2 || l.Rows[0].Cells["name"] != "一,二\n三;四" || l.Rows[0].Cells["code"] != `a"b` {
		t.Errorf("got %v", l.Rows)
	}
	if l.Rows[0].Number != 4 || l.Rows[1].Number != 6 {
		t.Errorf("rows are numbered %d and %d, want 4 and 6", l.Rows[0].Number, l.Rows[1].Number)
	}
}

func sheet(t testing.TB, rows map[string][]any, sheets ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, s := range sheets {
		if _, err := f.NewSheet(s); err != nil {
			t.Fatal(err)
		}
	}
	target := "Sheet1"
	if len(sheets) > 0 {
		target = sheets[len(sheets)-1]
	}
	for cell, values := range rows {
		if err := f.SetSheetRow(target, cell, &values); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSXFindsSheetAndHeader(t *testing.T) {
	raw := sheet(t, map[string][]any{
		"A1": {"某某区政务服务事项清单（2026年）"},
		"A3": {"序号", "事项名称", "实施编码", "承诺时限"},
		"A4": {1, "低保", "12441500196720244T3442199806003", 20},
		"A6": {2, "老年人优待证", "TE44011350000011905442106041001", "15个工作日"},
	}, "empty", "事项")
	path := filepath.Join(t.TempDir(), "清单.xlsx")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Rows) != 2 || l.Rows[1].Number != 6 || l.Rows[0].Cells["承诺时限"] != "20" {
		t.Fatalf("got %v", l.Rows)
	}
	c, problems, err := catalog.FromRows(l.Rows, catalog.List{Source: "test"})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	if it := c.Items[1]; it.Name != "老年人优待证" || it.Code != "TE44011350000011905442106041001" || it.PromisedDays != 15 {
		t.Errorf("got %+v", it)
	}
}

func TestJSONIsHandedOnAsItIs(t *testing.T) {
	l, err := From(strings.NewReader(` [{"a":1}]`), "x.json")
	if err != nil || string(l.JSON) != ` [{"a":1}]` || l.Rows != nil {
		t.Errorf("got %q, %v, %v", l.JSON, l.Rows, err)
	}
}

func TestWrongFilesNameRowAndColumn(t *testing.T) {
	many := "name,code\n" + strings.Repeat("a,b\n", maxRows+1)
	tests := []struct{ name, file, text, field, key string }{
		{"empty", "a.csv", "", "file", "err.list.empty"},
		{"only spaces", "a.csv", "\n , \n", "header", "err.list.header"},
		{"a picture", "a.png", "x", "file", "err.list.kind"},
		{"no ending", "list", "x", "file", "err.list.kind"},
		{"open quotation", "a.csv", "name,code\na,\"b\nc,d\n", "row 2, column 2", "err.list.csv"},
		{"mark in a bare cell", "a.csv", "name,code\na,b\"c\n", "row 2, column 2", "err.list.csv"},
		{"column twice", "a.csv", "name,code,name\na,b,c\n", "row 1, name", "err.list.column_twice"},
		{"cell too many", "a.csv", "name,code\na,b\nc,d,e\n", "row 3, column 3", "err.list.wide"},
		{"a line of commas", "a.csv", "name,code\na,b\n" + strings.Repeat(",", 1<<20), "row 3, column 501", "err.list.wide"},
		{"neither UTF-8 nor GB", "a.csv", "name,code\na,b\n\xff\xff,c\n", "row 3", "err.list.encoding"},
		{"too many rows", "a.csv", many, "file", "err.list.rows"},
		{"no zip", "a.xlsx", "name,code", "file", "err.list.sheet"},
		{"empty sheet", "a.xlsx", string(sheet(t, nil)), "file", "err.list.empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := From(strings.NewReader(tt.text), tt.file)
			e, ok := errors.AsType[*village.Error](err)
			if !ok || e.Kind != village.Invalid || e.Field != tt.field || e.Key != tt.key {
				t.Errorf("got %v, want %s at %s", err, tt.key, tt.field)
			}
		})
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none.csv")); village.KindOf(err) != village.NotFound {
		t.Errorf("a missing file: %v", err)
	}
}

func TestLargeFilesAreRefused(t *testing.T) {
	_, err := From(bytes.NewReader(make([]byte, maxBytes+1)), "a.csv")
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.list.large" {
		t.Errorf("got %v", err)
	}
	_, err = From(bytes.NewReader(bomb(t, maxUnzippedBytes+1)), "a.xlsx")
	e, ok := errors.AsType[*village.Error](err)
	if !ok || e.Key != "err.list.sheet" || !strings.Contains(err.Error(), "unzip size exceeds") {
		t.Errorf("a zip bomb: %v", err)
	}
}

// bomb is a sheet of spaces that declares a size.
func bomb(t *testing.T, declared uint64) []byte {
	t.Helper()
	var packed, out bytes.Buffer
	squeeze, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := squeeze.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
		t.Fatal(err)
	}
	if err := squeeze.Close(); err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(&out)
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate,
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: declared,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(packed.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(plainCSV))
	f.Add([]byte("\xef\xbb\xbfa;b\n\"x\ny\";2\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, err := From(bytes.NewReader(raw), "a.csv")
		if _, ok := errors.AsType[*village.Error](err); err != nil && !ok {
			t.Fatalf("foreign error %v", err)
		}
		for _, row := range l.Rows {
			if row.Number < 1 {
				t.Fatal(fmt.Sprint("row ", row.Number))
			}
		}
	})
}

// withPackage is a list with a package of its first two items besides, read from JSON.
func withPackage(t *testing.T, c catalog.Catalogue) catalog.Catalogue {
	t.Helper()
	one, two := c.Items[0], c.Items[1]
	c.Version, c.Items = "", append(c.Items, village.ServiceItem{
		Code: "package-1", Name: "开店一件事", Department: "区政务服务局", PromisedDays: 8, DaysUnit: village.WorkingDays,
		Parts: []village.ItemPart{
			{Item: one.Code, Name: one.Name, Department: "区市监局", Days: 5},
			{Item: two.Code, Name: two.Name, Department: "区公安分局", Days: 3, After: []village.ItemCode{one.Code}, AfterBasis: "示例办法第8条"},
		},
	})
	raw, err := catalog.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	if c, _, err = catalog.FromJSON(raw, catalog.List{}); err != nil {
		t.Fatal(err)
	}
	return c
}

// partsCell is how a list of rows writes the parts of it.
func partsCell(it village.ServiceItem) string {
	var lines []string
	for _, p := range it.Parts {
		members := []string{string(p.Item), p.Name, p.Department, fmt.Sprint(p.Days)}
		for _, code := range p.After {
			members = append(members, string(code), p.AfterBasis)
		}
		lines = append(lines, strings.Join(members, "｜"))
	}
	return strings.Join(lines, "\n")
}

// TestAPackageInASheetIsHeldAgainstItsRules: what is wrong is said with its row and column.
func TestAPackageInASheetIsHeldAgainstItsRules(t *testing.T) {
	const head = "事项名称,事项编码,部门,承诺时限,联办事项\n甲,a,区市监局,5,\n乙,b,区公安分局,3,\n"
	tests := []struct{ name, row, want string }{
		{"sound", "丙,p,区政务服务局,8,a|甲|区市监局|5；b｜乙｜区公安分局｜3个工作日｜a｜示例办法第8条", ""},
		{"a part that is no item", "丙,p,区政务服务局,5,a｜甲｜区市监局｜5；c｜丁｜区公安分局｜3", "4 联办事项 part_unknown"},
		{"the order is wrong", "丙,p,区政务服务局,5,a｜甲｜区市监局｜5｜b｜办法；b｜乙｜区公安分局｜3", "4 联办事项 part_after"},
		{"no basis for the order", "丙,p,区政务服务局,8,a｜甲｜区市监局｜5；b｜乙｜区公安分局｜3｜a", "4 联办事项 part_after_basis"},
		{"the promise is not the longest way", "丙,p,区政务服务局,8,a｜甲｜区市监局｜5；b｜乙｜区公安分局｜3", "4 承诺时限 package_days"},
		{"no limit", "丙,p,区政务服务局,3,a｜甲｜区市监局；b｜乙｜区公安分局｜3；a｜甲｜区市监局｜2", "4 联办事项 part_cell"},
		{"a limit that is no number", "丙,p,区政务服务局,3,a｜甲｜区市监局｜五；b｜乙｜区公安分局｜3；a｜甲｜区市监局｜2", "4 联办事项 part_cell"},
		{"no unit", "丙,p,区政务服务局,5,a｜甲｜｜5；b｜乙｜区公安分局｜3", "4 联办事项 part_department"},
	}
	for _, tt := range tests {
		_, problems, err := ItemsFrom(strings.NewReader(head+tt.row+"\n"), "list.csv")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range problems {
			if p.Severity == catalog.Error {
				got += fmt.Sprintln(p.Row, p.Column, p.Rule)
			}
		}
		if strings.TrimSpace(got) != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestRealListComesInWholeFromEveryKindOfFile(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "data", "catalogue-guangan-511602.json")
	l, err := Read(path)
	if village.KindOf(err) == village.NotFound && err != nil {
		t.Skipf("%s is not beside the checkout: the test at real scale is skipped", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := catalog.FromJSON(l.JSON, catalog.List{})
	if err != nil {
		t.Fatal(err)
	}
	want = withPackage(t, want)
	header := []any{"部门", "主项名称", "事项名称", "实施编码", "行政区划", "事项类型", "部门编码", "承诺时限", "联办事项"}
	cells := map[string][]any{"A1": header}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	write := func(values []any) {
		record := make([]string, len(values))
		for i, v := range values {
			record[i] = fmt.Sprint(v)
		}
		if err := w.Write(record); err != nil {
			t.Fatal(err)
		}
	}
	write(header)
	for i, it := range want.Items {
		row := []any{it.Department, it.Parent, it.Name, string(it.Code), it.AreaCode, it.Type, it.DeptCode, "", partsCell(it)}
		if it.PromisedDays > 0 {
			row[7] = fmt.Sprint(it.PromisedDays, "个工作日")
		}
		cells[fmt.Sprintf("A%d", i+2)] = row
		write(row)
	}
	w.Flush()
	for name, raw := range map[string][]byte{
		"list.csv": text.Bytes(), "gb.csv": []byte(gb(t, text.String())), "list.xlsx": sheet(t, cells),
	} {
		l, err := From(bytes.NewReader(raw), name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, problems, err := catalog.FromRows(l.Rows, catalog.List{})
		if err != nil || len(problems) > 0 {
			t.Fatalf("%s: %v %v", name, err, problems)
		}
		if len(got.Items) != 1136 || got.Version != want.Version || !reflect.DeepEqual(got.Items, want.Items) {
			t.Errorf("%s: %d items of version %s, want %s", name, len(got.Items), got.Version, want.Version)
		}
	}
}
