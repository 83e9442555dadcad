package inspect_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
	assets "bianmin/assets/inspect"
)

func shipped(t testing.TB) []inspect.Template {
	t.Helper()
	list, err := assets.Templates()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestShippedTemplatesHoldAHundredPointsAndTheSchemesFigures(t *testing.T) {
	list := shipped(t)
	centre, ok := inspect.Find(list, "village-centre", "")
	if !ok || centre.Full != 1000 {
		t.Fatalf("full %s", centre.Full)
	}
	_, absent, _ := centre.Rule("duty.absent")
	if absent.Points != 50 || absent.By[inspect.District] != 100 || absent.By[inspect.City] != 200 || absent.By[inspect.Province] != 200 {
		t.Errorf("absent takes %+v", absent)
	}
	if _, missing, _ := centre.Rule("counter.missing"); missing.Points != 2 {
		t.Errorf("a missing device takes %s", missing.Points)
	}
	site, _ := inspect.Find(list, "website", "")
	if site.Full != 1000 || site.Pass != 600 || site.Above != 800 || site.Sections[0].Kind != inspect.Veto {
		t.Errorf("website: full %s, pass %s, bonus above %s, first %s", site.Full, site.Pass, site.Above, site.Sections[0].Kind)
	}
	for _, tpl := range list {
		if !tpl.Default {
			t.Errorf("%s does not say that it is a default", tpl.ID)
		}
	}
}

func TestLintNamesEveryFault(t *testing.T) {
	spoil := map[string]func(*inspect.Template){
		"full err.inspect.sum":                               func(x *inspect.Template) { x.Full-- },
		"pass err.inspect.bands":                             func(x *inspect.Template) { x.Pass = x.Green + 1 },
		"note err.inspect.basis":                             func(x *inspect.Template) { x.Note = " " },
		"subjects[0] err.inspect.subject":                    func(x *inspect.Template) { x.Subjects = []inspect.Subject{"shop"} },
		"days err.inspect.days":                              func(x *inspect.Template) { delete(x.Days, inspect.Serious) },
		"sections[1].kind err.inspect.kind":                  func(x *inspect.Template) { x.Sections[1].Kind = "guess" },
		"sections[1].code err.inspect.twice":                 func(x *inspect.Template) { x.Sections[1].Code = x.Sections[0].Code },
		"sections[0].max err.inspect.max":                    func(x *inspect.Template) { x.Sections[0].Max = 1 },
		"sections[1].kind err.inspect.order":                 func(x *inspect.Template) { x.Sections[0], x.Sections[1] = x.Sections[1], x.Sections[0] },
		"sections[1].rules[0].basis err.inspect.basis":       func(x *inspect.Template) { x.Sections[1].Basis = "" },
		"sections[1].rules[0].points err.inspect.points":     func(x *inspect.Template) { x.Sections[1].Rules[0].Points = x.Sections[1].Max + 1 },
		"sections[0].rules[0].points err.inspect.veto":       func(x *inspect.Template) { x.Sections[0].Rules[0].Points = 1 },
		"sections[1].rules[0].by err.inspect.source":         func(x *inspect.Template) { x.Sections[1].Rules[0].By = map[inspect.Source]inspect.Points{"nobody": 1} },
		"sections[1].rules[1].code err.inspect.twice":        func(x *inspect.Template) { x.Sections[1].Rules[1].Code = x.Sections[1].Rules[0].Code },
		"sections[1].rules[0].severity err.inspect.severity": func(x *inspect.Template) { x.Sections[1].Rules[0].Severity = "bad" },
		"sections[1].rules[0].fact err.inspect.fact":         func(x *inspect.Template) { x.Sections[1].Rules[0].Fact = "weather" },
		"sections[1].rules[0].code err.inspect.code":         func(x *inspect.Template) { x.Sections[1].Rules[0].Code = "a.b" },
		"sections[1].rules[0].text err.inspect.words":        func(x *inspect.Template) { x.Sections[1].Rules[0].Text = "a\nb" },
	}
	for want, change := range spoil {
		centre, _ := inspect.Find(shipped(t), "village-centre", "")
		change(&centre)
		var got []string
		for _, f := range centre.Lint() {
			got = append(got, f.Field+" "+f.Key)
		}
		if !slices.Contains(got, want) {
			t.Errorf("%s: found %v", want, got)
		}
	}
}

// TestASectionThatCannotBeLostWholeIsAFault of a new version, of deducting and of giving ones;
// what is known is read and taken back into use.
func TestASectionThatCannotBeLostWholeIsAFault(t *testing.T) {
	list := shipped(t)
	var newest []inspect.Template
	for _, id := range []string{"village-centre", "website", "account"} {
		one, ok := inspect.Find(list, id, "")
		if !ok || len(inspect.LintNew([]inspect.Template{one}, nil)) != 0 {
			t.Errorf("%s: %v", id, inspect.LintNew([]inspect.Template{one}, nil))
		}
		newest = append(newest, one)
	}
	old, ok := inspect.Find(list, "village-centre", "2026-1") // its section for equipment holds 15, its rules take 14
	if !ok {
		t.Fatal("the older version is gone")
	}
	want := []inspect.Fault{{Field: "templates[0].sections[4].max", Key: "err.inspect.reach"}}
	if got := inspect.LintNew([]inspect.Template{old}, newest); !slices.Equal(got, want) {
		t.Errorf("an older version as a new one: %v, want %v", got, want)
	}
	if got := inspect.LintNew([]inspect.Template{old}, list); len(got) != 0 {
		t.Errorf("a version that is known: %v", got)
	}
	site := newest[1]
	last := len(site.Sections) - 1 // the bonus, which its rules just reach
	site.Sections = slices.Clone(site.Sections)
	site.Sections[last].Rules = site.Sections[last].Rules[1:]
	if got := inspect.LintNew([]inspect.Template{site}, nil); len(got) != 1 || got[0].Key != "err.inspect.reach" {
		t.Errorf("a bonus that cannot be had whole: %v", got)
	}
}

func TestAListWithOneVersionTwiceIsRefused(t *testing.T) {
	list := shipped(t)
	raw, err := json.Marshal(map[string]any{"format": "bianmin-inspection/1", "templates": append(list, list[0])})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := inspect.ParseTemplates(raw); village.Keyed(err).Key != "err.inspect.twice" {
		t.Errorf("%v", err)
	}
}

func FuzzTemplates(f *testing.F) {
	raw, err := os.ReadFile("../../assets/inspect/templates.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"format":"bianmin-inspection/1","templates":[{"full":1.5,"sections":[{"max":-0.1}]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, err := inspect.ParseTemplates(raw)
		if err != nil {
			return
		}
		for _, tpl := range list {
			var sum inspect.Points
			for _, s := range tpl.Sections {
				if s.Kind == inspect.Deduct {
					sum += s.Max
				}
			}
			if sum != tpl.Full {
				t.Errorf("%s holds %s of %s", tpl.ID, sum, tpl.Full)
			}
		}
		again, err := json.Marshal(map[string]any{"format": "bianmin-inspection/1", "templates": list})
		if err == nil {
			_, err = inspect.ParseTemplates(again)
		}
		if err != nil {
			t.Errorf("a list that was read is not read again: %v", err)
		}
	})
}
