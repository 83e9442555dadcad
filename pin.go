package main

import (
	"bufio"
	"crypto/rand"
	"strings"

	"bianmin/app/lock"
	"bianmin/app/village"
)

// pinCommands look after the PIN that closes the window.
type pinCommands struct {
	Set pinSet `cmd:"" help:"Read a PIN of 6 to 12 digits from standard input and set it."`
}

type pinSet struct{}

// Run takes the PIN from standard input, so that it stands in no list of
// processes and in no history of a shell.
func (pinSet) Run(c *call) error {
	in := bufio.NewScanner(c.stdin)
	if !in.Scan() {
		return village.Refuse("pin", "err.pin.digits")
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := k.lock().Set(c, strings.TrimSpace(in.Text())); err != nil {
		return err
	}
	return c.answer(struct {
		Set bool `json:"set"`
	}{true}, c.text.T("cli.pin.set"))
}

func (k *kiosk) lock() *lock.Lock {
	return &lock.Lock{Store: k.store, Clock: k.clock.stamp, Rand: rand.Reader}
}
