//go:build !linux

package main

// The C libraries of other systems are left alone.
func keepHeapSmall() {}

func trimHeap() {}
