package tests

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// comparing is a list of one item, whose form holds a total against its parts and the end
// of a time against its beginning.
const comparing = `{"format":"bianmin-catalogue/1","version":"compare","source":"test","example":true,"items":[{"code":"income","name":"收入核对","department":"区民政局",
"promised_days":5,"days_unit":"工作日","fee":"不收费","form_fields":[
{"key":"applicant_name","label":"申请人姓名","type":"text","required":true,"purpose":"p","basis":"b","retention_days":7},
{"key":"applicant_id","label":"身份证号","type":"id","required":true,"purpose":"p","basis":"b","retention_days":7},
{"key":"applicant_phone","label":"联系电话","type":"phone","required":true,"purpose":"p","basis":"b","retention_days":7},
{"key":"from","label":"开始","type":"date","purpose":"p","basis":"b","retention_days":7},
{"key":"to","label":"结束","type":"date","purpose":"p","basis":"b","retention_days":7,"compare":[{"is":"at_least","field":"from","says":"结束不能比开始早"}]},
{"key":"wage","label":"工资","type":"money","purpose":"p","basis":"b","retention_days":7},
{"key":"other","label":"其他","type":"money","purpose":"p","basis":"b","retention_days":7},
{"key":"total","label":"合计","type":"money","purpose":"p","basis":"b","retention_days":7,
 "compare":[{"is":"same","field":"wage","plus":["other"],"says":"合计要等于两项相加，请再算一算"}]}]}]}`

// TestAnswersThatDoNotGoTogetherAreRefusedByTheProgram: the machine takes the list in, and
// refuses at the later answer with its sentence and the sum, in both languages; nothing is
// stored. A list whose sum cannot be made is refused as a whole.
func TestAnswersThatDoNotGoTogetherAreRefusedByTheProgram(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	imports := func(list string) (int, string) {
		file := filepath.Join(t.TempDir(), "list.json")
		if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
		exit, out, errs := k.run("", "items", "import", file)
		return exit, out + errs
	}
	if exit, said := imports(strings.Replace(comparing, `"plus":["other"]`, `"plus":["to"]`, 1)); exit != 1 || !strings.Contains(said, "field_compare_sum") {
		t.Errorf("a sum with a day in it: %d %s", exit, said)
	}
	if exit, said := imports(comparing); exit != 0 {
		t.Fatalf("%d %s", exit, said)
	}
	accept := func(language, form string) (int, string, string) {
		return k.run(fmt.Sprintf(`{"item":"income","applicant":{"kind":"person","name":"王小明","id_type":"resident_id","id":"11010519491231002X","phone":"13800000000"},
			"form":%s,"consent":true}`, form), "accept", "--input", "-", "--json", "--lang", language)
	}
	for _, tt := range []struct{ language, form, field, says string }{
		{"zh-Hans", `{"wage":"1200","other":"300.5","total":"1500"}`, "form.total", "合计要等于两项相加，请再算一算（工资 1200 + 其他 300.5，一共 1500.5；这里填的是 1500）"},
		{"en", `{"wage":1200,"other":"300.5","total":"1500"}`, "form.total", "合计要等于两项相加，请再算一算 (工资 1200 + 其他 300.5 make 1500.5; this says 1500)"},
		{"zh-Hans", `{"from":"2026-03-01","to":"2026-02-28"}`, "form.to", "结束不能比开始早"},
	} {
		exit, out, _ := accept(tt.language, tt.form)
		var refused struct {
			Error struct{ Field, Message string }
		}
		if err := json.Unmarshal([]byte(out), &refused); exit != 1 || err != nil || refused.Error.Field != tt.field || refused.Error.Message != tt.says {
			t.Errorf("%s: %d %s", tt.form, exit, out)
		}
	}
	if q := k.queue(); q.Waiting != 0 {
		t.Errorf("a refused application is queued: %+v", q)
	}
	if exit, out, errs := accept("zh-Hans", `{"wage":"1200","other":"300.5","total":"1500.50","from":"2026-03-01","to":"2026-03-01"}`); exit != 0 {
		t.Errorf("what goes together: %d %s%s", exit, out, errs)
	}
}
