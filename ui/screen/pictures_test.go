package screen

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/style"
	"bianmin/ui/touch/touchtest"
)

func TestMain(m *testing.M) {
	touchtest.Start(style.Default())
	os.Exit(m.Run())
}

func TestPictures(t *testing.T) {
	dir := os.Getenv("PICTURES")
	if dir == "" {
		t.Skip("PICTURES names no folder")
	}
	for _, size := range []fyne.Size{{Width: 1080, Height: 1920}, {Width: 1920, Height: 1080}} {
		suffix := "-tall.png"
		if size.Width > size.Height {
			suffix = "-wide.png"
		}
		for _, c := range cases() {
			m := flowtest.New()
			turn := flow.NewTurn(m.Kiosk)
			c.walk(t, m, turn)
			s := New(Stage{Ctx: t.Context(), Turn: turn, Look: style.Default(), Size: size}, turn.Route())
			s.Resize(size)
			s.Draw()
			for _, p := range touchtest.Problems(s, size) {
				t.Errorf("%s%s: %s", c.name, suffix, p)
			}
			f, err := os.Create(filepath.Join(dir, c.name+suffix))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, touchtest.Picture(s, size.Width, size.Height)); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
	}
}
