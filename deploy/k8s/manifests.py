"""Rendered manifests: rendering, and the queries that the rules use."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

Document = dict[str, Any]
Wrong = Iterator[tuple[str, str]]
"""A rule yields a resource and its problem."""

ROOT = Path(__file__).parent
OVERLAYS = ("local", "production")
RENDER_TIMEOUT_S = 60


class RenderError(Exception):
    """kubectl could not render a folder; the message is what it said."""


def kubectl() -> str | None:
    """The path of kubectl, or None where the machine has none."""
    return shutil.which("kubectl")


def render(folder: Path) -> list[Document]:
    """The documents of a kustomization, as an apply would send them. Raises RenderError."""
    result = subprocess.run(
        [kubectl() or "kubectl", "kustomize", str(folder)],
        capture_output=True,
        text=True,
        timeout=RENDER_TIMEOUT_S,
        check=False,
    )
    if result.returncode != 0:
        raise RenderError(f"{folder}: {result.stderr.strip()}")
    return [document for document in yaml.safe_load_all(result.stdout) if document]


def title(document: Document) -> str:
    return f"{document['kind']}/{document['metadata']['name']}"


def of_kind(documents: Sequence[Document], *kinds: str) -> Iterator[Document]:
    return (document for document in documents if document["kind"] in kinds)


def named(documents: Sequence[Document], kind: str, name: str) -> Document | None:
    return next((d for d in of_kind(documents, kind) if d["metadata"]["name"] == name), None)


def workloads(documents: Sequence[Document]) -> Iterator[Document]:
    """Everything that makes pods."""
    return of_kind(documents, "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob")


def template(workload: Document) -> Document:
    spec: Document = workload["spec"]
    if workload["kind"] == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    result: Document = spec["template"]
    return result


def pod(workload: Document) -> Document:
    result: Document = template(workload)["spec"]
    return result


def containers(workload: Document) -> Iterator[Document]:
    """The containers of a workload's pod, those that run first included."""
    yield from pod(workload).get("initContainers", [])
    yield from pod(workload)["containers"]


def ports(workload: Document) -> dict[str, int]:
    return {p["name"]: p["containerPort"] for c in containers(workload) for p in c.get("ports", [])}


def variables(container: Document) -> dict[str, str]:
    """The variables a container sets by value; those taken from a reference are left out."""
    return {v["name"]: v["value"] for v in container.get("env", []) if "value" in v}


def selects(labels: Mapping[str, str], workload: Document) -> bool:
    """True if a selector of equal labels picks the pods of the workload."""
    own = template(workload)["metadata"]["labels"]
    return bool(labels) and labels.items() <= own.items()


def strings(node: Any) -> Iterator[str]:
    """Every text in a document, at any depth."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)
