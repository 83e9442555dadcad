package main

import (
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

// centresCmd is the register of service centres.
type centresCmd struct {
	Import centresImportCmd `cmd:"" help:"Write centres of a list into the register; others stay."`
	Assets centresAssetsCmd `cmd:"" help:"Write equipment and assets of a list, with who handed them over to whom."`
	List   centresListCmd   `cmd:"" help:"List centres."`
	Things centresThingsCmd `cmd:"" help:"List equipment and assets, with what was handed over."`
}

type centresImportCmd struct {
	database
	File  string `arg:"" type:"path" help:"CSV or XLSX: code, name, address, keeper, phone, manager, duty, helper, upkeep, or their Chinese names."`
	Check bool   `help:"Read it and keep nothing."`
}

func (c *centresImportCmd) Run(w *world) error {
	rows, err := listfile.Rows(c.File)
	if err != nil {
		return err
	}
	list, err := office.CentresFromRows(rows, "", w.now())
	if err != nil {
		return err
	}
	if c.Check {
		return w.say("county.centres.checked", "n", len(list))
	}
	return c.with(w, func(db *county.DB) error {
		if err := db.KeepCentres(w.ctx, list); err != nil {
			return err
		}
		return w.say("county.centres.kept", "n", len(list))
	})
}

type centresAssetsCmd struct {
	database
	File  string `arg:"" type:"path" help:"CSV or XLSX: tag, asset, code, serial, pieces, state, day, giver, taker, basis, or their Chinese names."`
	Check bool   `help:"Read it and keep nothing."`
}

func (c *centresAssetsCmd) Run(w *world) error {
	rows, err := listfile.Rows(c.File)
	if err != nil {
		return err
	}
	list, err := office.AssetsFromRows(rows, "", w.now())
	if err != nil {
		return err
	}
	if c.Check {
		return w.say("county.assets.checked", "n", len(list))
	}
	return c.with(w, func(db *county.DB) error {
		if err := db.KeepAssets(w.ctx, office.Scope{}, list); err != nil {
			return err
		}
		return w.say("county.assets.kept", "n", len(list))
	})
}

type centresListCmd struct{ listing }

// centreLine is a line of `centres list`.
type centreLine struct {
	Code    village.DivisionCode `json:"code"`
	Name    string               `json:"name"`
	Address string               `json:"address"`
	Keeper  string               `json:"keeper"`
	Phone   string               `json:"phone"`
	Posts   map[office.Post]int  `json:"posts"` // people by post
	Assets  int                  `json:"assets"`
	Broken  int                  `json:"broken"`
	Account string               `json:"account"`
	At      string               `json:"at"`
}

func (c *centresListCmd) Run(w *world) error {
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Centre) error) error {
		list, err := db.Centres(w.ctx, office.Scope{})
		return inTurn(list, err, do)
	}, func(k office.Centre) any {
		return centreLine{k.Code, k.Name, k.Address, k.Keeper, k.Phone, k.Posts, k.Assets, k.Broken, k.Account, k.At.In(village.Zone).Format(time.RFC3339)}
	}, func(k office.Centre) error {
		people := 0
		for _, n := range k.Posts {
			people += n
		}
		return w.say("county.centre.line", "code", k.Code, "name", k.Name, "address", k.Address, "keeper", k.Keeper, "people", people, "assets", k.Assets)
	})
}

type centresThingsCmd struct {
	listing
	Area  string `placeholder:"CODE" help:"Of one centre or town alone, 12 digits."`
	Limit int    `default:"10000" help:"How many at most."`
}

// assetLine is a line of `centres things`.
type assetLine struct {
	Tag    string               `json:"tag"`
	Centre village.DivisionCode `json:"centre"`
	Name   string               `json:"name"`
	Serial string               `json:"serial"`
	Pieces int                  `json:"pieces"`
	State  office.AssetState    `json:"state"`
	Moves  []assetMoveLine      `json:"moves"` // the latest first
}

type assetMoveLine struct {
	Day   village.Day `json:"day"`
	Giver string      `json:"giver"`
	Taker string      `json:"taker"`
	Basis string      `json:"basis"`
}

func (c *centresThingsCmd) Run(w *world) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Asset) error) error {
		list, err := db.Assets(w.ctx, office.Scope{Division: village.DivisionCode(c.Area)}, c.Limit)
		return inTurn(list, err, do)
	}, func(a office.Asset) any {
		line := assetLine{a.Tag, a.Centre, a.Name, a.Serial, a.Pieces, a.State, []assetMoveLine{}}
		for _, m := range a.Moves {
			line.Moves = append(line.Moves, assetMoveLine{m.Day, m.Giver, m.Taker, m.Basis})
		}
		return line
	}, func(a office.Asset) error {
		return w.say("county.asset.line", "tag", a.Tag, "name", a.Name, "pieces", a.Pieces, "state", w.text.T("county.asset.state."+string(a.State)), "place", places.Path(a.Centre))
	})
}
