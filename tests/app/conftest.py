"""One run's report, made once a file: what was measured, its page as source and as seen, its PDF."""

import pytest

from restride.app.flows import Assessed
from tests.app import fixtures
from tests.app.reading import Page, html_of, pdf_of


@pytest.fixture(scope="module")
def running() -> Assessed:
    return fixtures.running()


@pytest.fixture(scope="module")
def source(running: Assessed) -> str:
    return html_of(running)


@pytest.fixture(scope="module")
def seen(source: str) -> Page:
    return Page(source)


@pytest.fixture(scope="module")
def printed(running: Assessed) -> bytes:
    return pdf_of(running)
