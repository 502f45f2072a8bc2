"""Pages of sharing groups: who is in them, letting in and removing, and what newcomers read of what was given before."""

from django.contrib.auth.decorators import login_required
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import require
from agencies.access.door import row_or_absent, viewer_of
from agencies.audit import record
from agencies.sharing import catching_up, selectors, services
from agencies.sharing.forms import FoundForm, MembersForm, PersonForm
from agencies.sharing.models import CatchUp, Member
from hub.kit.errors import Conflict, Invalid
from hub.kit.pages import done, refuse, render_page


@login_required
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """The groups that the viewer's agency keeps, or that the viewer is in."""
    viewer = viewer_of(request)
    require(viewer, "sharing.view_sharinggroup")
    rows = list(selectors.sharing_groups())
    record("sharing_group.searched", by=viewer, found=len(rows))
    return render_page(request, "sharing/list.html", {"rows": rows, "may_found": viewer.may(services.KEEP)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """Found a group."""
    viewer = viewer_of(request)
    require(viewer, services.KEEP)
    form = FoundForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "purpose", "legal_basis", "members_hidden")}
        try:
            with atomic():
                group = services.found_group(by=viewer, members=form.members(), **given)
        except (Invalid, Conflict) as error:
            refuse(form, error)
        else:
            done(request, _("The group %(group)s is founded. Its members may give into it from now on.") % {"group": group})
            return redirect("sharing:detail", group.pk)
    return render_page(request, "sharing/form.html", {"form": form})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One group: its members as far as the viewer may know, and what newcomers do not read of what the agency gave."""
    viewer, group = viewer_of(request), row_or_absent(selectors.sharing_groups(), pk)
    record("sharing_group.read", by=viewer, on=group)
    members, epoch = list(selectors.members(group)), catching_up.newest(group)
    rows = list(selectors.catch_ups(group))
    can_keep, can_name = services.can_keep(viewer, group), services.can_name(viewer, group)
    before = catching_up.waiting_for_newcomers(viewer, epoch) if epoch and catching_up.PROPOSES.allows(viewer, group) else 0
    return render_page(request, "sharing/detail.html", {
        "group": group, "members": [(member, services.can_remove(viewer, member)) for member in members],
        "sees_all": can_keep or epoch is not None or not group.members_hidden,
        "can_keep": can_keep, "can_name": can_name, "before": before,
        "can_propose": before and not any(row.decided_at is None for row in rows),
        "catch_ups": [(row, catching_up.can_confirm(viewer, row), catching_up.can_drop(viewer, row)) for row in rows],
        "members_form": MembersForm(viewer=viewer, inside={member.agency_id for member in members}) if can_keep else None,
        "person_form": PersonForm(viewer=viewer) if can_name else None})


@require_POST
def act_let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Let agencies join."""
    viewer, group = viewer_of(request), row_or_absent(selectors.sharing_groups(), pk)
    form = MembersForm(request.POST, viewer=viewer)
    if not form.is_valid():
        raise Invalid(_("Choose whom to let in."))
    services.let_in(by=viewer, group=group, members=form.members())
    done(request, _("They read what is given from now on."))
    return redirect("sharing:detail", pk)


@require_POST
def act_name_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person of the own agency read."""
    viewer, group = viewer_of(request), row_or_absent(selectors.sharing_groups(), pk)
    form = PersonForm(request.POST, viewer=viewer)
    if not form.is_valid():
        raise Invalid(_("Choose somebody of your own agency."))
    services.name_person(by=viewer, group=group, person=form.cleaned_data["person"])
    done(request, _("They read what is given from now on."))
    return redirect("sharing:detail", pk)


@require_POST
def act_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership."""
    member = row_or_absent(Member.objects.select_related("sharing_group", "agency", "person"), pk)
    services.remove(by=viewer_of(request), member=member)
    done(request, _("They read nothing through the group any more."))
    seen = selectors.sharing_groups().filter(pk=member.sharing_group_id).exists()
    return redirect("sharing:detail", member.sharing_group_id) if seen else redirect("sharing:list")


@require_POST
def act_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the group."""
    services.end_group(by=viewer_of(request), group=row_or_absent(selectors.sharing_groups(), pk))
    done(request, _("The group has ended. Nobody reads anything through it any more."))
    return redirect("sharing:detail", pk)


@require_POST
def act_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose that newcomers read what was given before."""
    catching_up.propose(by=viewer_of(request), group=row_or_absent(selectors.sharing_groups(), pk))
    done(request, _("It waits for a second person. Until then nothing changes."))
    return redirect("sharing:detail", pk)


@require_POST
def act_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let newcomers read it."""
    row = catching_up.confirm(by=viewer_of(request), catch_up=_catch_up(pk))
    done(request, _("They read %(given)s more. %(held)s were held back.") % {"given": row.given, "held": row.held_back})
    return redirect("sharing:detail", row.sharing_group_id)


@require_POST
def act_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a proposal."""
    row = _catch_up(pk)
    catching_up.drop(by=viewer_of(request), catch_up=row)
    done(request, _("The proposal is dropped."))
    return redirect("sharing:detail", row.sharing_group_id)


def _catch_up(pk: int) -> CatchUp:
    return row_or_absent(CatchUp.objects.select_related("epoch"), pk)
