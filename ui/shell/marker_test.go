package shell

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/screen"
)

// finder looks for words in everything that a value reaches, also what is not
// exported.
type finder struct {
	marks []string
	seen  map[uintptr]bool
	found []string
}

// found are the places in v where one of marks stands.
func found(v any, marks ...string) []string {
	f := &finder{marks: marks, seen: map[uintptr]bool{}}
	f.walk(reflect.ValueOf(v), "")
	return f.found
}

func (f *finder) walk(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.String:
		for _, mark := range f.marks {
			if strings.Contains(v.String(), mark) {
				f.found = append(f.found, path+" holds "+mark)
			}
		}
	case reflect.Pointer, reflect.Map:
		if v.IsNil() || f.seen[v.Pointer()] || v.Type() == reflect.TypeFor[*flow.Kiosk]() { // the machine itself
			return
		}
		f.seen[v.Pointer()] = true
		f.inside(v, path)
	default:
		f.inside(v, path)
	}
}

func (f *finder) inside(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			f.walk(v.Elem(), path)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			f.walk(key, path+".key")
			f.walk(v.MapIndex(key), path+"["+key.String()+"]")
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			f.walk(v.Index(i), path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.walk(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	}
}

// TestNothingTypedStaysInAnyViewModel types marks into every field that takes
// words, leaves, and looks through all view-models and all widgets, whatever
// their names are.
func TestNothingTypedStaysInAnyViewModel(t *testing.T) {
	const name, number, query, wish = "记号甲", "445221194403120021", "记号乙", "记号丙"
	marks := []string{name, number, query, wish}
	p := newPerson(t, fyne.NewSize(1080, 1920))
	turn := p.shell.Turn()
	p.press("tile.1")
	turn.Search.SetQuery(query)
	p.keys("laoren")
	turn.Search.SetQuery("老人")
	p.press("result.0", "start", "agree")
	turn.Form.Set(name)
	turn.Form.Next()
	turn.Form.Set(number)
	p.press("mode.large")
	if got := found(turn, marks...); len(got) == 0 {
		t.Fatal("the finder does not find what was just typed")
	}
	turn.Finish()
	p.press("tile.3", "face.2", "write")
	turn.Rating.SetText(wish)
	turn.Finish()
	for _, place := range found(turn, marks...) {
		t.Error(place)
	}
	for _, set := range []map[Route]*screen.Screen{p.shell.screens, p.shell.rested.screens} {
		for route, page := range set {
			page.Show()
			for _, mark := range marks {
				if strings.Contains(said(page), mark) {
					t.Errorf("%s shows %s", route, mark)
				}
			}
			page.Hide()
		}
	}
	p.at(flow.RouteHome)
}
