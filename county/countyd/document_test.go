package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/county/office"
	"bianmin/storage/postgrestest"
)

// TestP8ABulletinIsCheckedWithAndWithoutARegister: as it was printed, with a byte changed, corrected
// and withdrawn; without a line by the public key alone.
func TestP8ABulletinIsCheckedWithAndWithoutARegister(t *testing.T) {
	address, dir := "--database="+postgrestest.Address(t), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	keys := "--keys=" + at("keys")
	does(t, "init", address, keys)
	does(t, "documents", "key", address, keys, "--out="+at("key.pem"))
	verify := func(want office.DocumentState, args ...string) {
		t.Helper()
		var out, complaint bytes.Buffer
		code := run(t.Context(), append([]string{"documents", "verify", "--json"}, args...), &out, &complaint)
		var v office.DocumentVerdict
		good := want == office.DocumentGenuine || want == office.DocumentKnown || want == office.DocumentSigned
		if err := json.Unmarshal(out.Bytes(), &v); err != nil || v.State != want || good != (code == exitDone) {
			t.Errorf("%v: %d %s%s, want %s", args, code, out.String(), complaint.String(), want)
		}
	}
	_, pdf := issueOf(t, address, "2019Q4", at("1.pdf"), keys, "--verify-at=https://county.example/verify")
	issueOf(t, address, "2019Q4", at("1.xlsx"), keys)
	changed := bytes.Clone(pdf)
	changed[len(changed)/2] ^= 1
	if err := os.WriteFile(at("changed.pdf"), changed, 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][2]office.DocumentState{
		"1.pdf": {office.DocumentGenuine, office.DocumentSigned}, "1.xlsx": {office.DocumentGenuine, office.DocumentUnknown},
		"changed.pdf": {office.DocumentChanged, office.DocumentChanged}, "key.pem": {office.DocumentUnknown, office.DocumentUnknown},
	} {
		verify(want[0], address, keys, at(file))
		verify(want[1], "--key="+at("key.pem"), at(file))
	}
	words, err := exec.CommandContext(t.Context(), "pdftotext", at("1.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if text := string(words); !strings.Contains(text, "文书编号 TB2019-1") || !strings.Contains(text, "https://county.example/verify") || !strings.Contains(text, "不是法定电子印章") {
		t.Errorf("its paper says %.600s", text)
	}
	does(t, "report", "show", "2019/1", address, keys, "--out="+at("again.pdf"))
	if again, err := os.ReadFile(at("again.pdf")); err != nil || !bytes.Equal(again, pdf) {
		t.Errorf("printed again it is another file, %v", err)
	}
	issueOf(t, address, "2019Q4", at("2.pdf"), keys, "--problem=人手不够")
	verify(office.DocumentReplaced, address, keys, at("1.pdf"))
	verify(office.DocumentGenuine, address, keys, at("2.pdf"))
	does(t, "documents", "withdraw", address, "tb2019-2", "--reason=mistake")
	verify(office.DocumentWithdrawn, address, keys, at("2.pdf"))
	if list := does(t, "documents", "list", address); !strings.Contains(list, "TB2019-1 · 季度通报") || !strings.Contains(list, "文书已经收回") {
		t.Errorf("listed %s", list)
	}
}
