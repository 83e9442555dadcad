package tests

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func TestTwoServersOnOneDatabaseStoreEachRecordOnce(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	second := &county{t: t, database: c.database, blobs: c.blobs, address: "127.0.0.1:0"}
	second.start()
	t.Cleanup(second.kill)
	c.enrol(k)
	var ids []string
	for range 3 {
		for _, server := range []*county{second, c} {
			ids = append(ids, k.accept().ID)
			k.json("", &struct{}{}, "enrol", "--county", server.url(), "--code", c.code("445203104202"))
			k.json("", &struct{}{}, "sync", "--once")
		}
	}
	if got := c.records(); strings.Join(got, " ") != strings.Join(ids, " ") {
		t.Errorf("records %v, want %v", got, ids)
	}
}

// TestCountyStopsWithASlowClient: a sender that never ends does not keep the
// county from ending, and what was not answered is sent again.
func TestCountyStopsWithASlowClient(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	accepted := k.accept()
	slow := c.dial()
	defer slow.Close()
	fmt.Fprint(slow, "POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
	start := time.Now()
	if err := c.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err := c.cmd.Wait()
	c.cmd = nil
	if took := time.Since(start); err != nil || took > 30*time.Second {
		t.Errorf("ended with %v after %v", err, took)
	}
	k.mustFail(3, "", "err.sync.offline", "sync", "--once")
	c.start()
	k.json("", &struct{}{}, "sync", "--once")
	if got := c.records(); len(got) != 1 || got[0] != accepted.ID {
		t.Errorf("records %v", got)
	}
}

func TestCountyAnswersRubbishAndGoesOn(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	for _, rubbish := range []string{
		"\x16\x03\x01\x02\x00", "GET / HTTP/9.9\r\n\r\n", "POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
		"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n",
		"GET /cases/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
		"GET /static/..%2f..%2fconsole.go HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
		"GET /cases HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
		"GET /cases HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10.0.0.9\r\nConnection: close\r\n\r\n",
		"GET /" + strings.Repeat("x", 1<<20) + " HTTP/1.1\r\n",
	} {
		conn := c.dial()
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		_, _ = conn.Write([]byte(rubbish))
		status, err := bufio.NewReader(conn).ReadString('\n')
		conn.Close()
		if strings.HasPrefix(status, "HTTP/1.1 200") {
			t.Errorf("%.60q was answered with %q", rubbish, status)
		}
		if status == "" && err == nil {
			t.Errorf("%.60q: no answer", rubbish)
		}
	}
	k.accept()
	var q queue
	if k.json("", &q, "sync", "--once"); q.Stored != 1 {
		t.Errorf("queue %+v", q)
	}
}
