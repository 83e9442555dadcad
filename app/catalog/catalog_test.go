package catalog_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"bianmin/app/catalog"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
)

func TestLoadIsStrict(t *testing.T) {
	tests := []struct{ name, raw, key string }{
		{"good", `{"format":"bianmin-catalogue/1","source":"s","items":[{"code":"a","name":"甲"}]}`, ""},
		{"no items", `{"format":"bianmin-catalogue/1","source":"s","items":[]}`, ""},
		{"unknown field", `{"format":"bianmin-catalogue/1","items":[{"code":"a","name":"甲","alias":[]}]}`, "err.catalog.json"},
		{"key twice", `{"format":"bianmin-catalogue/1","items":[{"code":"a","name":"甲","name":"乙"}]}`, "err.catalog.json"},
		{"key in another case", `{"format":"bianmin-catalogue/1","items":[{"code":"a","Name":"甲"}]}`, "err.catalog.json"},
		{"wrong type", `{"format":"bianmin-catalogue/1","items":[{"code":7}]}`, "err.catalog.json"},
		{"cut off", `{"format":"bianmin-catalogue/1","items":[`, "err.catalog.json"},
		{"empty", ``, "err.catalog.json"},
		{"two packages", `{"format":"bianmin-catalogue/1","items":[]}{}`, "err.catalog.trailing"},
		{"other format", `{"format":"bianmin-catalogue/2","items":[]}`, "err.catalog.format"},
		{"no format", `{"items":[]}`, "err.catalog.format"},
		{"code twice", `{"format":"bianmin-catalogue/1","items":[{"code":"a","name":"甲"},{"code":"a","name":"乙"}]}`, "err.catalog.duplicate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := catalog.Load([]byte(tt.raw))
			e, _ := errors.AsType[*village.Error](err)
			if tt.key == "" && err != nil || tt.key != "" && (e == nil || e.Key != tt.key || e.Kind != village.Invalid) {
				t.Errorf("got %v, want %q", err, tt.key)
			}
		})
	}
}

func TestEncodedCatalogueLoadsAsItWas(t *testing.T) {
	c, err := demo.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []catalog.Catalogue{c, {Version: "v", Source: "<s>", Items: []village.ServiceItem{}}} {
		raw, err := catalog.Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := catalog.Load(raw)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%d items of %q came back changed", len(want.Items), want.Version)
		}
	}
}

func TestVersionIsADigestWhenNoneIsNamed(t *testing.T) {
	rows := []catalog.Row{{Number: 2, Cells: map[string]string{"name": "甲", "code": "1"}}}
	version := func() string {
		c, _, err := catalog.FromRows(rows, catalog.List{})
		if err != nil {
			t.Fatal(err)
		}
		return c.Version
	}
	first := version()
	if !strings.HasPrefix(first, "sha256-") || version() != first {
		t.Errorf("versions %q and %q", first, version())
	}
	rows[0].Cells["name"] = "乙"
	if version() == first {
		t.Error("another list has the same version")
	}
}

func TestItemWithoutFieldsAsksOnlyForTheApplicant(t *testing.T) {
	it := catalog.Standard(village.ServiceItem{Code: "a", Name: "甲"})
	if len(it.Fields) != 3 || len(it.Form()) != 0 || len(it.Materials) != 0 {
		t.Errorf("got %+v", it.Fields)
	}
	for _, f := range it.Fields {
		if !f.Required || f.Purpose == "" || f.Basis == "" || !village.AsksApplicant(f.Key) {
			t.Errorf("got %+v", f)
		}
	}
	own := village.ServiceItem{Fields: []village.FormField{{Key: "x"}}}
	if got := catalog.Standard(own); !reflect.DeepEqual(got, own) {
		t.Errorf("own fields became %+v", got.Fields)
	}
}

func TestFromRowsReadsColumnsAsDistrictsNameThem(t *testing.T) {
	two := 2
	tests := []struct {
		name  string
		cells map[string]string
		want  village.ServiceItem
	}{
		{"Chinese", map[string]string{
			"事项名称": " 老年人优待证（卡） ", "实施编码": "12441500196720244T3442199806003", "实施主体": "民政局", "事项类型": "公共服务",
			"主项名称": "优待", "行政区划": "445203000000", "法定时限": "20个工作日", "承诺时限": "５", "到现场次数": "2次", "是否收费": "否",
			"别名": "老人卡、敬老卡", "送达方式": "窗口领取,邮寄",
			"设定依据": "老年人权益保障法第53条；广东省老年人优待办法", "网办地址": "https://www.gdzwfw.gov.cn/",
		}, village.ServiceItem{
			Code: "12441500196720244T3442199806003", Name: " 老年人优待证（卡） ", Department: "民政局", Type: "20", Parent: "优待",
			AreaCode: "445203000000", LegalDays: 20, PromisedDays: 5, DaysUnit: "工作日", Visits: &two, Fee: "否",
			Aliases: []string{"老人卡", "敬老卡"}, Delivery: []string{"pickup", "express"},
			LegalBasis: []string{"老年人权益保障法第53条", "广东省老年人优待办法"}, OnlineURL: "https://www.gdzwfw.gov.cn/",
		}},
		{"English", map[string]string{
			"name": "甲", "item_code": "511A-000-1-00", "department": "区经信局", "task_type": "1", "main_item": "", "area_code": "511602000000", "dept_code": "0833",
		}, village.ServiceItem{Code: "511A-000-1-00", Name: "甲", Department: "区经信局", Type: "01", AreaCode: "511602000000", DeptCode: "0833"}},
		{"instant", map[string]string{"名称": "乙", "编码": "b", "法定时限": "60自然日", "承诺时限": "即办"},
			village.ServiceItem{Code: "b", Name: "乙", LegalDays: 60, DaysUnit: "自然日", Instant: true}},
		{"number of a sheet", map[string]string{"名称": "乙", "编码": "b", "法定时限": "20.0", "承诺时限": " 15 天（工作日）"},
			village.ServiceItem{Code: "b", Name: "乙", LegalDays: 20, PromisedDays: 15, DaysUnit: "工作日"}},
		{"nothing known", map[string]string{"Name": "丙", "Code": "c", "法定时限": "null", "收费": "-", "备注": "x"},
			village.ServiceItem{Code: "c", Name: "丙"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, problems, err := catalog.FromRows([]catalog.Row{{Number: 2, Cells: tt.cells}}, catalog.List{})
			if err != nil || len(problems) > 0 || len(c.Items) != 1 {
				t.Fatal(err, problems, len(c.Items))
			}
			got := c.Items[0]
			got.Fields = nil
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got\n%+v, want\n%+v", got, tt.want)
			}
		})
	}
}

func TestFromRowsNamesRowAndColumnOfWhatItCannotRead(t *testing.T) {
	rows := []catalog.Row{
		{Number: 2, Cells: map[string]string{"事项名称": "甲", "事项编码": "1.2441500196720E+30", "承诺时限": "3个月", "到现场次数": "零"}},
		{Number: 3, Cells: map[string]string{"事项名称": " ", "事项编码": "b"}},
	}
	c, problems, err := catalog.FromRows(rows, catalog.List{})
	if err != nil || len(c.Items) != 1 {
		t.Fatal(err, len(c.Items))
	}
	want := map[string]int{"code code_rounded": 2, "promised_days not_a_number": 2, "visits not_a_number": 2, "name name_missing": 3}
	for _, p := range problems {
		if want[p.Field+" "+p.Rule] != p.Row || p.Column == "" || (p.Severity == catalog.Warning) != (p.Rule == "not_a_number") {
			t.Errorf("row %d: %v", p.Row, p)
		}
		delete(want, p.Field+" "+p.Rule)
	}
	if len(want) > 0 {
		t.Errorf("not named: %v", want)
	}
	_, _, err = catalog.FromRows([]catalog.Row{{Cells: map[string]string{"序号": "1"}}}, catalog.List{})
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.catalog.no_name_column" {
		t.Errorf("no column of names: %v", err)
	}
}

func TestRealListImportsWhole(t *testing.T) {
	items := realItems(t)
	c := catalog.Catalogue{Items: items}
	names, codes, departments := map[string]int{}, map[village.ItemCode]bool{}, map[string]bool{}
	for _, it := range items {
		names[it.Name]++
		codes[it.Code] = true
		departments[it.Department] = true
		if len(it.Type) != 2 || len(it.Fields) != 3 {
			t.Errorf("%s: type %q, %d fields", it.Code, it.Type, len(it.Fields))
		}
	}
	if len(items) != 1135 || len(codes) != 1135 || len(names) != 1133 || len(departments) != 34 {
		t.Errorf("%d items, %d codes, %d names, %d departments", len(items), len(codes), len(names), len(departments))
	}
	if names["求职创业补贴申领"] != 2 || names["企业投资项目备案（技术改造）（市级/县级）"] != 1 {
		t.Error("names did not stay as they were")
	}
	for _, p := range catalog.Lint(c) {
		if p.Severity == catalog.Error {
			t.Error(p)
		}
	}
}

func TestRichListImportsWithMaterialsAndFields(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "items-village.json"))
	if os.IsNotExist(err) {
		raw, err = []byte(`[{"key":"elderly-allowance","name":"80周岁以上高龄老人津贴申请","legal_days":null,"promised_days":20,"visits":1,
			"basic_code":null,"who_can_apply":["a","b","c"],"materials":[{"code":"a","name":"表","necessity":"必要","notes":null}],
			"form_fields":[{"key":"x"}],"delivery":["村点","自取"],"doubts":["?"]}]`), nil
	}
	if err != nil {
		t.Fatal(err)
	}
	c, problems, err := catalog.FromJSON(raw, catalog.List{Source: "s", Example: true})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	it := c.Items[0]
	if it.Code != "elderly-allowance" || it.LegalDays != 0 || it.PromisedDays != 20 || *it.Visits != 1 || len(it.Conditions) != 3 ||
		!reflect.DeepEqual(it.Delivery, []string{"village", "pickup"}) || len(it.Materials) == 0 || len(it.Fields) == 0 {
		t.Errorf("got %+v", it)
	}
	if !c.Example || c.Source != "s" {
		t.Error("the list's origin was lost")
	}
}

func TestFromJSONRefusesWhatIsNoList(t *testing.T) {
	for raw, key := range map[string]string{
		``: "err.catalog.json", `"x"`: "err.catalog.json", `[1]`: "err.catalog.item", `[{"name":"a","materials":7,"x":[]}]`: "err.catalog.item",
		`[{"name":"a"},{"name":"b","materials":[]}]`: "err.catalog.mixed", `[{"x":1}]`: "err.catalog.no_name_column", `{"items":[]}`: "err.catalog.format",
		`[{"name":"a","name":"b"}]`: "err.catalog.json", `[{"name":"a","NAME":"b"}]`: "err.catalog.json", `[{"Name":"a","materials":[]}]`: "err.catalog.item",
		`[{"name":"a","x":` + strings.Repeat("[", 50) + strings.Repeat("]", 50) + `}]`: "err.catalog.json",
	} {
		_, _, err := catalog.FromJSON([]byte(raw), catalog.List{})
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != key {
			t.Errorf("%s: %v, want %s", raw, err, key)
		}
	}
}

func FuzzFromJSON(f *testing.F) {
	f.Add([]byte(`[{"name":"甲","code":1e3,"main_item":null}]`))
	f.Add([]byte(`[{"key":"a","materials":[{"code":"x"}],"form_fields":null,"visits":null}]`))
	f.Add([]byte(`{"format":"bianmin-catalogue/1","items":[{"code":"a"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, _, err := catalog.FromJSON(raw, catalog.List{})
		if err != nil {
			return
		}
		catalog.Lint(c)
		catalog.NewIndex(c.Items, catalog.Synonyms{}).Search("a甲", 3)
	})
}
