"""What the commands of experiments work with, and the experiments of a brand as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.common.clock import Clock
from services.common.errors import Refusal
from services.feedback.experiments.commands.ports import Audience, Store
from services.feedback.experiments.domain.running import Running
from services.feedback.experiments.domain.section import Experiments, experiments_section
from services.feedback.programme.commands import Programmes


@dataclass(frozen=True)
class ExperimentsContext:
    store: Store
    audience: Audience
    programmes: Programmes
    clock: Clock

    async def written(self, brand: str) -> Experiments:
        """Those of the programme in force."""
        programme = await self.programmes.of(brand)
        return {} if programme is None else programme.section(experiments_section)

    async def standing(self, brand: str) -> Mapping[str, Running]:
        """Those of the programme in their order, each as it was frozen where it was started, then
        those that were started and that the programme has no more."""
        written = await self.written(brand)
        known = {each.code: each for each in await self.store.known(brand)}
        standing = {code: known.get(code) or Running(rule) for code, rule in written.items()}
        return {**standing, **{code: each for code, each in known.items() if code not in standing}}

    async def one(self, brand: str, code: str) -> Running:
        """Raises EXPERIMENT_NOT_FOUND."""
        found = await self.store.known(brand, [code])
        if found:
            return found[0]
        written = await self.written(brand)
        if code not in written:
            raise Refusal("EXPERIMENT_NOT_FOUND", code, field="code", metadata={"code": code})
        return Running(written[code])
