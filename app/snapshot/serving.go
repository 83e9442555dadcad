package snapshot

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

const (
	servingFormat = "bianmin-serving/1"
	maxServing    = 100_000
)

type servingFile struct {
	Format  string            `json:"format"`
	Serving []inspect.Service `json:"serving"`
}

// EncodeServing writes who serves where, by badge, without a name: the same rows are the
// same bytes.
func EncodeServing(list []inspect.Service) ([]byte, error) {
	sorted := slices.SortedFunc(slices.Values(list), func(a, b inspect.Service) int {
		return cmp.Or(cmp.Compare(a.Badge, b.Badge), cmp.Compare(a.Centre, b.Centre), cmp.Compare(a.First, b.First))
	})
	if sorted == nil {
		sorted = []inspect.Service{}
	}
	raw, err := json.Marshal(servingFile{servingFormat, sorted})
	if err != nil {
		return nil, village.Failed("write who serves where", err)
	}
	return raw, nil
}

// ParseServing reads what [EncodeServing] wrote. The error is [village.Invalid],
// err.snapshot.serving.
func ParseServing(plain []byte) ([]inspect.Service, error) {
	var f servingFile
	if err := village.DecodeJSON(plain, &f); err != nil {
		return nil, unfit("err.snapshot.serving", err)
	}
	if f.Format != servingFormat || len(f.Serving) > maxServing {
		return nil, unfit("err.snapshot.serving", fmt.Errorf("format %q, %d rows", f.Format, len(f.Serving)))
	}
	for _, s := range f.Serving {
		if code, err := village.ParseDivisionCode(string(s.Centre)); err != nil || code != s.Centre || s.Badge == "" || s.First == "" {
			return nil, unfit("err.snapshot.serving", errors.New("a row without a badge, a centre or a first day"))
		}
	}
	return f.Serving, nil
}
