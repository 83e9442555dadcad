package desk

import (
	"fmt"
	"slices"
	"strings"

	"bianmin/app/precheck"
	"bianmin/app/village"
)

// checked is an application in which every value has been parsed.
type checked struct {
	item      village.ServiceItem
	applicant village.Applicant
	form      map[string]any
	materials []MaterialBody
	parts     []village.Part
	delivery  DeliveryInput
	day       village.Day // of the check
	check     precheck.Result
	tolerance *UndertakingBody
	promise   *UndertakingBody
	agent     *BehalfBody // who hands in instead of the applicant
	priority  *PriorityBody
	home      *HomeVisitBody
	advice    []AdviceBody // of a request: doors that it speaks of
	warnings  []Warning
	rules     []village.Decided // that decided while it was checked
}

// check parses in field by field, in the order in which a person meets them,
// and stops at the first that is wrong.
func (d *Desk) check(in Application) (checked, error) {
	item, ok := d.Item(in.Item)
	if !ok {
		return checked{}, &village.Error{Kind: village.Invalid, Field: "item", Key: "err.item.unknown"}
	}
	now, _ := d.Now()
	c := checked{item: item, day: village.DayOf(now)}
	var err error
	if c.applicant, err = applicantOf(item, in.Applicant, now); err != nil {
		return checked{}, village.At("applicant", err)
	}
	f := formCheck{desk: d, item: item, now: now, who: said(c.applicant)}
	if c.form, err = f.all(in.formOf(item, now)); err != nil {
		return checked{}, village.At("form", err)
	}
	if c.materials, err = (papersCheck{item, c.form, c.day}).all(in.Materials); err != nil {
		return checked{}, err
	}
	c.parts = append(f.parts, fileParts(in.Materials)...)
	c.advise()
	c.check = precheck.Check(c.papers())
	if err = c.undertake(in); err != nil {
		return checked{}, err
	}
	if err = c.behalf(in, now); err != nil {
		return checked{}, err
	}
	if err = c.prioritise(in, now); err != nil {
		return checked{}, village.At("priority", err)
	}
	c.prefer(in.Helper)
	if err = c.visit(d, in); err != nil {
		return checked{}, village.At("home_visit", err)
	}
	if c.delivery, err = checkDelivery(item, in.Delivery, c.applicant); err != nil {
		return checked{}, village.At("delivery", err)
	}
	if !in.Consent {
		return checked{}, village.Refuse("consent", "err.consent.missing")
	}
	return c, d.subject(c, in.About)
}

// subject refuses what it cannot be about: an item of a booking, a case of a request.
func (d *Desk) subject(c checked, about string) error {
	if err := d.matter(c); err != nil {
		return err
	}
	return village.At("about", c.about(about))
}

// Check looks at one field of an application that is still being filled in,
// with the very rules of [Desk.Accept]: field is "applicant.id",
// "form.home_division" and so on. nil means that this field can stay as it is.
func (d *Desk) Check(in Application, field string) error {
	now, _ := d.Now()
	part, key, _ := strings.Cut(field, ".")
	var err error
	switch part {
	case "applicant":
		err = checkApplicantField(in.Applicant, key, now)
		if err == nil && key == "id" && in.Behalf == nil {
			err = checkAlone(in, now)
		}
	case "behalf":
		if in.Behalf != nil {
			err = checkBehalfField(in, key, now)
		}
	case "priority":
		err = checkPriorityField(in, key, now)
	case "home_visit":
		if in.HomeVisit != nil {
			err = d.checkVisitField(in, key)
		}
	case "form":
		item, ok := d.Item(in.Item)
		if !ok {
			return village.Refuse("item", "err.item.unknown")
		}
		who, _ := applicantOf(item, in.Applicant, now) // its own questions say what is wrong with it
		f := formCheck{desk: d, item: item, now: now, who: said(who)}
		err = f.one(key, in.Form)
	case "delivery":
		item, _ := d.Item(in.Item)
		if _, err = checkDelivery(item, in.Delivery, village.Applicant{}); err == nil && key == "payer" && in.Delivery.Payer == "" {
			err = village.Refuse("payer", "err.delivery.payer") // a file may leave it out, the page asks
		}
	}
	if err != nil {
		return village.At(part, err)
	}
	return nil
}

// handedIn is what became of each material the item asks for, in its order,
// and of those that were brought beside it. It names no typed text.
func (c checked) handedIn() []village.HandedIn {
	list := make([]village.HandedIn, 0, len(c.materials))
	free := 0
	for _, m := range c.materials {
		code := m.Code
		if _, known := c.item.Material(code); !known {
			free++
			code = fmt.Sprintf("free-%d", free)
		}
		list = append(list, village.HandedIn{Code: code, How: m.How})
	}
	return list
}

func checkDelivery(item village.ServiceItem, in DeliveryInput, who village.Applicant) (DeliveryInput, error) {
	switch in.Mode {
	case "":
		in.Mode = Pickup
	case Pickup, Express, AtPoint:
	default:
		return in, village.Refuse("mode", "err.delivery.mode")
	}
	// Fetching the result oneself is always possible.
	if in.Mode != Pickup && len(item.Delivery) > 0 && !slices.Contains(item.Delivery, string(in.Mode)) {
		return in, village.Refuse("mode", "err.delivery.not_offered")
	}
	if in.Mode != Express {
		return DeliveryInput{Mode: in.Mode}, nil
	}
	var err error
	if in.Address, err = line(in.Address, 4, 200); err != nil {
		return in, labelled("address", "err.delivery.address", err)
	}
	if in.Name == "" {
		in.Name = who.Name
	} else if in.Name, err = line(in.Name, 2, 120); err != nil {
		return in, labelled("name", "err.name.length", err)
	}
	phone := string(who.Phone)
	if in.Phone != "" {
		p, err := village.ParsePhone(in.Phone)
		if err != nil {
			return in, village.At("phone", err)
		}
		phone = string(p)
	}
	in.Phone = phone
	if in.Payer != "" && !slices.Contains(Payers(), in.Payer) {
		return in, village.Refuse("payer", "err.delivery.payer")
	}
	return in, nil
}
