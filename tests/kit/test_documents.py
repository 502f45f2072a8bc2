"""A document can be read aloud, says what it is on each page, and takes no text for markup."""

import io
from datetime import UTC, datetime

from django.utils import translation
from pypdf import PdfReader

from hub.kit.documents import Document

HOSTILE = '#panic("x") #sys.inputs $x$ *a* _b_ \\ = @c <d> https://example.org //e /*f*/ `g` "h" ] } \u2028'


AT = datetime(2026, 11, 26, 14, microsecond=5, tzinfo=UTC)


def written(*paragraphs: str, watermark: tuple[str, ...] = ()) -> PdfReader:
    paper = Document(marking="Restringido · SIN", number="AN-R-2026-1·ABC", title="Liberación", made_at=AT, watermark=watermark)
    paper.facts([("Referencia", ["AN-R-2026-1"]), ("Nada", ["", " "])])
    for text in paragraphs:
        paper.heading("1. Depósito")
        paper.paragraph(text)
    return PdfReader(io.BytesIO(paper.content()))


def test_it_is_tagged_named_and_in_a_language() -> None:
    with translation.override("es"):
        paper = written("Subvalúa repuestos.")
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "es" and "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] and b"pdfuaid:part>1<" in root["/Metadata"].get_data()


def test_each_page_bears_marking_number_and_watermark() -> None:
    paper = written("Palabra " * 2000, watermark=("SIN · 26/11/2026", "AN-R-2026-1·ABC"))
    pages = [page.extract_text() for page in paper.pages]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert page.count("Restringido · SIN") == 2 and f"{number}/{len(pages)}" in page
        assert page.count("AN-R-2026-1·ABC") == 2 and "SIN · 26/11/2026" in page


def test_no_text_is_markup() -> None:
    said = " ".join(written(HOSTILE).pages[0].extract_text().split())
    assert " ".join(HOSTILE.split()) in said and "Nada" not in said


def test_a_long_word_is_broken_and_other_writing_is_given_in_latin_letters() -> None:
    said = "".join(page.extract_text() for page in written("x" * 300, "王小明 🕵").pages)
    assert said.replace("\n", "").count("x") == 300 and "‹WangXiaoMing›" in said and "Latin letters" in said


def test_its_metadata_say_title_and_time_and_nothing_else() -> None:
    metadata = written("Subvalúa.").metadata
    assert metadata is not None
    assert set(metadata) == {"/Title", "/Creator", "/CreationDate", "/ModDate"}
    assert metadata["/Title"] == "Liberación" and metadata["/CreationDate"] == "D:20261126140000Z"
