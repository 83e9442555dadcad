package main

import (
	"strings"

	"bianmin/app/desk"
	"bianmin/app/precheck"
	"bianmin/app/village"
)

// precheckAnswer is the answer of accept --check.
type precheckAnswer struct {
	precheck.Answer
	Priority *desk.PriorityHint `json:"priority,omitempty"`
	Warnings []desk.Warning     `json:"warnings,omitempty"` // the same seems to have come today
}

// precheck answers with how the papers of in stand; nothing is taken in.
func (k *kiosk) precheck(c *call, in desk.Application) error {
	result, err := k.desk.Precheck(in)
	if err != nil {
		return err
	}
	answer := result.Say(c.text)
	lines := []string{answer.Trip.Text}
	for _, p := range answer.Papers {
		lines = append(lines, c.text.T("cli.precheck.paper",
			"verdict", c.text.T("precheck.verdict."+string(p.Verdict)), "name", p.Name, "why", p.Why, "basis", p.Basis, "rule", p.Decision.Name()))
	}
	hint := k.desk.PriorityHint(in.Applicant)
	if hint != nil {
		lines = append(lines, c.text.T("cli.priority.hint", "years", hint.FromAge, "rule", hint.Class, "version", hint.Version))
	}
	warnings, err := c.again(k, in)
	if err != nil {
		return err
	}
	return c.answer(precheckAnswer{answer, hint, warnings}, strings.Join(lines, "\n")+said(warnings))
}

// again is the hint that the same seems to have come today, before it is handed in.
func (c *call) again(k *kiosk, in desk.Application) ([]desk.Warning, error) {
	key, err := k.desk.Again(c, in)
	if err != nil || key == "" {
		return nil, err
	}
	return []desk.Warning{{Key: key, Message: c.text.T(key)}}, nil
}

// said are warnings in words, each in a line of its own behind others.
func said(warnings []desk.Warning) (text string) {
	for _, w := range warnings {
		text += "\n" + w.Message
	}
	return text
}

// priorities are the classes of the green channel that an applicant may choose, and what the
// age alone says.
func (k *kiosk) priorities(in desk.ApplicantInput) ([]village.PriorityClass, *desk.PriorityHint) {
	return k.desk.PriorityClasses(in), k.desk.PriorityHint(in)
}
