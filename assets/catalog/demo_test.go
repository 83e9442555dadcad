package demo

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

func TestDemoCatalogueHasNoErrors(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Items) != 86 || !c.Example || c.Version == "" || c.Source == "" {
		t.Errorf("got %d items, example %v, version %q, source %q", len(c.Items), c.Example, c.Version, c.Source)
	}
	for _, p := range catalog.Lint(c) {
		if p.Severity == catalog.Error {
			t.Error(p)
		}
	}
}

func TestThreePackagesAreInTheExampleData(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	days := map[village.ItemCode]int{}
	for _, it := range c.Items {
		if len(it.Parts) > 0 {
			days[it.Code] = it.PartsDays()
		}
	}
	if len(days) != 3 || days["company-start"] != 1 || days["project-parallel"] != 5 || days["house-transfer"] != 6 {
		t.Errorf("packages and their days: %v", days)
	}
}

// TestCardsAndPhotographsOfTheExampleAreInColours, forms and certificates are not.
func TestCardsAndPhotographsOfTheExampleAreInColours(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	cards := 0
	for _, it := range c.Items {
		for _, m := range it.Materials {
			if m.Picture == village.PictureCard {
				cards++
			}
			if m.Picture == "" {
				t.Errorf("%s: how %s is photographed is not said", it.Code, m.Name)
			}
			named := func(words ...string) bool {
				return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(m.Name, w) })
			}
			if named("身份证", "照片", "彩照", "居住证") && m.Picture != village.PictureCard {
				t.Errorf("%s: %s is photographed in black and white", it.Code, m.Name)
			}
			if named("申请表", "申请书", "户口簿") && !strings.Contains(m.Name, "身份证") && !m.Picture.Text() {
				t.Errorf("%s: %s is photographed in colours", it.Code, m.Name)
			}
		}
	}
	if cards == 0 {
		t.Error("no card is asked for")
	}
}

func TestDemoCatalogueAsksForNoPhoto(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range c.Items {
		for _, f := range it.Fields {
			if f.Type == village.FieldPhoto && f.Required {
				t.Errorf("%s requires %s", it.Code, f.Key)
			}
		}
	}
}

func TestSchemaTakesTheDemoPackageAndRefusesBrokenOnes(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("item.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("item.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	check := func(raw string) error {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(value)
	}
	good := string(Package())
	if err := check(good); err != nil {
		t.Fatalf("the demo package: %v", err)
	}
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := catalog.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := check(string(encoded)); err != nil {
		t.Errorf("the demo package, written again: %v", err)
	}
	for name, change := range map[string][2]string{
		"unknown field":       {`"aliases":`, `"alias":`},
		"address over http":   {`"https://www.gdzwfw.gov.cn/"`, `"http://www.gdzwfw.gov.cn/"`},
		"unknown type":        {`"item_type":"05"`, `"item_type":"5"`},
		"no format":           {`"format":"bianmin-catalogue/1",`, ``},
		"unknown necessity":   {`"necessity":"必要"`, `"necessity":"要"`},
		"field of no purpose": {`"purpose":"知道是谁来办，好和证件核对",`, ``},
		"signature kept":      {`"type":"signature","required":true,"purpose":"由您确认填的是真的","basis":"个人信息保护法第13条第1款第2、3项；仅作本次申请凭证","retention_days":0`, `"type":"signature","purpose":"x","basis":"x","retention_days":7`},
		"order of no basis":   {`"after_basis":"契税法第11条：未缴契税的不予办理登记"`, `"when":{"field":"first_home"}`},
		"choice of nothing":   {`"choices":["首次申领","中断后恢复","换账户"],`, ``},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Errorf("%s: nothing was changed", name)
		} else if check(bad) == nil {
			t.Errorf("%s: passes the schema", name)
		}
	}
}

func TestDivisionsAreTheWholeCounty(t *testing.T) {
	d, err := Divisions()
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Towns) != 19 || len(d.Villages) != 217 || d.County.Code != "445203000000" || d.City != "揭阳市" || d.Province != "广东省" {
		t.Errorf("%d towns, %d villages, county %v, %s %s", len(d.Towns), len(d.Villages), d.County, d.City, d.Province)
	}
	for _, place := range append(d.Towns, d.Villages...) {
		code, err := village.ParseDivisionCode(string(place.Code))
		if err != nil || code != place.Code || code.County() != d.County.Code || d.Path(code) == "" {
			t.Errorf("%v: %v", place, err)
		}
		if town, ok := d.Find(code.Town()); !ok {
			t.Errorf("%v lies in no town: %v", place, town)
		}
	}
	if got := d.Path("445203104202"); got != "锡场镇江滨村委会" && got != "锡场镇江滨村" {
		t.Errorf("445203104202 is %s", got)
	}
	if town, _ := d.Find("445203103000"); town.Name != "玉窖镇" || len(town.Aliases) != 1 || town.Aliases[0] != "玉滘镇" {
		t.Errorf("445203103000 is %v", town)
	}
}

func TestRatingTagsAreFiveTimesEight(t *testing.T) {
	tags, err := RatingTags()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for g := village.Grade(1); g <= 5; g++ {
		if len(tags.Tags[g]) != 8 {
			t.Errorf("grade %d has %d tags", g, len(tags.Tags[g]))
		}
		for i, tag := range tags.Tags[g] {
			if seen[tag.Code] || len(tag.Code) != 3 || int(tag.Code[0]-'0') != int(g) || tag.Core != (i < 3) || tag.Text == "" {
				t.Errorf("grade %d: %+v", g, tag)
			}
			seen[tag.Code] = true
		}
	}
	if tag, g, ok := tags.Find("212"); !ok || g != 2 || tag.Text != "在线预约办理后到实体大厅重复取号排队" {
		t.Errorf("212 is %v of grade %d", tag, g)
	}
	if tags.Version == "" || tags.Source == "" {
		t.Error("version or source missing")
	}
}
