#!/usr/bin/env python3
"""Makes the figures of `countyd stats --rows DIR` again, from the rows alone.

It shares no code with the program: recompute.py DIR prints {"K1": ["54.22", n, d], ...}
and the hash of the rows.
"""
import csv
import hashlib
import json
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path


def rows(folder, name):
    with open(folder / (name + ".csv"), encoding="utf-8", newline="") as f:
        return [{k: (int(v) if v.lstrip("-").isdigit() else v) for k, v in r.items()} for r in csv.DictReader(f)]


def cut(n, d):
    """n / d with two decimals, the rest cut off."""
    if d == 0:
        return ""
    hundredths = Fraction(n, d) * 100 // 1
    return "%d.%02d" % divmod(int(hundredths), 100)


def main(folder):
    units, items, cases = rows(folder, "units"), rows(folder, "items"), rows(folder, "cases")
    tickets, visits, centres = rows(folder, "tickets"), rows(folder, "visits"), rows(folder, "centres")[0]["count"]
    out = {}

    def ratio(key, top, bottom):
        n, d = sum(1 for _ in top), sum(1 for _ in bottom)
        out[key] = [cut(n * 100, d), n, d]

    def count(key, n):
        out[key] = [str(n), n, 0]

    def median(key, values):
        v = sorted(values)
        if v:
            n = v[(len(v) - 1) // 2] + v[len(v) // 2]
            out[key] = [cut(n, 2), n, 2]
        else:
            out[key] = ["", 0, 0]

    by_code = {str(i["code"]): i for i in items}
    item = lambda c: by_code.get(str(c["item"]), {})
    closed = [t for t in tickets if t["closed_at"]]
    satisfied = [t for t in closed if t["satisfied"]]
    licences = [i for i in items if str(i["type"]).zfill(2) == "01"]
    of_licence = [c for c in cases if str(item(c).get("type", "")).zfill(2) == "01"]
    ratio("K1", [i for i in licences if i["visits"] == 0], licences)
    ratio("K1.lived", [c for c in of_licence if c["came"] == 0], [c for c in of_licence if c["came"] >= 0])
    ratio("K2", [i for i in items if i["online"]], items)
    count("K3", len(cases))
    channels = Counter(c["channel"] for c in cases)
    for name in ("window", "gdzwfw", "kiosk", "assisted", "home_visit", "hotline", "mobile"):
        count("K3." + name, channels[name])
    count("K4.units", len(units))
    count("K4.items", len(items))
    ratio("K5", closed, tickets)
    count("K5.backlog", len(tickets) - len(closed))
    ratio("K6", satisfied, closed)
    ratio("K6.surveyed", satisfied, [t for t in closed if t["surveyed"]])
    sent, done, happy = Counter(t["unit"] for t in tickets), Counter(t["unit"] for t in closed), Counter(t["unit"] for t in satisfied)
    count("K7", sum(1 for u in sent if sent[u] == done[u] == happy[u]))
    volume = Counter(str(c["item"]) for c in cases)
    top = sorted(volume, key=lambda code: (-volume[code], code))[:100]
    ratio("K8", [c for c in top if 0 <= by_code.get(c, {}).get("visits", -1) <= 1], top)
    able = [c for c in cases if item(c).get("one_window")]
    ratio("K9", [c for c in able if c["one_window"]], able)
    ratio("K10", [i for i in items if i["visits"] == 0], items)
    ratio("K11", [c for c in cases if c["channel"] in ("gdzwfw", "kiosk", "assisted", "home_visit", "mobile")], cases)
    must = [i for i in items if i["must_enter"] and not i["exempt"]]
    ratio("K12", [i for i in must if i["entered"]], must)
    handled = [c for c in cases if c["steps"] > 0]
    median("K13.steps", [c["steps"] for c in handled])
    median("K13.hand_overs", [c["hand_overs"] for c in handled])
    median("K14.sign", [(t["signed_at"] - t["dispatched_at"]) // 3600 for t in tickets if t["signed_at"]])
    ratio("K14.overdue", [t for t in closed if t["due_at"] and t["closed_at"] > t["due_at"]], closed)
    ratio("K14.reopened", [t for t in closed if t["reopens"]], closed)
    ratio("K14.returned", [t for t in tickets if t["returns"]], tickets)
    points, full = sum(v["points"] for v in visits), sum(v["full"] for v in visits)
    out["K15.score"] = [cut(points * 100, full), points, full]
    n = len({v["centre"] for v in visits})
    out["K15.coverage"] = [cut(n * 100, centres), n, centres]

    digest = hashlib.sha256()
    for name in ("cases", "centres", "items", "tickets", "units", "visits"):
        digest.update(name.encode() + b"\n" + (folder / (name + ".csv")).read_bytes())
    print(json.dumps({"hash": digest.hexdigest(), "figures": out}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
