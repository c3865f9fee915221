"""A report as operators read it in a message, in Chinese or English."""

from collections.abc import Mapping, Sequence

from services.feedback.insight.domain.metrics import Metric, Number, Unit
from services.feedback.insight.domain.period import DAY, Grain, Period
from services.feedback.insight.domain.report import Report

LINES_MAX = 30
BYTES_MAX = 3_800
"""WeCom's robots take 4,096 bytes with the title."""
ZH = "zh"
_KINDS: Mapping[Grain, tuple[str, str]] = {
    Grain.DAY: ("日报", "Daily report"),
    Grain.WEEK: ("周报", "Weekly report"),
    Grain.MONTH: ("月报", "Monthly report"),
}


def title(report: Report, language: str) -> str:
    """The kind of the report and its days."""
    zh, en = _KINDS[report.period.grain]
    return f"{zh} {_days(report.period)}" if language == ZH else f"{en}, {_days(report.period)}"


def text(
    report: Report,
    before: Report | None,
    metrics: Mapping[str, Metric],
    currency: tuple[str, int],
    language: str,
    link: str,
) -> str:
    """The report's numbers as they were told, those that are others by now, and those of the report
    `before` it. `currency`: its code and the decimals of its minor unit. `link` may be ""."""
    in_zh = language == ZH
    currency_code, decimals = currency

    def shown(code: str, number: Number | None) -> str:
        metric = metrics.get(code)
        if number is None:
            return "暂无" if in_zh else "not known"
        if metric is not None and metric.unit is Unit.PERCENT:
            return f"{number.value * 100:.1f}%"
        if metric is not None and metric.unit is Unit.MONEY:
            return f"{number.value / 10**decimals:,.{decimals}f} {currency_code}".strip()
        return f"{number.value:,.1f}".removesuffix(".0")

    def name(code: str) -> str:
        metric = metrics.get(code)
        return code if metric is None else (metric.name.zh if in_zh else metric.name.en)

    def restated(of: Report) -> list[str]:
        """Each number that is another by now, once."""
        now, word = of.latest(), "更正为" if in_zh else "now"
        return [
            f"{name(code)}: {shown(code, told)} → {word} {shown(code, now[code])}"
            for code, told in of.numbers.items()
            if now[code] != told
        ]

    colon = "：" if in_zh else ": "
    lines = [
        f"{name(code)}{colon}{shown(code, number)}"
        for code, number in list(report.numbers.items())[:LINES_MAX]
    ]
    lines += _section("迟到数据更正" if in_zh else "Restated since", restated(report))
    if before is not None and (changed := restated(before)):
        heading = f"上一期（{_days(before.period)}）更正" if in_zh else ""
        heading = heading or f"Restated of the one before ({_days(before.period)})"
        lines += _section(heading, changed)
    end = [f"{'详情' if in_zh else 'More'}{colon}{link}"] if link else []
    return "\n".join([*_fitting(lines, sum(map(_bytes, end))), *end])


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    return [heading, *lines] if lines else []


def _fitting(lines: Sequence[str], kept: int) -> list[str]:
    """As many lines as there is room for beside `kept` bytes."""
    found: list[str] = []
    left = BYTES_MAX - kept
    for line in lines:
        left -= _bytes(line)
        if left < 0:
            return [*found, "…"]
        found.append(line)
    return found


def _bytes(line: str) -> int:
    return len(line.encode()) + 1


def _days(period: Period) -> str:
    last = period.until - DAY
    return f"{period.first}" if period.grain is Grain.DAY else f"{period.first} – {last}"
