"""Inputs: files, tables and streams, whatever their format, as blocks of raw columns."""
