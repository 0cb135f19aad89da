"""One suite for every adapter and every old site that it can be tried on."""
