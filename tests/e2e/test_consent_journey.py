"""A member agrees to offers and withdraws: from then on no service gets their phone."""

from typing import Any

from services.common import auth
from services.common.auth import Caller, Role
from services.common.channel import connect
from tessera.members.v1 import consents_pb2, contacts_pb2, contacts_pb2_grpc
from tests.e2e.brand import Brand, unique

CONSENTS = """{ me { consents { purpose channel granted version asked { version text } } } }"""
GIVE = """mutation($input: GiveConsentInput!) { giveConsent(input: $input) {
  userErrors { code } consents { purpose channel granted } } }"""
WITHDRAW = """mutation($input: WithdrawConsentInput!) { withdrawConsent(input: $input) {
  userErrors { code } consents { purpose channel granted } } }"""
HISTORY = """query($id: ID) { consentHistory(memberId: $id) {
  edges { node { granted version givenBy recordedBy } } } }"""


async def resolved(tea: Brand, member_id: str) -> contacts_pb2.ResolvedContact:
    """The answer to a service that wants to send an offer by SMS."""
    caller = Caller(tea.name, "feedback", Role.SERVICE)
    token = tea.suite.token(caller, auth.SERVICES_AUDIENCE)
    async with connect(tea.suite.address("members"), issuer_token=lambda: token) as channel:
        stub: contacts_pb2_grpc.ContactsAsyncStub = contacts_pb2_grpc.ContactsStub(channel)
        wanted = contacts_pb2.WantedContact(
            member_id=member_id,
            purpose=consents_pb2.CONSENT_PURPOSE_MARKETING,
            channel=consents_pb2.CONTACT_CHANNEL_SMS,
        )
        request = contacts_pb2.ResolveContactsRequest(
            wanted=[wanted], message_id=unique("msg"), reason="spring offer"
        )
        return (await stub.ResolveContacts(request)).contacts[0]


def marketing(consents: list[dict[str, Any]]) -> dict[str, Any]:
    [found] = [
        each for each in consents if (each["purpose"], each["channel"]) == ("MARKETING", "ALL")
    ]
    return found


async def test_an_address_is_given_from_consent_to_withdrawal_and_not_a_moment_longer(
    tea: Brand,
) -> None:
    person = await tea.enrol()
    before = marketing((await person.front.ask(CONSENTS))["consents"])
    assert not before["granted"]
    assert (await resolved(tea, person.id)).refusal == contacts_pb2.CONTACT_REFUSAL_NO_CONSENT

    wish = {"requestId": unique("consent"), "purpose": "MARKETING"}
    version = before["asked"]["version"]
    given = await person.front.ask(GIVE, input={**wish, "version": version})
    assert marketing(given["consents"])["granted"]
    assert (await resolved(tea, person.id)).address.startswith("+86138")

    gone = {**wish, "requestId": unique("consent")}
    withdrawn = await person.front.ask(WITHDRAW, input=gone)
    assert not marketing(withdrawn["consents"])["granted"]
    refused = await resolved(tea, person.id)
    assert (refused.address, refused.refusal) == ("", contacts_pb2.CONTACT_REFUSAL_NO_CONSENT)

    history = await tea.staff.ask(HISTORY, id=person.id)
    told = [(edge["node"]["granted"], edge["node"]["version"]) for edge in history["edges"]]
    assert told == [(False, None), (True, version)]
