package tests

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// personal is what stands in a person's application and nowhere in a log.
var personal = []string{"陈阿婆", "11010519491231002", "13800000000", "江滨村一巷", "6217000000000000000", "等了三天"}

// Test28NoLogLineIsPersonal runs the whole way with everything that can go wrong
// on it, and reads what both programs wrote.
func Test28NoLogLineIsPersonal(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.kill()
	var countyLog, watchLog, kioskLog bytes.Buffer
	c.log = &countyLog
	c.start()
	c.enrol(k)
	watch := exec.Command(filepath.Join(build, "bianmin"), "sync", "--watch", "--data", k.data)
	watch.Stdout, watch.Stderr = &watchLog, &watchLog
	if err := watch.Start(); err != nil {
		t.Fatal(err)
	}
	say := func(stdin string, args ...string) string {
		_, out, errs := k.run(stdin, args...)
		kioskLog.WriteString(out + errs)
		return out
	}
	code := k.accept().Code
	for _, form := range []string{"", "--json"} {
		for _, path := range []string{"applicant.id_type", "form.bank_account", "applicant.kind", "delivery.mode", "applicant.name"} {
			say(put(t, path, "陈阿婆13800000000<"), strings.Fields("accept --input - "+form)...)
		}
		say(strings.Replace(good, `"13800000000"`, `13800000000`, 1), strings.Fields("accept --input - "+form)...)
		say(good[:len(good)-1], strings.Fields("accept --input - "+form)...)
		say(`{"target":"`+code+`","grade":1,"text":"等了三天，陈阿婆 13800000000"}`, strings.Fields("rate --input - "+form)...)
		say("", strings.Fields("outbox --list "+form)...)
		say("", strings.Fields("status "+code+" "+form)...)
	}
	k.stored(2)
	c.kill()
	k.accept()
	say("", "sync", "--once")
	c.start()
	k.stored(3)
	askStrangely(t, c)
	if err := watch.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = watch.Wait()
	if err := c.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = c.cmd.Wait()
	c.cmd = nil
	for name, log := range map[string]string{"county": countyLog.String(), "watch": watchLog.String(), "kiosk": kioskLog.String()} {
		if len(log) < 100 && name != "watch" {
			t.Errorf("the %s's log has %d bytes: nothing was tested", name, len(log))
		}
		for line := range strings.Lines(log) {
			for _, secret := range personal {
				if strings.Contains(line, secret) || strings.Contains(line, url.QueryEscape(secret)) {
					t.Errorf("the %s wrote %q", name, line)
				}
			}
		}
	}
}

// askStrangely makes requests that end in an error and carry personal words.
func askStrangely(t *testing.T, c *county) {
	t.Helper()
	base, words := c.url(), url.QueryEscape(personal[0])
	client := c.asOfficer()
	for _, path := range []string{"/cases/x/" + words, "/cases?q=" + words + "&page=x", "/" + words, "/cases/x/y/files/" + words, "/ratings?grade=" + words} {
		if res, err := client.Get(base + path); err == nil {
			res.Body.Close()
		}
	}
	for _, path := range []string{"/v1/push", "/v1/enrol", "/v1/" + words} {
		req, err := http.NewRequest(http.MethodPost, base+path, strings.NewReader(`{"code":13800000000,"陈阿婆":"13800000000"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Bianmin-Kiosk", personal[2]+personal[2])
		if res, err := client.Do(req); err == nil {
			res.Body.Close()
		}
	}
}
