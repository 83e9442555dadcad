package main

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/county/countytest"
	"bianmin/sync/client"
	"bianmin/sync/wire"
)

// machine is a real countyd with its files.
type machine struct {
	t        *testing.T
	binary   string
	database string
	blobs    string
	address  string
	listen   string   // "" chooses a port
	besides  []string // arguments of serve
	signer   ed25519.PublicKey
	client   *http.Client // believes this county, and shows the certificate of who enrolled last
	officer  *http.Client // is signed in
	process  *exec.Cmd
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	dir, binary := t.TempDir(), must(program())(t)
	m := &machine{
		t: t, binary: binary, database: "sqlite:" + filepath.Join(dir, "data", "county.db"),
		blobs: filepath.Join(dir, "blobs"),
	}
	t.Cleanup(func() {
		if m.process != nil {
			m.end(syscall.SIGKILL)
		}
	})
	return m
}

// run is an administrator's command: its exit code, answer and complaint.
func (m *machine) run(args ...string) (code int, stdout, stderr string) {
	m.t.Helper()
	var out, complaint bytes.Buffer
	c := exec.CommandContext(m.t.Context(), m.binary, args...)
	c.Stdout, c.Stderr = &out, &complaint
	if err := c.Run(); err != nil && c.ProcessState == nil {
		m.t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), out.String(), complaint.String()
}

// start serves and waits for the line with the address.
func (m *machine) start() {
	m.t.Helper()
	args := []string{"serve", "--listen", cmp.Or(m.listen, "127.0.0.1:0"), "--database", m.database, "--blobs", m.blobs}
	m.process = exec.Command(m.binary, append(args, m.besides...)...)
	out, err := m.process.StdoutPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	if err := m.process.Start(); err != nil {
		m.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		m.t.Fatalf("no address: %v", err)
	}
	_, m.address, _ = strings.Cut(strings.TrimSpace(line), " ")
}

func (m *machine) end(signal os.Signal) int {
	_ = m.process.Process.Signal(signal)
	_ = m.process.Wait()
	code := m.process.ProcessState.ExitCode()
	m.process = nil
	return code
}

func (m *machine) send(method, path string, body []byte, header map[string]string) ([]byte, error) {
	req, err := http.NewRequestWithContext(m.t.Context(), method, m.address+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := m.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusNoContent {
		return nil, fmt.Errorf("%s: %s", res.Status, raw)
	}
	return raw, nil
}

// believe makes a client that trusts the authority with this certificate (DER).
func (m *machine) believe(root []byte, own ...tls.Certificate) {
	m.t.Helper()
	authority, err := x509.ParseCertificate(root)
	if err != nil {
		m.t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(authority)
	m.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: own, MinVersion: tls.VersionTLS13}}}
}

func (m *machine) enrol(kiosk seal.Identity) {
	m.t.Helper()
	code, out, complaint := m.run("kiosks", "add", "--village", "445203104202", "--database", m.database, "--json")
	var issued struct{ Code, Village, Expires string }
	if err := json.Unmarshal([]byte(out), &issued); err != nil || code != 0 || issued.Village != "445203104202" {
		m.t.Fatalf("kiosks add: %d %q %q", code, out, complaint)
	}
	if _, err := time.Parse(time.RFC3339, issued.Expires); err != nil {
		m.t.Error(err)
	}
	enrolment, err := seal.ParseEnrolmentCode(issued.Code)
	if err != nil {
		m.t.Fatal(err)
	}
	line := client.Line{URL: m.address, Identity: kiosk, Time: time.Now}
	e, root, err := client.Enrol(m.t.Context(), line, enrolment)
	if err != nil || len(e.SigningKeys) != 1 || e.Centre != "锡场镇江滨村党群服务中心" || e.District != "揭东区" {
		m.t.Fatalf("enrol: %+v, %v", e, err)
	}
	m.signer = e.SigningKeys[0]
	m.believe(root, tls.Certificate{Certificate: [][]byte{e.Certificate}, PrivateKey: kiosk.Key()})
}

// records is what `countyd records` lists, in order.
func (m *machine) records() []recordLine {
	m.t.Helper()
	code, out, complaint := m.run("records", "--database", m.database, "--jsonl")
	if code != 0 {
		m.t.Fatalf("records: %d %s", code, complaint)
	}
	var all []recordLine
	for line := range strings.Lines(out) {
		var one recordLine
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			m.t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

func (m *machine) push(kiosk seal.Identity, records ...village.Record) (wire.Ack, error) {
	raw, err := m.send(http.MethodPost, wire.PushPath, countytest.Push(kiosk, records...), nil)
	if err != nil {
		return wire.Ack{}, err
	}
	return countytest.ReadAck(raw, m.signer)
}

// pieces hands over what the county lacks, as far as it lives.
func (m *machine) pieces(kiosk seal.Identity, all []village.Record, ack wire.Ack) {
	for _, r := range all {
		for _, p := range r.Parts {
			if slices.Contains(ack.Missing, wire.Sum(p.SHA256)) {
				_, _ = m.send(http.MethodPut, wire.BlobPath+hex.EncodeToString(p.SHA256), p.Data, countytest.PieceHeaders(kiosk, p.SHA256))
			}
		}
	}
}

func TestServeAnswersAndStopsWhenTold(t *testing.T) {
	m := newMachine(t)
	if code, _, complaint := m.run("init", "--database", m.database); code != 0 {
		t.Fatalf("init: %d %s", code, complaint)
	}
	if code, _, _ := m.run("init", "--database", m.database); code != 0 {
		t.Errorf("init a second time: %d", code)
	}
	m.start()
	kiosk := countytest.Identity(1)
	m.enrol(kiosk)
	m.signIn()
	if _, err := m.push(kiosk, countytest.Case(1, nil)); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/healthz": "ok", "/readyz": "ok", "/cases": "锡场镇江滨村", "/cases/" + string(kiosk.ID) + "/" + string(countytest.ID(1)): "80周岁以上老年人高龄津贴",
	} {
		got := m.get(path)
		for end := time.Now().Add(20 * time.Second); !strings.Contains(got, want) && time.Now().Before(end); {
			got = m.get(path) // what was taken in is opened a moment later
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s: %s", path, want, got)
		}
	}
	if code, out, _ := m.run("kiosks", "list", "--database", m.database, "--json"); code != 0 || !strings.Contains(out, `"highest_seq":1`) {
		t.Errorf("kiosks list: %d %s", code, out)
	}
	if code, _, complaint := m.run("kiosks", "revoke", string(kiosk.ID), "--database", m.database); code != 0 {
		t.Errorf("revoke: %d %s", code, complaint)
	}
	if _, err := m.push(kiosk, countytest.Case(1, nil)); err == nil || !strings.Contains(err.Error(), "403") {
		t.Errorf("a revoked kiosk: %v", err)
	}
	if code := m.end(syscall.SIGTERM); code != exitDone {
		t.Errorf("stopped with %d", code)
	}
}

// signIn makes an officer who sees the whole county.
func (m *machine) signIn() {
	m.t.Helper()
	m.officer = &http.Client{Transport: m.client.Transport}
	countytest.SignIn(m.t, m.officer, m.address, "chen", m.invite("chen", "county")["code"], time.Now())
}

func (m *machine) get(path string) string {
	req, err := http.NewRequestWithContext(m.t.Context(), http.MethodGet, m.address+path, nil)
	if err != nil {
		m.t.Fatal(err)
	}
	res, err := m.officer.Do(req)
	if err != nil {
		m.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		m.t.Fatal(err)
	}
	return string(raw)
}

func TestCommandsRefuseInOneLineWithTheRightCode(t *testing.T) {
	dir := t.TempDir()
	good := "--database=sqlite:" + filepath.Join(dir, "county.db")
	tests := []struct {
		args []string
		want int
		says string
	}{
		{[]string{"init", good}, exitDone, ""},
		{[]string{"init"}, exitUsage, "--database"},
		{[]string{"dance"}, exitUsage, "dance"},
		{[]string{"init", "--database=mysql:x"}, exitRefused, "database: "},
		{[]string{"kiosks", "add", good, "--village=445203104999"}, exitRefused, "village: "},
		{[]string{"kiosks", "add", good, "--village=12"}, exitRefused, "village: "},
		{[]string{"kiosks", "add", good, "--village=445203"}, exitRefused, "village: "},
		{[]string{"kiosks", "revoke", "KAAAA", good}, exitRefused, "kiosk: "},
		{[]string{"init", "--database=sqlite:/proc/none/county.db"}, exitBroken, "none"},
		{[]string{"serve", good, "--blobs", dir, "--listen=256.0.0.1:1"}, exitBroken, "listen"},
		{[]string{"--version"}, exitDone, ""},
	}
	for _, tt := range tests {
		var out, complaint bytes.Buffer
		code := run(t.Context(), tt.args, &out, &complaint)
		if code != tt.want || !strings.Contains(complaint.String(), tt.says) || tt.want != exitDone && strings.Count(complaint.String(), "\n") != 1 {
			t.Errorf("countyd %s: %d %q, want %d", strings.Join(tt.args, " "), code, complaint.String(), tt.want)
		}
	}
}

func TestPlacesAreNamedAsPeopleSay(t *testing.T) {
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	p, err := loadPlaces(text)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[village.DivisionCode]string{"445203104202": "锡场镇江滨村", "445203104000": "锡场镇", "445203000000": "揭东区"} {
		if got := p.Path(code); got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
	for _, v := range p.divisions.Villages {
		if name := p.Path(v.Code); name == "" || strings.Contains(name, "委") {
			t.Errorf("%s is %q", v.Code, name)
		}
	}
}
