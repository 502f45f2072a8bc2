"""Matches stop telling of other subjects: the part "rival" named the better fitting one, of whichever agency.

The part and its bits go at once, and the probability follows. Then everything in force is matched anew: the engine is
calibrated without rivals since, and pairs that a rival had pushed under the threshold come back.
"""

from typing import Any

from django.db import migrations

MATCH_ANEW = """
insert into screening_pendingwork (kind, object_id)
select 'ALERT', id from alerts_alert where state = 'ACTIVE' and exists (select 1 from screening_match);
"""


def forget_rivals(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("screening", "Match").objects.filter(evidence__parts__contains=[{"feature": "rival"}])
    for match in rows.iterator():
        parts = [part for part in match.evidence["parts"] if part["feature"] != "rival"]
        match.score = round(sum(part["bits"] for part in parts), 3)
        match.probability = _probability(match.score)
        match.evidence |= {"parts": parts, "score": match.score, "probability": match.probability}
        match.save(update_fields=["score", "probability", "evidence"])


def _probability(score: float) -> float:
    """By the engine of the day, whichever: it only has to do until the pair is matched anew."""
    from intel.matching.model import model, probability_of

    return float(probability_of(score, model()))


class Migration(migrations.Migration):
    dependencies = [("screening", "0002_wider_fingerprint"), ("alerts", "0004_alert_steps")]

    operations = [
        migrations.RunPython(forget_rivals, migrations.RunPython.noop),
        migrations.RunSQL(MATCH_ANEW, migrations.RunSQL.noop),
    ]
