"""Rules: what the office may and must do, in plain Python. Nothing here knows of the web or the database."""
