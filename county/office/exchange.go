package office

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"bianmin/app/village"
)

// RatedCase is a rating with what is clear of the case that was rated.
type RatedCase struct {
	Rating
	Number     village.CaseNumber
	ItemCode   village.ItemCode
	Department string
	FiledAt    time.Time // the case, by the kiosk's clock
	Standing   village.CaseState
	LimitDays  int
}

// ExchangeRating is one rating under the field names that national 好差评 interfaces
// use. What names a person stays "": the exchange carries it sealed for the national
// platform, and no such key is here. So does what the county does not know.
//
// Source: public implementations of the interface; the official text was not seen.
type ExchangeRating struct {
	ProjectNo         string `json:"projectNo"` // 办件编号
	TaskCode          string `json:"taskCode"`
	TaskHandleItem    string `json:"taskHandleItem"`
	TaskName          string `json:"taskName"`
	SubMatter         string `json:"subMatter"`   // 事项主题; the catalogue has none of the national list
	TaskType          string `json:"taskType"`    // 事项类型, out of the code
	ProjectType       string `json:"projectType"` // 1 at once, 2 within a limit
	ProStatus         string `json:"proStatus"`   // 1 waits, 2 accepted, 3 over
	OrgCode           string `json:"orgcode"`     // credit code of the unit, out of the item's
	OrgName           string `json:"orgName"`
	DeptCode          string `json:"deptCode"`
	ProDepart         string `json:"proDepart"`
	ProManager        string `json:"proManager"` // 经办人
	AcceptDate        string `json:"acceptDate"`
	ApplyDate         string `json:"applydate"`
	ResultDate        string `json:"resultDate"`
	UserName          string `json:"userName"`
	UserProp          string `json:"userProp"`     // 1 a person, 2 to 9 others
	UserPageType      string `json:"userPageType"` // 111 resident identity card
	CertKey           string `json:"certKey"`
	HandleName        string `json:"handleUserName"` // 代理人
	HandlePageType    string `json:"handleUserPageType"`
	HandlePageCode    string `json:"handleUserPageCode"`
	TelPhone          string `json:"telPhone"`
	ServiceName       string `json:"serviceName"`
	ServiceNumber     string `json:"serviceNumber"`
	ServiceTime       string `json:"serviceTime"`
	AssessNumber      string `json:"assessNumber"`
	Satisfaction      string `json:"satisfaction"`
	EvalDetail        string `json:"evalDetail"` // codes of tags
	WritingEvaluation string `json:"writingEvaluation"`
	AssessTime        string `json:"assessTime"`
	IsDefault         string `json:"isdefault"`
	Effective         string `json:"EffectivEvalua"` // 0 = excluded
	Platform          string `json:"pf"`
	DataSource        string `json:"dataSource"`
	AreaCode          string `json:"areaCode"`
}

const (
	exchangeTime     = "2006-01-02 15:04:05"
	exchangeTerminal = "5" // 大厅其他终端
)

// Exchange is a rating in the national form; service is the word for what was rated. ok
// is false for one of no case with an official number: nobody could tell what it is of.
func (r RatedCase) Exchange(service string) (e ExchangeRating, ok bool) {
	if r.Number == "" {
		return e, false
	}
	local := func(t time.Time) string { return t.In(village.Zone).Format(exchangeTime) }
	kind, nth, _ := village.ActNth(r.Act)
	number, served := serviceNumber(kind, nth), ""
	if kind == "receive" {
		served = local(r.FiledAt)
	}
	e = ExchangeRating{
		ProjectNo: string(r.Number), TaskCode: string(r.ItemCode), TaskName: r.Item, ProjectType: "2", ProStatus: "2", ProDepart: r.Department,
		ApplyDate: local(r.FiledAt), ServiceName: service, ServiceNumber: number, ServiceTime: served, AssessNumber: number,
		Satisfaction: string(rune('0' + r.Grade)), EvalDetail: strings.Join(r.Tags, ","), WritingEvaluation: r.Text, AssessTime: local(r.RatedAt),
		IsDefault: "0", Effective: "1", Platform: exchangeTerminal, DataSource: "bianmin", AreaCode: string(r.Village),
	}
	if code := string(r.ItemCode); r.ItemCode.Official() {
		e.OrgCode, e.OrgName = code[:18], r.Department
		if kind := code[21:23]; slices.Contains(exchangeTypes(), kind) {
			e.TaskType = kind
		}
	}
	switch {
	case r.Standing.Over():
		e.ProStatus = "3"
	case r.Standing == village.Received:
		e.ProStatus = "1"
	}
	if r.LimitDays == 0 {
		e.ProjectType = "1"
	}
	if r.Default {
		e.IsDefault = "1"
	}
	if r.State == RatingExcluded {
		e.Effective = "0"
	}
	return e, true
}

// exchangeTypes are the kinds of items (事项类型) that a code can name. Codes of a province are not always
// made so: what is none of them is not said.
func exchangeTypes() []string {
	return []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "20"}
}

// serviceNumber counts service acts of a case, each once: no two of one case share a number, or the
// other end takes the second for a repeat (项目编号 with 评价次数 is its key). The result of a case is
// counted from 101, behind any number of supplements.
func serviceNumber(kind string, nth int) string {
	switch kind {
	case "supplement":
		nth++
	case "result":
		nth += 100
	}
	return strconv.Itoa(nth)
}

// ExchangeSigner signs what leaves the county. The national interface asks for SM2;
// a local key signs until there is one.
type ExchangeSigner interface {
	Algorithm() string
	Sign(message []byte) []byte
}

// Envelope is what is handed over.
type Envelope struct {
	AppMark   string          `json:"appMark"`
	Time      string          `json:"time"`
	Algorithm string          `json:"algorithm"`
	Sign      []byte          `json:"sign"` // of time ‖ appMark ‖ params
	Params    json.RawMessage `json:"params"`
}

// NewEnvelope holds content, signed.
func NewEnvelope(mark string, at time.Time, content any, by ExchangeSigner) (Envelope, error) {
	params, err := json.Marshal(content)
	if err != nil {
		return Envelope{}, village.Failed("write for exchange", err)
	}
	e := Envelope{AppMark: mark, Time: at.In(village.Zone).Format(exchangeTime), Algorithm: by.Algorithm(), Params: params}
	e.Sign = by.Sign(e.signed())
	return e, nil
}

func (e Envelope) signed() []byte { return append([]byte(e.Time+e.AppMark), e.Params...) }

// Good reports whether verify takes the signature.
func (e Envelope) Good(verify func(message, sign []byte) bool) bool {
	return verify(e.signed(), e.Sign)
}
