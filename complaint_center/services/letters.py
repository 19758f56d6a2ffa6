"""Writing a message to its recipient: the address is read from the vault only now, and the words chosen."""
