package touch_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"bianmin/ui/style"
	"bianmin/ui/touch"
	"bianmin/ui/touch/touchtest"
)

// However long the name of a paper is, its chip covers nothing of the line below.
func TestAChipKeepsClearOfTheSecondLine(t *testing.T) {
	for _, title := range []string{"身份证正面", strings.Repeat("银行卡或存折", 9)} {
		tile := touch.NewPhotoTile(style.Default(), touch.PhotoWords{
			Title: title, Sub: "清楚，四角齐全", Picture: photo(), State: touch.Done, ChipIcon: "camera", Chip: "拍好了",
		}, nil)
		tile.Place(0, 0, 984, touch.PhotoTileHeight(style.Default()))
		var chip, ink float32
		touchtest.Walk(tile, func(o fyne.CanvasObject, at fyne.Position) {
			if c, ok := o.(*touch.Chip); ok {
				chip = at.Y + c.Size().Height
			}
			if x, ok := o.(*style.Text); ok && x.Text() == "清楚，四角齐全" {
				ink = at.Y + x.Objects()[0].Position().Y + (style.Default().Small.Line-style.Default().Small.Size)/2
			}
		})
		if chip == 0 || ink == 0 || chip > ink {
			t.Errorf("%s: the chip ends at %g, the second line begins at %g", title, chip, ink)
		}
	}
}
