"""Of what was released for one person, or for those of a sharing group, who could read it are these alone."""

from importlib import import_module

from django.db import migrations

first = import_module("intel.knowledge.migrations.0001_functions")

#: Who reaches it: besides their labels, their name and groups.
REACH = first.VIEWERS[first.VIEWERS.index("create function knowledge_labels"):]
REACH = REACH[REACH.index("-- The labels that each of them read"):].replace(
    "subjects int[], releases int[])", "subjects int[], releases int[], username text, groups int[])").replace(
    "select v.person, a.reports, a.alerts, a.subjects, a.releases from viewers v join alike a using (acts, groups, clearance)",
    "select v.person, a.reports, a.alerts, a.subjects, a.releases, u.username::text, groups\n"
    "    from viewers v join alike a using (acts, groups, clearance) join agencies_user u on u.id = v.person")
_REPORTS, _ALERTS, _RELEASES = first.THINGS.split("union all")
#: Every thing, and for whom of its recipient a release is.
THINGS = "union all".join([
    _REPORTS.replace("null::int as beside", "null::int as beside, null::text as for_person, null::int as for_group"),
    _ALERTS.replace("a.subject_label_id)\n", "a.subject_label_id), null, null\n"),
    _RELEASES.replace("r.label_id end, null\n", "r.label_id end, null,\n"
                      "            case when r.holder_agency_id = here then '' else r.for_person end,\n"
                      "            case when r.holder_agency_id <> here then r.for_group_id end\n")])


def _for_whom(thing: str) -> tuple[str, str]:
    """In whose labels a release is, before and now."""
    within = f"{thing}.label = any (r.releases)"
    return within, (f"{within} and {thing}.for_person in ('', r.username)"
                    f"\n                           and ({thing}.for_group is null or {thing}.for_group = any (r.groups))")


def _of_hub(things: str) -> str:
    """Of the agency that the auditor of the hub asks about."""
    return things.replace("here in (", "of_agency in (").replace("holder_agency_id = here", "holder_agency_id = of_agency").replace(
        "holder_agency_id <> here", "holder_agency_id <> of_agency")


def asked() -> str:
    """What is asked, of these things."""
    whole = first.asked().replace("create function", "create or replace function").replace(first.THINGS, THINGS).replace(
        _of_hub(first.THINGS), _of_hub(THINGS))
    for thing in "tpb":
        whole = whole.replace(*_for_whom(thing))
    return whole.replace(
        "select distinct r.reports, r.alerts, r.subjects, r.releases from knowledge_reach(of_agency, moment) r)",
        "select distinct r.reports, r.alerts, r.subjects, r.releases, r.username, r.groups\n"
        "        from knowledge_reach(of_agency, moment) r)").replace(
        "select t.kind, t.label, t.beside, count(*)", "select t.kind, t.label, t.beside, t.for_person, t.for_group, count(*)").replace(
        "t group by 1, 2, 3)", "t group by 1, 2, 3, 4, 5)")


AGAIN = f"""
set local role hub_labels;
set local check_function_bodies = off;  -- what is called is installed after the migrations
drop function knowledge_reach(bigint, timestamptz);
{REACH}
revoke all on function knowledge_reach(bigint, timestamptz) from public, hub_application, hub_service;
{asked()}"""


class Migration(migrations.Migration):
    """The functions of who could read a release, once more."""

    dependencies = [("knowledge", "0002_memberships"), ("releases", "0019_for_whom")]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
