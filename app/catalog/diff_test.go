package catalog

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"bianmin/app/village"
)

func TestADiffNamesWhatIsGoneNewAndChanged(t *testing.T) {
	visits := 1
	before := Catalogue{Items: []village.ServiceItem{
		{Code: "a", Name: "高龄津贴", PromisedDays: 10, Materials: []village.Material{{Code: "id", Name: "身份证", Necessity: village.Required}, {Code: "hk", Name: "户口簿", Necessity: village.Required}}},
		{Code: "b", Name: "旧事项"}, {Code: "d", Name: "同样"},
	}}
	after := Catalogue{Items: []village.ServiceItem{
		{Code: "d", Name: "同样"},
		{Code: "c", Name: "新事项"},
		{Code: "a", Name: "高龄津贴", PromisedDays: 5, Visits: &visits, Aliases: []string{"老人钱", "高龄补贴"}, Materials: []village.Material{{Code: "id", Name: "身份证", Necessity: village.Required}, {Code: "hk", Name: "户口簿", Necessity: village.MayFollow}}},
	}}
	got, err := Diff(before, after)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{b 旧事项 gone []} {c 新事项 added []} {a 高龄津贴 changed [{aliases  老人钱; 高龄补贴} ` +
		`{materials 户口簿 (code=hk, necessity=必要) 户口簿 (code=hk, necessity=容缺后补)} {promised_days 10 5} {visits  1}]}]`
	if fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
}

func TestADiffOfTheSameIsEmptyAndOneOfAnyChangeIsNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c Catalogue
		for i := range rapid.IntRange(1, 5).Draw(t, "items") {
			c.Items = append(c.Items, village.ServiceItem{Code: village.ItemCode(fmt.Sprint(i)), Name: rapid.StringMatching(`[a-z事项]{0,9}`).Draw(t, "name"), LegalDays: rapid.IntRange(0, 30).Draw(t, "days")})
		}
		if same, err := Diff(c, c); err != nil || len(same) > 0 {
			t.Fatalf("%v, %v", same, err)
		}
		other := Catalogue{Items: append([]village.ServiceItem{}, c.Items...)}
		other.Items[rapid.IntRange(0, len(other.Items)-1).Draw(t, "which")].LegalDays += 1
		if one, err := Diff(c, other); err != nil || len(one) != 1 || len(one[0].Fields) != 1 {
			t.Fatalf("%v, %v", one, err)
		}
	})
}
