package main

import (
	"fmt"
	"strings"
)

const head = `# Third-party work in bianmin

Written by ` + "`go run ./docs/licences`" + `; change other.md or go.mod, not this file. The
licence texts are in NOTICES.txt, which goes with every copy of the programs. Where a
module has several texts, each is named.

## Go modules

*kiosk* and *county* are linked into that program; *tests* are used by tests and
tools only and are in no program.

| module | version | licence | where |
|---|---|---|---|
`

// table is THIRD_PARTY.md as far as Go modules go.
func table(modules []module) string {
	var b strings.Builder
	b.WriteString(head)
	for _, m := range modules {
		where := strings.Join(m.where, ", ")
		if where == "" {
			where = "tests"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", m.Path, m.Version, m.licence, where)
	}
	return b.String()
}

// notices are the licence texts of what is linked, each text once.
func notices(modules []module) string {
	var order []string
	users := map[string][]string{}
	for _, m := range modules {
		if len(m.where) == 0 {
			continue
		}
		if users[m.text] == nil {
			order = append(order, m.text)
		}
		users[m.text] = append(users[m.text], m.Path)
	}
	var b strings.Builder
	for _, text := range order {
		rule := strings.Repeat("=", 76)
		fmt.Fprintf(&b, "%s\n%s\n%s\n\n%s\n\n", rule, strings.Join(users[text], "\n"), rule, text)
	}
	return b.String()
}
