package flow

import (
	"slices"
	"strconv"
	"strings"

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
	Shoot func(village.Material) // opens the camera for a paper
}

// Paper is one material and what became of it.
type Paper struct {
	Material village.Material
	How      village.MaterialState   // "" until answered
	Options  []village.MaterialState // what can be answered
	Pictures []Picture               // of a paper that was photographed, page by page
	Free     bool                    // a picture that nobody has to hand in
}

// Choose answers for one paper. The same answer a second time changes nothing,
// because fingers tremble; only of a paper that need not come it is taken back.
func (m *Materials) Choose(code string, how village.MaterialState) {
	for i := range m.Rows {
		if m.Rows[i].Material.Code != code {
			continue
		}
		if how == village.Photographed {
			m.Shoot(m.Rows[i].Material)
			return
		}
		if m.Rows[i].How == how && m.Rows[i].Material.Necessity == village.Conditional {
			how = ""
		}
		m.Rows[i].How, m.Rows[i].Pictures = how, nil
	}
	m.Changed()
}

// MostPages is how many pages of papers go with a case: of the files that a county takes
// the others are the signature, a letter that entrusts, and what else a form asks for.
const MostPages = village.MaxFiles - 6

// Room is how many pages can still be photographed.
func (m *Materials) Room() int {
	room := MostPages
	for _, p := range m.Rows {
		room -= len(p.Pictures)
	}
	return room
}

// attach answers for one paper with a picture: its next page, or of a request another
// picture in the place of the one before.
func (m *Materials) attach(code string, p Picture) {
	for i := range m.Rows {
		if m.Rows[i].Material.Code != code {
			continue
		}
		if m.Rows[i].Free {
			m.Rows[i].Pictures = nil
		}
		m.Rows[i].How, m.Rows[i].Pictures = village.Photographed, append(m.Rows[i].Pictures, p)
	}
}

// drop takes a page of a paper away. A paper without any is asked for again.
func (m *Materials) drop(code string, page int) {
	for i := range m.Rows {
		row := &m.Rows[i]
		if row.Material.Code != code || page >= len(row.Pictures) {
			continue
		}
		if row.Pictures = slices.Delete(slices.Clone(row.Pictures), page, page+1); len(row.Pictures) == 0 {
			row.How = ""
		}
	}
}

// photographed are the pages of a paper so far.
func (m *Materials) photographed(code string) []Picture {
	for _, p := range m.Rows {
		if p.Material.Code == code && !p.Free {
			return p.Pictures
		}
	}
	return nil
}

// Note is the key of what is to be done on the page.
func (m *Materials) Note() string {
	if m.kiosk.Watch != nil {
		return "materials.note.photo"
	}
	return "materials.note"
}

// Pictures is how many papers were photographed.
func (m *Materials) Pictures() int {
	n := 0
	for _, p := range m.Rows {
		if p.How == village.Photographed {
			n++
		}
	}
	return n
}

// Open is how many papers that must be answered for are not.
func (m *Materials) Open() int {
	n := 0
	for _, p := range m.Rows {
		if p.How == "" && !p.Free && p.Material.Necessity != village.Conditional {
			n++
		}
	}
	return n
}

// There is how many papers are there or need not be.
func (m *Materials) There() int {
	n := 0
	for _, p := range m.Rows {
		if p.How.There() {
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
		switch p.How {
		case "":
		case village.Photographed:
			code, _, _ := strings.Cut(p.Material.Code, pictureMark)
			for n, page := range p.Pictures {
				file := p.Material.Code + pictureMark + strconv.Itoa(n+1)
				list = append(list, desk.MaterialInput{Code: code, File: file, Data: page.Data})
			}
		default:
			list = append(list, desk.MaterialInput{Code: p.Material.Code, Declared: p.How, Agreed: p.How == village.ByLicence})
		}
	}
	return list
}

func (m *Materials) open(it village.ServiceItem) {
	m.wipe()
	if it.Code.IsRequest() {
		m.openPictures(it)
		return
	}
	for _, material := range it.Materials {
		p := Paper{Material: material, Options: []village.MaterialState{village.Original, village.Later}}
		if material.Dated {
			p.Options = []village.MaterialState{village.Original, village.Expired, village.Later}
		}
		if material.Promise != nil {
			p.Options = append([]village.MaterialState{village.Promised}, p.Options...)
		}
		if m.kiosk.Watch != nil {
			p.Options = append([]village.MaterialState{village.Photographed}, p.Options...)
		}
		if material.ReplacedBy != "" {
			p.Options = append([]village.MaterialState{village.ByLicence}, p.Options...)
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
	if m.Free() && n[village.Photographed] > 0 {
		return Answer{FieldMaterials, m.T("request.photos"), m.T("request.photos.n", "n", n[village.Photographed])}
	} else if m.Free() {
		return Answer{FieldMaterials, m.T("request.photos"), m.T("request.photos.none")}
	}
	var parts []string
	for _, how := range []village.MaterialState{village.Photographed, village.Original, village.ByLicence, village.Promised, village.Expired, village.Later} {
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

// Note is what stands below the name of a paper. Of one that a licence replaces it says
// what is agreed to with the answer beside: its version is [desk.LicenceVersion].
func (p Paper) Note(m *Materials) string {
	if p.Material.ReplacedBy != "" {
		return m.T("materials.licence.note")
	}
	return p.Material.Notes
}

func (m *Materials) wipe() { *m = Materials{page: m.page, Done: m.Done, Shoot: m.Shoot} }
