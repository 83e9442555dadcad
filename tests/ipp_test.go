package tests

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"bianmin/app/needtest"
	"bianmin/device/printer"
	"bianmin/device/printer/ipp"
)

// freePort is a port that nobody uses at this moment.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// officePrinter is the simulated printer of the CUPS project and a queue of CUPS
// that leads to it, until the test ends.
func officePrinter(t *testing.T) (direct, queue, spool string) {
	t.Helper()
	for _, name := range []string{"ippeveprinter", "cupsd", "avahi-daemon", "dbus-daemon", "lpadmin"} {
		needtest.Tool(t, name)
	}
	if os.Getuid() != 0 {
		needtest.Lacks(t, "a private cupsd and its announcer need the administrator")
	}
	dir, port, cups := t.TempDir(), freePort(t), freePort(t)
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil { // the filters of CUPS are not the administrator
		t.Fatal(err)
	}
	cmd := exec.Command("./ipp.sh", dir, port, cups)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stdin.Close(); _ = cmd.Wait() })
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil || line != "ready\n" {
		logs, _ := exec.Command("sh", "-c", "tail -n 5 "+dir+"/*.log").CombinedOutput()
		t.Fatalf("%q %v\n%s", line, err, logs)
	}
	return "ipp://localhost:" + port + "/ipp/print", "ipp://127.0.0.1:" + cups + "/printers/office", filepath.Join(dir, "spool")
}

// arrived is the PDF of the printer's job n, when all of it is there. The simulated
// printer is busy with a job for long, and CUPS waits for it.
func arrived(t *testing.T, spool string, n int) []byte {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		names, _ := filepath.Glob(filepath.Join(spool, strconv.Itoa(n)+"-*.pdf"))
		for _, name := range names {
			if raw, err := os.ReadFile(name); err == nil && bytes.Contains(raw, []byte("%%EOF")) {
				return raw
			}
		}
	}
	t.Fatalf("job %d did not come to the printer", n)
	return nil
}

// evidence is a pack of the county with a picture shown and attached, which is what is
// hardest on a print server.
func evidence(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	photo := pngOf(t, image.NewGray(image.Rect(0, 0, 400, 300)))
	list := fmt.Sprintf(`{"number":"抽查〔2026〕11号","from":"揭东区政数局","centre":"江滨村","at":"2026-11-24T09:30:00+08:00",
		"files":[{"name":"现场.png","at":"2026-11-24T09:30:00+08:00","bytes":%d,"sha256":"%x"}]}`, len(photo), sha256.Sum256(photo))
	for name, raw := range map[string][]byte{"files/现场.png": photo, "list.json": []byte(list)} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "pack.pdf")
	if exit, said, errs := command(t, "", "countyd", "letters", "evidence", "--input", filepath.Join(dir, "list.json"), "--files", filepath.Join(dir, "files"), "--out", out); exit != 0 {
		t.Fatalf("exit %d %s%s", exit, said, errs)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestALetterGoesToAnOfficePrinter, a pack of evidence too, straight and through CUPS; a printer without
// paper is told before anything is handed over.
func TestALetterGoesToAnOfficePrinter(t *testing.T) {
	direct, queue, spool := officePrinter(t)
	k := newStation(t)
	code := k.accept().Code
	file := filepath.Join(t.TempDir(), "letter.pdf")
	args := []string{"letter", code, "--kind", "entrust", "--json"}
	if exit, out, errs := k.run("", append(args, "--out", file)...); exit != 0 {
		t.Fatalf("exit %d %s%s", exit, out, errs)
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for n, address := range []string{direct, queue} {
		exit, out, errs := k.run("", append(args, "--office", address)...)
		if exit != 0 || decoded[struct{ Job int }](t, out).Job < 1 {
			t.Fatalf("%s: exit %d %s%s", address, exit, out, errs)
		}
		got := arrived(t, spool, n+1)
		if address == direct && !bytes.Equal(got, want) {
			t.Errorf("%d bytes came, %d were sent", len(got), len(want))
		}
		if name := filepath.Join(t.TempDir(), "got.pdf"); os.WriteFile(name, got, 0o600) == nil {
			text, err := exec.Command("pdftotext", name, "-").Output()
			if err != nil || !strings.Contains(string(text), "代办服务委托书") {
				t.Errorf("%s: the paper reads %q, %v", address, text, err)
			}
		}
	}
	waiting, err := ipp.New(queue, http.DefaultClient) // it waits for a printer that is busy
	if err != nil {
		t.Fatal(err)
	}
	if _, err := waiting.Print(t.Context(), "evidence", evidence(t)); err != nil {
		t.Fatal(err)
	}
	if text := words(t, arrived(t, spool, 3)); !strings.Contains(text, "证据材料清单") || !strings.Contains(text, "现场.png") {
		t.Errorf("the pack reads %q", text)
	}
	if exit, _, errs := k.run("", append(args, "--office", "ipp://127.0.0.1:"+freePort(t)+"/")...); exit != 3 || !strings.Contains(errs, "没有接通") {
		t.Errorf("a printer that is gone: exit %d %s", exit, errs)
	}
	if exit, _, _ := k.run("", "letter", code, "--kind", "acceptance", "--out", file); exit != 1 {
		t.Errorf("a letter about what was not decided: exit %d", exit)
	}
	p, err := ipp.New(direct, http.DefaultClient)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Status(t.Context()); got != printer.Ready {
		t.Errorf("the printer is %s", got)
	}
	web := strings.Replace(strings.TrimSuffix(direct, "/ipp/print"), "ipp:", "http:", 1)
	tray, err := http.Get(web + "/media?size1=&type1=&level1=&size2=iso_a4_210x297mm&type2=stationery&level2=0")
	if err != nil {
		t.Fatal(err)
	}
	_ = tray.Body.Close()
	if got := p.Status(t.Context()); got != printer.NoPaper {
		t.Errorf("with empty trays the printer is %s", got)
	}
	if exit, _, errs := k.run("", append(args, "--office", direct)...); exit != 3 || !strings.Contains(errs, "没纸") {
		t.Errorf("without paper: exit %d %s", exit, errs)
	}
}
