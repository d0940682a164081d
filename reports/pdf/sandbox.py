"""What does a process that may do nothing else make of a page: `python -m reports.pdf.sandbox`, JSON in, PDF/A-3a out?

It reads a `Job` from standard input and writes the length of each file and the file to standard output. It has
no network and no files but the bundled fonts.
"""

import gc
import json
import resource
import sys
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NotRequired, TypedDict

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
ASSETS = {path.name: path for path in FONTS.glob("*.ttf")}
SCHEME = "asset:"
PRODUCER = "Touchstone"
MEBIBYTE = 2**20
LENGTH = 8  # bytes in front of each file
LIMITS = {
    resource.RLIMIT_AS: 3072 * MEBIBYTE,
    resource.RLIMIT_CPU: 300,
    resource.RLIMIT_FSIZE: 256 * MEBIBYTE,
    resource.RLIMIT_NOFILE: 128,
    resource.RLIMIT_CORE: 0,
}
FORBIDDEN = ("socket.", "subprocess.", "urllib.", "ftplib.", "http.", "smtplib.", "os.system", "os.exec", "os.fork")
ALSO_FORBIDDEN = ("os.posix_spawn", "os.spawn", "pty.spawn", "shutil.", "os.symlink", "os.link", "os.chmod")


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
    limit()
    job = json.load(sys.stdin)
    for content in editions(job):
        sys.stdout.buffer.write(len(content).to_bytes(LENGTH, "big") + content)
    return 0


def limit() -> None:
    """Bound the memory, time and size of this process."""
    for what, most in LIMITS.items():
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def lock() -> None:
    """From here on Python code may open no address, start no program and open no file outside its own folders."""
    places = (sys.prefix, sys.base_prefix, str(FONTS.parent.parent), tempfile.gettempdir())

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(FORBIDDEN) or event in ALSO_FORBIDDEN:
            raise PermissionError(f"{event} is not allowed here")
        if event == "open" and not _may_open(arguments[0], places):
            raise PermissionError(f"{arguments[0]!r} may not be opened here")

    sys.addaudithook(refuse)


def _may_open(path: object, places: tuple[str, ...]) -> bool:
    if isinstance(path, int):
        return True
    return any(Path(str(path)).absolute().is_relative_to(place) for place in places)


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
    lock()
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
