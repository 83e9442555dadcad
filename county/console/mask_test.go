package console

import (
	"testing"

	"bianmin/app/village"
	"bianmin/assets/lang"
)

func TestMasks(t *testing.T) {
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	v := &view{text: text}
	person := village.Applicant{Kind: village.Person, Name: "欧阳文", IDType: village.IDPassport, ID: "E12345678", Phone: "0663-3270000"}
	org := village.Applicant{Kind: village.Organisation, Name: "某某合作社", IDType: village.IDCredit, ID: "91350100M000100Y43"}
	for got, want := range map[string]string{
		v.maskedName(person): "欧阳**", maskedID(person): "******678", maskedPhone(person.Phone): "*********000",
		v.maskedName(org): "某某合作社", maskedID(org): "91350100M000100Y43", maskedMiddle("12345"): "*****",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
