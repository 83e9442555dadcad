package inspect

import (
	"encoding/json"
	"slices"
	"strings"

	"bianmin/app/village"
)

// MaxTemplates is the length of a file of templates that is read, in bytes.
const MaxTemplates = 1 << 20

const templateFormat = "bianmin-inspection/1"

// ItemPrefix starts the code under which a kiosk takes an inspection in; the
// template's id follows.
const ItemPrefix = village.InspectionPrefix

// Subject is what is inspected.
type Subject string

const (
	OfCentre Subject = "centre"  // 便民服务中心（站）
	Site     Subject = "site"    // 政府网站
	Portal   Subject = "portal"  // 政府门户网站
	Account  Subject = "account" // 政务新媒体账号
)

// Source is who found something. The first four inspect; the last two are told.
type Source string

const (
	Province Source = "province" // 省级检查反馈
	City     Source = "city"     // 市级检查反馈
	District Source = "district" // 区级检查
	Self     Source = "self"     // 镇村自查
	ByRating Source = "rating"   // 差评
	Hotline  Source = "12345"    // 12345 热线
)

// Sources are all of them.
func Sources() []Source { return []Source{Province, City, District, Self, ByRating, Hotline} }

// Inspects reports whether s sends inspectors, so that an inspection can be its.
func (s Source) Inspects() bool { return s == Province || s == City || s == District || s == Self }

// Severity decides how long there is to put a thing right.
type Severity string

const (
	Minor   Severity = "minor"   // 一般
	Serious Severity = "serious" // 较重
	Urgent  Severity = "urgent"  // 立行立改
)

// Severities are all of them, the mildest first.
func Severities() []Severity { return []Severity{Minor, Serious, Urgent} }

// SectionKind says what a section's rules do.
type SectionKind string

const (
	Veto   SectionKind = "veto"   // 单项否决: one of them and the rest is not looked at
	Deduct SectionKind = "deduct" // 扣分
	Bonus  SectionKind = "bonus"  // 加分
)

// Template is a version of a checklist. A record names the version that it was made
// with; a version never changes.
type Template struct {
	ID       string           `json:"id"`
	Version  string           `json:"version"`
	Name     string           `json:"name"`
	Subjects []Subject        `json:"subjects"`
	Default  bool             `json:"default"` // our own default: no document has exactly this
	Note     string           `json:"note"`    // where it comes from, in words
	Full     Points           `json:"full"`    // sum of what the deducting sections hold; 0 = vetoes only
	Pass     Points           `json:"pass"`    // below it fails
	Yellow   Points           `json:"yellow"`  // below it is red
	Green    Points           `json:"green"`   // from it on is green
	Above    Points           `json:"above"`   // bonuses count when the score lies above it
	Days     map[Severity]int `json:"days"`    // working days to put a thing right
	Sections []Section        `json:"sections"`

	Inspectors int `json:"inspectors,omitempty"` // how many a visit needs, 1 or 2; 0 = not said, see [Template.People]
}

// OneInspector is how many a visit needs whose checklist does not say: a default of ours.
const OneInspector = 1

// People is how many inspectors a visit needs.
func (t Template) People() int { return max(t.Inspectors, OneInspector) }

// Section is a group of rules that share the points of which they take.
type Section struct {
	Code  string      `json:"code"`
	Name  string      `json:"name"`
	Kind  SectionKind `json:"kind"`
	Only  Subject     `json:"only,omitempty"` // for this subject alone
	Max   Points      `json:"max,omitempty"`  // no rules together take or give more
	Basis string      `json:"basis,omitempty"`
	Rules []Rule      `json:"rules"`
}

// Rule is one thing that can be found.
type Rule struct {
	Code     string            `json:"code"`
	Text     string            `json:"text"`
	Points   Points            `json:"points,omitempty"` // taken (or given) each time
	By       map[Source]Points `json:"by,omitempty"`     // instead of Points, by who found it
	Times    int               `json:"times,omitempty"`  // counted at most so often; 0 = once
	Severity Severity          `json:"severity,omitempty"`
	Photo    bool              `json:"photo,omitempty"` // a finding needs a photograph
	Fact     string            `json:"fact,omitempty"`  // what the machine knows about it, see [FactNames]
	Basis    string            `json:"basis,omitempty"` // "" = that of the section
}

// RuleID names a rule within its template: section and code, as duty.absent.
type RuleID string

// Item is the template as what a receipt is of.
func (t Template) Item() village.ServiceItem {
	return village.ServiceItem{Code: village.ItemCode(ItemPrefix + t.ID), Version: t.Version, Name: t.Name}
}

// For reports whether t is made for a subject.
func (t Template) For(s Subject) bool {
	for _, have := range t.Subjects {
		if have == s {
			return true
		}
	}
	return false
}

// Rule is the rule of that name with its section.
func (t Template) Rule(id RuleID) (Section, Rule, bool) {
	section, code, _ := strings.Cut(string(id), ".")
	for _, s := range t.Sections {
		if s.Code != section {
			continue
		}
		for _, r := range s.Rules {
			if r.Code == code {
				return s, r, true
			}
		}
	}
	return Section{}, Rule{}, false
}

// taken is what one finding of r takes when a source found it.
func (r Rule) taken(by Source) Points {
	if p, ok := r.By[by]; ok {
		return p
	}
	return r.Points
}

// ParseTemplates reads a file of templates: each id and version once, none with a
// fault of [Template.Lint]. The error is [village.Invalid] at the first one.
func ParseTemplates(raw []byte) ([]Template, error) {
	list, err := DecodeTemplates(raw)
	if err != nil {
		return nil, err
	}
	if faults := LintAll(list); len(faults) > 0 {
		return nil, village.Refuse(faults[0].Field, faults[0].Key)
	}
	return list, nil
}

// DecodeTemplates reads a file of templates without judging them.
func DecodeTemplates(raw []byte) ([]Template, error) {
	var f struct {
		Format    string     `json:"format"`
		Templates []Template `json:"templates"`
	}
	if len(raw) > MaxTemplates {
		return nil, village.Refuse("templates", "err.input.size")
	}
	if err := village.DecodeJSON(raw, &f); err != nil {
		return nil, err
	}
	if f.Format != templateFormat || len(f.Templates) == 0 {
		return nil, village.Refuse("format", "err.inspect.format")
	}
	return f.Templates, nil
}

// EncodeTemplates writes a list that [ParseTemplates] reads.
func EncodeTemplates(list []Template) ([]byte, error) {
	raw, err := json.Marshal(map[string]any{"format": templateFormat, "templates": list})
	if err != nil {
		return nil, village.Failed("write checklists", err)
	}
	return raw, nil
}

// Over is a list laid over another one: what it holds is found first, and of what both
// hold it counts.
func Over(under, over []Template) []Template {
	list := slices.DeleteFunc(slices.Clone(under), func(t Template) bool {
		_, again := Find(over, t.ID, t.Version)
		return again
	})
	return append(list, over...)
}

// Find is the template of an id and a version; "" is the last one in the list.
func Find(list []Template, id, version string) (Template, bool) {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].ID == id && (version == "" || list[i].Version == version) {
			return list[i], true
		}
	}
	return Template{}, false
}

// ForCentres is the template for centres that is in use: the last one in the list.
func ForCentres(list []Template) (Template, bool) {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].For(OfCentre) {
			return list[i], true
		}
	}
	return Template{}, false
}
