"""A request from draft to end: who sees what at each step, who may take it."""



from agencies.access import looking_as
from intel.enquiries import services
from intel.enquiries.models import Answer, Enquiry, EnquiryStep, Proposal, Request
from tests.enquiries import making


def seen(world, *models):
    """Who sees how many rows of each."""
    found = {}
    for name, viewer in world.viewers.items():
        with looking_as(viewer):
            counts = tuple(model.objects.count() for model in models)
        if any(counts):
            found[name] = counts
    return found


def test_the_whole_way(world):
    request = making.draft(world)
    assert request.reference.startswith("PB-RI-")
    assert seen(world, Request, Enquiry) == {"carla": (1, 0), "celia": (1, 0)}
    with looking_as(world.carla):
        request = services.submit(by=world.carla, request=request, revision=request.revision)
    with looking_as(world.celia):
        request = services.send(by=world.celia, request=request, revision=request.revision)
    customs = dict.fromkeys(("ana", "bruno", "hugo"), (0, 1, 0, 0))
    assert seen(world, Request, Enquiry, Proposal, Answer) == {"carla": (1, 1, 0, 0), "celia": (1, 1, 0, 0), **customs}
    with looking_as(world.ana):
        enquiry = Enquiry.objects.get()
        assert not hasattr(enquiry, "case_reference")
        enquiry = services.acknowledge(by=world.ana, enquiry=enquiry, revision=enquiry.revision)
        enquiry = services.take_up(by=world.ana, enquiry=enquiry, revision=enquiry.revision)
    proposal = making.proposed(world, enquiry)
    assert seen(world, Proposal, Answer) == dict.fromkeys(("ana", "bruno", "hugo"), (1, 0))
    with looking_as(world.bruno):
        services.give_answer(by=world.bruno, proposal=proposal, revision=proposal.revision)
    with looking_as(world.carla):
        enquiry = Enquiry.objects.get()
        assert (enquiry.state, enquiry.answers.get().text) == ("ANSWERED", "Two consignments in May.")
        assert list(EnquiryStep.objects.values_list("state", flat=True)) == ["SENT", "ACKNOWLEDGED", "IN_WORK", "ANSWERED"]
        assert services.close(by=world.carla, enquiry=enquiry, revision=enquiry.revision).state == "CLOSED"
    assert seen(world, Enquiry, Answer) == dict.fromkeys(("carla", "celia", "ana", "bruno", "hugo"), (1, 1))
