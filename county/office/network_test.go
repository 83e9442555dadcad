package office

import "testing"

func TestOneSubscriberIsOneNetwork(t *testing.T) {
	for remote, want := range map[string]string{
		"10.0.0.1:99": "10.0.0.1/32", "[::ffff:10.0.0.1]:5": "10.0.0.1/32", "[2001:db8:1:2:3::4]:5": "2001:db8:1:2::/64",
		"[2001:db8:1:2:ffff::]:6": "2001:db8:1:2::/64", "[fe80::1%eth0]:7": "fe80::/64", "pipe": "invalid Prefix", "": "invalid Prefix",
	} {
		if got := NetworkOf(remote).String(); got != want {
			t.Errorf("%s is of %s, want %s", remote, got, want)
		}
	}
}
