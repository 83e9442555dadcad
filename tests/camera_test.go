package tests

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// sawFolder is a folder that stands in for a camera: it sees a paper on a table.
func sawFolder(t *testing.T) string {
	t.Helper()
	paper := image.NewGray(image.Rect(0, 0, 1280, 960))
	for y := range 960 {
		for x := range 1280 {
			v := color.Gray{70}
			if x > 240 && x < 1040 && y > 60 && y < 900 {
				v = color.Gray{240}
				if y%24 < 10 && (x*7+y*3)%31 < 22 && x > 300 && x < 980 && y > 120 && y < 840 {
					v = color.Gray{30}
				}
			}
			paper.SetGray(x, y, v)
		}
	}
	dir := t.TempDir()
	file, err := os.Create(filepath.Join(dir, "a.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, paper); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestAPaperIsPhotographedInTheRealWindow: the picture is with the case at the county.
// Then the camera is gone, and the person goes on without it.
func TestAPaperIsPhotographedInTheRealWindow(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	eye := sawFolder(t)
	f := newScreen(t, k, 1080, 1920)
	f.window, f.flags = "1080x1920", []string{"--camera", eye}
	f.startWindow()
	f.toForm()
	f.fill()
	f.next() // the form asks for a photograph too where there is a camera
	f.screen("materials")
	f.tap("material.sqb.file")
	f.screen("photo")
	f.says("四个角都看得见")
	f.shoot()
	f.says("已经摆正、裁好")
	f.picture("photo-taken")
	f.tap("use")
	f.screen("materials")
	f.says("拍好了")
	f.picture("photo-used")
	if err := os.RemoveAll(eye); err != nil {
		t.Fatal(err)
	}
	f.tap("material.sfz.file")
	f.says("摄像头没有接好")
	f.picture("photo-gone")
	f.tap("previous")
	f.screen("materials")
	for _, choice := range []string{"sfz.original", "hkb.licence", "yhzh.later"} {
		f.choose("material." + choice)
	}
	f.choose("material.zp.later")
	f.tap("next")
	f.screen("precheck")
	f.tap("next")
	f.screen("confirm")
	f.sign()
	code := f.submit()
	var status struct {
		Materials []struct{ Code, How string }
	}
	k.json("", &status, "status", code)
	for _, m := range status.Materials {
		if m.Code == "sqb" && m.How != "file" {
			t.Errorf("the photographed paper is handed in as %q", m.How)
		}
	}
	if len(status.Materials) != 5 {
		t.Errorf("handed in are %+v", status.Materials)
	}
}

// choose presses a target of a list, on a later page if it is there.
func (f *finger) choose(name string) {
	f.t.Helper()
	if _, _, ok := f.where(name); !ok {
		f.tap("list.more")
	}
	f.tap(name)
}

// shoot presses 拍照 when the camera has shown something: before that the button only says
// that it waits.
func (f *finger) shoot() {
	f.t.Helper()
	f.until("picture of the camera", func() bool {
		_, _, waits := f.where("摄像头正在打开")
		return !waits
	})
	f.tap("shoot")
}
