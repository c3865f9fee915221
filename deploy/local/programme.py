"""`python -m deploy.local.programme publish|validate|versions|rollback`: a brand's programme.

It calls the members service of the suite that runs on `.data`, as an operator of the brand. It
prints problems in a file as `file:line:column: key: message`, as compilers do.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import grpc

from deploy.local import connection
from deploy.local.problem import StartProblem
from services.common import auth, errors
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
    checked = await stub.ValidateProgramme(pb.ValidateProgrammeRequest(source_yaml=source))
    for problem in checked.problems:
        place = f"{options.file}:{problem.line}:{problem.column}"
        print(f"{place}: {problem.key}: {problem.message}", file=sys.stderr)
    if checked.problems or options.action == "validate":
        return 1 if checked.problems else 0
    newest = await stub.ListProgrammeVersions(pb.ListProgrammeVersionsRequest(page_size=1))
    base = newest.programmes[0].version if newest.programmes else 0
    # The same file after the same version is the same request, however often it is sent.
    digest = hashlib.sha256(source.encode()).hexdigest()[:16]
    response = await stub.PublishProgramme(
        pb.PublishProgrammeRequest(
            request_id=f"cli/{base}/{digest}", source_yaml=source, note=options.note
        )
    )
    print(f"{options.brand} is at version {response.programme.version}.")
    return 0


async def _roll_back(
    stub: programmes_pb2_grpc.ProgrammesAsyncStub, version: int, note: str
) -> None:
    newest = await stub.ListProgrammeVersions(pb.ListProgrammeVersionsRequest(page_size=1))
    base = newest.programmes[0].version if newest.programmes else 0
    response = await stub.RollbackProgramme(
        pb.RollbackProgrammeRequest(
            request_id=f"cli/{base}/back-to/{version}", version=version, note=note
        )
    )
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
