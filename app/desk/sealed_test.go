package desk_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

func TestWhatIsStoredSaysNothingOfThePerson(t *testing.T) {
	d, store := counter(t)
	photo := append([]byte("\xff\xd8\xff"), bytes.Repeat([]byte("photo of a card "), 40_000)...)
	in := application()
	in.Materials = []desk.MaterialInput{{Code: "card", File: "a.jpg", Data: photo}}
	accepted, err := d.Accept(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Rate(t.Context(), desk.RatingInput{Target: string(accepted.ShortCode), Grade: 2, Text: "a long wait"}); err != nil {
		t.Fatal(err)
	}
	records := pending(t, store)
	if len(records) != 2 {
		t.Fatalf("%d records", len(records))
	}
	for _, r := range records {
		text, err := sealtest.Text("K1", r)
		if err != nil {
			t.Fatal(err)
		}
		kept := slices.Clone(r.Body)
		for _, p := range r.Parts {
			kept = append(append(append(kept, p.Data...), p.Material...), p.Type...)
		}
		for _, word := range []string{"陈阿婆", "11010519491231002", "13800000000", "photo of a card", "a long wait", "image/jpeg"} {
			if bytes.Contains(kept, []byte(word)) {
				t.Errorf("a %s shows %q", r.Kind, word)
			}
		}
		if r.Kind == village.RecordCase && !bytes.Contains(text, []byte("陈阿婆")) { // the search would find it
			t.Error("the sealed text lacks the name")
		}
	}
}

func TestAFileComesBackFromItsPieces(t *testing.T) {
	d, store := counter(t)
	photo := append([]byte("\xff\xd8\xff"), bytes.Repeat([]byte("0123456789"), 70_000)...)
	in := application()
	in.Form["signature"] = "iVBORw0KGgo="
	in.Materials = []desk.MaterialInput{{Code: "card", File: "a.jpg", Data: photo}}
	if _, err := d.Accept(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	records := pending(t, store)
	f := body(t, store, 0).Files[1]
	var got []byte
	for n := f.First; n < f.First+f.Pieces; n++ {
		if size := len(records[0].Parts[n-1].Data); size > 256<<10 {
			t.Errorf("piece %d has %d bytes", n, size)
		}
		piece, err := sealtest.Piece("K1", records[0], n)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, piece...)
	}
	if sum := sha256.Sum256(got); f.Pieces != 3 || !bytes.Equal(got, photo) || !bytes.Equal(sum[:], f.SHA256) {
		t.Errorf("%d pieces give %d bytes of %d", f.Pieces, len(got), len(photo))
	}
	if _, err := sealtest.Piece("K2", records[0], 1); err == nil {
		t.Error("a piece opens for another kiosk")
	}
}

func TestBeforeEnrolmentNothingIsTakenAndAWrongFieldIsStillNamed(t *testing.T) {
	d, store := counter(t)
	d.County = func() (desk.County, error) { return desk.County{}, village.Refuse("county", "err.kiosk.not_enrolled") }
	_, err := d.Accept(t.Context(), application())
	if e, _ := errors.AsType[*village.Error](err); e == nil || e.Kind != village.Invalid || e.Key != "err.kiosk.not_enrolled" {
		t.Errorf("accept: %v", err)
	}
	_, err = d.Rate(t.Context(), desk.RatingInput{Target: desk.TargetCentre, Grade: 5})
	if e, _ := errors.AsType[*village.Error](err); e == nil || e.Key != "err.kiosk.not_enrolled" {
		t.Errorf("rate: %v", err)
	}
	wrong := application()
	wrong.Applicant.ID = "1"
	_, err = d.Accept(t.Context(), wrong)
	if e, _ := errors.AsType[*village.Error](err); e == nil || e.Field != "applicant.id" {
		t.Errorf("a wrong number: %v", err)
	}
	if n, _ := store.Count(t.Context()); n.Waiting != 0 {
		t.Errorf("%d stored", n.Waiting)
	}
}

func TestClearPartIsWhatTheReceiptSays(t *testing.T) {
	d, store := counter(t)
	accepted, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	records := pending(t, store)
	b, err := seal.ParseBody(records[0].Body)
	if err != nil || b.Clear.ShortCode != accepted.ShortCode || b.Clear.County != sealtest.CountyCode || b.Clear.Parts != 0 ||
		b.Clear.Item != accepted.Case.Item || len(b.Clear.Materials) != len(accepted.Case.Materials) {
		t.Errorf("%+v, %v", b.Clear, err)
	}
}

func TestASignatureTravelsAsAPart(t *testing.T) {
	d, store := counter(t)
	in := application()
	in.Form["signature"] = "iVBORw0KGgo="
	in.Materials = []desk.MaterialInput{{Code: "card", File: "a.jpg", Data: []byte("\xff\xd8\xffx")}, {Code: "card", File: "b.jpg", Data: []byte("\xff\xd8\xffy")}}
	if _, err := d.Accept(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range body(t, store, 0).Files {
		names = append(names, fmt.Sprintf("%s %s %d+%d", f.Material, f.Type, f.First, f.Pieces))
	}
	if got := strings.Join(names, ", "); got != "form.signature image/png 1+1, card image/jpeg 2+1, card image/jpeg 3+1" {
		t.Errorf("files %s", got)
	}
}

func TestARecordThatCouldNeverTravelIsRefused(t *testing.T) {
	d, store := counter(t)
	in := application()
	for range village.MaxFiles + 1 {
		in.Materials = append(in.Materials, desk.MaterialInput{Code: "card", File: "a.jpg", Data: []byte("\xff\xd8\xffx")})
	}
	_, err := d.Accept(t.Context(), in)
	if e, _ := errors.AsType[*village.Error](err); e == nil || e.Field != "materials" || e.Key != "err.record.parts" {
		t.Errorf("%d files: %v", len(in.Materials), err)
	}
	in = application()
	big := append([]byte("\xff\xd8\xff"), make([]byte, village.MaxFileBytes-3)...)
	for range 3 {
		in.Materials = append(in.Materials, desk.MaterialInput{Code: "card", File: "a.jpg", Data: big})
	}
	_, err = d.Accept(t.Context(), in)
	if e, _ := errors.AsType[*village.Error](err); e == nil || e.Kind != village.Invalid || e.Field != "materials" {
		t.Errorf("error %v", err)
	}
	if n, _ := store.Count(t.Context()); n.Waiting != 0 {
		t.Errorf("%d stored", n.Waiting)
	}
}

// pending are the records that were stored, with their pieces.
func pending(t *testing.T, store *storetest.Memory) []village.Record {
	t.Helper()
	_, records, err := store.Batch(t.Context(), 1, 100, 1<<30)
	for i := range records {
		for j, p := range records[i].Parts {
			data, err := store.Piece(t.Context(), [32]byte(p.SHA256))
			if err != nil {
				t.Fatal(err)
			}
			records[i].Parts[j].Data = data
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func TestPapersStayNoLongerThanTheirMostSensitiveAnswerMay(t *testing.T) {
	for _, tt := range []struct {
		name string
		form map[string]any
		want int
	}{
		{"a place", nil, 7},
		{"a bank account", map[string]any{"account": "6222020200012345678"}, 0},
		{"an income", map[string]any{"income": 1200.0}, 3},
		{"a signature", map[string]any{"signature": "iVBORw0KGgo="}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, store := counter(t)
			kept := item
			kept.Fields = slices.Clone(item.Fields)
			for i, f := range kept.Fields {
				kept.Fields[i].RetentionDays = map[string]int{"account": 0, "signature": 0, "income": 3}[f.Key]
				if f.Key == "home" || f.Key == village.FieldApplicantName {
					kept.Fields[i].RetentionDays = 7
				}
			}
			d.Item = func(village.ItemCode) (village.ServiceItem, bool) { return kept, true }
			in := application()
			for key, value := range tt.form {
				in.Form[key] = value
			}
			if _, err := d.Accept(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			if got := pending(t, store)[0].KeepDays; got != tt.want {
				t.Errorf("stays %d days, want %d", got, tt.want)
			}
		})
	}
}
