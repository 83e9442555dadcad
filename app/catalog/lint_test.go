package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bianmin/app/catalog"
	"bianmin/app/village"
	"bianmin/assets/lang"
)

// sound is an item that breaks no rule.
func sound() village.ServiceItem {
	visits := 1
	return village.ServiceItem{
		Code: "12441500196720244T3442199806003", Name: "甲", Type: "05", Department: "民政局", LegalDays: 20, PromisedDays: 20,
		DaysUnit: village.WorkingDays, Visits: &visits, Fee: "不收费", Delivery: []string{"pickup"}, ToleranceAllowed: true, ToleranceBasis: "容缺受理清单",
		LegalBasis: []string{"老年人权益保障法第33条"},
		Materials: []village.Material{
			{Code: "a", Name: "表", Source: "申请人自备", Necessity: village.Required},
			{Code: "b", Name: "照片", Source: "申请人自备", Necessity: village.MayFollow},
			{Code: "c", Name: "委托书", Source: "申请人自备", Necessity: village.Conditional, Notes: "代办才要"},
		},
		Fields: []village.FormField{
			{Key: "x", Label: "选", Type: village.FieldChoice, Choices: []string{"1"}, Purpose: "p", Basis: "b", RetentionDays: 7},
			{Key: "y", Label: "账号", Type: village.FieldBank, Purpose: "p", Basis: "b"},
		},
	}
}

// rule breaks the one rule of its own that an item has.
func rule(breaks func(*village.CheckRule)) func(*village.ServiceItem) {
	return func(it *village.ServiceItem) {
		r := village.CheckRule{ID: "r", Version: 1, Material: "a", Says: village.PaperNotNeeded, Why: "w", Basis: "b"}
		breaks(&r)
		it.CheckRules = []village.CheckRule{r}
	}
}

// alone are the items that a package of the tests is made of.
func alone() (list []village.ServiceItem) {
	codes := []village.ItemCode{"one", "two", "three"}
	for n := range 18 {
		codes = append(codes, village.ItemCode(fmt.Sprint("more", n)))
	}
	for _, code := range codes {
		it := sound()
		it.Code = code
		list = append(list, it)
	}
	return list
}

// pack breaks the one rule of packages that an item has: two parts begin together, a
// third waits for the first.
func pack(breaks func(*village.ServiceItem)) func(*village.ServiceItem) {
	return func(it *village.ServiceItem) {
		it.PromisedDays = 8
		it.Parts = []village.ItemPart{
			{Item: "one", Name: "甲", Department: "民政局", Days: 5, Materials: []string{"a"}},
			{Item: "two", Name: "乙", Department: "税务局", Days: 3, Materials: []string{"b"}, When: &village.When{Field: "x", Is: []string{"1"}}},
			{Item: "three", Name: "丙", Department: "住建局", Days: 3, Materials: []string{"a", "c"}, After: []village.ItemCode{"one"}, AfterBasis: "第1条"},
		}
		breaks(it)
	}
}

func TestLintFindsNothingInASoundPackage(t *testing.T) {
	it := sound()
	pack(func(*village.ServiceItem) {})(&it)
	if found := catalog.Lint(catalog.Catalogue{Items: append(alone(), it)}); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

func TestLintNamesItemFieldAndRule(t *testing.T) {
	twenty1 := 21
	tests := []struct {
		field, rule string
		severity    catalog.Severity
		breaks      func(*village.ServiceItem)
	}{
		{"code", "code_missing", catalog.Error, func(it *village.ServiceItem) { it.Code = "" }},
		{"code", "code_checksum", catalog.Warning, func(it *village.ServiceItem) { it.Code = "12441500196720245T3442199806003" }},
		{"code", "code_checksum", catalog.Warning, func(it *village.ServiceItem) { it.Code = "12441500196720245T344219980600301" }},
		{"name", "name_missing", catalog.Error, func(it *village.ServiceItem) { it.Name = " " }},
		{"department", "department_missing", catalog.Warning, func(it *village.ServiceItem) { it.Department = "" }},
		{"item_type", "type_missing", catalog.Warning, func(it *village.ServiceItem) { it.Type = "" }},
		{"item_type", "type_unknown", catalog.Error, func(it *village.ServiceItem) { it.Type = "5" }},
		{"legal_days", "days_range", catalog.Error, func(it *village.ServiceItem) { it.LegalDays = 366 }},
		{"promised_days", "days_range", catalog.Error, func(it *village.ServiceItem) { it.PromisedDays = -1 }},
		{"promised_days", "promised_above_legal", catalog.Error, func(it *village.ServiceItem) { it.PromisedDays = 21 }},
		{"promised_days", "days_unknown", catalog.Warning, func(it *village.ServiceItem) { it.PromisedDays = 0 }},
		{"days_unit", "unit_unknown", catalog.Error, func(it *village.ServiceItem) { it.DaysUnit = "天" }},
		{"visits", "visits_range", catalog.Error, func(it *village.ServiceItem) { it.Visits = &twenty1 }},
		{"fee", "fee_missing", catalog.Warning, func(it *village.ServiceItem) { it.Fee = "" }},
		{"delivery", "delivery_missing", catalog.Warning, func(it *village.ServiceItem) { it.Delivery = nil }},
		{"online_url", "online_url", catalog.Warning, func(it *village.ServiceItem) { it.OnlineURL = "http://www.gdzwfw.gov.cn/" }},
		{"delivery", "delivery_unknown", catalog.Error, func(it *village.ServiceItem) { it.Delivery = []string{"飞鸽"} }},
		{"materials", "materials_missing", catalog.Warning, func(it *village.ServiceItem) { it.Materials, it.ToleranceAllowed = nil, false }},
		{"materials[a].code", "material_code", catalog.Error, func(it *village.ServiceItem) { it.Materials[1].Code = "a" }},
		{"materials[].code", "material_code", catalog.Error, func(it *village.ServiceItem) { it.Materials[0].Code = "" }},
		{"materials[a].name", "material_name", catalog.Error, func(it *village.ServiceItem) { it.Materials[0].Name = "" }},
		{"materials[a].necessity", "necessity_unknown", catalog.Error, func(it *village.ServiceItem) { it.Materials[0].Necessity = "要" }},
		{"materials[c].notes", "condition_unexplained", catalog.Error, func(it *village.ServiceItem) { it.Materials[2].Notes = "" }},
		{"materials[a].source", "source_missing", catalog.Error, func(it *village.ServiceItem) { it.Materials[0].Source = "" }},
		{"materials[b].basis", "material_basis", catalog.Error, func(it *village.ServiceItem) {
			it.LegalBasis, it.Materials[0].Basis, it.Materials[2].Basis = nil, "b", "b"
		}},
		{"materials[c].when", "material_when", catalog.Error, func(it *village.ServiceItem) { it.Materials[2].When = &village.When{Field: "nobody asks"} }},
		{"materials[c].when", "material_when", catalog.Error, func(it *village.ServiceItem) {
			it.Materials[2].When = &village.When{Field: "x", Is: []string{"no choice"}}
		}},
		{"materials[a].when", "material_when", catalog.Error, func(it *village.ServiceItem) { it.Materials[0].When = &village.When{Field: "x"} }},
		{"materials[a].promise", "promise_unexplained", catalog.Error, func(it *village.ServiceItem) { it.Materials[0].Promise = &village.Promise{Text: "t"} }},
		{"tolerance_basis", "tolerance_basis", catalog.Error, func(it *village.ServiceItem) { it.ToleranceBasis = "" }},
		{"tolerance_days", "tolerance_days", catalog.Error, func(it *village.ServiceItem) { it.ToleranceDays = 21 }},
		{"check_rules[r].basis", "rule_unexplained", catalog.Error, rule(func(r *village.CheckRule) { r.Basis = "" })},
		{"check_rules[r].why", "rule_unexplained", catalog.Error, rule(func(r *village.CheckRule) { r.Why = "" })},
		{"check_rules[r].version", "rule_unexplained", catalog.Error, rule(func(r *village.CheckRule) { r.Version = 0 })},
		{"check_rules[r].says", "rule_unexplained", catalog.Error, rule(func(r *village.CheckRule) { r.Says = "perhaps" })},
		{"check_rules[r].material", "rule_unexplained", catalog.Error, rule(func(r *village.CheckRule) { r.Material = "z" })},
		{"check_rules[r].if.answer", "rule_unexplained", catalog.Error, rule(func(r *village.CheckRule) { r.If.Answer = &village.When{Field: "z"} })},
		{"check_rules[].id", "rule_unexplained", catalog.Error, rule(func(r *village.CheckRule) { r.ID = "" })},
		{"check_rules[missing].id", "rule_twice", catalog.Error, rule(func(r *village.CheckRule) { r.ID = "missing" })},
		{"parts", "package_alone", catalog.Error, pack(func(it *village.ServiceItem) {
			it.Parts, it.PromisedDays = it.Parts[:1], 5
			it.Parts[0].Materials = []string{"a", "b", "c"}
		})},
		{"parts", "package_many", catalog.Error, pack(func(it *village.ServiceItem) {
			for n := range 18 {
				p := it.Parts[0]
				p.Item = village.ItemCode(fmt.Sprint("more", n))
				it.Parts = append(it.Parts, p)
			}
		})},
		{"form_fields", "package_form", catalog.Warning, pack(func(it *village.ServiceItem) { it.Fields, it.Parts[1].When = nil, nil })},
		{"days_unit", "package_unit", catalog.Error, pack(func(it *village.ServiceItem) { it.DaysUnit = village.CalendarDays })},
		{"promised_days", "package_days", catalog.Error, pack(func(it *village.ServiceItem) { it.PromisedDays = 11 })}, // the sum
		{"promised_days", "package_days", catalog.Error, pack(func(it *village.ServiceItem) { it.PromisedDays = 7 })},
		{"materials[b]", "package_material", catalog.Error, pack(func(it *village.ServiceItem) { it.Parts[1].Materials = nil })},
		{"parts[nobody's].item", "part_unknown", catalog.Error, pack(func(it *village.ServiceItem) { it.Parts[1].Item = "nobody's" })},
		{"parts[one].item", "part_twice", catalog.Error, pack(func(it *village.ServiceItem) { it.Parts[1].Item = "one" })},
		{"parts[12441500196720244T3442199806003].item", "part_nested", catalog.Error, pack(func(it *village.ServiceItem) { it.Parts[1].Item = it.Code })},
		{"parts[two].name", "part_name", catalog.Error, pack(func(it *village.ServiceItem) { it.Parts[1].Name = "" })},
		{"parts[two].department", "part_department", catalog.Error, pack(func(it *village.ServiceItem) { it.Parts[1].Department = "" })},
		{"parts[two].promised_days", "part_days", catalog.Error, pack(func(it *village.ServiceItem) { it.Parts[1].Days = 0 })},
		{"parts[two].after", "part_after", catalog.Error, pack(func(it *village.ServiceItem) {
			it.Parts[1].After, it.Parts[1].AfterBasis = []village.ItemCode{"three"}, "第1条"
		})},
		{"parts[three].after_basis", "part_after_basis", catalog.Error, pack(func(it *village.ServiceItem) { it.Parts[2].AfterBasis = "" })},
		{"parts[two].materials", "part_material", catalog.Error, pack(func(it *village.ServiceItem) { it.Parts[1].Materials = []string{"b", "z"} })},
		{"parts[two].when", "part_when", catalog.Error, pack(func(it *village.ServiceItem) { it.Parts[1].When = &village.When{Field: "x", Is: []string{"2"}} })},
		{"materials[a].picture", "picture_unsaid", catalog.Warning, func(it *village.ServiceItem) { it.Materials[0].Name = "申请人 居民身份证（原件）" }},
		{"materials[a].picture", "material_picture", catalog.Error, func(it *village.ServiceItem) { it.Materials[0].Picture = village.PictureScene }},
		{"materials[a].copies", "copies_range", catalog.Error, func(it *village.ServiceItem) { it.Materials[0].Copies = 21 }},
		{"tolerance_allowed", "tolerance_mismatch", catalog.Error, func(it *village.ServiceItem) { it.ToleranceAllowed = false }},
		{"tolerance_allowed", "tolerance_mismatch", catalog.Error, func(it *village.ServiceItem) { it.Materials[1].Necessity = village.Required }},
		{"form_fields[x].key", "field_key", catalog.Error, func(it *village.ServiceItem) { it.Fields[1].Key = "x" }},
		{"form_fields[x].label", "field_label", catalog.Error, func(it *village.ServiceItem) { it.Fields[0].Label = "" }},
		{"form_fields[y].type", "field_type", catalog.Error, func(it *village.ServiceItem) { it.Fields[1].Type = "bankk" }},
		{"form_fields[x].choices", "field_choices", catalog.Error, func(it *village.ServiceItem) { it.Fields[0].Choices = nil }},
		{"form_fields[y].few", "field_few", catalog.Error, func(it *village.ServiceItem) { it.Fields[1].Few = true }},
		{"form_fields[y].type", "field_signature", catalog.Error, func(it *village.ServiceItem) {
			it.Fields[1].Type, it.Fields[1].Required = village.FieldSignature, false
		}},
		{"form_fields[y].picture", "field_picture", catalog.Error, func(it *village.ServiceItem) { it.Fields[1].Picture = village.PictureCard }},
		{"form_fields[y].picture", "field_picture", catalog.Error, func(it *village.ServiceItem) {
			it.Fields[1].Type, it.Fields[1].Picture = village.FieldPhoto, "face"
		}},
		{"form_fields[y].choices", "field_choices", catalog.Error, func(it *village.ServiceItem) { it.Fields[1].Choices = []string{"1"} }},
		{"form_fields[x].purpose", "field_purpose", catalog.Error, func(it *village.ServiceItem) { it.Fields[0].Purpose = "" }},
		{"form_fields[x].basis", "field_basis", catalog.Error, func(it *village.ServiceItem) { it.Fields[0].Basis = "" }},
		{"form_fields[y].when", "field_when", catalog.Error, func(it *village.ServiceItem) {
			it.Fields[1].When = &village.When{Field: "x", Is: []string{"no choice of x"}}
		}},
		{"form_fields[x].when", "field_when", catalog.Error, func(it *village.ServiceItem) { it.Fields[0].When = &village.When{Field: "y", Is: []string{"later"}} }},
		{"form_fields[y].compare", "field_compare", catalog.Error, func(it *village.ServiceItem) {
			it.Fields[1].Compare = []village.Compare{{Is: village.Other, Field: "later", Says: "x"}}
		}},
		{"form_fields[y].compare", "field_compare", catalog.Error, func(it *village.ServiceItem) {
			it.Fields[0].Type, it.Fields[0].Choices, it.Fields[1].Type = village.FieldText, nil, village.FieldText
			it.Fields[1].Compare = []village.Compare{{Is: village.AtLeast, Field: "x", Says: "x"}} // no text is less than another
		}},
		{"form_fields[y].compare", "field_compare_says", catalog.Error, func(it *village.ServiceItem) {
			it.Fields[0].Type, it.Fields[0].Choices, it.Fields[1].Type = village.FieldText, nil, village.FieldText
			it.Fields[1].Compare = []village.Compare{{Is: village.Other, Field: "x", Says: " "}}
		}},
		{"form_fields[y].compare", "field_compare_sum", catalog.Error, func(it *village.ServiceItem) {
			it.Fields[0].Type, it.Fields[0].Choices, it.Fields[1].Type = village.FieldMoney, nil, village.FieldMoney
			it.Fields[1].Compare = []village.Compare{{Is: village.Same, Field: "x", Plus: []string{"x"}, Says: "x"}} // the same one twice
		}},
		{"form_fields[y].compare", "field_compare_sum", catalog.Error, func(it *village.ServiceItem) {
			it.Fields[0].Type, it.Fields[0].Choices, it.Fields[1].Type = village.FieldText, nil, village.FieldText
			it.Fields[1].Compare = []village.Compare{{Is: village.Same, Field: "x", Plus: []string{"y"}, Says: "x"}} // no text is added up
		}},
		{"form_fields[x].retention_days", "retention_range", catalog.Error, func(it *village.ServiceItem) { it.Fields[0].RetentionDays = 8 }},
		{"form_fields[y].retention_days", "retention_sensitive", catalog.Error, func(it *village.ServiceItem) { it.Fields[1].RetentionDays = 1 }},
	}
	texts, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			it := sound()
			tt.breaks(&it)
			found := catalog.Lint(catalog.Catalogue{Items: append([]village.ServiceItem{it}, alone()...)})
			if len(found) != 1 {
				t.Fatalf("found %v", found)
			}
			p := found[0]
			if p.Item != it.Code || p.Field != tt.field || p.Rule != tt.rule || p.Severity != tt.severity {
				t.Errorf("got %+v, want %s %s %s", p, tt.severity, tt.field, tt.rule)
			}
			if catalog.Blocks(found) != (tt.severity == catalog.Error) {
				t.Error("only an error blocks")
			}
			if text := texts.Map(p.Key, p.Args); text == p.Key || strings.Contains(text, "{") {
				t.Errorf("a person reads %q", text)
			}
		})
	}
}

func TestLintFindsNothingInASoundItem(t *testing.T) {
	town := sound()
	town.Code = "TE44011350000011905442106041001" // a town's number is no credit code
	foreign := sound()
	foreign.Code = "511Z07001006-511602000000-000-11511301008778183N-1-00"
	if found := catalog.Lint(catalog.Catalogue{Items: []village.ServiceItem{sound(), town, foreign}}); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

func TestLintFindsACodeThatStandsTwice(t *testing.T) {
	found := catalog.Lint(catalog.Catalogue{Items: []village.ServiceItem{sound(), sound()}})
	if !slices.ContainsFunc(found, func(p catalog.Problem) bool { return p.Rule == "code_duplicate" && p.Severity == catalog.Error }) {
		t.Errorf("found %v", found)
	}
}

func TestEveryProblemOfARowHasItsText(t *testing.T) {
	texts, err := lang.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	_, problems, err := catalog.FromRows([]catalog.Row{
		{Number: 2, Cells: map[string]string{"name": "甲", "code": "1E+30", "visits": "x"}}, {Number: 3, Cells: map[string]string{"code": "b"}},
	}, catalog.List{})
	if err != nil || len(problems) != 3 {
		t.Fatal(err, problems)
	}
	for _, p := range problems {
		if text := texts.Map(p.Key, p.Args); text == p.Key || strings.Contains(text, "{") {
			t.Errorf("a person reads %q", text)
		}
	}
}

// TestAProblemOfASheetSaysItsRowAndColumn, or its row alone where the list has no column
// for it; the second of two rows with one code is the one that is named.
func TestAProblemOfASheetSaysItsRowAndColumn(t *testing.T) {
	texts, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	rows := []catalog.Row{
		{Number: 3, Cells: map[string]string{"事项名称": "甲", "编码": "a", "承诺时限": "400"}},
		{Number: 4, Cells: map[string]string{"事项名称": "", "编码": "x"}},
		{Number: 5, Cells: map[string]string{"事项名称": "乙", "编码": "a", "承诺时限": "3"}},
	}
	c, _, err := catalog.FromRows(rows, catalog.List{})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, p := range catalog.LintRows(rows, c) {
		if p.Severity == catalog.Error || p.Rule == "fee_missing" {
			said[fmt.Sprint(p.Row, p.Rule)] = p.Text(texts)
		}
	}
	for at, begins := range map[string]string{"3days_range": "第 3 行“承诺时限”：", "5code_duplicate": "第 5 行“编码”：", "5fee_missing": "第 5 行：“乙”"} {
		if !strings.HasPrefix(said[at], begins) {
			t.Errorf("%s says %q, not %s…", at, said[at], begins)
		}
	}
	if _, wrong := said["3code_duplicate"]; wrong {
		t.Errorf("the first row is named: %v", said)
	}
}
