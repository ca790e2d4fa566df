"""Read what authors write: an assignment's percent script and the bank of answers beside it."""
