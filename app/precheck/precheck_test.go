package precheck_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bianmin/app/precheck"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
	"bianmin/assets/lang"
)

// papers is an item with a paper of every sort.
func papers() village.ServiceItem {
	return village.ServiceItem{
		Code: "甲", Name: "甲", ToleranceAllowed: true, ToleranceBasis: "清单", LegalBasis: []string{"老年人权益保障法第33条"},
		Materials: []village.Material{
			{Code: "form", Name: "申请表", Source: village.SourceOwn, Necessity: village.Required, Where: "村里服务点"},
			{Code: "id", Name: "身份证", Source: "政府部门核发", Necessity: village.Required, ReplacedBy: "居民身份证", Dated: true},
			{Code: "photo", Name: "照片", Source: village.SourceOwn, Necessity: village.MayFollow, Where: "照相馆"},
			{Code: "agent", Name: "委托书", Source: village.SourceOwn, Necessity: village.Conditional, Notes: "代办才要", When: &village.When{Field: "agent_name"}, Where: "村里服务点"},
			{Code: "school", Name: "在读证明", Source: "其他", Necessity: village.Required, Promise: &village.Promise{Text: "我在读", Basis: "清单"}, Where: "学校"},
		},
		Fields: []village.FormField{{Key: "agent_name", Type: village.FieldText}},
	}
}

// all is every paper there.
func all() []precheck.Paper {
	return []precheck.Paper{
		{Code: "form", How: village.Photographed}, {Code: "id", How: village.Original}, {Code: "photo", How: village.Original},
		{Code: "school", How: village.Promised},
	}
}

func input(papersSaid []precheck.Paper, change func(*precheck.Input)) precheck.Input {
	in := precheck.Input{Item: papers(), Form: map[string]any{}, Papers: papersSaid, Day: "2026-11-28"}
	if change != nil {
		change(&in)
	}
	return in
}

func said(code string, how village.MaterialState, until village.Day) []precheck.Paper {
	list := slices.DeleteFunc(all(), func(p precheck.Paper) bool { return p.Code == code })
	if how == village.NotSaid {
		return list
	}
	return append(list, precheck.Paper{Code: code, How: how, Until: until})
}

func TestEachPaperHasItsVerdictAndItsRule(t *testing.T) {
	acted := func(in *precheck.Input) { in.Form["agent_name"] = "李四" }
	tests := []struct {
		name, paper string
		in          precheck.Input
		verdict     village.Verdict
		rule        string
	}{
		{"photographed", "form", input(all(), nil), village.PaperThere, "there/1"},
		{"nobody spoke of it", "form", input(said("form", village.NotSaid, ""), nil), village.PaperMissing, "missing/1"},
		{"promised for later though it is a main paper", "form", input(said("form", village.Later, ""), nil), village.PaperMissing, "missing/1"},
		{"said to be expired", "id", input(said("id", village.Expired, ""), nil), village.PaperExpired, "expired/1"},
		{"last day is over", "id", input(said("id", village.Original, "2026-11-27"), nil), village.PaperExpired, "expired/1"},
		{"last day is today", "id", input(said("id", village.Original, "2026-11-28"), nil), village.PaperThere, "there/1"},
		{"licence chosen", "id", input(said("id", village.ByLicence, ""), nil), village.PaperByLicence, "licence/1"},
		{"licence would do", "id", input(said("id", village.NotSaid, ""), nil), village.PaperByLicence, "licence_would_do/1"},
		{"licence for a paper that has none", "form", input(said("form", village.ByLicence, ""), nil), village.PaperMissing, "missing/1"},
		{"may follow", "photo", input(said("photo", village.Later, ""), nil), village.PaperMayFollow, "may_follow/1"},
		{"may follow where the item allows none", "photo", input(said("photo", village.Later, ""), func(in *precheck.Input) { in.Item.ToleranceAllowed = false }), village.PaperMissing, "missing/1"},
		{"not called for", "agent", input(all(), nil), village.PaperNotNeeded, "not_needed/1"},
		{"an answer calls for it", "agent", input(all(), acted), village.PaperMissing, "missing/1"},
		{"declaration", "school", input(all(), nil), village.PaperPromised, "promised/1"},
		{"declaration where none is offered", "form", input(said("form", village.Promised, ""), nil), village.PaperMissing, "missing/1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, d := range precheck.Check(tt.in).Decisions() {
				if d.Material == tt.paper && (d.Verdict != tt.verdict || d.Name() != tt.rule) {
					t.Errorf("%s by %s, want %s by %s", d.Verdict, d.Name(), tt.verdict, tt.rule)
				}
			}
		})
	}
}

func TestAnItemsOwnRuleComesFirst(t *testing.T) {
	in := input(said("photo", village.NotSaid, ""), func(in *precheck.Input) {
		in.Item.CheckRules = []village.CheckRule{{
			ID: "had_before", Version: 3, Material: "photo", If: village.RuleIf{Answer: &village.When{Field: "again", Is: []string{"true"}}},
			Says: village.PaperNotNeeded, Why: "上次交过", Basis: "示例",
		}}
	})
	if d := precheck.Check(in).Decisions()[2]; d.Name() != "may_follow/1" {
		t.Errorf("the rule fits nobody yet: %v", d)
	}
	in.Form["again"] = true
	r := precheck.Check(in)
	texts := load(t, lang.Default)
	if d := r.Decisions()[2]; d.Name() != "had_before/3" || r.Say(texts).Papers[2].Why != "上次交过" {
		t.Errorf("got %v", d)
	}
}

func TestPapersMayFollowOnlyWhenEveryMainPaperIsThere(t *testing.T) {
	for name, tt := range map[string]struct {
		in                 precheck.Input
		complete, mayDefer bool
	}{
		"all there":                    {input(all(), nil), true, false},
		"photo follows":                {input(said("photo", village.Later, ""), nil), false, true},
		"photo expired":                {input(said("photo", village.Expired, ""), nil), false, true},
		"main paper missing too":       {input(slices.DeleteFunc(said("photo", village.Later, ""), func(p precheck.Paper) bool { return p.Code == "form" }), nil), false, false},
		"licence not chosen yet":       {input(slices.DeleteFunc(said("photo", village.Later, ""), func(p precheck.Paper) bool { return p.Code == "id" }), nil), false, false},
		"nothing follows, form is off": {input(said("form", village.Later, ""), nil), false, false},
	} {
		r := precheck.Check(tt.in)
		if r.Complete() != tt.complete || r.MayDefer() != tt.mayDefer {
			t.Errorf("%s: complete %v, may defer %v", name, r.Complete(), r.MayDefer())
		}
	}
}

func TestTheNextTripNamesEachPlaceOnceAndNothingThatNeedNotCome(t *testing.T) {
	in := input([]precheck.Paper{{Code: "school", How: village.Later}}, func(in *precheck.Input) { in.Form["agent_name"] = "李四" })
	trip := precheck.Check(in).Say(load(t, lang.Default)).Trip
	want := []precheck.Stop{{Where: "村里服务点", Papers: []string{"申请表", "委托书"}}, {Where: "学校", Papers: []string{"在读证明"}}}
	if !slices.EqualFunc(trip.Stops, want, func(a, b precheck.Stop) bool { return a.Where == b.Where && slices.Equal(a.Papers, b.Papers) }) {
		t.Errorf("got %v", trip.Stops)
	}
	if want := "下次只差这 3 样。村里服务点：申请表、委托书；学校：在读证明"; trip.Text != want {
		t.Errorf("%q, want %q", trip.Text, want)
	}
}

func TestEveryDecisionIsExplainedInBothLanguages(t *testing.T) {
	demo, err := demo.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"zh-Hans", "en"} {
		texts := load(t, language)
		for _, it := range append(demo.Items, papers()) {
			for _, how := range []village.MaterialState{village.NotSaid, village.Original, village.Expired, village.ByLicence, village.Later, village.Promised} {
				in := precheck.Input{Item: it, Day: "2026-11-28"}
				for _, m := range it.Materials {
					if how != village.NotSaid {
						in.Papers = append(in.Papers, precheck.Paper{Code: m.Code, How: how})
					}
				}
				a := precheck.Check(in).Say(texts)
				for _, p := range a.Papers {
					if p.Why == "" || strings.Contains(p.Why, "precheck.") || strings.Contains(p.Why, "{") || p.Basis == "" || p.RuleBasis == "" ||
						p.Version < 1 || p.Verdict.Open() && p.Where == "" || texts.T("precheck.verdict."+string(p.Verdict)) == "precheck.verdict."+string(p.Verdict) {
						t.Errorf("%s %s: %+v", it.Code, language, p)
					}
				}
				if a.Trip.Text == "" || strings.Contains(a.Trip.Text, "{") {
					t.Errorf("%s: %q", it.Code, a.Trip.Text)
				}
			}
		}
	}
}

func TestP14ADecisionIsMadeAgainFromItsInputsAndNoOther(t *testing.T) {
	hows := []village.MaterialState{
		village.Photographed, village.ByLicence, village.Later, village.Original, village.Promised, village.Expired, village.NotSaid,
	}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) precheck.Input {
			return input(nil, func(in *precheck.Input) {
				for _, m := range in.Item.Materials {
					p := precheck.Paper{Code: m.Code, How: rapid.SampledFrom(hows).Draw(t, label)}
					if p.How != village.NotSaid {
						in.Papers = append(in.Papers, p)
					}
				}
				if rapid.Bool().Draw(t, label) {
					in.Form["agent_name"] = "李四"
				}
			})
		}
		one, other := draw("one"), draw("other")
		first := precheck.Check(one)
		again, ok := precheck.Again(first.Table, one)
		if !ok || !slices.Equal(first.Decisions(), again.Decisions()) {
			t.Fatalf("%v, made again %v", first.Decisions(), again.Decisions())
		}
		same := func(in precheck.Input, i int) (how village.MaterialState, acted any) {
			return precheck.Check(in).Rows[i].How, in.Form["agent_name"]
		}
		for i, d := range precheck.Check(other).Decisions() {
			howA, actedA := same(one, i)
			howB, actedB := same(other, i)
			equal := howA == howB && (d.Material != "agent" || actedA == actedB)
			if (d.Inputs == first.Decisions()[i].Inputs) != equal {
				t.Fatalf("%s: inputs %v and %v have digests %s and %s", d.Material, one, other, first.Decisions()[i].Inputs, d.Inputs)
			}
		}
	})
	if _, ok := precheck.Again(99, input(all(), nil)); ok {
		t.Error("a table of a later release was made again")
	}
}

func TestTheAnswerSaysWhatAMachineNeeds(t *testing.T) {
	raw, err := json.Marshal(precheck.Check(input(all(), nil)).Say(load(t, lang.Default)))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{`"complete":true`, `"may_defer":false`, `"rule":"there"`, `"version":1`, `"inputs":"`, `"rule_basis":`, `"stops":[]`} {
		if !strings.Contains(string(raw), key) {
			t.Errorf("no %s in %s", key, raw)
		}
	}
}

func load(t *testing.T, language string) *lang.Text {
	t.Helper()
	texts, err := lang.Load(language)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
