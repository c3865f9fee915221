"""Feedback in the schema.

    feedback          an item of feedback, its timeline, and a member's list of items
    analysis          the words that show a topic, the intent, and answers that are ready
    business_hours    when the team works, and the years whose public holidays are not known
    clocks            what the team owes for an item, the time left, and why it is late
    differences       what members of a segment say more, or less, than others
    feedback_moves    mutations: members submit, confirm and reopen; operators reply and move
    presence          which operators have an item open
    figures           how much teams and people answered, and in time
    fixes             what many reported is fixed: who is told, and the public notices
    surveys           what members are asked, and `answerSurvey`
    survey_results    figures with intervals, replies and words of a survey, for operators
    trends            topics that come up more, or less, than in the weeks before
    inbox             a member's messages, why each came, and opening one
    touches           what the brand said by itself or did not, with every check; previews
    uploads           `requestUpload`, and the attachments of an item

The timeline entry is `Moment` in GraphQL, a released name.
"""
