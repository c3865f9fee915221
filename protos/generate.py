"""Generate protos/gen from the .proto files: `python -m protos.generate [--check|--release]`.

--check generates into a temporary folder and exits 1, naming the files, when
the committed output differs from what the .proto files say. --release makes
them the baseline, which later ones may not break (`make check`, by buf).
"""

from __future__ import annotations

import filecmp
import shutil
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import google.rpc
from grpc_tools import protoc

PROTOS = Path(__file__).parent
GEN = PROTOS / "gen"
BASELINE = PROTOS / "baseline.binpb"
# protoc looks for its plugins on the PATH, where an unactivated venv is not.
SCRIPTS = Path(sys.executable).parent
PLUGINS = ("protoc-gen-mypy", "protoc-gen-mypy_grpc")


def generate(out: Path) -> None:
    """Write messages, stubs and their type hints for every .proto file into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    _protoc(
        f"--python_out={out}",
        f"--grpc_python_out={out}",
        *(f"--plugin={name}={SCRIPTS / name}" for name in PLUGINS),
        f"--mypy_out=quiet:{out}",
        f"--mypy_grpc_out=quiet:{out}",
    )
    for folder in {p.parent for p in out.rglob("*_pb2.py")}:
        for package in (folder, *folder.parents):
            if package == out:
                break
            (package / "__init__.py").touch()
    # A file without services still gets an empty stub; nobody imports it.
    for stub in out.rglob("*_pb2_grpc.py"):
        if "class " not in stub.read_text(encoding="utf-8"):
            stub.unlink()
            stub.with_suffix(".pyi").unlink(missing_ok=True)


def describe(path: Path) -> None:
    """Write the descriptors of every .proto file, and of what they import, without comments."""
    _protoc("--include_imports", f"--descriptor_set_out={path}")


def _protoc(*outputs: str) -> None:
    sources = sorted(str(p.relative_to(PROTOS)) for p in (PROTOS / "tessera").rglob("*.proto"))
    googleapis = Path(next(iter(google.rpc.__path__))).parent.parent
    includes = (PROTOS, files("grpc_tools") / "_proto", googleapis)
    code = protoc.main(["protoc", *(f"-I{path}" for path in includes), *outputs, *sources])
    if code != 0:
        raise SystemExit(code)


def drift(out: Path) -> list[str]:
    """The files, relative to protos/gen, in which the committed output differs from `out`."""
    names = {
        path.relative_to(root)
        for root in (GEN, out)
        for path in root.rglob("*.py*")
        if path.suffix in {".py", ".pyi"}
    }
    return sorted(
        str(name)
        for name in names
        if not (GEN / name).exists()
        or not (out / name).exists()
        or not filecmp.cmp(GEN / name, out / name, shallow=False)
    )


def main(arguments: list[str]) -> int:
    """0 when generated, released, or when --check finds no drift."""
    if "--release" in arguments:
        describe(BASELINE)
        return 0
    if "--check" not in arguments:
        shutil.rmtree(GEN, ignore_errors=True)
        generate(GEN)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        stale = drift(Path(folder))
    for name in stale:
        print(f"protos/gen/{name} is not what the .proto files say: run `make proto`")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
