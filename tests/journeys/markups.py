"""Which of the fictional school's two markups a journey meets; the contract suite reads both."""

import pytest

OLD = pytest.mark.parametrize("old_side", ["old"], indirect=True)
REFRESHED = pytest.mark.parametrize("old_side", ["refreshed"], indirect=True)
