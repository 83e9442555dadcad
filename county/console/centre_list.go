package console

import (
	"strings"

	"bianmin/county/office"
)

// centreList serves POST /centres: a list of centres.
func (c *Console) centreList(v *visit) error {
	rows, _, err := c.listed(v)
	var list []office.Centre
	if err == nil {
		list, err = office.CentresFromRows(rows, v.account.Name, c.Now())
	}
	if err == nil {
		err = c.Book.KeepCentres(v.Context(), list)
	}
	return c.listedCentres(v, err, "county.centres.kept", len(list))
}

// assetList serves POST /centres/assets: a list of assets with who handed them over to whom.
func (c *Console) assetList(v *visit) error {
	rows, _, err := c.listed(v)
	var list []office.Asset
	if err == nil {
		list, err = office.AssetsFromRows(rows, v.account.Name, c.Now())
	}
	if err == nil {
		err = c.Book.KeepAssets(v.Context(), v.account.Scope, list)
	}
	return c.listedCentres(v, err, "county.assets.kept", len(list))
}

// listedCentres shows the centres with what became of a list.
func (c *Console) listedCentres(v *visit, err error, key string, n int) error {
	if err == nil {
		return c.showCentres(v, centresPage{Said: v.view.text.T(key, "n", n)})
	}
	words, err := v.wrong(err)
	if err != nil {
		return err
	}
	return c.showCentres(v, centresPage{Problem: words})
}

// assetsSheet serves GET /centres.xlsx: all assets of the account's centres.
func (c *Console) assetsSheet(v *visit) error {
	list, err := c.Book.Assets(v.Context(), v.account.Scope, office.MaxListed+1)
	if err != nil {
		return err
	}
	if err := whole("q", len(list)); err != nil {
		return err
	}
	t := v.view.text.T
	s := Sheet{Title: t("county.assets.title"), Head: []string{
		t("county.asset.tag"), t("county.asset.name"), t("county.asset.serial"), t("county.asset.pieces"), t("county.centre.code"), t("county.centre.place"),
		t("county.asset.state"), t("county.asset.moves"),
	}}
	for _, a := range list {
		var moves []string
		for _, m := range a.Moves {
			moves = append(moves, t("county.asset.move", "day", m.Day, "giver", m.Giver, "taker", m.Taker, "basis", m.Basis))
		}
		s.Rows = append(s.Rows, []any{a.Tag, a.Name, a.Serial, a.Pieces, string(a.Centre), c.place(a.Centre), t("county.asset.state." + string(a.State)), strings.Join(moves, t("county.semicolon"))})
	}
	return c.sheet(v, "assets", s)
}
