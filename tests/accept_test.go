package tests

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"bianmin/app/needtest"
)

func TestEightProcessesAcceptAtOnce(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	const processes, each = 8, 10
	var group sync.WaitGroup
	got := make([][]accepted, processes)
	for i := range processes {
		group.Go(func() {
			for n := range each {
				stdin, args := good, []string{"accept", "--input", "-", "--json"}
				code, out, errs := k.run(stdin, args...)
				var a accepted
				if err := json.Unmarshal([]byte(out), &a); code != 0 || err != nil {
					t.Errorf("process %d, application %d: exit %d %v %s%s", i, n, code, err, out, errs)
					return
				}
				got[i] = append(got[i], a)
			}
		})
	}
	group.Wait()
	codes, ids := map[string]bool{}, map[string]bool{}
	for _, list := range got {
		for _, a := range list {
			codes[a.Code], ids[a.ID] = true, true
		}
	}
	code, out, errs := k.run("", "outbox", "--list")
	if lines := strings.Count(out, "\n"); code != 0 || lines != processes*each {
		t.Errorf("%d records of %d: exit %d %s", lines, processes*each, code, errs)
	}
	for line := range strings.Lines(out) {
		var r struct{ ID string }
		if err := json.Unmarshal([]byte(line), &r); err != nil || !ids[r.ID] {
			t.Errorf("record %q has no receipt, %v", line, err)
		}
	}
	if len(codes) != processes*each || len(ids) != processes*each {
		t.Errorf("%d codes and %d ids", len(codes), len(ids))
	}
}

// answerTo runs a command whose answer goes to a file that cannot take it.
func (k kiosk) answerTo(out *os.File, stdin string, args ...string) (int, string) {
	k.t.Helper()
	var errs strings.Builder
	cmd := exec.CommandContext(k.t.Context(), filepath.Join(build, "bianmin"), append(args, "--data", k.data)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), out, &errs
	_ = cmd.Run()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		k.t.Errorf("%v died of %v", args, status.Signal())
	}
	return cmd.ProcessState.ExitCode(), errs.String()
}

func TestAcceptThatCannotAnswerSaysWhatIsStored(t *testing.T) {
	t.Parallel()
	read, closed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	defer closed.Close()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer full.Close()
	for name, out := range map[string]*os.File{"closed pipe": closed, "full disk": full} {
		for _, form := range []string{"", "--json"} {
			t.Run(name+form, func(t *testing.T) {
				k := newStation(t)
				args := strings.Fields("accept --input - " + form)
				code, errs := k.answerTo(out, good, args...)
				if code != 3 || strings.Count(errs, "\n") != 1 {
					t.Fatalf("exit %d, stderr %q", code, errs)
				}
				printed := shortCode.FindString(errs)
				var status struct{ Record string }
				k.json("", &status, "status", printed)
				if status.Record != "local" {
					t.Errorf("the case of %q is %q", printed, status.Record)
				}
				code, errs = k.answerTo(out, `{"target":"`+printed+`","grade":5}`, strings.Fields("rate --input - "+form)...)
				if q := k.queue(); code != 3 || q.Waiting != 2 || !strings.Contains(errs, "存") {
					t.Errorf("rate: exit %d, stderr %q, queue %+v", code, errs, q)
				}
			})
		}
	}
}

func TestDataFolderThatCannotBeUsedIsNamedInOneSentence(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"a file": file, "in a file": filepath.Join(file, "data"), "in /proc": "/proc/bianmin"} {
		t.Run(name, func(t *testing.T) {
			kiosk{t, data}.mustFail(3, "", "err.store.io", "outbox")
		})
	}
}

// TestFullDiskRefusesAndRecovers needs the right to mount a small file system.
func TestFullDiskRefusesAndRecovers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	needtest.Disk(t, dir, "size=8m")
	k, c := kiosk{t, filepath.Join(dir, "kiosk")}, newCounty(t)
	c.enrol(k)
	before := k.accept()
	ballast := filepath.Join(dir, "ballast")
	for size := 1 << 20; size >= 512; size /= 2 { // down to the last page
		for fill(t, ballast, size) {
		}
	}
	refusals := 0
	for range 5 {
		code, out, errs := k.run(good, "accept", "--input", "-", "--json")
		if code == 0 {
			continue // there was room in the log
		}
		var got struct{ Error struct{ Key string } }
		if err := json.Unmarshal([]byte(out), &got); err != nil || code != 3 || got.Error.Key != "err.store.full" || strings.Count(errs, "\n") != 1 {
			t.Errorf("exit %d %q %q %v", code, out, errs, err)
		}
		refusals++
	}
	if refusals == 0 {
		t.Error("the disk was never full")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	q := k.queue()
	if q.Waiting != 1+5-refusals {
		t.Errorf("%d wait after %d refusals of 5", q.Waiting, refusals)
	}
	k.accept()
	var status struct{ Record string }
	if k.json("", &status, "status", before.Code); status.Record != "local" {
		t.Errorf("the first case is %q", status.Record)
	}
}

// fill adds size bytes to a file and reports whether they fitted.
func fill(t *testing.T, name string, size int) bool {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = f.Write(make([]byte, size))
	return err == nil
}
