//go:build !linux

package main

// memoryDir does not exist here: the day's key stays in the process.
const memoryDir = ""

// clockSynced is not known here.
func clockSynced() bool { return false }
