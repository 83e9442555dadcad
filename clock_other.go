//go:build !linux

package main

import (
	"io/fs"
	"time"
)

// memoryDir does not exist here: the day's key stays in the process.
const memoryDir = ""

// inMemory is not asked where memoryDir does not exist.
func inMemory(string) bool { return false }

// uptime is not asked where no draft is kept.
func uptime() time.Duration { return 0 }

// ours is not asked where nothing is shared.
func ours(fs.FileInfo) bool { return true }

// clockSynced is not known here.
func clockSynced() bool { return false }

// sinceBoot is not known here.
func sinceBoot() (boot [16]byte, up time.Duration) { return boot, 0 }
