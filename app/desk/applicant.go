package desk

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"bianmin/app/village"
)

// applicantOf is who applies for item. A request has nobody with a document behind
// it: its own form asks who is to be answered.
func applicantOf(item village.ServiceItem, in ApplicantInput, now time.Time) (village.Applicant, error) {
	if !item.Code.IsRequest() {
		return checkApplicant(in, now)
	}
	if in != (ApplicantInput{}) {
		return village.Applicant{}, village.Refuse("", "err.request.applicant")
	}
	return village.Applicant{}, nil
}

func checkApplicant(in ApplicantInput, now time.Time) (village.Applicant, error) {
	for _, field := range []string{"kind", "name", "id_type", "id", "phone"} {
		if err := checkApplicantField(in, field, now); err != nil {
			return village.Applicant{}, err
		}
	}
	name, err := checkName(in)
	if err != nil {
		return village.Applicant{}, err
	}
	id, err := parseID(in.IDType, in.ID, now)
	if err != nil {
		return village.Applicant{}, err
	}
	phone, err := village.ParsePhone(in.Phone)
	return village.Applicant{Kind: in.Kind, Name: name, IDType: in.IDType, ID: id, Phone: phone, ByCard: in.ByCard}, err
}

func checkApplicantField(in ApplicantInput, field string, now time.Time) error {
	var err error
	switch field {
	case "kind":
		if in.Kind != village.Person && in.Kind != village.Organisation {
			return village.Refuse("kind", "err.applicant.kind")
		}
		return nil
	case "name":
		_, err = checkName(in)
	case "id_type":
		if (in.IDType == village.IDCredit) != (in.Kind == village.Organisation) || !knownID(in.IDType) {
			return village.Refuse("id_type", "err.applicant.id_type")
		}
		return nil
	case "id":
		if strings.TrimSpace(in.ID) == "" {
			return village.Refuse("id", "err.applicant.id_empty")
		}
		_, err = parseID(in.IDType, in.ID, now)
	case "phone":
		if strings.TrimSpace(in.Phone) == "" {
			return village.Refuse("phone", "err.applicant.phone_empty")
		}
		_, err = village.ParsePhone(in.Phone)
	default:
		return village.Refuse(field, "err.form.unknown")
	}
	if err != nil {
		return village.At(field, err)
	}
	return nil
}

// checkName keeps a name as it was typed but for the spaces around it: names
// with rare characters, a middle dot or Latin letters are all right.
func checkName(in ApplicantInput) (string, error) {
	name := strings.TrimSpace(in.Name)
	if name == "" {
		return "", village.Refuse("", "err.name.empty")
	}
	shortest, longest := 2, 50
	if in.Kind == village.Organisation {
		longest = 120
	}
	if n := utf8.RuneCountInString(name); n < shortest || n > longest {
		return "", village.Refuse("", "err.name.length")
	}
	for _, r := range name {
		if !nameRune(r, in.Kind) {
			return "", village.Refuse("", "err.name.letter")
		}
	}
	return name, nil
}

func nameRune(r rune, kind village.ApplicantKind) bool {
	if unicode.IsLetter(r) || strings.ContainsRune("··•・. -'〇", r) || unicode.Is(unicode.Mn, r) {
		return r != utf8.RuneError
	}
	return kind == village.Organisation && (unicode.IsDigit(r) || strings.ContainsRune("（）()《》“”&、，—", r))
}

// documents are the forms of documents other than the citizen ID, as printed on them,
// each with the sentence for one that is not.
var documents = map[village.IDType]struct {
	form *regexp.Regexp
	key  string
}{
	village.IDHKMacao:  {regexp.MustCompile(`^[HM]\d{8}(\d{2})?$`), "err.document.hk_macao"},
	village.IDTaiwan:   {regexp.MustCompile(`^(\d{8}|\d{10}[A-Z]?)$`), "err.document.taiwan"},
	village.IDPassport: {regexp.MustCompile(`^[A-Z]{0,3}\d{5,9}[A-Z]?$`), "err.document.passport"},
}

func knownID(t village.IDType) bool {
	switch t {
	case village.IDResident, village.IDCredit, village.IDHKMacao, village.IDTaiwan, village.IDPassport, village.IDForeignPRC:
		return true
	}
	return false
}

// parseID is the number of a document in its one written form.
func parseID(t village.IDType, s string, now time.Time) (string, error) {
	switch t {
	case village.IDResident:
		id, err := village.ParseResidentID(s, now)
		return string(id), err
	case village.IDForeignPRC:
		return village.ParseForeignID(s, now)
	case village.IDCredit:
		code, err := village.ParseCreditCode(s)
		return string(code), err
	}
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	d, known := documents[t]
	switch {
	case !known:
		return "", village.Refuse("", "err.applicant.id_type")
	case !d.form.MatchString(s):
		return "", village.Refuse("", d.key)
	}
	return s, nil
}
