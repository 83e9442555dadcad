package tests

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// memory is RSS and PSS of a process in MB.
func memory(t *testing.T, pid int) (rss, pss float64) {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "Rss: %f kB", &kb); n == 1 {
			rss = kb / 1024
		}
		if n, _ := fmt.Sscanf(line, "Pss: %f kB", &kb); n == 1 {
			pss = kb / 1024
		}
	}
	return rss, pss
}

// treeMemory is memory of a process and of all that it has started.
func treeMemory(t *testing.T, pid int) (rss, pss float64) {
	t.Helper()
	for _, pid := range tree(t, pid) {
		r, p := memory(t, pid)
		rss, pss = rss+r, pss+p
	}
	return rss, pss
}

// cpu is how much of one core the window's program and all that it has started take
// while f runs, in %.
func (f *finger) cpu(during func()) float64 {
	f.t.Helper()
	before, start := ticks(f.t, f.pid), time.Now()
	during()
	const perSecond = 100 // USER_HZ of every Linux that Go runs on
	return float64(ticks(f.t, f.pid)-before) / perSecond / time.Since(start).Seconds() * 100
}

func ticks(t *testing.T, pid int) (sum int) {
	t.Helper()
	for _, pid := range tree(t, pid) {
		field := stat(pid)
		for _, i := range []int{11, 12} { // utime and stime, proc(5)
			if i < len(field) {
				n, _ := strconv.Atoi(field[i])
				sum += n
			}
		}
	}
	return sum
}

// tree is a process and all that it has started, at any distance.
func tree(t *testing.T, pid int) []int {
	t.Helper()
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	children := map[int][]int{}
	for _, folder := range folders {
		child, _ := strconv.Atoi(filepath.Base(folder))
		if field := stat(child); len(field) > 1 {
			parent, _ := strconv.Atoi(field[1])
			children[parent] = append(children[parent], child)
		}
	}
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		all = slices.Concat(all, children[all[i]])
	}
	return all
}

// stat are the fields of /proc/PID/stat from the state on; none when the process is gone.
func stat(pid int) []string {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	return strings.Fields(string(raw)[strings.LastIndexByte(string(raw), ')')+1:])
}
