"""Every sentence and every word rule of Vietnamese lives here."""
