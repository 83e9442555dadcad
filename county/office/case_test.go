package office

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"bianmin/app/village"
	"bianmin/county/countytest"
)

func TestRecordWithoutAPlaceBelongsWhereItsKioskStands(t *testing.T) {
	for name, place := range map[string]any{"empty": "", "named": "445203104203", "none": nil} {
		entry := opened(countytest.Case(1, func(b map[string]any) { b["village"] = place }))
		want := "445203104202"
		if name == "named" {
			want = "445203104203"
		}
		if entry.Problem != "" || string(entry.Case.Village) != want {
			t.Errorf("%s: %+v", name, entry)
		}
	}
	rating := opened(countytest.Rating(1, func(b map[string]any) { b["village"] = "" }))
	if rating.Problem != "" || rating.Rating.Village != "445203104202" {
		t.Errorf("rating: %+v", rating)
	}
}

// TestACaseThatSaysAThingTwiceIsSetAside: two readers would see two cases.
func TestACaseThatSaysAThingTwiceIsSetAside(t *testing.T) {
	good := string(countytest.Case(1, nil).Body)
	for name, body := range map[string]string{
		"twice":                  strings.Replace(good, `"name":"陈惜娟"`, `"name":"陈惜娟","name":"别人"`, 1),
		"twice but for its case": strings.Replace(good, `"name":"陈惜娟"`, `"name":"陈惜娟","NAME":"别人"`, 1),
		"in another case":        strings.Replace(good, `"short_code"`, `"Short_Code"`, 1),
		"a tower":                strings.Replace(good, `"warnings":[]`, `"warnings":`+strings.Repeat("[", 99)+strings.Repeat("]", 99), 1),
	} {
		if body == good {
			t.Fatalf("%s: the sample says it otherwise", name)
		}
		if out := opened(countytest.Raw(1, village.RecordCase, []byte(body))); out.Problem != "err.county.body" {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

func opened(r village.Record) Opened {
	out, err := (&Opener{}).open(context.Background(), Unopened{Kiosk: "KABCDEFGHIJ", Home: "445203104202", Record: r})
	if err != nil {
		panic(err)
	}
	return out
}

func TestVeryLongTextsAreCutForPagesOnly(t *testing.T) {
	long := strings.Repeat("长", 100_000)
	record := countytest.Case(1, func(b map[string]any) {
		b["item"] = map[string]any{"code": "x", "name": long, "department": long}
		b["materials"] = []any{map[string]any{"code": long, "name": long, "how": "file"}}
	})
	body := string(record.Body)
	entry := opened(record)
	c := entry.Case
	if c == nil {
		t.Fatal(entry.Problem)
	}
	for _, text := range []string{c.ItemName, c.Department, c.Materials[0].Name, c.Materials[0].Code} {
		if n := utf8.RuneCountInString(text); n > maxShown || !utf8.ValidString(text) {
			t.Errorf("%d characters are shown", n)
		}
	}
	if string(entry.Record.Body) != body {
		t.Error("the record itself was changed")
	}
}
