package catalog

import (
	"strings"

	"bianmin/app/village"
)

// members of a part in a cell, in their order. What it waits for and why may be left out.
const (
	partItem = iota
	partName
	partUnit
	partDays
	partAfter
	partBasis
	partMembers
)

// parts reads what a package (一件事) is made of: a part on each line of the cell, or
// behind a semicolon, in the order of the package. The papers of a part and the answer
// that calls for it are in no cell.
func (r *reader) parts(it village.ServiceItem) (list []village.ItemPart) {
	n := 0
	for text := range strings.FieldsFuncSeq(r.text("parts"), oneOf("\n\r;；")) {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		n++
		p, ok := r.part(text)
		if !ok {
			r.problem(Error, it, "parts", "part_cell", "n", n, "part", text)
			continue
		}
		list = append(list, p)
	}
	return list
}

// part reads 编码｜名称｜部门｜工作日｜先办完的编码、…｜依据.
func (r *reader) part(text string) (village.ItemPart, bool) {
	members := strings.Split(strings.ReplaceAll(text, "｜", "|"), "|")
	if len(members) <= partDays || len(members) > partMembers {
		return village.ItemPart{}, false
	}
	members = append(members, make([]string, partMembers-len(members))...)
	for i := range members {
		members[i] = strings.TrimSpace(members[i])
	}
	p := village.ItemPart{
		Item: village.ItemCode(members[partItem]), Name: members[partName], Department: members[partUnit], AfterBasis: members[partBasis],
	}
	for code := range strings.FieldsFuncSeq(members[partAfter], oneOf(",，、/")) {
		p.After = append(p.After, village.ItemCode(strings.TrimSpace(code)))
	}
	var ok bool
	p.Days, ok = r.words.number(members[partDays])
	return p, ok
}

func oneOf(marks string) func(rune) bool {
	return func(c rune) bool { return strings.ContainsRune(marks, c) }
}
