"""Whether an address of the network is public: nothing of ours or of a neighbour answers there."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Its last 32 bits are an IPv4 address, to which a gateway passes the connection on.
_NAT64 = IPv6Network("64:ff9b::/96")
_REFUSED = (IPv6Network("::/96"), IPv6Network("64:ff9b:1::/48"))
"""Of old and of local translations of version 4."""


def is_public(address: str) -> bool:
    """Whether `address`, of version 4 or 6 and without a zone, may be connected to.

    Private, loopback, link-local, shared, reserved and multicast addresses are not public; among
    the link-local ones are those by which clouds hand out credentials. An address of version 6 that
    carries one of version 4 is as public as that.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return _is_public(ip)
    if ip.is_site_local or ip.teredo is not None or any(ip in each for each in _REFUSED):
        return False
    # By the carried one alone: of the outer one the standard library's opinion varies.
    carried = ip.ipv4_mapped or ip.sixtofour
    if ip in _NAT64:
        carried = IPv4Address(int(ip) & 0xFFFFFFFF)
    return _is_public(ip if carried is None else carried)


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
