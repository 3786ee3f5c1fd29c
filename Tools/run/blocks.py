"""Top-level blocks of a YAML file, exchanged as text, so that comments and everything else stay as they were."""

import re

KEY = re.compile(r"^([A-Za-z_]+):")


def without(text, keys):
    """The file without the blocks of these top-level keys; a block ends where the next line begins at the margin."""
    kept, dropping = [], False
    for line in text.splitlines():
        if line and not line[0].isspace():
            found = KEY.match(line)
            dropping = bool(found) and found.group(1) in keys
        if not dropping:
            kept.append(line)
    return "\n".join(kept).rstrip() + "\n"


def exchanged(text, blocks):
    """The file with these blocks (key to whole text, the key's own line included) in the place of its own."""
    return without(text, set(blocks)) + "\n" + "".join(block.rstrip() + "\n" for block in blocks.values())
