"""Which fonts does a PDF report carry? Run after `npm ci`: python scripts/subset_fonts.py (about a minute)."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "fonts"
FONTS = {
    "NotoSansSC-Regular.ttf": ("noto-sans-sc", "400Regular/NotoSansSC_400Regular.ttf", "gbk"),
    "NotoSansSC-Bold.ttf": ("noto-sans-sc", "700Bold/NotoSansSC_700Bold.ttf", "gbk"),
    # Headings only: a rarer character falls back to the sans face beside it.
    "NotoSerifSC-Bold.ttf": ("noto-serif-sc", "700Bold/NotoSerifSC_700Bold.ttf", "gb2312"),
}
# Latin letters and figures: single weights of the variable font that the pages use.
LATIN = {"Inter-Regular.ttf": 400, "Inter-SemiBold.ttf": 600}
FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "tnum", "vert", "palt", "calt", "ccmp"]
EVERY_FEATURE = ["*"]  # the letters of these scripts join, stack and change places
BEYOND = "−–•✓✗€£¥©®™½¼¾²³µ≈△▲▼◆◇□■○●①②③④⑤"
NAMES = (
    "镕喆堃昇彧珺玥琰翀烜赟頔祎堉垚淼犇骉龘鑫燚旻昉晞晢晟暄瑀璟甯睿祺禛笙筱絜翊芃荻菡蓥薇蘅谌贇赟鋆钰锜镔霁霈靓颢馨骁"
)
# A space is set in the face of the letters before it; joiners and direction marks shape them.
SPACES = {0x20, 0xA0, 0x3000, 0x200C, 0x200D, 0x200E, 0x200F}
FAMILY_NAMES = (1, 4, 6, 16)
REGULAR, BOLD = "400Regular", "700Bold"
Spans = tuple[tuple[int, int], ...]
HANGUL: Spans = ((0xAC00, 0xD7A3), (0x3131, 0x318E))
JAMO: Spans = ((0x1100, 0x11FF), (0x3131, 0x318F), (0xA960, 0xA97F), (0xD7B0, 0xD7FF), (0xFFA0, 0xFFDC))
# What names in other scripts need: package, heavier weight, code points, features.
SCRIPTS: dict[str, tuple[str, str, Spans, list[str]]] = {
    "NotoSansKR": ("noto-sans-kr", BOLD, HANGUL, ["kern", "locl", "palt"]),
    "NotoSansArabic": (
        "noto-sans-arabic",
        BOLD,
        ((0x600, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
        EVERY_FEATURE,
    ),
    "NotoSansHebrew": ("noto-sans-hebrew", BOLD, ((0x590, 0x5FF), (0xFB1D, 0xFB4F)), EVERY_FEATURE),
    "NotoSansThai": ("noto-sans-thai", BOLD, ((0xE00, 0xE7F),), EVERY_FEATURE),
    "NotoSansDevanagari": (
        "noto-sans-devanagari",
        BOLD,
        ((0x900, 0x97F), (0xA8E0, 0xA8FF), (0x1CD0, 0x1CFF)),
        EVERY_FEATURE,
    ),
}
# What two faces leave out that stand first: other Latin, Greek, Cyrillic, signs; rarer Chinese characters.
MORE: dict[str, tuple[str, str, tuple[str, str]]] = {
    "Inter-More": ("inter", "600SemiBold", ("Inter-Regular.ttf", "Inter-SemiBold.ttf")),
    "NotoSansSC-More": ("noto-sans-sc", BOLD, ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")),
}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    own = [entry for entry in json.loads((TARGET / "VENDORED.json").read_text()) if entry["package"] == "touchstone"]
    records = [
        subset(name, package, file, codes=repertoire(charset)) for name, (package, file, charset) in FONTS.items()
    ]
    records += [instance(name, weight) for name, weight in LATIN.items()]
    records += [record for family in MORE for record in more(family)]
    records += [record for family in SCRIPTS for record in script(family)]
    (TARGET / "VENDORED.json").write_text(json.dumps(records + own, indent=1) + "\n")


def more(family: str) -> Iterator[dict[str, str]]:
    """Both weights of what the faces that stand first leave out."""
    package, heavy, first = MORE[family]
    for weight, base in zip((REGULAR, heavy), first, strict=True):
        file = source_file(package, weight)
        known = characters(TARGET / base) | {code for start, end in JAMO for code in range(start, end + 1)}
        codes = {code for code in characters(folder(package) / file) - known if not 0xE000 <= code < 0xF900} | SPACES
        yield subset(f"{family}-{weight[3:]}.ttf", package, file, codes=codes, family=family)


def script(family: str) -> Iterator[dict[str, str]]:
    package, heavy, spans, features = SCRIPTS[family]
    codes = {code for start, end in spans for code in range(start, end + 1)} | SPACES
    for weight in (REGULAR, heavy):
        file = source_file(package, weight)
        yield subset(f"{family}-{weight[3:]}.ttf", package, file, codes=codes, features=features)


def source_file(package: str, weight: str) -> str:
    """400Regular/NotoSansKR_400Regular.ttf."""
    [found] = (folder(package) / weight).glob("*.ttf")
    return f"{weight}/{found.name}"


def folder(package: str) -> Path:
    return ROOT / "node_modules" / "@expo-google-fonts" / package


def characters(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def repertoire(charset: str) -> set[int]:
    """The character set, names of people and companies beyond it, and Latin with accents."""
    own = {code for code in range(0x20, 0x10000) if _belongs(chr(code), charset)}
    return own | set(range(0xA0, 0x180)) | {ord(character) for character in BEYOND + NAMES}


def _belongs(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def subset(
    name: str, package: str, file: str, *, codes: set[int], features: list[str] = FEATURES, family: str = ""
) -> dict[str, str]:
    source = folder(package)
    options = Options(hinting=False, layout_features=features)
    font = load_font(str(source / file), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    if family:  # under the name of the face that stands first, its regular weight would be taken for every bold
        for number in FAMILY_NAMES:
            font["name"].removeNames(number)
            font["name"].setName(family, number, 3, 1, 0x409)
    save_font(font, str(TARGET / name), options)
    (TARGET / f"OFL.{package}.txt").write_text((source / "LICENSE_FONT").read_text())
    version = json.loads((source / "package.json").read_text())["version"]
    return record(name, f"@expo-google-fonts/{package}", version)


def instance(name: str, weight: int) -> dict[str, str]:
    vendored = TARGET.parent / "vendor"
    records = {entry["file"]: entry for entry in json.loads((vendored / "VENDORED.json").read_text())}
    source = records["inter-latin-wght-normal.woff2"]
    font = TTFont(vendored / source["file"], recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=False)
    font.flavor = None
    font.save(TARGET / name)
    (TARGET / "OFL.inter-variable.txt").write_text((vendored / "LICENSE.fontsource-variable-inter.txt").read_text())
    return record(name, source["package"], source["version"])


def record(name: str, package: str, version: str) -> dict[str, str]:
    digest = hashlib.sha256((TARGET / name).read_bytes()).hexdigest()
    return {"file": name, "package": package, "version": version, "license": "OFL-1.1", "sha256": digest}


if __name__ == "__main__":
    main()
