package console

import (
	"testing"

	"bianmin/county/countytest"
)

// TestALicenceToBeLookedUpIsNotCalledHere: who agreed waits for the look-up, under the
// words that were shown; for who did not, the page says that nobody may look.
func TestALicenceToBeLookedUpIsNotCalledHere(t *testing.T) {
	d := newDesk(t, countytest.Case(1, func(b map[string]any) {
		b["materials"] = []any{
			map[string]any{"code": "hukou", "name": "户口簿", "how": "licence", "consent": "v1"},
			map[string]any{"code": "card", "name": "残疾证", "how": "licence"},
		}
	}))
	page := d.page(d.casePath(1))
	wants(t, page, "待核验", "本人同意核验电子证照（说明 v1）", "没有同意核验", "齐 1 样")
}
