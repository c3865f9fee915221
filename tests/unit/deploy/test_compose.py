"""compose.yaml and the Dockerfile, as far as they can be checked without a container engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.k8s.manifests import ROOT, kubectl, named, pod, render
from deploy.local import servers
from services.common import settings
from services.members.vault.storage import vault

DEPLOY = ROOT.parent
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
OURS = [name for name, service in SERVICES.items() if service["image"] == "tessera:dev"]


@pytest.mark.parametrize("name", [name for name in OURS if name != "keys"])
def test_every_process_can_read_the_settings_it_is_given(name: str) -> None:
    loaded = settings.load(settings.ServerSettings, env=SERVICES[name]["environment"])
    assert f"keys:{loaded.keys_dir}:ro" in SERVICES[name]["volumes"]
    assert loaded.host == "0.0.0.0"


@pytest.mark.parametrize("name", OURS)
def test_our_containers_are_confined(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_the_keys_that_are_made_once_are_all_that_members_read(tmp_path: Path) -> None:
    program = SERVICES["keys"]["command"][0]
    exec(program.replace("/run/tessera/keys", str(tmp_path)), {})
    assert {"jwks.json", "signing.kid", "signing.pem"} < {path.name for path in tmp_path.iterdir()}
    vault.load(tmp_path, "production")


def test_a_container_waits_only_for_existing_containers_with_a_condition() -> None:
    for service in SERVICES.values():
        for name, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[name]
            else:
                assert SERVICES[name]["restart"] != "unless-stopped"


def test_mounted_files_exist_and_ports_open_on_this_machine_only() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (DEPLOY / source).is_file()
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_stores_are_those_of_the_local_overlay() -> None:
    if kubectl() is None:
        pytest.skip("kubectl not found: the manifests cannot be rendered")
    documents = render(ROOT / "overlays" / "local")
    for name in ("mongodb", "redis"):
        stateful = named(documents, "StatefulSet", name)
        assert stateful is not None
        assert pod(stateful)["containers"][0]["image"] == SERVICES[name]["image"]


def test_mongod_gets_the_same_parameters_wherever_we_start_it() -> None:
    manifest = (ROOT / "overlays/local/stores/mongodb.yaml").read_text("utf-8")
    (stateful,) = [one for one in yaml.safe_load_all(manifest) if one["kind"] == "StatefulSet"]
    command = SERVICES["mongodb"]["command"]
    assert pod(stateful)["containers"][0]["args"] == command[1:]
    told = {f"--setParameter={name}={value}" for name, value in servers.PARAMETERS.items()}
    assert {part for part in command if part.startswith("--setParameter")} == told


def test_the_image_copies_only_existing_files_of_the_build_context() -> None:
    root = DEPLOY.parent
    let_in = {
        line[1:]
        for line in (root / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    copied = set(re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE))
    assert copied == let_in
    assert all((root / path).exists() for path in copied)


def test_the_image_runs_as_the_user_the_cluster_expects() -> None:
    pod_yaml = (ROOT / "components/restricted/pod.yaml").read_text("utf-8")
    user = yaml.safe_load(pod_yaml)["spec"]["template"]["spec"]["securityContext"]["runAsUser"]
    assert f"\nUSER {user}:{user}\n" in DOCKERFILE
    assert '\nENTRYPOINT ["python", "-m"]\n' in DOCKERFILE
