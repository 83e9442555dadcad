package flow

import (
	"bianmin/app/desk"
	"bianmin/app/village"
)

// Materials asks of every paper whether it is there. A paper that is not
// there never stops anybody: it is written down as to follow.
type Materials struct {
	page
	Rows  []Paper
	Pages Pages
	Done  func()
}

// Paper is one material and what became of it.
type Paper struct {
	Material village.Material
	How      village.MaterialState   // "" until answered
	Options  []village.MaterialState // what can be answered
}

// Choose answers for one paper. The same answer a second time changes nothing,
// because fingers tremble; only of a paper that need not come it is taken back.
func (m *Materials) Choose(code string, how village.MaterialState) {
	for i := range m.Rows {
		if m.Rows[i].Material.Code != code {
			continue
		}
		if m.Rows[i].How == how && m.Rows[i].Material.Necessity == village.Conditional {
			how = ""
		}
		m.Rows[i].How = how
	}
	m.Changed()
}

// Open is how many papers that must be answered for are not.
func (m *Materials) Open() int {
	n := 0
	for _, p := range m.Rows {
		if p.How == "" && p.Material.Necessity != village.Conditional {
			n++
		}
	}
	return n
}

// There is how many papers are there or need not be.
func (m *Materials) There() int {
	n := 0
	for _, p := range m.Rows {
		if p.How == village.Original || p.How == village.ByLicence {
			n++
		}
	}
	return n
}

// Asked is how many papers the count speaks of: those that the case needs, and
// the others when they were brought.
func (m *Materials) Asked() int {
	n := 0
	for _, p := range m.Rows {
		if p.How != "" || p.Material.Necessity != village.Conditional {
			n++
		}
	}
	return n
}

// Later are the names of the papers that will follow.
func (m *Materials) Later() []string {
	var names []string
	for _, p := range m.Rows {
		if p.How == village.Later {
			names = append(names, p.Material.Name)
		}
	}
	return names
}

// Next goes on when every paper has its answer.
func (m *Materials) Next() {
	if m.Open() == 0 {
		m.Done()
	}
}

// Down goes on to the page that starts at next.
func (m *Materials) Down(next int) { m.Pages.Down(next); m.Changed() }

// Up goes back one page.
func (m *Materials) Up() { m.Pages.Up(); m.Changed() }

func (m *Materials) declared() []desk.MaterialInput {
	var list []desk.MaterialInput
	for _, p := range m.Rows {
		if p.How != "" {
			list = append(list, desk.MaterialInput{Code: p.Material.Code, Declared: p.How})
		}
	}
	return list
}

func (m *Materials) open(it village.ServiceItem) {
	m.wipe()
	for _, material := range it.Materials {
		p := Paper{Material: material, Options: []village.MaterialState{village.Original, village.Later}}
		if material.ReplacedBy != "" {
			p.Options = append([]village.MaterialState{village.ByLicence}, p.Options...)
			if material.Necessity != village.Conditional {
				p.How = village.ByLicence
			}
		}
		m.Rows = append(m.Rows, p)
	}
}

// summary says in one line what became of the papers.
func (m *Materials) summary() Answer {
	n := map[village.MaterialState]int{}
	for _, p := range m.Rows {
		n[p.How]++
	}
	var parts []string
	for _, how := range []village.MaterialState{village.Original, village.ByLicence, village.Later} {
		if n[how] > 0 {
			parts = append(parts, m.T("confirm.materials."+string(how), "n", n[how]))
		}
	}
	if len(m.Rows) == 0 {
		return Answer{"", m.T("confirm.materials"), m.T("confirm.materials.none")}
	}
	if len(parts) == 0 {
		parts = []string{m.T("confirm.empty")}
	}
	return Answer{FieldMaterials, m.T("confirm.materials"), join(parts, m.T("confirm.between"))}
}

func (m *Materials) wipe() { *m = Materials{page: m.page, Done: m.Done} }
