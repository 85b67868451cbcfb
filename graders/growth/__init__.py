"""How running time grows with the size of the input: what a package claims, what is measured, what follows."""
