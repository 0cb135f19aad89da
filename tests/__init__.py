"""Tests: unit, contract, journeys in a real browser, faults, strangers and tooling."""
