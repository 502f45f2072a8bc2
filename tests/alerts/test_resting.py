"""An alert that rests on what another agency told does not go to a third one without its consent."""

from typing import Any

import pytest

from agencies.access import looking_as
from hub.kit.errors import Invalid
from intel.alerts.services import issue, submit
from tests.alerts import writing
from tests.releases import making


@pytest.mark.parametrize(("audience", "refused"), [(("SIN",), True), (("PB",), False), ((), False)])
def test_a_report_on_which_it_rests_keeps_it_back(world: Any, audience: tuple[str, ...], refused: bool) -> None:
    alert = writing.draft(world, audience=audience, reports=[making.report(world).pk])
    with looking_as(world.ana):
        if refused:
            with pytest.raises(Invalid, match="information of Policía Boliviana") as told:
                submit(by=world.ana, alert=alert, revision=alert.revision)
            assert told.value.field == "audience"
            return
        alert = submit(by=world.ana, alert=alert, revision=alert.revision)
    with looking_as(world.bruno):
        assert issue(by=world.bruno, alert=alert, revision=alert.revision).issued_at
