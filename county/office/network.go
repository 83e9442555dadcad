package office

import "net/netip"

// NetworkOf is where a request came from (RemoteAddr of net/http), as far as tries are
// counted by it: an IPv4 address, or the /64 of IPv6 that one subscriber has. The zero
// value is of what cannot be read; all such share one count.
func NetworkOf(remote string) netip.Prefix {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Prefix{}
	}
	address := at.Addr().Unmap().WithZone("")
	bits := address.BitLen()
	if address.Is6() {
		bits = 64
	}
	network, err := address.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return network
}
