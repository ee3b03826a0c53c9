"""Rosters as communes keep them: a workbook in, clean records out."""
