package office

import (
	"context"
	"slices"
	"time"

	"bianmin/app/village"
)

// Centre is a service centre as the register has it (服务点登记, domain P10). Its hours are
// those that are published, its machines those that are enrolled there.
type Centre struct {
	Code    village.DivisionCode
	Name    string
	Address string
	Keeper  string       // unit that runs it
	Phone   string       // of the centre, no person's; "" = none
	Posts   map[Post]int // people by post; names are in the list of who helps
	Assets  int          // entries of its list that are not gone
	Broken  int          // of them
	Account string       // who wrote it last; "" = by command on the county's machine
	At      time.Time
}

// Post is what somebody does at a centre (岗位).
type Post string

const (
	PostManager Post = "manager" // who answers for it
	PostDuty    Post = "duty"    // at the desk
	PostHelper  Post = "helper"  // 帮办代办
	PostUpkeep  Post = "upkeep"  // of the machine
)

// Posts are all of them.
func Posts() []Post { return []Post{PostManager, PostDuty, PostHelper, PostUpkeep} }

// maxPeople and maxPieces are more than any centre has.
const (
	maxPeople = 99
	maxPieces = 9999
)

// Check refuses what cannot be. The error is [village.Invalid] at "code", "name", "address",
// "keeper", "phone" or a post.
func (c Centre) Check() error {
	code, err := village.ParseDivisionCode(string(c.Code))
	switch {
	case err != nil || code != c.Code:
		return village.Refuse("code", "err.centre.code")
	case !saysSomething(c.Name):
		return village.Refuse("name", "err.centre.name")
	case !saysSomething(c.Address):
		return village.Refuse("address", "err.centre.address")
	case !saysSomething(c.Keeper):
		return village.Refuse("keeper", "err.centre.keeper")
	case c.Phone != "" && !saysSomething(c.Phone):
		return village.Refuse("phone", "err.centre.phone")
	}
	for post, people := range c.Posts {
		if !slices.Contains(Posts(), post) || people < 0 || people > maxPeople {
			return village.Refuse(string(post), "err.centre.people")
		}
	}
	return nil
}

// Asset is a thing at a centre: equipment, or what was handed over with the platform.
type Asset struct {
	Tag     string // number of the list of assets
	Centre  village.DivisionCode
	Name    string
	Serial  string // of its maker; "" = none
	Pieces  int
	State   AssetState
	Account string
	At      time.Time

	Moves []AssetMove // the latest first
}

// AssetState is how it stands with an asset.
type AssetState string

const (
	AssetInUse  AssetState = "in_use"
	AssetSpare  AssetState = "spare"
	AssetBroken AssetState = "broken"
	AssetGone   AssetState = "gone" // written off, or not found
)

// AssetStates are all of them.
func AssetStates() []AssetState {
	return []AssetState{AssetInUse, AssetSpare, AssetBroken, AssetGone}
}

// AssetMove says that an asset went from one unit to another (移交). What happened stays.
type AssetMove struct {
	Day          village.Day
	Giver, Taker string // units, not people
	Basis        string
	Account      string
	At           time.Time
}

// Check refuses what cannot be. The error is [village.Invalid] at the field.
func (a Asset) Check() error {
	switch {
	case !saysSomething(a.Tag):
		return village.Refuse("tag", "err.asset.tag")
	case !saysSomething(a.Name):
		return village.Refuse("name", "err.asset.name")
	case a.Serial != "" && !saysSomething(a.Serial):
		return village.Refuse("serial", "err.asset.serial")
	case a.Pieces < 1 || a.Pieces > maxPieces:
		return village.Refuse("pieces", "err.asset.pieces")
	case !slices.Contains(AssetStates(), a.State):
		return village.Refuse("state", "err.asset.state")
	}
	for _, h := range a.Moves {
		if err := h.check(village.DayOf(a.At)); err != nil {
			return err
		}
	}
	return nil
}

func (h AssetMove) check(today village.Day) error {
	switch {
	case !h.Day.Real() || h.Day > today:
		return village.Refuse("day", "err.asset.day")
	case !saysSomething(h.Giver):
		return village.Refuse("giver", "err.asset.giver")
	case !saysSomething(h.Taker) || h.Taker == h.Giver:
		return village.Refuse("taker", "err.asset.taker")
	case !saysSomething(h.Basis):
		return village.Refuse("basis", "err.measure.basis")
	}
	return nil
}

// CentreBook keeps the register. Every method is one transaction.
type CentreBook interface {
	// KeepCentres writes centres in place of what stood of them; others stay.
	KeepCentres(ctx context.Context, list []Centre) error

	// Centres are those of a scope, by code.
	Centres(ctx context.Context, s Scope) ([]Centre, error)

	// KeepAssets writes assets in place of what stood of them and adds their moves; none
	// is ever taken away. The error is [village.NotFound] at "centre" for a centre that is
	// not in the register, and [village.Conflict] at "tag", err.asset.elsewhere, for an asset
	// of a centre out of the scope.
	KeepAssets(ctx context.Context, s Scope, list []Asset) error

	// Assets are those of a centre by their tag, or of a scope by centre, with at most limit.
	Assets(ctx context.Context, s Scope, limit int) ([]Asset, error)
}
