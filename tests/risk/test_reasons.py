"""Why a declaration is scored as it is."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from intel.scoring.explain import tell, tell_reason
from intel.scoring.model import Model, train
from intel.scoring.reading import read
from intel.scoring.reasons import CODES
from intel.scoring.records import Declarations, Reason
from tests.risk.samples import declarations, write
from tests.risk.test_score_declarations import LATER, run

PAST = declarations(1_500)
COPIES = [dict(row, **{"Declaration ID": f"copy{at}", "Date": f"2025-0{5 + at % 5}-03"}) for at, row in enumerate(PAST[:600])]
AGAIN = [dict(row, **{"Declaration ID": f"again{at}", "Date": "2025-12-01"}) for at, row in enumerate(PAST[:600])]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    return read([write(tmp_path_factory.mktemp("asked") / "later.csv", LATER + AGAIN)], outcomes=False)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return train(read([write(tmp_path_factory.mktemp("past") / "past.csv", PAST + COPIES)], outcomes=True))


def test_all_reasons_together_are_the_score(model: Model, asked: Declarations) -> None:
    scores = model.scores(asked, most=len(CODES))
    log_odds = np.array([np.log(one.probability / (1 - one.probability)) for one in scores])
    parts = np.array([sum(reason.log_odds for reason in one.reasons) for one in scores])
    rest = log_odds - parts  # what stands before all reasons, and reasons too weak to be told
    assert np.ptp(rest) < 0.05 * len(CODES)
    assert np.ptp(log_odds) > 2


def test_they_come_strongest_first_and_no_more_than_asked_for(model: Model, asked: Declarations) -> None:
    for one in model.scores(asked, most=2):
        strength = [abs(reason.log_odds) for reason in one.reasons]
        assert len(strength) <= 2
        assert strength == sorted(strength, reverse=True)


def test_the_same_goods_again_are_told_with_day_and_declaration(model: Model, asked: Declarations) -> None:
    again = {one.declaration: one for one in model.scores(asked)}
    row = next(at for at, one in enumerate(PAST[:600]) if one["Fraud"] == "1" and at % 5 == 2)
    twin = next(reason for reason in again[f"again{row}"].reasons if reason.code == "twin")
    assert twin.log_odds > 0
    assert twin.values["day"] == date(2025, 7, 3)
    assert twin.values["declaration"] == f"copy{row}"
    assert (twin.values["count"], twin.values["irregular"]) == (2, 2)
    assert "2 of 2 found irregular, last on 3 July 2025 (declaration copy" in tell_reason(twin)
    assert "2 de 2 con irregularidad, la última el 3 de julio de 2025 (declaración copy" in tell_reason(twin, "es")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_reason_has_words(model: Model, asked: Declarations, language: str) -> None:
    told = [tell_reason(reason, language) for one in model.scores(asked, most=len(CODES)) for reason in one.reasons]
    assert all(told)
    assert not any("{" in one or "nan" in one for one in told)


def test_what_is_not_stated_is_told_so() -> None:
    nothing = Reason("price", 0.4, {"hs": "640399", "per_kg": float("nan"), "deviation": float("nan")})
    assert tell_reason(nothing) == "not stated per kg; there are no goods of code 640399 to compare it with"
    assert tell_reason(Reason("route", 0.1, {"departure": "", "origin": "PA"}), "es") == "procedencia no consta, origen PA"


def test_a_line_says_first_what_speaks_for_it() -> None:
    reasons = [Reason("goods", -0.5, {"heading": "6403"}), Reason("mass", 0.3, {"mass": 1234.5})]
    assert tell(reasons) == "For: net mass of 1,234.50 kg. Against: goods of heading 6403"
    assert tell(reasons, "es") == "A favor: peso neto de 1.234,50 kg. En contra: mercancía de la partida 6403"


@pytest.mark.parametrize(("language", "word"), [("en", "For: "), ("es", "A favor: ")])
def test_the_command_writes_them_when_asked(tmp_path: Path, language: str, word: str) -> None:
    status, written = run(tmp_path, PAST, LATER[:20], "--reasons", language)
    assert status == 0
    assert list(written[0]) == ["declaration_id", "probability", "reasons"]
    assert any(row["reasons"].startswith(word) for row in written)
    assert [row["declaration_id"] for row in written] == [row["Declaration ID"] for row in LATER[:20]]
