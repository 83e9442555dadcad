package village

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// fold makes one of all spellings that encoding/json takes for one: it also
// takes the long s and the sign of kelvin for the letters s and k.
func fold(key string) string { return strings.ToLower(strings.ToUpper(key)) }

// memberOf is the type of what stands under key in a t; nil when it is free. known
// is false for a key that encoding/json would take for a member of another
// spelling. Keys that are like none are left to the decoder.
func memberOf(t reflect.Type, key string) (member reflect.Type, known bool) {
	t = plain(t)
	if t == nil {
		return nil, true
	}
	if t.Kind() == reflect.Map {
		return t.Elem(), true
	}
	if t.Kind() != reflect.Struct {
		return nil, true
	}
	alike, is := membersOf(t)[fold(key)]
	return alike[key], !is || alike[key] != nil
}

// spellings are members whose names differ only in case, by name.
type spellings map[string]reflect.Type

// members are those of each struct that was read, by folded name: looking a type through takes
// longer than reading a small object.
//
//nolint:gochecknoglobals // types do not change
var members sync.Map // reflect.Type → map[string]spellings

func membersOf(t reflect.Type) map[string]spellings {
	if known, ok := members.Load(t); ok {
		return known.(map[string]spellings)
	}
	list := map[string]spellings{}
	for _, f := range reflect.VisibleFields(t) {
		name, is := memberName(f)
		if !is {
			continue
		}
		alike := list[fold(name)]
		if alike == nil {
			alike = spellings{}
			list[fold(name)] = alike
		}
		if alike[name] == nil { // the first counts
			alike[name] = f.Type
		}
	}
	members.Store(t, list)
	return list
}

// elementOf is the type of the elements of a t; nil when it is free.
func elementOf(t reflect.Type) reflect.Type {
	if t = plain(t); t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) {
		return t.Elem()
	}
	return nil
}

// plain is t behind its pointers; nil for one that reads itself.
func plain(t reflect.Type) reflect.Type {
	for t != nil {
		if t.Implements(reader) || reflect.PointerTo(t).Implements(reader) {
			return nil
		}
		if t.Kind() != reflect.Pointer {
			return t
		}
		t = t.Elem()
	}
	return nil
}

//nolint:gochecknoglobals // a type
var reader = reflect.TypeFor[json.Unmarshaler]()

// memberName is the key of a field, which is none when it is not read or stands
// for the fields inside it.
func memberName(f reflect.StructField) (name string, is bool) {
	tag := f.Tag.Get("json")
	name, _, _ = strings.Cut(tag, ",")
	if !f.IsExported() || tag == "-" || f.Anonymous && name == "" {
		return "", false
	}
	if name == "" {
		name = f.Name
	}
	return name, true
}
