package main

import (
	"errors"
	"io"
	"os"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// maxInput bounds an input file, in bytes: pictures travel inside it as base64.
const maxInput = 16 << 20

type acceptCommand struct {
	mirrorFlag
	helperFlag
	pictureFlag
	practiceFlag
	Second string `help:"Of a home visit: the second person, as with --helper." placeholder:"FILE"`
	Input  string `help:"JSON file, - for stdin." required:"" placeholder:"FILE"`
	Check  bool   `help:"Only say how the papers stand, and whether the same seems to have come today; nothing is taken in."`
}

// practiceFlag is that of what can be practised (练习).
type practiceFlag struct {
	Practice bool `help:"Check everything and take nothing in."`
}

// Run takes in an application and answers with its receipt.
func (a acceptCommand) Run(c *call) error {
	var in desk.Application
	if err := c.read(a.Input, &in); err != nil {
		return err
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := a.application(k, in); err != nil {
		return err
	}
	if a.Check {
		return k.precheck(c, in)
	}
	if err := a.apply(c, k); err != nil {
		return err
	}
	in.Practice = a.Practice
	out, err := helped(c, k, a.helperFlag, func(badge string) (out desk.Accepted, err error) {
		in.Helper = badge
		if in.HomeVisit != nil && a.Second != "" {
			if in.HomeVisit.Second, err = a.second(c, k); err != nil {
				return out, err
			}
			defer k.secondOut(c)
		}
		return k.accept(c, in)
	})
	switch {
	case err != nil:
		return err
	case out.Practice:
		return c.practised(out)
	}
	return c.taken(out, "err.cli.accepted_unsaid")
}

// second signs in the second person of a home visit.
func (a acceptCommand) second(c *call, k *kiosk) (badge string, err error) {
	var in helperInput
	if err = c.read(a.Second, &in); err == nil {
		badge, err = k.signSecond(c, in.Badge, in.PIN)
	}
	return badge, village.At("home_visit.second", err)
}

// practisedAnswer is the answer to practice: there is no code, because there is no case.
type practisedAnswer struct {
	Practice bool           `json:"practice"` // true
	Missing  []string       `json:"missing"`
	Warnings []desk.Warning `json:"warnings,omitempty"`
}

// practised says that everything was right and nothing was taken in.
func (c *call) practised(out desk.Accepted) error {
	for i := range out.Warnings {
		out.Warnings[i].Message = c.text.T(out.Warnings[i].Key)
	}
	return c.answer(practisedAnswer{true, out.Missing, out.Warnings}, c.text.T("cli.practised"))
}

// taken answers with what was taken in; unsaidKey is of the error when the answer
// cannot be written.
func (c *call) taken(out desk.Accepted, unsaidKey string) error {
	for i := range out.Warnings {
		out.Warnings[i].Message = c.text.T(out.Warnings[i].Key)
	}
	text := c.text.T("cli.accepted", "code", out.ShortCode.Spaced(), "id", out.ID)
	if out.CaseNumber != nil {
		text += c.text.T("cli.accepted.number", "number", *out.CaseNumber)
	}
	if err := c.answer(out, text+c.copied(out.Copy)); err != nil {
		return unsaid(unsaidKey, "code", out.ShortCode.Spaced(), err)
	}
	return nil
}

// copied is what an answer in words adds about the second medium.
func (c *call) copied(at village.Copy) string {
	if at != village.CopyLocalOnly {
		return ""
	}
	return c.text.T("cli.local_only")
}

// unsaid is the error of an act that is committed and whose answer could not be
// written: it must not look undone.
func unsaid(key, name string, value any, err error) error {
	return &village.Error{Kind: village.Internal, Key: key, Args: map[string]any{name: value}, Err: err}
}

// read decodes the JSON file name, or stdin for "-".
func (c *call) read(name string, v any) error {
	var raw []byte
	var err error
	if name == "-" {
		raw, err = io.ReadAll(io.LimitReader(c.stdin, maxInput+1))
	} else {
		raw, err = readBounded(name, maxInput)
	}
	if err != nil {
		return &village.Error{Kind: village.Invalid, Field: "input", Key: "err.input.read", Err: err}
	}
	if len(raw) > maxInput {
		return village.Refuse("input", "err.input.size")
	}
	return village.DecodeJSON(raw, v)
}

// readBounded is the content of a regular file; one byte more than limit when
// the file is longer.
func readBounded(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for its other end
		return nil, errors.New("not a regular file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit+1))
}

type rateCommand struct {
	handInFlags
	helperFlag
}

// Run takes in a rating.
func (r rateCommand) Run(c *call) error {
	var in desk.RatingInput
	load := func(*kiosk) (err error) {
		if in.Voice == "" {
			return nil
		}
		if in.Said, err = readBounded(in.Voice, maxInput); err != nil {
			return &village.Error{Kind: village.Invalid, Field: "voice", Key: "err.material.file_read", Err: err}
		}
		return nil
	}
	return r.open(c, &in, load, func(k *kiosk) error {
		out, err := helped(c, k, r.helperFlag, func(badge string) (desk.Rated, error) {
			in.Helper = badge
			return k.rate(c, in)
		})
		if err != nil {
			return err
		}
		if err := c.answer(out, c.text.T("cli.rated", "id", out.ID)+c.copied(out.Copy)); err != nil {
			return unsaid("err.cli.rated_unsaid", "id", out.ID, err)
		}
		return nil
	})
}
