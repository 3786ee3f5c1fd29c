"""What a person can mend: one sentence, printed without a traceback."""


class Problem(Exception):
    pass
