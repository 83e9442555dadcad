// Package locale fixes the language of Fyne's own words before Fyne asks the
// system for it. Fyne reads the environment while the program is loaded and
// writes three lines to the error output where a service runs with LANG=C; a
// command of ours answers in one line. It works because packages are loaded in
// the order of their paths as soon as what they import is there (Go 1.21), and
// this one imports os alone.
package locale

import "os"

func init() { //nolint:gochecknoinits // Fyne reads it in an init of its own
	_ = os.Setenv("LC_ALL", "zh_CN.UTF-8")
}
