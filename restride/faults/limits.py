"""Limits of rules that are more than a number: straight lines and tables of age and sex, by their parameters."""

from typing import Literal

from msgspec import Struct

from restride.core.profile import Profile

Sex = Literal["female", "male", "unknown"]


class Linear(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="norm", tag="linear"):
    """A norm that is a straight line: share * factor * (intercept + slope * x), x the metric `of` in `unit`.

    valid: where the study had data; outside it the rule is silent. share: our margin, 1 for the norm itself.
    """

    of: str
    unit: str
    factor: float
    intercept: float
    slope: float
    valid: tuple[float, float]
    share: float = 1.0

    def at(self, x: float) -> float:
        """The limit at x."""
        return self.share * self.factor * (self.intercept + self.slope * x)

    @property
    def rise(self) -> float:
        """How much the limit moves with one unit of x: carries the doubt in x over to the limit."""
        return self.share * self.factor * self.slope


class ByAge(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="norm", tag="by_age"):
    """A norm by age and sex, in the metric's unit: `female` and `male` hold a mean for each age band.

    ages: the first year of each band and, last, the first year after them all, where the rule falls silent. share: our
    margin, 1 for the norm itself.
    """

    ages: tuple[int, ...]
    female: tuple[float, ...]
    male: tuple[float, ...]
    share: float = 1.0

    def below(self, age: int | None, sex: Sex) -> float | None:
        """The lowest limit that fits what is known, so that doubt never points anybody out; None outside the ages."""
        bands = range(len(self.ages) - 1)
        if age is not None:
            bands = range(*next(((i, i + 1) for i in bands if self.ages[i] <= age < self.ages[i + 1]), (0, 0)))
        tables = [self.female] * (sex != "male") + [self.male] * (sex != "female")
        return min((self.share * table[i] for table in tables for i in bands), default=None)


def age_of(profile: Profile | None) -> int | None:
    """Whole years on the day that the profile is as of; without a month of birth the older of two. None: not known."""
    if profile is None or profile.as_of is None:
        return None
    athlete = profile.athlete
    return profile.as_of.year - athlete.birth_year - ((athlete.birth_month or 1) > profile.as_of.month)
