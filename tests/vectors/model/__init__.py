"""A naive model of the domain: the rules in plain words, exact, slow, and with no line taken from the engine."""
