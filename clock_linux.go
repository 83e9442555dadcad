package main

import (
	"encoding/hex"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// memoryDir is a file system that is gone with the power.
const memoryDir = "/dev/shm"

// inMemory reports whether dir lies on a file system that is gone with the power:
// a plain folder of that name, as in some containers, is on the disk.
func inMemory(dir string) bool {
	var at unix.Statfs_t
	return unix.Statfs(dir, &at) == nil && at.Type == unix.TMPFS_MAGIC
}

// uptime is the time since the machine started, with the time that it slept.
func uptime() time.Duration {
	var at unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &at); err != nil {
		return 0
	}
	return time.Duration(at.Nano())
}

// ours reports whether the user of this process owns the file.
func ours(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

// clockSynced reports whether the kernel's clock is held by a time service.
func clockSynced() bool {
	var t unix.Timex
	_, err := unix.Adjtimex(&t)
	return err == nil && t.Status&unix.STA_UNSYNC == 0
}

// sinceBoot names this life of the system and says how long it has lasted,
// suspended or not. A name of zero: not known.
func sinceBoot() (boot [16]byte, up time.Duration) {
	if raw, err := os.ReadFile("/proc/sys/kernel/random/boot_id"); err == nil {
		if id, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(string(raw)), "-", "")); err == nil {
			copy(boot[:], id)
		}
	}
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		return [16]byte{}, 0
	}
	return boot, time.Duration(t.Nano())
}
