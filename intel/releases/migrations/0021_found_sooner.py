"""What waits, and what was given of the same things before, is found without reading all that was ever released."""

import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import Q

FUNCTIONS = """
set local role hub_labels;

-- Which consents that the viewer reads, and that are not sealed, are about portions that rest on any of these things ("kind:id").
create function releases_consented_on(keys text[]) returns setof bigint
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select distinct c.id from releases_consentportion p join releases_consent c on c.id = p.consent_id
    where p.rests_on && keys::varchar[] and c.label_id = any (hub_labels('releases.view_release'))
      and (c.retain_until is null or c.retain_until >= hub_today());
end $$;
revoke all on function releases_consented_on(text[]) from public, hub_application, hub_service;
set local role hub_owner;
"""
BACK = """
set local role hub_labels;
drop function releases_consented_on(text[]);
set local role hub_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("releases", "0020_arranged")]
    operations = [
        migrations.AddIndex("consentportion", django.contrib.postgres.indexes.GinIndex(
            fields=["rests_on"], fastupdate=False, name="consentportion_rests_on")),
        migrations.AddIndex("release", models.Index(
            fields=["released_at"], name="release_unacknowledged",
            condition=Q(must_acknowledge=True, acknowledged_at=None, state="RELEASED"))),
        migrations.AddIndex("release", models.Index(
            fields=["ended_at"], name="release_not_signed_for",
            condition=Q(purged_at=None, receipt__in=["", "HELD"]) & ~Q(state="RELEASED"))),
        migrations.AddIndex("releaserequest", models.Index(
            fields=["state", "updated_at"], name="releaserequest_waits", condition=Q(state__in=["SUBMITTED", "UNDER_REVIEW"]))),
        migrations.RunSQL(FUNCTIONS, BACK),
    ]
