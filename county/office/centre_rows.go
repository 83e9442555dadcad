package office

import (
	_ "embed"
	"strings"
	"sync"
	"time"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

//go:embed centre_columns.json
var centreColumnsFile []byte

//nolint:gochecknoglobals // the embedded table, parsed once
var centreColumns = sync.OnceValue(func() (c struct {
	catalog.Columns
	States map[AssetState][]string `json:"states"`
},
) {
	if err := village.DecodeJSON(centreColumnsFile, &c); err != nil {
		panic(err) // a test reads it
	}
	return c
})

// CentresFromRows reads a list of centres. The error is [village.Invalid] at the row and
// column, as is that of [AssetsFromRows].
func CentresFromRows(rows []catalog.Row, account string, at time.Time) ([]Centre, error) {
	var list []Centre
	for _, row := range rows {
		r := centreColumns().Of(row)
		c := Centre{
			Code: village.DivisionCode(r.Must("code")), Name: r.Must("name"), Address: r.Must("address"), Keeper: r.Must("keeper"), Phone: r.Text("phone"),
			Posts: map[Post]int{}, Account: account, At: at,
		}
		for _, post := range Posts() {
			if n := r.Count(string(post), maxPeople); n > 0 {
				c.Posts[post] = n
			}
		}
		var err error
		if r.Err == nil {
			err = c.Check()
		}
		if err = wrongRow(r, err); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, emptyList(len(list))
}

// AssetsFromRows reads a list of assets; a row with a day of handing over has giver, taker
// and basis.
func AssetsFromRows(rows []catalog.Row, account string, at time.Time) ([]Asset, error) {
	var list []Asset
	for _, row := range rows {
		r := centreColumns().Of(row)
		a := Asset{
			Tag: r.Must("tag"), Centre: village.DivisionCode(r.Must("code")), Name: r.Must("asset"), Serial: r.Text("serial"), Pieces: r.Count("pieces", maxPieces),
			State: assetState(r.Text("state")), Account: account, At: at,
		}
		if a.Pieces < 0 {
			a.Pieces = 1
		}
		if r.Text("day") != "" {
			a.Moves = []AssetMove{{Day: r.Day("day"), Giver: r.Must("giver"), Taker: r.Must("taker"), Basis: r.Must("basis"), Account: account, At: at}}
		}
		var err error
		if r.Err == nil {
			err = a.Check()
		}
		if err = wrongRow(r, err); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, emptyList(len(list))
}

// assetState is a state by our name or a list's word; one that is not said is in use, and
// what nobody knows stays as it is and is refused.
func assetState(text string) AssetState {
	for state, words := range centreColumns().States {
		for _, word := range words {
			if strings.EqualFold(text, word) {
				return state
			}
		}
	}
	return AssetState(text)
}
