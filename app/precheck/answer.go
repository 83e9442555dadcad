package precheck

import (
	"slices"
	"strings"

	"bianmin/app/village"
)

// Texts are the words of one language, as of assets/lang.
type Texts interface {
	T(key string, pairs ...any) string
}

// Answer is a result in words, and the JSON answer of `bianmin accept --check`.
type Answer struct {
	Item     village.ItemCode `json:"item"`
	Complete bool             `json:"complete"`
	MayDefer bool             `json:"may_defer"` // 容缺受理 can be chosen
	Table    int              `json:"table"`
	Papers   []PaperAnswer    `json:"papers"`
	Trip     Trip             `json:"trip"`
}

// PaperAnswer is what a person reads of one paper.
type PaperAnswer struct {
	Decision
	Name      string `json:"name"`
	Why       string `json:"why"`        // one plain sentence
	Basis     string `json:"basis"`      // of asking for the paper
	RuleBasis string `json:"rule_basis"` // of the rule that decided
	Where     string `json:"where,omitempty"`
}

// Trip is the shortest way to what is still missing: each place once, with all that is
// to be had there. What may follow, what a licence does and what was promised is in no
// trip.
type Trip struct {
	Text  string `json:"text"`
	Stops []Stop `json:"stops"`
}

// Stop is a place and what to fetch there.
type Stop struct {
	Where  string   `json:"where"`
	Papers []string `json:"papers"`
}

// Say puts r in words.
func (r Result) Say(t Texts) Answer {
	a := Answer{Item: r.Item.Code, Complete: r.Complete(), MayDefer: r.MayDefer(), Table: r.Table, Papers: []PaperAnswer{}}
	for _, row := range r.Rows {
		p := PaperAnswer{Decision: row.Decision, Name: row.Material.Name, Why: row.why(t), Basis: r.basis(row.Material), RuleBasis: row.Rule.Basis}
		if row.Decision.Verdict.Open() {
			p.Where, _ = place(row.Material, t)
		}
		a.Papers = append(a.Papers, p)
	}
	a.Trip = r.trip(t)
	return a
}

// why is the sentence of the rule that decided.
func (row Row) why(t Texts) string {
	m := row.Material
	if row.Rule.Why != "" {
		return row.Rule.Why
	}
	slots := []any{"name", m.Name, "licence", m.ReplacedBy, "where", door(m, t), "notes", m.Notes, "day", string(row.Until)}
	key := "precheck.rule." + row.Rule.ID
	if verdict := row.Decision.Verdict; verdict.Open() && own(m, t) {
		key += ".own"
	}
	if row.Rule.ID == "not_needed" && m.When == nil || row.Rule.ID == "expired" && row.Until != "" {
		key += ".told" // the item's own words, or the day on the paper
	}
	return t.T(key, slots...)
}

// basis is why the paper is asked for at all.
func (r Result) basis(m village.Material) string {
	if m.Basis != "" {
		return m.Basis
	}
	return strings.Join(r.Item.LegalBasis, "；")
}

// own reports whether a person makes the paper or has it at home: no door gives it.
// Lists write that in the field of the place, as 自己写，村里服务点可以帮忙.
func own(m village.Material, t Texts) bool {
	if m.Where == "" {
		return m.Source == village.SourceOwn
	}
	for _, word := range strings.Fields(t.T("precheck.own.words")) {
		if strings.HasPrefix(m.Where, word) {
			return true
		}
	}
	return false
}

// place is the door at which a paper is to be had, and what the list says besides.
func place(m village.Material, t Texts) (door, note string) {
	switch {
	case own(m, t):
		return t.T("precheck.where.own"), m.Where
	case m.Where == "":
		return t.T("precheck.where.issuer"), ""
	}
	door, note, _ = strings.Cut(m.Where, "；")
	return door, note
}

// door is the place in a sentence: of what is one's own, the words of the list alone.
func door(m village.Material, t Texts) string {
	at, note := place(m, t)
	switch {
	case note == "":
		return at
	case own(m, t):
		return note
	}
	return t.T("precheck.where.note", "where", at, "note", note)
}

func (r Result) trip(t Texts) Trip {
	trip := Trip{Stops: []Stop{}}
	names, between := []string{}, t.T("precheck.between")
	for _, row := range r.Rows {
		if v := row.Decision.Verdict; !v.Open() || r.mayFollow(row) {
			continue
		}
		names = append(names, row.Material.Name)
		at, _ := place(row.Material, t)
		i := slices.IndexFunc(trip.Stops, func(s Stop) bool { return s.Where == at })
		if i < 0 {
			i, trip.Stops = len(trip.Stops), append(trip.Stops, Stop{Where: at})
		}
		trip.Stops[i].Papers = append(trip.Stops[i].Papers, row.Material.Name)
	}
	var parts []string
	for _, s := range trip.Stops {
		parts = append(parts, t.T("precheck.trip.stop", "where", s.Where, "papers", strings.Join(s.Papers, between)))
	}
	switch {
	case len(names) > 0:
		trip.Text = t.T("precheck.trip", "n", len(names), "stops", strings.Join(parts, t.T("precheck.trip.between")))
	case r.MayDefer():
		trip.Text = t.T("precheck.trip.follow", "papers", strings.Join(named(r.Deferred()), between))
	case len(r.Hindering()) > 0:
		trip.Text = t.T("precheck.trip.licence", "papers", strings.Join(named(r.Hindering()), between))
	default:
		trip.Text = t.T("precheck.trip.none")
	}
	return trip
}

func named(rows []Row) (names []string) {
	for _, row := range rows {
		names = append(names, row.Material.Name)
	}
	return names
}
