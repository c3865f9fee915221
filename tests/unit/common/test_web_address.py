"""Addresses that somebody sends and somebody else opens."""

import pytest

from services.common.web_address import problem_of


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.example.com/a.jpg",
        "https://oss.cn/%E5%9B%BE.png?x=1&sign=a%2Bb#top",
        "https://8.8.8.8:8443/a",
        "https://xn--fiq228c.cn/a",
    ],
)
def test_a_public_https_address_is_good(address: str) -> None:
    assert problem_of(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://a.cn/b",
        "HTTPS:/a.cn",
        "//a.cn/b",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///a",
        "https://a.cn/\r\nX: y",
        "https://a.cn/\tb",
        "https://a.cn/ b",
        "https://a.cn/\u202egpj.exe",
        "https://a.cn/\u200b",
        "https://аррӏе.com/",
        "https://user:pw@a.cn/",
        "https://user@a.cn/",
        "https://a.cn\\@b.cn/",
        "https://localhost/a",
        "https://LOCALHOST./a",
        "https://printer/a",
        "https://points.tessera.svc/",
        "https://metadata.google.internal/",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest",
        "https://100.64.0.1/",
        "https://0/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://a.cn:99999/",
        "https://a..cn/",
        "https://-a.cn/",
        "https://a.cn/" + "x" * 500,
    ],
)
def test_what_nobody_should_be_sent_to_is_told(address: str) -> None:
    assert problem_of(address) != ""
