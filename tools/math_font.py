"""Make the web site's mathematics font again: ``python tools/math_font.py STIXTwoMath-Regular.ttf``.

Needs fontTools and brotli. A subset of STIX Two Math (https://github.com/stipub/stixfonts, SIL Open Font License 1.1,
which is shipped beside it): what formulas of the course may have, with the larger brackets, roots and sums that the
font's table of mathematics makes of them. The licence reserves no name, so that the subset may keep it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset

TARGET = Path(__file__).resolve().parent.parent / "docs" / "site" / "static" / "stix-two-math-subset.woff2"
# Browsers set a letter of a formula with the sign for its italic form. U+221A and the accents stand in no text.
SIGNS = (
    "U+20-7E,U+A0,U+AC,U+B1,U+B7,U+D7,U+F7,U+300-304,U+307-308,U+30C,U+338,U+391-3C9,U+3D1,U+3D5,U+3F5,"
    "U+2013,U+2016,U+2020,U+2026,U+2032-2034,U+2044,U+203E,U+20D7,U+2102,U+210E,U+2112,U+2115,U+211D,U+2124,U+2131,U+1D53C,"
    "U+2190-2195,U+21A6,U+21D0-21D5,U+2200-220B,U+220F,U+2211-2213,U+2215-221A,U+221D-221E,U+2223-222E,U+223C,"
    "U+2243,U+2245,U+2248,U+2260-2261,U+2264-2265,U+226A-226B,U+2282-2287,U+2295-2297,U+22A5,U+22C5,U+22EE-22F1,U+2308-230B,"
    "U+23DE-23DF,U+25A1,U+27E8-27E9,U+2A7D-2A7E,U+1D400-1D433,U+1D434-1D467,U+1D49C-1D4B5,U+1D4A9,U+1D53C,U+1D6E2-1D71B,U+1D7D9"
)


def main() -> None:
    """Write the subset."""
    parser = argparse.ArgumentParser(description="Make the mathematics font of the web site.")
    parser.add_argument("font", type=Path, help="STIXTwoMath-Regular, as TrueType or OpenType")
    asked = parser.parse_args()
    options = subset.Options(
        flavor="woff2", layout_features=["ssty", "dtls", "flac"], hinting=False, desubroutinize=True
    )
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = subset.load_font(str(asked.font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(SIGNS))
    cutter.subset(font)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(TARGET), options)
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
