"""Which fonts does a PDF report carry? Run after `npm ci`: python scripts/subset_fonts.py (about a minute)."""

import hashlib
import json
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
BEYOND = "−–•✓✗€£¥©®™½¼¾²³µ≈△▲▼◆◇□■○●①②③④⑤"
NAMES = (
    "镕喆堃昇彧珺玥琰翀烜赟頔祎堉垚淼犇骉龘鑫燚旻昉晞晢晟暄瑀璟甯睿祺禛笙筱絜翊芃荻菡蓥薇蘅谌贇赟鋆钰锜镔霁霈靓颢馨骁"
)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    records = [subset(name, *source) for name, source in FONTS.items()]
    records += [instance(name, weight) for name, weight in LATIN.items()]
    (TARGET / "VENDORED.json").write_text(json.dumps(records, indent=1) + "\n")


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


def subset(name: str, package: str, file: str, charset: str) -> dict[str, str]:
    source = ROOT / "node_modules" / "@expo-google-fonts" / package
    options = Options(hinting=False, layout_features=FEATURES)
    font = load_font(str(source / file), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=repertoire(charset))
    subsetter.subset(font)
    save_font(font, str(TARGET / name), options)
    (TARGET / f"OFL.{package}.txt").write_text((source / "LICENSE_FONT").read_text())
    version = json.loads((source / "package.json").read_text())["version"]
    return record(name, f"@expo-google-fonts/{package}", version)


def instance(name: str, weight: int) -> dict[str, str]:
    folder = TARGET.parent / "vendor"
    records = {entry["file"]: entry for entry in json.loads((folder / "VENDORED.json").read_text())}
    source = records["inter-latin-wght-normal.woff2"]
    font = TTFont(folder / source["file"], recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=False)
    font.flavor = None
    font.save(TARGET / name)
    (TARGET / "OFL.inter.txt").write_text((folder / "LICENSE.fontsource-variable-inter.txt").read_text())
    return record(name, source["package"], source["version"])


def record(name: str, package: str, version: str) -> dict[str, str]:
    digest = hashlib.sha256((TARGET / name).read_bytes()).hexdigest()
    return {"file": name, "package": package, "version": version, "license": "OFL-1.1", "sha256": digest}


if __name__ == "__main__":
    main()
