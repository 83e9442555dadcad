package main

import (
	"slices"
	"strings"

	"bianmin/app/village"
	demo "bianmin/assets/catalog"
	"bianmin/assets/lang"
)

// places are the divisions of the district under the names that people use.
type places struct {
	divisions village.Divisions
	text      *lang.Text
}

func loadPlaces(text *lang.Text) (places, error) {
	divisions, err := demo.Divisions()
	if err != nil {
		return places{}, village.Failed("read the divisions", err)
	}
	return places{divisions: divisions, text: text}, nil
}

// Path names a place with its town, as 锡场镇江滨村. The official list writes
// the village's committee (江滨村委会); a place is not a committee.
func (p places) Path(c village.DivisionCode) string {
	name := p.divisions.Path(c)
	for rule := range strings.FieldsSeq(p.text.T("county.place.committees")) {
		committee, place, _ := strings.Cut(rule, "=")
		if short, ok := strings.CutSuffix(name, committee); ok {
			return short + place
		}
	}
	return name
}

// all are the towns and villages, each town before its villages.
func (p places) all() (codes []village.DivisionCode) {
	for _, d := range append(slices.Clone(p.divisions.Towns), p.divisions.Villages...) {
		codes = append(codes, d.Code)
	}
	slices.Sort(codes)
	return codes
}

// Centre is the name of the service centre of a place.
func (p places) Centre(place string) string { return p.text.T("county.centre", "place", place) }

// Village checks that typed is a town or village of the district. The error is
// [village.Invalid] at "village".
func (p places) Village(typed string) (village.DivisionCode, error) {
	code, err := village.ParseDivisionCode(typed)
	if err != nil {
		return "", village.At("village", err)
	}
	if _, ok := p.divisions.Find(code); !ok || code.Town() == "" {
		return "", village.Refuse("village", "err.county.village")
	}
	return code, nil
}
