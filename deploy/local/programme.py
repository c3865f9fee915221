"""`python -m deploy.local.programme publish|validate|versions|rollback`: a brand's programme.

It calls the members service of the suite that runs on `.data`, as an operator of the brand. It
prints problems in a file as `file:line:column: key: message`, as compilers do.

`publish` shows the difference to the version in force and asks; scripts answer with `--yes`.
"""

from __future__ import annotations

import argparse
import asyncio
import difflib
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import grpc

from deploy.local import connection
from deploy.local.problem import StartProblem
from services.common import auth, errors
from tessera.approvals.v1 import approvals_pb2
from tessera.members.v1 import programmes_pb2 as pb
from tessera.members.v1 import programmes_pb2_grpc

PAGE = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """0; 1 when the file has problems; 2 and a sentence on stderr when the call failed."""
    parser = argparse.ArgumentParser(prog="make programme")
    parser.add_argument("action", choices=["publish", "validate", "versions", "rollback"])
    parser.add_argument("--brand", required=True)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--version", type=int, default=0)
    parser.add_argument("--note", default="")
    parser.add_argument("--yes", action="store_true", help="publish without being asked")
    parser.add_argument("--data", default=".data")
    options = parser.parse_args(arguments)
    try:
        return asyncio.run(_run(options))
    except StartProblem as problem:
        print(problem, file=sys.stderr)
    except grpc.aio.AioRpcError as error:
        reason = errors.reason_of(error)
        said = f"{reason.reason}: {reason.en}" if reason else f"{error.code().name}"
        print(f"Members answered {said}", file=sys.stderr)
    return 2


async def _run(options: argparse.Namespace) -> int:
    async with connection.connect(
        "members", brand=options.brand, role=auth.Role.OPERATOR, data=options.data
    ) as members:
        stub: programmes_pb2_grpc.ProgrammesAsyncStub = programmes_pb2_grpc.ProgrammesStub(members)
        if options.action == "versions":
            await _list(stub)
        elif options.action == "rollback":
            await _roll_back(stub, options.version, options.note)
        else:
            return await _publish(stub, options)
    return 0


async def _publish(
    stub: programmes_pb2_grpc.ProgrammesAsyncStub, options: argparse.Namespace
) -> int:
    source = _source(options.file)
    if not await _validate(stub, options, source):
        return 1
    if options.action == "validate":
        return 0
    base = await _newest(stub)
    in_force = await _in_force(stub)
    if in_force is not None and in_force.source_yaml == source:
        print(f"Nothing to publish: version {in_force.version}, in force, is this file.")
        return 0
    _show_difference(in_force, source, options.file)
    _confirm(f"Publish this for {options.brand} as version {base + 1}?", yes=options.yes)
    if await _newest(stub) != base:
        raise StartProblem("Another version was published meanwhile: look at the difference again.")
    # The same file after the same version is the same request, however often it is sent.
    digest = hashlib.sha256(source.encode()).hexdigest()[:16]
    response = await stub.PublishProgramme(
        pb.PublishProgrammeRequest(
            request_id=f"cli/{base}/{digest}",
            source_yaml=source,
            note=options.note,
            base_version=base,
        )
    )
    if response.HasField("approval"):
        _waits(response.approval)
    else:
        print(f"{options.brand} is at version {response.programme.version}.")
    return 0


def _waits(approval: approvals_pb2.Approval) -> None:
    """Tell that nothing is in force yet."""
    until = approval.expire_time.ToDatetime().isoformat(" ", "minutes")
    print(
        f"It waits for a second operator, until {until} UTC: approval {approval.id}. "
        "It comes in force when another one approves it, in the console or by `approve`."
    )


async def _validate(
    stub: programmes_pb2_grpc.ProgrammesAsyncStub, options: argparse.Namespace, source: str
) -> bool:
    """Tell what is wrong, or else what is odd and what there is; whether it can be published."""
    checked = await stub.ValidateProgramme(pb.ValidateProgrammeRequest(source_yaml=source))
    for kind, found in (("", checked.problems), ("warning: ", checked.warnings)):
        for problem in found:
            place = f"{options.file}:{problem.line}:{problem.column}"
            key = f"{problem.key}: " if problem.key else ""
            print(f"{place}: {kind}{key}{problem.message}", file=sys.stderr)
    if checked.problems:
        return False
    parts = ", ".join(f"{part.name} {part.count}" for part in checked.counts)
    print(f"{options.file} is good for {options.brand}: {parts}.")
    return True


async def _newest(stub: programmes_pb2_grpc.ProgrammesAsyncStub) -> int:
    page = await stub.ListProgrammeVersions(pb.ListProgrammeVersionsRequest(page_size=1))
    return page.programmes[0].version if page.programmes else 0


async def _in_force(stub: programmes_pb2_grpc.ProgrammesAsyncStub) -> pb.Programme | None:
    try:
        return (await stub.GetProgramme(pb.GetProgrammeRequest())).programme
    except grpc.aio.AioRpcError as error:
        reason = errors.reason_of(error)
        if reason is None or reason.reason != "PROGRAMME_MISSING":
            raise
        return None


def _show_difference(in_force: pb.Programme | None, source: str, file: Path) -> None:
    if in_force is None:
        print("This is the brand's first programme.")
        return
    before, after = in_force.source_yaml.splitlines(), source.splitlines()
    told = f"version {in_force.version}, in force"
    for line in difflib.unified_diff(before, after, told, str(file), n=2, lineterm=""):
        print(line)


def _confirm(question: str, *, yes: bool) -> None:
    """Raises StartProblem unless the operator agrees, here or by `--yes`."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise StartProblem("Nothing was published: nobody can be asked here, so say --yes.")
    if input(f"{question} [y/N] ").strip().lower() not in ("y", "yes"):
        raise StartProblem("Nothing was published.")


async def _roll_back(
    stub: programmes_pb2_grpc.ProgrammesAsyncStub, version: int, note: str
) -> None:
    base = await _newest(stub)
    response = await stub.RollbackProgramme(
        pb.RollbackProgrammeRequest(
            request_id=f"cli/{base}/back-to/{version}",
            version=version,
            note=note,
            base_version=base,
        )
    )
    if response.HasField("approval"):
        _waits(response.approval)
    else:
        print(f"Version {response.programme.version} has the content of version {version}.")


async def _list(stub: programmes_pb2_grpc.ProgrammesAsyncStub) -> None:
    token = ""
    while True:
        page = await stub.ListProgrammeVersions(
            pb.ListProgrammeVersionsRequest(page_size=PAGE, page_token=token)
        )
        for programme in page.programmes:
            at = programme.publish_time.ToDatetime().isoformat(" ", "minutes")
            back = f"  content of {programme.rollback_of}" if programme.rollback_of else ""
            note = f"  {programme.note}" if programme.note else ""
            print(f"{programme.version:>5}  {at} UTC  {programme.published_by}{back}{note}")
        token = page.next_page_token
        if not token:
            return


def _source(file: Path | None) -> str:
    if file is None:
        raise StartProblem("Which file? Give FILE=examples/programmes/tea.yaml, say.")
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StartProblem(f"{file} can't be read: {error}") from error


if __name__ == "__main__":
    raise SystemExit(main())
