// Package client is the kiosk's end of the line: it speaks sync/wire over HTTP.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Client talks to one county in the name of one kiosk.
type Client struct {
	base     string // without a slash at its end
	identity seal.Identity
	http     *http.Client
}

const (
	dialTimeout   = 10 * time.Second
	answerTimeout = 60 * time.Second // from the last byte sent to the first of the answer
	slowest       = 4 << 10          // bytes a second; a slower line counts as broken
)

// New is a client for the county at base, as http://10.0.0.2:8080. Another
// scheme or no host is [village.Invalid] at "county", err.sync.url. No proxy of
// the environment is used and no redirect is followed: what answers is the
// county or nobody.
func New(base string, identity seal.Identity) (*Client, error) {
	u, err := url.Parse(strings.TrimSpace(base))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, village.Refuse("county", "err.sync.url")
	}
	transport := &http.Transport{
		Proxy:                  nil,
		DialContext:            (&net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  answerTimeout,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		DisableCompression:     true,
		MaxIdleConnsPerHost:    1,
	}
	return &Client{
		base: strings.TrimRight(u.String(), "/"), identity: identity,
		http: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// Close drops idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Enrol makes this kiosk known with a one-time code. An answer for another
// kiosk is [village.Offline]: it was not the county that answered.
func (c *Client) Enrol(ctx context.Context, code string) (wire.Enrolled, error) {
	raw, err := json.Marshal(wire.NewEnrol(code, c.identity))
	if err != nil {
		return wire.Enrolled{}, village.Failed("write enrolment", err)
	}
	var enrolled wire.Enrolled
	answer, err := c.send(ctx, request{method: http.MethodPost, path: wire.EnrolPath, mediaType: "application/json", body: raw})
	if err == nil {
		enrolled, err = decode[wire.Enrolled](answer)
	}
	if err == nil && enrolled.Kiosk != c.identity.ID {
		return wire.Enrolled{}, notCounty(fmt.Errorf("answer is for %q", enrolled.Kiosk))
	}
	return enrolled, err
}

type request struct {
	method, path, mediaType string
	body                    []byte
	header                  map[string]string
}

// send is the body of the county's answer.
func (c *Client) send(ctx context.Context, r request) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*answerTimeout+time.Duration(len(r.body)/slowest)*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, r.method, c.base+r.path, bytes.NewReader(r.body))
	if err != nil {
		return nil, village.Failed("ask the county", err)
	}
	req.Header.Set("Content-Type", r.mediaType)
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, offline(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode < http.StatusOK || resp.StatusCode > http.StatusPartialContent {
		return nil, refused(resp)
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, wire.MaxAnswerBytes+1))
	if err != nil {
		return nil, offline(err)
	}
	if len(answer) > wire.MaxAnswerBytes {
		return nil, notCounty(errors.New("answer is too large"))
	}
	return answer, nil
}

// decode reads a JSON answer. A login page of somebody's network also says 200.
func decode[T any](answer []byte) (T, error) {
	v, err := wire.Decode[T](bytes.NewReader(answer), wire.MaxAnswerBytes)
	if err != nil {
		return v, notCounty(err)
	}
	return v, nil
}
