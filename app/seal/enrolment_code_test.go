package seal

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"

	"bianmin/app/village"
)

func sampleCode(t *testing.T) EnrolmentCode {
	t.Helper()
	ticket, err := NewTicket(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var f Fingerprint
	_, _ = rand.Read(f[:])
	return EnrolmentCode{Ticket: ticket, Authority: f}
}

func TestEnrolmentCodeIsReadAsPeopleTypeIt(t *testing.T) {
	code := sampleCode(t)
	for _, typed := range []string{
		code.String(), strings.ReplaceAll(code.String(), "-", ""), " " + strings.ToLower(code.String()) + " ",
		strings.NewReplacer("0", "o", "1", "l", "-", " ").Replace(code.String()),
	} {
		if got, err := ParseEnrolmentCode(typed); err != nil || got != code {
			t.Errorf("%q is read as %s, %v", typed, got, err)
		}
	}
	for _, bad := range []string{"", "hello", code.String()[:30], code.String() + "0", code.String()[:33] + "U", strings.Replace(code.String(), "-", "中", 1)} {
		if _, err := ParseEnrolmentCode(bad); village.KindOf(err) != village.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestEnrolmentCodeFindsEveryWrongCharacterAndEverySwap tries all of them.
func TestEnrolmentCodeFindsEveryWrongCharacterAndEverySwap(t *testing.T) {
	good := []byte(strings.ReplaceAll(sampleCode(t).String(), "-", ""))
	tried := 0
	refused := func(b []byte) {
		if tried++; bytes.Equal(b, good) {
			return
		}
		if _, err := ParseEnrolmentCode(string(b)); err == nil {
			t.Errorf("%s is taken for %s", b, good)
		}
	}
	for i := range good {
		for _, c := range []byte(codeAlphabet) {
			b := bytes.Clone(good)
			b[i] = c
			refused(b)
		}
		for j := range i {
			b := bytes.Clone(good)
			b[i], b[j] = b[j], b[i]
			refused(b)
		}
	}
	t.Logf("%d changes of %s", tried, good)
}

func FuzzEnrolmentCode(f *testing.F) {
	f.Add("0000-0000-0000-0000-0000-0000-0000")
	f.Add("7K3M-9QW2-XABC-DEFG-HJKM-NPQR-STVW")
	f.Fuzz(func(t *testing.T, typed string) {
		code, err := ParseEnrolmentCode(typed)
		if err != nil {
			return
		}
		if again, err := ParseEnrolmentCode(code.String()); err != nil || again != code {
			t.Errorf("%q gives %s, which gives %s, %v", typed, code, again, err)
		}
	})
}
