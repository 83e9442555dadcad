// Package manualtest holds the commands of docs/manual.zh.md against the programs
// that the manual speaks of.
package manualtest

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// Commands reports every command line of program in the manual, a file at path, that
// names a command or a flag which grammar, the program's own, does not have.
func Commands(t *testing.T, path, program string, grammar any, options ...kong.Option) {
	t.Helper()
	parser, err := kong.New(grammar, options...)
	if err != nil {
		t.Fatal(err)
	}
	manual, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile("`"+program+" ([^`]+)`").FindAllStringSubmatch(string(manual), -1)
	if len(lines) < 10 {
		t.Errorf("only %d lines of %s", len(lines), program)
	}
	for _, m := range lines {
		if wrong := unknown(parser.Model.Node, strings.Fields(m[1])); wrong != "" {
			t.Errorf("%s %s: no %s", program, m[1], wrong)
		}
	}
}

// unknown is the first word that is neither a command, an argument nor a flag, or "".
func unknown(at *kong.Node, words []string) string {
	for _, word := range words {
		flag, isFlag := strings.CutPrefix(word, "--")
		if isFlag {
			if !hasFlag(at, flag) {
				return word
			}
			continue
		}
		i := slices.IndexFunc(at.Children, func(n *kong.Node) bool { return n.Name == word })
		if i < 0 && len(at.Children) > 0 {
			return word
		}
		if i >= 0 {
			at = at.Children[i]
		}
	}
	if len(at.Children) > 0 {
		return "command behind " + at.Name
	}
	return ""
}

func hasFlag(at *kong.Node, name string) bool {
	name, _, _ = strings.Cut(name, "=")
	for ; at != nil; at = at.Parent {
		if slices.ContainsFunc(at.Flags, func(f *kong.Flag) bool { return f.Name == name }) {
			return true
		}
	}
	return false
}
