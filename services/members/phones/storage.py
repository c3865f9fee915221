"""Codes of phone numbers in MongoDB.

`phone_codes`        {_id: "brand/blind index", brand, code_id, key, phone, language, asked_at,
                      ends_at, attempts_left, until}    the number is sealed under a key of the code
`phone_code_counts`  {_id: "brand/day/per/digest", brand, codes, until}

MongoDB removes both after `until`; nothing here counts on it.
"""

import base64
from datetime import date, datetime

from services.common.mongo import (
    ASCENDING,
    Binary,
    Database,
    Document,
    IndexModel,
    ReturnDocument,
    Session,
)
from services.members.phones.domain.phone_code import PhoneCode
from services.members.vault.storage.vault import Vault

CODES = "phone_codes"
COUNTS = "phone_code_counts"
_REMOVED = IndexModel([("until", ASCENDING)], expireAfterSeconds=0)
INDEXES = {
    CODES: [IndexModel([("brand", ASCENDING), ("code_id", ASCENDING)]), _REMOVED],
    COUNTS: [_REMOVED],
}
_PHONE = "phone"


class MongoPhoneCodes:
    """Outside of transactions, or within the one of `session`."""

    def __init__(self, db: Database, vault: Vault, session: Session | None = None) -> None:
        self._codes = db[CODES]
        self._vault = vault
        self._session = session

    async def spend_attempt(self, brand: str, phone: str, now: datetime) -> PhoneCode | None:
        good = {"ends_at": {"$gt": now}, "attempts_left": {"$gt": 0}}
        document = await self._codes.find_one_and_update(
            {"_id": self._id(brand, phone), **good},
            {"$inc": {"attempts_left": -1}},
            return_document=ReturnDocument.AFTER,
        )
        return None if document is None else self._code(document)

    async def by_id(self, brand: str, code_id: str, now: datetime) -> PhoneCode | None:
        wanted = {"brand": brand, "code_id": code_id, "ends_at": {"$gt": now}}
        document = await self._codes.find_one(wanted)
        return None if document is None else self._code(document)

    def _id(self, brand: str, phone: str) -> str:
        return f"{brand}/{self._vault.blind_index(brand, _PHONE, phone)}"

    def _code(self, document: Document) -> PhoneCode:
        brand, code_id = document["brand"], document["code_id"]
        key = self._vault.unwrap(brand, code_id, document["key"])
        return PhoneCode(
            id=code_id,
            phone=key.open(_PHONE, document[_PHONE]),
            language=document["language"],
            asked_at=document["asked_at"],
            ends_at=document["ends_at"],
            attempts_left=document["attempts_left"],
        )


class MongoPhoneCodesUnit(MongoPhoneCodes):
    """Reads and writes codes within a transaction."""

    def __init__(self, db: Database, vault: Vault, session: Session) -> None:
        super().__init__(db, vault, session)
        self._counts = db[COUNTS]

    async def current(self, brand: str, phone: str) -> PhoneCode | None:
        wanted = {"_id": self._id(brand, phone)}
        document = await self._codes.find_one(wanted, session=self._session)
        return None if document is None else self._code(document)

    async def keep(self, brand: str, code: PhoneCode, until: datetime) -> None:
        key, wrapped = self._vault.new_key(brand, code.id)
        await self._codes.replace_one(
            {"_id": self._id(brand, code.phone)},
            {
                "brand": brand,
                "code_id": code.id,
                "key": Binary(wrapped),
                _PHONE: Binary(key.seal(_PHONE, code.phone)),
                "language": code.language,
                "asked_at": code.asked_at,
                "ends_at": code.ends_at,
                "attempts_left": code.attempts_left,
                "until": until,
            },
            upsert=True,
            session=self._session,
        )

    async def count(self, brand: str, day: date, per: str, value: str, until: datetime) -> int:
        mac = self._vault.digest("phone codes", brand, per, value)
        counted = base64.urlsafe_b64encode(mac[:16]).rstrip(b"=").decode()
        document = await self._counts.find_one_and_update(
            {"_id": f"{brand}/{day}/{per}/{counted}"},
            {"$inc": {"codes": 1}, "$setOnInsert": {"brand": brand, "until": until}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self._session,
        )
        return int(document["codes"])

    async def spend(self, brand: str, code: PhoneCode) -> bool:
        # Its number keeps the time of the code: the next one is not to come at once.
        spent = await self._codes.update_one(
            {"_id": self._id(brand, code.phone), "code_id": code.id, "spent": None},
            {"$set": {"spent": True, "attempts_left": 0}},
            session=self._session,
        )
        return bool(spent.modified_count)
