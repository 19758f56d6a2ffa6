"""To whom a case answers: its supervisor, and whom each rung of the ladder reaches.

The accused, and whoever else is barred, is passed over; for whoever is away their stand-in acts, but not where they are
barred themselves, for they chose who that is. It cannot go silent: where nobody is left
in the chain, the administrators are told that the case of that number needs a supervisor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.ladder import Tier


def is_left_alone(directory: Directory, person_id: int, barred: Collection[int]) -> bool:
    """Whether a person has superiors and a conflict bars each of them. Never at the top, where there are none."""
    superiors = [person.id for person in directory.above(person_id) if person.is_active and person.commands]
    return bool(superiors) and all(superior in barred for superior in superiors)


@dataclass(frozen=True)
class ChainOfCommand:
    """The people above one case, without those who are barred from it or no longer active."""

    directory: Directory
    officer_id: int | None
    barred: frozenset[int] = frozenset()

    def supervisor(self) -> Person | None:
        """The first commander above the officer; of an unassigned case, from the centre's head upward."""
        return self._first_fit(self._above(self.officer_id))

    def superior_of(self, person_id: int) -> Person | None:
        """The first commander strictly above a person; None at the top."""
        return self._first_fit(self.directory.above(person_id), below_id=person_id)

    def passed_over(self, recipient: Person | None, last_alerted_id: int | None = None) -> list[Person]:
        """The commanders between whom the alert before reached and whom this one reaches, whom a conflict bars.

        `recipient` None: nobody was left but the administrators. None of an alert to the officer.
        """
        passed: list[Person] = []
        if recipient and recipient.id == self.officer_id:
            return passed
        for person in self._above(last_alerted_id or self.officer_id):
            if person.id in self.barred:
                passed += [person] if person.commands and person.is_active else []
            elif recipient and self.directory.acting_for(person.id) == recipient:
                break
        return passed

    def responsible(self, kind: DeadlineKind) -> Person | None:
        """Who owes what is due: the supervisor an order (and all of an unassigned case), the officer the rest."""
        officer = self.directory.people.get(self.officer_id or 0)
        if kind is DeadlineKind.ORDER or officer is None or not self._is_free(officer):
            return self.supervisor()
        return officer

    def recipient(self, tier: Tier, kind: DeadlineKind, last_alerted_id: int | None) -> Person | None:
        """Whom a rung reaches; None: only the administrators are left.

        The first rung above the officer goes to the supervisor, or above the one who owes the order;
        a later one strictly above the last person alerted, and at the top to the top again.
        """
        if tier is Tier.OFFICER:
            return self.responsible(kind)
        supervisor = self.supervisor()
        if last_alerted_id is None and kind is not DeadlineKind.ORDER:
            return supervisor
        start_id = last_alerted_id or (supervisor.id if supervisor else None)
        if start_id is None:
            return None
        return self.superior_of(start_id) or self._top(start_id) or supervisor

    def _above(self, person_id: int | None) -> list[Person]:
        """Superiors from the nearest up; without a person, from the centre's head upward."""
        if person_id is not None:
            return list(self.directory.above(person_id))
        head = self.directory.people.get(self.directory.centre_head_id or 0)
        return [head, *self.directory.above(head.id)] if head else []

    def _top(self, person_id: int) -> Person | None:
        person = self.directory.people.get(person_id)
        return self._first_fit([person]) if person else None

    def _first_fit(self, people: Iterable[Person], below_id: int | None = None) -> Person | None:
        """The first who may act, or their stand-in; who stands in for a superior is not their own superior by that."""
        acting = (self.directory.acting_for(person.id) for person in people if person.id not in self.barred)
        fit = (one for one in acting if one and one.commands and one.id not in self.barred and one.id != below_id)
        return next(fit, None)

    def _is_free(self, person: Person) -> bool:
        return self.directory.is_present(person.id) and person.id not in self.barred
