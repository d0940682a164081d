"""Which files of other projects does static/vendor hold? Run after `npm ci`: python -m scripts.vendor_assets."""

import hashlib
import json
import re
from pathlib import Path

from scripts.bootstrap_subset import subset

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "vendor"
ASSETS = {
    "bootstrap": ["dist/css/bootstrap.css"],
    "htmx.org": ["dist/htmx.min.js"],
    "idiomorph": ["dist/idiomorph-ext.min.js"],
    "plotly.js-cartesian-dist-min": ["plotly-cartesian.min.js"],
    "@fontsource-variable/inter": ["files/inter-latin-wght-normal.woff2"],
}
SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    records = [record for package, files in ASSETS.items() for record in vendor(package, files)]
    (TARGET / "VENDORED.json").write_text(json.dumps(records, indent=1, ensure_ascii=False) + "\n")


def vendor(package: str, files: list[str]) -> list[dict[str, str]]:
    source = ROOT / "node_modules" / package
    about = json.loads((source / "package.json").read_text())
    licence = next(path for path in sorted(source.iterdir()) if path.name.upper().startswith("LICENSE"))
    copies = {f"LICENSE.{package.strip('@').replace('/', '-')}.txt": licence}
    copies |= {Path(file).name: source / file for file in files}
    return [
        {
            "file": name,
            "package": package,
            "version": about["version"],
            "license": about["license"],
            "sha256": copy(path, TARGET / name),
        }
        for name, path in copies.items()
    ]


def copy(source: Path, target: Path) -> str:
    """Copied without the pointer to a source map, which is not kept here; of Bootstrap what is used."""
    content = source.read_bytes()
    if source.suffix in {".css", ".js"}:
        content = SOURCE_MAP.sub(b"\n", content)
    if source.name == "bootstrap.css":
        content = subset(content.decode()).encode()
    target.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
