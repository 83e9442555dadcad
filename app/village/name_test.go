package village_test

import (
	"testing"

	"bianmin/app/village"
)

func Test28ANameIsMaskedBehindItsSurname(t *testing.T) {
	for name, want := range map[string]string{
		"陈秀英": "陈**", "陈英": "陈*", " 陈英 ": "陈*", "欧阳秀英": "欧阳**", "欧阳英": "欧阳**", "欧阳": "欧*", "陈": "陈**", "": "",
	} {
		if got := village.MaskedName(name, []string{"欧阳"}); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
