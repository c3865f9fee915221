"""The gateway's own error codes, beside those of the catalogue (`errors.proto`)."""

from enum import StrEnum


class Code(StrEnum):
    """A reason for which the gateway refuses or ends a request. Names never change."""

    en: str
    """The text for the user: the reason, and the remedy."""
    zh: str
    """The same text in Chinese."""

    def __new__(cls, value: str, en: str, zh: str) -> "Code":
        code = str.__new__(cls, value)
        code._value_ = value
        code.en = en
        code.zh = zh
        return code

    BODY_TOO_LARGE = (
        "BODY_TOO_LARGE",
        "The request is too large.",
        "请求内容过大。",
    )
    HEAD_TOO_LARGE = (
        "HEAD_TOO_LARGE",
        "The headers of the request are too large: clear the cookies and try again.",
        "请求头过大，请清除 Cookie 后重试。",
    )
    ADDRESS_TOO_LONG = (
        "ADDRESS_TOO_LONG",
        "The address is too long: send this by POST.",
        "请求地址过长，请改用 POST。",
    )
    AUTHORIZATION_REPEATED = (
        "AUTHORIZATION_REPEATED",
        "The request has two tokens: update the app.",
        "请求包含多个令牌，请更新应用。",
    )
    BODY_INVALID = (
        "BODY_INVALID",
        "The request is malformed: update the app.",
        "请求格式有误，请更新应用。",
    )
    CONTENT_TYPE_INVALID = (
        "CONTENT_TYPE_INVALID",
        "The request has the wrong content type: send JSON.",
        "请求的内容类型有误，请使用 JSON。",
    )
    BATCH_NOT_SUPPORTED = (
        "BATCH_NOT_SUPPORTED",
        "One operation at a time.",
        "每次请求只能包含一个操作。",
    )
    DOCUMENT_NOT_TRUSTED = (
        "DOCUMENT_NOT_TRUSTED",
        "This document is not in the manifest: update the app.",
        "该查询未登记，请更新应用。",
    )
    PERSISTED_QUERY_NOT_FOUND = (
        "PERSISTED_QUERY_NOT_FOUND",
        "This document is not known yet: send its text too.",
        "尚无此查询，请连同全文一起发送。",
    )
    PERSISTED_QUERY_NOT_SUPPORTED = (
        "PERSISTED_QUERY_NOT_SUPPORTED",
        "Documents are not registered here: send the text.",
        "此处不登记查询，请发送全文。",
    )
    PERSISTED_QUERY_MISMATCH = (
        "PERSISTED_QUERY_MISMATCH",
        "The hash belongs to another text.",
        "哈希与查询全文不符。",
    )
    GET_NOT_PERSISTED = (
        "GET_NOT_PERSISTED",
        "GET is for persisted queries: send this by POST.",
        "GET 仅用于已登记的查询，请改用 POST。",
    )
    GET_MUTATION = (
        "GET_MUTATION",
        "GET is for queries: send this by POST.",
        "GET 仅用于查询，请改用 POST。",
    )
    RATE_LIMITED = (
        "RATE_LIMITED",
        "Too much at once: try again shortly.",
        "请求过于频繁，请稍后重试。",
    )
    LOGIN_CODE_INVALID = (
        "LOGIN_CODE_INVALID",
        "The login code is not valid any more: log in again.",
        "登录凭证已失效，请重新登录。",
    )
    QUERY_TOO_LONG = (
        "QUERY_TOO_LONG",
        "The document is too long.",
        "查询过长。",
    )
    QUERY_TOO_MANY_TOKENS = (
        "QUERY_TOO_MANY_TOKENS",
        "The document has too many tokens.",
        "查询的词元过多。",
    )
    QUERY_TOO_DEEP = (
        "QUERY_TOO_DEEP",
        "The document is nested too deeply.",
        "查询嵌套过深。",
    )
    QUERY_TOO_MANY_ALIASES = (
        "QUERY_TOO_MANY_ALIASES",
        "The document has too many aliases.",
        "查询的别名过多。",
    )
    QUERY_TOO_MANY_ROOT_FIELDS = (
        "QUERY_TOO_MANY_ROOT_FIELDS",
        "The document has too many root fields.",
        "查询的根字段过多。",
    )
    QUERY_TOO_MANY_DIRECTIVES = (
        "QUERY_TOO_MANY_DIRECTIVES",
        "The document has too many directives.",
        "查询的指令过多。",
    )
    QUERY_TOO_COSTLY = (
        "QUERY_TOO_COSTLY",
        "This asks for too much at once: ask for less.",
        "单次查询内容过多，请减少后重试。",
    )
    PAGE_SIZE_INVALID = (
        "PAGE_SIZE_INVALID",
        "A page has 1 to 100 items.",
        "每页须为 1 至 100 项。",
    )
    GRAPHQL_PARSE_FAILED = (
        "GRAPHQL_PARSE_FAILED",
        "The document is not GraphQL: update the app.",
        "查询不是有效的 GraphQL，请更新应用。",
    )
    GRAPHQL_VALIDATION_FAILED = (
        "GRAPHQL_VALIDATION_FAILED",
        "The document does not fit the schema: update the app.",
        "查询与接口不符，请更新应用。",
    )
    LONG_OUT_OF_RANGE = (
        "LONG_OUT_OF_RANGE",
        "A number is too large to be told exactly.",
        "数值过大，无法精确显示。",
    )
    SUBSCRIBER_TOO_SLOW = (
        "SUBSCRIBER_TOO_SLOW",
        "What happened was not taken in time: subscribe again, after the last id.",
        "消息未及时接收，请从最后的编号起重新订阅。",
    )
    SUBSCRIPTION_INTERRUPTED = (
        "SUBSCRIPTION_INTERRUPTED",
        "Something may have been missed: subscribe again, after the last id.",
        "可能有消息遗漏，请从最后的编号起重新订阅。",
    )
    RESUME_TOO_FAR = (
        "RESUME_TOO_FAR",
        "Too much was missed: read anew, and subscribe without a place.",
        "遗漏过多，请重新读取，并从当前位置起订阅。",
    )
    TOO_MANY_CONNECTIONS = (
        "TOO_MANY_CONNECTIONS",
        "Too many connections are open: close one, or try again later.",
        "连接过多，请关闭其他连接或稍后重试。",
    )
    UPLOADS_NOT_CONFIGURED = (
        "UPLOADS_NOT_CONFIGURED",
        "Attachments are not taken here.",
        "此处不支持上传附件。",
    )
    WECHAT_NOT_CONFIGURED = (
        "WECHAT_NOT_CONFIGURED",
        "No mini-program is known here: bind the phone by a code.",
        "此处未配置小程序，请使用短信验证码绑定手机号。",
    )
    UNAVAILABLE = (
        "UNAVAILABLE",
        "Temporarily unavailable: try again; for a change, with the same request id.",
        "服务暂不可用，请稍后重试；变更操作请使用相同请求号。",
    )
