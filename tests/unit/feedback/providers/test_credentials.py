"""The file of a deployment's providers: what is wrong is named, and no secret is told."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from services.feedback.providers.adapters.file import CredentialsFile
from services.feedback.providers.domain.credentials import (
    CredentialsInvalid,
    credentials_of,
)

SMS = {"url": "https://sms.example/v1/", "key": "tea", "secret": "hidden-one"}
WECHAT = {"url": "https://api.weixin.qq.com", "app_id": "wx1", "secret": "hidden-two"}


def test_a_brand_has_its_channels() -> None:
    read = credentials_of({"tea": {"sms": SMS, "wechat_subscription": WECHAT}, "car": {}})
    assert read["car"] == {}
    assert read["tea"]["sms"].url == "https://sms.example/v1"
    assert read["tea"]["wechat_subscription"].state == "formal"
    assert "hidden" not in repr(read)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({**SMS, "url": "http://sms.example"}, "tea.sms.url"),
        ({**SMS, "url": "https://user@sms.example"}, "tea.sms.url"),
        ({**SMS, "url": "https://sms.example/?a=1"}, "tea.sms.url"),
        ({**SMS, "url": "https://sms.example:port"}, "tea.sms.url"),
        ({**SMS, "secret": ""}, "tea.sms.secret"),
        ({**SMS, "secret": "hidden\nHost: x"}, "tea.sms.secret"),
        ({**SMS, "key": "é"}, "tea.sms.key"),
        ({**SMS, "secret": 5}, "tea.sms.secret"),
        ({**SMS, "password": "hidden"}, "tea.sms.password"),
        ("hidden", "tea.sms"),
    ],
)
def test_a_mistake_is_named_without_its_value(entry: Any, told: str) -> None:
    with pytest.raises(CredentialsInvalid) as caught:
        credentials_of({"tea": {"sms": entry}})
    assert str(caught.value).startswith(told)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    "document",
    [[], {"Tea": {}}, {"tea": []}, {"tea": {"fax": SMS}}, {"tea": {"wechat_subscription": SMS}}],
)
def test_a_document_of_another_form_is_refused(document: Any) -> None:
    with pytest.raises(CredentialsInvalid):
        credentials_of(document)


def test_a_changed_file_counts_and_a_broken_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "providers.json"

    def write(text: str, at: int) -> None:
        path.write_text(text, "utf-8")
        os.utime(path, ns=(at, at))

    write(json.dumps({"tea": {"sms": SMS}}), 1)
    file = CredentialsFile(path)
    write("{", 2)
    assert file.current()["tea"]["sms"].key == "tea"
    write(json.dumps({"tea": {"sms": {**SMS, "key": "other"}}}), 3)
    assert file.current()["tea"]["sms"].key == "other"
    path.unlink()
    assert file.current()["tea"]["sms"].key == "other"
    with pytest.raises(OSError, match="providers"):
        CredentialsFile(path)
