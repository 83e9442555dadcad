package tests

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// acceptCopy accepts and returns what the answer says of the second medium.
func (k kiosk) acceptCopy(args ...string) (out accepted, at string) {
	k.t.Helper()
	var answer struct {
		accepted
		Copy string
	}
	k.json(good, &answer, append([]string{"accept", "--input", "-"}, args...)...)
	return answer.accepted, answer.Copy
}

// remark is what the doctor says of one check.
func (k kiosk) remark(check string) (state, message string) {
	k.t.Helper()
	_, out, _ := k.run("", "doctor", "--json")
	for line := range strings.Lines(out) {
		var f struct{ Check, State, Message string }
		if err := json.Unmarshal([]byte(line), &f); err == nil && f.Check == check {
			return f.State, f.Message
		}
	}
	k.t.Fatalf("the doctor says nothing of %s", check)
	return "", ""
}

func TestTheSecondMediumFollowsAndItsAbsenceRefusesNobody(t *testing.T) {
	t.Parallel()
	k, stick := newStation(t), t.TempDir()
	if _, at := k.acceptCopy(); at != "" {
		t.Errorf("without a second medium the copy is %q", at)
	}
	if _, at := k.acceptCopy("--mirror", stick); at != "local_only" {
		t.Errorf("a folder on the same disk counts as %q", at)
	}
	if state, says := k.remark("mirror"); state != "warn" || !strings.Contains(says, "同一块硬盘") {
		t.Errorf("the doctor says %s: %s", state, says)
	}
	if _, at := k.acceptCopy("--mirror", stick, "--mirror-same-disk"); at != "mirrored" {
		t.Errorf("the copy is %q", at)
	}
	if _, at := k.acceptCopy(); at != "mirrored" { // the setting is kept
		t.Errorf("for the next command the copy is %q", at)
	}
	away := stick + ".away"
	if err := os.Rename(stick, away); err != nil {
		t.Fatal(err)
	}
	out, at := k.acceptCopy()
	if at != "local_only" {
		t.Errorf("with the medium pulled out the copy is %q", at)
	}
	code, words, _ := k.run(good, "accept", "--input", "-")
	if code != 0 || !strings.Contains(words, "仅存本机") {
		t.Errorf("exit %d: %s", code, words)
	}
	if _, says := k.remark("mirror"); !strings.Contains(says, "请插好") {
		t.Errorf("the doctor says %s", says)
	}
	paper := filepath.Join(t.TempDir(), "r.png")
	k.json("", &struct{}{}, "receipt", out.Code, "--out", paper)
	if err := os.Rename(away, stick); err != nil {
		t.Fatal(err)
	}
	if state, says := k.remark("mirror"); !strings.Contains(says, "第 6 件") {
		t.Errorf("after it is back the doctor says %s: %s", state, says)
	}
	if found := residue(t, stick); len(found) > 0 {
		t.Errorf("the medium shows %v", found)
	}
	if _, at := k.acceptCopy("--mirror", "off"); at != "" {
		t.Errorf("switched off the copy is %q", at)
	}
	if code, _, errs := k.run(good, "accept", "--input", "-", "--mirror", "stick"); code != 1 || !strings.HasPrefix(errs, "mirror: ") {
		t.Errorf("a path that is not whole: exit %d, %s", code, errs)
	}
}

func TestTheSecondMediumShowsNothingOfWhatWasTyped(t *testing.T) {
	t.Parallel()
	k, stick := newStation(t), t.TempDir()
	var out accepted
	k.json(marked(t), &out, "accept", "--input", "-", "--mirror", stick, "--mirror-same-disk")
	k.json(`{"target":"`+out.Code+`","grade":1,"text":"`+markWords+`"}`, &struct{}{}, "rate", "--input", "-")
	if found := residue(t, stick); len(found) > 0 {
		t.Errorf("the medium shows %v", found)
	}
	files, err := filepath.Glob(filepath.Join(stick, "*", "*-papers.bmm"))
	if err != nil || len(files) != 1 {
		t.Fatalf("segments %v, %v", files, err)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil || !strings.Contains(string(raw), out.Code) {
		t.Errorf("the copy does not hold the case at all: %v", err)
	}
	key, err := os.ReadFile(filepath.Join(k.data, "kiosk.key"))
	if err != nil || strings.Contains(string(raw), string(key)) {
		t.Errorf("the machine's key lies open on the medium: %v", err)
	}
}
