package main

import (
	"strings"

	"bianmin/app/desk"
	"bianmin/app/precheck"
	"bianmin/app/village"
)

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
	return c.answer(struct {
		precheck.Answer
		Priority *desk.PriorityHint `json:"priority,omitempty"`
	}{answer, hint}, strings.Join(lines, "\n"))
}

// priorities are the classes of the green channel that an applicant may choose, and what the
// age alone says.
func (k *kiosk) priorities(in desk.ApplicantInput) ([]village.PriorityClass, *desk.PriorityHint) {
	return k.desk.PriorityClasses(in), k.desk.PriorityHint(in)
}
