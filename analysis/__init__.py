"""Which numbers follow from a committee's inputs: decision analysis without a server."""

ENGINE = "touchstone-engine/2"
