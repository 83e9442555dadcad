package main

import (
	"testing"

	"github.com/alecthomas/kong"

	"bianmin/docs/manualtest"
)

func TestEveryCommandOfTheManualExists(t *testing.T) {
	manualtest.Commands(t, "docs/manual.zh.md", "bianmin", &cli{}, kong.Vars{"data": "", "calm": ""})
}
