package receipt

import (
	"slices"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// FollowSource is all that the slip of a follow-up is made from: as of a receipt,
// nothing in it can hold an applicant.
type FollowSource struct {
	FollowUp village.FollowUp
	Case     village.Case
	Item     village.ServiceItem
	Left     []string // codes of papers that were asked for, or were to follow, and are still to come
	Centre   Centre
	Places   village.Divisions
	Copy     village.Copy
	Texts    calendar.Texts
}

// ComposeFollowUp is what the slip of s says (凭回执再办的回条). Its code is that of the
// case, its QR code tells of this record.
func ComposeFollowUp(s FollowSource) Content {
	f, t := s.FollowUp, s.Texts.T
	of := Source{
		Case: f.Receipt(village.AuditMark{}), Item: s.Item, Centre: s.Centre, Copy: s.Copy, Texts: s.Texts,
	}
	verb := f.Verb.Words(f.Item)
	c := Content{
		Mark: [2]string{t("receipt.mark.top"), t("receipt.mark.bottom")}, Centre: s.Centre.Name,
		Title: t("receipt.follow." + verb), Keep: t("receipt.keep"), Band: t("receipt.follow." + verb + ".band"),
		Item: of.itemName(), Received: of.received(),
		CodeLabel: t("receipt.code"), Code: f.Code.Spaced(), QR: f.QR,
		UseHeading: t("receipt.use.heading"), UseHow: t("receipt.use.how"), UseShort: t("receipt.use.short"),
		Uses:        []string{t("receipt.use.progress"), t("receipt.use.rate")},
		TimeHeading: t("receipt.follow.next"), Time: t("receipt.follow."+verb+".next", "slot", s.slot()),
		Ask:      Row{t("receipt.ask"), hotline},
		Machine:  t("receipt.machine", "machine", s.Case.Machine),
		Sequence: t("receipt.sequence", "sequence", f.Seq), Notes: of.notes(),
	}
	if s.Item.Department != "" {
		c.Office = Row{t("receipt.office"), s.Item.Department}
	}
	if f.Verb == village.Supplement || f.Verb == village.MakeUp {
		s.materials(of, &c)
	}
	if f.Number != "" {
		c.Number = Row{t("receipt.appointment"), string(f.Number)}
	}
	return c
}

// slot is the time of an appointment that was moved, or that nobody comes at any more.
func (s FollowSource) slot() string {
	number := s.FollowUp.Number
	if number == "" {
		number = s.FollowUp.Left
	}
	if id, _, ok := number.Seat(); ok {
		return calendar.SlotText(s.Texts, s.Places, id)
	}
	return ""
}

// materials are those that came and those that are still to come.
func (s FollowSource) materials(of Source, c *Content) {
	f, t := s.FollowUp, s.Texts.T
	c.MaterialsHeading = t("receipt.materials")
	for _, h := range f.Materials {
		c.Materials = append(c.Materials, s.line(of, h.Code, h.How))
	}
	left := slices.DeleteFunc(slices.Clone(s.Left), func(code string) bool {
		return slices.ContainsFunc(f.Materials, func(h village.HandedIn) bool { return h.Code == code })
	})
	for _, code := range left {
		c.Materials = append(c.Materials, s.line(of, code, village.Missing))
	}
	if n := len(left); n > 0 {
		c.MaterialsNote = t("receipt.materials.open", "count", n)
	}
}

func (s FollowSource) line(of Source, code string, how village.MaterialState) MaterialLine {
	name := s.Texts.T("receipt.material.unknown")
	if m, ok := s.Item.Material(code); ok {
		name = m.Name
	}
	return of.line(name, village.Required, how)
}
