"""Whatever the engine says and whatever an alert asks for has words on the page."""

import re

from hub.configuration import ROOT
from intel.alerts.models import ActionRequested
from intel.alerts.wording import IN_PLAIN_WORDS
from intel.hits.wording import part_label
from intel.matching.explain import features


def test_each_feature_of_the_engine_has_words():
    assert [feature for feature in features() if part_label(feature) == feature] == []


def test_the_engine_names_no_other_features():
    written = {found for path in (ROOT / "intel" / "matching").glob("*.py")
               for found in re.findall(r'Part\("([\w.]+)"', path.read_text(encoding="utf-8"))}
    assert len(written) > 5
    assert written <= set(features())


def test_each_action_an_alert_may_ask_for_is_told_in_plain_words():
    assert set(IN_PLAIN_WORDS) == set(ActionRequested)
