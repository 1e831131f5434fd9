"""What several tests of commands share."""

from taking_down import held, marked_files

__all__ = ["held", "marked_files"]
