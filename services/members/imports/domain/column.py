"""The columns of an import, by the names that brands give them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

IDENTITIES: Mapping[str, tuple[str, ...]] = {
    "phone": ("mobile", "手机号", "手机", "手机号码", "电话", "电话号码"),
    "wechat_openid": ("openid", "微信openid"),
    "wechat_unionid": ("unionid", "微信unionid"),
    "app_id": ("app账号",),
    "pos_card": ("card", "会员卡号", "卡号"),
    "email": ("e-mail", "邮箱", "电子邮箱", "电子邮件"),
    "in_car": ("车机账号",),
    "wecom_external_id": ("external_userid", "企业微信客户id"),
}
"""Columns that find a member, by their names; each row has one of them at least."""
OTHERS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "会员姓名"),
    "birthday": ("生日", "出生日期"),
    "calendar": ("生日历法", "历法"),
    "gender": ("sex", "性别"),
    "language": ("语言",),
    "country": ("国家",),
    "province": ("省", "省份"),
    "city": ("城市", "市"),
    "district": ("区县", "区"),
    "street": ("address", "地址", "详细地址"),
    "postal_code": ("邮编", "邮政编码"),
    "enrol_time": ("入会时间", "注册时间", "入会日期", "joined"),
    "consents": ("同意", "授权"),
    "consent_time": ("同意时间", "授权时间"),
    "source": ("来源",),
    "store_code": ("门店编码", "门店"),
    "utm_source": (),
    "utm_medium": (),
    "utm_campaign": (),
    "utm_term": (),
    "utm_content": (),
    "channel": ("渠道",),
    "invite_code": ("邀请码",),
}
PREFERENCE = "preference."
"""In front of the code of a preference: preference.sugar, 偏好.sugar."""
_PREFERENCES = (PREFERENCE, "偏好.")
_NAMES = {
    alias: name for name, aliases in {**IDENTITIES, **OTHERS}.items() for alias in (name, *aliases)
}
NAMES = (*IDENTITIES, *OTHERS, f"{PREFERENCE}<code>")
"""All columns, for a message."""
PREFERENCES_MAX = 50


class ImportFileInvalid(Exception):
    """The file cannot be read as rows of members."""

    reason = "IMPORT_FILE_INVALID"
    field = "file"

    def __init__(self, problem: str, line: int = 0, column: str = "") -> None:
        told = f"column {column}: {problem}" if column else problem
        super().__init__(f"line {line}: {told}" if line else told)
        self.metadata = {"problem": problem}
        if line:
            self.metadata["line"] = str(line)
        if column:
            self.metadata["column"] = column


def column_of(written: str) -> str | None:
    """The column that a brand calls `written`; None for one that is unknown."""
    name = unicodedata.normalize("NFKC", written).strip().lower().replace(" ", "_")
    for start in _PREFERENCES:
        if name.startswith(start) and len(name) > len(start):
            return PREFERENCE + unicodedata.normalize("NFKC", written).strip()[len(start) :]
    return _NAMES.get(name)


def columns_of(head: Sequence[str]) -> list[str]:
    """The columns of a head, in its order. Raises ImportFileInvalid."""
    columns: list[str] = []
    for written in head:
        column = column_of(written)
        if column is None:
            raise ImportFileInvalid(f"unknown; there are {', '.join(NAMES)}", 1, written[:64])
        if column in columns:
            raise ImportFileInvalid("it stands twice", 1, written[:64])
        columns.append(column)
    if not IDENTITIES.keys() & set(columns):
        raise ImportFileInvalid(f"it needs one of the columns {', '.join(IDENTITIES)}", 1)
    if "consents" in columns and "consent_time" not in columns:
        raise ImportFileInvalid("consents need the column consent_time", 1, "consents")
    if sum(each.startswith(PREFERENCE) for each in columns) > PREFERENCES_MAX:
        raise ImportFileInvalid(f"it has more than {PREFERENCES_MAX} preferences", 1)
    return columns
