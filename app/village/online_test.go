package village

import (
	"strings"
	"testing"
)

func TestOnlyAnAddressThatIsSafeToFollowIsOffered(t *testing.T) {
	const page = "https://www.gdzwfw.gov.cn/"
	for address, want := range map[string]string{
		page:                                    "www.gdzwfw.gov.cn",
		page + "portal/v2/guide/11?a=1&b=2#top": "www.gdzwfw.gov.cn",
		page + strings.Repeat("a", MaxOnlineURL-len(page)):   "www.gdzwfw.gov.cn",
		page + strings.Repeat("a", MaxOnlineURL-len(page)+1): "",
		"":                                "",
		"http://www.gdzwfw.gov.cn/":       "",
		"www.gdzwfw.gov.cn":               "",
		"https://":                        "",
		"https://127.0.0.1/":              "",
		"https://[::1]/":                  "",
		"https://localhost/":              "",
		"https://www.gdzwfw.gov.cn:8443/": "",
		"https://gov.cn@evil.example/":    "",
		"https://www.gdzwfw.gov.cn/办事":    "",
		"https://政务.cn/":                  "",
		"https://www.gdzwfw.gov.cn/a b":   "",
		"javascript:alert(1)":             "",
	} {
		if got, ok := (ServiceItem{OnlineURL: address}).OnlineHost(); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", address, got, ok, want)
		}
	}
}
