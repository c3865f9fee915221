"""Check-ins: days running, their bonus, and cards that make up for a missed day.

Owns the section check_in of a programme, and one record for each member: the days on which the
member checked in. The award of a single check-in is a rule of earning.

Words: day = a day of the brand's zone; run = days one after the other; streak = the length of the
run that holds today, or else yesterday; bonus = what `every` days running give; make-up = a day
that a card filled; card = one unit of the asset that the programme names.

Invariants: a check-in is recorded once, by the call or by its event, and a repeat gets the first
answer; a day counts once, however often the member checks in; the same days in any order make the
same runs; a bonus belongs to the run of the new day, and no day counts for two bonuses; a card is
spent if and only if it fills a day; without the section nothing is written.

The record is written in the posting that changes it, and each such posting names its day.

    merge    the days of both members together, from their postings; no bonus is given again. A day
             that both had keeps its card spent.
    undo     the loser's record is kept as it was at the merge, and comes back; days since then
             belong to the member who stays.
    erasure  the record is emptied, because it shows a person's daily habits; postings keep the days
             under the account's random id.
    export   the runs, the days that cards filled, and the longest streak.
    verify   nothing: the record is no copy of anything else. Cards and bonuses are entries, which
             verify proves.
"""
