#!/usr/bin/env python3
"""Writes fold_table.c: what each code point folds to (fold.h). Script comes from OpenCC's
t2s, width and case from Unicode. Two levels, as most blocks of 128 are alike."""
import ctypes
import ctypes.util
import sys
import unicodedata

BLOCK = 128
LIMIT = 0x110000
MARK, DROP = 1, 2
CHOSEN = {"「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "〝": "“", "〞": "”",
          "`": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "─": "-",
          "〜": "~", "∼": "~", "•": "·", "・": "·", "‧": "·", "･": "·", "●": "·", "∙": "·", "⋅": "·",
          "￥": "¥", "〇": "零", "○": "零", "◯": "零", "﹪": "%", "﹐": ",", "﹔": ";", "﹕": ":",
          "﹖": "?", "﹗": "!", "﹒": ".", "﹙": "(", "﹚": ")", "―": "-"}
SCRIPTS = [(0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000)]


def simplified(chars):
    """{char: its Simplified form} where they differ."""
    lib = ctypes.CDLL(ctypes.util.find_library("opencc") or "libopencc.so.1.1")
    lib.opencc_open.restype = ctypes.c_void_p
    lib.opencc_convert_utf8.restype = ctypes.c_void_p
    lib.opencc_convert_utf8.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
    opened = lib.opencc_open(b"t2s.json")
    if opened in (None, ctypes.c_void_p(-1).value):
        sys.exit("fold_make.py: OpenCC does not find t2s.json")
    text = "\n".join(chars).encode()
    out = ctypes.string_at(lib.opencc_convert_utf8(opened, text, len(text))).decode().split("\n")
    if len(out) != len(chars):
        sys.exit("fold_make.py: OpenCC gave %d lines for %d" % (len(out), len(chars)))
    return {a: b for a, b in zip(chars, out) if a != b and len(b) == 1}


def narrow(c):
    """The same character at its usual width: one code point, or itself."""
    kind, _, rest = unicodedata.decomposition(c).partition(" ")
    if kind in ("<wide>", "<narrow>", "<noBreak>") and " " not in rest:
        return chr(int(rest, 16))
    if 0xF900 <= ord(c) < 0xFB00:
        one = unicodedata.normalize("NFKC", c)
        return one if len(one) == 1 else c
    return c


def fold(c, script):
    c = CHOSEN.get(c, c)
    c = narrow(c)
    c = CHOSEN.get(c, c)
    low = c.lower()
    c = low if len(low) == 1 else c
    c = script.get(c, c)
    return " " if unicodedata.category(c) == "Zs" or c in "\t\v\f" else c


def entry(code, script):
    """(folded - code) * 4, and the flags."""
    if 0xD800 <= code < 0xE000:
        return DROP
    c = chr(code)
    kind = unicodedata.category(c)
    if c not in "\n\t\v\f" and kind in ("Cc", "Cf") or 0xFE00 <= code < 0xFE10:
        return DROP
    to = fold(c, script)
    while fold(to, script) != to:  # 薴 → 苧 → 苎
        to = fold(to, script)
    return (ord(to) - code) * 4 + (MARK if unicodedata.category(to)[0] in "ZP" else 0)


def main():
    script = simplified([chr(c) for a, b in SCRIPTS for c in range(a, b)])
    table = [entry(c, script) for c in range(LIMIT)]
    blocks, index = {}, []
    for at in range(0, LIMIT, BLOCK):
        index.append(blocks.setdefault(tuple(table[at:at + BLOCK]), len(blocks)))
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write("/* Made by fold_make.py. */\n#include \"protocol/base/fold_table.h\"\n\n")
        out.write("const uint16_t fold_index[] = {%s};\n\n" % ",".join(map(str, index)))
        out.write("const int32_t fold_blocks[][%d] = {\n" % BLOCK)
        for b in blocks:
            out.write("{%s},\n" % ",".join(map(str, b)))
        out.write("};\n")


main()
