"""What stops a start, told to the person at the keyboard."""


class StartProblem(Exception):
    """One sentence: what is wrong and what to do. Shown as it is, without a traceback."""
