"""Feedback in the schema.

    feedback          an item of feedback, its timeline, and a member's list of items
    feedback_moves    mutations: members submit, confirm and reopen; operators reply and move
    uploads           `requestUpload`, and the attachments of an item

The timeline entry is `Moment` in GraphQL, a released name.
"""
