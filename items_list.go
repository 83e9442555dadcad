package main

import (
	"slices"
	"strconv"
	"strings"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

type itemsList struct {
	Theme      string `help:"Items of this theme only, as the list names it." placeholder:"NAME" xor:"group"`
	Department string `help:"Items of this department only; what stands behind it in brackets does not count." placeholder:"NAME" xor:"group"`
	By         string `help:"Name the groups themselves, by theme or department." placeholder:"theme|department" xor:"group"`
}

// groupAnswer is a theme or a department; Name is "" for what the list puts nowhere.
type groupAnswer struct {
	Name  string       `json:"name"`
	Items []itemAnswer `json:"items"`
}

// Run prints what the page shows to who looks without a word; nothing is counted.
func (l itemsList) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	switch {
	case l.By != "" && l.By != string(catalog.ByTheme) && l.By != string(catalog.ByDepartment):
		return village.Refuse("by", "err.items.by")
	case l.By != "":
		return l.named(c, k.groups(catalog.Way(l.By)))
	case l.Theme != "":
		return l.one(c, k.groups(catalog.ByTheme), "theme", l.Theme)
	case l.Department != "":
		return l.one(c, k.groups(catalog.ByDepartment), "department", l.Department)
	}
	return l.print(c, catalog.Group{Items: k.edition.Load().catalogue.Items})
}

func (l itemsList) named(c *call, groups []catalog.Group) error {
	for _, g := range groups {
		if err := c.answer(grouped(g), g.Name+"\t"+strconv.Itoa(len(g.Items))); err != nil {
			return err
		}
	}
	return nil
}

func (l itemsList) one(c *call, groups []catalog.Group, field, name string) error {
	i := slices.IndexFunc(groups, func(g catalog.Group) bool { return g.Name == strings.TrimSpace(name) })
	if i < 0 {
		return &village.Error{Kind: village.NotFound, Field: field, Key: "err.items." + field, Args: map[string]any{"name": name}}
	}
	return l.print(c, groups[i])
}

func (l itemsList) print(c *call, g catalog.Group) error {
	if c.cli.JSON {
		return c.line(grouped(g))
	}
	for _, it := range g.Items {
		if err := c.answer(nil, strings.Join([]string{string(it.Code), it.Name, it.Department}, "\t")); err != nil {
			return err
		}
	}
	return nil
}

func grouped(g catalog.Group) groupAnswer {
	out := groupAnswer{Name: g.Name}
	for _, it := range g.Items {
		out.Items = append(out.Items, itemAnswer{it.Code, it.Name, it.Department})
	}
	return out
}
