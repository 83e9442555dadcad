package main

import "errors"

// runCommand opens the kiosk's window, which the next commit brings.
type runCommand struct{}

// Run says that there is no window yet.
func (runCommand) Run(*call) error { return errors.New("no window yet") }
