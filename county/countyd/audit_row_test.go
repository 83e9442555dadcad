package main

import (
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/assets/lang"
)

func TestEveryKindOfRowHasItsWords(t *testing.T) {
	for _, language := range []string{lang.Default, "en"} {
		text, err := lang.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range village.AuditKinds() {
			if key := "county.row." + string(k); !text.Has(key) {
				t.Errorf("%s: no words %s", language, key)
			}
		}
		for _, d := range village.AuditDetails() {
			if key := "county.row.detail." + string(d); !text.Has(key) {
				t.Errorf("%s: no words %s", language, key)
			}
		}
		later := auditRow{Row: 7, At: time.Unix(0, 0), Kind: "teleported", Subject: "445203104202", Detail: "twice"}
		if got := later.words(text); !strings.Contains(got, "teleported  445203104202  twice") {
			t.Errorf("%s: a row of a later release is %q", language, got)
		}
	}
}
