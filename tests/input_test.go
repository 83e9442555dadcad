package tests

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// good is an application that is accepted; each row of the table breaks it in
// one place.
const good = `{
 "item":"elderly-allowance",
 "applicant":{"kind":"person","name":"陈阿婆","id_type":"resident_id","id":"11010519491231002X","phone":"13800000000"},
 "form":{"home_division":"445203104202","live_address":"江滨村一巷2号","bank_account":"6217000000000000000","pay_mode":"首次申领","signature":"iVBORw0KGgo="},
 "materials":[{"code":"sfz","declared":"original"}],
 "delivery":{"mode":"pickup"},
 "consent":true}`

// put returns good with the value at a path like "applicant.id" replaced;
// nil removes it.
func put(t *testing.T, path string, value any) string {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal([]byte(good), &doc); err != nil {
		t.Fatal(err)
	}
	at := doc
	keys := strings.Split(path, ".")
	for _, key := range keys[:len(keys)-1] {
		at = at[key].(map[string]any)
	}
	last := keys[len(keys)-1]
	if value == nil {
		delete(at, last)
	} else {
		at[last] = value
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

type badInput struct {
	name, path string
	value      any
	wantField  string
}

func material(fields map[string]any) []any { return []any{fields} }

func badInputs(dir string) []badInput {
	return []badInput{
		{"no item", "item", nil, "item"},
		{"unknown item", "item", "no-such-item", "item"},
		{"item is a number", "item", 5, "item"},
		{"kind missing", "applicant.kind", nil, "applicant.kind"},
		{"kind unknown", "applicant.kind", "robot", "applicant.kind"},
		{"name missing", "applicant.name", nil, "applicant.name"},
		{"name empty", "applicant.name", "   ", "applicant.name"},
		{"name of one character", "applicant.name", "陈", "applicant.name"},
		{"name with digits", "applicant.name", "陈1", "applicant.name"},
		{"name with markup", "applicant.name", "<b>陈</b>", "applicant.name"},
		{"name too long", "applicant.name", strings.Repeat("陈", 51), "applicant.name"},
		{"name is a list", "applicant.name", []any{"陈"}, "applicant.name"},
		{"id type unknown", "applicant.id_type", "library_card", "applicant.id_type"},
		{"credit code for a person", "applicant.id_type", "uscc", "applicant.id_type"},
		{"id missing", "applicant.id", nil, "applicant.id"},
		{"id one digit short", "applicant.id", "1101051949123100X", "applicant.id"},
		{"id of 15 digits", "applicant.id", "110105491231002", "applicant.id"},
		{"id check character", "applicant.id", "110105194912310021", "applicant.id"},
		{"id birth date", "applicant.id", "110105194913310029", "applicant.id"},
		{"id province", "applicant.id", "99010519491231002X", "applicant.id"},
		{"id with a letter", "applicant.id", "11O10519491231002X", "applicant.id"},
		{"phone missing", "applicant.phone", nil, "applicant.phone"},
		{"phone short", "applicant.phone", "1380000", "applicant.phone"},
		{"phone with letters", "applicant.phone", "1380000000a", "applicant.phone"},
		{"phone of no network", "applicant.phone", "11800000000", "applicant.phone"},
		{"form field missing", "form.live_address", nil, "form.live_address"},
		{"form field empty", "form.live_address", " ", "form.live_address"},
		{"form field with a bell", "form.live_address", "江滨村\a2号", "form.live_address"},
		{"form field too long", "form.live_address", strings.Repeat("村", 501), "form.live_address"},
		{"form field of another item", "form.pets", "3", "form.pets"},
		{"form is a list", "form", []any{}, "form"},
		{"division unknown", "form.home_division", "445203104999", "form.home_division"},
		{"division short", "form.home_division", "44520310", "form.home_division"},
		{"division a name", "form.home_division", "江滨村", "form.home_division"},
		{"bank account with letters", "form.bank_account", "6217abc", "form.bank_account"},
		{"bank account short", "form.bank_account", "6217", "form.bank_account"},
		{"choice not in the list", "form.pay_mode", "随便", "form.pay_mode"},
		{"choice is true", "form.pay_mode", true, "form.pay_mode"},
		{"signature missing", "form.signature", nil, "form.signature"},
		{"signature no picture", "form.signature", "aGVsbG8=", "form.signature"},
		{"agent's id wrong", "form.agent_id", "11010519491231002", "form.agent_id"},
		{"material unknown", "materials", material(map[string]any{"code": "nope", "declared": "later"}), "materials[0].code"},
		{"material without a word", "materials", material(map[string]any{"code": "sfz"}), "materials[0].declared"},
		{"material both ways", "materials", material(map[string]any{"code": "sfz", "declared": "later", "file": "x"}), "materials[0].declared"},
		{"material declared wrong", "materials", material(map[string]any{"code": "sfz", "declared": "lost"}), "materials[0].declared"},
		{"no licence for it", "materials", material(map[string]any{"code": "yhzh", "declared": "licence"}), "materials[0].declared"},
		{"material without code", "materials", material(map[string]any{"declared": "later"}), "materials[0].code"},
		{"material twice", "materials", []any{
			map[string]any{"code": "sfz", "declared": "later"}, map[string]any{"code": "sfz", "declared": "original"},
		}, "materials[1].code"},
		{"file not there", "materials", material(map[string]any{"code": "sfz", "file": filepath.Join(dir, "none.jpg")}), "materials[0].file"},
		{"file empty", "materials", material(map[string]any{"code": "sfz", "file": filepath.Join(dir, "empty.jpg")}), "materials[0].file"},
		{"file is text", "materials", material(map[string]any{"code": "sfz", "file": filepath.Join(dir, "text.jpg")}), "materials[0].file"},
		{"file too large", "materials", material(map[string]any{"code": "sfz", "file": filepath.Join(dir, "large.jpg")}), "materials[0].file"},
		{"last day that is none", "materials", material(map[string]any{"code": "sfz", "declared": "original", "valid_until": "2026-02-30"}), "materials[0].valid_until"},
		{"last day of a paper that comes later", "materials", material(map[string]any{"code": "sfz", "declared": "later", "valid_until": "2027-02-03"}), "materials[0].valid_until"},
		{"declaration for a paper that has none", "materials", material(map[string]any{"code": "sfz", "declared": "promise"}), "materials[0].declared"},
		{"declaration for nothing", "promise", map[string]any{"agreed": true, "signature": "iVBORw0KGgo="}, "promise"},
		{"papers to follow though main papers are missing", "tolerance", map[string]any{"agreed": true, "signature": "iVBORw0KGgo="}, "tolerance"},
		{"undertaking of another form", "tolerance", map[string]any{"yes": true}, "yes"},
		{"delivery unknown", "delivery.mode", "pigeon", "delivery.mode"},
		{"express without address", "delivery", map[string]any{"mode": "express"}, "delivery.mode"},
		{"consent missing", "consent", nil, "consent"},
		{"consent refused", "consent", false, "consent"},
		{"unknown key", "colour", "red", "colour"},
	}
}

func Test26EveryBadInputIsRefusedWithItsFieldAndNothingIsStored(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, data := range map[string]string{
		"empty.jpg": "", "text.jpg": "hello", "large.jpg": "\xff\xd8\xff" + strings.Repeat("x", 3<<20),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	k := newStation(t)
	inputs := badInputs(dir)
	if len(inputs) < 40 {
		t.Fatalf("the table has %d rows, want at least 40", len(inputs))
	}
	for _, tt := range inputs {
		t.Run(tt.name, func(t *testing.T) {
			k := kiosk{t, k.data}
			k.mustRefuse(put(t, tt.path, tt.value), tt.wantField, "accept")
		})
	}
	for name, raw := range map[string]string{
		"not UTF-8": strings.Replace(good, "江滨村", "\xbd\xad", 1),
		"cut off":   good[:100], "two values": good + good, "nothing": "",
		"key twice": strings.Replace(good, `"consent":true`, `"consent":false,"Consent":true`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			k := kiosk{t, k.data}
			field := ""
			if name == "key twice" {
				field = "Consent"
			}
			k.mustRefuse(raw, field, "accept")
		})
	}
	var n struct{ Waiting, Stored int }
	k.json("", &n, "outbox")
	if n.Waiting != 0 || n.Stored != 0 {
		t.Errorf("something was stored: %+v", n)
	}
	k.json(good, &struct{}{}, "accept", "--input", "-") // the table breaks a good one
}

func Test21BadRatingsAreRefusedWithTheirField(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	var accepted struct {
		Code string `json:"short_code"`
	}
	k.json(good, &accepted, "accept", "--input", "-")
	rating := map[string]any{"target": accepted.Code, "grade": 2, "tags": []string{"207"}}
	tests := []struct {
		name      string
		change    map[string]any
		wantField string
	}{
		{"no target", map[string]any{"target": ""}, "target"},
		{"code with a slip", map[string]any{"target": "AAAAAAAA"}, "target"},
		{"code of another machine", map[string]any{"target": "22222222"}, "target"},
		{"grade 0", map[string]any{"grade": 0}, "grade"},
		{"grade 6", map[string]any{"grade": 6}, "grade"},
		{"grade is text", map[string]any{"grade": "5"}, "grade"},
		{"tag unknown", map[string]any{"tags": []string{"999"}}, "tags[0]"},
		{"tag of another grade", map[string]any{"tags": []string{"510"}}, "tags[0]"},
		{"tag twice", map[string]any{"tags": []string{"207", "207"}}, "tags[1]"},
		{"poor without a reason", map[string]any{"tags": []string{}}, "tags"},
		{"text too long", map[string]any{"text": strings.Repeat("差", 501)}, "text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := maps.Clone(rating)
			maps.Copy(in, tt.change)
			raw, err := json.Marshal(in)
			if err != nil {
				t.Fatal(err)
			}
			kiosk{t, k.data}.mustRefuse(string(raw), tt.wantField, "rate")
		})
	}
	raw, _ := json.Marshal(rating)
	k.json(string(raw), &struct{}{}, "rate", "--input", "-")
	k.mustRefuse(string(raw), "target", "rate") // one rating a service act
	var n struct{ Waiting int }
	k.json("", &n, "outbox")
	if n.Waiting != 2 {
		t.Errorf("%d wait, want the application and one rating", n.Waiting)
	}
}

// mustRefuse runs `accept` or `rate` and wants exit 1, the field, and one
// sentence in Chinese that is no message key.
func (k kiosk) mustRefuse(stdin, wantField, command string) {
	k.t.Helper()
	code, out, errs := k.run(stdin, command, "--input", "-", "--json")
	if code != 1 {
		k.t.Fatalf("exit %d, want 1: %s%s", code, out, errs)
	}
	var got struct {
		Error struct{ Field, Key, Message string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		k.t.Fatalf("%q: %v", out, err)
	}
	e := got.Error
	if e.Field != wantField || e.Key == "" || e.Message == e.Key || strings.ContainsAny(e.Message, "{}\n") {
		k.t.Errorf("refused with %+v, want field %q and a sentence", e, wantField)
	}
	if !strings.ContainsFunc(e.Message, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
		k.t.Errorf("message %q is not Chinese", e.Message)
	}
	if strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, wantField) {
		k.t.Errorf("stderr %q, want one line that names %q", errs, wantField)
	}
}
