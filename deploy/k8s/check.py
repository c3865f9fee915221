"""Check the manifests offline: `python -m deploy.k8s.check`.

Renders each overlay with `kubectl kustomize`, validates every document strictly against the
schemas of two Kubernetes versions, and applies our own rules.

Exit codes: 0 all well, 1 something is wrong, 77 not checked because kubectl is absent (the code
automake gives to a skipped test, so that a caller can count it as skipped, never as passed).
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import kubernetes_validate  # type: ignore[import-untyped]

from deploy.k8s import pod_rules, suite_rules
from deploy.k8s.manifests import (
    OVERLAYS,
    ROOT,
    Document,
    RenderError,
    Wrong,
    kubectl,
    render,
    title,
)

EXIT_OK = 0
EXIT_WRONG = 1
EXIT_SKIPPED = 77

VERSION_MIN = "1.32"
"""The oldest Kubernetes the manifests are written for; the newest is the newest known offline."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the rule broken, the resource that breaks it, and how."""

    rule: str
    resource: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.resource}: {self.message}"


def versions() -> tuple[str, ...]:
    return VERSION_MIN, kubernetes_validate.latest_version()


def accepted(documents: Sequence[Document]) -> Wrong:
    """Every document is what Kubernetes accepts; a field it does not know is refused."""
    for version in versions():
        for document in documents:
            try:
                kubernetes_validate.validate(document, version, strict=True)
            except kubernetes_validate.ValidationError as error:
                path = ".".join(str(part) for part in error.absolute_path)
                yield title(document), f"Kubernetes {version}: {path}: {error.message}"
            except kubernetes_validate.SchemaNotFoundError as error:
                yield title(document), str(error.message)


Rule = Callable[[Sequence[Document]], Wrong]

RULES: tuple[Rule, ...] = (
    accepted,
    pod_rules.restricted,
    pod_rules.bounded,
    pod_rules.pinned,
    pod_rules.probed,
    pod_rules.graceful,
    pod_rules.identified,
    suite_rules.secretless,
    suite_rules.configured,
    suite_rules.available,
    suite_rules.reachable,
    suite_rules.isolated,
    suite_rules.migrated,
    suite_rules.proven,
)


def rules(overlay: str) -> tuple[Rule, ...]:
    """The rules an overlay is held to."""
    return (*RULES, suite_rules.fit_for_production) if overlay == "production" else RULES


def findings(documents: Sequence[Document], overlay: str) -> list[Finding]:
    """The problems of an overlay's rendered documents; empty when there are none."""
    return [
        Finding(rule.__name__, resource, message)
        for rule in rules(overlay)
        for resource, message in rule(documents)
    ]


def main() -> int:
    if kubectl() is None:
        print("skipped: kubectl not found, the manifests of deploy/k8s were not checked")
        return EXIT_SKIPPED
    code = EXIT_OK
    for overlay in OVERLAYS:
        try:
            documents = render(ROOT / "overlays" / overlay)
        except RenderError as error:
            print(error)
            code = EXIT_WRONG
            continue
        found = findings(documents, overlay)
        for finding in found:
            print(f"{overlay}: {finding}")
        if found:
            code = EXIT_WRONG
        else:
            against = " and ".join(versions())
            count = len(rules(overlay))
            print(f"{overlay}: {len(documents)} documents fit Kubernetes {against}, {count} rules")
    return code


if __name__ == "__main__":
    sys.exit(main())
