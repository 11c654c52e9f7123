"""Tests of the door: who comes in by ssh, and what they are let in to."""
