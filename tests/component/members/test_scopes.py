"""Which scope each method of members asks for."""

from services.members.wiring import PROTO_SERVICES
from tests.component.members.conftest import Members
from tests.component.scopes import check_scopes

ASKED = {
    "Approvals.Approve": "programmes:write",
    "Approvals.ListApprovals": "programmes:read",
    "Approvals.Reject": "programmes:write",
    "Audit.ListAuditEntries": "audit:read",
    "Activities.ListDataQuality": "orders:read",
    "Activities.RecordActivities": "orders:write",
    "Clients.AuthenticateClient": "",
    "Clients.EndClientTokens": "",
    "Clients.ListEndedClients": "",
    "Consents.GiveConsent": "consents:write",
    "Consents.ListConsentDeclarations": "consents:read",
    "Consents.WithdrawConsent": "consents:write",
    "Contacts.ResolveContacts": "",
    "Contacts.SetContactPreferences": "members:write",
    "Events.Watch": "",
    "Lifecycle.CountStages": "members:read",
    "Members.BatchEnrolMembers": "members:write",
    "Members.BatchGetMembers": "members:read",
    "Members.ChangeIdentities": "members:write",
    "Members.EnrolMember": "members:write",
    "Members.FindMember": "members:read",
    "Members.ListTierDecisions": "members:read",
    "Members.RevealMember": "pii:read",
    "Members.UpdateMember": "members:write",
    "Merging.GetMerge": "merging:read",
    "Merging.ListMerges": "merging:read",
    "Merging.MergeMembers": "merging:write",
    "Merging.PreviewMerge": "merging:read",
    "Merging.UndoMerge": "merging:write",
    "Privacy.CancelErasure": "privacy:write",
    "Privacy.GetErasure": "privacy:read",
    "Privacy.RequestErasure": "privacy:write",
    "Programmes.DescribeProgramme": "",
    "Programmes.GetProgramme": "programmes:read",
    "Programmes.ListProgrammeVersions": "programmes:read",
    "Programmes.PublishProgramme": "programmes:write",
    "Programmes.RollbackProgramme": "programmes:write",
    "Programmes.ValidateProgramme": "programmes:write",
    "Segments.DeleteSegment": "members:write",
    "Segments.ExplainSegments": "members:read",
    "Segments.ExportSegmentMembers": "members:read",
    "Segments.ListSegmentMembers": "members:read",
    "Segments.ListSegments": "members:read",
    "Segments.PreviewSegment": "members:read",
    "Segments.SaveSegment": "members:write",
    "Sessions.EndSession": "",
    "Sessions.RefreshSession": "",
    "Sessions.StartSession": "",
    "Stores.GetStore": "stores:read",
    "Stores.ListNearestStores": "stores:read",
    "Stores.ListStores": "stores:read",
    "Stores.UpsertStore": "stores:write",
    "Stores.UpsertStores": "stores:write",
    "Tags.ChangeTags": "members:write",
    "Tags.ListTags": "members:read",
}


async def test_every_method_asks_operators_and_channels_for_the_scope_of_its_noun_and_verb(
    members: Members,
) -> None:
    await check_scopes(members.running.address, members.issuer, PROTO_SERVICES, ASKED)
