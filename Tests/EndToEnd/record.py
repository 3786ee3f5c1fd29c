"""The audit log as `countersign audit tail` shows it."""

from processes import wait_until


def entries(gateway, most=500):
    """The newest entries, oldest first."""
    return gateway.must("audit", "tail", "-o", "json", "--lines", str(most)).lines


def entry(gateway, request_id, kind):
    """The entry of this kind for this request, once it is in the tree."""
    def found():
        return next((entry for entry in entries(gateway) if is_of(entry, request_id, kind)), None)
    return wait_until(found, 5, f"an {kind} entry of {request_id}")


def is_of(entry, request_id, kind):
    return entry.get("id") == request_id and entry.get("kind") == kind
