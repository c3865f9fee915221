"""The parts that all rooms of the schema are made of.

    fields, selections            a field's source, cost and rule; the selection below it
    context                       the request: its caller, language and loaders
    scalars, named, node          scalars, texts, names of the programme, Relay's Node
    connections, page_cursor      pages of lists, and cursors into the pages of a service
    inputs                        arguments and input fields that repeat
    payloads, refusals, user_errors    the payload of a mutation, and the reasons of a refusal

A *source* is the gRPC message that an object is made of. A *rule* names the roles that see a field.
"""
