"""The studio: instructors write problems in the browser, have them proved, and publish them."""
