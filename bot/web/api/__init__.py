"""The JSON API: counts for programs of committees, under `/api/v1`; never names, reasons or phones."""
