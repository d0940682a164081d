"""What does a process that may do nothing else make of a page: `python -m reports.pdf.sandbox`, JSON in, PDF/A-3a out?

It reads a `Job` from standard input and writes the length of each file and the file to standard output. It has
no network and no files but the bundled fonts.
"""

import gc
import json
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from tables.locked import MEBIBYTE, Limits, lock

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
ASSETS = {path.name: path for path in FONTS.glob("*.ttf")}
SCHEME = "asset:"
PRODUCER = "Touchstone"
LENGTH = 8  # bytes in front of each file
LIMITS = Limits(memory=3072 * MEBIBYTE, seconds=300, largest_file=256 * MEBIBYTE)


class Attached(TypedDict):
    """A file inside the file."""

    name: str
    description: str
    text: str


class Job(TypedDict):
    """What is to be set."""

    html: str
    css: str
    identifier: str
    created: str
    attachments: list[Attached]
    assets: NotRequired[list[str]]  # the bundled files that it may ask for: those of the folder, if it does not say
    plain: NotRequired[bool]  # the same pages are wanted without attachments too


def main() -> int:
    gc.disable()  # the process ends with its report, and looking for garbage took a sixth of its time
    LIMITS.impose()
    job = json.load(sys.stdin)
    for content in editions(job):
        sys.stdout.buffer.write(len(content).to_bytes(LENGTH, "big") + content)
    return 0


def press(job: Job) -> bytes:
    """The file; the same job gives the same bytes."""
    return next(editions(job))


def editions(job: Job) -> Iterator[bytes]:
    """The file, then, where it is asked for, the same pages without attachments; they are laid out once."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No fonts configured")  # the bundled ones are declared in the page
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    shape_drawings()
    # Only now: what is imported lies elsewhere.
    lock([FONTS])
    fetcher, fonts = bundled(job["assets"]), FontConfiguration()
    css = weasyprint.CSS(string=job["css"], font_config=fonts, url_fetcher=fetcher)
    created = datetime.fromisoformat(job["created"]).astimezone(UTC)
    attached = [
        weasyprint.Attachment(
            string=attachment["text"],
            name=attachment["name"],
            description=attachment["description"],
            relationship="Data",
            created=created,
            modified=created,
            url_fetcher=fetcher,
        )
        for attachment in job["attachments"]
    ]
    page = weasyprint.HTML(string=job["html"], url_fetcher=fetcher)
    options = {"pdf_variant": "pdf/a-3a", "pdf_identifier": bytes.fromhex(job["identifier"])}
    pages = page.render(font_config=fonts, stylesheets=[css], **options)
    for attachments in (attached, []) if job.get("plain") else (attached,):
        yield pages.write_pdf(finisher=clean, attachments=attachments, **options)


def shape_drawings() -> None:
    """Let letters in a drawing join and change places: WeasyPrint would set them there one by one."""
    from weasyprint.svg import Node

    read = Node.text.fget

    class Whole(str):
        """A text of one piece."""

        def __iter__(self) -> Iterator[str]:
            yield str(self)

    def text(node: object) -> str | None:
        typed = read(node)
        return None if typed is None else Whole(typed)

    Node.text = property(text)


def bundled(names: list[str]) -> Any:
    """A fetcher that knows these bundled files and stops the work at any other address."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Bundled(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> Any:
            name = url.removeprefix(SCHEME)
            if not url.startswith(SCHEME) or name not in names or name not in ASSETS:
                raise FatalURLFetchingError(f"{url[:200]!r} is not a bundled file")
            return URLFetcherResponse(url, BytesIO(ASSETS[name].read_bytes()))

    return Bundled()


def clean(document: object, pdf: Any) -> None:
    """Take the names and versions of tools out of the metadata; list the attachment once."""
    import pydyf  # type: ignore[import-untyped]

    tool = bytes(pdf.info["Producer"].string, "utf-8")
    pdf.info["Producer"] = pydyf.String(PRODUCER)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.extra.get("Type") == "/Metadata":
            stream.stream = [part.replace(tool, PRODUCER.encode()) for part in stream.stream]


if __name__ == "__main__":
    sys.exit(main())
