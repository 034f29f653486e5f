"""One template for each thing the bot says."""
