"""Pending validations: what families asked for, kept until iMuse's staff has decided."""
