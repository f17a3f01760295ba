"""A change of a subscription: what is asked, and what it would make of it."""

from . import subscription
from .catalog import edition, named
from .quote import choose


class AlreadySubscribed(Exception):
    """Another subscription of the plan's group is live."""


class Change:
    """What is asked of a subscription: a difference, laid over what it is."""

    def __init__(self, life, held, asked, catalog):
        self.life, self.held = life, held
        self.before = {"plan": held["plan"], "price": held.get("price"), "currency": held.get("currency"),
                       "quantities": dict(held.get("quantities", {})), "addons": dict(held.get("addons", {}))}
        plan, price = asked.get("plan") or held["plan"], asked.get("price")
        self.moves = plan != held["plan"] or price not in (None, held.get("price"))
        self.catalog = catalog if self.moves else edition(life.case, held["planVersion"])
        if price is None:
            price = held.get("price") if plan == held["plan"] else self.like(named(self.catalog["plans"], plan))
        addons = self.before["addons"] | asked.get("addons", {})
        self.after = self.before | {
            "plan": plan, "price": price, "quantities": self.before["quantities"] | asked.get("quantities", {}),
            "addons": {key: quantity for key, quantity in addons.items() if quantity},
        }

    def like(self, plan):
        """The price of the same key, else the only one of the interval that is paid now."""
        prices = (plan or {}).get("prices", [])
        if named(prices, self.held.get("price")):
            return self.held["price"]
        alike = [it["key"] for it in prices if it["interval"] == self.held["interval"]]
        return alike[0] if len(alike) == 1 else None

    def choose(self):
        choice = choose(self.catalog, self.after, held=self.before)
        group = self.group(choice["plan"])
        if any(it["group"] == group and it is not self.held
               for it in subscription.live(self.life.state["subscriptions"])):
            raise AlreadySubscribed
        return choice

    def same_interval(self, choice):
        return (choice["interval"], choice["count"]) == (self.held["interval"], self.held["intervalCount"])

    def settled_price(self, choice):
        return choice["price"] and choice["price"]["key"]

    def differs(self, choice):
        return self.after | {"price": self.settled_price(choice)} != self.before

    def group(self, plan):
        """The plan's, where it moves; else the one that the subscription has stays."""
        return plan.get("group", "default") if self.moves else self.held["group"]

    def write(self, choice, version):
        plan, price = choice["plan"], choice["price"]
        self.held |= {
            "plan": plan["key"], "group": self.group(plan), "price": self.settled_price(choice),
            "currency": choice["currency"] if price else None, "quantities": self.after["quantities"],
            "addons": self.after["addons"], "interval": choice["interval"], "intervalCount": choice["count"],
        }
        if self.moves:
            self.held["planVersion"] = version
