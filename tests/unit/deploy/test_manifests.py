"""The rendered manifests keep each rule, and each rule notices when they do not."""

import asyncio
import copy
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.k8s import check, pod_rules, suite_rules
from deploy.k8s.manifests import (
    OVERLAYS,
    ROOT,
    Document,
    kubectl,
    named,
    of_kind,
    pod,
    render,
    title,
    variables,
)
from deploy.k8s.suite_rules import secretless
from gateway.app import uploads_of
from gateway.core.settings import GatewaySettings
from services.common import auth, server, settings
from services.feedback.partners.adapters import seal as webhook_seal
from services.members.vault.storage import vault
from services.points.lottery import adapters as seals

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


@pytest.fixture(scope="module")
def rendered() -> dict[str, list[Document]]:
    if kubectl() is None:
        pytest.skip("kubectl not found: the manifests cannot be rendered")
    return {overlay: render(ROOT / "overlays" / overlay) for overlay in OVERLAYS}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_overlay_keeps_every_rule(rendered: dict[str, list[Document]], overlay: str) -> None:
    assert check.findings(rendered[overlay], overlay) == []


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_process_can_read_the_settings_it_is_given(
    rendered: dict[str, list[Document]], overlay: str, tmp_path: Path
) -> None:
    secret = tmp_path / "url"
    secret.write_text("mongodb://stores.example/\n")
    for workload in of_kind(rendered[overlay], "Deployment", "Job", "CronJob"):
        container = pod(workload)["containers"][0]
        config = named(
            rendered[overlay], "ConfigMap", container["envFrom"][0]["configMapRef"]["name"]
        )
        assert config is not None
        env = config["data"] | variables(container)
        env |= {key: str(secret) for key in env if key.endswith("_FILE")}

        loaded = settings.load(settings.ServerSettings, env=env)

        assert loaded.host == "0.0.0.0"
        assert loaded.environment == {"local": "development"}.get(overlay, overlay)
        assert loaded.keys_dir in [Path(m["mountPath"]) for m in container["volumeMounts"]]


def test_only_members_gets_the_keys_of_personal_data(
    rendered: dict[str, list[Document]],
) -> None:
    for documents in rendered.values():
        holders = [
            title(workload)
            for workload in of_kind(documents, "Deployment", "Job", "CronJob")
            if "tessera-members-keys" in suite_rules.secrets(workload)
        ]
        assert holders == ["Deployment/members"]
        seals_held = [
            title(workload)
            for workload in of_kind(documents, "Deployment", "Job", "CronJob")
            if "tessera-points-keys" in suite_rules.secrets(workload)
        ]
        assert seals_held == ["Deployment/points"]
        secrets_sealed = [
            title(workload)
            for workload in of_kind(documents, "Deployment", "Job", "CronJob")
            if "tessera-feedback-keys" in suite_rules.secrets(workload)
        ]
        assert secrets_sealed == ["Deployment/feedback"]
        members = named(documents, "Deployment", "members")
        assert members is not None
        assert "tessera-keys" in suite_rules.secrets(members)


def test_the_keys_that_the_papers_say_to_make_are_those_that_members_read(tmp_path: Path) -> None:
    papers = (ROOT.parent / "README.md").read_text("utf-8")
    (line,) = re.findall(r"^\.venv/bin/python -c '(.*make_keys.*)'$", papers, re.MULTILINE)
    subprocess.run(
        [sys.executable, "-c", line],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT.parents[1])},
        check=True,
    )
    folders = {path.name for path in tmp_path.iterdir()}
    assert folders == {"feedback-keys", "keys", "members-keys", "points-keys"}
    auth.TokenIssuer(tmp_path / "keys")
    vault.load(tmp_path / "members-keys", "production")
    seals.load(tmp_path / "points-keys", "production").seal("tea", "x", bytes(32))
    assert webhook_seal.load(tmp_path / "feedback-keys", "production").seal("whe_1", bytes(32))


def test_the_address_of_each_service_is_its_headless_service(
    rendered: dict[str, list[Document]],
) -> None:
    for documents in rendered.values():
        config = next(
            d["data"] for d in of_kind(documents, "ConfigMap") if "TESSERA_HOST" in d["data"]
        )
        for name in ("members", "points", "feedback"):
            service = named(documents, "Service", name)
            assert service is not None
            port = service["spec"]["ports"][0]["port"]
            assert config[f"TESSERA_{name.upper()}_ADDRESS"] == f"dns:///{name}:{port}"


def test_the_drain_is_as_long_as_the_server_takes() -> None:
    assert pod_rules.DRAIN_S == server.DRAIN_S


async def test_a_service_that_waits_for_its_store_is_live_but_not_ready(
    rendered: dict[str, list[Document]], tmp_path: Path
) -> None:
    deployment = named(rendered["local"], "Deployment", "members")
    assert deployment is not None
    container = pod(deployment)["containers"][0]
    store_is_there = False

    async def ready() -> bool:
        return store_is_there

    auth.make_keys(tmp_path)
    running = await server.start(
        name="members",
        settings=settings.ServerSettings(keys_dir=tmp_path),
        register=[],
        ready=ready,
    )

    async def answer(probe: str) -> int:
        name = container[probe]["grpc"]["service"]
        async with grpc.aio.insecure_channel(running.address) as channel:
            stub: Any = health_pb2_grpc.HealthStub(channel)
            reply = await stub.Check(health_pb2.HealthCheckRequest(service=name))
        return int(reply.status)

    try:
        assert await answer("startupProbe") == SERVING
        assert await answer("livenessProbe") == SERVING
        assert await answer("readinessProbe") == NOT_SERVING
        store_is_there = True
        await asyncio.sleep(server.READY_POLL_S * 1.5)
        assert await answer("readinessProbe") == SERVING
    finally:
        await running.stop()


def test_base_renders_alone_and_holds_no_secret() -> None:
    if kubectl() is None:
        pytest.skip("kubectl not found: the manifests cannot be rendered")
    documents = render(ROOT / "base")
    assert {d["metadata"]["name"] for d in of_kind(documents, "Deployment")} == {
        "members",
        "points",
        "feedback",
        "gateway",
    }
    assert list(secretless(documents)) == []


def test_without_kubectl_the_check_is_skipped_not_passed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert check.main() == check.EXIT_SKIPPED == 77
    assert capsys.readouterr().out.startswith("skipped: kubectl not found")


GONE = object()
"""In place of a value: what stands there is taken away."""

SECRET = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"a": "b"}}
SECRET_VARIABLE = {
    "name": "X",
    "valueFrom": {"secretKeyRef": {"name": "tessera-redis", "key": "u"}},
}
HOST_PATH = {"name": "node", "hostPath": {"path": "/"}}
FIRST = [{"name": "first", "image": "x:1"}]
OTHER_MODULE = ["services.members", "migrate"]
BY_NAME = {"app.kubernetes.io/name": "members"}

MEMBERS = "Deployment/members"
MIGRATE = "Job/points-migrate"
VERIFY = "CronJob/points-verify"
CONFIG = "ConfigMap/tessera"

# The rule that must notice · the resource broken · where (`pod`, `main`: its pod, its container) ·
# the new value · words the finding must hold.
BREAKS: list[tuple[str, str, str, Any, str]] = [
    ("accepted", MEMBERS, "spec.replica", 2, "replica"),
    ("accepted", "HorizontalPodAutoscaler/members", "spec.maxReplicas", "many", "spec.maxReplicas"),
    ("accepted", MEMBERS, "apiVersion", "apps/v9", "find schema"),
    ("restricted", MEMBERS, "pod.securityContext.runAsNonRoot", GONE, "runAsNonRoot"),
    ("restricted", MEMBERS, "pod.securityContext.runAsUser", 999, "below 10001"),
    ("restricted", MEMBERS, "pod.securityContext.seccompProfile", GONE, "seccompProfile"),
    ("restricted", MEMBERS, "pod.hostNetwork", True, "namespace of the node"),
    ("restricted", MEMBERS, "pod.volumes.+", HOST_PATH, "volume node"),
    ("restricted", MEMBERS, "pod.initContainers", FIRST, "members first: readOnlyRoot"),
    ("restricted", MEMBERS, "main.securityContext.allowPrivilegeEscalation", GONE, "Escalation"),
    ("restricted", MEMBERS, "main.securityContext.readOnlyRootFilesystem", False, "readOnlyRoot"),
    ("restricted", MEMBERS, "main.securityContext.capabilities.add", ["NET_RAW"], "capabilities"),
    ("restricted", MEMBERS, "main.securityContext.privileged", True, "overrides"),
    ("restricted", MEMBERS, "main.ports.0.hostPort", 80, "port of the node"),
    ("restricted", MEMBERS, "main.volumeMounts", [], "emptyDir at /tmp"),
    ("bounded", MEMBERS, "main.resources.limits.memory", GONE, "limits.memory"),
    ("bounded", MIGRATE, "main.resources.requests", GONE, "requests.cpu"),
    ("pinned", MEMBERS, "main.image", "tessera:latest", "tessera:latest"),
    ("pinned", MEMBERS, "main.image", "host:5000/tessera", "host:5000/tessera"),
    ("probed", MEMBERS, "main.livenessProbe", GONE, "livenessProbe is missing"),
    ("probed", "Deployment/gateway", "main.readinessProbe", GONE, "readinessProbe is missing"),
    ("probed", MEMBERS, "main.startupProbe.periodSeconds", 10, "every 2 s"),
    ("probed", MEMBERS, "main.startupProbe.failureThreshold", 3, "30 failures"),
    ("probed", MEMBERS, "main.readinessProbe.grpc.service", "live", "readinessProbe does not ask"),
    ("probed", MEMBERS, "main.livenessProbe.grpc.service", "", "livenessProbe does not ask"),
    ("graceful", MEMBERS, "main.lifecycle", GONE, "preStop does not sleep"),
    ("graceful", MEMBERS, "pod.terminationGracePeriodSeconds", 25, "grace 25 s"),
    ("graceful", MEMBERS, "spec.strategy.rollingUpdate.maxUnavailable", 1, "maxUnavailable"),
    (
        "identified",
        "ServiceAccount/members",
        "",
        GONE,
        "Deployment/members: ServiceAccount members",
    ),
    ("identified", MEMBERS, "pod.automountServiceAccountToken", GONE, "Deployment/members: autom"),
    ("identified", "ServiceAccount/members", "automountServiceAccountToken", GONE, "automount"),
    ("identified", "Deployment/points", "pod.serviceAccountName", "members", "is shared with"),
    ("secretless", CONFIG, "data.URL", "mongodb://u:p@host/", "holds a credential"),
    (
        "secretless",
        MEMBERS,
        "pod.volumes.0.secret",
        {"secretName": "other"},
        "unknown Secret other",
    ),
    ("secretless", MEMBERS, "main.env.+", SECRET_VARIABLE, "as a variable"),
    ("configured", CONFIG, "", GONE, "is not rendered"),
    ("configured", MEMBERS, "main.envFrom.0.configMapRef.name", "tessera", "no hash"),
    ("available", "PodDisruptionBudget/members", "", GONE, "no PodDisruptionBudget"),
    ("available", "PodDisruptionBudget/members", "spec.unhealthyPodEvictionPolicy", GONE, "unheal"),
    ("available", "HorizontalPodAutoscaler/members", "", GONE, "no HorizontalPodAutoscaler"),
    ("available", "HorizontalPodAutoscaler/members", "apiVersion", "autoscaling/v1", "is not auto"),
    ("available", MEMBERS, "spec.replicas", 3, "sets replicas"),
    ("reachable", "Service/members", "", GONE, "has no Service"),
    ("reachable", "Service/members", "spec.selector", BY_NAME, "Job/members-migrate"),
    ("reachable", MEMBERS, "spec.template.metadata.labels", {}, "selects nothing"),
    ("reachable", "Service/members", "spec.clusterIP", GONE, "is not headless"),
    ("reachable", "Service/gateway", "spec.ports.0.targetPort", "https", "leads to no port"),
    ("isolated", "NetworkPolicy/default-deny", "", GONE, "denies both"),
    ("isolated", "NetworkPolicy/default-deny", "spec.policyTypes", ["Ingress"], "denies both"),
    ("isolated", "NetworkPolicy/default-deny", "spec.egress", [{}], "denies both"),
    ("isolated", "NetworkPolicy/dns", "spec.policyTypes", ["Ingress"], "policyTypes"),
    ("isolated", "NetworkPolicy/services-from-callers", "spec.ingress.0.ports", GONE, "every port"),
    ("isolated", "NetworkPolicy/servers-to-services", "spec.egress.0.to", GONE, "everywhere"),
    ("migrated", MEMBERS, "metadata.labels", {}, "cannot hold it back"),
    ("migrated", MIGRATE, "", GONE, "no migrate Job"),
    ("migrated", MIGRATE, "main.args", OTHER_MODULE, "same module"),
    ("migrated", MIGRATE, "main.env", [], "another database"),
    ("restricted", VERIFY, "pod.securityContext.runAsUser", 999, "points-verify: runAsUser"),
    ("bounded", VERIFY, "main.resources.limits", GONE, "points-verify main: limits.cpu"),
    ("proven", VERIFY, "", GONE, "nothing verifies"),
    ("proven", VERIFY, "spec.concurrencyPolicy", "Allow", "beside one that still works"),
    ("proven", VERIFY, "spec.timeZone", GONE, "timeZone is missing"),
    ("proven", VERIFY, "spec.startingDeadlineSeconds", GONE, "startingDeadlineSeconds is missing"),
    ("proven", VERIFY, "spec.jobTemplate.spec.activeDeadlineSeconds", GONE, "for ever"),
    ("proven", VERIFY, "pod.restartPolicy", "OnFailure", "within its pod"),
    ("proven", VERIFY, "main.args", ["services.points", "migrate"], "same module"),
    ("proven", VERIFY, "main.env", [], "another database"),
    ("fit_for_production", VERIFY, "main.env.0", GONE, "TESSERA_MONGO_URL_FILE is missing"),
    ("fit_for_production", MEMBERS, "kind", "StatefulSet", "a store runs inside"),
    ("fit_for_production", CONFIG, "data.TESSERA_ENVIRONMENT", "development", "not production"),
    ("fit_for_production", CONFIG, "data.TESSERA_REFLECTION", "true", "tells strangers"),
    ("fit_for_production", "HorizontalPodAutoscaler/members", "spec.minReplicas", 1, "below 2"),
    ("fit_for_production", MEMBERS, "pod.topologySpreadConstraints.0", GONE, "zone"),
    ("fit_for_production", MEMBERS, "main.env.0", GONE, "_FILE is missing"),
    ("fit_for_production", MEMBERS, "pod.volumes", [], "is not mounted"),
]


@pytest.mark.parametrize(("rule", "resource", "path", "value", "words"), BREAKS)
def test_a_broken_manifest_is_named(
    rendered: dict[str, list[Document]], rule: str, resource: str, path: str, value: Any, words: str
) -> None:
    documents = copy.deepcopy(rendered["production"])
    document = next(d for d in documents if title(d).startswith(resource))
    if path:
        put(document, path, value)
    else:
        documents.remove(document)
    if rule == "accepted":
        documents = [document]
    judge = next(r for r in check.rules("production") if r.__name__ == rule)
    found = [": ".join(wrong) for wrong in judge(documents)]
    assert any(words in finding for finding in found), found


def test_a_secret_in_the_manifests_is_named(rendered: dict[str, list[Document]]) -> None:
    found = secretless([*rendered["local"], SECRET])
    assert list(found) == [("Secret/s", "a Secret stands in the manifests")]


def test_no_rule_goes_without_a_break() -> None:
    rules = {rule.__name__ for rule in check.rules("production")}
    assert {rule for rule, *_ in BREAKS} == rules


def put(document: Document, path: str, value: Any) -> None:
    """Set what stands at a dotted path; `+` appends to a list."""
    node: Any = document
    *way, last = path.split(".")
    for step in way:
        if step == "pod":
            node = pod(node)
        elif step == "main":
            node = pod(node)["containers"][0]
        else:
            node = node[int(step) if isinstance(node, list) else step]
    if last == "+":
        node.append(value)
    elif value is GONE:
        del node[int(last) if isinstance(node, list) else last]
    else:
        node[last] = value


def test_with_the_component_the_gateway_signs_and_feedback_deletes(tmp_path: Path) -> None:
    if kubectl() is None:
        pytest.skip("kubectl not found: the manifests cannot be rendered")
    overlay, component = (
        os.path.relpath(ROOT / part, tmp_path)
        for part in ("overlays/production", "components/uploads")
    )
    (tmp_path / "kustomization.yaml").write_text(
        f"resources: [{overlay}]\ncomponents: [{component}]\n"
    )
    documents = render(tmp_path)
    assert check.findings(documents, "production") == []
    gateway = named(documents, "Deployment", "gateway")
    assert gateway is not None
    env = {
        key: value
        for key, value in variables(pod(gateway)["containers"][0]).items()
        if "UPLOADS" in key
    }
    for name, key in enumerate(env):
        (tmp_path / str(name)).write_text("https://bucket.example\n")
        env[key] = str(tmp_path / str(name))
    assert uploads_of(settings.load(GatewaySettings, env=env)) is not None
    feedback = named(documents, "Deployment", "feedback")
    assert feedback is not None
    assert env.keys() <= variables(pod(feedback)["containers"][0]).keys()
