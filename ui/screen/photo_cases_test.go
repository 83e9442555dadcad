package screen

import (
	"image"
	"image/color"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// sheetOfPaper is what a camera sees of a paper on a table.
func sheetOfPaper() image.Image {
	out := image.NewGray(image.Rect(0, 0, 640, 480))
	for y := range 480 {
		for x := range 640 {
			v := color.Gray{70}
			if x > 120 && x < 520 && y > 30 && y < 450 {
				v = color.Gray{240}
				if y%24 < 10 && (x*7+y*3)%31 < 22 && x > 150 && x < 490 && y > 60 && y < 420 {
					v = color.Gray{40}
				}
			}
			out.SetGray(x, y, v)
		}
	}
	return out
}

// onlySheet is the paper without the table.
func onlySheet() image.Image {
	return sheetOfPaper().(*image.Gray).SubImage(image.Rect(122, 32, 518, 448))
}

// seen is a machine with a camera, at the papers of item.
func seen(item village.ItemCode, then func(*flowtest.Machine, *flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		m.Camera = sheetOfPaper()
		turn.Kiosk().Watch = m.Plug()
		toForm(turn, item)
		ask(turn, "form.witness_name")
		turn.Form.Next()
		then(m, turn)
	}
}

func shoot(turn *flow.Turn) {
	turn.Materials.Choose("cz", village.Photographed)
	turn.Photo.Shoot()
}

// pages photographs n pages of one paper and shows them.
func pages(turn *flow.Turn, n int) {
	for i := range n {
		if i < 2 {
			turn.Materials.Choose("cz", village.Photographed)
		}
		if i > 0 {
			turn.Photo.More()
		}
		turn.Photo.Shoot()
		turn.Photo.Use()
	}
}

// asksPhoto is a machine, with or without a camera, at the question for a photograph.
func asksPhoto(item village.ItemCode, camera bool, then func(*flowtest.Machine, *flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(_ *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		m.Camera = sheetOfPaper()
		if camera {
			turn.Kiosk().Watch = m.Plug()
		}
		toForm(turn, item)
		ask(turn, "form.photo")
		then(m, turn)
	}
}

// snapped takes a picture for the question shown and comes back to it.
func snapped(m *flowtest.Machine, turn *flow.Turn) {
	m.Sheet = onlySheet()
	turn.Form.Photograph()
	turn.Photo.Shoot()
	turn.Photo.Use()
	turn.Back()
}

// formPictureCases are questions that a photograph answers.
func formPictureCases() []picture {
	nothing := func(*flowtest.Machine, *flow.Turn) {}
	return []picture{
		{"form-photo", asksPhoto(flowtest.Allowance, true, nothing)},
		{"form-photo-taken", asksPhoto(flowtest.Allowance, true, snapped)},
		{"form-photo-longest", asksPhoto(flowtest.Longest, true, snapped)},
		{"form-photo-none", asksPhoto(flowtest.Portrait, false, nothing)},
		{"form-photo-error", asksPhoto(flowtest.Portrait, true, func(_ *flowtest.Machine, turn *flow.Turn) { turn.Form.Next() })},
		{"photo-form", asksPhoto(flowtest.Allowance, true, func(_ *flowtest.Machine, turn *flow.Turn) { turn.Form.Photograph() })},
		{"photo-form-error", asksPhoto(flowtest.Allowance, true, func(m *flowtest.Machine, turn *flow.Turn) {
			m.Broken = &village.Error{Kind: village.Internal, Key: "err.camera.none"}
			turn.Form.Photograph()
		})},
		walk("guide-no-camera", func(turn *flow.Turn) { open(turn, flowtest.Portrait) }),
	}
}

func photoCases() []picture {
	look := func(_ *flowtest.Machine, turn *flow.Turn) { turn.Materials.Choose("cz", village.Photographed) }
	taken := func(_ *flowtest.Machine, turn *flow.Turn) { shoot(turn) }
	return []picture{
		{"photo", seen(flowtest.Allowance, look)},
		{"photo-empty", seen(flowtest.Allowance, func(m *flowtest.Machine, turn *flow.Turn) { m.Hold = true; look(m, turn) })},
		{"photo-taken", seen(flowtest.Allowance, taken)},
		{"photo-cut", seen(flowtest.Allowance, func(m *flowtest.Machine, turn *flow.Turn) { m.Sheet = onlySheet(); shoot(turn) })},
		{"photo-cut-longest", seen(flowtest.Longest, func(m *flowtest.Machine, turn *flow.Turn) { m.Sheet, m.Blurred = onlySheet(), true; shoot(turn) })},
		{"photo-blurred", seen(flowtest.Allowance, func(m *flowtest.Machine, turn *flow.Turn) { m.Blurred = true; shoot(turn) })},
		{"photo-pages", seen(flowtest.Allowance, func(_ *flowtest.Machine, turn *flow.Turn) { pages(turn, 3) })},
		{"photo-pages-longest", seen(flowtest.Longest, func(_ *flowtest.Machine, turn *flow.Turn) { pages(turn, flow.MostPages) })},
		{"photo-pages-full", seen(flowtest.Allowance, func(_ *flowtest.Machine, turn *flow.Turn) {
			pages(turn, flow.MostPages)
			turn.Back()
			turn.Materials.Choose("hkb", village.Photographed)
		})},
		{"materials-pages", seen(flowtest.Allowance, func(_ *flowtest.Machine, turn *flow.Turn) { pages(turn, 3); turn.Back() })},
		{"photo-error", seen(flowtest.Allowance, func(m *flowtest.Machine, turn *flow.Turn) {
			m.Broken = &village.Error{Kind: village.Internal, Key: "err.camera.none"}
			look(m, turn)
		})},
		{"photo-longest", seen(flowtest.Longest, func(m *flowtest.Machine, turn *flow.Turn) { m.Blurred = true; shoot(turn) })},
		{"materials-photo", seen(flowtest.Allowance, func(_ *flowtest.Machine, turn *flow.Turn) { shoot(turn); turn.Photo.Use() })},
		{"materials-photo-longest", seen(flowtest.Longest, func(_ *flowtest.Machine, turn *flow.Turn) { shoot(turn); turn.Photo.Use() })},
		{"leave-photo", seen(flowtest.Allowance, func(_ *flowtest.Machine, turn *flow.Turn) { shoot(turn); turn.Photo.Use(); turn.LeaveForNow() })},
	}
}
