"""How the bundled sources were made: from two tables of addresses and a list of sites."""
