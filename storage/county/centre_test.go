package county

import (
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestP10AnAssetKeepsEveryHandingOverAndStaysWithItsCentre(t *testing.T) {
	db := openNew(t)
	centre := office.Centre{Code: "445203104202", Name: "江滨村党群服务中心", Address: "村委会一楼", Keeper: "锡场镇", Posts: map[office.Post]int{office.PostDuty: 2}, At: countytest.At}
	other := centre
	other.Code, other.Posts = "445203105201", nil
	if err := db.KeepCentres(t.Context(), []office.Centre{centre, other}); err != nil {
		t.Fatal(err)
	}
	first := office.AssetMove{Day: "2018-07-10", Giver: "区财政局", Taker: "区政务服务中心", Basis: "移交清单", At: countytest.At}
	a := office.Asset{Tag: "ZC-1", Centre: centre.Code, Name: "触摸一体机", Pieces: 1, State: office.AssetInUse, Moves: []office.AssetMove{first}, At: countytest.At}
	if err := db.KeepAssets(t.Context(), office.Scope{}, []office.Asset{a}); err != nil {
		t.Fatal(err)
	}
	town := office.Scope{Division: "445203104000"}
	a.State, a.Moves = office.AssetBroken, []office.AssetMove{first, {Day: "2026-11-01", Giver: "区政务服务中心", Taker: "锡场镇", Basis: "移交单", At: countytest.At}}
	if err := db.KeepAssets(t.Context(), town, []office.Asset{a}); err != nil {
		t.Fatal(err)
	}
	a.Moves = nil
	if err := db.KeepAssets(t.Context(), office.Scope{Division: "445203105000"}, []office.Asset{a}); village.Keyed(err).Key != "err.asset.elsewhere" {
		t.Errorf("another town writes it: %v", err)
	}
	a.Centre = "445203106201"
	if err := db.KeepAssets(t.Context(), office.Scope{}, []office.Asset{a}); village.Keyed(err).Key != "err.asset.centre" {
		t.Errorf("at a centre that is not there: %v", err)
	}
	list, err := db.Assets(t.Context(), town, 10)
	if err != nil || len(list) != 1 || list[0].State != office.AssetBroken || len(list[0].Moves) != 2 || list[0].Moves[0].Taker != "锡场镇" || list[0].Moves[1].Day != first.Day {
		t.Errorf("assets are %+v, %v", list, err)
	}
	centre.Posts = map[office.Post]int{office.PostHelper: 1}
	if err := db.KeepCentres(t.Context(), []office.Centre{centre}); err != nil {
		t.Fatal(err)
	}
	centres, err := db.Centres(t.Context(), town)
	if err != nil || len(centres) != 1 || centres[0].Assets != 1 || centres[0].Broken != 1 || centres[0].Posts[office.PostDuty] != 0 || centres[0].Posts[office.PostHelper] != 1 {
		t.Errorf("centres are %+v, %v", centres, err)
	}
	if all, err := db.Centres(t.Context(), office.Scope{}); err != nil || len(all) != 2 {
		t.Errorf("all are %+v, %v", all, err)
	}
}
