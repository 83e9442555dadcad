package console

import (
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// pictured is a record with files that its text names.
func pictured(t *testing.T, r village.Record, files map[string]string, order ...string) village.Record {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal(r.Body, &body); err != nil {
		t.Fatal(err)
	}
	var named []inspect.File
	for n, of := range order {
		data := []byte("\xff\xd8\xff " + files[of])
		sum := sha256.Sum256(data)
		named = append(named, inspect.File{Of: of, Type: "image/jpeg", Bytes: len(data), SHA256: sum[:], First: n + 1, Pieces: 1})
		r.Parts = append(r.Parts, village.Part{Material: of, Type: "image/jpeg", SHA256: sum[:], Data: data})
	}
	body["files"] = named
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	again := countytest.Raw(r.Seq, r.Kind, raw)
	again.Parts = r.Parts
	return again
}

// TestWhoLooksAgainSeesWhatItLookedLikeBeforeAndAfter, of the order's own rule and nobody's
// signature; a town that answers for the centre opens nothing.
func TestWhoLooksAgainSeesWhatItLookedLikeBeforeAndAfter(t *testing.T) {
	files := map[string]string{"duty.absent": "a closed door", "run.hygiene": "a dirty yard", "signature": "a name", "before": "weeds", "after": "a clean yard"}
	visit := pictured(t, countytest.Inspection(1, nil, nil), files, "duty.absent", "run.hygiene", "signature")
	number := inspect.OrderNumber(codeOfVisit(t, visit), 2)
	reply := pictured(t, countytest.RectificationReply(2, number, countytest.InspectedCentre), files, "before", "after")
	d := newDesk(t, visit, reply)
	path := "/orders/" + number
	wants(t, d.page(path), "检查时拍的", "整改前（", "整改后（", "/files/0/2", "/files/1/1", "/files/1/2")
	lacks(t, d.page(path), "/files/0/1", "/files/0/3")
	for file, want := range map[string]string{"0/2": "a dirty yard", "1/1": "weeds", "1/2": "a clean yard", "0/1": "", "0/3": "", "1/3": "", "2/1": "", "x/1": ""} {
		w := d.ask(path + "/files/" + file)
		if want == "" && w.Code != http.StatusNotFound || want != "" && (w.Code != http.StatusOK || w.Body.String() != "\xff\xd8\xff "+want || w.Header().Get("Content-Type") != "image/jpeg") {
			t.Errorf("%s: %d %q", file, w.Code, w.Body)
		}
	}
	looks, err := d.db.Looks(t.Context(), 10)
	if err != nil || len(looks) != 3 || looks[0].Account == "" || looks[0].Reason != "check" {
		t.Errorf("three pictures were opened, kept is %+v, %v", looks, err)
	}
	for _, tt := range []struct {
		a    office.Account
		want int
	}{
		{office.Account{Name: "zheng", Person: "郑", Role: office.RoleInspector}, http.StatusOK},
		{office.Account{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}}, http.StatusForbidden},
		{office.Account{Name: "other", Person: "别", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}}, http.StatusNotFound},
	} {
		d.signIn(tt.a)
		if w := d.ask(path + "/files/1/2"); w.Code != tt.want {
			t.Errorf("%s: %d", tt.a.Name, w.Code)
		}
	}
	d.signIn(office.Account{Name: "clerk", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	lacks(t, d.page(path), "/files/")
}

func codeOfVisit(t *testing.T, r village.Record) village.ShortCode {
	t.Helper()
	var b inspect.Record
	if err := json.Unmarshal(r.Body, &b); err != nil {
		t.Fatal(err)
	}
	return b.ShortCode
}
