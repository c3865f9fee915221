"""From the document of a request to its answer.

    persisted_documents, manifest     the text that a request names; documents that are *trusted*
    documents                         a text, parsed and validated once
    query_limits, token_scan          the largest shape that a document may have
    query_cost                        the cost of an operation
    plan, compiler, variables         a query compiled into one function for each root field
    cache_policy                      the time for which an answer may be cached by everyone
    executor                          all of these in order; graphql-core for what has no plan

An *operation* is one query, mutation or subscription of a document. A *plan* answers a query as
graphql-core would, only faster; a run that a plan cannot finish is left to graphql-core.
"""
