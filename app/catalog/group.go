package catalog

import (
	"slices"
	"strings"

	"bianmin/app/village"
)

// Way is how a catalogue is looked through without a word (一门式).
type Way string

const (
	ByTheme      Way = "theme"      // what happens in a life, as 老年
	ByDepartment Way = "department" // the unit that decides
)

// Group is the part of a catalogue that a theme or a department has. Its items stand
// in the order of the catalogue.
type Group struct {
	Name  string // "" for what the list puts nowhere
	Items []village.ServiceItem
}

// Groups are all items by way, in the order in which the catalogue first names each
// group; what it puts nowhere stands last. Nothing is left out.
func Groups(items []village.ServiceItem, way Way) []Group {
	var groups []Group
	at := map[string]int{}
	for _, it := range items {
		name := groupOf(it, way)
		i, known := at[name]
		if !known {
			i = len(groups)
			at[name], groups = i, append(groups, Group{Name: name})
		}
		groups[i].Items = append(groups[i].Items, it)
	}
	slices.SortStableFunc(groups, func(a, b Group) int { return nowhere(a) - nowhere(b) })
	return groups
}

func nowhere(g Group) int {
	if g.Name == "" {
		return 1
	}
	return 0
}

// groupOf is the name of the group of it. What stands in brackets behind a department
// is its part in the matter, as 牵头, or its inner office: who looks for it knows the
// department.
func groupOf(it village.ServiceItem, way Way) string {
	if way == ByTheme {
		return strings.TrimSpace(it.Theme)
	}
	name, _, _ := strings.Cut(strings.ReplaceAll(it.Department, "(", "（"), "（")
	return strings.TrimSpace(name)
}
