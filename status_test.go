package main

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestTheSchemaKnowsEveryKeyOfWhatCommandsAnswer, and no other.
func TestTheSchemaKnowsEveryKeyOfWhatCommandsAnswer(t *testing.T) {
	raw, err := os.ReadFile("docs/intake.schema.json")
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
		"status": reflect.TypeFor[statusAnswer](), "asked": reflect.TypeFor[askAnswer](), "slot": reflect.TypeFor[slotAnswer](), "step": reflect.TypeFor[stepAnswer](),
		"reply": reflect.TypeFor[replyAnswer](), "follow_up": reflect.TypeFor[followAnswer](), "licence": reflect.TypeFor[licenceAnswer](), "part": reflect.TypeFor[partAnswer](), "delivery_step": reflect.TypeFor[deliveryAnswer](), "precheck": reflect.TypeFor[precheckAnswer](),
		"practised": reflect.TypeFor[practisedAnswer](), "doors": reflect.TypeFor[doorsAnswer](), "door": reflect.TypeFor[doorAnswer](), "board": reflect.TypeFor[boardAnswer](),
		"today": reflect.TypeFor[todayAnswer](), "today_case": reflect.TypeFor[todayCase](), "helper": reflect.TypeFor[helperAnswer](),
	} {
		want, got := answered(typ), slices.Sorted(maps.Keys(schema.Defs[def].Properties))
		if slices.Sort(want); !slices.Equal(want, got) {
			t.Errorf("%s: the schema has %v, %s has %v", def, got, typ, want)
		}
	}
}

// answered are the keys of an answer.
func answered(typ reflect.Type) (names []string) {
	for field := range typ.Fields() {
		if field.Anonymous {
			names = append(names, answered(field.Type)...)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}
