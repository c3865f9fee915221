"""What operators decide, and what they keep for themselves, each as one question."""

from tests.gateway.schema.ask import Ask, mutation_ask

OPERATOR_ASKS: dict[str, Ask] = {
    "Query.feedbackDifferences": Ask(
        '{ feedbackDifferences(segment: "teens") { segmentMembers differences { reading } } }'
    ),
    "Query.clusters": Ask("{ clusters { version } }"),
    "Query.memberFile": Ask('{ memberFile(id: "mfl_1") { id state } }'),
    "Query.memberFiles": Ask("{ memberFiles { edges { node { id state } } } }"),
    "Mutation.startMemberFile": mutation_ask("startMemberFile", "", 'fileId: "mfl_1"'),
    "Mutation.discardMemberFile": mutation_ask("discardMemberFile", "", 'fileId: "mfl_9"'),
    "Query.feedbackFile": Ask('{ feedbackFile(id: "fbf_1") { id state } }'),
    "Query.feedbackFiles": Ask("{ feedbackFiles { edges { node { id state } } } }"),
    "Mutation.startFeedbackFile": mutation_ask("startFeedbackFile", "", 'fileId: "fbf_1"'),
    "Mutation.discardFeedbackFile": mutation_ask("discardFeedbackFile", "", 'fileId: "fbf_9"'),
    "Query.reveals": Ask("{ reveals { id state members } }"),
    "Mutation.requestReveal": mutation_ask(
        "requestReveal", "", 'segment: "vip", reason: "a recall"'
    ),
    "Mutation.readReveal": Ask(
        'mutation { readReveal(input: {revealId: "papr_9"}) { userErrors { code } } }'
    ),
    "Query.mergeRequests": Ask("{ mergeRequests { edges { node { id state } } } }"),
    "Mutation.acceptMergeRequest": mutation_ask(
        "acceptMergeRequest", "", 'mergeRequestId: "mrq_1", reason: "one person"'
    ),
    "Mutation.refuseMergeRequest": mutation_ask(
        "refuseMergeRequest", "", 'mergeRequestId: "mrq_1", reason: "two people"'
    ),
    "Query.searchMembers": Ask(
        '{ searchMembers(text: "张") { edges { node { hits { kind } } } } }'
    ),
    "Query.savedViews": Ask("{ savedViews { id address } }"),
    "Mutation.saveView": mutation_ask("saveView", "", 'name: "Late", address: "/feedback"'),
    "Mutation.deleteView": mutation_ask("deleteView", "", 'id: "viw_1"'),
    "Mutation.enrolMember": mutation_ask(
        "enrolMember", "", 'identities: [{kind: POS_CARD, value: "17841"}]'
    ),
    "Query.oauthClients": Ask("{ oauthClients { edges { node { id name } } } }", "ListClients"),
    "Mutation.createOauthClient": mutation_ask(
        "createOauthClient", "", 'name: "till", role: CHANNEL, scopes: ["orders:write"]'
    ),
    "Mutation.rotateOauthClientSecret": mutation_ask(
        "rotateOauthClientSecret", "", 'clientId: "cli_1"'
    ),
    "Mutation.revokeOauthClient": mutation_ask("revokeOauthClient", "", 'clientId: "cli_1"'),
    "Query.groupPosts": Ask("{ groupPosts { edges { node { id } } } }"),
    "Query.previewGroupPost": Ask(
        '{ previewGroupPost(groupId: "grp_1", messageCode: "birthday") { allowed } }'
    ),
    "Query.messageShares": Ask("{ messageShares { of part whole } }", "GetMessageShares"),
    "Mutation.postToGroup": mutation_ask(
        "postToGroup", "", 'groupId: "grp_1", message: "birthday"'
    ),
    "Mutation.approve": mutation_ask("approve", "", 'approvalId: "apr_1"'),
    "Mutation.reject": mutation_ask("reject", "", 'approvalId: "apr_1"'),
    "Mutation.closePeriod": mutation_ask("closePeriod", "", 'month: "2026-02"'),
    "Mutation.publishProgramme": mutation_ask("publishProgramme", "", 'sourceYaml: "good"'),
    "Mutation.rollbackProgramme": mutation_ask("rollbackProgramme", "", "version: 1"),
}
