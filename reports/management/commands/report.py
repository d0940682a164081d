"""Make a decision report without a browser or a worker."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports import filing, printing, runs
from reports.models import State
from reports.paper import book
from reports.paper.printed_run import PrintedRun
from reports.pdf import rendering
from reports.proof import verification
from selection.models import Phase, Selection


class Command(BaseCommand):
    help = "Write the decision report of a selection as PDF; its numbers are computed here when no run has them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--language", choices=printing.LANGUAGES, default="zh-hans")
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *args: object, code: str, language: str, output: Path, **options: object) -> None:
        selection = Selection.objects.filter(code=code).first()
        if selection is None:
            raise CommandError(f"there is no selection with the code {code}")
        # What is decided prints the run that it rests on, anything else its present inputs.
        run = runs.latest_run(selection) if selection.phase == Phase.DONE else None
        if run is None:
            run, _ = runs.request_run(selection)
        if run.state != State.DONE:
            runs.execute(run.pk)
            run.refresh_from_db()
        if run.state != State.DONE:
            raise CommandError(f"the analysis did not finish: {run.error or run.state}")
        is_draft = selection.phase != Phase.DONE
        if not is_draft and (findings := verification.verify(selection).against_a_report):
            raise CommandError(f"no final report: {findings[0]}")
        told = printing.beside(selection, is_draft=is_draft)
        opened = PrintedRun.for_paper(run, language=language, is_draft=is_draft, **told)
        filing.keep(output, rendering.render(book.job(opened)))
        self.stdout.write(f"{output}: snapshot {run.number}, SHA-256 {run.file_hash}")
