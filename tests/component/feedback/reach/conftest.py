"""These tests send by the local providers."""

from tests.component.feedback.reach.sending_suite import suite  # noqa: F401 - a fixture
