"""``python -m gongkai``."""

from gongkai.cli import main

main(prog_name="gongkai")
