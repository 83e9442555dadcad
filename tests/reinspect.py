#!/usr/bin/env python3
"""Makes scores, ranks and orders of spot checks again from the rows of
`countyd inspect rows --out DIR`, and shares no code with the program.

reinspect.py DIR PERIOD DAY prints what every figure comes to at the end of DAY:
{"visits": {id: [tenths, vetoed, band, [rules that repeat]]}, "flags": {id: [own work, alone]},
"league": [[centre, tenths, rank, delta, band, visits, vetoed, last day, told]], "visited", "centres", "coverage", "bands": [green, yellow, red],
"orders": {number: [state, days, late, level, rounds, last day made of severity and calendar]}, "looks": {site and moment: [tenths, vetoed, band, [rules that repeat]], or null}, "hash": of the rows}.
How it is computed is written in docs/adr/0043, 0044, 0066 and 0070.
"""
import csv
import datetime
import hashlib
import json
import os
import sys
from decimal import Decimal


def pack_hash(folder):
    """What `sha256sum * | sha256sum` gives in the folder."""
    lines = ""
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as f:
            lines += "%s  %s\n" % (hashlib.sha256(f.read()).hexdigest(), name)
    return hashlib.sha256(lines.encode()).hexdigest()


class Calendar:
    def __init__(self, folder):
        self.off, self.work = set(), set()
        with open(folder + "/calendar.json", encoding="utf-8") as f:
            for year in json.load(f)["years"]:
                self.work.update(datetime.date.fromisoformat(d) for d in year["working_weekends"])
                for h in year["holidays"]:
                    first, last = datetime.date.fromisoformat(h["from"]), datetime.date.fromisoformat(h["to"])
                    self.off.update(first + datetime.timedelta(n) for n in range((last - first).days + 1))

    def workdays(self, behind, to):
        """Working days behind a day up to another one."""
        return sum(self.works(behind + datetime.timedelta(n)) for n in range(1, (to - behind).days + 1))

    def works(self, d):
        return d not in self.off and (d.weekday() < 5 or d in self.work)

    def behind(self, d, days):
        """The day that is so many working days behind another one."""
        while days > 0:
            d += datetime.timedelta(1)
            days -= self.works(d)
        return d


def day_of(ms):
    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=int(ms), hours=8)).date()


def order(due, acts, calendar, today):
    steps = {("", "open"): "open", ("open", "reply"): "replied", ("replied", "accept"): "closed", ("open", "accept"): "closed",
             ("replied", "reject"): "open", ("open", "strike"): "struck", ("replied", "strike"): "struck"}
    state, opened, end, rounds = "", None, today, 0
    for a in acts:
        if (state, a["verb"]) not in steps:
            continue
        state = steps[state, a["verb"]]
        rounds += a["verb"] == "reject"
        if a["verb"] == "open":
            opened = day_of(a["at_ms"])
        elif state in ("closed", "struck"):
            end = day_of(a["at_ms"])
    if opened is None:
        return [state, 0, 0, 0, rounds]
    late = 0 if state == "struck" else calendar.workdays(datetime.date.fromisoformat(due), end)
    return [state, calendar.workdays(opened, end), late, sum(late >= n for n in (1, 6, 11)), rounds]


def due(o, templates, calendar, visited):
    """The last day of an order: of its visit's day, or of that on which it was given."""
    template = templates.get((o["template"], o["version"])) or [t for t in templates.values() if "centre" in t["subjects"]][-1]
    day = visited.get((o["kiosk"], o["record"])) or o["day"]
    return calendar.behind(datetime.date.fromisoformat(day), template["days"][o["severity"]]).isoformat()


def rows(folder, name):
    with open("%s/%s.csv" % (folder, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def tenths(number):
    return int(Decimal(str(number)) * 10)


def year_later(day):
    y, m, d = map(int, day.split("-"))
    if (m, d) == (2, 29):
        return "%04d-03-01" % (y + 1)
    return "%04d-%02d-%02d" % (y + 1, m, d)


def score(template, visit, found):
    total, bonus, vetoed = tenths(template["full"]), 0, False
    for section in template["sections"]:
        taken = 0
        for rule in section["rules"]:
            for name, times, again in found:
                if name != section["code"] + "." + rule["code"]:
                    continue
                vetoed = vetoed or section["kind"] == "veto"
                each = rule.get("by", {}).get(visit["source"], rule.get("points", 0))
                taken += tenths(each) * times * (2 if again and section["kind"] == "deduct" else 1)
        taken = min(taken, tenths(section.get("max", 0)))
        if section["kind"] == "deduct":
            total -= taken
        elif section["kind"] == "bonus":
            bonus += taken
    if total > tenths(template["above"]):
        total += bonus
    return (0, True) if vetoed else (total, False)


def band(template, points, vetoed):
    if vetoed or points < tenths(template["yellow"]):
        return "red"
    return "yellow" if points < tenths(template["green"]) else "green"


def bounds(period):
    if "-" in period:
        year, month, length = int(period[:4]), int(period[5:]), 1
    elif "Q" in period:
        year, month, length = int(period[:4]), 3 * int(period[5]) - 2, 3
    else:
        year, month, length = int(period), 1, 12

    def shift(n):
        at = year * 12 + month - 1 + n
        return "%04d-%02d" % (at // 12, at % 12 + 1)

    return shift(-length), shift(0), shift(length)


def repeats(days, day):
    return any(d < day <= year_later(d) for d in days)


def taken_by_told(templates, told, visits):
    """What orders by a rule take from so many visits: tenths, how many, vetoed."""
    parts, count, vetoed, full = {}, 0, False, 0
    for o in told:
        template = templates[o["template"], o["version"]]
        for section in template["sections"]:
            for rule in section["rules"]:
                if o["rule"] != section["code"] + "." + rule["code"] or section["kind"] == "bonus":
                    continue
                count += 1
                if section["kind"] == "veto":
                    vetoed, full = True, full + tenths(template["full"])
                    continue
                at = o["template"], o["version"], section["code"]
                each = tenths(rule.get("by", {}).get(o["source"], rule.get("points", 0))) * (2 if o["repeat"] else 1)
                parts[at] = min(parts.get(at, 0) + each, tenths(section.get("max", 0)) * visits)
    return full + sum(parts.values()), count, vetoed


def mean(templates, visits, told):
    """Points of visits less what was told in their months, whether vetoed, how many told."""
    months = {v[0]["day"][:7] for v in visits}
    taken, count, vetoed = taken_by_told(templates, [o for o in told if o["day"][:7] in months], len(visits))
    return max(sum(v[2] for v in visits) - taken, 0) // len(visits), vetoed or any(v[3] for v in visits), count


def look(l, template, orders, acts):
    """What a look at a site or an account comes to: it repeats what was ordered there within a year before and stands."""
    day, found = day_of(l["at_ms"]).isoformat(), []
    for rule, times in (f.split(":") for f in l["found"].split()):
        days = [o["day"] for o in orders if (o["ref"], o["template"], o["rule"]) == (l["site"], l["template"], rule)
                and not any(a["verb"] == "strike" and int(a["at_ms"]) <= int(l["at_ms"]) for a in acts.get(o["number"], []))]
        found.append((rule, int(times), repeats(days, day)))
    if l["answered"] == "0" and not found:
        return None
    points, vetoed = score(template, {"source": "district"}, found)
    return [points, vetoed, band(template, points, vetoed), [rule for rule, _, again in found if again]]


def main(folder, period, today):
    with open(folder + "/templates.json", encoding="utf-8") as f:
        templates = {(t["id"], t["version"]): t for t in json.load(f)["templates"]}
    findings = {}
    for r in rows(folder, "findings"):
        if r["struck"] == "0":
            findings.setdefault((r["kiosk"], r["id"]), []).append((r["rule"], int(r["times"])))
    serving, on_duty, flags = rows(folder, "services"), {}, {}
    acts, calendar, orders = {}, Calendar(folder), {}
    for a in rows(folder, "acts"):
        acts.setdefault(a["number"], []).append(a)
    given, told, visited = [], [], {(v["kiosk"], v["id"]): v["day"] for v in rows(folder, "visits")}
    for o in sorted(rows(folder, "orders"), key=lambda o: int(o["opened_ms"])):
        orders[o["number"]] = order(o["due"], acts.get(o["number"], []), calendar, today)
        o["day"] = day_of(o["opened_ms"]).isoformat()
        orders[o["number"]].append(due(o, templates, calendar, visited))
        given.append(o)
        if o["rule"] and o["centre"] and not o["record"] and orders[o["number"]][0] != "struck":
            told.append(o)

    seen, visits, out = {}, [], {}

    def remember(until):
        for o in told:
            if "repeat" not in o and int(o["opened_ms"]) < until:
                days = seen.setdefault((o["centre"], o["template"], o["rule"]), [])
                o["repeat"] = repeats(days, o["day"])
                days.append(o["day"])

    for v in sorted(rows(folder, "visits"), key=lambda r: (int(r["at_ms"]), r["id"], r["kiosk"])):
        remember(int(v["at_ms"]))
        found = []
        for rule, times in findings.get((v["kiosk"], v["id"]), []):
            days = seen.setdefault((v["centre"], v["template"], rule), [])
            found.append((rule, times, repeats(days, v["day"])))
        for rule, _, _ in found:
            seen[v["centre"], v["template"], rule].append(v["day"])
        template = templates[v["template"], v["version"]]
        who, own = v["inspectors"].split(), False
        for badge in who:
            own = own or any(s["badge"] == badge and s["centre"] == v["centre"] and s["first"] <= v["day"] and v["day"] <= (s["last"] or v["day"]) for s in serving)
            own = own or repeats(on_duty.get((v["centre"], badge), []), v["day"])
        if v["duty"]:
            on_duty.setdefault((v["centre"], v["duty"]), []).append(v["day"])
        flags[v["id"]] = [own, v["subject"] == "centre" and len(who) < (template.get("inspectors") or 1)]
        points, vetoed = score(template, v, found)
        out[v["id"]] = [points, vetoed, band(template, points, vetoed), [rule for rule, _, again in found if again]]
        visits.append((v, template, points, vetoed))
    remember(float("inf"))

    looks = {"%s %s" % (l["site"], l["at_ms"]): look(l, templates[l["template"], l["version"]], given, acts) for l in rows(folder, "looks")}
    before, first, behind = bounds(period)
    league, unvisited = [], 0
    for centre in [r["code"] for r in rows(folder, "centres")]:
        here = [x for x in visits if x[0]["centre"] == centre and x[0]["subject"] == "centre"]
        now = [x for x in here if first <= x[0]["day"][:7] < behind]
        past = [x for x in here if before <= x[0]["day"][:7] < first]
        if not now:
            unvisited += 1
            continue
        here_told = [o for o in told if o["centre"] == centre]
        points, vetoed, count = mean(templates, now, here_told)
        delta = points - mean(templates, past, here_told)[0] if past else None
        league.append([centre, points, 0, delta, band(now[-1][1], points, vetoed), len(now), vetoed, now[-1][0]["day"], count])
    league.sort(key=lambda p: (-p[1], p[0]))
    for p in league:
        p[2] = 1 + sum(other[1] > p[1] for other in league)
    total = len(league) + unvisited
    hundredths = len(league) * 10000 // total
    bands = [sum(p[4] == colour for p in league) for colour in ("green", "yellow", "red")]
    return {"visits": out, "flags": flags, "league": league, "visited": len(league), "centres": total, "coverage": "%d.%02d" % divmod(hundredths, 100),
            "bands": bands, "orders": orders, "looks": looks, "hash": pack_hash(folder)}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], datetime.date.fromisoformat(sys.argv[3]))))
