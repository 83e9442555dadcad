package county

import (
	"errors"
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

// TestACentreUnderAnEarlierCodeIsWrittenUnderThatOfToday: it has one entry with its assets and
// posts, whichever code a list says, and a town writes what is its own.
func TestACentreUnderAnEarlierCodeIsWrittenUnderThatOfToday(t *testing.T) {
	const before, today village.DivisionCode = "445203199202", "445203104202"
	town := office.Scope{Division: "445203104000"}
	for name, write := range map[string]func(*DB, office.Centre, office.Asset) error{
		"the centre by its code of today": func(db *DB, k office.Centre, _ office.Asset) error {
			k.Code = today
			return db.KeepCentres(t.Context(), []office.Centre{k})
		},
		"the centre by its earlier code": func(db *DB, k office.Centre, _ office.Asset) error {
			return db.KeepCentres(t.Context(), []office.Centre{k})
		},
		"an asset by its code of today": func(db *DB, _ office.Centre, a office.Asset) error {
			a.Centre = today
			return db.KeepAssets(t.Context(), town, []office.Asset{a})
		},
		"an asset by its earlier code": func(db *DB, _ office.Centre, a office.Asset) error {
			return db.KeepAssets(t.Context(), town, []office.Asset{a})
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := openNew(t)
			k := office.Centre{Code: before, Name: "江滨村党群服务中心", Address: "村委会一楼", Keeper: "锡场镇", Posts: map[office.Post]int{office.PostDuty: 2}, At: countytest.At}
			a := office.Asset{Tag: "ZC-1", Centre: before, Name: "触摸一体机", Pieces: 1, State: office.AssetInUse, At: countytest.At}
			if err := errors.Join(db.KeepCentres(t.Context(), []office.Centre{k}), db.KeepAssets(t.Context(), office.Scope{}, []office.Asset{a})); err != nil {
				t.Fatal(err)
			}
			db.ReadBy(map[village.DivisionCode]village.DivisionCode{before: today})
			now := k
			now.Code = today
			if err := errors.Join(write(db, k, a), db.KeepCentres(t.Context(), []office.Centre{now}), write(db, k, a)); err != nil {
				t.Fatal(err)
			}
			centres, err := db.Centres(t.Context(), office.Scope{})
			if err != nil || len(centres) != 1 || centres[0].Code != today || centres[0].Assets != 1 || centres[0].Posts[office.PostDuty] != 2 {
				t.Errorf("centres are %+v, %v", centres, err)
			}
			if things, err := db.Assets(t.Context(), town, 10); err != nil || len(things) != 1 || things[0].Centre != today {
				t.Errorf("assets are %+v, %v", things, err)
			}
		})
	}
	t.Run("an asset of another centre that had another code", func(t *testing.T) {
		db := openNew(t)
		k := office.Centre{Code: before, Name: "江滨村党群服务中心", Address: "村委会一楼", Keeper: "锡场镇", At: countytest.At}
		here := k
		here.Code = "445203104201"
		a := office.Asset{Tag: "ZC-1", Centre: before, Name: "触摸一体机", Pieces: 1, State: office.AssetInUse, At: countytest.At}
		if err := errors.Join(db.KeepCentres(t.Context(), []office.Centre{k, here}), db.KeepAssets(t.Context(), office.Scope{}, []office.Asset{a})); err != nil {
			t.Fatal(err)
		}
		db.ReadBy(map[village.DivisionCode]village.DivisionCode{before: today})
		a.Centre = here.Code // carried there from the place that had another code
		if err := db.KeepAssets(t.Context(), town, []office.Asset{a}); err != nil {
			t.Errorf("the town may not write what is its own: %v", err)
		}
	})
}
