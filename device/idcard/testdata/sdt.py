"""Reads a card through the serial protocol of the security module, by itself.

usage: sdt.py LINE; prints name, number and last day as JSON.
"""
import json
import os
import sys
import termios

line = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
mode = termios.tcgetattr(line)
mode[0] = mode[1] = mode[3] = 0
termios.tcsetattr(line, termios.TCSANOW, mode)


def ask(hexa):
    """Sends an order and returns its answer, whole."""
    os.write(line, bytes.fromhex(hexa))
    got = b""
    while len(got) < 7 or len(got) < 7 + int.from_bytes(got[5:7], "big"):
        got += os.read(line, 4096)
    assert got[:5] == b"\xaa\xaa\xaa\x96\x69", got[:5].hex()
    total = 0
    for byte in got[5:]:
        total ^= byte
    assert total == 0, "checksum"
    return got


assert ask("AAAAAA96690003200122")[9] == 0x9F
assert ask("AAAAAA96690003200221")[9] == 0x90
short = ask("AAAAAA96690003300132")
long = ask("AAAAAA96690003301023")
text = short[14:14 + 256].decode("utf-16-le")
assert long[16:16 + 256].decode("utf-16-le") == text


def field(at, size):
    return short[14 + at:14 + at + size].decode("utf-16-le").strip()


json.dump({"Name": field(0, 30), "Number": field(122, 36), "Until": field(204, 16),
           "Sizes": [len(short), len(long)]}, sys.stdout)
