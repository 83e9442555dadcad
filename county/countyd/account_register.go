package main

import (
	"encoding/json"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type accountsRegisterCmd struct {
	database
	File string `arg:"" type:"path" help:"Accounts: bianmin-accounts/1; what was seen there may be missing and is not read."`
}

// Run makes the list the register of accounts: who was not looked at yet stands there too.
func (c *accountsRegisterCmd) Run(w *world) error {
	accounts, err := readAccounts("file", c.File, account.named)
	if err != nil {
		return err
	}
	list := make([]office.Site, len(accounts))
	for i, a := range accounts {
		if list[i], err = a.entry(); err != nil {
			return err
		}
	}
	return c.with(w, func(db *county.DB) error {
		if err := db.RegisterSites(w.ctx, []inspect.Subject{inspect.Account}, list, w.now()); err != nil {
			return err
		}
		return w.say("accounts.registered", "n", len(list))
	})
}

// entry is an account as the register has it.
func (a account) entry() (office.Site, error) {
	raw, err := json.Marshal(office.AccountEntry{Platform: a.Platform})
	if err != nil {
		return office.Site{}, village.Failed("write an entry of the register", err)
	}
	return office.Site{ID: a.ID, Kind: inspect.Account, Name: a.Name, Sponsor: a.Sponsor, Entry: raw}, nil
}
