package flow_test

import (
	"encoding/base64"
	"encoding/json"
	"image"
	"runtime"
	"slices"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

const photoField = "form.photo"

// atPhoto is a kiosk with a camera at the question for a photograph of an item.
func atPhoto(t *testing.T, code village.ItemCode) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m := flowtest.New()
	m.Camera = image.NewGray(image.Rect(0, 0, 40, 30))
	m.Kiosk.Watch = m.Plug()
	turn := flow.NewTurn(m.Kiosk)
	toPhoto(t, turn, code)
	return m, turn
}

func toPhoto(t *testing.T, turn *flow.Turn, code village.ItemCode) {
	t.Helper()
	item, _ := flowtest.Item(code)
	turn.Home.Choose(1)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	turn.Notice.Agree()
	answerAs(turn, map[string]string{
		flow.FieldName: "陈阿妹", flow.FieldID: validID, flow.FieldPhone: "13800000000",
		"form.home_division": "445203104202", "form.bank_account": "6230580000001234", "form.pay_mode": "首次申领",
	}, photoField)
}

// snap takes a picture of what the camera sees, and uses it.
func snap(turn *flow.Turn) {
	turn.Form.Photograph()
	turn.Photo.Shoot()
	turn.Photo.Use()
}

// handed is the photograph of the form as the counter gets it.
func handed(turn *flow.Turn) string {
	text, _ := turn.Confirm.Application().Form["photo"].(string)
	data, _ := base64.StdEncoding.DecodeString(text)
	return string(data)
}

func TestAPhotographOfTheFormIsHandedIn(t *testing.T) {
	m, turn := atPhoto(t, flowtest.Allowance)
	turn.Form.Photograph()
	if turn.Route() != flow.RoutePhoto || turn.Photo.Paper.Name != "近照" || turn.Photo.Paper.Picture != village.PictureCard || turn.Photo.How != "form.photo.how" {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Photo)
	}
	m.Blurred = true
	turn.Photo.Shoot()
	if turn.Photo.Verdict() != "photo.blurred" {
		t.Error(turn.Photo.Verdict())
	}
	turn.Photo.Look()
	m.Blurred = false
	turn.Photo.Shoot()
	turn.Photo.Use()
	if turn.Route() != flow.RouteForm || turn.Form.Question().Field != "form.witness_name" {
		t.Fatalf("at %s, %s", turn.Route(), turn.Form.Question().Field)
	}
	turn.Back()
	if kept := turn.Form.Picture(); kept.Small == nil || kept.View != nil || turn.Photo.Shot != nil {
		t.Errorf("kept is more than a thumbnail, or none: %+v", kept)
	}
	for turn.Route() == flow.RouteForm {
		turn.Form.Next()
	}
	papers(turn)
	if i := slices.IndexFunc(turn.Confirm.Rows, func(r flow.Answer) bool { return r.Field == photoField }); i < 0 || turn.Confirm.Rows[i].Value != "拍好了" {
		t.Errorf("the summary says %+v", turn.Confirm.Rows)
	}
	if !strings.HasPrefix(handed(turn), "\xff\xd8\xff") {
		t.Errorf("handed in is %q", handed(turn))
	}
	turn.Confirm.Sign(signature())
	turn.Confirm.Submit(t.Context())
	if turn.Route() != flow.RouteAccepted || m.Store.Saved() != 1 {
		t.Errorf("at %s: %+v", turn.Route(), turn.Confirm.Problem)
	}
}

func TestAPhotographNobodyNeedsIsSkippedTakenAgainAndTakenAway(t *testing.T) {
	m, turn := atPhoto(t, flowtest.Allowance)
	turn.Form.Next()
	if turn.Form.Question().Field != "form.witness_name" || handed(turn) != "" {
		t.Fatalf("skipped, it is at %s", turn.Form.Question().Field)
	}
	turn.Back()
	snap(turn)
	turn.Back()
	m.Sheet = image.NewGray(image.Rect(0, 0, 20, 10))
	snap(turn)
	turn.Back()
	if turn.Form.Picture().Small != m.Sheet {
		t.Error("the second picture is not in the place of the first")
	}
	turn.Form.RemovePicture()
	turn.Form.Next()
	if handed(turn) != "" || turn.Form.Question().Field != "form.witness_name" || turn.Pictures() != 0 {
		t.Errorf("taken away, %q is handed in", handed(turn))
	}
}

// TestACorrectionTakenBackLeavesThePicture as it was before it.
func TestACorrectionTakenBackLeavesThePicture(t *testing.T) {
	_, turn := atPhoto(t, flowtest.Allowance)
	snap(turn)
	for turn.Route() == flow.RouteForm {
		turn.Form.Next()
	}
	papers(turn)
	before := handed(turn)
	turn.Confirm.Correct(photoField)
	turn.Form.RemovePicture()
	turn.Back()
	if turn.Route() != flow.RouteConfirm || handed(turn) != before || before == "" {
		t.Errorf("at %s %q is handed in, not %q", turn.Route(), handed(turn), before)
	}
	turn.Confirm.Correct(photoField)
	turn.Form.RemovePicture()
	turn.Form.Next()
	if turn.Route() != flow.RouteConfirm || handed(turn) != "" {
		t.Errorf("at %s %q is handed in", turn.Route(), handed(turn))
	}
}

func TestARequiredPhotographHoldsUntilItIsTaken(t *testing.T) {
	m, turn := atPhoto(t, flowtest.Portrait)
	turn.Form.Next()
	if turn.Form.Question().Field != photoField || turn.Form.Problem.Text == "" {
		t.Fatalf("without it, at %s %s: %+v", turn.Route(), turn.Form.Question().Field, turn.Form.Problem)
	}
	m.Broken = &village.Error{Kind: village.Internal, Key: "err.camera.gone"}
	turn.Form.Photograph()
	if turn.Photo.State != flow.PhotoTrouble || !strings.Contains(turn.Photo.Problem.Text, "叫人") {
		t.Errorf("%s: %+v", turn.Photo.State, turn.Photo.Problem)
	}
	m.Broken = nil
	turn.Photo.Look()
	turn.Photo.Shoot()
	turn.Photo.Use()
	if turn.Route() != flow.RouteMaterials {
		t.Errorf("at %s", turn.Route())
	}
}

// TestWithoutACameraNobodyIsAskedForAPhotographInVain: what nobody needs is not asked for,
// and what the item cannot do without is said before anybody begins.
func TestWithoutACameraNobodyIsAskedForAPhotographInVain(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	toPhoto(t, turn, flowtest.Allowance)
	if turn.Route() != flow.RouteMaterials || turn.Guide.Unphotographed() != "" {
		t.Errorf("at %s %s", turn.Route(), turn.Form.Question().Field)
	}
	told := func() bool {
		return slices.ContainsFunc(turn.Notice.Asked, func(a flow.Asked) bool { return strings.Contains(a.Label, "照") })
	}
	if told() {
		t.Error("the notice names a photograph that nobody takes")
	}
	turn.GoHome()
	toPhoto(t, turn, flowtest.Portrait)
	if turn.Guide.Unphotographed() != "证件照" || turn.Form.Question().Field != photoField || turn.Form.CanPhotograph() || !told() {
		t.Errorf("%q at %s", turn.Guide.Unphotographed(), turn.Form.Question().Field)
	}
	turn.Form.Photograph()
	if turn.Route() != flow.RouteForm {
		t.Errorf("the camera that is not there is opened: %s", turn.Route())
	}
}

// TestADraftHoldsNoPhotographOfTheForm, and who comes back is asked for it again, though
// nobody has to hand it in.
func TestADraftHoldsNoPhotographOfTheForm(t *testing.T) {
	m, turn := atPhoto(t, flowtest.Allowance)
	snap(turn)
	for turn.Route() == flow.RouteForm {
		turn.Form.Next()
	}
	papers(turn)
	draft, err := json.Marshal(turn.Leave.Draft())
	if err != nil || strings.Contains(string(draft), base64.StdEncoding.EncodeToString([]byte(handed(turn)))[:12]) || handed(turn) == "" {
		t.Fatalf("the draft holds the picture: %s, %v", draft, err)
	}
	turn.LeaveForNow()
	turn.Leave.Keep(t.Context())
	code := turn.Leave.Left.Code
	turn.GoHome()
	turn.Home.Resume()
	prove(turn, string(code), "0021")
	if turn.Route() != flow.RouteForm || turn.Form.Question().Field != photoField || turn.Form.Filled() || handed(turn) != "" {
		t.Fatalf("at %s %s", turn.Route(), turn.Form.Question().Field)
	}
	for turn.Route() == flow.RouteForm {
		turn.Form.Next()
	}
	if turn.Route() != flow.RouteMaterials || m.Store.Saved() != 0 {
		t.Errorf("at %s", turn.Route())
	}
}

// TestNoPictureIsEncodedEachSecond: a draft holds none, and the window waits for it.
func TestNoPictureIsEncodedEachSecond(t *testing.T) {
	const large = 8 << 20
	m := flowtest.New()
	m.Camera = image.NewGray(image.Rect(0, 0, 40, 30))
	m.Kiosk.Watch = m.Plug()
	m.Kiosk.Develop = func(image.Image, village.PictureKind, bool) (flow.Picture, error) {
		return flow.Picture{Data: make([]byte, large), Sharp: true}, nil
	}
	turn := flow.NewTurn(m.Kiosk)
	toPhoto(t, turn, flowtest.Allowance)
	snap(turn)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	draft := turn.Leave.Draft()
	can := turn.CanLeave()
	turn.Tick()
	runtime.ReadMemStats(&after)
	if made := after.TotalAlloc - before.TotalAlloc; made >= large || !can || draft.Applicant.Name != "陈阿妹" || turn.Pictures() != 1 {
		t.Errorf("%d bytes for a second, can leave %v: %+v", made, can, draft.Applicant)
	}
}

// TestWhatIsReadOfAPhotographIsWhatTheKeysDo: no key is named that is not there.
func TestWhatIsReadOfAPhotographIsWhatTheKeysDo(t *testing.T) {
	next := func(turn *flow.Turn) string {
		said := turn.Aloud()
		return said[len(said)-1].Key
	}
	for code, want := range map[village.ItemCode]string{flowtest.Allowance: "voice.next.form.photo", flowtest.Portrait: "voice.next.form.photo.required"} {
		_, turn := atPhoto(t, code)
		if got := next(turn); got != want {
			t.Errorf("before: %s, want %s", got, want)
		}
		snap(turn)
		turn.Back()
		if got := next(turn); turn.Form.Question().Field != photoField || got != "voice.next.form.photo.there" {
			t.Errorf("with a picture at %s: %s", turn.Form.Question().Field, got)
		}
	}
}

// TestWhereACameraFailsThePictureThatIsThereIsNamed, and no key that the form does not have then.
func TestWhereACameraFailsThePictureThatIsThereIsNamed(t *testing.T) {
	for _, code := range []village.ItemCode{flowtest.Allowance, flowtest.Portrait} {
		m, turn := atPhoto(t, code)
		snap(turn)
		turn.Back()
		m.Broken = &village.Error{Kind: village.Internal, Key: "err.camera.gone"}
		turn.Form.Photograph()
		if words := turn.Photo.Problem.Text; words != turn.Home.T("form.photo.trouble.there") {
			t.Errorf("%s: %q", code, words)
		}
		if turn.Back(); turn.Form.Picture().Small == nil {
			t.Errorf("%s: the picture is gone", code)
		}
	}
}
