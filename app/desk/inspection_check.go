package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// papers believes what the county signed for this day, this place and this person.
func (n *Inspections) papers(in InspectionInput, now time.Time) (inspect.Shown, error) {
	centre, err := village.ParseDivisionCode(string(in.Centre))
	if err != nil || centre != in.Centre || centre.Town() == "" {
		return inspect.Shown{}, village.Refuse("centre", "err.division.format")
	}
	papers := inspect.Papers{Order: in.Order, Inspector: in.Inspector, Witness: in.Witness, Duty: in.Duty.Badge}
	shown, err := papers.Believe(n.Signers(), n.spot(in, now))
	if err == nil {
		err = inspect.OneCentre(shown.Order)
	}
	return shown, err
}

// strangers refuses an inspector who serves at the centre by the county's register, or was
// on duty there within a year: nobody inspects the own work.
func (n *Inspections) strangers(ctx context.Context, centre village.DivisionCode, numbers []string, now time.Time) error {
	if n.Serving != nil {
		for i, field := range []string{"inspector", "witness"}[:len(numbers)] {
			if day := village.DayOf(now); inspect.ServesThere(n.Serving(), centre, day, day, numbers[i]) {
				return &village.Error{Kind: village.Denied, Field: field, Key: "err.check.serves"}
			}
		}
	}
	list, err := n.inspectionsOf(ctx, centre, village.DayOf(now.AddDate(0, -inspect.RepeatMonths, 0)))
	if err != nil {
		return err
	}
	for _, i := range list {
		if i.Duty != "" && slices.Contains(numbers, i.Duty) {
			return &village.Error{Kind: village.Denied, Field: "inspector", Key: "err.check.own_centre"}
		}
	}
	return nil
}

// enough refuses a visit by one where the checklist wants two.
func enough(t inspect.Template, papers inspect.Shown) error {
	if len(papers.Inspectors()) < t.People() {
		return village.Refuse("witness", "err.check.two")
	}
	return nil
}

// judge turns what was found into findings with their days and a score.
func (n *Inspections) judge(ctx context.Context, v *visit) error {
	in := v.in
	var ok bool
	if v.template, ok = inspect.Find(n.Templates(), in.Template, in.Version); !ok {
		return village.Refuse("template", "err.check.template")
	}
	if err := enough(v.template, v.papers); err != nil {
		return err
	}
	v.record = inspect.Record{
		Form: inspect.SchemaRecord, Template: v.template.ID, Version: v.template.Version, Subject: inspect.OfCentre, Centre: in.Centre,
		Source: in.Source, Order: in.Order, Inspector: in.Inspector, Witness: in.Witness, Findings: []inspect.Finding{},
	}
	again, err := n.repeats(ctx, in.Centre, v.at)
	if err != nil {
		return err
	}
	if v.due, err = n.due(v.template, v.at); err != nil {
		return err
	}
	for i, f := range in.Findings {
		finding, err := v.finding(f, slices.Contains(again, f.Rule))
		if err != nil {
			return village.At(fmt.Sprintf("findings[%d]", i), err)
		}
		v.record.Findings = append(v.record.Findings, finding)
	}
	if v.record.Score, err = v.template.Score(inspect.OfCentre, in.Source, v.record.FoundAll()); err != nil {
		return err
	}
	if err := v.duty(); err != nil {
		return village.At("duty", err)
	}
	if len(v.files) > village.MaxFiles {
		return village.Refuse("findings", "err.record.parts")
	}
	return nil
}

// finding is one of the visit with its pictures. An unknown rule is left to the score, which
// names it.
func (v *visit) finding(in FindingInput, again bool) (inspect.Finding, error) {
	section, rule, _ := v.template.Rule(in.Rule)
	f := inspect.Finding{Found: inspect.Found{Rule: in.Rule, Times: max(in.Times, 1), Repeat: again}, Severity: in.Severity}
	if in.Times < 0 {
		return f, village.Refuse("times", "err.inspect.times")
	}
	all := inspect.Severities()
	if f.Severity == "" {
		f.Severity = rule.Severity
	} else if slices.Index(all, f.Severity) < max(slices.Index(all, rule.Severity), 0) {
		return f, village.Refuse("severity", "err.check.severity")
	}
	note, err := line(in.Note, 0, 200)
	if err != nil {
		return f, village.At("note", err)
	}
	f.Note, f.Taken = note, rule.Takes(v.in.Source, f.Times, again && section.Kind == inspect.Deduct)
	if rule.Photo && len(in.Photos) == 0 {
		return f, village.Refuse("photos", "err.check.photo")
	}
	for i, p := range in.Photos {
		if err := v.file(string(in.Rule), p); err != nil {
			return f, village.At(fmt.Sprintf("photos[%d]", i), err)
		}
	}
	if section.Kind != inspect.Bonus {
		f.Due = v.due[f.Severity]
	}
	return f, nil
}

// file adds a picture.
func (v *visit) file(of string, p PhotoInput) error {
	if err := checkFile(MaterialInput{Data: p.Data}); err != nil {
		return err
	}
	v.files = append(v.files, newPart(of, p.Data))
	return nil
}

// duty is what the person on duty said: a signature, an objection in words, a refusal
// to sign; or nobody was there, which is a finding.
func (v *visit) duty() error {
	in := v.in.Duty
	longest := map[inspect.DutyAnswer]int{inspect.Signed: 30, inspect.Objects: 30, inspect.Refuses: 30, inspect.Absent: 0}
	most, known := longest[in.Answer]
	if !known {
		return village.Refuse("answer", "err.check.answer")
	}
	name, err := line(in.Name, min(most, 1), most)
	if err != nil {
		return labelled("name", "err.check.duty_name", err)
	}
	objection, err := line(in.Objection, 0, 500)
	if err != nil || (objection != "") != (in.Answer == inspect.Objects) {
		return labelled("objection", "err.check.objection", err)
	}
	if in.Answer == inspect.Absent && in.Badge != "" {
		return village.Refuse("badge", "err.check.absent_badge")
	}
	if (in.Signature != nil) != (in.Answer == inspect.Signed) {
		return village.Refuse("signature", "err.check.signature")
	}
	v.record.Duty = inspect.Duty{Answer: in.Answer, Name: name, Badge: in.Badge, Objection: objection}
	if in.Signature != nil {
		return village.At("signature", v.file(inspect.OfSignature, *in.Signature))
	}
	return nil
}
