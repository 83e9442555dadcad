package screen

import (
	"fmt"
	"testing"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/touch"
)

// TestP9TheFacesStandFromFiveToOneWithNoneChosen, from the left, and from the top in
// large letters: nobody is led to a grade.
func TestP9TheFacesStandFromFiveToOneWithNoneChosen(t *testing.T) {
	for _, v := range views() {
		var rating picture
		for _, c := range cases() {
			if c.name == "rating" {
				rating = c
			}
		}
		page := drawn(t, rating, v).page
		last := float32(-1)
		for _, grade := range []village.Grade{5, 4, 3, 2, 1} {
			face, ok := page.names[fmt.Sprintf("face.%d", grade)].(*touch.Face)
			if !ok || face.Chosen() {
				t.Errorf("%s: face %d is there: %v, and chosen", v.name, grade, ok)
				continue
			}
			at := face.Position().X
			if v.modes.Large {
				at = face.Position().Y + 10_000*at // columns from the left
			}
			if at <= last {
				t.Errorf("%s: face %d stands before the one above it", v.name, grade)
			}
			last = at
		}
		if page.stage.Turn.Route() != flow.RouteRating {
			t.Fatalf("on %s", page.stage.Turn.Route())
		}
	}
}
