"""Top-level blocks of a YAML file, exchanged as text, so that comments and everything else stay as they were."""

import re

KEY = re.compile(r"^([A-Za-z_]+):")


def exchanged(text, blocks):
    """The file with these blocks (key to whole text, its own line included) in the places of its own, or at its end.

    A block ends where the next line begins at the margin; empty lines after it stay.
    """
    left, lines, dropped = dict(blocks), [], []
    for line in text.splitlines():
        found = KEY.match(line)
        if found and found.group(1) in blocks:
            lines += left.pop(found.group(1), "").rstrip().splitlines()
            dropped = [line]
        elif dropped and (not line or line[0].isspace()):
            dropped.append(line)
        else:
            lines += trailing_space(dropped) + [line]
            dropped = []
    for block in left.values():
        lines += ["", *block.rstrip().splitlines()]
    return "\n".join(lines).rstrip() + "\n"


def trailing_space(lines):
    """The empty lines at the end of a block."""
    count = 0
    while count < len(lines) and not lines[-1 - count].strip():
        count += 1
    return [""] * count
