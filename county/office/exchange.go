package office

import (
	"encoding/json"
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
	ProjectNo         string `json:"projectNo"`
	TaskCode          string `json:"taskCode"`
	TaskHandleItem    string `json:"taskHandleItem"`
	TaskName          string `json:"taskName"`
	ProjectType       string `json:"projectType"` // 1 at once, 2 within a limit
	ProStatus         string `json:"proStatus"`   // 1 waits, 2 accepted, 3 over
	ProDepart         string `json:"proDepart"`
	AcceptDate        string `json:"acceptDate"`
	ApplyDate         string `json:"applydate"`
	ResultDate        string `json:"resultDate"`
	UserName          string `json:"userName"`
	CertKey           string `json:"certKey"`
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
	exchangeOnce     = "1" // one rating of one act: number of the service and of the rating
)

// Exchange is a rating in the national form; service is the word for what was rated. ok
// is false for one of no case with an official number: nobody could tell what it is of.
func (r RatedCase) Exchange(service string) (e ExchangeRating, ok bool) {
	if r.Number == "" {
		return e, false
	}
	local := func(t time.Time) string { return t.In(village.Zone).Format(exchangeTime) }
	e = ExchangeRating{
		ProjectNo: string(r.Number), TaskCode: string(r.ItemCode), TaskName: r.Item, ProjectType: "2", ProStatus: "2", ProDepart: r.Department,
		ApplyDate: local(r.FiledAt), ServiceName: service, ServiceNumber: exchangeOnce, ServiceTime: local(r.FiledAt), AssessNumber: exchangeOnce,
		Satisfaction: string(rune('0' + r.Grade)), EvalDetail: strings.Join(r.Tags, ","), WritingEvaluation: r.Text, AssessTime: local(r.RatedAt),
		IsDefault: "0", Effective: "1", Platform: exchangeTerminal, DataSource: "bianmin", AreaCode: string(r.Village),
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
