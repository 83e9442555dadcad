package flow_test

import (
	"image"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// withCamera is a kiosk with a camera at the page of papers.
func withCamera(t *testing.T) (*flowtest.Machine, *flow.Turn) {
	t.Helper()
	m := flowtest.New()
	m.Camera = image.NewGray(image.Rect(0, 0, 40, 30))
	m.Kiosk.Watch = m.Plug()
	turn := flow.NewTurn(m.Kiosk)
	at(t, turn, flow.RouteMaterials)
	return m, turn
}

func paper(turn *flow.Turn, code string) flow.Paper {
	for _, row := range turn.Materials.Rows {
		if row.Material.Code == code {
			return row
		}
	}
	return flow.Paper{}
}

func TestAPhotographedPaperIsHandedIn(t *testing.T) {
	m, turn := withCamera(t)
	turn.Materials.Choose("cz", village.Photographed)
	if turn.Route() != flow.RoutePhoto || turn.Photo.Paper.Code != "cz" || turn.Photo.Frame() == nil {
		t.Fatalf("at %s: %+v", turn.Route(), turn.Photo)
	}
	turn.Photo.Shoot()
	if turn.Photo.State != flow.PhotoTaken || turn.Photo.Verdict() != "photo.sharp" || m.Looking.Err() == nil {
		t.Fatalf("%s, %s, the camera goes on: %v", turn.Photo.State, turn.Photo.Verdict(), m.Looking.Err() == nil)
	}
	turn.Photo.Use()
	if turn.Route() != flow.RouteMaterials || paper(turn, "cz").How != village.Photographed {
		t.Fatalf("at %s: %+v", turn.Route(), paper(turn, "cz"))
	}
	if turn.Photo.Shot != nil || turn.Photo.Taken.Data != nil {
		t.Error("the page keeps the picture")
	}
	var found desk.MaterialInput
	for _, in := range turn.Confirm.Application().Materials {
		if in.Code == "cz" {
			found = in
		}
	}
	if len(found.Data) == 0 || found.File == "" || found.Declared != "" {
		t.Errorf("handed in as %+v", found)
	}
}

func TestABlurredPictureIsTakenAgainOrUsedAnyway(t *testing.T) {
	m, turn := withCamera(t)
	m.Blurred = true
	turn.Materials.Choose("cz", village.Photographed)
	turn.Photo.Shoot()
	if turn.Photo.Verdict() != "photo.blurred" {
		t.Error(turn.Photo.Verdict())
	}
	turn.Photo.Look()
	if turn.Photo.State != flow.PhotoLooks || turn.Photo.Shot != nil {
		t.Errorf("again: %s", turn.Photo.State)
	}
	turn.Photo.Shoot()
	turn.Photo.Use()
	if paper(turn, "cz").How != village.Photographed {
		t.Error("the person may not use what he can read")
	}
}

// TestACroppedPictureCanBeHadWhole: the page says that it was cropped, and one touch
// brings back everything that the camera saw.
func TestACroppedPictureCanBeHadWhole(t *testing.T) {
	m, turn := withCamera(t)
	m.Sheet = image.NewGray(image.Rect(0, 0, 20, 10))
	var asked []bool
	develop := turn.Kiosk().Develop
	turn.Kiosk().Develop = func(frame image.Image, kind village.PictureKind, whole bool) (flow.Picture, error) {
		asked = append(asked, whole)
		return develop(frame, kind, whole)
	}
	turn.Materials.Choose("cz", village.Photographed)
	turn.Photo.Whole()
	if turn.Photo.State != flow.PhotoLooks {
		t.Errorf("whole before there is a picture: %s", turn.Photo.State)
	}
	turn.Photo.Shoot()
	if !turn.Photo.Taken.Cut || turn.Photo.Verdict() != "photo.cut" {
		t.Fatalf("%+v, %s", turn.Photo.Taken, turn.Photo.Verdict())
	}
	turn.Photo.Whole()
	if turn.Photo.State != flow.PhotoTaken || turn.Photo.Taken.Cut || turn.Photo.Taken.View == m.Sheet || turn.Photo.Verdict() != "photo.sharp" {
		t.Errorf("%s: %+v, %s", turn.Photo.State, turn.Photo.Taken, turn.Photo.Verdict())
	}
	if len(asked) != 2 || asked[0] || !asked[1] {
		t.Errorf("made whole: %v", asked)
	}
	turn.Photo.Use()
	if paper(turn, "cz").How != village.Photographed {
		t.Error("the whole picture is not handed in")
	}
}

// TestHowAPictureIsMadeIsSaidByThePaper: a card keeps its colours, a place is no paper.
func TestHowAPictureIsMadeIsSaidByThePaper(t *testing.T) {
	_, turn := withCamera(t)
	var kinds []village.PictureKind
	develop := turn.Kiosk().Develop
	turn.Kiosk().Develop = func(frame image.Image, kind village.PictureKind, whole bool) (flow.Picture, error) {
		kinds = append(kinds, kind)
		return develop(frame, kind, whole)
	}
	for i := range turn.Materials.Rows {
		if kind, ok := map[string]village.PictureKind{"hkb": village.PictureCard, "cz": village.PictureText}[turn.Materials.Rows[i].Material.Code]; ok {
			turn.Materials.Rows[i].Material.Picture = kind
		}
	}
	for _, code := range []string{"cz", "hkb"} {
		turn.Materials.Choose(code, village.Photographed)
		turn.Photo.Shoot()
		turn.Photo.Use()
	}
	if len(kinds) != 2 || !kinds[0].Text() || kinds[1] != village.PictureCard {
		t.Errorf("made as %q", kinds)
	}
}

func TestABrokenCameraStopsNobody(t *testing.T) {
	m, turn := withCamera(t)
	m.Broken = &village.Error{Kind: village.Internal, Key: "err.camera.gone"}
	turn.Materials.Choose("cz", village.Photographed)
	if turn.Photo.State != flow.PhotoTrouble || turn.Photo.Problem.Text == "" {
		t.Errorf("%s, %+v", turn.Photo.State, turn.Photo.Problem)
	}
	m.Broken = nil
	turn.Photo.Look()
	if turn.Photo.State != flow.PhotoLooks || turn.Photo.Problem.Text != "" {
		t.Errorf("plugged in again: %s", turn.Photo.State)
	}
	turn.Back()
	turn.Materials.Choose("cz", village.Original)
	if turn.Route() != flow.RouteMaterials || paper(turn, "cz").How != village.Original {
		t.Errorf("at %s: %+v", turn.Route(), paper(turn, "cz"))
	}
}

func TestLeavingTheCameraStopsItAndKeepsNothing(t *testing.T) {
	m, turn := withCamera(t)
	turn.Materials.Choose("cz", village.Photographed)
	m.Hold = true
	turn.Photo.Shoot()
	turn.Back()
	turn.Materials.Choose("hkb", village.Photographed)
	m.Release() // the picture of the paper before, and the camera's start
	if turn.Photo.State != flow.PhotoLooks || turn.Photo.Taken.Data != nil {
		t.Errorf("a late picture came: %s", turn.Photo.State)
	}
	last := m.Looking
	m.Hold = false
	turn.GoHome()
	if last.Err() == nil {
		t.Error("the camera goes on")
	}
	if turn.Photo.Frame() != nil || len(turn.Materials.Rows) != 0 {
		t.Error("something is left for the next person")
	}
}

func TestAnotherAnswerDropsThePicture(t *testing.T) {
	_, turn := withCamera(t)
	turn.Materials.Choose("cz", village.Photographed)
	turn.Photo.Shoot()
	turn.Photo.Use()
	if turn.Materials.Pictures() != 1 {
		t.Error(turn.Materials.Pictures())
	}
	turn.Materials.Choose("cz", village.Later)
	if p := paper(turn, "cz"); p.How != village.Later || len(p.Pictures) != 0 || turn.Materials.Pictures() != 0 {
		t.Errorf("%+v", p)
	}
}

// TestAPaperOfSeveralPagesIsHandedInInTheirOrder, without the one that was taken away.
func TestAPaperOfSeveralPagesIsHandedInInTheirOrder(t *testing.T) {
	_, turn := withCamera(t)
	made := byte('0')
	turn.Kiosk().Develop = func(frame image.Image, _ village.PictureKind, _ bool) (flow.Picture, error) {
		made++
		return flow.Picture{Data: []byte{0xff, 0xd8, 0xff, made}, Sharp: true, Small: frame, View: frame}, nil
	}
	page := func() {
		t.Helper()
		turn.Photo.Shoot()
		turn.Photo.Use()
	}
	turn.Materials.Choose("cz", village.Photographed)
	page()
	if turn.Route() != flow.RouteMaterials || paper(turn, "cz").Pictures[0].View != nil {
		t.Fatalf("at %s after the first page", turn.Route())
	}
	turn.Materials.Choose("cz", village.Photographed)
	for range 3 {
		if turn.Photo.State != flow.PhotoPages {
			t.Fatalf("%s with %d pages", turn.Photo.State, len(turn.Photo.Pages))
		}
		turn.Photo.More()
		page()
	}
	turn.Photo.Remove(1)
	turn.Photo.Remove(7)
	if len(turn.Photo.Pages) != 3 || turn.Photo.State != flow.PhotoPages {
		t.Fatalf("%s with %d pages", turn.Photo.State, len(turn.Photo.Pages))
	}
	turn.Back()
	var order string
	files := map[string]bool{}
	for _, in := range turn.Confirm.Application().Materials {
		if in.Code == "cz" {
			order += string(in.Data[3:])
			files[in.File] = true
		}
	}
	if order != "134" || len(files) != 3 {
		t.Errorf("pages %q as %v", order, files)
	}
}

func TestAPaperWithoutItsLastPageIsAskedForAgain(t *testing.T) {
	m, turn := withCamera(t)
	turn.Materials.Choose("cz", village.Photographed)
	turn.Photo.Shoot()
	turn.Photo.Use()
	turn.Materials.Choose("cz", village.Photographed)
	turn.Photo.Remove(0)
	if turn.Photo.State != flow.PhotoLooks || m.Looking.Err() != nil {
		t.Errorf("%s without a page", turn.Photo.State)
	}
	turn.Back()
	if p := paper(turn, "cz"); turn.Route() != flow.RouteMaterials || p.How != "" || len(p.Pictures) != 0 {
		t.Errorf("at %s: %+v", turn.Route(), p)
	}
}

// TestNoMorePagesAreTakenThanTheCountyTakes, for no paper.
func TestNoMorePagesAreTakenThanTheCountyTakes(t *testing.T) {
	_, turn := withCamera(t)
	turn.Materials.Choose("cz", village.Photographed)
	turn.Photo.Shoot()
	turn.Photo.Use()
	turn.Materials.Choose("cz", village.Photographed)
	for turn.Photo.Room() > 0 {
		turn.Photo.More()
		turn.Photo.Shoot()
		turn.Photo.Use()
	}
	turn.Photo.More()
	if len(turn.Photo.Pages) != flow.MostPages || turn.Photo.State != flow.PhotoPages {
		t.Errorf("%s with %d pages", turn.Photo.State, len(turn.Photo.Pages))
	}
	turn.Back()
	turn.Materials.Choose("hkb", village.Photographed)
	if turn.Photo.State != flow.PhotoPages || len(turn.Photo.Pages) != 0 {
		t.Errorf("another paper: %s with %d pages", turn.Photo.State, len(turn.Photo.Pages))
	}
	turn.Photo.More()
	turn.Photo.Shoot()
	if turn.Photo.State != flow.PhotoPages {
		t.Errorf("another paper: %s", turn.Photo.State)
	}
}

// TestADraftAsksForThePictureAgain: no draft holds one, and none is missing unsaid.
func TestADraftAsksForThePictureAgain(t *testing.T) {
	_, turn := withCamera(t)
	for _, row := range turn.Materials.Rows {
		if row.Material.Necessity != village.Conditional {
			turn.Materials.Choose(row.Material.Code, village.Later)
		}
	}
	turn.Materials.Choose("cz", village.Photographed)
	turn.Photo.Shoot()
	turn.Photo.Use()
	turn.Materials.Next()
	turn.Precheck.Next()
	if turn.Route() != flow.RouteConfirm {
		t.Fatalf("at %s", turn.Route())
	}
	turn.LeaveForNow()
	turn.Leave.Keep(t.Context())
	code := turn.Leave.Left.Code
	turn.GoHome()
	turn.Home.Go(flow.RouteResume)
	turn.Resume.WithCode()
	for _, key := range string(code) {
		turn.Resume.Insert(string(key))
	}
	turn.Resume.Next()
	for _, key := range flowtest.ValidID[len(flowtest.ValidID)-flow.FourLen:] {
		turn.Resume.Insert(string(key))
	}
	turn.Resume.Next()
	if turn.Route() != flow.RouteMaterials || turn.Materials.Open() != 1 || paper(turn, "cz").How != "" {
		t.Errorf("at %s with %d open: %+v", turn.Route(), turn.Materials.Open(), turn.Resume.Problem)
	}
}

func TestWithoutACameraNothingIsPhotographed(t *testing.T) {
	turn := flow.NewTurn(flowtest.New().Kiosk)
	at(t, turn, flow.RouteMaterials)
	for _, row := range turn.Materials.Rows {
		for _, option := range row.Options {
			if option == village.Photographed {
				t.Fatalf("%s can be photographed", row.Material.Code)
			}
		}
	}
}
