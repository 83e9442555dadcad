package village

import "testing"

func TestM8AWaybillIsANumberOfACarrierAndOfNobody(t *testing.T) {
	for typed, want := range map[string]Waybill{
		"sf 1234-5678-90123": "SF1234567890123", "EA123456789CN": "EA123456789CN", "773012345678901": "773012345678901", "JDVA00012345678": "JDVA00012345678",
		"": "", "1234567": "", "123456789012345678901": "", "SFABCDEFGH": "", "13800000000": "", "11010519491231002X": "", "陈惜娟13800000": "", "1234/5678": "",
	} {
		got, err := ParseWaybill(typed)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v", typed, got, err)
		}
	}
	if got := Waybill("SF1234567890123").Masked(); got != "****0123" {
		t.Errorf("masked it is %q", got)
	}
}

func TestM8ALetterOfADeliverySaysOnlyWhatCanBe(t *testing.T) {
	for name, body := range map[string]string{
		"no case": `{"state":"sent","at_ms":1,"carrier":"sf","waybill":"SF12345678"}`, "no state": `{"record":"r","at_ms":1}`,
		"a later state": `{"record":"r","state":"flown","at_ms":1}`, "no number": `{"record":"r","state":"sent","at_ms":1,"carrier":"sf"}`,
		"a carrier that somebody typed": `{"record":"r","state":"sent","at_ms":1,"carrier":"陈惜娟","waybill":"SF12345678"}`,
		"a telephone":                   `{"record":"r","state":"sent","at_ms":1,"carrier":"sf","waybill":"13800000000"}`,
		"a number of what lies there":   `{"record":"r","state":"at_village","at_ms":1,"waybill":"SF12345678"}`,
		"an address":                    `{"record":"r","state":"at_village","at_ms":1,"address":"江滨村"}`,
	} {
		if w, err := (Letter{Kind: LetterDelivery, Body: []byte(body)}).Delivery(); err == nil {
			t.Errorf("%s: %+v", name, w)
		}
	}
	words := ReadDeliveries([]Letter{
		{Kind: LetterDelivery, Body: []byte(`{"record":"r","state":"sent","at_ms":1,"carrier":"sf","waybill":"SF12345678"}`)}, {Kind: LetterDelivery, Body: []byte(`?`)},
		{Kind: LetterCase, Body: []byte(`{"record":"r","state":"delivery","at_ms":2}`)}, {Kind: LetterDelivery, Body: []byte(`{"record":"r","state":"returned","at_ms":3}`)},
	})
	if len(words) != 2 || words[0].Waybill != "SF12345678" || words[1].State != DeliveryReturned {
		t.Errorf("the letters say %+v", words)
	}
}
