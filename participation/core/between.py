"""Two people at one thing: whoever comes second hears of it, and loses nothing."""


class CameBetween(Exception):
    """Somebody did something first. The message says what, for people; nothing was changed."""
