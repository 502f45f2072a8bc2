"""Keys of the engine for names: how a word sounds, and which letters it has. By these a misspelt name is found."""

from collections.abc import Sequence

#: Shorter words sound like too many others.
SHORTEST = 5


def sounds_of(names: Sequence[str]) -> list[list[str]]:
    """For each name two keys of each of its words that tell it from others: `s` its sound, `m` its letters in any order."""
    if not names:
        return []
    from intel.matching.names import normalise_names  # compiled: for who searches names, not for every process
    from intel.matching.tables import LEGAL, NOISE, PARTICLE, TITLE

    columns, found = normalise_names(list(names)), []
    for row in range(len(names)):
        keys: list[str] = []
        for word in range(columns.first[row], columns.first[row + 1]):
            long = columns.start[word + 1] - columns.start[word] >= SHORTEST
            if long and not columns.flags[word] & (LEGAL | NOISE | PARTICLE | TITLE):
                keys += [f"s{int(columns.skeleton[word]):x}", f"m{int(columns.mask[word]):x}"]
        found.append(list(dict.fromkeys(keys)))
    return found


def sounds_of_word(word: str) -> list[str]:
    """The keys of one word of letters; none of what is short, or has digits or other signs."""
    return sounds_of([word])[0] if word.isalpha() and len(word) >= SHORTEST else []
