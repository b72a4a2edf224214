from __future__ import annotations


class ImportRefused(ValueError):
    """Nothing was imported; the message tells a person why, and where."""
