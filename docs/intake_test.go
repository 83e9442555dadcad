// Package docs keeps what docs/ promises in step with the programs.
package docs

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"bianmin/app/desk"
	"bianmin/app/village"
)

const (
	schemaFile = "intake.schema.json"
	person     = `{"kind":"person","name":"陈阿婆","id_type":"resident_id","id":"11010519491231002X","phone":"13800138000"}`
)

func TestIntakeSchemaTellsGoodFromBad(t *testing.T) {
	tests := []struct {
		name, def, json string
		good            bool
	}{
		{"smallest application", "accept", `{"item":"x","applicant":` + person + `,"consent":true}`, true},
		{"everything", "accept", `{"item":"x","applicant":` + person + `,"form":{"a":"b","c":true,"d":1.5,"e":["f"]},
			"materials":[{"code":"m1","file":"a.jpg"},{"code":"m2","declared":"later"}],
			"delivery":{"mode":"express","address":"锡场镇江滨村 1 号"},"consent":true}`, true},
		{"organisation", "accept", `{"item":"x","applicant":{"kind":"org","name":"江滨村委会","id_type":"uscc","id":"91350100M000100Y43","phone":"06633271234"},"consent":true}`, true},
		{"no consent", "accept", `{"item":"x","applicant":` + person + `,"consent":false}`, false},
		{"consent left out", "accept", `{"item":"x","applicant":` + person + `}`, false},
		{"key misspelt", "accept", `{"item":"x","applicant":` + person + `,"consent":true,"material":[]}`, false},
		{"person with a credit code", "accept", `{"item":"x","applicant":{"kind":"person","name":"陈阿婆","id_type":"uscc","id":"1","phone":"1"},"consent":true}`, false},
		{"organisation with an ID card", "accept", `{"item":"x","applicant":{"kind":"org","name":"村委会","id_type":"resident_id","id":"1","phone":"1"},"consent":true}`, false},
		{"form holds an object", "accept", `{"item":"x","applicant":` + person + `,"form":{"a":{}},"consent":true}`, false},
		{"file and word", "material", `{"code":"m","file":"a.jpg","declared":"later"}`, false},
		{"neither", "material", `{"code":"m"}`, false},
		{"unknown word", "material", `{"code":"m","declared":"lost"}`, false},
		{"express to nowhere", "delivery", `{"mode":"express"}`, false},
		{"picked up", "delivery", `{"mode":"pickup"}`, true},

		{"praise", "rate", `{"target":"centre","grade":5}`, true},
		{"poor with a tag", "rate", `{"target":"K7M4-9TA2","grade":2,"tags":["207"]}`, true},
		{"poor with a word", "rate", `{"target":"k7m49ta2","grade":1,"text":"等了很久"}`, true},
		{"poor without a reason", "rate", `{"target":"centre","grade":1}`, false},
		{"poor with a blank", "rate", `{"target":"centre","grade":1,"tags":[],"text":"  "}`, false},
		{"grade 6", "rate", `{"target":"centre","grade":6}`, false},
		{"half a grade", "rate", `{"target":"centre","grade":4.5}`, false},
		{"code with a letter O", "rate", `{"target":"K7M49TO2","grade":5}`, false},

		{"request", "ticket", `{"type":"help","place":"445203104202","content":"路灯坏了","name":"陈阿婆","phone":"13800138000","photos":[{"file":"a.jpg"}],"consent":true}`, true},
		{"anonymous request", "ticket", `{"type":"report","place":"445203104202","content":"有人倒垃圾","anonymous":true,"consent":true}`, true},
		{"anonymous with a name", "ticket", `{"type":"report","place":"445203104202","content":"有人倒垃圾","anonymous":true,"name":"陈阿婆","consent":true}`, false},
		{"request by nobody", "ticket", `{"type":"help","place":"445203104202","content":"路灯坏了","consent":true}`, false},
		{"request of no type", "ticket", `{"type":"gossip","place":"445203104202","content":"x","anonymous":true,"consent":true}`, false},

		{"appointment", "book", `{"kind":"window","slot":"202612010930100044520310400001","priority":"不用","matter":"办津贴","name":"陈阿婆","phone":"13800138000","consent":true}`, true},
		{"appointment at no time", "book", `{"kind":"window","priority":"不用","matter":"办津贴","name":"陈阿婆","phone":"13800138000","consent":true}`, false},
		{"home visit", "book", `{"kind":"home","reason":"生病","place":"445203104202","address":"一巷2号","matter":"办津贴","name":"陈阿婆","phone":"13800138000","consent":true}`, true},
		{"home visit to nowhere", "book", `{"kind":"home","reason":"生病","matter":"办津贴","name":"陈阿婆","phone":"13800138000","consent":true}`, false},

		{"papers asked for", "supplement", `{"code":"K7M4-9TA2","materials":[{"code":"m","file":"a.jpg"}]}`, true},
		{"no papers", "supplement", `{"code":"K7M4-9TA2","materials":[]}`, false},
		{"taken back", "withdraw", `{"code":"K7M4-9TA2","last_four":"002x"}`, true},
		{"an appointment that goes back", "withdraw", `{"code":"K7M4-9TA2"}`, true},
		{"an appointment at another time", "move", `{"code":"K7M4-9TA2","slot":"202612010930100044520310400001"}`, true},
		{"an appointment at no time", "move", `{"code":"K7M4-9TA2"}`, false},
		{"a result that was handed over", "collect", `{"code":"K7M4-9TA2","last_four":"002X","signature":"iVBORw0KGgo="}`, true},
		{"a result that nobody signed for", "collect", `{"code":"K7M4-9TA2","last_four":"002X"}`, false},
		{"papers by the agent of the case", "supplement", `{"code":"K7M4-9TA2","materials":[{"code":"m","file":"a.jpg"}],"by":"agent"}`, true},
		{"papers by two at once", "supplement", `{"code":"K7M4-9TA2","materials":[{"code":"m","file":"a.jpg"}],"by":"agent","behalf":{"relation":"child","name":"陈丽君","id_type":"resident_id","id":"445221197003120026","phone":"13800138000"}}`, false},
		{"visit", "inspection", `{"order":"BMT1:A","inspector":"BMT1:B","template":"village-centre","centre":"445203104202","source":"district","findings":[{"rule":"duty.absent","photos":[{"file":"a.jpg"}]}],"duty":{"answer":"absent"}}`, true},
		{"visit with its own score", "inspection", `{"order":"BMT1:A","inspector":"BMT1:B","template":"village-centre","centre":"445203104202","source":"district","score":100,"duty":{"answer":"absent"}}`, false},
		{"visit by a rating", "inspection", `{"order":"BMT1:A","inspector":"BMT1:B","template":"village-centre","centre":"445203104202","source":"rating","duty":{"answer":"absent"}}`, false},

		{"receipt", "accepted", `{"id":"01938a3e-7b1c-7def-8123-456789abcdef","case_number":null,"short_code":"K7M49TA2","state":"received","accepted_at":"2026-11-22T10:00:00+08:00","qr":"BM1:AB"}`, true},
		{"claims too much", "accepted", `{"id":"01938a3e-7b1c-7def-8123-456789abcdef","case_number":null,"short_code":"K7M49TA2","state":"accepted","accepted_at":"2026-11-22T10:00:00+08:00","qr":"BM1:AB"}`, false},
		{"id of another version", "accepted", `{"id":"01938a3e-7b1c-4def-8123-456789abcdef","case_number":null,"short_code":"K7M49TA2","state":"received","accepted_at":"2026-11-22T10:00:00+08:00","qr":"BM1:AB"}`, false},
		{"time without a zone", "accepted", `{"id":"01938a3e-7b1c-7def-8123-456789abcdef","case_number":null,"short_code":"K7M49TA2","state":"received","accepted_at":"2026-11-22 10:00","qr":"BM1:AB"}`, false},
		{"Chinese in the QR code", "accepted", `{"id":"01938a3e-7b1c-7def-8123-456789abcdef","case_number":null,"short_code":"K7M49TA2","state":"received","accepted_at":"2026-11-22T10:00:00+08:00","qr":"收件"}`, false},
		{"rated", "rated", `{"id":"01938a3e-7b1c-7def-8123-456789abcdef","state":"received"}`, true},
		{"refused", "refused", `{"error":{"field":"applicant.id","key":"err.resident_id.checksum","message":"身份证号有一位不对"}}`, true},
		{"a slot", "slot", `{"slot":"202612010930100044520310400001","left":2,"text":"12月1日 9:30"}`, true},
		{"a slot without a seat", "slot", `{"slot":"202612010930100044520310400001","left":0,"text":"12月1日 9:30"}`, false},
		{"a step of no state", "step", `{"state":"lost","at":"2026-11-22T10:00:00+08:00"}`, false},
		{"practice", "practised", `{"practice":true,"missing":[]}`, true},
		{"practice with a code", "practised", `{"practice":true,"missing":[],"short_code":"K7M49TA2"}`, false},
		{"no door", "doors", `{"doors":[]}`, true},
		{"a door to nowhere", "doors", `{"doors":[{"rule":"court","version":1,"basis":"b","what":"w","where":"","phones":[]}]}`, false},
		{"a result of the day", "today_case", `{"short_code":"K7M49TA2","item":"x","item_name":"津贴","state":"delivery","says":"送达","accepted_at":"2026-11-22T10:00:00+08:00","since":"2026-11-22T10:00:00+08:00"}`, true},
		{"a case of the day in no state", "today_case", `{"short_code":"K7M49TA2","item":"x","item_name":"津贴","state":"lost","says":"?","accepted_at":"2026-11-22T10:00:00+08:00"}`, false},
		{"refused without a field", "refused", `{"error":{"key":"err.x","message":"?"}}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(tt.json))
			if err != nil {
				t.Fatal(err)
			}
			if err := compile(t, tt.def).Validate(value); (err == nil) != tt.good {
				t.Errorf("good is %v, the schema says %v", tt.good, err)
			}
		})
	}
}

// TestTheExamplesAreAsTheSchemaSays: somebody begins with them.
func TestTheExamplesAreAsTheSchemaSays(t *testing.T) {
	for file, def := range map[string]string{"application": "accept", "request": "ticket", "booking": "book"} {
		raw, err := os.ReadFile("example/" + file + ".json")
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
		if err == nil {
			err = compile(t, def).Validate(value)
		}
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// TestIntakeSchemaKnowsEveryKey keeps the schema and the types from drifting
// apart: a key in one and not in the other is a promise not kept.
func TestIntakeSchemaKnowsEveryKey(t *testing.T) {
	raw, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs map[string]struct {
			Properties map[string]json.RawMessage `json:"properties"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(raw, &schema); err != nil {
		t.Fatal(err)
	}
	for def, typ := range map[string]reflect.Type{
		"accept": reflect.TypeFor[desk.Application](), "applicant": reflect.TypeFor[desk.ApplicantInput](),
		"home_visit": reflect.TypeFor[desk.HomeVisitInput](), "material": reflect.TypeFor[desk.MaterialInput](), "delivery": reflect.TypeFor[desk.DeliveryInput](),
		"accepted": reflect.TypeFor[desk.Accepted](), "warning": reflect.TypeFor[desk.Warning](),
		"rate": reflect.TypeFor[desk.RatingInput](), "rated": reflect.TypeFor[desk.Rated](), "ticket": reflect.TypeFor[desk.TicketInput](), "book": reflect.TypeFor[desk.BookInput](),
		"supplement": reflect.TypeFor[desk.SupplementInput](), "withdraw": reflect.TypeFor[desk.WithdrawInput](), "move": reflect.TypeFor[desk.MoveInput](), "survey": reflect.TypeFor[desk.SurveyInput](), "collect": reflect.TypeFor[desk.CollectInput](),
		"followed":   reflect.TypeFor[desk.FollowedUp](),
		"inspection": reflect.TypeFor[desk.InspectionInput](), "finding": reflect.TypeFor[desk.FindingInput](),
		"behalf": reflect.TypeFor[desk.BehalfInput](), "priority": reflect.TypeFor[desk.PriorityInput](), "undertaking": reflect.TypeFor[desk.Undertaking](),
		"makeup": reflect.TypeFor[desk.SupplementInput](), "handed_in": reflect.TypeFor[village.HandedIn](),
		"duty": reflect.TypeFor[desk.DutyInput](), "photo": reflect.TypeFor[desk.PhotoInput](), "rectify": reflect.TypeFor[desk.RectifyInput](),
	} {
		want, got := keys(typ), slices.Sorted(maps.Keys(schema.Defs[def].Properties))
		if !slices.Equal(want, got) {
			t.Errorf("%s: the schema has %v, %s has %v", def, got, typ, want)
		}
	}
}

func keys(typ reflect.Type) (names []string) {
	for _, field := range reflect.VisibleFields(typ) {
		if field.Anonymous { // its fields stand in its place
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "-" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// compile is one definition of the schema, with formats checked.
func compile(t *testing.T, def string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile(schemaFile + "#/$defs/" + def)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
