"""The preferences that a programme declares, as messages of the public programme."""

from services.members.identities.domain.profile_section import NamedValue, profile_section
from services.members.programme.domain.rules import Rules
from tessera.members.v1 import programmes_pb2 as pb
from tessera.types.v1 import types_pb2


def public_preferences(rules: Rules) -> list[pb.PublicPreference]:
    """The preferences that members may tell, in the programme's order."""
    return [
        pb.PublicPreference(
            code=preference.name.code,
            name=_text(preference.name),
            values=[
                pb.PublicPreferenceValue(code=value.code, name=_text(value))
                for value in preference.values
            ],
        )
        for preference in profile_section(rules).preferences.values()
    ]


def _text(named: NamedValue) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=named.zh, en=named.en)
