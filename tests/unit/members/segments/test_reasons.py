"""Reasons name each fact of a condition, and tell none that follows from sealed data."""

from services.members.segments.commands.reasons import SEALED, named_values


def test_what_follows_from_sealed_data_is_named_without_its_value() -> None:
    facts = {
        "member": {"age": 35, "birthday_month": 5, "language": "zh", "tier": "gold"},
        "stats": {"orders": 0, "bought": {"milk_tea": 2}},
    }
    sealed = "member.age > 0 && member.birthday_month == 5 && member.language == 'zh'"
    when = f"{sealed} && member.tier == 'gold' && stats.orders == 0 && stats.bought['milk_tea'] > 1"
    told = {each.fact: each.value for each in named_values(when, facts)}
    assert told == {
        **dict.fromkeys(SEALED, ""),
        "member.tier": "gold",
        "stats.orders": "0",
        "stats.bought[milk_tea]": "2",
    }
