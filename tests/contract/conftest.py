"""The storages of these tests stand on databases that they use in turn."""

from tests.databases import database_in_turn, name_in_turn  # noqa: F401 - `db` and `db_name`
