"""Rules for a whole overlay: secrets, configuration hashes, budgets, Services, network policies.

Each rule takes the documents of one overlay and yields pairs of a resource and its problem.
"""

import re
from collections.abc import Iterator, Sequence

from deploy.k8s.manifests import (
    Document,
    Wrong,
    containers,
    named,
    of_kind,
    pod,
    ports,
    selects,
    strings,
    title,
    variables,
    workloads,
)

SECRETS_REFERENCED = frozenset(
    {"tessera-keys", "tessera-members-keys", "tessera-points-keys"}
    | {"tessera-feedback-keys"}
    | {"tessera-mongodb", "tessera-redis", "tessera-uploads", "tessera-tls"}
)
"""Made in the cluster by its operator (deploy/README.md), never rendered."""

PRODUCTION_REPLICAS_MIN = 2

_CREDENTIALS = re.compile(r"://[^/@\s]*:[^/@\s]+@|-----BEGIN [A-Z ]*PRIVATE KEY-----")
_HASHED = re.compile(r"-[0-9a-z]{10}$")


def secretless(documents: Sequence[Document]) -> Wrong:
    """No Secret is rendered, no text holds a credential, each reference is a known one."""
    for document in documents:
        if document["kind"] == "Secret":
            yield title(document), "a Secret stands in the manifests"
        if any(_CREDENTIALS.search(text) for text in strings(document)):
            yield title(document), "holds a credential"
    for workload in workloads(documents):
        for name in secrets(workload) - SECRETS_REFERENCED:
            yield title(workload), f"takes the unknown Secret {name}"
        for container in containers(workload):
            sources = [v.get("valueFrom", {}) for v in container.get("env", [])]
            sources += container.get("envFrom", [])
            if any(source.keys() & {"secretKeyRef", "secretRef"} for source in sources):
                yield title(workload), "takes a Secret as a variable, not as a file"


def secrets(workload: Document) -> set[str]:
    """The names of those that its volumes take."""
    volumes = pod(workload).get("volumes", [])
    sources = [s for volume in volumes for s in volume.get("projected", {}).get("sources", [])]
    named = {volume["secret"]["secretName"] for volume in volumes if "secret" in volume}
    return named | {source["secret"]["name"] for source in sources if "secret" in source}


def configured(documents: Sequence[Document]) -> Wrong:
    """Every ConfigMap in use is rendered, under a name that carries the hash of its content."""
    for workload in workloads(documents):
        volumes = pod(workload).get("volumes", [])
        names = {v["configMap"]["name"] for v in volumes if "configMap" in v}
        for container in containers(workload):
            sources = container.get("envFrom", [])
            names |= {s["configMapRef"]["name"] for s in sources if "configMapRef" in s}
        for name in names:
            if named(documents, "ConfigMap", name) is None:
                yield title(workload), f"ConfigMap {name} is not rendered"
            if not _HASHED.search(name):
                yield title(workload), f"ConfigMap {name} carries no hash of its content"


def available(documents: Sequence[Document]) -> Wrong:
    """Every Deployment has a disruption budget and is scaled, and its number is left to that."""
    for deployment in of_kind(documents, "Deployment"):
        name = deployment["metadata"]["name"]
        budget = named(documents, "PodDisruptionBudget", name)
        if budget is None or not selects(budget["spec"]["selector"]["matchLabels"], deployment):
            yield title(deployment), "no PodDisruptionBudget selects its pods"
        elif budget["spec"].get("unhealthyPodEvictionPolicy") != "AlwaysAllow":
            yield title(budget), "an unhealthy pod would block the drain of its node"
        scaler = named(documents, "HorizontalPodAutoscaler", name)
        if scaler is None or scaler["spec"]["scaleTargetRef"]["name"] != name:
            yield title(deployment), "no HorizontalPodAutoscaler scales it"
        elif scaler["apiVersion"] != "autoscaling/v2":
            yield title(scaler), "is not autoscaling/v2"
        if "replicas" in deployment["spec"]:
            yield title(deployment), "sets replicas, which its HorizontalPodAutoscaler owns"


def reachable(documents: Sequence[Document]) -> Wrong:
    """A Service of its name in front of each Deployment alone; headless where gRPC is spoken."""
    for deployment in of_kind(documents, "Deployment"):
        service = named(documents, "Service", deployment["metadata"]["name"])
        if service is None:
            yield title(deployment), "has no Service of its name"
            continue
        selected = [w for w in workloads(documents) if selects(service["spec"]["selector"], w)]
        if [title(w) for w in selected] != [title(deployment)]:
            yield title(service), f"selects {', '.join(map(title, selected)) or 'nothing'}"
        if "grpc" in ports(deployment) and service["spec"].get("clusterIP") != "None":
            yield title(service), "is not headless: one connection would go to one pod for ever"
        for port in service["spec"]["ports"]:
            if port["targetPort"] not in ports(deployment):
                yield title(service), f"port {port['name']} leads to no port of the pods"


def isolated(documents: Sequence[Document]) -> Wrong:
    """Nothing in and nothing out by default; every policy says which direction it opens."""
    policies = list(of_kind(documents, "NetworkPolicy"))
    if not any(_denies_all(policy["spec"]) for policy in policies):
        yield "NetworkPolicy/default-deny", "no policy denies both directions to every pod"
    for policy in policies:
        spec = policy["spec"]
        opened = {side.capitalize() for side in ("ingress", "egress") if side in spec}
        if not opened <= set(spec.get("policyTypes", [])):
            yield title(policy), "policyTypes does not name what it opens"
        for rule in [*spec.get("ingress", []), *spec.get("egress", [])]:
            if not rule.get("ports"):
                yield title(policy), "opens every port"
        if any(not rule.get("to") for rule in spec.get("egress", [])):
            yield title(policy), "opens the way to everywhere"


def _denies_all(spec: Document) -> bool:
    both = set(spec.get("policyTypes", [])) == {"Ingress", "Egress"}
    return spec["podSelector"] == {} and both and not {"ingress", "egress"} & spec.keys()


def migrated(documents: Sequence[Document]) -> Wrong:
    """Each process with a database has the Job that builds its indexes, of the same image."""
    for deployment in of_kind(documents, "Deployment"):
        if deployment["metadata"]["labels"].get("app.kubernetes.io/component") != "server":
            yield title(deployment), "a release cannot hold it back: not labelled server"
        container = pod(deployment)["containers"][0]
        if "TESSERA_MONGO_DB" not in variables(container):
            continue
        job = named(documents, "Job", f"{deployment['metadata']['name']}-migrate")
        if job is None:
            yield title(deployment), "has no migrate Job"
            continue
        runs = pod(job)["containers"][0]
        if runs["args"] != [*container["args"], "migrate"] or runs["image"] != container["image"]:
            yield title(job), "does not run `migrate` of the same module and image"
        if variables(runs).get("TESSERA_MONGO_DB") != variables(container)["TESSERA_MONGO_DB"]:
            yield title(job), "works on another database than the process"


def proven(documents: Sequence[Document]) -> Wrong:
    """The ledger is verified on a schedule, by the image and on the database of its process."""
    for job in of_kind(documents, "CronJob"):
        spec = job["spec"]
        runs = spec["jobTemplate"]["spec"]
        if spec.get("concurrencyPolicy") != "Forbid":
            yield title(job), "a run may begin beside one that still works"
        for field in ("timeZone", "startingDeadlineSeconds"):
            if field not in spec:
                yield title(job), f"{field} is missing"
        if "activeDeadlineSeconds" not in runs:
            yield title(job), "may run for ever: activeDeadlineSeconds is missing"
        if pod(job).get("restartPolicy") != "Never":
            yield title(job), "what failed is started again within its pod: its log gets lost"
    points, verify = (
        named(documents, kind, name)
        for kind, name in (("Deployment", "points"), ("CronJob", "points-verify"))
    )
    if points is None:
        return
    if verify is None:
        yield title(points), "nothing verifies its ledger"
        return
    process, proof = (pod(workload)["containers"][0] for workload in (points, verify))
    if proof["args"] != [*process["args"], "verify"] or proof["image"] != process["image"]:
        yield title(verify), "does not run `verify` of the same module and image"
    if variables(proof).get("TESSERA_MONGO_DB") != variables(process)["TESSERA_MONGO_DB"]:
        yield title(verify), "proves another database than the process writes"


def fit_for_production(documents: Sequence[Document]) -> Wrong:
    """Two replicas and more, spread; stores outside, their URLs files of a Secret."""
    for stateful in of_kind(documents, "StatefulSet"):
        yield title(stateful), "a store runs inside"
    for config in of_kind(documents, "ConfigMap"):
        values = config.get("data", {})
        settings = any(name.startswith("TESSERA_") for name in values)
        if settings and values.get("TESSERA_ENVIRONMENT") != "production":
            yield title(config), "TESSERA_ENVIRONMENT is not production"
        if "TESSERA_REFLECTION" in values:
            yield title(config), "TESSERA_REFLECTION tells strangers the protos"
    for scaler in of_kind(documents, "HorizontalPodAutoscaler"):
        if scaler["spec"].get("minReplicas", 1) < PRODUCTION_REPLICAS_MIN:
            yield title(scaler), f"minReplicas is below {PRODUCTION_REPLICAS_MIN}"
    for deployment in of_kind(documents, "Deployment"):
        spread = pod(deployment).get("topologySpreadConstraints", [])
        keys = {constraint["topologyKey"] for constraint in spread}
        for missing in {"topology.kubernetes.io/zone", "kubernetes.io/hostname"} - keys:
            yield title(deployment), f"is not spread over {missing}"
    for workload in of_kind(documents, "Deployment", "Job", "CronJob"):
        for container in containers(workload):
            yield from ((title(workload), wrong) for wrong in _urls(workload, container))


def _urls(workload: Document, container: Document) -> Iterator[str]:
    given = variables(container)
    needed = {"TESSERA_REDIS_URL_FILE": "tessera-redis"} if workload["kind"] == "Deployment" else {}
    if "TESSERA_MONGO_DB" in given:
        needed["TESSERA_MONGO_URL_FILE"] = "tessera-mongodb"
    for variable, secret in needed.items():
        if variable not in given:
            yield f"{variable} is missing"
        elif secret not in secrets(workload):
            yield f"{variable} names a file, but the Secret {secret} is not mounted"
