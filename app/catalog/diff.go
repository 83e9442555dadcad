package catalog

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"bianmin/app/village"
)

// Change is how an item differs between two versions of a catalogue.
type Change struct {
	Code   village.ItemCode
	Name   string // in the later version, or in the earlier one when it is gone
	Kind   ChangeKind
	Fields []FieldChange // of a changed one, by name
}

// ChangeKind is what became of an item.
type ChangeKind string

const (
	ItemAdded   ChangeKind = "added"
	ItemGone    ChangeKind = "gone"
	ItemChanged ChangeKind = "changed"
)

// FieldChange is one field under its name in the package format, in words; "" is a field
// that is not there. Of a list of materials or questions, those that differ are named.
type FieldChange struct{ Field, Before, After string }

// Diff is how after differs from before: what is gone first, then what is new, then
// what changed, each by code. The order of the items is not compared.
func Diff(before, after Catalogue) ([]Change, error) {
	was := map[village.ItemCode]village.ServiceItem{}
	for _, it := range before.Items {
		was[it.Code] = it
	}
	var changes []Change
	for _, it := range after.Items {
		old, known := was[it.Code]
		if delete(was, it.Code); !known {
			changes = append(changes, Change{Code: it.Code, Name: it.Name, Kind: ItemAdded})
			continue
		}
		fields, err := fieldChanges(old, it)
		if err != nil {
			return nil, err
		}
		if len(fields) > 0 {
			changes = append(changes, Change{Code: it.Code, Name: it.Name, Kind: ItemChanged, Fields: fields})
		}
	}
	for _, it := range was {
		changes = append(changes, Change{Code: it.Code, Name: it.Name, Kind: ItemGone})
	}
	place := map[ChangeKind]int{ItemGone: 0, ItemAdded: 1, ItemChanged: 2}
	slices.SortFunc(changes, func(a, b Change) int {
		if d := place[a.Kind] - place[b.Kind]; d != 0 {
			return d
		}
		return strings.Compare(string(a.Code), string(b.Code))
	})
	return changes, nil
}

func fieldChanges(old, it village.ServiceItem) (list []FieldChange, err error) {
	before, err := members(old)
	if err != nil {
		return nil, err
	}
	after, err := members(it)
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for name := range before {
		names[name] = true
	}
	for name := range after {
		names[name] = true
	}
	for name := range names {
		if string(before[name]) == string(after[name]) {
			continue
		}
		c := FieldChange{Field: name}
		if c.Before, c.After, err = inWords(before[name], after[name]); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b FieldChange) int { return strings.Compare(a.Field, b.Field) })
	return list, nil
}

// ours are the rules for what was written a moment ago.
//
//nolint:gochecknoglobals // never changes
var ours = village.JSONRules{Depth: 16, Newer: true}

func members(it village.ServiceItem) (m map[string]json.RawMessage, err error) {
	raw, err := json.Marshal(it)
	if err == nil {
		err = ours.Decode(raw, &m)
	}
	return m, err
}

// inWords shows both sides of a field. Of lists of objects it leaves out what is the same
// on both.
func inWords(before, after json.RawMessage) (was, is string, err error) {
	var one, other []map[string]any
	if (before == nil || ours.Decode(before, &one) == nil) && (after == nil || ours.Decode(after, &other) == nil) && len(one)+len(other) > 0 {
		return without(one, other), without(other, one), nil
	}
	if was, err = word(before); err != nil {
		return "", "", err
	}
	is, err = word(after)
	return was, is, err
}

// without names the objects of list that do not stand in other as they are.
func without(list, other []map[string]any) string {
	same := map[string]bool{}
	for _, o := range other {
		same[fmt.Sprint(o)] = true
	}
	var words []string
	for _, o := range list {
		if !same[fmt.Sprint(o)] {
			words = append(words, named(o))
		}
	}
	return strings.Join(words, "; ")
}

// named is what an object is called, with what it says beside.
func named(o map[string]any) string {
	name := ""
	for _, key := range []string{"name", "label", "kind", "code", "key"} {
		if s, ok := o[key].(string); ok && name == "" {
			name = s
		}
	}
	var rest []string
	for key, v := range o {
		if s := fmt.Sprint(v); s != name {
			rest = append(rest, key+"="+s)
		}
	}
	slices.Sort(rest)
	return name + " (" + strings.Join(rest, ", ") + ")"
}

func word(raw json.RawMessage) (string, error) {
	if raw == nil {
		return "", nil
	}
	var list []string
	if ours.Decode(raw, &list) == nil {
		return strings.Join(list, "; "), nil
	}
	var v any
	err := ours.Decode(raw, &v)
	return fmt.Sprint(v), err
}
