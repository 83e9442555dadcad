// Package client is the kiosk's end of the line: it speaks sync/wire over HTTP.
package client

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
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

// Push implements outbox.County.
func (c *Client) Push(ctx context.Context, push wire.Push) (wire.Ack, error) {
	raw, err := json.Marshal(push)
	if err != nil {
		return wire.Ack{}, village.Failed("write push", err)
	}
	header := http.Header{}
	header.Set(wire.HeaderKiosk, string(c.identity.ID))
	header.Set(wire.HeaderSignature, base64.StdEncoding.EncodeToString(c.identity.Sign(wire.PushContext, raw)))
	return post[wire.Ack](ctx, c, wire.PushPath, request{header, raw})
}

// Enrol makes this kiosk known with a one-time code. An answer for another
// kiosk is [village.Offline]: it was not the county that answered.
func (c *Client) Enrol(ctx context.Context, code string) (wire.Enrolled, error) {
	raw, err := json.Marshal(wire.NewEnrol(code, c.identity))
	if err != nil {
		return wire.Enrolled{}, village.Failed("write enrolment", err)
	}
	enrolled, err := post[wire.Enrolled](ctx, c, wire.EnrolPath, request{http.Header{}, raw})
	if err == nil && enrolled.Kiosk != c.identity.ID {
		return wire.Enrolled{}, notCounty(fmt.Errorf("answer is for %q", enrolled.Kiosk))
	}
	return enrolled, err
}

type request struct {
	header http.Header
	body   []byte
}

func post[T any](ctx context.Context, c *Client, path string, r request) (T, error) {
	var none T
	ctx, cancel := context.WithTimeout(ctx, 2*answerTimeout+time.Duration(len(r.body)/slowest)*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, bytes.NewReader(r.body))
	if err != nil {
		return none, village.Failed("ask the county", err)
	}
	req.Header = r.header
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return none, offline(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return none, refused(resp)
	}
	answer, err := wire.Decode[T](resp.Body, wire.MaxAnswerBytes)
	if err != nil && village.KindOf(err) != village.Offline {
		return none, notCounty(err) // a login page of somebody's network also says 200
	}
	return answer, err
}
