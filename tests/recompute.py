#!/usr/bin/env python3
"""Makes figures again from their rows alone; it shares no code with the program.

recompute.py DIR                 the figures of `countyd stats --rows DIR` as JSON,
                                 {"K1": ["54.22", n, d], ...}, and the hash of the rows
recompute.py DIR BULLETIN.json   every figure of a bulletin out of `countyd report rows`,
                                 against what `countyd report show` says; names what differs
                                 and ends with 1
"""
import csv
import hashlib
import json
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

CHINA = timezone(timedelta(hours=8))
NAMES = ("cases", "centres", "items", "tickets", "told", "units", "visits")  # told: where something was


def rows(folder, name):
    if name == "told" and not (folder / "told.csv").exists():
        return []
    with open(folder / (name + ".csv"), encoding="utf-8", newline="") as f:
        return [{k: (int(v) if v.lstrip("-").isdigit() else v) for k, v in r.items()} for r in csv.DictReader(f)]


def cut(n, d):
    """n / d with two decimals, the rest cut off."""
    if d == 0:
        return ""
    hundredths = Fraction(n, d) * 100 // 1
    return "%d.%02d" % divmod(int(hundredths), 100)


def figures(data):
    units, items, cases = data["units"], data["items"], data["cases"]
    tickets, visits, centres = data["tickets"], data["visits"], data["centres"][0]["count"]
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
    points, full = 0, sum(v["full"] for v in visits)
    for centre in {v["centre"] for v in visits}:
        here = [v for v in visits if v["centre"] == centre]
        told = [t for t in data["told"] if t["centre"] == centre]
        taken = 0
        for section in {t["section"] for t in told}:
            of = [t for t in told if t["section"] == section]
            at_most = min((t["max"] * len(here) for t in of if t["max"]), default=None)
            sum_of = sum(t["points"] for t in of)
            taken += sum_of if at_most is None else min(sum_of, at_most)
        points += max(sum(v["points"] for v in here) - taken, 0)
    out["K15.score"] = [cut(points * 100, full), points, full]
    n = len({v["centre"] for v in visits})
    out["K15.coverage"] = [cut(n * 100, centres), n, centres]
    return out


def median_of(values):
    v = sorted(values)
    return cut(v[(len(v) - 1) // 2] + v[len(v) // 2], 2) if v else ""


def within(data, first, last):
    """The rows of a time: cases by their acceptance, tickets by their dispatch, visits and what was told by the day of the visit."""
    when = {"cases": "accepted_at", "tickets": "dispatched_at", "visits": "at", "told": "at"}
    return {name: [r for r in data[name] if first <= r[when[name]] < last] if name in when else data[name] for name in data}


def waits(t, at):
    return t["due_at"] and t["due_at"] < at and not (t["closed_at"] and t["closed_at"] < at)


def unit_table(data, at):
    names = {str(u["code"]): str(u["name"]) for u in data["units"]}
    table = []
    for code in {str(t["unit"]) for t in data["tickets"]}:
        mine = [t for t in data["tickets"] if str(t["unit"]) == code]
        closed = [t for t in mine if t["closed_at"]]
        table.append({
            "Code": code, "Name": names.get(code) or code, "Dispatched": len(mine), "Closed": len(closed),
            "Satisfied": sum(1 for t in closed if t["satisfied"]), "Asked": sum(1 for t in closed if t["surveyed"]),
            "Overdue": sum(1 for t in closed if t["due_at"] and t["closed_at"] > t["due_at"]), "Open": sum(1 for t in mine if waits(t, at)),
            "Returned": sum(1 for t in mine if t["returns"]), "Reopened": sum(1 for t in closed if t["reopens"]),
            "Sign": median_of((t["signed_at"] - t["dispatched_at"]) // 3600 for t in mine if t["signed_at"]),
        })
    rate = lambda r: (Fraction(r["Closed"], r["Dispatched"]), Fraction(r["Satisfied"], max(r["Closed"], 1)))
    table.sort(key=lambda r: r["Code"])
    table.sort(key=rate, reverse=True)
    for r in table:
        r["Rank"] = 1 + sum(1 for other in table if rate(other) > rate(r))
    return table


def row_of(data, table, unit):
    empty = dict.fromkeys(("Rank", "Dispatched", "Closed", "Satisfied", "Overdue", "Asked", "Open", "Returned", "Reopened"), 0)
    for r in table:
        if unit in (r["Code"], r["Name"]):
            return r
    for u in data["units"]:
        if unit in (str(u["code"]), str(u["name"])):
            return {"Code": str(u["code"]), "Name": str(u["name"]), "Sign": "", **empty}
    return {"Code": unit, "Name": unit, "Sign": "", **empty}


def first_of(year, month):
    return int(datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=CHINA).timestamp())


def bulletin(data, measures, period, at):
    year, month = int(period[:4]), 3 * int(period[5]) - 2
    start, first, last, before = first_of(year, 1), first_of(year, month), first_of(year, month + 3), first_of(year - (month < 4), (month - 4) % 12 + 1)
    quarter, so_far, earlier = within(data, first, last), within(data, start, last), within(data, before, first)
    names = {str(u["code"]): str(u["name"]) for u in data["units"]}
    units = unit_table(so_far, at)
    late = sorted((t["due_at"], str(t["id"]), names.get(str(t["unit"])) or str(t["unit"])) for t in so_far["tickets"] if waits(t, at))
    categories = Counter(str(t["category"]) for t in so_far["tickets"])
    was, now = unit_table(earlier, first), unit_table(quarter, last)
    return {
        "quarter": figures(quarter), "year": figures(so_far), "units": units, "of_quarter": unit_table(quarter, at),
        "perfect": [r["Name"] for r in units if r["Dispatched"] == r["Closed"] == r["Satisfied"]],
        "categories": sorted(([name, n] for name, n in categories.items()), key=lambda c: (-c[1], c[0]))[:10],
        "late": len(late), "latest": [list(l) for l in late[:30]],
        "effects": [[m["number"], str(m["title"]), row_of(data, was, str(m["unit"])), row_of(data, now, str(m["unit"]))] for m in measures if before <= m["at"] < first],
    }


def seconds(text):
    return int(datetime.fromisoformat(text).timestamp())


def said(b):
    """What a bulletin says, in the form of bulletin()."""
    of = lambda list: {f["id"]: [f["displayed"], f["numerator"], f["denominator"]] for f in list}
    return {
        "quarter": of(b["quarter"]), "year": of(b["year"]), "units": b["units"] or [], "of_quarter": b["of_quarter"] or [], "perfect": b["perfect"],
        "categories": [[c["Name"], c["N"]] for c in b["categories"] or []], "late": b["late"],
        "latest": [[seconds(l["due"]), l["id"], l["unit"]] for l in b["latest"]],
        "effects": [[e["number"], e["title"], e["before"], e["after"]] for e in b.get("effects") or []],
    }


def main(folder, kept=None):
    data = {name: rows(folder, name) for name in NAMES}
    digest = hashlib.sha256()
    for name in NAMES:
        if name == "told" and not data["told"]:
            continue
        digest.update(name.encode() + b"\n" + (folder / (name + ".csv")).read_bytes())
    if kept is None:
        print(json.dumps({"hash": digest.hexdigest(), "figures": figures(data)}))
        return 0
    b = json.loads(kept.read_text(encoding="utf-8"))
    ours, theirs = bulletin(data, rows(folder, "measures"), b["period"], seconds(b["as_of"])), said(b)
    ours["hash"], theirs["hash"] = digest.hexdigest(), b["hash"]
    wrong = sorted(name for name in ours if ours[name] != theirs[name])
    for name in wrong:
        print("differs:", name, json.dumps([ours[name], theirs[name]], ensure_ascii=False)[:500])
    print("compared:", " ".join(sorted(ours)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *map(Path, sys.argv[2:3])))
