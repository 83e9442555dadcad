package county

import (
	"crypto/sha256"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

var _ office.DocumentBook = (*DB)(nil)

// TestP8ADocumentIsKeptOnceAndStandsUntilItIsWithdrawnOrReplaced.
func TestP8ADocumentIsKeptOnceAndStandsUntilItIsWithdrawnOrReplaced(t *testing.T) {
	db, ctx := openNew(t), t.Context()
	countytest.Unlock(t, db)
	enter := func(number, content string, part int) office.Document {
		t.Helper()
		d, err := db.EnterDocument(ctx, office.Document{Number: number, Kind: "acceptance", At: countytest.At.Local(), Kiosk: "K1", ID: "one", Part: part, Account: "chen"}, []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	first := enter("N1", "one", 0)
	if again := enter("N2", "one", 0); again != first || len(first.Code) != 16 || first.Code != db.DocumentCode("N1", []byte("one")) {
		t.Errorf("the same content is %+v, before %+v", again, first)
	}
	for number, d := range map[string]office.Document{"N3": enter("N3", "two", 0), "N4": enter("N4", "one", 2)} {
		if d.Number != number || d.Code == first.Code {
			t.Errorf("%s is %+v", number, d)
		}
	}
	digest := sha256.Sum256([]byte("file"))
	for range 2 {
		if err := db.KeepDocumentFile(ctx, "N1", digest, countytest.At); err != nil {
			t.Fatal(err)
		}
	}
	if d, err := db.DocumentOfFile(ctx, digest); err != nil || d != first {
		t.Errorf("by file: %+v, %v", d, err)
	}
	if _, err := db.DocumentOfFile(ctx, sha256.Sum256([]byte("other"))); village.KindOf(err) != village.NotFound {
		t.Errorf("of another file: %v", err)
	}
	gone := office.Document{Number: "N1", WithdrawnAt: countytest.At.Add(time.Hour), WithdrawnBy: "chen", Reason: "mistake"}
	if err := db.WithdrawDocument(ctx, gone); err != nil {
		t.Fatal(err)
	}
	if err := db.ReplaceDocument(ctx, "N3", "N4"); err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"N1", "N3"} { // withdrawn, and replaced
		gone.Number = number
		if err := db.WithdrawDocument(ctx, gone); village.KindOf(err) != village.Conflict {
			t.Errorf("%s once more: %v", number, err)
		}
	}
	if d := enter("N5", "one", 0); d.Number != "N5" {
		t.Errorf("what was withdrawn is handed out again as %s", d.Number)
	}
	list, err := db.Documents(ctx, 3)
	if err != nil || len(list) != 3 || list[0].Reason != "mistake" || !list[0].WithdrawnAt.Equal(gone.WithdrawnAt) || list[1].ReplacedBy != "N4" {
		t.Errorf("listed %+v, %v", list, err)
	}
}
