// Package city is the line to the city's platform for applications (揭阳市统一申办受理平台).
// Its interface was not published to us: the envelope is that of the national 好差评
// interface, the paths are our own, and a mock of them is in county/citytest. Another
// platform is another [office.CityPlatform].
package city

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

// Client hands events over by HTTPS.
type Client struct {
	Address string // as https://city.example
	Mark    string // name of this district's system there
	Signer  office.ExchangeSigner
	HTTP    *http.Client
	Now     func() time.Time
}

// EventsPath takes envelopes of events.
const EventsPath = "/events"

// Reply is the city's answer.
type Reply struct {
	Success bool   `json:"success"`
	Code    string `json:"code"`
	Known   int    `json:"known"`
	AckNo   string `json:"ackNo"` // its number for what it took; may be left out
	Message string `json:"errorMessage"`
}

const (
	maxReply = 64 << 10
	patience = 30 * time.Second // for one answer
)

// Take implements office.CityPlatform. No answer, or none that can be read, is
// [village.Offline]: the events may have arrived all the same.
func (c *Client) Take(ctx context.Context, events []office.CityEvent) (took office.CityAnswer, err error) {
	envelope, err := office.NewEnvelope(c.Mark, c.Now(), events, c.Signer)
	if err != nil {
		return took, err
	}
	body, err := json.Marshal(envelope)
	if err != nil {
		return took, village.Failed("write events for the city", err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Address+EventsPath, bytes.NewReader(body))
	if err != nil {
		return took, &village.Error{Kind: village.Invalid, Field: "to", Key: "err.city.address", Err: err}
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := c.HTTP.Do(request)
	if err != nil {
		return took, offline(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxReply))
	if err != nil {
		return took, offline(err)
	}
	var reply Reply
	if err := (village.JSONRules{Depth: 4, Newer: true}).Decode(raw, &reply); err != nil {
		return took, offline(fmt.Errorf("%s: %w", answer.Status, err))
	}
	switch {
	case answer.StatusCode == http.StatusConflict:
		return took, &village.Error{Kind: village.Conflict, Field: "events", Key: "err.city.conflict", Err: errors.New(strings.TrimSpace(reply.Code + " " + reply.Message))}
	case answer.StatusCode != http.StatusOK || !reply.Success:
		return took, offline(fmt.Errorf("%s, code %q", answer.Status, reply.Code))
	case reply.Known < 0 || reply.Known > len(events):
		return took, offline(errors.New("the city knows more than it was told"))
	}
	return office.CityAnswer{Known: reply.Known, Ack: strings.TrimSpace(reply.AckNo)}, nil
}

func offline(err error) error {
	return &village.Error{Kind: village.Offline, Key: "err.city.offline", Err: err}
}
