"""The one error root, and the refusal that the core gives."""

from __future__ import annotations


class BalaiError(Exception):
    """Every error that Balai raises on purpose. `code` is stable and names its translation."""

    code = "balai_error"
    #: Whether it stays until a person changes something, so that trying again alone is of no use.
    lasting = False

    def __init__(self, message: str = "", *, code: str | None = None, **params: object) -> None:
        super().__init__(message or code or self.code)
        if code is not None:
            self.code = code
        self.params = params


class Refusal(BalaiError):
    """A command that the rules do not allow now. The day is unchanged; a corrected one may follow."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message, code=code, **params)


class BrokenLog(BalaiError):
    """The log does not fold or verify: `params['seq']` says where."""

    code = "log_broken"
