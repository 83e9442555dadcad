package snapshot

import (
	"errors"
	"fmt"

	"bianmin/app/calendar"
	"bianmin/app/catalog"
	"bianmin/app/inspect"
	"bianmin/app/village"
)

// Check reads a content to its end, as the kiosk will when it is in use, and
// holds it against the rules of its stream. What may not be put into use is
// [village.Invalid]; a stream that this release does not know is
// err.snapshot.stream. All contents are JSON without doubled keys.
func Check(stream Stream, plain []byte) error {
	if err := village.DecodeJSON(plain, new(any)); err != nil {
		return err
	}
	var err error
	switch stream {
	case Catalogue:
		_, err = ParseCatalogue(plain)
	case Calendar:
		_, err = calendar.Load(plain)
	case Notices:
		_, err = ParseNotices(plain)
	case Hours:
		_, err = ParseHours(plain)
	case Templates:
		_, err = ParseTemplates(plain)
	case Kiosks:
		_, err = ParseRoster(plain)
	case Tags:
		_, err = ParseTags(plain)
	case Helpers:
		_, err = ParseStaff(plain)
	case TripItems:
		_, err = ParseTrips(plain)
	case Serving:
		_, err = ParseServing(plain)
	case Checklists:
		_, err = inspect.ParseTemplates(plain)
	default:
		err = &village.Error{Kind: village.Invalid, Key: "err.snapshot.stream", Err: fmt.Errorf("stream %q", stream)}
	}
	return err
}

// ParseCatalogue is a catalogue that breaks no rule of app/catalog. The error is
// [village.Invalid]: one of [catalog.Load], or err.items.lint.
func ParseCatalogue(plain []byte) (catalog.Catalogue, error) {
	c, err := catalog.Load(plain)
	if err != nil {
		return catalog.Catalogue{}, err
	}
	for _, p := range catalog.Lint(c) {
		if p.Severity == catalog.Error {
			return catalog.Catalogue{}, &village.Error{Kind: village.Invalid, Key: "err.items.lint", Err: errors.New(p.String())}
		}
	}
	if len(c.Items) == 0 {
		return catalog.Catalogue{}, &village.Error{Kind: village.Invalid, Key: "err.items.empty"}
	}
	return c, nil
}

// ParseTags reads a set of rating tags: eight for each of the five grades, each
// code once. The error is [village.Invalid], err.snapshot.tags.
func ParseTags(plain []byte) (village.RatingTags, error) {
	var t village.RatingTags
	if err := village.DecodeJSON(plain, &t); err != nil {
		return village.RatingTags{}, unfit("err.snapshot.tags", err)
	}
	seen := map[string]bool{}
	for grade := village.Grade(1); grade <= 5; grade++ {
		if len(t.Tags[grade]) != 8 {
			return village.RatingTags{}, unfit("err.snapshot.tags", fmt.Errorf("grade %d has %d tags", grade, len(t.Tags[grade])))
		}
		for _, tag := range t.Tags[grade] {
			if tag.Code == "" || tag.Text == "" || seen[tag.Code] {
				return village.RatingTags{}, unfit("err.snapshot.tags", fmt.Errorf("tag %q is empty or there twice", tag.Code))
			}
			seen[tag.Code] = true
		}
	}
	if len(t.Tags) != 5 || t.Version == "" {
		return village.RatingTags{}, unfit("err.snapshot.tags", errors.New("no version, or a grade that is none"))
	}
	return t, nil
}

func unfit(key string, cause error) error {
	return &village.Error{Kind: village.Invalid, Key: key, Err: cause}
}
