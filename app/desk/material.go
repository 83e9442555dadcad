package desk

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"time"

	"bianmin/app/village"
)

const (
	typePNG  = "image/png"
	typeJPEG = "image/jpeg"
	typePDF  = "application/pdf"
)

// papersCheck reads what was said of the papers of an application.
type papersCheck struct {
	item village.ServiceItem
	form map[string]any // checked
	day  village.Day
}

// all says what became of each material. Those that the item asks for and nobody
// spoke of are recorded as missing (or to follow, where the item allows it): a
// missing paper never refuses an application.
func (p papersCheck) all(in []MaterialInput) ([]MaterialBody, error) {
	given := map[string]MaterialBody{}
	var order []string
	for i, m := range in {
		said, err := p.one(m)
		if err != nil {
			return nil, village.At(fmt.Sprintf("materials[%d]", i), err)
		}
		before, again := given[m.Code]
		if again && (before.Said != village.Photographed || said.Said != village.Photographed) {
			return nil, village.Refuse(fmt.Sprintf("materials[%d].code", i), "err.material.twice")
		}
		if !again {
			order = append(order, m.Code)
		}
		given[m.Code] = said
	}
	var list []MaterialBody
	for _, m := range p.item.Materials {
		body, told := given[m.Code]
		if !told {
			body.Said = village.NotSaid
		}
		if !told && m.Necessity == village.Conditional && (m.When == nil || !m.When.Holds(p.form)) {
			continue
		}
		body.Code, body.Name, body.How = m.Code, m.Name, p.became(m, body)
		list = append(list, body)
	}
	for _, code := range order { // papers of an item that names none
		if _, known := p.item.Material(code); !known {
			list = append(list, MaterialBody{Code: code, Name: code, How: given[code].Said})
		}
	}
	return list, nil
}

// became is how a material stands in the case.
func (p papersCheck) became(m village.Material, said MaterialBody) village.MaterialState {
	expired := said.Said == village.Expired || said.Until != "" && said.Until < p.day
	switch {
	case said.Said != village.NotSaid && !expired:
		return said.Said
	case m.Necessity == village.MayFollow:
		return village.Later
	}
	return village.Missing
}

// one reads what was said of one paper, with the words that only an application knows.
func (p papersCheck) one(m MaterialInput) (MaterialBody, error) {
	said := MaterialBody{Said: m.Declared, Until: m.ValidUntil}
	known, listed := p.item.Material(m.Code)
	switch {
	case m.Agreed && m.Declared != village.ByLicence:
		return said, village.Refuse("agreed", "err.material.agreed")
	case m.Agreed:
		said.Consent = LicenceVersion
	case listed && m.File == "" && m.Declared == village.Expired:
		return said, untilOf(said)
	case listed && m.File == "" && m.Declared == village.Promised:
		if known.Promise == nil {
			return said, village.Refuse("declared", "err.material.no_promise")
		}
		return said, untilOf(said)
	}
	var err error
	if said.Said, err = checkMaterial(p.item, m); err != nil {
		return said, err
	}
	return said, untilOf(said)
}

// untilOf checks the last day of a paper: only one that is there has any.
func untilOf(said MaterialBody) error {
	if said.Until == "" {
		return nil
	}
	if t, err := time.Parse(time.DateOnly, string(said.Until)); err != nil || t.Year() < 1950 {
		return village.Refuse("valid_until", "err.material.until")
	}
	if said.Said != village.Photographed && said.Said != village.Original {
		return village.Refuse("valid_until", "err.material.until_what")
	}
	return nil
}

func checkMaterial(item village.ServiceItem, m MaterialInput) (village.MaterialState, error) {
	code, err := line(m.Code, 1, 60)
	if err != nil || code != m.Code {
		return "", village.Refuse("code", "err.material.code")
	}
	known, ok := item.Material(m.Code)
	if !ok && len(item.Materials) > 0 {
		return "", village.Refuse("code", "err.material.unknown")
	}
	if (m.Declared == "") == (m.File == "") {
		return "", village.Refuse("declared", "err.material.how")
	}
	if m.File != "" {
		return village.Photographed, checkFile(m)
	}
	switch m.Declared {
	case village.ByLicence:
		if ok && known.ReplacedBy == "" {
			return "", village.Refuse("declared", "err.material.no_licence")
		}
	case village.Later, village.Original:
	default:
		return "", village.Refuse("declared", "err.material.declared")
	}
	return m.Declared, nil
}

func checkFile(m MaterialInput) error {
	switch {
	case len(m.Data) == 0:
		return village.Refuse("file", "err.material.file_empty")
	case len(m.Data) > village.MaxFileBytes:
		return village.Refuse("file", "err.material.file_size")
	case mediaType(m.Data) == "":
		return village.Refuse("file", "err.material.file_type")
	}
	return nil
}

func fileParts(in []MaterialInput) []village.Part {
	var parts []village.Part
	for _, m := range in {
		if m.File != "" {
			parts = append(parts, newPart(m.Code, m.Data))
		}
	}
	return parts
}

func newPart(material string, data []byte) village.Part {
	sum := sha256.Sum256(data)
	return village.Part{Material: material, Type: mediaType(data), SHA256: sum[:], Data: data}
}

// mediaType is the kind of a file by its first bytes; "" for one that nobody
// at the county could open.
func mediaType(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return typePNG
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return typeJPEG
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return typePDF
	}
	return ""
}
