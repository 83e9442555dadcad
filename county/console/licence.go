package console

import (
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// licenceChip is how the state of a look-up is drawn.
func licenceChip(s village.LicenceState) (mark, kind string) {
	switch s {
	case village.LicenceFound:
		return "check", "done"
	case village.LicenceNone:
		return "close", "wrong"
	case village.LicenceFailed:
		return "warn", "wrong"
	case village.LicenceOver:
		return "zero", "neutral"
	}
	return "clock", "wait"
}

// lookedUp says of papers that the applicant agreed to have looked up how far that is, who
// answered and when. What the answer says of the licence is personal.
func (v *view) lookedUp(papers []paper, k office.Case, checks []office.LicenceCheck, open bool, now time.Time) {
	for _, l := range checks {
		if l.Paper > len(papers) || l.Paper > len(k.Materials) {
			continue
		}
		p := &papers[l.Paper-1]
		p.Mark, p.Kind = licenceChip(l.State)
		p.State, p.Icon = "county.licence.state."+string(l.State), "idcard"
		p.Note = v.licenceNote(l, k.Materials[l.Paper-1].Consent, now)
		if open && l.State.Answered() && l.Found.Fault != office.LicenceUnknown {
			p.Note += v.text.T("county.semicolon") + v.licenceMore(l.Found)
		}
	}
}

func (v *view) licenceNote(l office.LicenceCheck, consent string, now time.Time) string {
	next := v.text.T("county.licence.failed.never")
	if !l.Next.IsZero() {
		next = v.text.T("county.licence.failed.next", "when", v.moment(l.Next, now))
	}
	return v.text.T("county.licence."+string(l.State), "version", consent, "tries", l.Tries, "by", v.known("county.licence.by.", l.By),
		"when", v.moment(l.At, now), "fault", v.known("county.licence.fault.", l.Found.Fault), "why", v.known("", l.Why), "next", next)
}

// licenceMore is what the register says of a licence.
func (v *view) licenceMore(a office.LicenceAnswer) string {
	or := func(s, key string) string {
		if s == "" {
			return v.text.T(key)
		}
		return s
	}
	return v.text.T("county.licence.more", "number", or(a.Number, "county.licence.none_said"), "issuer", or(a.Issuer, "county.licence.none_said"),
		"from", or(string(a.From), "county.licence.none_said"), "to", or(string(a.To), "county.licence.no_end"))
}
