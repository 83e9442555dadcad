#!/usr/bin/env python3
"""Makes the draw of `countyd draw make` again, from its file alone.

It shares no code with the program; how a draw is made is written in
docs/adr/0037. redraw.py DRAW.json prints {"seed_hash", "commitment", "chosen", "same"}
and ends with 1 when the file says something else.
"""
import hashlib
import hmac
import json
import sys
from itertools import groupby


def months(month):
    year, number = month.split("-")
    return int(year) * 12 + int(number)


def redraw(draw):
    fixed = draw["committed"]
    plan = fixed["plan"]
    centres = plan["centres"]
    seed_hash = hashlib.sha256(bytes.fromhex(draw["seed"])).hexdigest()
    lines = ["bianmin draw 1"]
    for key in "month", "made", "count", "patience", "source", "day", "digits":
        lines.append("%s %s" % (key, plan[key]))
    lines.append("seed " + seed_hash)
    lines += ["centre %s %s" % (c["code"], c["last"] or "-") for c in centres]
    commitment = hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()

    words = ["bianmin draw 1", commitment, draw["seed"], draw["public_value"]]
    key = hashlib.sha256("".join(word + "\n" for word in words).encode()).digest()

    def lot(name):
        return hmac.new(key, name.encode(), hashlib.sha256).digest()

    def turn(centre):
        waited = not centre["last"] or months(plan["month"]) - months(centre["last"]) >= plan["patience"]
        return not waited, lot("centre " + centre["code"])

    start = int.from_bytes(lot("start")[:8], "big") % len(centres)
    points = {start + i * len(centres) for i in range(plan["count"])}
    chosen, place = [], 0
    for _, town in groupby(centres, key=lambda c: c["code"][:9]):
        town = list(town)
        length = len(town) * plan["count"]
        seats = sum(place <= point < place + length for point in points)
        place += length
        chosen += [c["code"] for c in sorted(town, key=turn)[:seats]]
    same = (seed_hash, commitment, chosen) == (fixed["seed_hash"], fixed["commitment"], draw["chosen"])
    return {"seed_hash": seed_hash, "commitment": commitment, "chosen": chosen, "same": same}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as f:
        answer = redraw(json.load(f))
    print(json.dumps(answer))
    sys.exit(0 if answer["same"] else 1)
