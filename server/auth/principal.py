"""Principal: who a request comes from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from balai.domain.hall.config import HallConfig
from balai.domain.hall.plan import wall_zone
from balai.protocol.rooms import RoomKey
from balai.protocol.views import Audience
from server.auth.roles import AUDIENCES, OVERSEES, READS, TABLE, Permission, Role, Scope, scope_of


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody known: a device by its kind, an account by its role. `actor` goes into the log. `agency_id`
    is that of an account that belongs to one, `zone_id` that of a display that was enrolled for one."""

    actor: str
    id: str
    role: Role
    agency_id: str | None = None
    zone_id: str | None = None

    @property
    def audience(self) -> Audience:
        """The room whose news this one may hear."""
        return AUDIENCES[self.role]

    @property
    def room(self) -> RoomKey:
        """That room: the managers' for whoever sees all of the hall or of an agency; for whoever belongs to
        one agency the agency's."""
        if self.audience != "staff":
            return RoomKey(self.audience)
        kind = "manager" if self.may(OVERSEES) else "staff"
        return RoomKey(kind, self.limit(READS["staff"]) or "")

    def zone_in(self, config: HallConfig) -> str | None:
        """The zone that a display is for, as the hall says now; None for the whole hall, or anybody else."""
        return wall_zone(config, self.id, self.zone_id) if self.role == "display" else None

    def may(self, permission: Permission) -> bool:
        """Whether the table gives this one the permission, however far it reaches."""
        return self.role in TABLE[permission]

    def limit(self, permission: Permission) -> str | None:
        """The one agency that a permission reaches; None where it is the whole hall."""
        return self.agency_id if scope_of(self.role, permission) is Scope.AGENCY else None

    def reaches(self, permission: Permission, agencies: Collection[str]) -> bool:
        """Whether the permission reaches what concerns these agencies."""
        limit = self.limit(permission)
        return limit is None or limit in agencies
