"""The families of the fictional school, one file each: all invented."""
