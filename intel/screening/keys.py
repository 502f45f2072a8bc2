"""How a name is written for looking it up by trigrams."""

from intel import matching


def name_key(name: str) -> str:
    """The name's words as the engine compares them, in alphabetical order, 300 characters at most."""
    words = matching.normalise_name(name)
    return " ".join(sorted(words))[:300]
