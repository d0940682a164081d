"""What do the readmes show? The demo as a real browser sees it, in both languages.

Run after the screens change: .venv/bin/python -m scripts.make_pictures. It starts a server on data of its own and
stops it again; it needs Chromium and the packages of the tests.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.demo import chromium, running, signed_in

TARGET = Path(__file__).resolve().parent.parent / "docs" / "pictures"
LANGUAGES = {"zh-hans": "zh", "en": "en"}
# Name, who looks, where, down to the end of which part of the page.
SHOTS = (
    ("results", "xu", "/s/S-0007/results/", ".t-panel:has([data-whatif])"),
    ("scoring", "lin", "/s/S-0008/scoring/", ""),
)
WIDTH, HEIGHT, MARGIN = 1440, 900, 24


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with running() as address, chromium() as browser:
        for name, picture in pictures(browser, address):
            path = TARGET / f"{name}.png"
            path.write_bytes(packed(picture))
            print(f"{path.name}: {path.stat().st_size // 1000} kB")


def pictures(browser: Any, address: str) -> Iterator[tuple[str, bytes]]:
    for name, user, place, last in SHOTS:
        page = signed_in(browser, address, user, viewport={"width": WIDTH, "height": HEIGHT})
        for language, short in LANGUAGES.items():
            page.goto(place)
            speak(page, language)
            yield f"{name}-{short}", shot(page, last)


def speak(page: Any, language: str) -> None:
    """The page in this language, by the button in the menu when it is in the other."""
    button = page.locator(f"#rail button[name=language][value={language}]")
    if button.count():
        with page.expect_navigation():
            button.click()


def shot(page: Any, last: str) -> bytes:
    """The page from its top, just as tall as it takes to show the last part."""
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.evaluate("document.fonts.ready")
    if last:
        box = page.locator(last).bounding_box()
        page.set_viewport_size({"width": WIDTH, "height": round(box["y"] + box["height"]) + MARGIN})
    return bytes(page.screenshot(animations="disabled"))


def packed(picture: bytes) -> bytes:
    """The same picture with a palette of its own: a third of the size, and nobody sees it."""
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    out = BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
