"""A statement as PDF: A4, one page written after the other.

Chinese is set in STSong-Light, which every reader of PDF brings along, so no font is in the file.
"""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gateway.http.statement import StatementDocument, StatementEntry

CJK, LATIN, BOLD = "STSong-Light", "Helvetica", "Helvetica-Bold"
WIDTH, HEIGHT = A4
LEFT, RIGHT = 18 * mm, WIDTH - 18 * mm
TOP, BOTTOM = HEIGHT - 18 * mm, 20 * mm
AMOUNT_AT, BALANCE_AT, WHAT_AT = RIGHT - 30 * mm, RIGHT, LEFT + 30 * mm
ROW, NOTE = 6.2 * mm, 4.2 * mm
GREY = 0.45
DASH = "—"

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "积分账单",
        "member": "会员",
        "month": "账期",
        "made": "生成时间",
        "opening": "期初余额",
        "closing": "期末余额",
        "expiring": "即将过期",
        "entries": "明细",
        "date": "时间",
        "what": "事项",
        "amount": "变动",
        "balance": "余额",
        "none": "本期没有变动。",
        "left_out": "另有更早的 {n} 笔未列出。",
        "count": "× {n}",
        "page": "第 {n} 页 · 时区 {zone}",
    },
    "en": {
        "title": "Points statement",
        "member": "Member",
        "month": "Month",
        "made": "Made on",
        "opening": "Opening balance",
        "closing": "Closing balance",
        "expiring": "Expiring next",
        "entries": "Entries",
        "date": "Time",
        "what": "What",
        "amount": "Change",
        "balance": "Balance",
        "none": "Nothing changed in this month.",
        "left_out": "{n} earlier entries are not listed.",
        "count": "× {n}",
        "page": "Page {n} · time zone {zone}",
    },
}

pdfmetrics.registerFont(UnicodeCIDFont(CJK))


def statement_pdf(document: StatementDocument) -> bytes:
    """The file. It takes about a millisecond for two entries."""
    out = BytesIO()
    _Pages(document, out).write()
    return out.getvalue()


class _Pages:
    def __init__(self, document: StatementDocument, out: BytesIO) -> None:
        self._document = document
        self._words = _WORDS["zh" if document.language == "zh" else "en"]
        self._canvas: Any = Canvas(out, pagesize=A4, pageCompression=1, invariant=True)
        self._canvas.setTitle(f"{self._words['title']} {document.month}")
        self._canvas.setAuthor(document.brand)
        self._y, self._page = TOP, 1

    def write(self) -> None:
        self._head()
        self._sums()
        self._expiring()
        self._entries()
        self._foot()
        self._canvas.save()

    def _head(self) -> None:
        document, words = self._document, self._words
        self._text(LEFT, f"{words['title']} · {document.asset}", 18, bold=True)
        self._text(RIGHT, document.brand, 11, right=True, grey=True)
        self._y -= 9 * mm
        made = _minute(document.local(document.made_at))
        who = f"{document.name}  {document.member_id}".strip()
        for name, value in (("member", who), ("month", document.month), ("made", made)):
            self._text(LEFT, words[name], 9, grey=True)
            self._text(WHAT_AT, value, 9, most=RIGHT - WHAT_AT)
            self._y -= 5 * mm
        self._y -= 3 * mm

    def _sums(self) -> None:
        document, words = self._document, self._words
        self._rule()
        self._sum(words["opening"], "", f"{document.opening:,}", bold=True)
        for _, name, amount, count in document.lines:
            self._sum(name, words["count"].format(n=f"{count:,}"), f"{amount:+,}")
        self._rule()
        self._sum(words["closing"], "", f"{document.closing:,}", bold=True)
        self._y -= 3 * mm

    def _sum(self, name: str, note: str, amount: str, *, bold: bool = False) -> None:
        self._space(ROW)
        self._text(LEFT, name, 10, bold=bold)
        self._text(AMOUNT_AT, note, 9, right=True, grey=True)
        self._text(RIGHT, amount, 10, right=True, bold=bold)
        self._y -= ROW

    def _expiring(self) -> None:
        if not self._document.expiring:
            return
        self._section("expiring")
        for on, points in self._document.expiring:
            self._space(ROW)
            self._text(LEFT, on, 9)
            self._text(RIGHT, f"{points:,}", 9, right=True)
            self._y -= ROW
        self._y -= 3 * mm

    def _entries(self) -> None:
        document, words = self._document, self._words
        self._section("entries")
        if document.left_out:
            self._line(words["left_out"].format(n=f"{document.left_out:,}"))
        if not document.entries:
            self._line(words["none"])
            return
        self._columns()
        for entry in document.entries:
            if self._space(ROW + (NOTE if entry.note else 0)):
                self._columns()
            self._entry(entry)

    def _entry(self, entry: StatementEntry) -> None:
        self._text(LEFT, _minute(self._document.local(entry.at)), 8.5)
        width = AMOUNT_AT - 22 * mm - WHAT_AT
        self._text(WHAT_AT, entry.title or DASH, 9, most=width)
        self._text(AMOUNT_AT, f"{entry.amount:+,}", 9, right=True, bold=entry.amount > 0)
        self._text(BALANCE_AT, f"{entry.balance_after:,}", 9, right=True, grey=True)
        self._y -= ROW
        if entry.note:
            self._y += ROW - NOTE
            self._text(WHAT_AT, entry.note, 7.5, grey=True, most=RIGHT - WHAT_AT)
            self._y -= ROW

    def _columns(self) -> None:
        words = self._words
        self._text(LEFT, words["date"], 8, grey=True)
        self._text(WHAT_AT, words["what"], 8, grey=True)
        self._text(AMOUNT_AT, words["amount"], 8, right=True, grey=True)
        self._text(BALANCE_AT, words["balance"], 8, right=True, grey=True)
        self._y -= 2 * mm
        self._rule()

    def _section(self, name: str) -> None:
        self._space(3 * ROW)
        self._text(LEFT, self._words[name], 12, bold=True)
        self._y -= 7 * mm

    def _line(self, text: str) -> None:
        self._space(ROW)
        self._text(LEFT, text, 9, grey=True)
        self._y -= ROW

    def _rule(self) -> None:
        self._canvas.setStrokeGray(0.8)
        self._canvas.line(LEFT, self._y, RIGHT, self._y)
        self._y -= 5 * mm

    def _space(self, height: float) -> bool:
        """True when a new page was begun because `height` did not fit."""
        if self._y - height >= BOTTOM:
            return False
        self._foot()
        self._canvas.showPage()
        self._y, self._page = TOP, self._page + 1
        return True

    def _foot(self) -> None:
        self._y = BOTTOM - 8 * mm
        zone = self._document.zone.key
        self._text(
            RIGHT, self._words["page"].format(n=self._page, zone=zone), 8, right=True, grey=True
        )

    def _text(
        self,
        x: float,
        text: str,
        size: float,
        *,
        right: bool = False,
        bold: bool = False,
        grey: bool = False,
        most: float | None = None,
    ) -> None:
        font = _font(text, bold)
        if most is not None:
            text = _fitting(text, font, size, most)
        self._canvas.setFont(font, size)
        self._canvas.setFillGray(GREY if grey else 0.1)
        (self._canvas.drawRightString if right else self._canvas.drawString)(x, self._y, text)


def _font(text: str, bold: bool) -> str:
    # Helvetica has the letters of Latin-1 alone.
    if any(ord(character) > 0xFF for character in text):
        return CJK
    return BOLD if bold else LATIN


def _fitting(text: str, font: str, size: float, most: float) -> str:
    """`text`, cut with three dots where it is wider than `most`."""
    if pdfmetrics.stringWidth(text, font, size) <= most:
        return text
    while text and pdfmetrics.stringWidth(text + "...", font, size) > most:
        text = text[:-1]
    return text + "..."


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
