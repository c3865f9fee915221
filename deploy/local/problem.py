"""A problem that prevents a start, as a sentence for the person at the keyboard."""


class StartProblem(Exception):
    """One sentence with the problem and its remedy. It is shown without a traceback."""
