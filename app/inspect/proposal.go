package inspect

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"bianmin/app/village"
)

// When an order about a whole visit is proposed.
const (
	WhenVetoed    = "vetoed"     // something was found that vetoes
	WhenBelowPass = "below_pass" // no veto, and less than the checklist's own line
)

// OrderRules say after which visits an order about the whole of it is proposed. A person
// confirms it.
type OrderRules struct {
	Version string      `json:"version"`
	Basis   string      `json:"basis"`
	Days    int         `json:"days"` // how long after the county got a visit an order is proposed
	Rules   []OrderRule `json:"rules"`
}

// OrderRule is one of them. It has no dot in its name, so that no checklist has such a rule.
type OrderRule struct {
	ID       RuleID   `json:"id"`
	When     string   `json:"when"`
	Severity Severity `json:"severity"` // proposed; who confirms may choose another one
}

// ParseOrderRules reads rules and refuses those that nothing can be made of.
func ParseOrderRules(raw []byte) (r OrderRules, err error) {
	if err := village.DecodeJSON(raw, &r); err != nil {
		return r, fmt.Errorf("read the rules of orders: %w", err)
	}
	seen := map[RuleID]bool{}
	for _, one := range r.Rules {
		if !code.MatchString(string(one.ID)) || seen[one.ID] || !slices.Contains([]string{WhenVetoed, WhenBelowPass}, one.When) || !slices.Contains(Severities(), one.Severity) {
			return r, fmt.Errorf("rule of orders %q", one.ID)
		}
		seen[one.ID] = true
	}
	if r.Version == "" || r.Basis == "" || r.Days < 1 {
		return r, errors.New("the rules of orders have no version, basis or days")
	}
	return r, nil
}

// Of is the rule by which an order about a visit is proposed, by the line of the visit's own
// checklist.
func (r OrderRules) Of(t Template, v Visit) (OrderRule, bool) {
	for _, one := range r.Rules {
		if one.When == WhenVetoed && v.Score.Vetoed || one.When == WhenBelowPass && !v.Score.Vetoed && v.Score.Points < t.Pass {
			return one, true
		}
	}
	return OrderRule{}, false
}

// Inputs names all that the rule saw of a visit: SHA-256, in hex, of its JSON.
func (r OrderRules) Inputs(rule OrderRule, t Template, v Visit) (string, error) {
	raw, err := json.Marshal(map[string]any{
		"rule": rule, "version": r.Version, "kiosk": v.Kiosk, "id": v.ID, "centre": v.Centre, "template": v.Template, "template_version": v.Version,
		"source": v.Source, "found": v.Found, "repeats": v.Repeats, "points": v.Score.Points, "vetoed": v.Score.Vetoed, "line": t.Pass,
	})
	if err != nil {
		return "", village.Failed("name what a rule saw", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}
