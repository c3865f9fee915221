"""Protos are ready for other languages, and the way in for tills names services that exist."""

import re

import yaml

from tests.paths import ROOT

PROTOS = sorted((ROOT / "protos" / "tessera").rglob("*.proto"))
OPTIONS = ("csharp_namespace", "go_package", "java_multiple_files", "java_package")
INSIDE = {
    *("BusinessHours", "FeedbackFigures"),
    *("Clients", "Sessions", "Events", "Programmes", "Conditions"),
    *("Adjustments", "Approvals", "Audit", "Contacts", "Grants", "Lifecycle"),
    *("Merging", "MergeRequests", "Merges", "Privacy"),
    "Search",
    "Segments",
    "Timeline",
    "Logins",
    "Views",
    "Reveals",
    "MemberFiles",
    "FeedbackFiles",
    "TierBacktests",
    "Tiers",
    "BulkFiles",
    "Advisers",
    "Phones",
    "DryRuns",
    "Experiments",
    "FollowUp",
    "Ideas",
    "Insight",
    "NextOffers",
    "WakeUps",
    "Surveys",
    "Topics",
    "ContentCalendar",
    "Trials",
    "Broadcasts",
    "GroupPosts",
    "Journeys",
    "Reach",
    "Subscriptions",
    "Partners",
    "ClientRegister",
    "Presence",
}
"""Services for ourselves, and for operators, who come by the gateway."""


def test_every_proto_names_its_package_in_other_languages() -> None:
    for path in PROTOS:
        text = path.read_text("utf-8")
        missing = [
            each for each in OPTIONS if not re.search(rf"^option {each} =", text, re.MULTILINE)
        ]
        assert not missing, (path, missing)


def test_tills_reach_every_service_for_channels_and_no_other() -> None:
    found = set()
    for path in PROTOS:
        text = path.read_text("utf-8")
        [package] = re.findall(r"^package ([\w.]+);", text, re.MULTILINE)
        names = re.findall(r"^service (\w+)", text, re.MULTILINE)
        found |= {f"/{package}.{name}" for name in names if name not in INSIDE}
    ingress = ROOT / "deploy" / "k8s" / "components" / "grpc-entry" / "ingress.yaml"
    [rule] = yaml.safe_load(ingress.read_text("utf-8"))["spec"]["rules"]
    routed = {path["path"]: path["backend"]["service"]["name"] for path in rule["http"]["paths"]}
    assert set(routed) == found
    for path, service in routed.items():
        assert path.startswith(f"/tessera.{service}.")
