package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

var monday = time.Date(2026, 11, 23, 10, 3, 0, 0, village.Zone)

// item asks for one field of every type, and one material of every necessity.
var item = village.ServiceItem{
	Code: "example", Name: "高龄津贴", Department: "区民政局", Delivery: []string{"pickup", "express"},
	Materials: []village.Material{
		{Code: "card", Name: "身份证", Necessity: village.Required, ReplacedBy: "居民身份证"},
		{Code: "book", Name: "存折", Necessity: village.Required},
		{Code: "photo", Name: "照片", Necessity: village.MayFollow},
		{Code: "letter", Name: "委托书", Necessity: village.Conditional},
	},
	Fields: []village.FormField{
		{Key: village.FieldApplicantName, Label: "姓名", Type: village.FieldText, Required: true},
		{Key: "home", Label: "户籍地", Type: village.FieldDivision, Required: true},
		{Key: "born", Label: "出生日期", Type: village.FieldDate},
		{Key: "income", Label: "收入", Type: village.FieldMoney},
		{Key: "heads", Label: "人数", Type: village.FieldNumber},
		{Key: "alone", Label: "独居", Type: village.FieldBool},
		{Key: "family", Label: "家庭成员", Type: village.FieldList},
		{Key: "account", Label: "账号", Type: village.FieldBank},
		{Key: "kind", Label: "种类", Type: village.FieldChoice, Choices: []string{"新办", "换领"}},
		{Key: "signature", Label: "签名", Type: village.FieldSignature},
	},
}

// counter is a desk on the in-memory store that the contract suite proves.
func counter(t *testing.T) (*desk.Desk, *storetest.Memory) {
	t.Helper()
	store := storetest.NewMemory(func() time.Time { return monday })
	ids := 0
	return &desk.Desk{
		Store: store, Edition: func() (string, bool) { return "v1", false },
		Item: func(code village.ItemCode) (village.ServiceItem, bool) { return item, code == item.Code },
		ItemOf: func(context.Context, string, village.ItemCode) (village.ServiceItem, error) {
			return item, nil
		},
		Divisions: village.Divisions{
			County:   village.Division{Code: "445203000000", Name: "揭东区"},
			Villages: []village.Division{{Code: "445203104202", Name: "江滨村", Former: []village.DivisionCode{"445203104208"}}},
		},
		Tags: func() village.RatingTags {
			return village.RatingTags{Version: "t1", Tags: map[village.Grade][]village.RatingTag{
				2: {{Code: "207", Text: "没有提供材料样本"}}, 5: {{Code: "510", Text: "一窗受理一次办结"}},
			}}
		},
		Village: func() village.DivisionCode { return "445203104202" }, Machine: "K1",
		County: func() (desk.County, error) {
			return desk.County{Code: sealtest.CountyCode, Key: sealtest.Secret().CountyKey}, nil
		},
		Now: func() (time.Time, village.TimeTrust) { return monday, village.TimeSynced },
		NewID: func() (village.RecordID, error) {
			ids++
			return village.RecordID(fmt.Sprintf("01900000-0000-7000-8000-%012d", ids)), nil
		},
		Rand:   rand.New(rand.NewPCG(1, 0)),
		TagKey: func(day string) ([]byte, error) { return []byte(day), nil },
		Seal:   func(c village.Case) (string, error) { return "BM1:" + string(c.ShortCode), nil },
	}, store
}

func application() desk.Application {
	return desk.Application{
		Item: item.Code, Consent: true,
		Applicant: desk.ApplicantInput{
			Kind: village.Person, Name: "陈阿婆", IDType: village.IDResident, ID: "11010519491231002x", Phone: "138 0000 0000",
		},
		Form: map[string]any{"home": "445203104202"},
	}
}

// body is what the county will read of record number i.
func body(t *testing.T, store *storetest.Memory, i int) desk.CaseBody {
	t.Helper()
	records := pending(t, store)
	if len(records) <= i {
		t.Fatalf("%d records", len(records))
	}
	var b desk.CaseBody
	text, err := sealtest.Text("K1", records[i])
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAcceptStoresWhatWasParsedNotWhatWasTyped(t *testing.T) {
	d, store := counter(t)
	out, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	b := body(t, store, 0)
	if b.Consent.Notice != desk.NoticeVersion {
		t.Errorf("the consent is to %q", b.Consent.Notice)
	}
	if b.Applicant.ID != "11010519491231002X" || b.Applicant.Phone != "13800000000" {
		t.Errorf("stored %+v", b.Applicant)
	}
	if b.ShortCode != out.ShortCode || b.ID != out.ID || out.State != village.Received || out.CaseNumber != nil {
		t.Errorf("answer %+v, body %s %s", out, b.ID, b.ShortCode)
	}
	if b.Delivery.Mode != desk.Pickup {
		t.Errorf("delivery %q, want pickup unless asked for", b.Delivery.Mode)
	}
}

func TestClearPartOfACaseNamesNobody(t *testing.T) {
	d, store := counter(t)
	in := application()
	in.Form["family"] = "陈小明"
	out, err := d.Accept(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	c, err := store.CaseByCode(t.Context(), out.ShortCode)
	if err != nil {
		t.Fatal(err)
	}
	clear, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"陈", "11010519491231002", "13800000000"} {
		if bytes.Contains(clear, []byte(secret)) {
			t.Errorf("%q stands in clear: %s", secret, clear)
		}
	}
}

func TestAMissingMaterialIsRecordedAndRefusesNothing(t *testing.T) {
	d, store := counter(t)
	in := application()
	in.Materials = []desk.MaterialInput{{Code: "card", Declared: village.ByLicence}}
	out, err := d.Accept(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	want := "[{card licence} {book missing} {photo later}]"
	if got := fmt.Sprint(out.Case.Materials); got != want {
		t.Errorf("materials %s, want %s", got, want)
	}
	if fmt.Sprint(out.Missing) != "[book]" {
		t.Errorf("missing %v", out.Missing)
	}
	if b := body(t, store, 0); len(b.Materials) != 3 || b.Materials[1].Name != "存折" {
		t.Errorf("the officer reads %+v", b.Materials)
	}
}

func TestFreeMaterialsKeepTheirNamesForTheOfficerOnly(t *testing.T) {
	d, store := counter(t)
	d.Item = func(code village.ItemCode) (village.ServiceItem, bool) {
		return village.ServiceItem{Code: code, Name: "一件事"}, true
	}
	in := application()
	in.Form = nil
	in.Materials = []desk.MaterialInput{{Code: "陈阿婆的病历", Declared: village.Original}}
	out, err := d.Accept(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if out.Case.Materials[0].Code != "free-1" {
		t.Errorf("%q stands in clear", out.Case.Materials[0].Code)
	}
	if b := body(t, store, 0); b.Materials[0].Name != "陈阿婆的病历" {
		t.Errorf("the officer reads %q", b.Materials[0].Name)
	}
}

func TestTheSamePersonAndItemTwiceWarnsAndIsTaken(t *testing.T) {
	d, store := counter(t)
	first, err := d.Accept(t.Context(), application())
	if err != nil || len(first.Warnings) != 0 {
		t.Fatalf("first: %+v, %v", first.Warnings, err)
	}
	again, err := d.Accept(t.Context(), application())
	if err != nil || len(again.Warnings) != 1 || again.Warnings[0].Key != "warn.case.again" {
		t.Fatalf("second: %+v, %v", again.Warnings, err)
	}
	if b := body(t, store, 1); fmt.Sprint(b.Warnings) != "[warn.case.again]" {
		t.Errorf("the officer is not told: %v", b.Warnings)
	}
	other := application()
	other.Applicant.ID = "440524188001010014"
	if out, err := d.Accept(t.Context(), other); err != nil || len(out.Warnings) != 0 {
		t.Errorf("another person: %+v, %v", out.Warnings, err)
	}
}

func TestATakenShortCodeIsDrawnAgain(t *testing.T) {
	d, store := counter(t)
	seen := map[village.ShortCode]bool{}
	for range 20 {
		d.Rand = rand.New(rand.NewPCG(1, 0)) // always draws the same codes first
		out, err := d.Accept(t.Context(), application())
		if err != nil {
			if len(seen) < 10 {
				t.Fatal(err)
			}
			break // ten tries are used up
		}
		if seen[out.ShortCode] {
			t.Fatalf("%s was issued twice", out.ShortCode)
		}
		if b := body(t, store, len(seen)); b.ShortCode != out.ShortCode || out.QR != "BM1:"+string(out.ShortCode) {
			t.Fatalf("receipt %s %s, record %s", out.ShortCode, out.QR, b.ShortCode)
		}
		seen[out.ShortCode] = true
	}
}

func TestFormFieldsAreReadByTheirType(t *testing.T) {
	png := "data:image/png;base64,iVBORw0KGgo="
	tests := []struct {
		key     string
		in      any
		want    any
		wantKey string
	}{
		{"home", "445203104", nil, "err.division.unknown"},
		{"home", "445203104208", "445203104202", ""}, // before it was renamed
		{"home", "110101", "110101000000", ""},
		{"born", "1946-02-29", nil, "err.form.date.day"},
		{"born", "1946-13-01", nil, "err.form.date.month"},
		{"born", "1946-00-10", nil, "err.form.date.month"},
		{"born", "1946-04-31", nil, "err.form.date.day"},
		{"born", "1946-04-00", nil, "err.form.date.day"},
		{"born", "0194-04-01", nil, "err.form.date.year"},
		{"born", "2126-04-01", nil, "err.form.date.year"},
		{"born", "1946-4-1", nil, "err.form.date"},
		{"born", "+946-04-01", nil, "err.form.date"},
		{"born", "1946- 4-01", nil, "err.form.date"},
		{"born", "1946/04/01", nil, "err.form.date"},
		{"born", " 1946-02-28 ", "1946-02-28", ""},
		{"income", "1200.50", "1200.50", ""},
		{"income", 1200.5, "1200.5", ""},
		{"income", "1200.505", nil, "err.form.money"},
		{"income", "-1", nil, "err.form.number"},
		{"income", "1e3", nil, "err.form.number"},
		{"heads", "三", nil, "err.form.number"},
		{"heads", "3", "3", ""},
		{"heads", "0." + strings.Repeat("0", 1<<20), nil, "err.form.number"},
		{"family", "陈\ufffd明", nil, "err.form.control"}, // a character that was lost on the way
		{"alone", "yes", nil, "err.form.bool"},
		{"alone", false, false, ""},
		{"family", "陈小明 子\n\n陈小红 女", []string{"陈小明 子", "陈小红 女"}, ""},
		{"family", []any{"陈小明", 5.0}, nil, "err.form.list"},
		{"account", "6217 0000 0000 0000 000", "6217000000000000000", ""},
		{"account", "6217", nil, "err.form.bank"},
		{"kind", "注销", nil, "err.form.choice"},
		{"kind", "换领", "换领", ""},
		{"signature", png, "form.signature", ""},
		{"signature", "aGVsbG8=", nil, "err.form.picture"},
		{"signature", "not base64", nil, "err.form.picture"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.key, tt.in), func(t *testing.T) {
			d, store := counter(t)
			in := application()
			in.Form[tt.key] = tt.in
			_, err := d.Accept(t.Context(), in)
			e, _ := errors.AsType[*village.Error](err)
			if tt.wantKey != "" {
				if e == nil || e.Key != tt.wantKey || e.Field != "form."+tt.key || e.Args["label"] == "" {
					t.Fatalf("error %v, want %s at form.%s with its label", err, tt.wantKey, tt.key)
				}
				if check := d.Check(in, "form."+tt.key); check == nil || check.Error() != err.Error() {
					t.Errorf("Check says %v, Accept %v", check, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(body(t, store, 0).Form[tt.key]); got != fmt.Sprint(tt.want) {
				t.Errorf("stored %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAddresseeIsChecked(t *testing.T) {
	for name, want := range map[string]string{"": "", "陈小明": "", "陈\a明": "delivery.name", "陈": "delivery.name", strings.Repeat("陈", 1000): "delivery.name"} {
		d, _ := counter(t)
		in := application()
		in.Delivery = desk.DeliveryInput{Mode: desk.Express, Address: "锡场镇江滨村 1 号", Name: name}
		_, err := d.Accept(t.Context(), in)
		if e, _ := errors.AsType[*village.Error](err); want == "" && err != nil || want != "" && (e == nil || e.Field != want) {
			t.Errorf("addressee of %d bytes: %v, want %q", len(name), err, want)
		}
	}
}

func TestARatingNeedsAReasonWhenItIsPoor(t *testing.T) {
	d, _ := counter(t)
	accepted, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	rate := func(in desk.RatingInput) string {
		_, err := d.Rate(t.Context(), in)
		if err == nil {
			return ""
		}
		e := village.Keyed(err)
		return e.Field + " " + e.Key
	}
	code := string(accepted.ShortCode)
	for _, tt := range []struct {
		in   desk.RatingInput
		want string
	}{
		{desk.RatingInput{Target: code, Grade: 2}, "tags err.rating.reason"},
		{desk.RatingInput{Target: code, Grade: 2, Text: "  "}, "tags err.rating.reason"},
		{desk.RatingInput{Target: code, Grade: 2, Tags: []string{"510"}}, "tags[0] err.rating.tag_grade"},
		{desk.RatingInput{Target: "centre", Grade: 5}, ""},
		{desk.RatingInput{Target: "centre", Grade: 4}, ""}, // another visit
		{desk.RatingInput{Target: accepted.ShortCode.Spaced(), Grade: 1, Text: "等太久"}, ""},
		{desk.RatingInput{Target: code, Grade: 5}, "target err.rating.twice"},
		{desk.RatingInput{Target: "22222222", Grade: 5}, "target err.rating.unknown_code"},
	} {
		if got := rate(tt.in); got != tt.want {
			t.Errorf("Rate(%+v) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestStatusTellsNothingOfOthers(t *testing.T) {
	d, _ := counter(t)
	accepted, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.Status(t.Context(), strings.ToLower(accepted.ShortCode.Spaced()))
	if err != nil || s.Record != village.RecordLocal || s.Item.Name != item.Name || s.Case.State != village.Received {
		t.Errorf("status %+v, %v", s, err)
	}
	if _, err := d.Status(t.Context(), "22222222"); village.Keyed(err).Key != "err.status.unknown" {
		t.Errorf("a stranger's code: %v", err)
	}
}

func TestTwoCountersAcceptAtOnce(t *testing.T) {
	d, store := counter(t)
	var mu sync.Mutex
	ids := 0
	d.NewID = func() (village.RecordID, error) {
		mu.Lock()
		defer mu.Unlock()
		ids++
		return village.RecordID(fmt.Sprintf("01900000-0000-7000-8000-%012d", ids)), nil
	}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := d.Accept(t.Context(), application()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n, err := store.Count(t.Context()); err != nil || n.Waiting != 20 {
		t.Errorf("%d stored, %v", n.Waiting, err)
	}
}
