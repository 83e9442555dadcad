"""Makes base.bin, noto.bin, hanamin.bin and babelstone.bin; build.sh calls it.

usage: build.py NOTO.ttf COMMON.ttf HANAMINB.ttf BABELSTONE.ttf FOLDER

COMMON is cut from NOTO; noto.bin has what it lacks. Each other shard is a TrueType
face of the characters U+xx00 to U+xxFF that no earlier font has, with the line
measures of Noto Sans SC and a space, because the screen toolkit takes the height of
a line from the space of each face. rare.go reads what is written here.
"""

import io
import struct
import sys

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.ttProgram import Program

EM, ASCENT, DESCENT, SPACE = 1000, 1160, -288, 224
MADE = 3877804800  # 2026-11-18 in seconds since 1904, so that two runs give the same bytes

# GB 18030-2022 level 3 as published, and what Amendment 1 adds (docs/fonts.md).
PUBLISHED = [
    (0x2E80, 0x2EFF), (0x2F00, 0x2FD5), (0x3400, 0x4DB5), (0x4E00, 0x9FEF), (0xF900, 0xFAFF),
    (0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0),
]
AMENDED = [
    (0x4DB6, 0x4DBF), (0x9FF0, 0x9FFF), (0x2A6D7, 0x2A6DF), (0x2B735, 0x2B739),
    (0x2EBF0, 0x2EE5D), (0x30000, 0x3134A), (0x31350, 0x323AF),
]

NOTO = dict(
    family="Noto Sans SC",  # as it is: its own outlines and widths
    copyright="Copyright 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'.",
    licence="SIL Open Font License 1.1, see OFL.txt.",
    changed="Changed 2026-11: cut to one row of the code, no hints.",
)
HANAMIN = dict(
    family="Bianmin Rare A", shift=-8,
    copyright="Derived from HanaMinB 2017-09-04 of the Hanazono fonts, (c) GlyphWiki Project and contributors.",
    licence="Hanazono free licence: use, copy, change and pass on freely, see HANAZONO.txt.",
    changed="Changed 2026-11: cut to one row of the code, scaled to 1000 units an em, shifted, no hints.",
)
BABELSTONE = dict(
    family="Bianmin Rare B", shift=1,
    copyright="Derived from BabelStone Han 16.0.3, (c) Andrew West and Arphic Technology Co., Ltd.",
    licence="Arphic Public License, see ARPHICPL.TXT.",
    changed="Changed 2026-11 by the bianmin project: cut to one row of the code, scaled to 1000 units an em, shifted, no hints.",
)


def wanted():
    for low, high in PUBLISHED + AMENDED:
        yield from range(low, high + 1)


def is_private(code):
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def drawn(font, code):
    """The characters whose glyph has ink."""
    name = font.getBestCmap().get(code)
    return name is not None and font["glyf"][name].numberOfContours != 0


def outline(font, glyphs, code, shift):
    scale = EM / font["head"].unitsPerEm
    recording = DecomposingRecordingPen(glyphs)
    glyphs[font.getBestCmap()[code]].draw(recording)
    pen = TTGlyphPen(None)
    recording.replay(TransformPen(pen, (scale, 0, 0, scale, 0, shift)))
    return pen.glyph()


def copied(font, code):
    """A glyph point by point, one put together of others as a whole, without hints."""
    glyf = font["glyf"]
    glyph = TTGlyphPen(None).glyph()
    glyph.coordinates, glyph.endPtsOfContours, glyph.flags = glyf[font.getBestCmap()[code]].getCoordinates(glyf)
    glyph.numberOfContours = len(glyph.endPtsOfContours)
    glyph.program = Program()
    glyph.program.fromBytecode(b"")
    return glyph


def shard(font, glyphs, codes, origin):
    names = {code: "u%X" % code for code in codes}
    order = [".notdef", "space", *names.values()]
    outlines = {".notdef": TTGlyphPen(None).glyph(), "space": TTGlyphPen(None).glyph()}
    for code, name in names.items():
        outlines[name] = outline(font, glyphs, code, origin["shift"]) if "shift" in origin else copied(font, code)
    b = FontBuilder(EM, isTTF=True)
    b.setupGlyphOrder(order)
    b.setupCharacterMap({0x20: "space", **names})
    b.setupGlyf(outlines)
    glyf = b.font["glyf"]
    widths = dict.fromkeys(order, EM) | {"space": SPACE}
    if "shift" not in origin:  # else every character is a square
        widths |= {name: font["hmtx"][font.getBestCmap()[code]][0] for code, name in names.items()}
    b.setupHorizontalMetrics(
        {n: (widths[n], getattr(glyf[n], "xMin", 0) if glyf[n].numberOfContours else 0) for n in order}
    )
    b.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    b.setupNameTable(
        dict(
            copyright=origin["copyright"], familyName=origin["family"], styleName="Regular",
            uniqueFontIdentifier="%s %X" % (origin["family"], codes[0] >> 8),
            fullName=origin["family"], version="Version 1.0", psName=origin["family"].replace(" ", ""),
            description=origin["changed"], licenseDescription=origin["licence"],
        ),
        mac=False,
    )
    b.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    b.setupPost(keepGlyphNames=False)
    b.font["head"].created = b.font["head"].modified = MADE
    b.font.recalcTimestamp = False
    out = io.BytesIO()
    b.save(out)
    return out.getvalue()


def pages(codes):
    rows = {}
    for code in sorted(set(codes)):
        rows.setdefault(code >> 8, []).append(code)
    return rows


def write(path, rows, face):
    """Magic, number of rows; for each row its number, the place and length of
    its face and which of its 256 characters it has; then the faces."""
    index, faces = b"", b""
    start = 12 + 44 * len(rows)
    for row, codes in rows.items():
        bits = bytearray(32)
        for code in codes:
            bits[(code & 0xFF) >> 3] |= 1 << (code & 7)
        ttf = face(codes)
        index += struct.pack(">III", row, start + len(faces), len(ttf)) + bytes(bits)
        faces += ttf
    with open(path, "wb") as out:
        out.write(b"HANROWS1" + struct.pack(">I", len(rows)) + index + faces)


def main(noto, common, hanamin, babelstone, folder):
    noto, common, hanamin, babelstone = (TTFont(path, lazy=True) for path in (noto, common, hanamin, babelstone))
    base = {code for code in noto.getBestCmap() if not is_private(code)}
    write(folder + "/base.bin", pages(base), lambda codes: b"")
    write(folder + "/noto.bin", pages(base - set(common.getBestCmap())), lambda codes: shard(noto, noto.getGlyphSet(), codes, NOTO))
    have = base
    for font, origin, name in ((hanamin, HANAMIN, "hanamin"), (babelstone, BABELSTONE, "babelstone")):
        codes = [code for code in wanted() if code not in have and drawn(font, code)]
        glyphs = font.getGlyphSet()
        write("%s/%s.bin" % (folder, name), pages(codes), lambda codes: shard(font, glyphs, codes, origin))
        have = have.union(codes)
        print(name, len(codes), "characters", file=sys.stderr)


main(*sys.argv[1:])
