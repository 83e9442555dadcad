package desk

import (
	"slices"

	"bianmin/app/village"
)

// LookedUp is what the county found of one paper that the person agreed to have looked up
// (免证办).
type LookedUp struct {
	Material village.Material
	village.LicenceWord
}

// LookedUp are the answers that still say what to do: of a paper that was found nothing is to
// be done; of one that was not, until it was brought or the case is over. What names no such
// paper of the case says nothing.
func (s Status) LookedUp() (list []LookedUp) {
	for _, w := range s.Licences {
		if w.Paper > len(s.Case.Materials) || s.Case.Materials[w.Paper-1].How != village.ByLicence {
			continue
		}
		m, ok := s.Item.Material(s.Case.Materials[w.Paper-1].Code)
		if !ok || w.State == village.LicenceNone && (s.Brought(m.Code) || s.Case.State.Over()) {
			continue
		}
		list = append(list, LookedUp{m, w})
	}
	return list
}

// notFound are the codes of papers whose licence was not found: their originals may be
// brought before an officer asks for them.
func (s Status) notFound() (codes []string) {
	for _, w := range s.Licences {
		if w.State != village.LicenceNone || w.Paper > len(s.Case.Materials) {
			continue
		}
		h := s.Case.Materials[w.Paper-1]
		if h.How == village.ByLicence && !slices.Contains(s.Asked(), h.Code) && !s.brought(h.Code, village.Supplement) {
			codes = append(codes, h.Code)
		}
	}
	return codes
}
