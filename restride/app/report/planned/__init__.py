"""A plan, a referral and a decision for people to read: page, calendar, words. `report.plan` writes them."""
