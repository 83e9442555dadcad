package desk

import (
	"slices"
	"strings"

	"bianmin/app/precheck"
	"bianmin/app/village"
)

// Versions of the words that a person signs, in all languages. Other words are another
// version.
const (
	ToleranceVersion = "v1" // 容缺受理承诺书
	PromiseVersion   = "v1" // 告知承诺书
	LicenceVersion   = "v1" // 同意核验, beside each paper that an electronic licence replaces
)

// Files of a record that are the signatures below them.
const (
	ToleranceSignature = "tolerance.signature"
	PromiseSignature   = "promise.signature"
)

// Undertaking is what a person commits to, and signs (承诺书).
type Undertaking struct {
	Agreed    bool   `json:"agreed"`
	Signature string `json:"signature"` // PNG or JPEG in base64
}

// UndertakingBody is what is sealed of it; the signature is a file of the record.
type UndertakingBody struct {
	Version string   `json:"version"` // of the words
	Papers  []string `json:"papers"`  // codes of the materials that it is about
}

// undertake checks what was signed. 容缺 is a choice, and needs every main paper; a
// declaration stands for exactly the papers that were declared so.
func (c *checked) undertake(in Application) error {
	if in.Tolerance != nil {
		if err := c.mayFollow(); err != nil {
			return err
		}
		if err := c.signed("tolerance", *in.Tolerance, ToleranceSignature); err != nil {
			return err
		}
		c.tolerance = &UndertakingBody{Version: ToleranceVersion, Papers: codes(c.check.Deferred())}
		for i := range c.materials {
			if slices.Contains(c.tolerance.Papers, c.materials[i].Code) {
				c.materials[i].How = village.Deferred
			}
		}
	}
	var promised []string
	for _, m := range c.materials {
		if m.How == village.Promised {
			promised = append(promised, m.Code)
		}
	}
	switch {
	case in.Promise == nil && len(promised) == 0:
		return nil
	case in.Promise == nil:
		return village.Refuse("promise", "err.promise.unsigned")
	case len(promised) == 0:
		return village.Refuse("promise", "err.promise.nothing")
	}
	c.promise = &UndertakingBody{Version: PromiseVersion, Papers: promised}
	return c.signed("promise", *in.Promise, PromiseSignature)
}

// mayFollow refuses 容缺 where it cannot be.
func (c *checked) mayFollow() error {
	if !c.item.ToleranceAllowed {
		return village.Refuse("tolerance", "err.tolerance.not_allowed")
	}
	if open := c.check.Hindering(); len(open) > 0 {
		var names []string
		for _, row := range open {
			names = append(names, row.Material.Name)
		}
		return &village.Error{
			Kind: village.Invalid, Field: "tolerance", Key: "err.tolerance.main", Args: map[string]any{"papers": strings.Join(names, "、")},
		}
	}
	if len(c.check.Deferred()) == 0 {
		return village.Refuse("tolerance", "err.tolerance.nothing")
	}
	return nil
}

// signed takes the signature as a file of the record.
func (c *checked) signed(field string, u Undertaking, file string) error {
	if !u.Agreed {
		return village.Refuse(field+".agreed", "err."+field+".agreed")
	}
	part, err := signature(u.Signature, file, "err."+field+".signature")
	if err != nil {
		return village.At(field+".signature", err)
	}
	c.parts = append(c.parts, part)
	return nil
}

func codes(rows []precheck.Row) (list []string) {
	for _, row := range rows {
		list = append(list, row.Material.Code)
	}
	return list
}
