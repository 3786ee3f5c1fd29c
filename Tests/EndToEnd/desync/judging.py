"""What must never differ between the gateway's reading of some bytes and another's."""

from collections import Counter

import readings
from replay import ours

#: Statuses by which the gateway says that bytes are no request it reads; the connection must end with them.
UNREADABLE = {400, 408, 413, 414, 417, 431, 501, 505}
#: The same of the servers; a precondition that fails is their business.
UNREADABLE_THERE = {"400", "408", "411", "413", "414", "431", "494", "501", "505"}


def between_gateway_and_server(conversations, forwarded, seen):
    """Each forwarded request was seen once, as it was forwarded, and nothing else was."""
    problems = []
    counted = Counter(one.identity for one in seen)
    answered = {answer.identity for conversation in conversations for answer in conversation.answers}
    for identity, request in forwarded.items():
        # A client that no longer waits cancels its request, which then may not have been seen.
        if counted[identity] > 1 or counted[identity] == 0 and identity in answered:
            problems.append(f"{request.method} {request.path!r} was forwarded and seen {counted[identity]} times")
    for one in seen:
        request = forwarded.get(one.identity)
        if request is None:
            problems.append(f"{one.line!r} was seen with status {one.status} and never forwarded")
            continue
        if one.line != f"{request.method} {request.path} HTTP/1.1":
            problems.append(f"{request.method} {request.path!r} was seen as {one.line!r}")
        if one.length and int(one.length) != len(request.body):
            problems.append(f"{request.path!r} with {len(request.body)} bytes was seen with {one.length}")
        if one.status in UNREADABLE_THERE:
            problems.append(f"{request.method} {request.path!r} was answered {one.status} by the server")
    return problems


def of_refusals(conversation):
    """What cannot be read is refused and ends the connection."""
    for answer in conversation.answers[:-1]:
        if answer.status in UNREADABLE:
            yield f"an answer followed {answer.status}"
    if conversation.answers:
        last = conversation.answers[-1]
        if last.status in UNREADABLE and not (last.closes and conversation.ended):
            yield f"{last.status} left the connection open"
        if last.status >= 500 and last.status not in UNREADABLE:
            yield f"answered {last.status}"


def against_h11(conversation, forwarded):
    """A request let through that h11 does not read, or reads as another one."""
    theirs = readings.of_h11(conversation.wire)
    mine = list(ours(conversation, forwarded))
    position = 0
    for answer in conversation.answers:
        if answer.identity in forwarded:
            request = mine.pop(0)
            if position >= len(theirs.requests):
                yield f"forwarded {request}, where h11 says {theirs.refusal or 'nothing'}"
            elif same(request, theirs.requests[position]) is False:
                yield f"forwarded {request}, where h11 reads {theirs.requests[position]}"
        position += 1
    refused = any(answer.status in UNREADABLE for answer in conversation.answers)
    if not refused and not conversation.ended and len(conversation.answers) != len(theirs.requests):
        yield f"answered {len(conversation.answers)} requests, where h11 reads {len(theirs.requests)}: {theirs.refusal}"


def same(mine, theirs):
    target = theirs.target
    for scheme in ("http://", "https://"):
        # The absolute form is forwarded as a path.
        if target.startswith(scheme):
            target = "/" + target[len(scheme):].partition("/")[2]
    return (mine.method, mine.target, mine.length) == (theirs.method, target, theirs.length)


def too_strict(conversation):
    """What h11 reads to its end and the gateway refuses: for a reader to look through, and for the list of reasons."""
    theirs = readings.of_h11(conversation.wire)
    if theirs.requests and theirs.refusal is None and conversation.answers:
        last = conversation.answers[-1]
        if last.status in UNREADABLE and len(conversation.answers) <= len(theirs.requests):
            yield last.status
