"""Rules for every pod: Pod Security, resource limits, probes, graceful shutdown, an identity.

Each rule takes the documents of one overlay and yields pairs of a resource and its problem.
Sources: the "restricted" profile of the Kubernetes Pod Security Standards, and our own promises.
"""

from collections.abc import Iterator, Sequence

from deploy.k8s.manifests import (
    Document,
    Wrong,
    containers,
    named,
    of_kind,
    pod,
    title,
    workloads,
)

UID_MIN = 10_001
"""Above every user of the node, so that an escaped process owns nothing there."""

DRAIN_S = 20
"""The time that calls in flight get after SIGTERM."""

STARTUP_PERIOD_S = 2
STARTUP_FAILURES_MAX = 30

HEALTH_NAMES = {"startupProbe": "live", "livenessProbe": "live", "readinessProbe": ""}
"""The name that each probe asks grpc.health.v1 for: `live` is the process, "" its readiness."""

VOLUMES_ALLOWED = frozenset(
    {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim"}
    | {"projected", "secret"}
)


def restricted(documents: Sequence[Document]) -> Wrong:
    """Pod Security `restricted`, a read-only root, a writable /tmp and a UID above 10000."""
    for workload in workloads(documents):
        spec, security = pod(workload), pod(workload).get("securityContext", {})
        if security.get("runAsNonRoot") is not True:
            yield title(workload), "runAsNonRoot is not true"
        if security.get("runAsUser", 0) < UID_MIN:
            yield title(workload), f"runAsUser is below {UID_MIN}"
        if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield title(workload), "seccompProfile is not RuntimeDefault"
        if any(spec.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")):
            yield title(workload), "shares a namespace of the node"
        for volume in spec.get("volumes", []):
            if not (volume.keys() - {"name"}) <= VOLUMES_ALLOWED:
                yield title(workload), f"volume {volume['name']} is of a kind not allowed"
        temporary = {v["name"] for v in spec.get("volumes", []) if "emptyDir" in v}
        for container in containers(workload):
            for message in _confined(container, temporary):
                yield f"{title(workload)} {container['name']}", message


def _confined(container: Document, temporary: set[str]) -> Iterator[str]:
    security = container.get("securityContext", {})
    if security.get("allowPrivilegeEscalation") is not False:
        yield "allowPrivilegeEscalation is not false"
    if security.get("readOnlyRootFilesystem") is not True:
        yield "readOnlyRootFilesystem is not true"
    if security.get("capabilities") != {"drop": ["ALL"]}:
        yield "does not drop all capabilities"
    if security.keys() & {"privileged", "runAsUser", "runAsNonRoot", "seccompProfile"}:
        yield "overrides what the pod says of its user or profile"
    if any("hostPort" in port for port in container.get("ports", [])):
        yield "takes a port of the node"
    mounts = container.get("volumeMounts", [])
    if not any(m["mountPath"] == "/tmp" and m["name"] in temporary for m in mounts):
        yield "has no emptyDir at /tmp"


def bounded(documents: Sequence[Document]) -> Wrong:
    """Requests and limits, of processor and memory, on every container."""
    for workload in workloads(documents):
        for container in containers(workload):
            resources = container.get("resources", {})
            for side in ("requests", "limits"):
                for missing in {"cpu", "memory"} - resources.get(side, {}).keys():
                    yield f"{title(workload)} {container['name']}", f"{side}.{missing} is missing"


def pinned(documents: Sequence[Document]) -> Wrong:
    """Every image carries a tag that says a version, or a digest."""
    for workload in workloads(documents):
        for container in containers(workload):
            image = container["image"]
            tag = image.rsplit("/", 1)[-1].partition(":")[2]
            if tag in ("", "latest") and "@sha256:" not in image:
                yield f"{title(workload)} {container['name']}", f"image {image} is not pinned"


def probed(documents: Sequence[Document]) -> Wrong:
    """All three probes; where gRPC is spoken, only readiness may depend on a store."""
    for workload in of_kind(documents, "Deployment", "StatefulSet"):
        for container in pod(workload)["containers"]:
            resource = f"{title(workload)} {container['name']}"
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                if not container.get(probe):
                    yield resource, f"{probe} is missing"
            if workload["kind"] == "Deployment":
                for message in _probed_as_ours(container):
                    yield resource, message


def _probed_as_ours(container: Document) -> Iterator[str]:
    startup = container.get("startupProbe", {})
    if startup.get("periodSeconds") != STARTUP_PERIOD_S:
        yield f"startupProbe is not asked every {STARTUP_PERIOD_S} s"
    if startup.get("failureThreshold") != STARTUP_FAILURES_MAX:
        yield f"startupProbe does not allow {STARTUP_FAILURES_MAX} failures"
    if not any(port["name"] == "grpc" for port in container["ports"]):
        return
    for probe, name in HEALTH_NAMES.items():
        if container.get(probe, {}).get("grpc", {}).get("service") != name:
            yield f"{probe} does not ask grpc health of {name!r}"


def graceful(documents: Sequence[Document]) -> Wrong:
    """preStop + drain end before the grace does, and a rollout takes no pod away first."""
    for workload in of_kind(documents, "Deployment"):
        grace_s = pod(workload).get("terminationGracePeriodSeconds", 30)
        for container in pod(workload)["containers"]:
            pre_stop = container.get("lifecycle", {}).get("preStop", {})
            pre_stop_s = pre_stop.get("sleep", {}).get("seconds", 0)
            if pre_stop_s <= 0:
                yield title(workload), "preStop does not sleep: calls arrive after SIGTERM"
            if grace_s <= pre_stop_s + DRAIN_S:
                yield title(workload), f"grace {grace_s} s <= preStop {pre_stop_s} + {DRAIN_S} s"
        if workload["spec"].get("strategy", {}).get("rollingUpdate", {}).get("maxUnavailable") != 0:
            yield title(workload), "maxUnavailable is not 0"


def identified(documents: Sequence[Document]) -> Wrong:
    """Each process runs as its own ServiceAccount, and no pod is given its token."""
    for workload in workloads(documents):
        spec = pod(workload)
        account = spec.get("serviceAccountName", "default")
        if named(documents, "ServiceAccount", account) is None:
            yield title(workload), f"ServiceAccount {account} is not rendered"
        if spec.get("automountServiceAccountToken") is not False:
            yield title(workload), "automountServiceAccountToken is not false"
    for account_document in of_kind(documents, "ServiceAccount"):
        if account_document.get("automountServiceAccountToken") is not False:
            yield title(account_document), "automountServiceAccountToken is not false"
    # A migrate Job runs as the process whose indexes it builds, so Jobs do not count.
    owners: dict[str, str] = {}
    for process in of_kind(documents, "Deployment", "StatefulSet"):
        account = pod(process).get("serviceAccountName", "default")
        owner = owners.setdefault(account, title(process))
        if owner != title(process):
            yield title(process), f"ServiceAccount {account} is shared with {owner}"
