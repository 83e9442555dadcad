package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is a Go module that a program is linked from, or that go.mod asks for.
type module struct {
	Path, Version, Dir string
	Indirect           bool

	where   []string // kiosk, county; empty: tests and tools only
	licence string   // SPDX identifier
	text    string   // of the licence
}

// program is one of the two, with how it is built.
type program struct {
	name, pkg string
	env       []string
	tags      string
}

// programs are built for Linux, and the kiosk for Windows too; cgo is on
// because the window and SQLite are C.
func programs() []program {
	linux := []string{"CGO_ENABLED=1", "GOOS=linux", "GOARCH=amd64"}
	windows := []string{"CGO_ENABLED=1", "GOOS=windows", "GOARCH=amd64"}
	return []program{
		{"kiosk", ".", linux, "migrated_fynedo"},
		{"kiosk", ".", windows, "migrated_fynedo"},
		{"county", "./county/countyd", linux, ""},
	}
}

// linked are the modules of both programs and those that go.mod asks for
// directly, by path, each with its licence. A licence that is not known is an
// error: somebody has to read it.
func linked(root string) ([]module, error) {
	all := map[string]module{}
	direct, err := list[module](root, nil, "list", "-m", "-json", "all")
	if err != nil {
		return nil, err
	}
	for _, m := range direct {
		if !m.Indirect && m.Version != "" {
			all[m.Path] = m
		}
	}
	for _, p := range programs() {
		packages, err := list[struct{ Module *module }](root, p.env, "list", "-e", "-deps", "-tags="+p.tags, "-json=Module", p.pkg)
		if err != nil {
			return nil, err
		}
		for _, pkg := range packages {
			if pkg.Module == nil || pkg.Module.Version == "" {
				continue // the standard library and ourselves
			}
			m, known := all[pkg.Module.Path]
			if !known {
				m = *pkg.Module
			}
			if !slices.Contains(m.where, p.name) {
				m.where = append(m.where, p.name)
			}
			all[m.Path] = m
		}
	}
	modules := slices.SortedFunc(maps.Values(all), func(a, b module) int { return cmp.Compare(a.Path, b.Path) })
	for i := range modules {
		if err := modules[i].read(); err != nil {
			return nil, err
		}
	}
	return modules, nil
}

// list runs the go command and decodes its stream of JSON values.
func list[T any](root string, env []string, args ...string) ([]T, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env, cmd.Stderr = root, append(os.Environ(), env...), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	var values []T
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var v T
		if err := dec.Decode(&v); errors.Is(err, io.EOF) {
			return values, nil
		} else if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense)([.-].*)?$`)

// read finds m's licence in the module cache.
func (m *module) read() error {
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return fmt.Errorf("%s is not downloaded (go mod download): %w", m.Path, err)
	}
	var texts []string
	for _, e := range entries {
		if e.IsDir() || !licenceName.MatchString(e.Name()) {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(m.Dir, e.Name()))
		if err != nil {
			return err
		}
		texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(raw), "\r\n", "\n")))
	}
	m.text = strings.Join(texts, "\n\n")
	if m.licence = identify(m.text); m.licence == "" {
		return fmt.Errorf("%s %s: unknown licence, read it and teach identify", m.Path, m.Version)
	}
	return nil
}

// identify is the SPDX name of a licence text by phrases that only it has, ""
// when it is none of those that we have read and may link.
func identify(text string) string {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	var found []string
	for _, l := range []struct{ id, phrase string }{
		{"Apache-2.0", "apache license version 2.0, january 2004"},
		{"Apache-2.0", "licensed under the apache license, version 2.0"},
		{"MPL-2.0", "mozilla public license version 2.0"},
		{"BSD-3-Clause", "neither the name of"},
		{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated"},
		{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose"},
		{"ISC", "permission to use, copy, modify, and distribute this software for any purpose with or without fee"},
		{"Unlicense", "this is free and unencumbered software released into the public domain"},
		{"Zlib", "altered source versions must be plainly marked as such"},
	} {
		if strings.Contains(text, l.phrase) && !slices.Contains(found, l.id) {
			found = append(found, l.id)
		}
	}
	if len(found) == 0 && strings.Contains(text, "redistribution and use in source and binary forms") {
		found = append(found, "BSD-2-Clause")
	}
	return strings.Join(found, " AND ")
}
