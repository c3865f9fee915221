"""A brand changes its rules without code: checked, published, in force for the next award."""

from typing import Any

from deploy.local import demo
from tessera.members.v1 import programmes_pb2
from tests.e2e.activities import line, order
from tests.e2e.brand import Brand, Person, unique
from tests.e2e.conftest import NewBrand
from tests.e2e.refusals import refused
from tests.e2e.running_suite import until

# Without its brand, for brands of any name.
TEA = demo.programmes()["tea"].replace("brand: tea\n", "", 1)
YUAN = "award: {points: 1, per_minor_units: 100}\n      rounding: floor"
DOUBLED = TEA.replace(YUAN, YUAN.replace("points: 1", "points: 2"), 1)


async def versions_used(brand: Brand, person: Person) -> tuple[int, int]:
    """Points for a new order of 10 yuan, and the version of the rule that gave them."""
    told = order(person.id, line(1000))
    (result,) = await brand.till.award(told)
    award = next(award for award in result.awards if award.rule == "order_points")
    return award.amount, award.programme_version


async def test_a_published_programme_is_in_force_for_the_next_award_and_can_be_taken_back(
    new_brand: NewBrand,
) -> None:
    assert DOUBLED != TEA
    brand = await new_brand(TEA)
    person = await brand.enrol()
    await brand.till.record(order(person.id, line(1000)))
    await person.followed(points=10)

    assert await brand.publish(DOUBLED) == 2
    await brand.till.record(order(person.id, line(1000)))
    await person.followed(points=10 + 20)
    assert await versions_used(brand, person) == (20, 2)

    request = programmes_pb2.RollbackProgrammeRequest(request_id="back", version=1, note="too dear")
    back = (await brand.operator.programmes.RollbackProgramme(request)).programme
    assert (back.version, back.rollback_of, back.source_yaml) == (3, 1, TEA)
    await brand.till.record(order(person.id, line(1000)))
    await person.followed(points=10 + 20 + 20 + 10)
    assert await versions_used(brand, person) == (10, 3)

    listed = await brand.operator.programmes.ListProgrammeVersions(
        programmes_pb2.ListProgrammeVersionsRequest()
    )
    assert [each.version for each in listed.programmes] == [3, 2, 1]


async def test_an_operator_sees_what_a_draft_would_have_given_before_it_is_published(
    new_brand: NewBrand,
) -> None:
    brand = await new_brand(TEA)
    person = await brand.enrol()
    await brand.till.record(order(person.id, line(1000)))
    await person.followed(points=10)
    given = {"requestId": unique("dry"), "sourceYaml": DOUBLED, "days": 7}
    start = """mutation($input: StartDryRunInput!) {
      startDryRun(input: $input) { dryRun { id } userErrors { code } } }"""
    started = await brand.staff.ask(start, input=given)
    read = """query($id: ID) { dryRun(id: $id) { state activities complete failure
      report { assets { asset now draft } rules { rule now draft } } } }"""

    async def run() -> Any:
        return await brand.staff.ask(read, id=started["dryRun"]["id"])

    done = await until(run, lambda found: found["state"] not in ("QUEUED", "RUNNING"))
    assert (done["state"], done["complete"], done["failure"]) == ("DONE", True, None)
    assert done["activities"] >= 1
    assert {"asset": "POINTS", "now": 10, "draft": 20} in done["report"]["assets"]
    assert {"rule": "order_points", "now": 10, "draft": 20} in done["report"]["rules"]
    await person.followed(points=10)


async def test_problems_of_a_file_are_reported_by_line_and_key(tea: Brand) -> None:
    broken = TEA.replace("rounding: floor", "rounding: sideways", 1).replace(
        'when: line.series == "fresh_fruit"', "when: line.series ==", 1
    )
    lines = broken.splitlines()
    validated = await tea.operator.programmes.ValidateProgramme(
        programmes_pb2.ValidateProgrammeRequest(source_yaml=broken)
    )
    found = {problem.key: lines[problem.line - 1] for problem in validated.problems}
    assert found.keys() == {"earning.rules[0].rounding", "earning.rules[1].when"}
    assert "sideways" in found["earning.rules[0].rounding"]
    assert "when:" in found["earning.rules[1].when"]

    publish = programmes_pb2.PublishProgrammeRequest(
        request_id=unique("publish"), source_yaml=broken
    )
    reason = await refused(tea.operator.programmes.PublishProgramme(publish))
    assert reason.reason == "PROGRAMME_INVALID"
    assert reason.metadata["key"] == "earning.rules[0].rounding"
    assert "sideways" in lines[int(reason.metadata["line"]) - 1]


async def test_a_till_cannot_publish_a_programme(tea: Brand) -> None:
    request = programmes_pb2.PublishProgrammeRequest(request_id=unique("p"), source_yaml=TEA)
    assert (await refused(tea.till.programmes.PublishProgramme(request))).reason == (
        "PERMISSION_DENIED"
    )


async def test_new_routing_applies_to_new_feedback(new_brand: NewBrand) -> None:
    brand = await new_brand(TEA)
    person = await brand.enrol()
    submit = """mutation($input: SubmitFeedbackInput!) {
      submitFeedback(input: $input) { feedback { state category { code name } } } }"""

    async def category() -> str:
        wish = {"requestId": unique("say"), "text": "The cup is beautiful"}
        told = (await person.front.ask(submit, input=wish))["feedback"]["category"]
        if told is None:
            # Said before the programme of the new brand has come: routed as soon as it is there.
            return ""
        # The new one has no name, so its code stands for it.
        assert told["name"] == {"general": "一般"}.get(told["code"], told["code"])
        return str(told["code"])

    await until(category, lambda now: now == "general")
    await brand.publish(TEA.replace("category: general,", "category: praise,"))
    await until(category, lambda now: now == "praise")
