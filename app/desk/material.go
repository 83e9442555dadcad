package desk

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"bianmin/app/village"
)

const (
	typePNG  = "image/png"
	typeJPEG = "image/jpeg"
	typePDF  = "application/pdf"
)

// checkMaterials says what became of each material. Those that the item asks
// for and nobody spoke of are recorded as missing (or to follow, where the item
// allows it): a missing paper never refuses an application.
func checkMaterials(item village.ServiceItem, in []MaterialInput) ([]MaterialBody, error) {
	given := map[string]village.MaterialState{}
	var order []string
	for i, m := range in {
		how, err := checkMaterial(item, m)
		if err != nil {
			return nil, village.At(fmt.Sprintf("materials[%d]", i), err)
		}
		before, again := given[m.Code]
		if again && (before != village.Photographed || how != village.Photographed) {
			return nil, village.Refuse(fmt.Sprintf("materials[%d].code", i), "err.material.twice")
		}
		if !again {
			order = append(order, m.Code)
		}
		given[m.Code] = how
	}
	var list []MaterialBody
	for _, m := range item.Materials {
		how, ok := given[m.Code]
		switch {
		case ok:
		case m.Necessity == village.Required:
			how = village.Missing
		case m.Necessity == village.MayFollow:
			how = village.Later
		default:
			continue
		}
		list = append(list, MaterialBody{Code: m.Code, Name: m.Name, How: how})
	}
	for _, code := range order { // papers of an item that names none
		if _, known := item.Material(code); !known {
			list = append(list, MaterialBody{Code: code, Name: code, How: given[code]})
		}
	}
	return list, nil
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
