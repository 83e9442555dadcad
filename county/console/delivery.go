package console

import "bianmin/county/office"

// sendTo is where and to whom a result is sent, as far as it is open; "" = nobody asked for a
// courier.
func (v *view) sendTo(to *office.SendTo, open bool) string {
	switch {
	case to == nil:
		return ""
	case !open:
		return v.text.T("county.send_to.closed")
	}
	words := to.Address
	for _, more := range []string{to.Name, to.Phone} {
		if more != "" {
			words += v.text.T("county.comma") + more
		}
	}
	return words
}

// payer is who pays the carrier, as the person wished; "" where nobody asked for one.
func (v *view) payer(to *office.SendTo) string {
	switch {
	case to == nil:
		return ""
	case to.Payer == "":
		return v.text.T("county.payer.unasked")
	}
	return v.known("county.payer.", to.Payer)
}

// carried is who carries a result under which number; "" = nobody. The number leads whoever has
// it to where the parcel is: it is whole while what is personal is open.
func (v *view) carried(a office.Act, open bool) string {
	if a.Carrier == "" {
		return ""
	}
	number := a.Waybill.Masked()
	if open {
		number = string(a.Waybill)
	}
	return v.text.T("county.carried", "carrier", v.text.T("carrier."+string(a.Carrier)), "number", number)
}
