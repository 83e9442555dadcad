package tests

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"time"
)

// dribble sends a byte a second until the other side has had enough, and says how
// it ended.
func dribble(conn net.Conn, begin string) error {
	_ = conn.SetDeadline(time.Now().Add(2 * time.Minute))
	if _, err := io.WriteString(conn, begin); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, conn) // to the end, or to the deadline
		ended <- err
	}()
	every := time.NewTicker(time.Second)
	defer every.Stop()
	for {
		select {
		case err := <-ended:
			return err
		case <-every.C:
			_, _ = io.WriteString(conn, "x") // that it is over, the reader hears
		}
	}
}

// TestSendersWhoNeverEndAreCutAndKeepNobodyOut: many who send a byte now and then,
// in the head of a request or in its body, are cut off, and a kiosk comes through
// between them.
func TestSendersWhoNeverEndAreCutAndKeepNobodyOut(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	k.accept()
	var slow sync.WaitGroup
	for n := range 60 {
		begin := "POST /v1/enrol HTTP/1.1\r\nHost: x\r\nX-Slow: "
		if n%2 == 0 {
			begin = "POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n{"
		}
		conn := c.dial()
		slow.Go(func() {
			defer conn.Close()
			if err := dribble(conn, begin); errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("sender %d was never cut off: %v", n, err)
			}
		})
	}
	var q queue
	if k.json("", &q, "sync", "--once"); q.Stored != 1 {
		t.Errorf("with slow senders about, the queue is %+v", q)
	}
	slow.Wait()
	fast := c.dial()
	defer fast.Close()
	_ = fast.SetDeadline(time.Now().Add(time.Minute))
	fmt.Fprint(fast, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	if answer, err := io.ReadAll(fast); err != nil || len(answer) == 0 {
		t.Errorf("afterwards the county answers %q, %v", answer, err)
	}
}
