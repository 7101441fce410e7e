"""Which protocol fits a person: the first by its order whose `fits` holds. The tables decide, not this file."""

from restride.plan.person import CAREFUL, Person
from restride.plan.protocols import Fits, Protocol, protocols
from restride.plan.sites import WIDE_GATE


def choose(person: Person, asked: str = "") -> tuple[str, Protocol]:
    """(id, protocol). asked: one that somebody wants by name, of those that may be asked for; nobody asks away the one
    that their injury has. Raises ValueError if it is not there or does not fit."""
    order = {name: card.order for name, card in protocols().items() if not card.asked and fits(card.fits, person)}
    name = min(order, key=lambda name: (order[name], name))
    if asked not in ("", name, *askable(person)):
        raise ValueError(asked)
    return asked or name, protocols()[asked or name]


def beside(person: Person, name: str) -> tuple[Protocol, ...]:
    """The other protocols that an injury, a state or a fall of this person would have: none of them may be exceeded."""
    if "flare" in protocols()[name].fits.states:
        return ()  # its share of the own minutes is the bound
    cards = ((other, card) for other, card in protocols().items() if other != name and not card.asked)
    return tuple(
        card
        for _, card in cards
        if (card.fits.kinds or card.fits.places or "fallen" in card.fits.states) and fits(card.fits, person)
    )


def askable(person: Person) -> tuple[str, ...]:
    """Protocols that this person may ask for by name: none while a bone or an operation heals."""
    if person.kinds & CAREFUL:
        return ()
    return tuple(sorted(name for name, card in protocols().items() if card.asked and fits(card.fits, person)))


def fits(rule: Fits, person: Person) -> bool:
    """Whether everything that the rule asks holds for the person; kind, place and status of one and the same injury."""
    if rule.activity != person.profile.athlete.activity or not set(rule.states) <= person.states:
        return False
    if not set(rule.goals) <= set(person.profile.goals.list):
        return False
    if not (rule.kinds or rule.places or rule.status):
        return True
    flares = "flare" in rule.states
    return any(
        (not rule.kinds or i.kind in rule.kinds)
        and (not rule.places or i.place in rule.places)
        and (not rule.status or i.status in rule.status)
        and (not flares or (i.usual_worst_0_10 or 0) > WIDE_GATE)
        for i in person.open
    )
