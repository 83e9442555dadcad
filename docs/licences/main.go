// Command licences writes down whose code the two programs are linked from:
// THIRD_PARTY.md, a table for people, and NOTICES.txt, the texts that must
// travel with every copy. Run it after any change of dependencies:
//
//	go run ./docs/licences
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

// run writes both files below root, the folder of go.mod.
func run(root string) error {
	modules, err := linked(root)
	if err != nil {
		return err
	}
	other, err := os.ReadFile(filepath.Join(root, "docs/licences/other.md"))
	if err != nil {
		return err
	}
	for name, text := range map[string]string{
		"THIRD_PARTY.md": table(modules) + "\n" + string(other),
		"NOTICES.txt":    notices(modules),
	} {
		if err := os.WriteFile(filepath.Join(root, "docs/licences", name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
