"""What foreign libraries write to standard error is not kept, whatever goes wrong meanwhile."""

from __future__ import annotations

import os

import pytest

from hardware.quiet import unheard


def test_what_went_wrong_within_is_raised_and_the_descriptor_is_back(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(OSError, match="gone"), unheard():
        raise OSError("gone")
    os.write(2, b"heard\n")
    assert capfd.readouterr().err == "heard\n"
