package village

import (
	"slices"
	"strconv"
)

// ItemCode names a service item (事项编码): the 31 characters of an 实施编码, a
// code of another province, or a slug. It is kept as it came.
type ItemCode string

// ServiceItem is a government service that can be applied for (政务服务事项).
// Its elements follow GB/T 39554.2-2020; the JSON form is that of
// assets/catalog/item.schema.json.
type ServiceItem struct {
	Code       ItemCode `json:"code"`
	Version    string   `json:"version,omitempty"`
	Name       string   `json:"name"`
	Aliases    []string `json:"aliases,omitempty"`     // what people call it
	Type       string   `json:"item_type,omitempty"`   // 01 许可 … 20 公共服务, two digits
	Department string   `json:"department,omitempty"`  // the unit that decides
	DeptCode   string   `json:"dept_code,omitempty"`   //
	Parent     string   `json:"parent,omitempty"`      // main item (主项), for the reader
	BasicCode  string   `json:"basic_code,omitempty"`  // 基本编码, 12 characters
	Theme      string   `json:"theme,omitempty"`       // life event
	Audience   string   `json:"audience,omitempty"`    // 个人, 法人
	AreaCode   string   `json:"area_code,omitempty"`   // as the list had it
	Conditions []string `json:"conditions,omitempty"`  // who can apply, in short phrases
	LegalBasis []string `json:"legal_basis,omitempty"` // names and articles

	LegalDays    int    `json:"legal_days,omitempty"`    // 法定时限; 0 = not known
	PromisedDays int    `json:"promised_days,omitempty"` // 承诺时限; 0 = not known, unless Instant
	DaysUnit     string `json:"days_unit,omitempty"`     // WorkingDays or CalendarDays; "" = WorkingDays
	Instant      bool   `json:"instant,omitempty"`       // 即办件

	Visits      *int   `json:"visits,omitempty"` // trips to the counter (到现场次数); nil = not known
	OnlineDepth string `json:"online_depth,omitempty"`
	OnlineURL   string `json:"online_url,omitempty"` // where it is applied for online; see [ServiceItem.OnlineHost]
	Fee         string `json:"fee,omitempty"`
	Result      string `json:"result,omitempty"`

	Delivery         []string    `json:"delivery,omitempty"` // pickup, express, village
	ToleranceAllowed bool        `json:"tolerance_allowed,omitempty"`
	ToleranceDays    int         `json:"tolerance_days,omitempty"`  // to bring what follows, in DaysUnit from acceptance on; 0 = the promised limit
	ToleranceBasis   string      `json:"tolerance_basis,omitempty"` // published list (容缺受理清单) with its number
	OneWindow        bool        `json:"one_window,omitempty"`
	Materials        []Material  `json:"materials,omitempty"`
	CheckRules       []CheckRule `json:"check_rules,omitempty"` // asked before those of app/precheck
	Fields           []FormField `json:"form_fields,omitempty"`
	Special          []Special   `json:"special_procedures,omitempty"`
	Parts            []ItemPart  `json:"parts,omitempty"`    // of a package (一件事); PromisedDays is [ServiceItem.PartsDays] then
	Evidence         string      `json:"evidence,omitempty"` // how well the facts are known
}

const (
	WorkingDays  = "工作日" // of DaysUnit
	CalendarDays = "自然日"
)

// Special is a procedure whose time does not run against the limit (特别程序).
type Special struct {
	Kind string `json:"kind"`
	Days int    `json:"days,omitempty"` // 0 = not fixed
	Unit string `json:"unit,omitempty"`
	Note string `json:"note,omitempty"`
}

// Material is a paper that an item asks for (材料).
type Material struct {
	Code       string      `json:"code"` // unique in the item
	Name       string      `json:"name"`
	Form       string      `json:"form,omitempty"` // 原件, 复印件, 电子
	Copies     int         `json:"copies,omitempty"`
	Source     string      `json:"source,omitempty"` // where the person gets it
	Necessity  Necessity   `json:"necessity"`
	ReplacedBy string      `json:"replaceable_by_licence,omitempty"` // name of the electronic licence (电子证照)
	Notes      string      `json:"notes,omitempty"`
	Where      string      `json:"where,omitempty"` // at whose door it is to be had, as 派出所
	Basis      string      `json:"basis,omitempty"` // why it is asked for; "" = LegalBasis of the item
	Dated      bool        `json:"dated,omitempty"` // it has a last day (有效期)
	When       *When       `json:"when,omitempty"`  // Conditional only: whose answer calls for it; nil = Notes say
	Promise    *Promise    `json:"promise,omitempty"`
	Picture    PictureKind `json:"picture,omitempty"` // how it is photographed; "" = not said: in colours, as they cannot be brought back
}

// PictureKind says what must be seen on a picture.
type PictureKind string

const (
	PictureText  PictureKind = "text"  // letters and stamps: black and white does
	PictureCard  PictureKind = "card"  // a card with a portrait, or a photograph: colours count
	PictureScene PictureKind = "scene" // no paper, as what a place or a person looks like: in colours and whole; never of a material
)

// Text reports whether black and white does; where nothing is said it does.
func (k PictureKind) Text() bool { return k == PictureText }

// PictureKinds are those that a material can have.
func PictureKinds() []PictureKind { return []PictureKind{PictureText, PictureCard} }

// FieldPictureKinds are those that a photograph of a form can have.
func FieldPictureKinds() []PictureKind { return append(PictureKinds(), PictureScene) }

// Promise is what a person may declare instead of bringing a paper (告知承诺). It is
// no tolerance: the paper never follows.
type Promise struct {
	Text  string `json:"text"`  // what is declared, as one sentence
	Basis string `json:"basis"` // published list with its number
}

// SourceOwn is the Source of what a person has or makes; any other is an office's.
const SourceOwn = "申请人自备"

// licenceID is the licence that stands for the citizen ID card.
const licenceID = "居民身份证"

// OwnID reports whether m is the applicant's own ID card: of the cards of a whole family no
// one day can be said.
func (m Material) OwnID() bool { return m.Dated && m.ReplacedBy == licenceID }

// Necessity says whether a material must be there (必要性).
type Necessity string

const (
	Required    Necessity = "必要"
	Conditional Necessity = "非必要"  // only in the case that Notes names
	MayFollow   Necessity = "容缺后补" // may be made up later (容缺)
)

// FormField is a question of an item's form.
type FormField struct {
	Key           string    `json:"key"`
	Label         string    `json:"label"`
	Type          FieldType `json:"type"`
	Required      bool      `json:"required,omitempty"`
	Choices       []string  `json:"choices,omitempty"` // FieldChoice only
	Few           bool      `json:"few,omitempty"`     // FieldNumber only: a small whole number, asked with − and +
	Purpose       string    `json:"purpose"`           // why it is asked (个保法 art. 17)
	Basis         string    `json:"basis"`
	RetentionDays int       `json:"retention_days"` // on the kiosk, after a backup of the county holds it; at most [MaxRetentionDays]
	When          *When     `json:"when,omitempty"` // asked only then; nil = always
	Compare       []Compare `json:"compare,omitempty"`

	Picture PictureKind `json:"picture,omitempty"` // FieldPhoto only: how it is photographed; "" = as a card
}

// When is the answer to an earlier question of the same form on which another
// question, or a paper, depends. The earlier one is a choice or a yes and no; of a
// paper it can be any.
type When struct {
	Field string   `json:"field"`
	Is    []string `json:"is,omitempty"` // any of these choices; "true" and "false" of a yes and no; empty, of a paper only: any answer
}

// Holds reports whether form, by key, answers so.
func (w When) Holds(form map[string]any) bool {
	answer := form[w.Field]
	if yes, ok := answer.(bool); ok {
		answer = strconv.FormatBool(yes)
	}
	if len(w.Is) == 0 {
		return answer != nil && answer != ""
	}
	text, ok := answer.(string)
	return ok && slices.Contains(w.Is, text)
}

// Asked reports whether f is asked of whom answered form so far, by key.
func (f FormField) Asked(form map[string]any) bool { return f.When == nil || f.When.Holds(form) }

// MaxRetentionDays is the longest that anything personal stays on a kiosk after
// a backup of the county holds it.
const MaxRetentionDays = 7

// FieldType says what a form field takes.
type FieldType string

const (
	FieldText      FieldType = "text"
	FieldID        FieldType = "id"
	FieldPhone     FieldType = "phone"
	FieldDate      FieldType = "date"
	FieldDivision  FieldType = "division"
	FieldChoice    FieldType = "choice"
	FieldBool      FieldType = "bool"
	FieldNumber    FieldType = "number"
	FieldMoney     FieldType = "money"
	FieldBank      FieldType = "bank"
	FieldList      FieldType = "list"
	FieldPhoto     FieldType = "photo"
	FieldSignature FieldType = "signature"
)

// FieldTypes are all types that a form knows.
func FieldTypes() []FieldType {
	return []FieldType{
		FieldText, FieldID, FieldPhone, FieldDate, FieldDivision, FieldChoice, FieldBool,
		FieldNumber, FieldMoney, FieldBank, FieldList, FieldPhoto, FieldSignature,
	}
}

// Keys of the person at the counter. They are asked once, as the applicant,
// and never a second time as a field of the form.
const (
	FieldApplicantName  = "applicant_name"
	FieldApplicantID    = "applicant_id"
	FieldApplicantPhone = "applicant_phone"
)

// AsksApplicant reports whether key is a field that the applicant answers.
func AsksApplicant(key string) bool {
	return key == FieldApplicantName || key == FieldApplicantID || key == FieldApplicantPhone
}

// Form are the fields to fill besides the applicant.
func (it ServiceItem) Form() []FormField {
	return slices.DeleteFunc(slices.Clone(it.Fields), func(f FormField) bool { return AsksApplicant(f.Key) })
}

// MakeUpDays is how long papers may follow after acceptance (容缺), in DaysUnit: never
// longer than the item's own limit; 0 = not known.
func (it ServiceItem) MakeUpDays() int {
	limit := it.PromisedDays
	if limit == 0 {
		limit = it.LegalDays
	}
	if it.ToleranceDays > 0 && (limit == 0 || it.ToleranceDays < limit) {
		return it.ToleranceDays
	}
	return limit
}

// Material is the material with the given code.
func (it ServiceItem) Material(code string) (Material, bool) {
	i := slices.IndexFunc(it.Materials, func(m Material) bool { return m.Code == code })
	if i < 0 {
		return Material{}, false
	}
	return it.Materials[i], true
}
