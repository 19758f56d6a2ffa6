"""What the history tells of an account: whose it is, and which roles, unit and superior it has since and had before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from complaint_center.domain.access import Directory, Role
from complaint_center.web.filters import day
from complaint_center.web.labels import label

Detail = Mapping[str, Any]


def tell_member(detail: Detail, directory: Directory) -> str:
    """The name; then the roles, before and after where they changed; then unit and superior where those did."""
    name = name_of(detail["staff"], directory)
    before, after = detail.get("from", {}), detail.get("to", {})
    roles = _changed(_roles(before.get("roles", ())), _roles(detail.get("roles", ())))
    told = [f"{name}: {roles}" if roles else name]
    if before.get("unit") != after.get("unit"):
        told.append(_("unit: %(change)s", change=_changed(_unit(before, directory), _unit(after, directory))))
    if before.get("reports_to") != after.get("reports_to"):
        superiors = (name_of(place.get("reports_to"), directory) or "–" for place in (before, after))
        told.append(_("reports to: %(change)s", change=_changed(*superiors)))
    return "; ".join(told)


def tell_absence(detail: Detail, directory: Directory) -> str:
    """Who is away, from when until when, and who stands in."""
    first, last = (detail[name] and day(datetime.fromisoformat(detail[name])) for name in ("from", "until"))
    names = {name: name_of(detail[name], directory) for name in ("staff", "stand_in")}
    times = f"{first} – {last}" if last else _("from %(day)s", day=first)
    return _("%(staff)s, %(times)s; stand-in: %(stand_in)s", times=times, **names)


def tell_unit(detail: Detail, directory: Directory) -> str:
    """Which unit, and what changed of its head and of its being kept out of procurement cases."""
    unit = directory.units.get(detail["unit"])
    told, before = [unit.name if unit else ""], detail.get("from")
    if before and before["head"] != detail["head"]:
        heads = (name_of(head, directory) or "–" for head in (before["head"], detail["head"]))
        told.append(_("head: %(change)s", change=_changed(*heads)))
    if before and before["in_procurement"] and not detail["in_procurement"]:
        told.append(_("no longer kept out of new procurement cases"))
    return "; ".join(filter(None, told))


def _changed(before: str, after: str) -> str:
    return f"{before} → {after}" if before and before != after else after


def _roles(roles: Iterable[str]) -> str:
    return ", ".join(str(label(Role(role))) for role in roles)


def _unit(place: Detail, directory: Directory) -> str:
    unit = directory.units.get(place.get("unit") or 0)
    return unit.name if unit else "–"


def name_of(staff_id: int | None, directory: Directory) -> str:
    """Empty for nobody."""
    return (directory.name_of(staff_id) or _("somebody who has left")) if staff_id else ""
