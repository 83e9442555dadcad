package main

import (
	"encoding/json"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type usersCmd struct {
	Add     usersAddCmd     `cmd:"" help:"Make an account and print its one-time set-up code."`
	List    usersListCmd    `cmd:"" help:"List accounts."`
	Disable usersDisableCmd `cmd:"" help:"Let an account sign in no more; what it did stays."`
	Link    usersLinkCmd    `cmd:"" help:"Let a person of another house sign in to an account (OpenID Connect), in place of any before."`
	Unlink  usersUnlinkCmd  `cmd:"" help:"End that."`
	Reset   usersResetCmd   `cmd:"" help:"Take password and key of an account away and print a new set-up code."`
}

// users is what every command needs that proves who somebody is.
type users struct {
	database
	secrets
}

// door opens the database with what hides the accounts' keys.
func (c users) door(w *world, do func(*office.Door) error) error {
	return c.with(w, func(db *county.DB) error {
		v, err := c.vault(c.Database)
		if err != nil {
			return err
		}
		if _, err := unlock(w, db, v); err != nil {
			return err
		}
		return do(office.NewDoor(db, w.now, w.random))
	})
}

type usersAddCmd struct {
	users
	Name     string `arg:"" help:"User name: small letters, digits, dot, hyphen."`
	Person   string `required:"" help:"The person's name, as pages show it."`
	Role     string `required:"" help:"assistant, town, county, unit, inspector, leader or admin."`
	Division string `placeholder:"CODE" help:"Village or town of an assistant or a town operator."`
	Unit     string `help:"Unit of a handling unit, as the catalogue names it."`
	JSON     bool   `help:"Answer as JSON."`
}

func (c *usersAddCmd) Run(w *world) error {
	a := office.Account{Name: c.Name, Person: c.Person, Role: office.Role(c.Role), Scope: office.Scope{Unit: c.Unit}}
	if c.Division != "" {
		places, err := loadPlaces(w.text)
		if err != nil {
			return err
		}
		if a.Scope.Division, err = places.Village(c.Division); err != nil {
			return &village.Error{Kind: village.Invalid, Field: "division", Key: "err.county.village", Err: err}
		}
	}
	return c.door(w, func(d *office.Door) error {
		code, err := d.Invite(w.ctx, a)
		if err != nil {
			return err
		}
		return w.setupCode(c.Name, code, c.JSON)
	})
}

// setupCode shows a code once.
func (w *world) setupCode(name, code string, asJSON bool) error {
	until := w.now().Add(office.SetupHours * time.Hour).In(village.Zone)
	if asJSON {
		return json.NewEncoder(w.stdout).Encode(map[string]string{"name": name, "code": code, "expires": until.Format(time.RFC3339)})
	}
	return w.say("users.code", "name", name, "code", code, "time", until.Format(w.text.T("county.time.year")))
}

type usersListCmd struct{ listing }

// userLine is one account in the answer of `users list --json`.
type userLine struct {
	Name     string               `json:"name"`
	Person   string               `json:"person"`
	Role     office.Role          `json:"role"`
	Division village.DivisionCode `json:"division"` // "" = the whole county
	Unit     string               `json:"unit"`     // "" = every unit
	State    string               `json:"state"`    // ready, linked, waiting, disabled
}

func (c *usersListCmd) Run(w *world) error {
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	return eachLine(w, c.listing, func(db *county.DB, do func(office.Account) error) error {
		list, err := db.Accounts(w.ctx)
		return inTurn(list, err, do)
	},
		func(a office.Account) any {
			return userLine{Name: a.Name, Person: a.Person, Role: a.Role, Division: a.Scope.Division, Unit: a.Scope.Unit, State: stateOf(a)}
		},
		func(a office.Account) error {
			return w.say("users.line", "name", a.Name, "person", a.Person, "role", w.text.T("county.role."+string(a.Role)),
				"where", a.Scope.Unit+places.Path(a.Scope.Division), "state", w.text.T("users.state."+stateOf(a)))
		})
}

func stateOf(a office.Account) string {
	switch {
	case a.Disabled:
		return "disabled"
	case !a.Ready && a.Linked:
		return "linked"
	case !a.Ready:
		return "waiting"
	}
	return "ready"
}

type usersDisableCmd struct {
	database
	Name string `arg:"" help:"User name."`
}

func (c *usersDisableCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		if err := office.NewDoor(db, w.now, w.random).Disable(w.ctx, c.Name); err != nil {
			return err
		}
		return w.say("users.disabled", "name", c.Name)
	})
}

type usersLinkCmd struct {
	database
	Name    string `arg:"" help:"User name."`
	Issuer  string `required:"" placeholder:"URL" help:"The other house, as serve --oidc-issuer names it."`
	Subject string `required:"" help:"What it calls the person; the page that refuses to sign in shows it."`
}

func (c *usersLinkCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		if err := office.NewDoor(db, w.now, w.random).Link(w.ctx, c.Name, c.Issuer, c.Subject); err != nil {
			return err
		}
		return w.say("users.linked", "name", c.Name, "issuer", c.Issuer)
	})
}

type usersUnlinkCmd struct {
	database
	Name string `arg:"" help:"User name."`
}

func (c *usersUnlinkCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		if err := office.NewDoor(db, w.now, w.random).Unlink(w.ctx, c.Name); err != nil {
			return err
		}
		return w.say("users.unlinked", "name", c.Name)
	})
}

type usersResetCmd struct {
	users
	Name string `arg:"" help:"User name."`
	JSON bool   `help:"Answer as JSON."`
}

func (c *usersResetCmd) Run(w *world) error {
	return c.door(w, func(d *office.Door) error {
		code, err := d.Reset(w.ctx, c.Name)
		if err != nil {
			return err
		}
		return w.setupCode(c.Name, code, c.JSON)
	})
}

// firstAdmin makes the administrator of a county that has no account yet.
func firstAdmin(w *world, db *county.DB) error {
	list, err := db.Accounts(w.ctx)
	if err != nil || len(list) > 0 {
		return err
	}
	code, err := office.NewDoor(db, w.now, w.random).Invite(w.ctx, office.Account{
		Name: "admin", Person: w.text.T("users.admin"), Role: office.RoleAdmin,
	})
	if err != nil {
		return err
	}
	return w.setupCode("admin", code, false)
}
