"""How providers are put together; `wiring.py` gives them to reach."""

from dataclasses import dataclass
from pathlib import Path

from services.common.clock import Clock
from services.common.settings import ServerSettings, SettingsError
from services.feedback.providers.adapters.file import CredentialsFile
from services.feedback.providers.adapters.signed import SignedProvider
from services.feedback.providers.adapters.wechat import Wechat
from services.feedback.providers.adapters.wecom import Wecom
from services.feedback.providers.adapters.wecom_robot import WecomRobot
from services.feedback.providers.commands import Provider, Providers
from services.feedback.providers.domain.credentials import (
    OPERATORS_WEBHOOK,
    SIGNED,
    WECHAT,
    WECOM,
    WECOM_ROBOT,
)


@dataclass(frozen=True, kw_only=True)
class ProvidersSettings(ServerSettings):
    """The settings of providers, beside those of every server."""

    providers: Path | None = None
    """A secret file: the address and keys of each brand at the providers of SMS, WeChat, WeCom,
    push and webhook (`services.feedback.providers.domain.credentials`); it is read again when it
    changes. Without it messages go to the inbox alone."""


def wire_providers(settings: ProvidersSettings, clock: Clock) -> Providers:
    """The providers of all brands. Raises SettingsError for a file that cannot be read."""
    try:
        file = CredentialsFile(settings.providers, plain=settings.environment == "development")
    except OSError as error:
        raise SettingsError(
            f"TESSERA_PROVIDERS: cannot read {settings.providers}: {error.strerror}"
        ) from error
    except ValueError as error:
        raise SettingsError(f"TESSERA_PROVIDERS: {settings.providers}: {error}") from error
    clients: dict[str, Provider] = {
        **dict.fromkeys((*SIGNED, OPERATORS_WEBHOOK), SignedProvider()),
        WECHAT: Wechat(),
        WECOM_ROBOT: WecomRobot(),
    }
    return Providers(file, clients, clock, {WECOM: Wecom()})
