"""Matches written before the engine stopped comparing subjects with each other lose what names another subject."""

from importlib import import_module

import pytest
from django.apps import apps

from agencies.access import as_service
from intel.screening.models import Match
from tests.hits import making

_migration = import_module("intel.screening.migrations.0003_matches_of_the_pair_alone")


def test_it_takes_the_other_subject_out_of_evidence_and_score(world):
    match = making.hit(world).match
    whole = match.score, match.probability, match.evidence
    with as_service("test"):
        match.evidence = {**match.evidence, "parts": [*match.evidence["parts"], {
            "feature": "rival", "bits": -4.25, "party": "", "subject": "Somebody hidden"}]}
        match.score, match.probability = match.score - 4.25, 0.5
        match.save()
        _migration.forget_rivals(apps, None)
        [mended] = Match.objects.all()
    assert (mended.score, mended.probability) == (pytest.approx(whole[0]), pytest.approx(whole[1]))
    assert mended.evidence["parts"] == whole[2]["parts"]
    assert "Somebody hidden" not in str(mended.evidence)
