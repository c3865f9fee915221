"""The console in a cluster: a gateway of its own, with the console's documents and no others."""

import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from jwt.algorithms import OKPAlgorithm

from deploy.k8s import check
from deploy.k8s.manifests import ROOT, Document, kubectl, named, of_kind, pod, render, variables
from gateway.app import console_of, verifier_of
from gateway.core.settings import GatewaySettings
from gateway.execution import manifest
from services.common import settings
from services.common.auth import make_keys
from services.common.settings import SettingsError

COMPONENT = ROOT / "components" / "console"
SOURCES = ROOT.parents[1] / "web" / "console" / "src"
TLS = "  - ../../components/tls\n"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """Production with the component, as its papers say to list it."""
    if kubectl() is None:
        pytest.skip("kubectl not found: the manifests cannot be rendered")
    root = tmp_path_factory.mktemp("k8s") / "k8s"
    shutil.copytree(ROOT, root)
    overlay = root / "overlays" / "production" / "kustomization.yaml"
    text = overlay.read_text("utf-8")
    assert text.count(TLS) == 1
    overlay.write_text(text.replace(TLS, f"  - ../../components/console\n{TLS}"), "utf-8")
    return render(overlay.parent)


def _console(documents: list[Document]) -> Document:
    found = named(documents, "Deployment", "console")
    assert found is not None
    return found


def test_production_with_the_console_keeps_every_rule(documents: list[Document]) -> None:
    assert check.findings(documents, "production") == []
    assert len(list(of_kind(documents, "Deployment"))) == 5


def _settings(documents: list[Document], folder: Path, keys: list[object]) -> GatewaySettings:
    """Those of the pod, with its mounts in a folder."""
    make_keys(folder / "keys")
    issuers = json.loads((COMPONENT / "issuers.json").read_text("utf-8"))
    issuers["issuers"][0]["keys"] = keys
    (folder / "issuers.json").write_text(json.dumps(issuers))
    env = {
        name: value
        for name, value in variables(pod(_console(documents))["containers"][0]).items()
        if not name.endswith("_FILE") and not name.startswith("TESSERA_TLS")
    }
    assert env["TESSERA_TOKEN_ISSUERS"] == "/run/tessera/issuers/issuers.json"
    env |= {
        "TESSERA_KEYS_DIR": str(folder / "keys"),
        "TESSERA_TOKEN_ISSUERS": str(folder / "issuers.json"),
    }
    return settings.load(GatewaySettings, env=env)


def test_the_console_says_what_is_missing_until_the_provider_s_keys_are_there(
    documents: list[Document], tmp_path: Path
) -> None:
    empty = _settings(documents, tmp_path, [])
    with pytest.raises(SettingsError, match="TESSERA_CONSOLE_ISSUER"):
        console_of(empty, verifier_of(empty))
    key = ed25519.Ed25519PrivateKey.generate().public_key()
    filled = _settings(documents, tmp_path, [{**json.loads(OKPAlgorithm.to_jwk(key)), "kid": "a"}])
    assert console_of(filled, verifier_of(filled)) is not None
    assert not filled.development
    assert filled.trusted_only


def test_the_gateway_of_members_serves_no_console_and_trusts_none_of_its_documents(
    documents: list[Document],
) -> None:
    gateway = named(documents, "Deployment", "gateway")
    assert gateway is not None
    given = variables(pod(gateway)["containers"][0])
    assert not [name for name in given if "CONSOLE" in name]
    members = manifest.load(ROOT / "overlays" / "production" / "documents" / "manifest.json")
    console = manifest.load(COMPONENT / "documents" / "manifest.json")
    assert {each.id for each in console} - {each.id for each in members}
    configs = {
        volume["configMap"]["name"].rpartition("-")[0]
        for workload in (gateway, _console(documents))
        for volume in pod(workload)["volumes"]
        if volume["name"] == "documents"
    }
    assert configs == {"documents", "console-documents"}


def test_production_trusts_every_document_of_the_console() -> None:
    trusted = {each.id for each in manifest.load(COMPONENT / "documents" / "manifest.json")}
    sent = manifest.build(SOURCES)
    assert sent
    missing = [each.name for each in sent if each.id not in trusted]
    assert not missing, (
        f"not in the manifest: {', '.join(missing)}; python -m gateway.execution.manifest"
        " web/console/src --keep deploy/k8s/components/console/documents/manifest.json"
    )


@pytest.mark.parametrize("front_end", ["h5", "mini"])
def test_production_trusts_every_document_of_the_members_pages(front_end: str) -> None:
    file = ROOT / "overlays" / "production" / "documents" / "manifest.json"
    trusted = {each.id for each in manifest.load(file)}
    sent = manifest.build(SOURCES.parents[1] / front_end / "src")
    assert sent
    missing = [each.name for each in sent if each.id not in trusted]
    assert not missing, (
        f"not in the manifest: {', '.join(missing)}; python -m gateway.execution.manifest"
        f" web/{front_end}/src --keep deploy/k8s/overlays/production/documents/manifest.json"
    )
