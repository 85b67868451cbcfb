"""Wrong answers made of the expected ones: a package's checker must refuse each of them."""
