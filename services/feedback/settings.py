"""The settings of the process."""

from dataclasses import dataclass, field

from services.feedback.partners_wiring import PartnersSettings
from services.feedback.providers_wiring import ProvidersSettings

NAME = "feedback"


@dataclass(frozen=True, kw_only=True)
class Settings(PartnersSettings, ProvidersSettings):
    """The settings of feedback, beside those of every server."""

    mongo_db: str = NAME
    members_address: str = "127.0.0.1:50051"
    """Host and port of members, whose events feedback follows."""
    console_url: str = ""
    """The address of the console, to which messages to operators link, such as
    https://api.example/console; without it they have no link."""
    links_url: str = ""
    """The address at which members reach the gateway, for the links below messages by which they
    want no more of them, such as https://api.example; without it a message that shows one is
    not sent."""
    uploads_url: str = ""
    """The bucket for uploads, as the gateway has it. Without it attachments are not checked, and no
    files of erased members are deleted."""
    uploads_region: str = "us-east-1"
    """The region of the bucket."""
    uploads_access_key: str = ""
    """The name of the key that reads, lists and deletes uploads."""
    uploads_secret_key: str = field(default="", repr=False)
    """May list the bucket, GET and DELETE objects. Named as a file:
    TESSERA_UPLOADS_SECRET_KEY_FILE."""
    uploads_bytes_max: int = 10 << 20
    """The most bytes of an upload, as the gateway has it: a larger one is shown to nobody."""
    ideas_pause_s: float = 1.0
    """How long after a move of an idea those who want it may hear of it."""
    imports_pause_s: float = 1.0
    """How long a file of feedback that was started may wait for its first row."""
    insight_pause_s: float = 5.0
    """How long what members did may wait before its day is counted again."""
    topics_pause_s: float = 2.0
    """How long after its time a slot of the content calendar may open its topic, and after a post
    was opened its member may wait for points."""
    surveys_pause_s: float = 1.0
    """How long after its answer members may be told that a survey was answered."""
    erasures_pause_s: float = 5.0
    """How long the words of an erased member may stay once the erasure was told."""
