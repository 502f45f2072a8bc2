"""What is kept how long is as `docs/data-protection.md` prints it."""

from agencies.keeping.book import in_markdown
from hub.configuration import ROOT


def test_the_book_prints_what_is_kept_how_long():
    assert in_markdown() in (ROOT / "docs" / "data-protection.md").read_text("utf-8"), "run manage.py write_tables"
