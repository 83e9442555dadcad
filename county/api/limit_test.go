package api

import (
	"net/netip"
	"testing"
	"time"
)

func TestAnAddressThatComesTooOftenWaitsAndOthersDoNot(t *testing.T) {
	d, now := newStrangers(), time.Now()
	one, other := netip.MustParsePrefix("10.0.0.1/32"), netip.MustParsePrefix("10.0.0.2/32")
	for n := range addressBurst {
		if wait := d.wait(now, one); wait != 0 {
			t.Fatalf("call %d waits %v", n+1, wait)
		}
	}
	for range 10 { // a refusal costs nothing
		if wait := d.wait(now, one); wait <= 0 || wait > time.Second {
			t.Errorf("one too many waits %v", wait)
		}
	}
	if wait := d.wait(now, other); wait != 0 {
		t.Errorf("another address waits %v", wait)
	}
	if wait := d.wait(now.Add(time.Second), one); wait != 0 {
		t.Errorf("a second later it waits %v", wait)
	}
}

func TestAFloodFromAllOverIsSlowedAndRemembersFewAddresses(t *testing.T) {
	d, now := newStrangers(), time.Now()
	let := 0
	for n := range 3 * maxAddresses {
		if d.wait(now, netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)}), 32)) == 0 {
			let++
		}
	}
	if let != strangerBurst || len(d.known) > maxAddresses+1 { // and the one that a flood shares
		t.Errorf("%d let in, %d addresses remembered", let, len(d.known))
	}
	if d.wait(now.Add(time.Minute), netip.MustParsePrefix("192.168.1.1/32")) != 0 {
		t.Error("nobody is let in when the flood is over")
	}
}
